package hall

import (
	"strconv"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/registry"
)

// BackLicence is what the buyer of a cross licence (交叉许可) licenses to the seller
// in return, for the same term; the price is what is left to pay after both fees
// are set off.
type BackLicence struct {
	Right     string `json:"right"`
	Territory string `json:"territory,omitempty"` // "" as the licence itself
	Field     string `json:"field,omitempty"`     // "" as the licence itself
	Title     string `json:"title,omitempty"`     // as the register has it; filled in
}

// crossing is what the register says of the rights that are licensed back, in
// the order of the terms.
type crossing []registry.View

// loadBack reads the rights that the terms license back; a number that the
// register does not have is a fault of its field.
func loadBack(v kernel.View, x Terms) (crossing, error) {
	var out crossing
	for i, b := range x.Back {
		view, err := registry.RightAt(v, "terms.back."+strconv.Itoa(i)+".right", b.Right)
		if err != nil {
			return nil, err
		}
		out = append(out, view)
	}
	return out, nil
}

// dealRights are what the register says of the right of the deal and of those
// that are licensed back.
type dealRights struct {
	view    registry.View
	back    crossing
	unknown *errs.Error // a right that is licensed back and that the register does not have
}

// rights reads them for a deal as it stands.
func (d DealData) rights(v kernel.View) (dealRights, error) {
	var x Terms
	if d.Terms != nil {
		x = *d.Terms
	}
	return d.rightsOf(v, x)
}

// rightsOf reads them for terms that are offered or agreed.
func (d DealData) rightsOf(v kernel.View, x Terms) (dealRights, error) {
	var f dealRights
	var err error
	if f.view, err = right(v, d.Right); err != nil {
		return f, err
	}
	f.back, err = loadBack(v, x)
	return f, err
}

// found reads the rights for who is not in an act; find reads one by its number.
func (d DealData) found(find func(number string) (registry.View, error)) (dealRights, error) {
	var f dealRights
	for i, number := range d.Rights() {
		v, err := find(number)
		if err != nil {
			return f, err
		}
		if i == 0 {
			f.view = v
		} else {
			f.back = append(f.back, v)
		}
	}
	return f, nil
}

// crosses says what is wrong with the two ways of a cross licence: both sides give
// a right of their own that holds for the whole term.
func (d DealData) crosses(x Terms, back crossing, now time.Time) error {
	var l errs.List
	switch cross := x.Deal == registry.LicenceDeal && x.Licence == registry.Cross; {
	case cross && len(x.Back) == 0:
		return errs.At("terms.back.0.right", "utilization.hall.back_missing", nil)
	case !cross && len(x.Back) > 0:
		return errs.At("terms.back.0.right", "utilization.hall.back_not_cross", nil)
	}
	for i, v := range back {
		at := "terms.back." + strconv.Itoa(i) + ".right"
		s := registry.AsOf(v.Events, calendar.DateOf(now), now)
		switch {
		case !registry.Holds(s.Owners, owner(d.Buyer)):
			l.Add(errs.At(at, "utilization.hall.back_not_buyers", errs.Args{"right": v.Right.Number, "buyer": d.Buyer.Name}))
		case s.Status != registry.StatusGranted:
			l.Add(errs.At(at, "utilization.hall.back_not_granted", errs.Args{"right": v.Right.Number}))
		case !s.TermEnd.IsZero() && x.To.After(s.TermEnd):
			l.Add(errs.At("terms.to", "utilization.hall.licence_beyond_term", errs.Args{"to": x.To.String(), "end": s.TermEnd.String()}))
		}
	}
	return l.Err()
}

// named fills in what the register calls the rights, and what is the same as in
// the licence itself.
func (x Terms) named(back crossing) Terms {
	list := make([]BackLicence, 0, len(x.Back))
	for i, b := range x.Back {
		b.Right, b.Title = back[i].Right.Number, back[i].Right.Title
		if b.Territory == "" {
			b.Territory = x.Territory
		}
		if b.Field == "" {
			b.Field = x.Field
		}
		list = append(list, b)
	}
	x.Back = list
	if len(list) == 0 {
		x.Back = nil
	}
	return x
}

// check makes the rights check on the right of the deal and on what is licensed
// back; what the head said not to matter counts as a warning.
func (r Rules) check(d DealData, f dealRights, p registry.Purpose, now time.Time) (Check, error) {
	c, err := r.run(f.view, d.checkInput(p), now)
	if err != nil {
		return c, err
	}
	bars, err := r.barsBack(d, f.back, p, now)
	c.Findings = append(c.Findings, bars...)
	c.Blocked = registry.Blocked(c.Findings)
	return c.despite(d.despite()), err
}

// barsBack are the rights licensed back that the register bars, each a bar of the
// deal with its number and why.
func (r Rules) barsBack(d DealData, back crossing, p registry.Purpose, now time.Time) ([]registry.Finding, error) {
	given, pledges := consenting(d.BackConsents, Consent.Counts)
	in := checkInput{kind: registry.LicenceDeal, licence: registry.Cross, sellers: owners([]PartyRef{d.Buyer}), buyers: owners([]PartyRef{d.Seller}), consents: owners(given), pledgees: pledges, purpose: p}
	var out []registry.Finding
	for _, v := range back {
		c, err := r.run(v, in, now)
		if err != nil {
			return nil, err
		}
		if bars := c.blocks(); len(bars) > 0 {
			out = append(out, registry.Finding{Severity: registry.Block, Code: backBarred,
				Args: errs.Args{"right": v.Right.Number, "ref": v.Right.Number + ": " + strings.Join(bars, "; "), "why": c.why()}})
		}
	}
	return out, nil
}

// A bar of a right licensed back; in looks of before it had no reason.
const (
	backBarred    = "utilization.hall.back_barred_by"
	backBarredOld = "utilization.hall.back_barred"
)

// why is what bars a right, in words.
func (c Check) why() form.Text {
	list := func(l *lang.Localizer, between string) string {
		var out []string
		for _, e := range errs.All(c.err()) {
			out = append(out, l.Fill(e.Code, e.Args))
		}
		return strings.Join(out, between)
	}
	return form.Text{Zh: list(lang.For(lang.Zh), "；"), En: list(lang.For(lang.En), ". ")}
}

// Crossed reports whether the terms, agreed or last offered, are a cross licence.
func (d DealData) Crossed() bool {
	terms := d.Terms
	if o := d.LastOffer(); terms == nil && o != nil {
		terms = &o.Terms
	}
	return terms != nil && terms.Deal == registry.LicenceDeal && terms.Licence == registry.Cross
}

// backEvents puts what was licensed back into the register.
func (d DealData) backEvents(no string, now time.Time) []kernel.Effect {
	var out []kernel.Effect
	for _, e := range d.backRecords(no) {
		out = append(out, registry.AppendEvents{Right: e.Right, Events: []registry.Event{e}, ObservedAt: now})
	}
	return out
}

// backRecords are the records of what was licensed back.
func (d DealData) backRecords(no string) []registry.Event {
	var out []registry.Event
	seller := owner(d.Seller)
	for i, b := range d.Terms.Back {
		out = append(out, registry.NewEvent(registry.Event{Right: b.Right, Kind: registry.Licensed, ValidFrom: d.Record.Date, Source: no, Ref: d.Record.No + "-" + strconv.Itoa(i+1),
			Detail: registry.Detail{Party: &seller, Licence: registry.Cross, Scope: b.Territory, From: d.Terms.From, Until: d.Terms.To}}))
	}
	return out
}

// Rights are those that the deal is about: its own, then what is licensed back.
func (d DealData) Rights() []string {
	out := []string{d.Right}
	if d.Terms != nil {
		for _, b := range d.Terms.Back {
			out = append(out, b.Right)
		}
	}
	return out
}
