// Package sqlstore is the only place of the house that speaks SQL (数据库).
//
// One portable statement serves SQLite and PostgreSQL; a branch stands in
// dialect.go alone. SQLite has one writer connection and a pool of read-only
// ones; PostgreSQL runs every act SERIALIZABLE and repeats it on a
// serialization failure. Files are named after the address whose tables they
// read and write; migrations lie one folder each in migrations/.
//
//	kernel_*.go   cases, access, journal, timers, questions, approvals, people
//	evidence_*.go numbers of the journal, leaves, heads of logs
//	registry_*.go rights, events, parties' history
//	ledger_*.go   accounts and transfers
//	utilization_hall*.go read models of the trading hall
package sqlstore
