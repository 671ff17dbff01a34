// Package ledger is here (在此).
package ledger
