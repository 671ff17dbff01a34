// Package rowpage is the page of a case that works through rows (逐行办理): what
// was found row by row, which to do, how far the program is, what became of each.
// It comes back by itself while the program works, without a script.
//
// The rows and what may follow are decided in kernel/rows; the matter says which
// columns a row is shown in and under which words.
package rowpage
