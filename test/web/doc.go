// Package web tests the pages through HTTP over a real store and real sessions
// (网页测试): who gets in, what is refused, and the whole way of one case from
// the log-in to the journal.
package web
