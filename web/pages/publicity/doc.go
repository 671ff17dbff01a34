// Package publicity shows what stands open to objections (公示) to anybody, and
// takes an objection without a log-in.
//
// Who may object and until when is decided by the flow (kernel/itemflow, move
// object); what of an application is shown says its item (Public). Objections are
// read by the office; the pages show how many there are and nothing of them.
package publicity
