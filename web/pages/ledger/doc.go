// Package ledger is the pages of the trading centre's book (资金台账): the tasks
// that the bank's messages left for a person, money that waits in suspense, and
// the bank's statements compared with the book (对账).
//
// Nothing is decided here: what a message or a line means, package ledger says;
// who may see and act, the policies.
package ledger
