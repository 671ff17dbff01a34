// Package rehearsal replays the cases of offices with other staff, limits,
// holidays or arrivals, and says what a promise would cost (承诺推演).
//
// It decides, by discrete events in minutes of working time: when each case is
// taken up and closed, whether its promised limit is kept, how busy each office
// is, and how the backlog stands week by week; how far those figures spread
// when the effort of the cases is drawn again from what is known of each item;
// and how many people an office would need to come down to a goal.
//
// It assumes:
//   - An office has one queue, the oldest case first; or it hands its cases out
//     on arrival to who has the fewest, and there they stay (按负荷派件), even
//     when somebody else has nothing to do.
//   - A member of staff works on one case at a time, in the office's hours, and
//     overnight lays down the pen. Who goes missing finishes what is on the desk;
//     other cases of an office that hands out wait until he is back. The last
//     ones of the list are the ones who are missing.
//   - A case that waits for its applicant leaves the desk and comes back to its
//     old place in the queue. A step that another office does (协办) joins that
//     office's queue, in the order of arrival of the case, and takes its time;
//     the clock of the case runs on.
//   - A case that was open on the first morning has all of its effort before it.
//   - All variants of one request use the same draws, so that a difference is of
//     the change and not of chance. More cases than came are copies of those
//     that came, together with them; fewer are a part of them.
//
// It does not: decide anything about a real case, know who is ill, or forecast
// how many cases will come. It is a reckoning, not a promise.
//
//	Request ─ check ─ World (calendar, hours, limits) ─ draw ─ run ─ Outcome
//	           every variant: the same draws ──────────────────────── Answer
package rehearsal
