// Package ledger proves the book on both databases: batches, group commit,
// acts, kill -9 in the middle of writing, and a whole settlement with a bank
// that behaves badly.
package ledger
