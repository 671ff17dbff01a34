package ledger

import (
	"encoding/json"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Record posts to the ledger: it is the one effect of this package. All of it
// is booked in the move's own transaction or none: a refused entry fails the
// whole act with the entry's error.
type Record struct {
	Accounts  []Account  `json:"accounts,omitempty"`  // opened first; one that stands already is left alone
	Transfers []Transfer `json:"transfers,omitempty"` // booked in this order
	Tasks     []Task     `json:"tasks,omitempty"`     // put before a clerk, each once
	Bank      string     `json:"bank,omitempty"`      // the bank that sent Answers
	Answers   []Answer   `json:"answers,omitempty"`   // messages of the bank that this deals with, kept by their number
	Over      []Over     `json:"over,omitempty"`      // tasks that have nothing left to do
}

// Over ends the open tasks of one kind about a deal, without a clerk: what they
// asked for has happened.
type Over struct {
	Kind TaskKind `json:"kind"`
	Deal Escrow   `json:"deal"`
	Ref  string   `json:"ref"` // the bank's number of what ended them
	// Receipt ends those about the receipt with the bank's number instead, whatever
	// their deal.
	Receipt string `json:"receipt,omitempty"`
}

// Effect is the name under which the effect stands in the journal.
func (Record) Effect() kernel.EffectName { return "ledger.record" }

// Write lets the same value be written outside a case: what a statement of the
// bank shows, or an adjustment.
func (Record) Write() string { return "ledger.record" }

// BankRole is the system actor in whose name the bank's answers are acted.
const BankRole kernel.Role = "bank"

// Instruct makes the pair of effects of one instruction: the hold and the
// question to the bank, in one transaction. onAnswer is the move that takes the
// answer.
func Instruct(hold Transfer, subAccount string, other Party, answerBy time.Time, onAnswer string) ([]kernel.Effect, error) {
	if hold.Phase != Pending || !hold.Code.ByBank() {
		return nil, errs.New(errs.Internal, "ledger.not_an_instruction", errs.Args{"transfer": string(hold.ID)})
	}
	in := InstructionFor(hold, subAccount, other, answerBy)
	payload, err := json.Marshal(in)
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "ledger.not_an_instruction", err)
	}
	return []kernel.Effect{
		Record{Transfers: []Transfer{hold}},
		kernel.Ask{Key: string(hold.ID), Party: BankRole, Kind: "instruction", Payload: payload, OnAnswer: onAnswer, AnswerBy: answerBy},
	}, nil
}

// Record turns what a message of the bank means into the effect that books it
// and keeps the message, so that it is known when it comes again.
func (t Taking) Record() Record {
	r := Record{Accounts: t.Accounts, Transfers: t.Transfers, Tasks: t.Tasks, Bank: t.Bank}
	if t.Answer.BankRef != "" && !t.Duplicate {
		r.Answers = []Answer{t.Answer}
	}
	return r
}

// Empty reports whether there is nothing to write.
func (r Record) Empty() bool {
	return len(r.Accounts)+len(r.Transfers)+len(r.Tasks)+len(r.Answers)+len(r.Over) == 0
}
