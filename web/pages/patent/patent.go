package patent

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/valuation"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Rights reads the register.
type Rights interface {
	Right(ctx context.Context, number string) (registry.View, error)
	FindRights(ctx context.Context, f registry.Filter) ([]registry.Row, int, error)
}

// Routes of this folder.
func Routes(r Rights) []site.Route {
	p := pages{r}
	return []site.Route{
		{Method: "GET", Pattern: "/patents", Page: p.search, Auth: site.Open},
		{Method: "GET", Pattern: "/patent/{number}", Page: p.show, Auth: site.Open},
	}
}

type pages struct{ rights Rights }

// Unit: rows. Source: our choice, one screen.
const pageSize = 20

type searchView struct {
	L     *lang.Localizer
	Text  string
	Rows  []registry.Row
	Total int
	Pager ui.Pager
}

func (p pages) search(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := r.URL.Query()
	rows, total, err := p.rights.FindRights(r.Context(), registry.Filter{Text: q.Get("q"), Kind: registry.Kind(q.Get("kind")), IPC: q.Get("ipc"), Limit: pageSize})
	if err != nil {
		return err
	}
	x := searchView{L: v.L, Text: q.Get("q"), Rows: rows, Total: total, Pager: ui.Pager{From: 1, To: len(rows), Total: total}}
	return v.Show(w, r, v.Frame(r, v.L.T("web.patent.search_title"), "patents"), searchBody(x))
}

type showView struct {
	L        *lang.Localizer
	Right    registry.Right
	Status   string
	Chip     ui.State
	Facts    []ui.Pair
	Events   []ui.Event
	AsOf     string
	ListHref string
	Score    string
	Grade    string
	Radar    ui.RadarChart
	Note     string
}

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	view, err := p.rights.Right(r.Context(), r.PathValue("number"))
	if err != nil {
		return err
	}
	now := v.Env.Now()
	day := calendar.DateOf(now)
	if d, err := calendar.ParseDate(r.URL.Query().Get("as_of")); err == nil {
		day = d
	}
	s := registry.AsOf(view.Events, day, now)
	fee, err := s.FeeStatus(v.Env.Calendar)
	if err != nil {
		return err
	}
	x := showView{L: v.L, Right: view.Right, AsOf: day.String(), Status: v.L.T("web.patent.status_text." + string(s.Status)), Chip: chip(s.Status), Facts: facts(v.L, view, s, fee)}
	for i := len(view.Events) - 1; i >= 0; i-- {
		e := view.Events[i]
		x.Events = append(x.Events, ui.Event{Time: e.ValidFrom.String(), What: eventText(v.L, e), Note: e.Ref, Kind: ui.BySystem})
	}
	if v.LoggedIn() && v.Actor.Party != "" && owned(s, string(v.Actor.Party)) {
		x.ListHref = "/hall/new?right=" + view.Right.Number
	}
	if view.Right.Kind != registry.Design {
		if err := x.evaluate(view, s, fee); err != nil {
			return err
		}
	}
	f := v.Frame(r, view.Right.Title, "patents")
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.patents"), Href: "/patents"}, {Text: view.Right.Number}}
	return v.Show(w, r, f, showBody(x))
}

func owned(s registry.State, party string) bool {
	for _, o := range s.Owners {
		if o.Party == party {
			return true
		}
	}
	return false
}

func chip(s registry.Status) ui.State {
	switch s {
	case registry.StatusGranted:
		return "done"
	case registry.StatusPending:
		return "run"
	case registry.StatusUnknown:
		return "idle"
	}
	return "no"
}

func eventText(l *lang.Localizer, e registry.Event) string {
	t := string(e.Kind)
	if k := "registry.event." + string(e.Kind); l.Has(k) {
		t = l.T(k)
	}
	if e.Detail.Year > 0 {
		t = fmt.Sprintf("%s %d", t, e.Detail.Year)
	}
	for _, o := range e.Detail.Owners {
		if e.Kind == registry.OwnersChanged {
			t += " " + o.Name
		}
	}
	return t
}

func facts(l *lang.Localizer, v registry.View, s registry.State, fee registry.FeeStatus) []ui.Pair {
	var names []string
	for _, o := range s.Owners {
		names = append(names, o.Name)
	}
	kind := string(v.Right.Kind)
	if k := "web.value.kind." + kind; l.Has(k) {
		kind = l.T(k)
	}
	next := string(fee.Standing)
	if !fee.NextDue.IsZero() {
		next = fee.NextDue.String()
	}
	return []ui.Pair{
		{Key: l.T("web.patent.number"), Text: v.Right.Number, No: true}, {Key: l.T("web.patent.kind"), Text: kind}, {Key: l.T("web.patent.owners"), Text: strings.Join(names, "；")},
		{Key: l.T("web.patent.ipc"), Text: v.Right.IPCMain, No: true}, {Key: l.T("web.patent.filing"), Text: v.Right.Filing.String(), No: true}, {Key: l.T("web.patent.granted"), Text: v.Right.Granted.String(), No: true},
		{Key: l.T("web.patent.term_end"), Text: s.TermEnd.String(), No: true}, {Key: l.T("web.patent.fee"), Text: next, No: true},
	}
}

// evaluate runs the automatic evaluation on what the register knows.
func (x *showView) evaluate(v registry.View, s registry.State, fee registry.FeeStatus) error {
	tree, err := valuation.Default()
	if err != nil {
		return err
	}
	res, err := tree.Evaluate(valuation.Request{AsOf: valuation.Day(s.ValidAt.String()), Scene: "transfer", Subject: hall.Subject(v, s, fee)})
	if err != nil {
		return err
	}
	x.Note = x.L.T("web.patent.no_appraisal")
	x.Radar = ui.RadarChart{ChartHead: ui.ChartHead{Caption: x.L.T("web.patent.radar"), Sub: x.L.T("web.patent.radar_sub"), Sentence: x.L.T("web.patent.radar"), Width: 560}, Name: x.L.T("web.patent.evaluation")}
	for _, a := range res.Radar {
		name := a.Short.ZH
		if !x.L.Zh() {
			name = a.Short.EN
		}
		value := math.NaN()
		if a.Score != nil {
			value = *a.Score
		}
		x.Radar.Axes = append(x.Radar.Axes, ui.RadarAxis{Name: name, Value: value, Median: math.NaN()})
	}
	if res.Score != nil {
		x.Grade = res.Grade
		x.Score = x.L.T("web.patent.score", "grade", res.Grade, "score", fmt.Sprintf("%.1f", *res.Score), "confidence", fmt.Sprintf("%.0f", res.Confidence*100))
	}
	return nil
}
