package admin

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// pile is the open cases that somebody has in one unit.
type pile struct {
	unit  kernel.UnitID
	cases []kernel.Assigned
	to    []ui.Option // who can take them
}

// handoverView is the page on which the work of a colleague is handed over.
type handoverView struct {
	v          *site.Visit
	sheet      site.Sheet
	colleagues []ui.Option
	who        kernel.Colleague
	piles      []pile
	recent     []kernel.BulkStanding
}

// headed are the units whose cases the visitor may hand over; all of them for
// the administrator, who has none in person.
func headed(v *site.Visit) ([]kernel.UnitID, error) {
	if v.Is(RoleAdmin) {
		return nil, nil
	}
	var out []kernel.UnitID
	for _, p := range v.Actor.Posts {
		if p.Role == kernel.RoleHead && p.DeputyFor == "" {
			out = append(out, p.Unit)
		}
	}
	if len(out) == 0 {
		return nil, errs.New(errs.Forbidden, "web.handover.only", nil)
	}
	return out, nil
}

func handover(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return drawHandover(w, r, v, http.StatusOK, nil)
}

func drawHandover(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	units, err := headed(v)
	if err != nil {
		return err
	}
	x := handoverView{v: v, sheet: v.Sheet(r, "web.handover", fault)}
	staff, err := v.Env.People.Colleagues(r.Context(), units, v.Env.Now())
	if err != nil {
		return err
	}
	if err := x.choose(r, staff, units); err != nil {
		return err
	}
	if x.recent, err = v.Env.People.Bulks(r.Context(), v.Actor.User, 10); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, frame(r, v, v.L.T("web.admin.tab.handover")), handoverPage(x))
}

// choose fills the list of colleagues, and the piles of the one chosen.
func (x *handoverView) choose(r *http.Request, staff []kernel.Colleague, units []kernel.UnitID) error {
	id := kernel.UserID(r.FormValue("user"))
	x.colleagues = []ui.Option{{Text: x.v.L.T("web.absence.choose")}}
	for _, c := range staff {
		x.colleagues = append(x.colleagues, ui.Option{Value: string(c.ID), Text: c.Name + x.v.L.T("web.ui.bracket", "text", c.Login), Selected: c.ID == id})
	}
	if id == "" {
		return nil
	}
	u, err := x.v.Env.People.UserFacts(r.Context(), "", id)
	if err != nil {
		return err
	}
	x.who = kernel.Colleague{ID: u.ID, Name: u.Name, Login: u.Login}
	list, err := x.v.Env.People.Assigned(r.Context(), id, units)
	for _, c := range list {
		if n := len(x.piles); n == 0 || x.piles[n-1].unit != c.Unit {
			x.piles = append(x.piles, pile{unit: c.Unit, to: x.takers(staff, c.Unit, id)})
		}
		p := &x.piles[len(x.piles)-1]
		p.cases = append(p.cases, c)
	}
	return err
}

// takers are the colleagues of a unit, and its pool.
func (x *handoverView) takers(staff []kernel.Colleague, unit kernel.UnitID, but kernel.UserID) []ui.Option {
	out := []ui.Option{{Text: x.v.L.T("web.handover.leave")}, {Value: "pool", Text: x.v.L.T("web.handover.pool")}}
	for _, c := range staff {
		if c.ID != but && slices.ContainsFunc(c.Posts, func(p kernel.Post) bool { return p.Unit == unit }) {
			out = append(out, ui.Option{Value: string(c.ID), Text: c.Name})
		}
	}
	return x.sheet.Chosen("to-"+string(unit), out)
}

// startHandover begins one bulk for each pile that has a taker.
func startHandover(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	units, err := headed(v)
	if err != nil {
		return err
	}
	x := handoverView{v: v, sheet: v.Sheet(r, "web.handover", nil)}
	if err := x.choose(r, nil, units); err != nil {
		return err
	}
	reason := strings.TrimSpace(r.PostFormValue("reason"))
	var writes []kernel.Write
	var first string
	for _, p := range x.piles {
		to := r.PostFormValue("to-" + string(p.unit))
		if to == "" {
			continue
		}
		b, err := bulkOf(v, p, to, reason)
		if err != nil {
			return err
		}
		writes = append(writes, b)
		if first == "" {
			first = b.Bulk.ID
		}
	}
	var bad errs.List
	if len(writes) == 0 {
		bad.Add(errs.At("user", "web.handover.nothing", nil))
	}
	if len([]rune(reason)) < 2 {
		bad.Add(errs.At("reason", "kernel.reason_needed", nil))
	}
	if err = bad.Err(); err == nil {
		err = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), writes...)
	}
	switch {
	case err == nil && len(writes) > 1:
		return v.Go(w, r, "/handover", v.L.T("web.handover.begun", "n", len(writes)))
	case err == nil:
		return v.Go(w, r, "/bulks/"+first+"?back=/handover", "")
	case again(err):
		return drawHandover(w, r, v, httpx.Status(err), err)
	}
	return err
}

func bulkOf(v *site.Visit, p pile, to, reason string) (kernel.StartBulk, error) {
	in := kernel.ReassignInput{User: kernel.UserID(to), Reason: reason}
	if to == "pool" {
		in.User, in.Unit = "", p.unit
	}
	raw, err := json.Marshal(in)
	if err != nil {
		return kernel.StartBulk{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	a := v.Actor
	w := kernel.StartBulk{Bulk: kernel.Bulk{ID: v.Env.NewID(), By: a.User, Name: a.Name, Hat: a.Hat(), Move: kernel.MoveReassign, Input: raw, Note: reason, Order: v.Is(RoleAdmin)}}
	for _, c := range p.cases {
		w.Cases = append(w.Cases, c.ID)
	}
	return w, nil
}

func (x handoverView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.handover.recent"), Cols: []ui.Col{{Text: l.T("web.org.col.at")}, {Text: l.T("web.handover.field.reason")}, {Text: l.T("web.bulk.done"), Right: true}, {Text: l.T("web.bulk.refused"), Right: true}, {Text: l.T("web.bulk.open"), Right: true}}}
	for _, b := range x.recent {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.Moment(b.Made, x.v.Env.Now()), Href: "/bulks/" + b.ID, NoWrap: true}, {Text: b.Note}, {Text: itoa(b.Done)}, {Text: itoa(b.Refused)}, {Text: itoa(b.Open)}}})
	}
	return t
}
