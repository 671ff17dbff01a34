// Package search keeps the matching index on disk between starts (检索索引存取).
//
// The index itself is pure (engine/matching/index) and lives in memory; this
// package writes it to a file together with where it followed the database to
// and with the facts of its entries, and reads it back. A file that is missing,
// damaged or of another version is no loss: the owner builds the index again
// and follows the changes from there (see listings).
//
// It decides nothing about relevance and holds no truth.
package search
