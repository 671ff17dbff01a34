// Package inbox reads what a list of the workbench is narrowed by (收件箱的筛选)
// out of an address, and writes it back: the list, its bulk acts and the desk,
// which leads on to the next case of the same list, speak of the same cases.
package inbox
