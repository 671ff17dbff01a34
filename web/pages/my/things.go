package my

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Deps are what the page shows beside cases; zero fields show nothing.
type Deps struct {
	// Drafts lists the forms that a person began for a party, the newest first.
	Drafts func(ctx context.Context, u kernel.UserID, p kernel.PartyID) ([]kernel.Draft, error)
	// Name names the item or the bundle of a draft's subject; "" for another form.
	Name func(ctx context.Context, zh bool, subject string) string
	// Waits are the moves that a case waits for, Main the one by which its office goes
	// on, Idle leaves out what has nothing to do, Step says where it stands: zeros
	// where the matter does not say more than its table. Owed is the day until which
	// the applicant answers what was asked; zero where nothing was.
	Waits func(c kernel.Case) []string
	Main  func(c kernel.Case) string
	Idle  func(a kernel.Actor, c kernel.Case, move string) bool
	Step  func(v *site.Visit, c kernel.Case) (n, of int)
	Owed  func(c kernel.Case) calendar.Date
	// Bookings are the party's times at windows, the nearest first.
	Bookings func(ctx context.Context, zh bool, p kernel.PartyID) ([]Booked, error)
	// Sent shows an application that waits inside as its form shows it; ok is
	// false for another move. Back makes a draft of it again and says where.
	Sent func(ctx context.Context, v *site.Visit, p desk.Pending) (parts []site.SentPart, ok bool, err error)
	Back func(r *http.Request, v *site.Visit, p desk.Pending) (href string, err error)
	// Bears says what a move would bring about, beyond the words of its flow; c is
	// zero for what would open a case. nil, and zero, say nothing.
	Bears func(ctx context.Context, v *site.Visit, p desk.Pending, c kernel.Case) (site.Bearing, error)
	// Uploaded is a file that lies in no case yet.
	Uploaded func(ctx context.Context, id string) (kernel.Upload, error)
	// Returned are what a party refused inside and its makers did not take up
	// again; Pending is one in any state, NotFound when there is none.
	Returned func(ctx context.Context, p kernel.PartyID) ([]desk.Pending, error)
	Pending  func(ctx context.Context, id string) (desk.Pending, error)
}

// Booked is a time at a window that is still to come.
type Booked struct{ When, Where, Href string }

// draftCard is a form that was begun, or a template of one.
type draftCard struct {
	name, href, at string
	template       bool
	hand           string // where it is given to a colleague
	from           string // who gave it, with the note
}

// thing is what was done as one, or put in as one sheet, with its cases that one
// may see.
type thing struct {
	parent kernel.Case
	parts  []kernel.Case
}

// gather makes the entries of the list: cases, and in the place of those that
// were opened as one, the thing, and in that of a sheet's, the sheet; also when
// all of them are closed.
func (x *view) gather(ctx context.Context, own kernel.Actor, list []kernel.Case) ([]entry, error) {
	known, err := x.knownThings(ctx, own, list)
	if err != nil {
		return nil, err
	}
	states := map[string][]entry{}
	put := func(e entry) { states[e.state] = append(states[e.state], e) }
	var order []*thing
	var sheets []kernel.Case
	for _, c := range list {
		t, err := x.thingOf(ctx, own, c, known)
		switch {
		case err != nil:
			return nil, err
		case t != nil && c.Flow != itemflow.Thing:
			if len(t.parts) == 0 {
				order = append(order, t)
			}
			t.parts = append(t.parts, c)
		case isSheet(c):
			sheets = append(sheets, c)
		case c.Flow != itemflow.Thing:
			put(x.alone(c))
		}
	}
	for _, c := range sheets {
		if t := known[c.ID]; t == nil || len(t.parts) == 0 { // none of its rows became a case yet
			put(x.alone(c))
		}
	}
	for _, t := range order {
		e, err := x.thingEntry(t)
		if err != nil {
			return nil, err
		}
		put(e)
	}
	return slices.Concat(states["yours"], states["office"], states["closed"]), nil
}

// knownThings are the things and sheets that stand in the list and are asked for
// by a part, read whole; nil for a case that is none.
func (x *view) knownThings(ctx context.Context, own kernel.Actor, list []kernel.Case) (map[kernel.CaseID]*thing, error) {
	known, whole := map[kernel.CaseID]*thing{}, []kernel.Case(nil)
	asked := map[kernel.CaseID]bool{}
	for _, c := range list {
		asked[c.Parent] = true
	}
	for _, c := range list {
		switch {
		case c.Flow == itemflow.Thing || isSheet(c):
			if asked[c.ID] {
				whole = append(whole, c)
			}
		case asked[c.ID]:
			known[c.ID] = nil
		}
	}
	err := x.read(ctx, own, whole, func(c kernel.Case) { known[c.ID] = &thing{parent: c} })
	return known, err
}

// alone is the line of a case that stands for itself.
func (x *view) alone(c kernel.Case) entry {
	return entry{of: c, state: x.state(c), kind: c.Flow.Matter(), search: c.No + " " + c.Title + " " + x.v.FlowText(c.Flow)}
}

// isSheet tells a sheet of many applications.
func isSheet(c kernel.Case) bool { return itemflow.NameOf(c.Flow) == itemflow.BatchFlow }

// thingOf is the thing that a case belongs to; nil for a case that stands alone.
func (x *view) thingOf(ctx context.Context, own kernel.Actor, c kernel.Case, known map[kernel.CaseID]*thing) (*thing, error) {
	if c.Parent == "" || !itemflow.Standard(c.Flow) {
		return nil, nil
	}
	t, seen := known[c.Parent]
	if seen {
		return t, nil
	}
	k, err := x.v.Env.Cases.Case(ctx, own, string(c.Parent), kernel.ViewDetail)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return nil, err
	}
	if err == nil && (k.Flow == itemflow.Thing || isSheet(k)) {
		t = &thing{parent: k}
	}
	known[c.Parent] = t
	return t, nil
}

// thingEntry is the line of a thing: how many of its cases are done, and
// whether one of them is the visitor's move.
func (x view) thingEntry(t *thing) (entry, error) {
	l := x.v.L
	name, of, err := t.named(l.Zh())
	if err != nil {
		return entry{}, err
	}
	o := ui.OwnCase{Title: name, Href: x.v.Env.CaseURL(t.parent), No: t.parent.No, Fact: l.T("web.thing.n_cases", "n", of), Of: of, Do: l.T("web.my.see"), State: ui.Run, Move: l.T("web.my.thing_runs")}
	e := entry{thing: t, state: "office", kind: things, search: t.parent.No + " " + o.Title}
	if isSheet(t.parent) {
		e.kind, o.Fact = t.parent.Flow.Matter(), l.T("web.my.sheet_cases", "n", of)
		if x.state(t.parent) == "yours" {
			e.state, o.Yours, o.State, o.Move, o.Do = "yours", true, ui.You, x.v.StateText(t.parent), l.T("web.my.act")
		}
	}
	done := 0
	for _, c := range t.parts {
		e.search += " " + c.No + " " + c.Title
		switch x.state(c) {
		case "closed":
			done++
		case "yours":
			e.state, o.Yours, o.State, o.Move, o.Do = "yours", true, ui.You, l.T("web.my.thing_yours"), l.T("web.my.act")
		}
	}
	if o.Step = done; done == len(t.parts) && done >= of && (!isSheet(t.parent) || !t.parent.Closed.IsZero()) {
		e.state, o.State, o.Move = "closed", ui.Done, l.T("web.my.thing_done")
	}
	o.Note = l.T("web.my.thing_parts", "done", done, "of", of)
	if isSheet(t.parent) {
		o.Note = x.byState(t.parts)
	}
	e.own = o
	return e, nil
}

// named is the name of what was done as one, and of how many cases it is.
func (t thing) named(zh bool) (string, int, error) {
	if isSheet(t.parent) {
		d, err := itemflow.BatchDataOf(t.parent)
		return d.Item.In(zh), max(len(t.parts), d.Count(rows.Made)), err
	}
	d, err := itemflow.ThingOf(t.parent)
	return d.Name.In(zh), len(d.Rows), err
}

// byState counts cases by their state, the state with the most first.
func (x view) byState(cases []kernel.Case) string {
	count := map[string]int{}
	var order []string
	for _, c := range cases {
		s := x.v.StateText(c)
		if count[s]++; count[s] == 1 {
			order = append(order, s)
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return count[b] - count[a] })
	for i, s := range order {
		order[i] = x.v.L.T("web.my.sheet_state", "state", s, "n", count[s])
	}
	return x.v.L.List(order)
}

// ownDrafts are the forms that the visitor began, with the way to go on.
func (p pages) ownDrafts(ctx context.Context, v *site.Visit, hands []kernel.DraftHand) ([]draftCard, error) {
	if p.Drafts == nil || v.Actor.Party == "" {
		return nil, nil
	}
	list, err := p.Drafts(ctx, v.Actor.User, v.Actor.Party)
	if err != nil {
		return nil, err
	}
	came := cameFrom(v, hands)
	var out []draftCard
	for _, d := range list {
		name := p.Name(ctx, v.L.Zh(), d.Subject)
		if name == "" {
			continue
		}
		c := draftCard{name: name, at: v.L.Moment(d.Updated, v.Env.Now()), href: site.FormURL(d.Subject), template: strings.HasPrefix(d.Subject, "template/")}
		if c.from = came[d.Subject]; v.Hands() && !c.template {
			c.hand = site.HandURL(d.Subject)
		}
		out = append(out, c)
	}
	return out, nil
}
