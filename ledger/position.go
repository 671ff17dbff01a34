package ledger

import (
	"slices"

	"quanlian/base/money"
)

// Position is where a deal stands, derived from its entries and from nothing
// else. Deposited = Custody + Released + Commission + Refunded, always.
type Position struct {
	Deposited  money.Fen  `json:"deposited"`  // 已存入: came into custody so far
	Expected   money.Fen  `json:"expected"`   // 待到账: announced, not confirmed by the bank
	Available  money.Fen  `json:"available"`  // 可用: promised to nobody, not under a refund
	Locked     money.Fen  `json:"locked"`     // 已锁定: promised to tranches, what is being released included
	Frozen     money.Fen  `json:"frozen"`     // 已冻结: under dispute or preservation
	Releasing  money.Fen  `json:"releasing"`  // 放款中: instructed, not confirmed (part of Locked)
	Refunding  money.Fen  `json:"refunding"`  // 退款中: instructed, not confirmed
	Released   money.Fen  `json:"released"`   // 已放款: at the seller
	Commission money.Fen  `json:"commission"` // 已付佣金: at the broker
	Refunded   money.Fen  `json:"refunded"`   // 已退款: back at the buyer
	Tranches   []Standing `json:"tranches"`   // by number, ascending
}

// Standing is where one tranche stands.
type Standing struct {
	Tranche    int       `json:"tranche"`
	Locked     money.Fen `json:"locked"`
	Frozen     money.Fen `json:"frozen"`
	Releasing  money.Fen `json:"releasing"`
	Released   money.Fen `json:"released"`
	Commission money.Fen `json:"commission"`
}

// Releasable is what may still be instructed for the tranche.
func (s Standing) Releasable() money.Fen { return s.Locked - s.Releasing }

// Custody is what the bank must hold for the deal: the balance of its custody
// sub-account.
func (p Position) Custody() money.Fen { return p.Available + p.Refunding + p.Locked + p.Frozen }

// Standing is the standing of one tranche, zero when nothing was booked on it.
func (p Position) Standing(tranche int) Standing {
	for _, s := range p.Tranches {
		if s.Tranche == tranche {
			return s
		}
	}
	return Standing{Tranche: tranche}
}

// PositionOf derives the position from the accounts of one deal; accounts of
// other scopes are passed over.
func PositionOf(e Escrow, states []State) Position {
	var p Position
	by := map[int]*Standing{}
	for _, s := range states {
		if s.Scope != string(e) {
			continue
		}
		n := s.Tranche()
		if n > 0 && by[n] == nil {
			by[n] = &Standing{Tranche: n}
		}
		p.add(s, by[n])
	}
	for _, st := range by {
		p.Tranches = append(p.Tranches, *st)
	}
	slices.SortFunc(p.Tranches, func(a, b Standing) int { return a.Tranche - b.Tranche })
	p.Deposited = p.Custody() + p.Released + p.Commission + p.Refunded
	return p
}

// add counts one account in; st is the standing of its tranche or nil.
func (p *Position) add(s State, st *Standing) {
	if st == nil {
		st = &Standing{}
	}
	switch s.Kind {
	case Free:
		p.Available += s.Available()
		p.Refunding += s.DebitsPending
	case Locked:
		p.Locked += s.Net()
		p.Releasing += s.DebitsPending
		st.Locked += s.Net()
		st.Releasing += s.DebitsPending
	case Frozen:
		p.Frozen += s.Net()
		st.Frozen += s.Net()
	case Payee:
		p.Released += s.Net()
		st.Released += s.Net()
	case Broker:
		p.Commission += s.Net()
		st.Commission += s.Net()
	case Payer:
		p.Refunded += s.CreditsPosted
		p.Expected += s.DebitsPending
	}
}

// PositionFrom derives the position from the entries alone.
func PositionFrom(e Escrow, entries []Transfer) (Position, error) {
	states, err := Replay(nil, entries)
	if err != nil {
		return Position{}, err
	}
	return PositionOf(e, states), nil
}
