// Package track shows where a case stands to whoever has its number and its
// tracking code (办件进度查询), without a log-in: state, steps, whose move, dates;
// no name, nothing of what was filled in.
//
// A wrong code and a case that there is not are told apart by nobody, and tries
// are counted. Who may see the case by log-in is led to its page.
package track
