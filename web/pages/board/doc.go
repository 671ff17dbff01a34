// Package board draws the supervisor's board (监督看板): load, ageing and what is
// overdue, by office and person, down to the cases. It counts the same cases as
// the visitor's inbox and reckons by kernel/workload.
package board
