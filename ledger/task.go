package ledger

import "quanlian/base/money"

// TaskKind says what a clerk has to look at (待办). Its sentence stands under
// ledger.task.<kind> in the language files.
type TaskKind string

// The tasks. Money is never moved by a task: a person decides.
const (
	TaskAttribute     TaskKind = "attribute"      // money that fits no deal waits in suspense: attribute or return it
	TaskShortDeposit  TaskKind = "short_deposit"  // less came in than was asked for
	TaskSurplus       TaskKind = "surplus"        // more came in than was asked for; the surplus waits in suspense
	TaskShortPayment  TaskKind = "short_payment"  // the bank paid out less than instructed
	TaskOverpaid      TaskKind = "overpaid"       // the bank paid out more than instructed: claim it back
	TaskRejected      TaskKind = "rejected"       // the bank refused to pay: mend the instruction
	TaskContradiction TaskKind = "contradiction"  // two messages of the bank exclude each other
	TaskSecondAnswer  TaskKind = "second_answer"  // the same instruction confirmed again under another number
	TaskUnknownAnswer TaskKind = "unknown_answer" // an answer to an instruction we never gave
	TaskSilent        TaskKind = "silent"         // no answer in time, asked several times
	TaskMissing       TaskKind = "missing"        // confirmed to us, not on the bank's statement
	TaskUnexplained   TaskKind = "unexplained"    // money left custody without an instruction
	TaskAmount        TaskKind = "amount"         // statement and book differ in the amount
	TaskDouble        TaskKind = "double"         // the statement shows the same movement twice
	TaskBalance       TaskKind = "balance"        // the bank's balance is not that of the book
)

// Task is something a clerk must decide, with what is known about it.
type Task struct {
	Kind       TaskKind   `json:"kind"`
	Deal       string     `json:"deal,omitempty"`
	Key        TransferID `json:"key,omitempty"`      // the instruction in question
	BankRef    string     `json:"bank_ref,omitempty"` // the bank's number in question
	SubAccount string     `json:"sub_account,omitempty"`
	Ours       money.Fen  `json:"ours"`   // what the book says
	Theirs     money.Fen  `json:"theirs"` // what the bank says
}

// ID is the same for the same trouble, so that it is put before a clerk once.
func (t Task) ID() string {
	return string(t.Kind) + "/" + string(t.Key) + "/" + t.SubAccount + "/" + t.BankRef
}

// TextKey is the language key of its sentence.
func (t Task) TextKey() string { return "ledger.task." + string(t.Kind) }

// Args are the variables of its sentence.
func (t Task) Args() map[string]any {
	return map[string]any{
		"key": string(t.Key), "bank_ref": t.BankRef, "sub_account": t.SubAccount,
		"ours": t.Ours.String(), "theirs": t.Theirs.String(),
	}
}
