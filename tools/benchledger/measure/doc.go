// Package measure counts durable transfers a second: the batch interface of the
// ledger beside the plain way, one transaction for each transfer, on the same
// database in the same run.
package measure
