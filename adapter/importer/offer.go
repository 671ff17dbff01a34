package importer

import (
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/registry"
)

// dealWords are the ways of trade met in lists, longest first within a meaning.
var dealWords = []struct {
	word    string
	deal    registry.DealKind
	licence registry.LicenceKind
}{
	{"作价入股", registry.ContributeStock, ""}, {"作价投资", registry.ContributeStock, ""}, {"入股", registry.ContributeStock, ""},
	{"开放许可", registry.OpenLicenceDeal, ""},
	{"独占", registry.LicenceDeal, registry.Exclusive}, {"排他", registry.LicenceDeal, registry.Sole},
	{"普通", registry.LicenceDeal, registry.Ordinary}, {"交叉", registry.LicenceDeal, registry.Cross},
	{"分许可", registry.LicenceDeal, registry.Sub}, {"许可", registry.LicenceDeal, ""},
	{"质押", registry.PledgeDeal, ""}, {"转让", registry.Assignment, ""}, {"出售", registry.Assignment, ""},
	{"assignment", registry.Assignment, ""}, {"licence", registry.LicenceDeal, ""}, {"license", registry.LicenceDeal, ""},
}

// priceWords are the kinds of price met in lists.
var priceWords = []struct {
	word string
	kind registry.PriceKind
}{
	{"成交", registry.Concluded}, {"评估", registry.Appraised}, {"报价", registry.Asking}, {"挂牌", registry.Asking},
	{"concluded", registry.Concluded}, {"appraised", registry.Appraised}, {"asking", registry.Asking},
}

// offer reads the draft of a listing, when the row has one.
func (in *entry) offer(rec *registry.Record) {
	if !in.has(TradeKind) && !in.has(Price) && !in.has(PriceWan) && !in.has(PriceYuan) {
		return
	}
	o := registry.Offer{Deal: registry.Assignment, Date: in.date(TradeDate), Text: in.get(TradeDetail)}
	if in.has(TradeKind) && !readDeal(&o, in.get(TradeKind), true) {
		in.refuse(TradeKind, errs.New(errs.Invalid, "importer.trade.unknown_kind", errs.Args{"value": in.get(TradeKind)}))
	}
	if o.Deal == registry.LicenceDeal && o.Licence == "" {
		readDeal(&o, o.Text, false)
	}
	price, ok := in.price()
	if ok {
		o.Price, o.PriceKind = price, registry.Asking
		if price == 0 {
			in.note(PriceWan, errs.New(errs.Invalid, "importer.price.zero", nil))
		}
	}
	if in.has(PriceKind) {
		k, known := priceKind(in.get(PriceKind))
		if !known {
			in.refuse(PriceKind, errs.New(errs.Invalid, "importer.price.unknown_kind", errs.Args{"value": in.get(PriceKind)}))
		}
		o.PriceKind = k
	}
	rec.Offer = &o
}

// readDeal sets deal and licence from a text; only the licence when whole is
// false. It reports whether the text meant anything.
func readDeal(o *registry.Offer, s string, whole bool) bool {
	s = strings.ToLower(s)
	for _, w := range dealWords {
		if !strings.Contains(s, w.word) {
			continue
		}
		if whole {
			o.Deal = w.deal
		}
		if o.Licence == "" {
			o.Licence = w.licence
		}
		return true
	}
	return false
}

// priceKind reads the kind of a price.
func priceKind(s string) (registry.PriceKind, bool) {
	for _, w := range priceWords {
		if strings.Contains(strings.ToLower(s), w.word) {
			return w.kind, true
		}
	}
	return "", false
}

// document reads the publication and makes the events that the row tells.
func (in *entry) document(rec *registry.Record) {
	r := &rec.Right
	pub := in.publication(PubNo, in.date(PubDate))
	grant := in.publication(GrantNo, r.Granted)
	for _, d := range append([]registry.Document{pub, grant}, in.earlier...) {
		if d.Number == "" {
			continue
		}
		r.Documents = append(r.Documents, d)
		if d.Grant && r.Granted.IsZero() {
			r.Granted = d.Date
		}
		if isFirstPublication(d) && r.Published.IsZero() {
			r.Published = d.Date
		}
		if d.Date.After(rec.Doc) {
			rec.Doc = d.Date
		}
	}
	if r.Published.IsZero() && pub.Number == "" && in.has(PubDate) && !in.has(GrantDate) {
		r.Published = in.date(PubDate)
	}
	in.events(rec, pub, grant)
}

// isFirstPublication tells a publication of an application (公布) by its letter.
func isFirstPublication(d registry.Document) bool {
	return !d.Grant && strings.HasSuffix(d.Number, "A")
}

// events are what the row says happened.
func (in *entry) events(rec *registry.Record, pub, grant registry.Document) {
	r := &rec.Right
	add := func(kind registry.EventKind, day calendar.Date, d registry.Detail) {
		if !day.IsZero() {
			rec.Events = append(rec.Events, registry.NewEvent(registry.Event{Right: r.Number, Kind: kind, ValidFrom: day, Source: in.source(), Detail: d}))
		}
	}
	owners := in.owners
	if len(owners) == 0 {
		owners = r.Applicants
	}
	add(registry.Filed, r.Filing, registry.Detail{Kind: r.Kind})
	published := registry.Detail{}
	if pub.Date == r.Published && !pub.Grant {
		published.Owners, published.Text = r.Applicants, pub.Number
	}
	add(registry.Published, r.Published, published)
	granted := registry.Detail{Owners: owners}
	for _, d := range []registry.Document{grant, pub} {
		if d.Grant && d.Number != "" {
			granted.Text = d.Number
			break
		}
	}
	add(registry.Granted, r.Granted, granted)
	if cur := named(splitList(in.get(CurrentOwner), false)); len(cur) > 0 {
		if in.observed.IsZero() {
			in.note(CurrentOwner, errs.New(errs.Invalid, "importer.owner.no_date", errs.Args{"owner": in.get(CurrentOwner)}))
			return
		}
		add(registry.OwnersChanged, in.observed, registry.Detail{Owners: cur})
	}
}
