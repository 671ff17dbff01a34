// Package jobs rings the bell for workers in other processes (唤醒器).
//
// What has to be done stands in tables of the desk: due timers, questions to
// outside parties, papers, notices, the journal. A worker looks there every
// half second. The bell only shortens the wait: whoever commits something that
// a process elsewhere takes up puts one row into the queue of river, and that
// process looks at once.
//
// It decides nothing and carries nothing but the name of a step. Losing every
// row of it loses nothing, so it is written after the commit and never inside
// an act. On SQLite its tables lie in a file of their own, beside the database:
// an act never waits for a bell.
package jobs
