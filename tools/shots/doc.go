// Command shots takes pictures of pages at two widths with Debian's Chromium
// and tells what axe-core, the console and the width find wrong (截图与查错).
//
//	go run ./tools/shots -base http://localhost:8090 -out /tmp/shots /_gallery /_gallery/form
//	go run ./tools/shots -base http://localhost:8080 -user clerk:yunlan-demo /inbox
//
// It ends with 1 when it found something.
package main
