// Package audit opens pages in Debian's Chromium and tells what axe-core, the
// console and the width of the page find wrong (查错). The command shots and the
// browser tests share it.
package audit
