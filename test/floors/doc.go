// Package floors turns the plan of the house into findings (楼层检查): who may
// import whom, where no I/O and no clock may be, how long a file and a function
// may grow, what must be documented, where a number comes from, which library
// is used through which folder, and that the kernel knows no trade.
//
// It reads the source as text and syntax only, so it runs in seconds and before
// anything builds. [Check] gives the findings of a tree; the test beside it
// runs it on this repository, less the lines of exceptions.txt, each of which
// carries a date and a reason. Every rule is itself tested on the small wrong
// programs under testdata, where a comment `want RULE` stands on each line that
// must be found.
//
// It judges no behaviour: that is what the other tests are for.
package floors
