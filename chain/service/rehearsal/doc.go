// Package rehearsal lets a director rehearse promises on the cases of the own
// offices (承诺推演): what other limits, people, days or arrivals would bring.
//
// It decides who may ask and read (heads and supervisors, of all the offices
// that the rehearsal is about), what a question may change, and how past cases
// become the replay's input: what is observed of them and what is assumed.
// engine/rehearsal reckons. It decides nothing about a real case.
//
//	Question ─ started ─▶ cases as they stood ─▶ engine ─▶ Answer, kept with its input
//	                 stopped ◀─┘ at the maker's word
//
// Observed: when each case came, was closed, and waited; the people of the
// offices as the posts say, each weighed by the days on which he moved a case
// against the busiest colleague's; their absences as deputies and ended posts say;
// the limits that ran in the cases. The effort of a
// case is read from the journal: each move of a clerk of the office ends a
// stretch of work, which began when that person was through with the move before,
// on whatever case, or when the last move of somebody else (applicant, head,
// another office, the program) laid this case before him, whichever is later.
// Waiting is therefore not work, whoever waits; moves put down together share
// their time; a claim neither begins nor ends work; a stretch with a whole working day
// without a move says nothing. What remains in it is what a clerk does between
// two moves and writes down nowhere: it costs the office its time all the same.
// Assumed: what the question says where too few were observed; when in the work a
// case went out to wait. Not known: what a case asks of offices that are not the
// asker's own.
//
// No rule lays down how a promise is to be examined beforehand: our own design [D].
package rehearsal
