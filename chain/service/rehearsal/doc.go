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
// offices as the posts say; the limits that ran in the cases. The effort of a
// case is read from the record of its handler: the working time since that
// person was through with the case before, or since this one could be worked
// at, whichever is less. It holds idle time and other work too, so it is at most
// what the case took. Assumed: what the question says where too few were
// observed; when in the work a case went out to wait. Not known: what a case asks
// of offices that are not the asker's own.
//
// No rule lays down how a promise is to be examined beforehand: our own design [D].
package rehearsal
