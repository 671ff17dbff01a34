package my

import (
	"context"

	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/inbox"
	"quanlian/web/ui"
)

// list reads the page of the list, with the number of every chip and choice. It
// lies in an index page by page, but for what words are looked for in, and for
// things, whose cases stand in one line: then all stubs are read.
func (p pages) list(ctx context.Context, x *view, own kernel.Actor) error {
	x.counts = map[string]int{}
	if own.Party == "" { // an officer's own open cases: the rest stands in the inbox
		open, err := p.whole(ctx, own)
		if err != nil {
			return err
		}
		return p.gathered(ctx, x, own, open)
	}
	asked := counted(own)
	counts, err := p.env.Cases.Counts(ctx, own, kernel.ViewDetail, asked...)
	if err != nil {
		return err
	}
	folds := false
	for _, n := range counts {
		for flow := range n.By[kernel.ByFlow] {
			folds = folds || flow == string(itemflow.Thing) || itemflow.NameOf(kernel.FlowAddr(flow)) == itemflow.BatchFlow
		}
	}
	if !folds && x.look.text == "" {
		return p.paged(ctx, x, own, asked, counts)
	}
	var list []kernel.Case
	x.mine = map[kernel.CaseID]bool{}
	for _, q := range []kernel.CaseQuery{ownCases(own, false), ownCases(own, true)} {
		stubs, err := p.env.Cases.Stubs(ctx, own, kernel.ViewDetail, q)
		if err != nil {
			return err
		}
		for _, s := range stubs {
			list = append(list, kernel.Case{ID: s.ID, No: s.No, Flow: s.Flow, Title: s.Title, State: s.State, Parent: s.Parent, Closed: s.Closed})
			x.mine[s.ID] = s.Yours
		}
	}
	return p.gathered(ctx, x, own, list)
}

// runs of the list in its order; what is closed may ask something still.
var runs = []struct {
	state         string
	closed, yours bool
}{{"yours", false, true}, {"yours", true, true}, {"office", false, false}, {"closed", true, false}}

// ownCases ask for the open or the closed cases of which the actor is a part.
func ownCases(own kernel.Actor, closed bool) kernel.CaseQuery {
	q := kernel.CaseQuery{Open: !closed, Closed: closed, Part: true, Not: inbox.Apart, Uncounted: true}
	if closed { // what somebody of the party finished in an office is none of it
		q.Sort, q.Party = "updated", own.Party
	}
	return q
}

func counted(own kernel.Actor) []kernel.CaseCount {
	var out []kernel.CaseCount
	for _, r := range runs {
		q := ownCases(own, r.closed)
		q.Yours, q.Others = r.yours, !r.yours
		out = append(out, kernel.CaseCount{CaseQuery: q, By: []kernel.CaseFacet{kernel.ByFlow}})
	}
	return out
}

// paged reads the rows of the page alone.
func (p pages) paged(ctx context.Context, x *view, own kernel.Actor, asked []kernel.CaseCount, counts []kernel.Counted) error {
	kinds, skip := map[string]int{}, (x.page-1)*perPage
	for i, run := range runs {
		q, n := asked[i].CaseQuery, 0
		for flow, k := range counts[i].By[kernel.ByFlow] {
			f := kernel.FlowAddr(flow)
			if x.tell(run.state, f.Matter(), k, kinds) {
				n += k
				q.Flows = append(q.Flows, f)
			}
		}
		if x.look.kind == "" {
			q.Flows = nil
		}
		x.total += n
		if n <= skip || len(x.entries) == perPage {
			skip = max(0, skip-n)
			continue
		}
		q.Offset, q.Limit = skip, perPage-len(x.entries)
		list, _, err := p.env.Cases.Cases(ctx, own, kernel.ViewDetail, q)
		if err != nil {
			return err
		}
		for _, c := range list {
			e := x.alone(c)
			e.state = run.state
			e.own = x.own(c)
			x.entries = append(x.entries, e)
		}
		skip = 0
	}
	x.nameKinds(kinds)
	return nil
}

// gathered makes the page of a list that is read as a whole.
func (p pages) gathered(ctx context.Context, x *view, own kernel.Actor, list []kernel.Case) error {
	all, err := x.gather(ctx, own, list)
	if err != nil {
		return err
	}
	all = x.narrow(all)
	x.total = len(all)
	from := min(len(all), (x.page-1)*perPage)
	x.entries = all[from:min(len(all), from+perPage)]
	return x.draw(ctx, own)
}

// whole reads an officer's own open cases.
func (p pages) whole(ctx context.Context, own kernel.Actor) ([]kernel.Case, error) {
	q := kernel.CaseQuery{Open: true, Part: true, Assignee: own.User, Not: inbox.Apart, Limit: atOnce, Uncounted: true}
	var out []kernel.Case
	for {
		list, _, err := p.env.Cases.Cases(ctx, own, kernel.ViewDetail, q)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if kernel.TakesPart(own, c) {
				out = append(out, c)
			}
		}
		if q.Offset += atOnce; len(list) < atOnce {
			return out, nil
		}
	}
}

// Unit: cases. Source: our choice: of one thing, among which its nearest limit is
// looked for.
const limitsOfThing = 20

// draw fills in the lines of the page, of whole cases.
func (x *view) draw(ctx context.Context, own kernel.Actor) error {
	var need []kernel.Case
	for _, e := range x.entries {
		if e.thing == nil {
			need = append(need, e.of)
			continue
		}
		for _, c := range e.thing.parts[:min(len(e.thing.parts), limitsOfThing)] {
			if c.Closed.IsZero() {
				need = append(need, c)
			}
		}
	}
	read := map[kernel.CaseID]kernel.Case{}
	if err := x.read(ctx, own, need, func(c kernel.Case) { read[c.ID] = c }); err != nil {
		return err
	}
	for i := range x.entries {
		e := &x.entries[i]
		if e.thing == nil {
			if c, ok := read[e.of.ID]; ok {
				e.own = x.own(c)
			}
			continue
		}
		for _, k := range e.thing.parts {
			if c, ok := read[k.ID]; ok && e.own.Limit.Kind == ui.NoLimit {
				e.own.Limit = x.v.Nearest(c)
			}
		}
	}
	return nil
}

// read reads cases whole of which stubs are known; those that are whole already
// need no reading.
func (x *view) read(ctx context.Context, own kernel.Actor, list []kernel.Case, take func(c kernel.Case)) error {
	var nos []string
	for _, c := range list {
		if x.mine == nil {
			take(c)
			continue
		}
		nos = append(nos, c.No)
	}
	for len(nos) > 0 {
		n := min(len(nos), atOnce)
		cases, _, err := x.v.Env.Cases.Cases(ctx, own, kernel.ViewDetail, kernel.CaseQuery{Part: true, Nos: nos[:n], Limit: n, Sort: "updated", Uncounted: true})
		if err != nil {
			return err
		}
		for _, c := range cases {
			take(c)
		}
		nos = nos[n:]
	}
	return nil
}
