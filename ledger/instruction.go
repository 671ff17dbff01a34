package ledger

import (
	"context"
	"time"

	"quanlian/base/money"
)

// Instruction tells the bank to move money (指令). It leaves with its hold in
// one transaction; the bank's answer makes it final.
type Instruction struct {
	Key        TransferID `json:"key"`  // idempotency key: the id of the hold
	Code       Code       `json:"code"` // deposit, release, refund, commission or return
	Deal       string     `json:"deal"`
	SubAccount string     `json:"sub_account"` // the custody sub-account at the bank
	Amount     money.Fen  `json:"amount"`
	Other      Party      `json:"other"`     // who pays in or is paid
	AnswerBy   time.Time  `json:"answer_by"` // silence past this is asked about, never taken for an answer
	Memo       string     `json:"memo"`      // 附言
}

// Party is the other side of a movement as the bank knows it.
type Party struct {
	Name    string `json:"name"`
	Account string `json:"account"`
	Bank    string `json:"bank,omitempty"`
}

// Verdict is what the bank says about an instruction.
type Verdict string

// The verdicts.
const (
	Done     Verdict = "done"     // money moved, this much
	Rejected Verdict = "rejected" // no money moved, none will
	Working  Verdict = "working"  // not decided yet: ask again
	Unknown  Verdict = "unknown"  // the bank has no such instruction: send it again, the key keeps it single
)

// Answer is one message of the bank: to an instruction, or about money that
// came by itself.
type Answer struct {
	BankRef    string     `json:"bank_ref"` // the bank's own number; the same one is the same message
	Key        TransferID `json:"key"`      // our instruction, "" when the bank names none
	SubAccount string     `json:"sub_account"`
	Verdict    Verdict    `json:"verdict"`
	Amount     money.Fen  `json:"amount"`
	Reason     string     `json:"reason,omitempty"`
	ValueDate  time.Time  `json:"value_date"`  // when the money moved, by the bank's books
	ObservedAt time.Time  `json:"observed_at"` // when it reached us
}

// Bank is the port to the bank that keeps the custody accounts (资金存管银行).
type Bank interface {
	// Instruct hands an instruction over. Nil says that it was taken in, not
	// that it was carried out. Handing the same key over twice is harmless.
	Instruct(ctx context.Context, in Instruction) error
	// Ask asks what became of an instruction.
	Ask(ctx context.Context, key TransferID) (Answer, error)
	// Answers gives the messages after cursor ("" for the first), in the order
	// the bank sent them, with the cursor to go on from.
	Answers(ctx context.Context, cursor string) ([]Answer, string, error)
	// Statement gives the lines booked from from (included) to to (not
	// included) on all custody sub-accounts.
	Statement(ctx context.Context, from, to time.Time) ([]Line, error)
}

// InstructionFor makes the instruction that belongs to a hold.
func InstructionFor(hold Transfer, subAccount string, other Party, answerBy time.Time) Instruction {
	a, _ := ParseAccount(hold.Debit)
	return Instruction{
		Key: hold.ID, Code: hold.Code, Deal: a.Scope, SubAccount: subAccount, Amount: hold.Amount,
		Other: other, AnswerBy: answerBy, Memo: string(hold.ID),
	}
}
