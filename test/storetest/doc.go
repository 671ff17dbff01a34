// Package storetest runs every store test on SQLite and on PostgreSQL, each in
// an empty database of its own. Where PostgreSQL is not set up its half is
// skipped, unless QUANLIAN_TEST_PG_REQUIRED is set, as make test does: then
// it fails.
package storetest
