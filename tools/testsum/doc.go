// Command testsum reads the events of `go test -json` and tells a person what
// happened (测试汇总): failures with their output as they occur, the slowest
// packages, and as the last line, alone,
//
//	N passed, N failed, N skipped
//
// It counts leaf tests, that is tests without subtests: a table of forty rows
// is forty tests. What fails outside any test (a package that does not build,
// a panic, a timeout) counts as one failure. It ends with exit code 1 when
// anything failed or when no test ran at all.
package main
