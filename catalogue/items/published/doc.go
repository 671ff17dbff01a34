// Package published is the lists of items that a city has to publish (公布的清单):
// 政务服务事项清单, 公共服务事项清单 and the framework map of value-added services
// (增值服务框架图谱). They are made from the items in force on a day, so that no list
// says anything else than the pages do.
//
// Every list names its day and says that it is a working reconstruction as long
// as one of its items does. It draws nothing: pages, workbook and paper are made
// from the same rows.
package published
