package main

import (
	"context"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/bundles"
	"quanlian/catalogue/guide"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/source"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
	"quanlian/web/pages/browse"
	itempages "quanlian/web/pages/items"
	"quanlian/web/pages/my"
	hallpages "quanlian/web/pages/utilization/hall"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// waysIn are the declared ways to items: what is done as one, and the guide.
type waysIn struct {
	bundles bundles.Set
	guide   guide.Guide
}

// readWays reads them beside the items of a catalogue.
func readWays(c catalogueConfig, cat *items.Catalogue, day calendar.Date) (waysIn, []source.Fault, error) {
	layers, err := itemFiles(c).Layers()
	if err != nil {
		return waysIn{}, nil, err
	}
	to := cat.Faults()
	w := waysIn{guide: guide.Read(layers, cat, to)}
	w.bundles, err = bundles.Read(layers, cat, day, to)
	return w, to.All(), err
}

// Bundles are the things that are done as one.
func (b *itemBook) Bundles() bundles.Set { return b.ways.bundles }

// Guide is the guide of a few questions.
func (b *itemBook) Guide() guide.Guide { return b.ways.guide }

// Mark shows where in a text words of a question stand.
func (b *itemBook) Mark(ctx context.Context, q, text string) []ui.Piece {
	if q == "" {
		return []ui.Piece{{Text: text}}
	}
	rs := []rune(text)
	var out []ui.Piece
	at := 0
	for _, s := range b.finder(b.Today(ctx)).f.Mark(q, text) {
		if s.Start > at {
			out = append(out, ui.Piece{Text: string(rs[at:s.Start])})
		}
		out = append(out, ui.Piece{Text: string(rs[s.Start:s.End]), Mark: true})
		at = s.End
	}
	if at < len(rs) {
		out = append(out, ui.Piece{Text: string(rs[at:])})
	}
	return out
}

// Near gives ways of saying it that look like what was typed.
func (b *itemBook) Near(ctx context.Context, q string, k int) []string {
	return b.finder(b.Today(ctx)).f.Near(q, k)
}

// browseDeps are what the pages of finding stand on.
func (h *house) browseDeps() browse.Deps {
	return browse.Deps{Today: h.items.Today, City: h.itemDeps().City, Finder: h.items, Guide: h.items.Guide, Bundles: h.items.Bundles}
}

// myDeps are what one's own corner stands on.
func (h *house) myDeps(items itempages.Deps, deals hallpages.Deps) my.Deps {
	return my.Deps{Drafts: h.store.Drafts, Name: h.draftName, Bookings: h.partyBookings, Sent: itempages.Sent(items), Back: itempages.Back(items),
		Returned: h.store.Returned, Pending: h.store.Pending, Uploaded: h.store.Uploaded, Bears: bears(items, deals), Waits: hall.Waits, Main: itempages.MainMove,
		Idle: func(a kernel.Actor, c kernel.Case, move string) bool {
			return hall.Idle(a, c, move) || rows.Idle(c, move)
		},
		Owed: itemflow.OwedBy,
		Step: func(v *site.Visit, c kernel.Case) (n, of int) {
			if n, of = rows.Step(c); of == 0 {
				n, of = hall.Step(c)
			}
			if of == 0 {
				n, of = itempages.Step(v, c)
			}
			return n, of
		}}
}

// bears asks the items, then the hall.
func bears(items itempages.Deps, deals hallpages.Deps) func(ctx context.Context, v *site.Visit, w desk.Pending, c kernel.Case) (site.Bearing, error) {
	ofItem, ofDeal := itempages.Bears(items), hallpages.Bears(deals)
	return func(ctx context.Context, v *site.Visit, w desk.Pending, c kernel.Case) (site.Bearing, error) {
		if x, err := ofItem(ctx, v, w); err != nil || x.To != "" {
			return x, err
		}
		return ofDeal(ctx, v, w, c)
	}
}

// draftName names the item or the bundle of a draft's subject.
func (h *house) draftName(ctx context.Context, zh bool, subject string) string {
	kind, id, _ := strings.Cut(subject, "/")
	switch kind {
	case "item", "template", "many":
		if it, ok := h.items.Today(ctx).Item(id); ok {
			return it.Name.In(zh)
		}
	case "thing":
		if b, ok := h.items.Bundles().Bundle(id); ok {
			return b.Name.In(zh)
		}
	case "hall":
		return h.hallDraftName(zh, id)
	}
	return ""
}

// hallDraftName names the form of a need or of the listing of a right.
func (h *house) hallDraftName(zh bool, id string) string {
	l := lang.For(lang.En)
	if zh {
		l = lang.For(lang.Zh)
	}
	if right, is := strings.CutPrefix(id, "list/"); is {
		return l.T("web.hall.list_new") + " " + right
	}
	return l.T("web.hall.need_new")
}

// expireDrafts removes drafts that have grown old, as the form says.
func (h *house) expireDrafts(ctx context.Context) (bool, error) {
	before := h.now().Add(-kernel.DraftKept)
	old, err := h.store.OldDrafts(ctx, before)
	if err != nil || !old {
		return false, err
	}
	return false, h.desk.Do(ctx, kernel.SystemActor(kernel.RoleSystem), "drafts/"+newID(), kernel.DropOldDrafts{Before: before})
}

// partyBookings are the times that a party has booked at windows, for its page.
func (h *house) partyBookings(ctx context.Context, zh bool, p kernel.PartyID) ([]my.Booked, error) {
	rows, err := h.store.PartyBookings(ctx, p, calendar.DateOf(h.now()))
	var out []my.Booked
	for _, b := range rows {
		u, _ := h.items.Now().City.Unit(b.Unit)
		out = append(out, my.Booked{When: b.Slot.Day.String() + " " + b.Slot.Time, Where: u.Name.In(zh), Href: "/booking/" + b.Code})
	}
	return out, err
}
