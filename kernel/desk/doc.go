// Package desk is the only place that acts (办件台).
//
// In one transaction [Desk.Act] checks the permission, loads facts, runs the
// pure move, writes the new state, applies the effects, writes the journal and
// sets timers and outbox rows. [Desk.Do] is the same for writes that are no
// move. [Desk.Answer] takes what outside parties say, [Desk.Due] makes the
// moves whose time has come.
//
// On PostgreSQL a transaction is repeated on a serialization failure; moves
// are pure, so repeating is safe. A command carries an idempotency key: the
// second time it gives the first receipt and changes nothing.
package desk
