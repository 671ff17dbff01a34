package ledger

import "quanlian/base/money"

// Earned is where the commission of a deal stands, derived from the plan and from
// the entries, from nothing else. Agreed = Expected + Due + Paid, always.
type Earned struct {
	Agreed   money.Fen `json:"agreed"`   // 约定佣金: by the plan
	Expected money.Fen `json:"expected"` // 未到期: of tranches not released yet
	Due      money.Fen `json:"due"`      // 应付: the seller's money is released or being released, the broker's is not there yet
	Paid     money.Fen `json:"paid"`     // 已付: confirmed by the bank
}

// Plus adds the commissions of two deals.
func (x Earned) Plus(y Earned) Earned {
	return Earned{Agreed: x.Agreed + y.Agreed, Expected: x.Expected + y.Expected, Due: x.Due + y.Due, Paid: x.Paid + y.Paid}
}

// EarnedOf reckons the commission of a deal. A commission is due with the release
// of its tranche: once the release is instructed, or once the seller has it.
func EarnedOf(e Escrow, plan []Payment, states []State) Earned {
	type moved struct {
		released bool
		paid     money.Fen
	}
	by := map[int]moved{}
	for _, s := range states {
		if s.Scope != string(e) {
			continue
		}
		n := s.Tranche()
		m := by[n]
		switch s.Kind {
		case Payee:
			m.released = m.released || s.CreditsPosted > 0 || s.CreditsPending > 0
		case Broker:
			m.released = m.released || s.CreditsPending > 0
			m.paid += s.Net()
		}
		by[n] = m
	}
	var out Earned
	for _, p := range plan {
		m := by[p.Tranche]
		paid := min(m.paid, p.Commission)
		out.Agreed += p.Commission
		out.Paid += paid
		if m.released {
			out.Due += p.Commission - paid
		} else {
			out.Expected += p.Commission - paid
		}
	}
	return out
}
