// Command gallery serves the samples of web/ui by themselves, without a
// database, for whoever works on the look (组件样张):
//
//	go run ./tools/assets && go run ./tools/gallery
package main
