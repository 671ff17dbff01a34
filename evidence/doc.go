// Package evidence proves what was done and when (存证) to somebody who does not
// trust us, without a server and without a database.
//
//	statement ──salted──▶ commitment ─▶ leaf ─▶ tree ─▶ checkpoint ◀─ Ed25519 note signature
//	(entry or deposit)    SHA-256, SM3   number   RFC 6962             ◀─ SM2 signature with its time
//
// A [Statement] is a set of named fields: an entry of the journal, or a deposit
// of files. Its [Commitment] binds each field under a salt of its own, so that
// a [Receipt] can show some fields and hide the others, and says nothing once
// the salt is gone: erasure deletes body and salt, the leaf stays. A [Leaf]
// holds the number of the statement and its commitment under SHA-256 and SM3;
// the index of the leaf in the log is that number. [Verify] checks a receipt
// from the statement up to the signatures and says what it proves or why not.
//
// It does not keep the log (adapter/tlog), does not keep keys (adapter/sign),
// and does not say what the law makes of a proof.
//
// Formats: RFC 6962 §2 (tree), C2SP tlog-tiles, tlog-checkpoint and signed-note,
// GB/T 32905 (SM3), GB/T 32918 (SM2), GM/T 0009 (user id of an SM2 signature).
package evidence
