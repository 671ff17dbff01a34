package ledger

import (
	"time"

	"quanlian/base/money"
)

// Held is what the bank holds on one custody sub-account (存管子账户), by our book.
type Held struct {
	Deal   Escrow
	Funds  money.Fen // all of it: free, promised and frozen
	Frozen money.Fen // of it, under dispute or preservation
	Leaves money.Fen // of it, under instruction to leave
}

// Order is an instruction with what became of it (指令与回执).
type Order struct {
	Instruction
	Made time.Time
	Sent time.Time // zero: not handed over yet
	End  Phase     // "" while the bank has not answered, else posted or voided
}

// Late reports whether the bank's answer is overdue.
func (o Order) Late(now time.Time) bool { return o.End == "" && now.After(o.AnswerBy) }
