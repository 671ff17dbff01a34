package ledger

import (
	"fmt"
	"time"

	"quanlian/base/money"
)

// Class says how a line of the statement and the book fit together.
type Class string

// The classes of a reconciliation (对账).
const (
	Matched     Class = "matched"     // line and movement agree
	Answers     Class = "answers"     // the line is the answer to an instruction that waits for one
	Unmatched   Class = "unmatched"   // money came in that the book does not know: suspense
	Unexplained Class = "unexplained" // money left that the book does not know
	Missing     Class = "missing"     // the book has it confirmed, the statement does not show it
	Differs     Class = "differs"     // same movement, other amount
	Doubled     Class = "doubled"     // the statement shows the movement a second time
	OffBalance  Class = "off_balance" // the bank's running balance does not follow from its own lines
)

// Finding is one result of a reconciliation with what to do about it.
type Finding struct {
	Class     Class      `json:"class"`
	Line      *Line      `json:"line,omitempty"`
	Movement  *Movement  `json:"movement,omitempty"`
	By        string     `json:"by,omitempty"`        // how they were matched: reference, key or amount
	Answer    *Answer    `json:"answer,omitempty"`    // hand this to [Take]
	Accounts  []Account  `json:"accounts,omitempty"`  // to open for Transfers
	Transfers []Transfer `json:"transfers,omitempty"` // suggested booking
	Task      *Task      `json:"task,omitempty"`      // put this before a clerk
}

// Report is a whole reconciliation. Every line stands in exactly one finding
// (besides OffBalance), every confirmed movement of the period in at most one.
type Report struct {
	Findings []Finding     `json:"findings"` // lines in their order, then what is missing
	Count    map[Class]int `json:"count"`
}

// Clean reports whether nothing is left for a person.
func (r Report) Clean() bool {
	for _, f := range r.Findings {
		if f.Task != nil {
			return false
		}
	}
	return true
}

// Window is the period of a statement: From included, To not.
type Window struct {
	Bank     string
	From, To time.Time
	// Slack is how far the dates of bank and book may lie apart, and how long
	// before To a confirmed movement may still be under way to the statement.
	Slack time.Duration
}

// Reconcile compares the lines of a statement with the movements of the book.
// It matches by bank reference, then by our key, then by a sub-account, side
// and amount that occur once on both sides within the slack. It only suggests:
// nothing is booked.
func Reconcile(w Window, lines []Line, movements []Movement) Report {
	r := &reconciler{w: w, lines: lines, moves: movements, taken: make([]bool, len(movements)), found: make([]*Finding, len(lines))}
	r.doubledLines()
	r.byReference()
	r.byKey()
	r.byAmount()
	return r.report()
}

type reconciler struct {
	w     Window
	lines []Line
	moves []Movement
	taken []bool     // by movement
	found []*Finding // by line
}

func (r *reconciler) set(i int, c Class, m int, by string) *Finding {
	f := &Finding{Class: c, Line: &r.lines[i], By: by}
	if m >= 0 {
		f.Movement = &r.moves[m]
		r.taken[m] = true
	}
	r.found[i] = f
	return f
}

// task fills the clerk's task of a finding.
func (f *Finding) task(k TaskKind) {
	t := Task{Kind: k}
	if f.Line != nil {
		t.BankRef, t.SubAccount, t.Theirs, t.Key = f.Line.BankRef, f.Line.SubAccount, f.Line.Amount, f.Line.Key
	}
	if m := f.Movement; m != nil {
		t.Deal, t.Key, t.Ours = m.Deal, m.Key, m.Amount
		if f.Line == nil {
			t.BankRef, t.SubAccount = m.BankRef, m.SubAccount
		}
	}
	f.Task = &t
}

// report classes what is left and counts.
func (r *reconciler) report() Report {
	out := Report{Count: map[Class]int{}}
	for i := range r.lines {
		f := r.found[i]
		if f == nil {
			f = r.left(i)
		}
		out.Findings = append(out.Findings, *f)
	}
	for m := range r.moves {
		mv := &r.moves[m]
		if r.taken[m] || !mv.Final || mv.Date.Before(r.w.From) || !mv.Date.Before(r.w.To.Add(-r.w.Slack)) {
			continue
		}
		f := Finding{Class: Missing, Movement: mv}
		f.task(TaskMissing)
		out.Findings = append(out.Findings, f)
	}
	out.Findings = append(out.Findings, r.balances()...)
	for _, f := range out.Findings {
		out.Count[f.Class]++
	}
	return out
}

// left is a line that no movement explains.
func (r *reconciler) left(i int) *Finding {
	l := &r.lines[i]
	if !l.In {
		f := r.set(i, Unexplained, -1, "")
		f.task(TaskUnexplained)
		return f
	}
	f := r.set(i, Unmatched, -1, "")
	t, accounts := StrayReceipt(r.w.Bank, l.ref(), l.Amount, l.Date)
	f.Accounts, f.Transfers = accounts, []Transfer{t}
	f.task(TaskAttribute)
	f.Task.BankRef = l.ref()
	return f
}

// ref is the number by which a line is known: the bank's own, or for a bank
// that numbers nothing the day, the sub-account and the place in the statement.
func (l *Line) ref() string {
	if l.BankRef != "" {
		return l.BankRef
	}
	return fmt.Sprintf("%s:%s:%d", l.Date.Format(time.DateOnly), l.SubAccount, l.No)
}

// balances checks the bank's running balances against its own lines.
func (r *reconciler) balances() []Finding {
	last := map[string]money.Fen{}
	known := map[string]bool{}
	var out []Finding
	for i := range r.lines {
		l := &r.lines[i]
		if l.Balance == nil {
			known[l.SubAccount] = false
			continue
		}
		d := l.Amount
		if !l.In {
			d = -d
		}
		if known[l.SubAccount] && last[l.SubAccount]+d != *l.Balance {
			f := Finding{Class: OffBalance, Line: l}
			f.task(TaskBalance)
			f.Task.Ours, f.Task.Theirs = last[l.SubAccount]+d, *l.Balance
			out = append(out, f)
		}
		last[l.SubAccount], known[l.SubAccount] = *l.Balance, true
	}
	return out
}
