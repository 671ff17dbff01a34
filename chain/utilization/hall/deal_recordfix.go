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
	Scan     []string      `json:"scan,omitempty"` // uploads of the paper
}

// fixFacts are the rights of the deal and the uploads of the paper.
type fixFacts struct {
	rights []registry.View
	scans  deliveredFacts
}

func loadFix(v kernel.View, _ kernel.Case, d DealData, in RecordFixInput) (fixFacts, error) {
	var out fixFacts
	var err error
	if out.scans, err = loadFiles(v, "scan", in.Scan); err != nil {
		return out, err
	}
	for _, number := range d.Rights() {
		x, err := right(v, number)
		if err != nil {
			return out, err
		}
		out.rights = append(out.rights, x)
	}
	return out, nil
}

// correctRecord puts number and day of the record right, in the deal and in the
// register; what stood there before stays in both.
func correctRecord() kernel.Move {
	return kernel.MoveOf[DealData, RecordFixInput, fixFacts]{
		Name: "correct_record", Needs: []string{"no", "date", "document", "reason"}, By: []kernel.Role{Clerk}, OnHold: true,
		From:  []kernel.State{DealDeposit, DealDepositing, DealDelivery, DealReleasing, DealRunning, DealTaxing},
		Facts: loadFix,
		Guard: func(t kernel.Turn[DealData, RecordFixInput, fixFacts]) error {
			if !t.Data.recorded() {
				return errs.New(errs.Conflict, "utilization.hall.record_none", nil)
			}
			var l errs.List
			in, rec := t.Input, *t.Data.Record
			RecordAnswer{No: in.No, Date: in.Date}.checkRecord(&l, rec, t.Now)
			if in.Document == "" {
				l.Add(errs.At("document", "utilization.hall.record_paper", nil))
			}
			l.Add(t.Facts.scans.scanned("scan", in.Scan, t.Actor.User))
			if in.No == rec.No && in.Date == rec.Date && in.Document == rec.Document && len(in.Scan) == 0 {
				l.Add(errs.At("no", "utilization.hall.record_same", nil))
			}
			for _, e := range errs.All(reason(in.Reason)) {
				l.Add(e)
			}
			return l.Err()
		},
		Effects: func(t kernel.Turn[DealData, RecordFixInput, fixFacts]) (kernel.Out[DealData], error) {
			d, rec := t.Data, *t.Data.Record
			files, effects := t.Facts.scans.attach(t.Input.Scan, ScanKind, t.NewID)
			rec.No, rec.Date, rec.Document, rec.Files = t.Input.No, t.Input.Date, t.Input.Document, append(slices.Clone(rec.Files), files...)
			d.Record = &rec
			out := kernel.Out[DealData]{Data: d, Effects: append(effects, tell(Seller, "record_corrected", t.Case.No), tell(Buyer, "record_corrected", t.Case.No))}
			for i, e := range append([]registry.Event{d.recordEvent(t.Case.No)}, d.backRecords(t.Case.No)...) {
				old := entryOf(t.Facts.rights[i], t.Case.No)
				if e.Corrects = old.ID; old.ID == "" || registry.EventID(old) == registry.EventID(e) {
					continue
				}
				out.Effects = append(out.Effects, registry.AppendEvents{Right: e.Right, Events: []registry.Event{registry.NewEvent(e)}, ObservedAt: t.Facts.rights[i].ObservedAt})
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
