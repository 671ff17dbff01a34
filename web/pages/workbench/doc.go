// Package workbench is where staff begin (工作台): the inbox of one's offices,
// whose cases can be claimed, and the answers of outside parties that fit no
// case (暂存).
//
// Lists and counts are reckoned in the same scope as the permission to open;
// the moves are the kernel's.
package workbench
