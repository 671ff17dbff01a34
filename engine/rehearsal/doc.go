// Package rehearsal replays the cases of offices with other staff, limits or
// holidays, and says what a promise would cost (承诺推演).
//
// It decides, by discrete events in minutes of working time: when each case is
// taken up and closed, whether its promised limit is kept, how busy each office
// is, and how the backlog stands week by week; and how far those figures spread
// when the effort of the cases is drawn again from what is known of each item.
//
// It assumes: every office has one queue, the oldest case first; a member of
// staff works on one case at a time, in the office's hours, and overnight
// lays down the pen; a case that waits for its applicant leaves the desk and
// comes back to its old place in the queue. All variants of one request use the
// same draws, so that a difference is of the change and not of chance.
//
// It does not: decide anything about a real case, know who is ill, or forecast
// how many cases will come. It is a reckoning, not a promise.
//
//	Request ─ check ─ World (calendar, hours, limits) ─ draw ─ run ─ Outcome
//	           every variant: the same draws ──────────────────────── Answer
package rehearsal
