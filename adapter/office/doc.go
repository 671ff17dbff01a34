// Package office speaks with the national office (国家知识产权局): it hands in what
// a deal asks and brings back the answer. The office offers no interface to a
// city yet, so what ships is a fake for the demo and the tests, and staff who
// enter the answer with the paper attached.
package office
