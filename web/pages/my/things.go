package my

import (
	"context"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Deps are what the page shows beside cases; zero fields show nothing.
type Deps struct {
	// Drafts lists the forms that a person began for a party, the newest first.
	Drafts func(ctx context.Context, u kernel.UserID, p kernel.PartyID) ([]kernel.Draft, error)
	// Name names the item or the bundle of a draft's subject; "" for another form.
	Name func(ctx context.Context, zh bool, subject string) string
}

// thingCard is what was done as one, with its cases.
type thingCard struct {
	own   ui.OwnCase
	yours bool
}

// draftCard is a form that was begun, or a template of one.
type draftCard struct {
	name, href, at string
	template       bool
}

// gather takes the cases that were opened as one out of the list, and says which.
func (x *view) gather(ctx context.Context, own kernel.Actor, open []kernel.Case) (map[kernel.CaseID]bool, error) {
	out := map[kernel.CaseID]bool{}
	at := map[kernel.CaseID]int{}
	for _, c := range open {
		if c.Parent == "" || !itemflow.Standard(c.Flow) {
			continue
		}
		i, seen := at[c.Parent]
		if !seen {
			k, err := x.v.Env.Cases.Case(ctx, own, string(c.Parent), kernel.ViewDetail)
			if err != nil && errs.KindOf(err) != errs.NotFound {
				return nil, err
			}
			i = -1
			if err == nil && k.Flow == itemflow.Thing {
				d, err := itemflow.ThingOf(k)
				if err != nil {
					return nil, err
				}
				i = len(x.things)
				x.things = append(x.things, thingCard{own: ui.OwnCase{Title: d.Name.In(x.v.L.Zh()), Href: x.v.Env.CaseURL(k), No: k.No, Fact: x.v.L.T("web.thing.n_cases", "n", len(d.Rows)), Of: len(d.Rows), Do: x.v.L.T("web.my.see")}})
			}
			at[c.Parent] = i
		}
		if i < 0 {
			continue
		}
		out[c.ID] = true
		x.things[i].add(x.v, c)
	}
	return out, nil
}

// add counts a case that is still open into the card.
func (t *thingCard) add(v *site.Visit, c kernel.Case) {
	o := &t.own
	o.State, o.Move = ui.Run, v.L.T("web.my.thing_runs")
	if v.Yours(c) {
		t.yours, o.Yours = true, true
	}
	if t.yours {
		o.State, o.Move, o.Do = ui.You, v.L.T("web.my.thing_yours"), v.L.T("web.my.act")
	}
	o.Step++
}

// ownDrafts are the forms that the visitor began, with the way to go on.
func (p pages) ownDrafts(ctx context.Context, v *site.Visit) ([]draftCard, error) {
	if p.Drafts == nil || v.Actor.Party == "" {
		return nil, nil
	}
	list, err := p.Drafts(ctx, v.Actor.User, v.Actor.Party)
	if err != nil {
		return nil, err
	}
	var out []draftCard
	for _, d := range list {
		kind, id, _ := strings.Cut(d.Subject, "/")
		name := p.Name(ctx, v.L.Zh(), d.Subject)
		if name == "" {
			continue
		}
		c := draftCard{name: name, at: v.L.Moment(d.Updated, v.Env.Now())}
		switch kind {
		case "item":
			c.href = "/item/" + id + "/apply"
		case "template":
			c.href, c.template = "/item/"+id+"/apply?template=1", true
		case "many":
			c.href = "/item/" + id + "/many"
		case "thing":
			c.href = "/thing/" + id + "/apply"
		}
		out = append(out, c)
	}
	return out, nil
}

// hasThings reports whether there are things in which it is, or is not, the
// visitor's move.
func (x view) hasThings(yours bool) bool {
	return slices.ContainsFunc(x.things, func(t thingCard) bool { return t.yours == yours })
}
