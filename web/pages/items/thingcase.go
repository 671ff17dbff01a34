package items

import (
	"net/http"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// thingCase is a thing that was applied for: its cases as one matter.
type thingCase struct {
	v           *site.Visit
	no          string
	d           itemflow.ThingData
	whose, kind string
	cases       []ui.OwnCase
	waits       []string
	events      []ui.Event
}

// thingStart is the page of a bundle: what belongs to it, and the choice.
func (p pages) thingStart(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	t, err := p.thing(r, v)
	if err != nil {
		return err
	}
	f := v.Frame(r, t.b.Name.In(v.L.Zh()), "items")
	f.Narrow, f.Description = true, t.b.Lead.In(v.L.Zh())
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.items"), Href: "/items"}, {Text: t.b.Name.In(v.L.Zh())}}
	x := thingView{v: v, t: t, draft: begun(v, t)}
	if x.draft != "" && v.Hands() {
		x.hand = site.HandURL(t.subject())
	}
	if err := t.may(v); errs.Is(err, "web.thing.mandate_short") {
		x.no = v.L.Error(err)
	}
	return v.Show(w, r, f, thingPage(x))
}

// thingView is the page before the form.
type thingView struct {
	v     *site.Visit
	t     *thing
	draft string // since when there is one; "" for none
	hand  string // where it is given to a colleague
	no    string // why the parts cannot be filed as one; "" when they can
}

// chosen reports whether the box of a part is ticked.
func (x thingView) chosen(code string) bool {
	return slices.ContainsFunc(x.t.list, func(it form.Item) bool { return it.Code == code })
}

func begun(v *site.Visit, t *thing) string {
	if t.saved.IsZero() {
		return ""
	}
	return v.L.Moment(t.saved, v.Env.Now())
}

// thingShow draws the cases of a thing with one line of what happened.
func (p pages) thingShow(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewDetail)
	if err != nil {
		return err
	}
	if c.Flow != itemflow.Thing {
		return errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": c.No})
	}
	x := thingCase{v: v, no: c.No}
	if x.d, err = itemflow.ThingOf(c); err != nil {
		return err
	}
	type dated struct {
		at time.Time
		ev ui.Event
	}
	var line []dated
	yours, open := 0, 0
	for _, row := range x.d.Rows {
		if row.Case == "" {
			x.waits = append(x.waits, row.Name.In(v.L.Zh())+v.L.T("web.ui.colon")+v.L.T("web.thing.state."+string(row.State))+p.why(v, row))
			continue
		}
		k, err := v.Env.Cases.Case(r.Context(), v.Actor, string(row.Case), kernel.ViewDetail)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		yours, open = yours+boolInt(v.Yours(k) || v.Owes(k)), open+boolInt(k.Closed.IsZero())
		x.cases = append(x.cases, ownCase(v, k, row))
		h, err := v.Env.Cases.History(r.Context(), k.ID)
		if err != nil {
			return err
		}
		for _, e := range h {
			ev := ui.Event{Time: v.L.Moment(e.At, v.Env.Now()), Who: e.Actor.Name, What: v.MoveText(k.Flow, e.Act), Note: row.Name.In(v.L.Zh()), Href: v.Env.CaseURL(k)}
			if e.Actor.System != "" {
				ev.Kind, ev.Who = ui.BySystem, v.RoleText(k.Flow, e.Actor.System)
			}
			line = append(line, dated{e.At, ev})
		}
	}
	slices.SortStableFunc(line, func(a, b dated) int { return b.at.Compare(a.at) })
	for _, d := range line {
		x.events = append(x.events, d.ev)
	}
	switch {
	case yours > 0:
		x.kind, x.whose = "is-you", v.L.T("web.thing.yours", "n", yours)
	case open > 0 || len(x.waits) > 0:
		x.whose = v.L.T("web.thing.offices", "n", open+len(x.waits))
	default:
		x.whose = v.L.T("web.thing.over") + outcomes(v, x.cases)
	}
	f := v.Frame(r, c.No, "my")
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.my"), Href: "/my"}, {Text: c.No}}
	return v.Show(w, r, f, thingCasePage(x))
}

// outcomes says how many of the cases came to what, "" when all were granted.
func outcomes(v *site.Visit, list []ui.OwnCase) string {
	n := map[ui.State]int{}
	for _, c := range list {
		n[c.State]++
	}
	if n[ui.No]+n[ui.Idle] == 0 {
		return ""
	}
	var parts []string
	for _, s := range []struct {
		state ui.State
		key   string
	}{{ui.Done, "done"}, {ui.No, "refused"}, {ui.Idle, "ended"}} {
		if n[s.state] > 0 {
			parts = append(parts, v.L.T("web.thing.came."+s.key, "n", n[s.state]))
		}
	}
	return v.L.T("web.ui.colon") + v.L.List(parts)
}

func (p pages) why(v *site.Visit, row itemflow.ThingRow) string {
	out := ""
	for _, f := range row.Faults {
		out += "　" + v.L.Error(f.Err())
	}
	return out
}

func ownCase(v *site.Visit, k kernel.Case, row itemflow.ThingRow) ui.OwnCase {
	now, steps := Step(v, k)
	return ui.OwnCase{Title: row.Name.In(v.L.Zh()), Href: v.Env.CaseURL(k), No: k.No, Step: now, Of: steps, Yours: v.Yours(k) || v.Owes(k), State: v.StateOf(k),
		Move: v.StateText(k), Limit: v.Nearest(k), Note: v.WhoseText(k), Do: v.L.T("web.my.see")}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
