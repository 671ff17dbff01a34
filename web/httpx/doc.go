// Package httpx is the edge of the pages (网页边界): what happens to every
// request before a page sees it, and what becomes of an error after.
//
// It decides: the HTTP status of each kind of error (one table), the security
// headers, which language and letter size a visit has, that a form was sent
// from our own page, what the access log says. It does not decide who the
// visitor is (log-in) nor what he may do (kernel).
package httpx
