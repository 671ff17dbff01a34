package my

import (
	"encoding/json"
	"net/http"
	"slices"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Routes of this folder.
func Routes(e *site.Env, d Deps) []site.Route {
	p := pages{e, d}
	return []site.Route{
		{Method: "GET", Pattern: "/my", Page: p.show, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/my/approvals/{id}", Page: p.approval, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/my/approvals/{id}", Page: p.approve, Auth: site.LoggedIn},
	}
}

type pages struct {
	env *site.Env
	Deps
}

// Unit: rows. Source: our choice; more is reached through the search.
const (
	mostOpen    = 200
	mostClosed  = 100
	mostNotices = 8
	readNotices = 60 // of both kinds together
)

// view is the page.
type view struct {
	v              *site.Visit
	yours, running []kernel.Case
	closed         []kernel.Case
	nClosed        int
	notices        []kernel.Notice
	approvals      []desk.Pending
	dates          []dateRow
	things         []thingCard
	drafts         []draftCard
}

// dateRow is the end of a limit that comes near.
type dateRow struct {
	c    kernel.Case
	what string
	at   string
	sort string
}

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := view{v: v}
	own := ownActor(v.Actor)
	q := kernel.CaseQuery{Open: true, Limit: mostOpen}
	if own.Party == "" {
		q.Assignee = own.User // the rest of the office stands in its inbox
	}
	open, _, err := v.Env.Cases.Cases(r.Context(), own, kernel.ViewDetail, q)
	if err != nil {
		return err
	}
	together, err := x.gather(r.Context(), own, open)
	if err != nil {
		return err
	}
	for _, c := range open {
		if !kernel.TakesPart(own, c) || together[c.ID] {
			continue // an open listing that anybody may see is not one's own
		}
		if v.Yours(c) {
			x.yours = append(x.yours, c)
		} else {
			x.running = append(x.running, c)
		}
	}
	q = kernel.CaseQuery{Closed: true, Party: own.Party, Sort: "updated", Limit: mostClosed}
	if own.Party != "" {
		if x.closed, x.nClosed, err = v.Env.Cases.Cases(r.Context(), own, kernel.ViewDetail, q); err != nil {
			return err
		}
	}
	if x.notices, err = v.Env.Cases.Notices(r.Context(), v.Actor, readNotices); err != nil {
		return err
	}
	if x.approvals, err = p.waiting(r, v); err != nil {
		return err
	}
	x.dates = x.nearDates()
	if x.drafts, err = p.ownDrafts(r.Context(), v); err != nil {
		return err
	}
	return v.Show(w, r, v.Frame(r, v.L.T("web.nav.my"), "my"), page(x))
}

// ownActor leaves offices out: the cases of an office stand in its inbox.
func ownActor(a kernel.Actor) kernel.Actor {
	if a.Party != "" {
		a.Posts = nil
	}
	return a
}

// waiting lists what waits for a word inside one's party; an agent sees none.
func (p pages) waiting(r *http.Request, v *site.Visit) ([]desk.Pending, error) {
	if v.Actor.Party == "" || v.Actor.Mandate != "" {
		return nil, nil
	}
	return v.Env.Cases.Approvals(r.Context(), v.Actor.Party)
}

// nearDates are the ends of the limits that run, the nearest first.
func (x view) nearDates() []dateRow {
	var out []dateRow
	for _, c := range slices.Concat(x.yours, x.running) {
		for _, s := range x.v.Limits(c) {
			if s.Light.Kind == ui.LimitClosed || s.Left.Due.Date.IsZero() {
				continue
			}
			out = append(out, dateRow{c: c, what: x.v.LimitText(c.Flow, s.Limit), at: s.Left.Due.Date.String(), sort: s.Left.Due.Date.String()})
		}
	}
	slices.SortStableFunc(out, func(a, b dateRow) int {
		if a.sort < b.sort {
			return -1
		}
		if a.sort > b.sort {
			return 1
		}
		return 0
	})
	return out[:min(len(out), mostNotices)]
}

// own is the row of a case.
func (x view) own(c kernel.Case) ui.OwnCase {
	v := x.v
	o := ui.OwnCase{Title: c.Title, Href: v.Env.CaseURL(c), No: c.No, Fact: v.FlowText(c.Flow), Yours: v.Yours(c), State: v.StateOf(c), Limit: v.Nearest(c), Note: v.WhoseText(c), Move: v.StateText(c), Do: v.L.T("web.my.see")}
	o.Step, o.Of = stepOf(v.Env.Desk.Flows[c.Flow], c)
	if o.Yours {
		o.Move, o.Do, o.Note = x.next(c), v.L.T("web.my.act"), ""
	}
	return o
}

// next names what the visitor can do now, else the state.
func (x view) next(c kernel.Case) string {
	f := x.v.Env.Desk.Flows[c.Flow]
	if f == nil {
		return x.v.StateText(c)
	}
	turn := x.v.Env.TurnOf(c)
	if c.Hold != nil && c.Hold.Kind == kernel.HoldCorrection {
		return x.v.MoveText(c.Flow, kernel.MoveCorrect)
	}
	for _, m := range f.Offered(x.v.Actor, c) {
		if slices.Contains(m.By, turn) && !m.Anytime {
			return x.v.MoveText(c.Flow, m.Name)
		}
	}
	return x.v.StateText(c)
}

// stepOf says where a case stands among the steps that its table draws; a
// table that draws none counts its states on the way to the end.
func stepOf(f *kernel.Flow, c kernel.Case) (n, of int) {
	if f == nil {
		return 0, 0
	}
	var steps []string
	now := ""
	for _, s := range f.States {
		step := s.Step
		if step == "" && (!s.Terminal || s.Name == c.State) {
			step = string(s.Name)
		}
		if s.Name == c.State {
			now = step
		}
		if step != "" && !slices.Contains(steps, step) && (s.Step != "" || !draws(f)) {
			steps = append(steps, step)
		}
	}
	return slices.Index(steps, now) + 1, len(steps)
}

// draws reports whether the table names steps of a chain.
func draws(f *kernel.Flow) bool {
	return slices.ContainsFunc(f.States, func(s kernel.StateDef) bool { return s.Step != "" })
}

// typed are the fields of a prepared command, for those who have to approve it.
func typed(p desk.Pending) map[string]json.RawMessage {
	raw := json.RawMessage(nil)
	if p.Command != nil {
		raw = p.Command.Input
	} else if p.Open != nil {
		raw = p.Open.Input
	}
	var out map[string]json.RawMessage
	if json.Unmarshal(raw, &out) != nil {
		return nil
	}
	return out
}
