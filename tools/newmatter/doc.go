// Command newmatter makes the folder of a new matter (新建办理事项):
//
//	go run ./tools/newmatter -zh 专利申请优先审查推荐 -basis "…办法第三条" protection/priority
//
// It writes chain/<link>/<matter> with a table of three moves that builds and
// whose tests pass, and the sentences of its codes in catalogue/lang. It touches
// nothing that exists, and says what to do next. -basis is the law that you have
// read; without it the package says that it is not established yet.
package main
