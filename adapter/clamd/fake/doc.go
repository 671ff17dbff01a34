// Package fake stands in for a virus scanner (查毒替身), in the demo and in tests: it
// knows one sign, the EICAR test string, and can be silent. It also listens as a
// daemon does, so that the real client is tried against it.
package fake
