package hall

import (
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
)

// RecordFixInput is what the office's paper says where staff had entered something
// else, and why it is put right.
type RecordFixInput struct {
	No       string        `json:"no"`
	Date     calendar.Date `json:"date"`
	Document string        `json:"document"`
	Reason   string        `json:"reason"`
}

// correctRecord puts number and day of the record right, in the deal and in the
// register; what stood there before stays in both.
func correctRecord() kernel.Move {
	return kernel.MoveOf[DealData, RecordFixInput, []registry.View]{
		Name: "correct_record", By: []kernel.Role{Clerk}, OnHold: true,
		From: []kernel.State{DealDeposit, DealDepositing, DealDelivery, DealReleasing, DealRunning, DealTaxing},
		Facts: func(v kernel.View, _ kernel.Case, d DealData, _ RecordFixInput) ([]registry.View, error) {
			var out []registry.View
			for _, number := range d.Rights() {
				x, err := right(v, number)
				if err != nil {
					return nil, err
				}
				out = append(out, x)
			}
			return out, nil
		},
		Guard: func(t kernel.Turn[DealData, RecordFixInput, []registry.View]) error {
			if !t.Data.recorded() {
				return errs.New(errs.Conflict, "utilization.hall.record_none", nil)
			}
			var l errs.List
			in, rec := t.Input, *t.Data.Record
			RecordAnswer{No: in.No, Date: in.Date}.checkRecord(&l, rec, t.Now)
			if in.Document == "" {
				l.Add(errs.At("document", "utilization.hall.record_paper", nil))
			}
			if in.No == rec.No && in.Date == rec.Date && in.Document == rec.Document {
				l.Add(errs.At("no", "utilization.hall.record_same", nil))
			}
			for _, e := range errs.All(reason(in.Reason)) {
				l.Add(e)
			}
			return l.Err()
		},
		Effects: func(t kernel.Turn[DealData, RecordFixInput, []registry.View]) (kernel.Out[DealData], error) {
			d, rec := t.Data, *t.Data.Record
			rec.No, rec.Date, rec.Document = t.Input.No, t.Input.Date, t.Input.Document
			d.Record = &rec
			out := kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{tell(Seller, "record_corrected", t.Case.No), tell(Buyer, "record_corrected", t.Case.No)}}
			for i, e := range append([]registry.Event{d.recordEvent(t.Case.No)}, d.backRecords(t.Case.No)...) {
				old := entryOf(t.Facts[i], t.Case.No)
				if e.Corrects = old.ID; old.ID == "" || registry.EventID(old) == registry.EventID(e) {
					continue
				}
				out.Effects = append(out.Effects, registry.AppendEvents{Right: e.Right, Events: []registry.Event{registry.NewEvent(e)}, ObservedAt: t.Facts[i].ObservedAt})
			}
			return out, nil
		},
	}.Build()
}

// entryOf is what the deal has entered for a right and nobody has corrected yet.
func entryOf(v registry.View, no string) registry.Event {
	i := slices.IndexFunc(v.Events, func(e registry.Event) bool {
		return e.Source == no && !slices.ContainsFunc(v.Events, func(x registry.Event) bool { return x.Corrects == e.ID })
	})
	if i < 0 {
		return registry.Event{}
	}
	return v.Events[i]
}
