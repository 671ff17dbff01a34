// Package kernel knows cases (办件) and nothing of the trade they are about.
//
// A procedure of the city is a [Flow]: a table of moves. A [Move] says from
// which states, by which roles, with which facts, under which guard, to which
// state, with which effects. Guards and effects are pure: they return values
// and do nothing. Package desk, below, is the only place that acts.
//
//	citizen or system ── Command ──▶ desk ── facts ──▶ move (pure) ── effects ──▶ one transaction
//
// Kernel holds the case, flow, form, deadline, party, role, mandate, document
// and journal types. It performs no I/O, reads no clock and draws no random
// number: ids, numbers and the time are handed in.
package kernel
