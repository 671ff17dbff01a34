package hall

import (
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/registry"
)

// FiledValue is the appraisal that a state-owned seller has filed (资产评估备案)
// before it sells. How long it holds and what a lower price asks for are rules of
// state property that stand in no table here.
type FiledValue struct {
	No          string          `json:"no"`
	Institution string          `json:"institution"` // that appraised
	Value       money.Fen       `json:"value"`
	BaseDay     calendar.Date   `json:"base_day"`
	Filed       calendar.Date   `json:"filed"`
	Files       []DeliveredFile `json:"files,omitempty"`
}

// wantsFiling reports whether the seller has still to file an appraisal.
func (d DealData) wantsFiling() bool {
	return d.Seller.Kind == KindStateOwned && d.StateFile == ""
}

// Below is by how much the price of an assignment falls short of the value that
// was filed; 0 where it does not.
func (d DealData) Below() money.Fen {
	if d.Filing == nil || d.Terms == nil || d.Terms.Deal != registry.Assignment {
		return 0
	}
	return max(0, d.Filing.Value-d.Terms.Price)
}

// FileInput is the appraisal that a state-owned seller has filed; Proof are
// uploads of what says so.
type FileInput struct {
	No          string        `json:"no"`
	Institution string        `json:"institution"`
	Value       money.Fen     `json:"value"`
	BaseDay     calendar.Date `json:"base_day"`
	Filed       calendar.Date `json:"filed"`
	Proof       []string      `json:"proof,omitempty"`
}

func (in FileInput) check(today calendar.Date) error {
	var l errs.List
	if in.No == "" {
		l.Add(errs.At("no", "utilization.hall.filing_number", nil))
	}
	if in.Institution == "" {
		l.Add(errs.At("institution", "utilization.hall.filing_institution", nil))
	}
	if in.Value <= 0 {
		l.Add(errs.At("value", "utilization.hall.filing_value", nil))
	}
	if in.BaseDay.IsZero() || in.BaseDay.After(today) {
		l.Add(errs.At("base_day", "utilization.hall.filing_base_day", nil))
	}
	if in.Filed.IsZero() || in.Filed.After(today) || in.Filed.Before(in.BaseDay) {
		l.Add(errs.At("filed", "utilization.hall.filing_day", nil))
	}
	within(&l, map[string]string{"no": in.No, "institution": in.Institution})
	return l.Err()
}

// FilingKind is what a file of the filed appraisal is among the papers of the deal.
const FilingKind = "utilization.hall.paper.filing"

func fileValue() kernel.Move {
	return kernel.MoveOf[DealData, FileInput, deliveredFacts]{
		Name: "file_value", Needs: []string{"no", "institution", "value", "base_day", "filed"}, From: []kernel.State{DealDraft}, By: []kernel.Role{Seller, Clerk}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, _ kernel.Case, _ DealData, in FileInput) (deliveredFacts, error) {
			return loadFiles(v, "proof", in.Proof)
		},
		Guard: func(t kernel.Turn[DealData, FileInput, deliveredFacts]) error {
			if err := t.Facts.owned("proof", t.Input.Proof, t.Actor.User); err != nil {
				return err
			}
			return t.Input.check(calendar.DateOf(t.Now))
		},
		Effects: func(t kernel.Turn[DealData, FileInput, deliveredFacts]) (kernel.Out[DealData], error) {
			in := t.Input
			x := FiledValue{No: in.No, Institution: in.Institution, Value: in.Value, BaseDay: in.BaseDay, Filed: in.Filed}
			files, effects := t.Facts.attach(in.Proof, FilingKind, t.NewID)
			x.Files = files
			out := kernel.Out[DealData]{Effects: append(effects, tell(Buyer, "value_filed", t.Case.No))}
			t.Data.StateFile, t.Data.Filing = in.No, &x
			out.Data = t.Data
			return out, nil
		},
	}.Build()
}
