package hall

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// ListingOf reads the listing of a case.
func ListingOf(c kernel.Case) (ListingData, error) {
	var d ListingData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// side is which of the two the actor is in the deal.
func side(roles []kernel.Role) kernel.Role {
	if slices.Contains(roles, Seller) {
		return Seller
	}
	return Buyer
}

func other(s kernel.Role) kernel.Role {
	if s == Seller {
		return Buyer
	}
	return Seller
}

func tell(to kernel.Role, text, no string) kernel.Effect {
	return kernel.Notify{To: to, Text: "utilization.hall.notice." + text, Args: map[string]string{"no": no}}
}

func (r Rules) answerInquiry() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "welcome", From: []kernel.State{DealInquiry}, By: []kernel.Role{Seller}, Right: kernel.RightSubmit, Outward: true,
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			paper, err := t.Data.ndaPaper(t.Case.No, t.NewID())
			return kernel.Out[DealData]{To: DealNDA, Data: t.Data, Effects: []kernel.Effect{paper, tell(Buyer, "welcome", t.Case.No)}}, err
		},
	}.Build()
}

// ndaPaper is the text of the non-disclosure agreement, issued before anybody is
// asked to sign it. The sides know each other by name only.
func (d DealData) ndaPaper(no, id string) (kernel.Effect, error) {
	type name struct {
		Name string `json:"name"`
	}
	raw, err := json.Marshal(struct {
		No     string `json:"no"`
		Right  string `json:"right"`
		Title  string `json:"title"`
		Seller name   `json:"seller"`
		Buyer  name   `json:"buyer"`
	}{no, d.Right, d.Title, name{d.Seller.Name}, name{d.Buyer.Name}})
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return kernel.IssueDocument{ID: id, Kind: NDAKind, Template: Matter + "/nda", Data: raw}, nil
}

func declineInquiry() kernel.Move {
	return kernel.MoveOf[DealData, kernel.ReasonInput, none]{
		Name: "decline", Needs: []string{"reason"}, From: []kernel.State{DealProposed, DealInquiry, DealNDA, DealTalks}, By: both, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) error { return reason(t.Input.Reason) },
		Effects: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) (kernel.Out[DealData], error) {
			t.Data.Ending, t.Data.EndedBy = t.Input.Reason, side(t.Roles)
			effects := []kernel.Effect{kernel.ClearTimer{Name: timerPairing}, tell(other(side(t.Roles)), "declined", t.Case.No)}
			return kernel.Out[DealData]{To: DealEnded, Data: t.Data, Change: func(c *kernel.Case) { c.Meet("whole_deal", t.Now) },
				Effects: t.Data.tellBroker(effects, "declined", t.Case.No)}, nil
		},
	}.Build()
}

// NDAKind is what the non-disclosure agreement is among the papers of the deal.
const NDAKind = "utilization.hall.paper.nda"

func signNDA() kernel.Move {
	return kernel.MoveOf[DealData, none, ListingData]{
		Name: "sign_nda", From: []kernel.State{DealNDA}, By: both, Right: kernel.RightSign, Outward: true,
		Facts: func(v kernel.View, _ kernel.Case, d DealData, _ none) (ListingData, error) {
			c, err := kernel.Load(v, kernel.CaseByID{ID: d.Listing})
			if err != nil {
				return ListingData{}, err
			}
			return ListingOf(c)
		},
		Effects: func(t kernel.Turn[DealData, none, ListingData]) (kernel.Out[DealData], error) {
			if !t.Data.NDA.sign(side(t.Roles), t.Actor.User, t.Now) {
				return kernel.Out[DealData]{}, errs.New(errs.Conflict, "utilization.hall.signed_already", nil)
			}
			out := kernel.Out[DealData]{Data: t.Data, Effects: []kernel.Effect{tell(other(side(t.Roles)), "nda_signed", t.Case.No)}}
			if t.Data.NDA.Both() {
				out.To, out.Change = DealTalks, openSecrets
				out.Data.Disclosed = &Disclosure{Secret: t.Facts.Secret, Contact: t.Facts.Contact, At: t.Now}
			}
			return out, nil
		},
	}.Build()
}

// openSecrets lets those who take part see what stands under the agreement.
func openSecrets(c *kernel.Case) {
	for _, a := range c.Access {
		if a.As == Seller || a.As == Buyer || a.As == Broker {
			a.Level = kernel.ViewSecret
			c.Grant(a)
		}
	}
}

// OfferInput is one side's proposal.
type OfferInput struct {
	Terms Terms  `json:"terms"`
	Note  string `json:"note,omitempty"`
}

// Faults are what is wrong whatever the sums and the register say.
func (in OfferInput) Faults() error {
	var l errs.List
	x := in.Terms
	x.checkKind(&l)
	x.checkNeeds(&l)
	x.Own.check(&l, max(x.Price, 1))
	return l.Err()
}

func (r Rules) offer() kernel.Move {
	return kernel.MoveOf[DealData, OfferInput, dealRights]{
		Name: "offer", Needs: []string{"terms.deal", "terms.price_kind"}, From: []kernel.State{DealTalks}, By: both, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, _ kernel.Case, d DealData, in OfferInput) (dealRights, error) {
			f, err := d.rightsOf(v, in.Terms)
			if e := errs.As(err); e != nil && e.Field != "" {
				f.unknown, err = e, nil // told with all else that is wrong
			}
			return f, err
		},
		Guard: func(t kernel.Turn[DealData, OfferInput, dealRights]) error {
			x := t.Input.Terms.whole()
			l := append(errs.All(x.check(t.Case.No)), errs.All(x.within(t.Facts.view, t.Now))...)
			if l.Add(t.Facts.unknown); t.Facts.unknown == nil {
				l = append(l, errs.All(t.Data.crosses(x, t.Facts.back, t.Now))...)
			}
			return l.Err()
		},
		Effects: func(t kernel.Turn[DealData, OfferInput, dealRights]) (kernel.Out[DealData], error) {
			t.Data.Offers = append(t.Data.Offers, Offer{By: side(t.Roles), User: t.Actor.User, At: t.Now, Note: t.Input.Note, Terms: t.Input.Terms.whole().named(t.Facts.back).SaidBy(lang.For(lang.Zh))})
			return kernel.Out[DealData]{Data: t.Data, Effects: []kernel.Effect{tell(other(side(t.Roles)), "offer", t.Case.No)}}, nil
		},
	}.Build()
}

// whole fills in what a lump sum, or an entry fee in one payment, leaves no choice
// about: its one payment is the price.
func (x Terms) whole() Terms {
	x = x.sharedOut()
	if x.PriceKind != ledger.LumpSum && (x.PriceKind != ledger.EntryRunning || len(x.Tranches) == 0) || len(x.Tranches) > 1 {
		return x
	}
	p := Part{}
	if len(x.Tranches) == 1 {
		p = x.Tranches[0]
	}
	if p.Amount == 0 && p.Share.IsZero() {
		p.Amount = x.Price
	}
	if zh := lang.For(lang.Zh); x.PriceKind == ledger.EntryRunning && Stock(zh, p.Name) == zh.T("web.hall.offer_default.whole") {
		p.Name = zh.T("web.hall.offer_default.entry") // a royalty follows: it is not the whole price
	}
	x.Tranches = []Part{p}
	return x
}

// Open leaves out what whole fills in: who asks another price in answer does not
// have to change it twice.
func (x Terms) Open() Terms {
	x.Tranches = slices.Clone(x.Tranches)
	for i := range x.Tranches {
		if !x.Tranches[i].Share.IsZero() {
			x.Tranches[i].Amount = 0
		}
	}
	one := x.PriceKind == ledger.LumpSum || x.PriceKind == ledger.EntryRunning
	if one && len(x.Tranches) == 1 && x.Tranches[0].Amount == x.Price {
		p := x.Tranches[0]
		p.Amount = 0
		x.Tranches = []Part{p}
	}
	return x
}

// check says what is wrong with the terms, each fault at its field.
func (x Terms) check(no string) error {
	var l errs.List
	x.checkKind(&l)
	if x.Deal == registry.LicenceDeal && x.From.IsZero() {
		l.Add(errs.At("terms.to", "utilization.hall.licence_term", nil))
	}
	if x.Price < 0 { // what the book says of its parts would hide why
		l.Add(errs.At("terms.price", "utilization.hall.price_negative", nil))
		return l.Err()
	}
	if x.Equipment < 0 || x.Equipment > x.Price {
		l.Add(errs.At("terms.equipment", "utilization.hall.equipment_over_price", nil))
	}
	if x.free() { // what the book says of payments of nothing would hide why
		l.Add(errs.At("terms.price", "utilization.hall.nothing_to_pay", nil))
		return l.Err()
	}
	for _, e := range errs.All((DealData{Terms: &x}).LedgerTerms(no).Check()) {
		e.Field = "terms." + fieldOfTerms(e.Field)
		l.Add(e)
	}
	x.checkNeeds(&l)
	x.checkShares(&l)
	x.checkRoyalty(&l)
	x.Own.check(&l, x.Price)
	return l.Err()
}

// checkKind says what is wrong with the way of the deal and the term of a licence.
func (x Terms) checkKind(l *errs.List) {
	if x.Deal != registry.Assignment && x.Deal != registry.LicenceDeal {
		l.Add(errs.At("terms.deal", "utilization.hall.deal_kind", nil))
	}
	if x.Deal != registry.LicenceDeal {
		return
	}
	if x.Licence == "" {
		l.Add(errs.At("terms.licence", "utilization.hall.licence_kind", nil))
	}
	if !x.From.IsZero() && !x.From.Before(x.To) { // a last day that is missing too
		l.Add(errs.At("terms.to", "utilization.hall.licence_term", nil))
	}
}

// free reports whether nothing is to be paid for a licence: the hall settles what
// passes through custody and has no way for it.
func (x Terms) free() bool {
	fixed := x.PriceKind == ledger.LumpSum || x.PriceKind == ledger.Instalments || x.PriceKind == ledger.Milestones
	return x.Deal == registry.LicenceDeal && fixed && x.Price == 0 && !slices.ContainsFunc(x.Tranches, func(p Part) bool { return p.Amount != 0 })
}

// fieldOfTerms is the field of an offer that the book calls by another name.
func fieldOfTerms(name string) string {
	if name == "kind" {
		return "price_kind"
	}
	return strings.ReplaceAll(name, "/", ".")
}

// within: a licence ends with the right at the latest (民法典865).
func (x Terms) within(v registry.View, now time.Time) error {
	end := registry.AsOf(v.Events, calendar.DateOf(now), now).TermEnd
	if x.Deal == registry.LicenceDeal && !end.IsZero() && x.To.After(end) {
		return errs.At("terms.to", "utilization.hall.licence_beyond_term", errs.Args{"to": x.To.String(), "end": end.String()})
	}
	return nil
}

func (r Rules) acceptOffer() kernel.Move {
	return kernel.MoveOf[DealData, none, acceptFacts]{
		Name: "accept", From: []kernel.State{DealTalks}, By: both, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ none) (acceptFacts, error) {
			return loadRivals(v, d)
		},
		Guard: func(t kernel.Turn[DealData, none, acceptFacts]) error {
			o := t.Data.LastOffer()
			if o == nil || o.By == side(t.Roles) {
				return errs.New(errs.Conflict, "utilization.hall.no_offer_to_accept", nil)
			}
			if n := o.Terms.withoutInvoice(); n > 0 { // an offer from before this was asked
				return errs.New(errs.Conflict, "utilization.hall.offer_needs_invoice", errs.Args{"n": n})
			}
			if err := r.commission(t.Data, o.Terms.Price); err != nil {
				return err
			}
			return t.Facts.exclusive(t.Case, o.Terms)
		},
		Effects: func(t kernel.Turn[DealData, none, acceptFacts]) (kernel.Out[DealData], error) {
			terms := t.Data.LastOffer().Terms
			t.Data.Terms = &terms
			out := kernel.Out[DealData]{To: DealDraft, Data: t.Data, Effects: append([]kernel.Effect{tell(other(side(t.Roles)), "accepted", t.Case.No)}, t.Facts.tellWaiting(t.Case, terms)...)}
			if t.Data.Seller.public() {
				return r.startPublicity(t.Case.No, t.Data, t.Now, out)
			}
			return out, nil
		},
	}.Build()
}

// startPublicity: an agreed price of a public institution stands open for at
// least fifteen days (促进科技成果转化法18; 浙江条例17).
func (r Rules) startPublicity(no string, d DealData, now time.Time, out kernel.Out[DealData]) (kernel.Out[DealData], error) {
	end, err := r.Calendar.End(calendar.DateOf(now), r.Publicity, calendar.Plain)
	if err != nil {
		return out, err
	}
	d.Publicity = &Publicity{From: calendar.DateOf(now), To: end.Date}
	out.To, out.Data = DealPublicity, d
	out.Change = func(c *kernel.Case) { c.Grant(kernel.PublicAccess(kernel.ViewSummary)) }
	out.Effects = append(out.Effects, endsOn(end.Date), tell(Clerk, "publicity", no))
	return out, nil
}
