package registry

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/money"
)

// Record is what one row or document says of one right: the unit of import
// (登记来源记录). Records are kept, never merged away: the right is projected
// from all of them, so neither the order nor the number of imports matters.
type Record struct {
	Key    string        `json:"key"`          // [RecordKey]: the same content has the same key
	Source string        `json:"source"`       // format it was read from, not part of the key
	Doc    calendar.Date `json:"doc,omitzero"` // date of the document that says it
	Right  Right         `json:"right"`        // what it says of the right, the rest empty
	Events []Event       `json:"events"`       // what it says happened; RecordedAt is set by the register
	Offer  *Offer        `json:"offer,omitempty"`
}

// PriceKind says what a price is (价格性质).
type PriceKind string

// The kinds of price met in lists of deals.
const (
	Asking    PriceKind = "asking"    // 卖方报价
	Concluded PriceKind = "concluded" // 成交价
	Appraised PriceKind = "appraised" // 评估价
)

// Offer is a draft of a listing, or a deal that was done, beside a right (挂牌草稿).
type Offer struct {
	Deal      DealKind      `json:"deal"`
	Licence   LicenceKind   `json:"licence,omitempty"`
	Date      calendar.Date `json:"date,omitzero"`
	Price     money.Fen     `json:"price,omitempty"`
	PriceKind PriceKind     `json:"price_kind,omitempty"`
	Text      string        `json:"text,omitempty"`
}

// RecordKey is the address of a record's content: who delivered it, in which
// file and when, changes nothing.
func RecordKey(r Record) string {
	r.Key, r.Source = "", ""
	ids := make([]string, len(r.Events))
	for i, e := range r.Events {
		ids[i] = EventID(e)
	}
	slices.Sort(ids)
	r.Events = nil
	b, err := json.Marshal(struct {
		Record Record
		Events []string
	}{r, ids})
	if err != nil { // a date that does not exist; readers refuse those
		b = []byte(err.Error() + r.Right.Number)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// Project gives the right and its events from all records of its number. Later
// documents speak before earlier ones; what they leave out the earlier ones
// fill. The order in which records are handed in does not matter.
func Project(records []Record) (Right, []Event) {
	sorted := slices.Clone(records)
	slices.SortFunc(sorted, func(a, b Record) int {
		return cmp.Or(b.Doc.Compare(a.Doc), cmp.Compare(a.Key, b.Key)) // newest first
	})
	var out Right
	events := map[string]Event{}
	for _, r := range sorted {
		out.fill(r.Right)
		for _, e := range r.Events {
			if old, ok := events[e.ID]; !ok || e.RecordedAt.Before(old.RecordedAt) {
				events[e.ID] = e
			}
		}
	}
	slices.SortFunc(out.Documents, func(a, b Document) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Number, b.Number))
	})
	list := make([]Event, 0, len(events))
	for _, e := range events {
		list = append(list, e)
	}
	slices.SortFunc(list, compareEvents)
	return out, list
}

// fill takes from an older document what is still missing.
func (r *Right) fill(old Right) {
	r.Number = cmp.Or(r.Number, old.Number)
	r.Kind = cmp.Or(r.Kind, old.Kind)
	r.Title = cmp.Or(r.Title, old.Title)
	r.Abstract = cmp.Or(r.Abstract, old.Abstract)
	r.Agency = cmp.Or(r.Agency, old.Agency)
	r.AgencyCode = cmp.Or(r.AgencyCode, old.AgencyCode)
	r.Address = cmp.Or(r.Address, old.Address)
	r.Postcode = cmp.Or(r.Postcode, old.Postcode)
	r.Filing = cmp.Or(r.Filing, old.Filing)
	r.Published = cmp.Or(r.Published, old.Published)
	r.Granted = cmp.Or(r.Granted, old.Granted)
	fillList(&r.Claims, old.Claims)
	fillList(&r.Text, old.Text)
	fillList(&r.Drawings, old.Drawings)
	fillList(&r.Applicants, old.Applicants)
	fillList(&r.Inventors, old.Inventors)
	fillList(&r.Agents, old.Agents)
	if len(r.IPC) == 0 {
		r.IPCMain, r.IPC = cmp.Or(r.IPCMain, old.IPCMain), slices.Clone(old.IPC)
	}
	fillList(&r.Locarno, old.Locarno)
	fillList(&r.Priorities, old.Priorities)
	fillList(&r.Family, old.Family)
	fillList(&r.Citations, old.Citations)
	for _, f := range old.Facts {
		if !slices.ContainsFunc(r.Facts, func(have Fact) bool { return have.Name == f.Name }) {
			r.Facts = append(r.Facts, f)
		}
	}
	for _, d := range old.Documents {
		if !slices.Contains(r.Documents, d) {
			r.Documents = append(r.Documents, d)
		}
	}
}

// fillList takes the old list where the new one is empty.
func fillList[T any](to *[]T, old []T) {
	if len(*to) == 0 {
		*to = slices.Clone(old)
	}
}
