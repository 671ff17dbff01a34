package ledger

import (
	"time"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Known is what the book knows when a message of the bank arrives.
type Known struct {
	Bank        string       // code of the bank
	Instruction *Instruction // the one the message names, nil when there is none such
	Hold        Transfer     // its hold
	End         *Transfer    // what ended the hold, nil while it stands
	Seen        *Answer      // an earlier message with the same bank reference
	Done        bool         // an earlier message under another reference said that the instruction was carried out
	Spare       money.Fen    // what is still available on the account the hold is on
}

// Taking is what a message of the bank means for the book. Everything in it
// belongs into one transaction.
type Taking struct {
	Accounts  []Account  // to open first
	Transfers []Transfer // to book, all or none
	Tasks     []Task     // to put before a clerk
	Duplicate bool       // said before: nothing to do
	AskAgain  bool       // no answer yet
	SendAgain bool       // the bank never got the instruction: send the same key again
	Bank      string     // who said it
	Answer    Answer     // what was said
}

// Take decides what a message of the bank means. Only money that the bank says
// has moved is booked, each bank reference at most once, never more than was
// instructed; everything that does not fit goes to suspense or to a clerk.
// Silence is no message: an instruction stays reserved until the bank speaks.
func Take(k Known, a Answer, now time.Time) (Taking, error) {
	if a.Verdict == Done && a.Amount <= 0 {
		return Taking{}, errs.New(errs.Invalid, "ledger.bad_answer", errs.Args{"ref": a.BankRef})
	}
	switch a.Verdict {
	case Working:
		return Taking{AskAgain: k.End == nil}, nil
	case Unknown:
		return Taking{SendAgain: k.Instruction != nil && k.End == nil}, nil
	case Done, Rejected:
	default:
		return Taking{}, errs.New(errs.Invalid, "ledger.bad_answer", errs.Args{"ref": a.BankRef})
	}
	if a.BankRef == "" {
		return Taking{}, errs.New(errs.Invalid, "ledger.bad_answer", errs.Args{"ref": a.BankRef})
	}
	var t Taking
	switch {
	case k.Seen != nil:
		return repeated(k, a), nil
	case k.Instruction == nil:
		t = unasked(k, a, now)
	case k.End == nil:
		t = first(k, a, now)
	default:
		t = afterwards(k, a, now)
	}
	t.Bank, t.Answer = k.Bank, a
	return t, nil
}

// repeated is a message whose number we have seen.
func repeated(k Known, a Answer) Taking {
	s := *k.Seen
	if s.Key == a.Key && s.Verdict == a.Verdict && s.Amount == a.Amount {
		return Taking{Duplicate: true}
	}
	return Taking{Tasks: []Task{k.task(TaskContradiction, a)}}
}

// unasked is a message about something we did not instruct: money that came by
// itself waits in suspense.
func unasked(k Known, a Answer, now time.Time) Taking {
	if a.Verdict != Done || a.Key != "" {
		return Taking{Tasks: []Task{k.task(TaskUnknownAnswer, a)}}
	}
	return k.stray(a, a.Amount, TaskAttribute, now)
}

// first is the first answer to an instruction: it ends the hold.
func first(k Known, a Answer, now time.Time) Taking {
	if a.Verdict == Rejected {
		t := Taking{Transfers: []Transfer{k.Hold.Void(a.BankRef, now)}}
		if k.Instruction.Code.Out() {
			t.Tasks = append(t.Tasks, k.task(TaskRejected, a))
		}
		return t
	}
	amount := min(a.Amount, k.Hold.Amount)
	t := Taking{Transfers: []Transfer{k.Hold.Post(amount, a.BankRef, now)}}
	out := k.Instruction.Code.Out()
	switch {
	case a.Amount < k.Hold.Amount && out:
		t.Tasks = append(t.Tasks, k.task(TaskShortPayment, a))
	case a.Amount < k.Hold.Amount:
		t.Tasks = append(t.Tasks, k.task(TaskShortDeposit, a))
	case a.Amount > k.Hold.Amount && out:
		t.Tasks = append(t.Tasks, k.task(TaskOverpaid, a))
	case a.Amount > k.Hold.Amount:
		s := k.stray(a, a.Amount-k.Hold.Amount, TaskSurplus, now)
		t.Accounts, t.Tasks = s.Accounts, s.Tasks
		t.Transfers[0].Linked = true
		t.Transfers = append(t.Transfers, s.Transfers...)
	}
	return t
}

// afterwards is a new message about an instruction that has ended.
func afterwards(k Known, a Answer, now time.Time) Taking {
	ended := k.End.Phase
	switch {
	case a.Verdict == Rejected && ended == Voided:
		return Taking{Duplicate: true}
	case a.Verdict == Rejected:
		return Taking{Tasks: []Task{k.task(TaskContradiction, a)}}
	case ended == Posted || k.Done:
		return Taking{Tasks: []Task{k.task(TaskSecondAnswer, a)}}
	case !k.Instruction.Code.Out():
		return k.stray(a, a.Amount, TaskAttribute, now) // the buyer paid after the deposit was called off
	}
	// Paid although refused before: keep as much aside as may have left.
	t := Taking{Tasks: []Task{k.task(TaskContradiction, a)}}
	if keep := min(a.Amount, k.Hold.Amount, k.Spare); keep > 0 && (k.Hold.Code == Release || k.Hold.Code == Commission) {
		from, err := ParseAccount(k.Hold.Debit)
		if err == nil {
			f := Escrow(from.Scope).Freeze(from.Tranche(), 0, keep, now)
			f.ID, f.Ref = k.Hold.ID+"/late/"+TransferID(a.BankRef), a.BankRef
			t.Transfers = append(t.Transfers, f)
		}
	}
	return t
}

func (k Known) stray(a Answer, amount money.Fen, why TaskKind, now time.Time) Taking {
	entry, accounts := StrayReceipt(k.Bank, a.BankRef, amount, now)
	return Taking{Accounts: accounts, Transfers: []Transfer{entry}, Tasks: []Task{k.task(why, a)}}
}

func (k Known) task(kind TaskKind, a Answer) Task {
	t := Task{Kind: kind, Key: a.Key, BankRef: a.BankRef, SubAccount: a.SubAccount, Theirs: a.Amount}
	if k.Instruction != nil {
		t.Deal, t.Ours = k.Instruction.Deal, k.Instruction.Amount
	}
	return t
}

// Unit: minutes. Source: design of ours; the first question after the answer
// was due, doubled each time.
const chaseEvery = 15 * time.Minute

// Unit: questions. Source: design of ours; about four hours of asking before a
// person telephones the bank.
const chaseTimes = 4

// Chase decides what to do about an instruction without an answer: when to ask
// the bank next, and whether a clerk must take it up. asked counts the
// questions put so far. It never ends a hold.
func Chase(in Instruction, asked int) (next time.Time, task *Task) {
	wait := chaseEvery << min(asked, chaseTimes+4)
	if asked == 0 {
		wait = 0
	}
	if asked > chaseTimes {
		task = &Task{Kind: TaskSilent, Deal: in.Deal, Key: in.Key, SubAccount: in.SubAccount, Ours: in.Amount}
	}
	return in.AnswerBy.Add(wait), task
}
