package hall

import (
	"encoding/json"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
)

// Contracting are the states of a deal in which a contract is being made, or is
// made and not yet in the register.
func Contracting() []kernel.State {
	return []kernel.State{DealPublicity, DealDraft, DealSigning, DealDeposit, DealDepositing, DealRecording, DealOffice, DealDelivery, DealReleasing}
}

// contracting tells of a deal in one of those states whether it is in the register: a
// payment may leave before the record.
func (d DealData) contracting() bool { return !d.recorded() }

// Waiting are the states of a deal that has not come to terms.
func Waiting() []kernel.State {
	return []kernel.State{DealProposed, DealInquiry, DealNDA, DealTalks}
}

// Excludes reports whether what the deal agreed leaves no room for another deal on
// the same right.
func (d DealData) Excludes() bool { return d.Terms != nil && excludes(*d.Terms) }

// Taken reports whether one of the deals in which a contract is being made leaves
// no room for another on their right.
func Taken(deals []kernel.Case) (bool, error) {
	for _, k := range deals {
		d, err := DealOf(k)
		if err != nil || d.Excludes() && d.contracting() {
			return err == nil, err
		}
	}
	return false, nil
}

type acceptFacts struct {
	view registry.View
	// rivals are deals on the same right in which a contract is being made.
	rivals []kernel.Case
	// waiting are deals on it that have not come to terms.
	waiting []kernel.Case
}

func loadRivals(v kernel.View, d DealData) (acceptFacts, error) {
	var f acceptFacts
	var err error
	if f.view, err = right(v, d.Right); err != nil {
		return f, err
	}
	about := registry.About(f.view.Right.Number)
	if f.rivals, err = kernel.Load(v, kernel.CasesOf{Flow: Deal, About: about, States: Contracting()}); err != nil {
		return f, err
	}
	f.waiting, err = kernel.Load(v, kernel.CasesOf{Flow: Deal, About: about, States: Waiting()})
	return f, err
}

// exclusive refuses a second contract on a right that is being assigned or
// exclusively licensed to somebody else: two deals read each other here, and
// the database lets only one of them through.
func (f acceptFacts) exclusive(c kernel.Case, x Terms) error {
	for _, k := range f.rivals {
		if k.ID == c.ID {
			continue
		}
		var d DealData
		if err := json.Unmarshal(k.Data, &d); err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		if d.Right != f.view.Right.Number || d.Terms == nil || !d.contracting() {
			continue
		}
		if excludes(*d.Terms) || excludes(x) {
			return errs.New(errs.Conflict, "utilization.hall.rival_deal", nil)
		}
	}
	return nil
}

// excludes reports whether the terms leave no room for another deal.
func excludes(x Terms) bool {
	return x.Deal == registry.Assignment || x.Licence == registry.Exclusive || x.Licence == registry.Sole
}

// tellWaiting lets the other deals on the right know that it is being signed for,
// where that leaves them no room; with whom and for what is not theirs to know.
func (f acceptFacts) tellWaiting(c kernel.Case, x Terms) []kernel.Effect {
	if !excludes(x) {
		return nil
	}
	var out []kernel.Effect
	for _, k := range f.waiting {
		if k.ID != c.ID && slices.Contains(Waiting(), k.State) {
			out = append(out, kernel.MoveChild{Case: k.ID, Move: "rival_signs"})
		}
	}
	return out
}

// rivalSigns tells those who talk about a right that it is being signed for.
func rivalSigns() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "rival_signs", From: Waiting(), By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			return kernel.Out[DealData]{Data: t.Data, Effects: t.Data.tellBroker([]kernel.Effect{tell(Buyer, "rival_signs", t.Case.No)}, "rival_signs", t.Case.No)}, nil
		},
	}.Build()
}
