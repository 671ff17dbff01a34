// Package tlog keeps the evidence log (存证日志) as files: a tiled log by the
// C2SP tlog-tiles format, which anybody may mirror and check.
//
// SQL is the truth, the log a projection of it: the index of a leaf is the
// number of the entry. [Follower] follows the numbers of the journal; it
// compares log and journal before it appends anything, appends a batch, checks
// its indices and goes on with the next. A log that is ahead of the journal, or
// says something else, stops it: what was published is never forked.
//
// One process owns the directory: by a lock on a file, and across machines by
// the lease whose fence stands in it. Reading needs no owner.
package tlog
