package ledger

import "quanlian/base/money"

// doubledLines sets aside the second of two lines with the same bank
// reference, sub-account and side.
func (r *reconciler) doubledLines() {
	type id struct {
		ref, sub string
		in       bool
	}
	seen := map[id]bool{}
	for i, l := range r.lines {
		k := id{l.BankRef, l.SubAccount, l.In}
		if l.BankRef != "" && seen[k] {
			r.set(i, Doubled, -1, "reference").task(TaskDouble)
		}
		seen[k] = true
	}
}

// byReference matches by the bank's own number.
func (r *reconciler) byReference() {
	by := map[string]int{}
	for m, mv := range r.moves {
		if mv.Final && mv.BankRef != "" {
			by[mv.BankRef] = m
		}
	}
	for i, l := range r.lines {
		m, ok := by[l.BankRef]
		if r.found[i] != nil || !ok || r.taken[m] || r.moves[m].In != l.In {
			continue
		}
		r.agree(i, m, "reference")
	}
}

// byKey matches by our own key, where the bank carries it through. A second
// line for a key that another line has taken is a second payment.
func (r *reconciler) byKey() {
	by := map[TransferID]int{}
	for m, mv := range r.moves {
		by[mv.Key] = m
	}
	for i, l := range r.lines {
		m, ok := by[l.Key]
		if r.found[i] != nil || l.Key == "" || !ok || r.moves[m].In != l.In {
			continue
		}
		switch {
		case r.taken[m] && l.In:
			continue // the buyer paid twice: real money, for suspense
		case r.taken[m]:
			f := r.set(i, Doubled, m, "key")
			f.task(TaskDouble)
		case !r.moves[m].Final:
			r.answer(i, m, "key")
		default:
			r.agree(i, m, "key")
		}
	}
}

// agree joins a line and a confirmed movement and compares the amounts.
func (r *reconciler) agree(i, m int, by string) {
	if r.lines[i].Amount == r.moves[m].Amount {
		r.set(i, Matched, m, by)
		return
	}
	r.set(i, Differs, m, by).task(TaskAmount)
}

// answer turns a line into the answer to an instruction that waits for one.
func (r *reconciler) answer(i, m int, by string) {
	l := r.lines[i]
	f := r.set(i, Answers, m, by)
	f.Answer = &Answer{
		BankRef: l.ref(), Key: r.moves[m].Key, SubAccount: l.SubAccount, Verdict: Done,
		Amount: l.Amount, ValueDate: l.Date, ObservedAt: l.Date,
	}
}

// byAmount matches what is left where sub-account, side and amount occur once
// among the lines and once among the movements, within the slack. Money out is
// matched only with what the bank has confirmed.
func (r *reconciler) byAmount() {
	type id struct {
		sub    string
		in     bool
		amount money.Fen
	}
	lines, moves := map[id][]int{}, map[id][]int{}
	for i, l := range r.lines {
		if r.found[i] == nil && l.Key == "" {
			k := id{l.SubAccount, l.In, l.Amount}
			lines[k] = append(lines[k], i)
		}
	}
	for m, mv := range r.moves {
		if !r.taken[m] && (mv.Final || mv.In) {
			k := id{mv.SubAccount, mv.In, mv.Amount}
			moves[k] = append(moves[k], m)
		}
	}
	for k, ls := range lines {
		ms := moves[k]
		if len(ls) != 1 || len(ms) != 1 {
			continue
		}
		i, m := ls[0], ms[0]
		gap := r.lines[i].Date.Sub(r.moves[m].Date)
		switch {
		case !r.moves[m].Final:
			r.answer(i, m, "amount")
		case gap.Abs() <= r.w.Slack:
			r.set(i, Matched, m, "amount")
		}
	}
}
