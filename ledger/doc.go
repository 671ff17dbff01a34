// Package ledger is the double-entry book of the city's deals (资金台账).
//
// The platform holds no money. The book mirrors the custody sub-accounts
// (存管子账户) that the bank keeps, one per deal: deposit, release, refund and
// commission are instructions to the bank, and only the bank's answer makes
// them final. Between the two an instruction is a hold: the money is reserved
// and nobody can spend it twice.
//
//	payer ──deposit──▶ free ──lock──▶ locked/1 ──release──▶ payee/1
//	  ▲                 │ ▲             │  ▲  └──commission─▶ broker/1
//	  └─────refund──────┘ └───unlock────┘  │
//	suspense ─attribute─▶ free        frozen/1 (freeze, thaw)
//
// free, locked and frozen together are the custody sub-account of the deal and
// never go below zero; payer, payee, broker and outside stand for accounts
// that belong to somebody else. Every entry debits one account and credits
// another by the same amount, so the book always sums to zero. Entries are
// never changed: a hold is ended by a second entry that names it, a mistake by
// an adjustment.
//
// It decides: what may be booked ([Book]), where a deal stands ([Position]),
// what an instalment plan or a royalty owes ([Terms], [Royalty]), whether a
// tranche may be released ([Tranche.Ready]), what an answer of the bank means
// ([Take]) and how a statement of the bank fits the book ([Reconcile]). All of
// it is pure. It does not decide who may instruct (kernel), tax (engine), or
// how the rows are kept: a store loads what [Needs] names, runs the same
// [Book] and writes its [Changes].
//
// Basis: 民法典 art. 846 (kinds of price, accounts of a running royalty) and
// arts. 201–203 (periods of contracts); 专利法 art. 10 (title passes on
// registration). The flow of custody itself is no rule of law but a design of
// ours and is configured with the deal.
package ledger
