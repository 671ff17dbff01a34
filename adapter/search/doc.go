// Package search keeps the matching index on disk between starts (检索索引存取).
//
// The index itself is pure (engine/matching/index) and lives in memory; this
// package writes it to a file together with the journal number up to which it
// holds the register, and reads it back. A file that is missing, damaged or of
// another version is no loss: the caller builds the index again from the
// register and follows the journal from there.
//
// It decides nothing about relevance and holds no truth.
package search
