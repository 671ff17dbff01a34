package hall

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/registry"
)

// Kinds of act at the national office.
const (
	recordTransfer = "transfer" // 著录项目变更: title passes on registration, 专利法10
	recordLicence  = "licence"  // 实施许可合同备案
)

// RecognitionInput is the number of the technology-contract registration.
type RecognitionInput struct {
	No         string        `json:"no"`
	Kind       string        `json:"kind"`
	Total      money.Fen     `json:"total"`
	Technology money.Fen     `json:"technology"`
	Income     money.Fen     `json:"income"`
	Rest       taxation.Rest `json:"rest,omitempty"`
	Date       calendar.Date `json:"date"`
	Scan       []string      `json:"scan,omitempty"` // uploads of the certificate
}

func registerTechnology() kernel.Move {
	return kernel.MoveOf[DealData, RecognitionInput, deliveredFacts]{
		Name: "recognise", Needs: []string{"no", "total", "date"}, By: []kernel.Role{Seller, Clerk}, Right: kernel.RightSubmit, Outward: true,
		From: []kernel.State{DealDeposit, DealDepositing, DealRecording, DealOffice, DealDelivery, DealReleasing, DealRunning, DealTaxing},
		Facts: func(v kernel.View, _ kernel.Case, _ DealData, in RecognitionInput) (deliveredFacts, error) {
			return loadFiles(v, "scan", in.Scan)
		},
		Guard: func(t kernel.Turn[DealData, RecognitionInput, deliveredFacts]) error {
			in := t.Input
			l := errs.List(errs.All(in.FaultsOn(calendar.DateOf(t.Now))))
			l.Add(t.Facts.scanned("scan", in.Scan, t.Actor.User))
			if !(in.Total >= in.Technology && in.Technology >= in.Income && in.Income >= 0 && in.Total > 0) {
				l.Add(errs.At("technology", "utilization.hall.recognition_order", nil))
			}
			if in.Rest != "" && !slices.Contains(Choices("recognise", "rest"), string(in.Rest)) {
				l.Add(errs.At("rest", "utilization.hall.recognition_rest", nil))
			}
			return l.Err()
		},
		Effects: func(t kernel.Turn[DealData, RecognitionInput, deliveredFacts]) (kernel.Out[DealData], error) {
			in := t.Input
			rec := Recognition{No: in.No, Kind: in.Kind, Total: in.Total, Technology: in.Technology, Income: in.Income, Rest: in.Rest, Date: in.Date}
			files, effects := t.Facts.attach(in.Scan, ScanKind, t.NewID)
			if old := t.Data.Recognition; old != nil && old.No == in.No {
				rec.Files = slices.Clone(old.Files)
			}
			rec.Files = append(rec.Files, files...)
			t.Data.Recognition = &rec
			return kernel.Out[DealData]{Data: t.Data, Effects: effects}, nil
		},
	}.Build()
}

// RecordQuestion is what the national office is asked.
type RecordQuestion struct {
	Deal    string               `json:"deal"`
	Kind    string               `json:"kind"`
	Right   string               `json:"right"`
	Seller  PartyRef             `json:"seller"`
	Buyer   PartyRef             `json:"buyer"`
	Licence registry.LicenceKind `json:"licence,omitempty"`
	From    calendar.Date        `json:"from,omitzero"`
	To      calendar.Date        `json:"to,omitzero"`
	Back    []string             `json:"back,omitempty"` // rights that a cross licence gives in return
	Hash    string               `json:"hash"`           // of the contract
}

// RecordAnswer is what the office says: a number and a date, or a refusal.
type RecordAnswer struct {
	No      string        `json:"no"`
	Date    calendar.Date `json:"date"`
	Refused string        `json:"refused,omitempty"`
	// Document names the paper from which staff enter the answer; Scan are uploads of it.
	Document string   `json:"document,omitempty"`
	Scan     []string `json:"scan,omitempty"`
}

// recordFacts are the right of the deal and the uploads of the paper.
type recordFacts struct {
	registry.View
	scans deliveredFacts
}

func loadRecord(v kernel.View, _ kernel.Case, d DealData, in RecordAnswer) (recordFacts, error) {
	scans, err := loadFiles(v, "scan", in.Scan)
	if err != nil {
		return recordFacts{}, err
	}
	x, err := right(v, d.Right)
	return recordFacts{x, scans}, err
}

// file asks the office for the record. What bars the deposit bars it too: a right
// that may not be disposed of is not put into another's name.
func (r Rules) file() kernel.Move {
	return kernel.MoveOf[DealData, none, dealRights]{
		Name: "file", From: []kernel.State{DealRecording, DealDelivery}, By: []kernel.Role{Seller, Clerk}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, _ kernel.Case, d DealData, _ none) (dealRights, error) { return d.rights(v) },
		Guard: func(t kernel.Turn[DealData, none, dealRights]) error {
			if t.Data.recorded() {
				return errs.New(errs.Conflict, "utilization.hall.recorded_already", errs.Args{"record": t.Data.Record.No})
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, none, dealRights]) (kernel.Out[DealData], error) {
			d, err := r.checked(t.Data, t.Facts, registry.AtDeposit, t.Now)
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			rec := Recordation{Kind: recordLicence, Filed: t.Now, Attempts: 1}
			if d.Terms.Deal == registry.Assignment {
				rec.Kind = recordTransfer
			}
			if d.Record != nil {
				rec.Attempts = d.Record.Attempts + 1
			}
			rec.Ask = t.Case.No + "/record/" + strconv.Itoa(rec.Attempts)
			d.Record = &rec
			ask := RecordQuestion{Deal: t.Case.No, Kind: rec.Kind, Right: d.Right, Seller: d.Seller, Buyer: d.Buyer, Licence: d.Terms.Licence, From: d.Terms.From, To: d.Terms.To, Hash: d.Contract.Hash}
			for _, b := range d.Terms.Back {
				ask.Back = append(ask.Back, b.Right)
			}
			q, err := json.Marshal(ask)
			if err != nil {
				return kernel.Out[DealData]{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
			}
			return kernel.Out[DealData]{To: DealOffice, Data: d, Change: func(c *kernel.Case) { c.Meet(recordTerm, t.Now) }, Effects: []kernel.Effect{
				kernel.Ask{Key: rec.Ask, Party: Office, Kind: "record." + rec.Kind, Payload: q, OnAnswer: "office_answer"},
				tell(Buyer, "filed", t.Case.No),
			}}, nil
		},
	}.Build()
}

func (r Rules) officeAnswer() kernel.Move {
	m := r.recorded("office_answer", Office)
	m.Hidden = true
	return m
}

// staffAnswer is the same answer, entered by a clerk with the paper attached,
// where the office has no interface.
func (r Rules) staffAnswer() kernel.Move { return r.recorded("enter_record", Clerk) }

func (r Rules) recorded(name string, by kernel.Role) kernel.Move {
	return kernel.MoveOf[DealData, RecordAnswer, recordFacts]{
		Name: name, From: []kernel.State{DealOffice}, By: []kernel.Role{by}, OnHold: true,
		Facts: loadRecord,
		Guard: func(t kernel.Turn[DealData, RecordAnswer, recordFacts]) error {
			var l errs.List
			l.Add(t.Facts.scans.scanned("scan", t.Input.Scan, t.Actor.User))
			switch {
			case t.Input.Refused == "":
				t.Input.checkRecord(&l, *t.Data.Record, t.Now)
			case by == Clerk && t.Input.No != "":
				l.Add(errs.At("refused", "utilization.hall.record_both", nil))
			}
			if by == Clerk && t.Input.Document == "" {
				l.Add(errs.At("document", "utilization.hall.record_paper", nil))
			}
			return l.Err()
		},
		Effects: func(t kernel.Turn[DealData, RecordAnswer, recordFacts]) (kernel.Out[DealData], error) {
			d := t.Data
			rec := *d.Record
			files, effects := t.Facts.scans.attach(t.Input.Scan, ScanKind, t.NewID)
			rec.Document, rec.Files = t.Input.Document, append(slices.Clone(rec.Files), files...)
			if t.Input.Refused != "" {
				rec.Refused = t.Input.Refused
				d.Record = &rec
				to := DealRecording
				if d.paysEarly() || d.openDispute() >= 0 {
					to = DealDelivery
				}
				out := kernel.Out[DealData]{To: to, Data: d, Effects: append(effects, tell(Seller, "record_refused", t.Case.No))}
				err := r.recordOpen(&out, t.Case, t.Now)
				return out, err
			}
			rec.No, rec.Date, rec.Refused = t.Input.No, t.Input.Date, ""
			if rec.Kind == recordTransfer {
				rec.Owners = d.newOwners(t.Facts.View, t.Now)
			}
			d.Record = &rec
			out := kernel.Out[DealData]{To: DealDelivery, Data: d, Change: func(c *kernel.Case) { c.Meet(recordTerm, t.Now) }, Effects: append(effects,
				registry.AppendEvents{Right: d.Right, Events: []registry.Event{d.recordEvent(t.Case.No)}, ObservedAt: t.Now},
				tell(Seller, "recorded", t.Case.No), tell(Buyer, "recorded", t.Case.No),
			)}
			out.Effects = append(out.Effects, d.backEvents(t.Case.No, t.Now)...)
			if excludes(*d.Terms) {
				out.Effects = append(out.Effects, kernel.MoveChild{Case: d.Listing, Move: "sold"})
			}
			if len(d.Terms.Tranches) > 0 && d.allPaid() { // all left before the office's word
				return d.arrived(out, t.Case.No, t.Now), nil
			}
			return out, nil
		},
	}.Build()
}

// checkRecord: the number, and a day from the filing until today.
func (a RecordAnswer) checkRecord(l *errs.List, rec Recordation, now time.Time) {
	if a.No == "" {
		l.Add(errs.At("no", "utilization.hall.record_number", nil))
	}
	if a.Date.IsZero() || a.Date.After(calendar.DateOf(now)) || a.Date.Before(calendar.DateOf(rec.Filed)) {
		l.Add(errs.At("date", "utilization.hall.record_date", errs.Args{"filed": calendar.DateOf(rec.Filed).String()}))
	}
}

// recordEvent is what the register learns: the new owner, or the licence.
func (d DealData) recordEvent(no string) registry.Event {
	e := registry.Event{Right: d.Right, ValidFrom: d.Record.Date, Source: no, Ref: d.Record.No}
	if d.Record.Kind == recordTransfer {
		e.Kind = registry.OwnersChanged
		e.Detail.Owners = d.Record.Owners
	} else {
		o := owner(d.Buyer)
		e.Kind = registry.Licensed
		e.Detail = registry.Detail{Party: &o, Licence: d.Terms.Licence, Scope: d.Terms.Territory, From: d.Terms.From, Until: d.Terms.To}
	}
	return registry.NewEvent(e)
}

// newOwners: the buyer takes the place of the seller who assigns a share; an
// assignment by all owners, or by one with the consent of all, passes the whole.
func (d DealData) newOwners(v registry.View, now time.Time) []registry.Owner {
	buyer := owner(d.Buyer)
	if !d.Terms.ShareOnly {
		return []registry.Owner{buyer}
	}
	var out []registry.Owner
	for _, o := range registry.AsOf(v.Events, calendar.DateOf(now), now).Owners {
		if same, _ := registry.SameParty(o, owner(d.Seller)); same {
			o = buyer
		}
		out = append(out, o)
	}
	return out
}
