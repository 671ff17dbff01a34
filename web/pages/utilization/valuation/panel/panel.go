package panel

import (
	"cmp"
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/httpx"
	"quanlian/web/pages/caseview"
	valuationpages "quanlian/web/pages/utilization/valuation"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Rights reads the register.
type Rights interface {
	Right(ctx context.Context, number string) (registry.View, error)
}

// Routes of this folder.
func Routes(r Rights) []site.Route {
	p := pages{r}
	return []site.Route{
		{Method: "GET", Pattern: "/patent/{number}/panel", Page: p.ask, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/patent/{number}/panel", Page: p.send, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/valuation/seat/{no}/score", Page: p.form, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/valuation/seat/{no}/score", Page: p.score, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/valuation/seat/{no}/weigh/{set}", Page: p.weighForm, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/valuation/seat/{no}/weigh/{set}", Page: p.weigh, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/valuation/seat/{no}/weigh/{set}/check", Page: p.weighCheck, Auth: site.LoggedIn},
	}
}

// Matters are what this folder adds to the pages of its cases.
func Matters() caseview.Matters {
	return caseview.Matters{
		valuation.Panel: {Panels: panelPanels, Lead: panelLead},
		valuation.Seat:  {Panels: seatPanels, Lead: seatLead, Skip: []string{"score", "weigh"}},
	}
}

type pages struct{ rights Rights }

// askView is the owner's request.
type askView struct {
	L          *lang.Localizer
	Right      registry.Right
	Action     string
	Token, Key string
	Scenes     []ui.Option
	Weigh      []ui.Option
	Purpose    ui.Field
	Publish    bool
	Faults     []ui.FieldFault
	Fault      string
}

func (p pages) ask(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.askPage(w, r, v, http.StatusOK, nil)
}

func (p pages) askPage(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	view, err := p.rights.Right(r.Context(), r.PathValue("number"))
	if err != nil {
		return err
	}
	tree, err := engine.Default()
	if err != nil {
		return err
	}
	l := v.L
	x := askView{L: l, Right: view.Right, Action: "/patent/" + view.Right.Number + "/panel", Token: v.Token(), Key: v.Key(), Publish: r.PostFormValue("publish") != "",
		Purpose: ui.Field{Name: "purpose", Label: l.T("utilization.valuation.panel.field.purpose"), Value: r.PostFormValue("purpose"), Optional: true}}
	for _, s := range tree.Scenes {
		x.Scenes = append(x.Scenes, ui.Option{Value: s.ID, Text: named(l, s.Name), Selected: r.FormValue("scene") == s.ID, Count: -1})
	}
	for _, choice := range valuation.WeighChoices {
		key := cmp.Or(choice, "scene")
		x.Weigh = append(x.Weigh, ui.Option{Value: choice, Text: l.T("web.panel.weigh_choice." + key), Hint: l.T("web.panel.weigh_hint." + key), Selected: r.FormValue("weigh") == choice, Count: -1})
	}
	x.Faults = ui.FaultsOf(l, fault).Summary(nil)
	if fault != nil && len(x.Faults) == 0 {
		x.Fault = l.Error(fault)
	}
	f := v.Frame(r, l.T("web.panel.ask"), "patents")
	f.Crumb = []ui.Link{{Text: l.T("web.nav.patents"), Href: "/patents"}, {Text: view.Right.Number, Href: "/patent/" + view.Right.Number}, {Text: l.T("web.panel.ask")}}
	return v.ShowStatus(w, r, status, f, askBody(x))
}

func (p pages) send(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	in := valuation.RequestInput{Right: r.PathValue("number"), Scene: r.PostFormValue("scene"), Purpose: r.PostFormValue("purpose"), Publish: r.PostFormValue("publish") != "", Weigh: r.PostFormValue("weigh")}
	receipt, err := v.Open(r, valuation.Panel, "request", in)
	switch errs.KindOf(err) {
	case "":
		if receipt.Pending != "" {
			return v.Go(w, r, "/my/approvals/"+receipt.Pending, v.L.T("web.case.waits_inside"))
		}
		return v.Go(w, r, "/case/"+receipt.No, v.L.T("web.hall.sent", "no", receipt.No))
	case errs.Invalid, errs.Conflict, errs.Forbidden:
		return p.askPage(w, r, v, httpx.Status(err), err)
	}
	return err
}

func named(l *lang.Localizer, n engine.Name) string {
	if l.Zh() {
		return n.ZH
	}
	return n.EN
}

func panelLead(_ *lang.Localizer, c kernel.Case) []string {
	d, err := valuation.PanelOf(c)
	if err != nil {
		return nil
	}
	return []string{d.Right, d.Owner.Name}
}

// panelPanels shows who sits and how far they are, and once it stands the
// result. Who sits is for those who take part; the public reads the result.
func panelPanels(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := valuation.PanelOf(c)
	if err != nil {
		return nil, err
	}
	l := v.L
	var out []templ.Component
	notes, err := standing(ctx, v, d)
	if err != nil {
		return nil, err
	}
	if len(notes) > 0 {
		out = append(out, standingPart(notes))
	}
	if level >= kernel.ViewDetail && len(d.Seats) > 0 {
		t := ui.Table{Caption: l.T("web.panel.seats"), Stack: true, Cols: []ui.Col{{Text: l.T("web.panel.who")}, {Text: l.T("web.panel.state")}, {Text: l.T("web.panel.note")}}}
		for i, s := range d.Seats {
			name := s.Party.Name
			if !v.Staff() { // the owner learns who sat with the report
				name = l.T("web.panel.expert_n", "n", i+1)
			}
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: name}, {Part: ui.Light(seatLight(s.State), l.T("utilization.valuation.seat.state."+string(s.State)))}, {Text: s.Reason}}})
		}
		lead := l.T("web.panel.round", "n", d.Round, "asked", len(d.Asked), "day", d.AsOf)
		if d.Weigh != valuation.WeighNothing {
			lead += l.T("web.panel.weighs", "how", l.T("web.panel.weigh_choice."+d.Weigh))
		}
		out = append(out, seatsPanel(l, t, lead))
	}
	mayRead := valuation.Readable(c.State) || c.State == valuation.PanelReview && v.Staff()
	if d.Result != nil && mayRead {
		s := valuationpages.ScoresOf(l, d.Result)
		s.Title, s.Radar.Name = l.T("web.panel.result"), l.T("web.panel.result")
		s.Disclaimer = l.T("web.panel.no_appraisal")
		out = append(out, valuationpages.ScoresPanel(s))
		weights, err := weightsPanel(l, d.Result)
		if err != nil {
			return nil, err
		}
		if weights != nil {
			out = append(out, weights)
		}
	}
	return out, nil
}

// note is one sentence about how the report stands, with a way to another.
type note struct {
	Kind, Text, Href, Link string
}

// standing says what became of the report, and what it replaced. The way to
// another report is shown to those who may read it.
func standing(ctx context.Context, v *site.Visit, d valuation.PanelData) ([]note, error) {
	var out []note
	add := func(kind, key string, to valuation.ReportRef) error {
		n := note{Kind: kind, Text: v.L.T(key, "no", to.No, "day", to.Day.String()), Link: to.No}
		other, err := v.Env.Cases.Case(ctx, v.Actor, to.No, kernel.ViewSummary)
		if err == nil {
			n.Href = v.Env.CaseURL(other)
		} else if errs.KindOf(err) != errs.NotFound {
			return err
		}
		out = append(out, n)
		return nil
	}
	if d.Revoked != nil {
		out = append(out, note{Kind: "is-you", Text: v.L.T("web.panel.revoked", "day", d.Revoked.Day.String(), "reason", d.Revoked.Reason)})
	}
	if d.Replaced != nil {
		if err := add("is-you", "web.panel.superseded", *d.Replaced); err != nil {
			return nil, err
		}
	}
	if d.Revoked == nil && d.Replaced == nil && d.Expired(calendar.DateOf(v.Env.Now())) {
		out = append(out, note{Kind: "is-you", Text: v.L.T("web.panel.expired_on", "day", string(d.Result.ValidUntil))})
	}
	for _, old := range d.Replaces {
		if err := add("is-idle", "web.panel.replaces", old); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func seatLight(s kernel.State) ui.State {
	switch s {
	case valuation.SeatSubmitted:
		return ui.Done
	case valuation.SeatScoring:
		return ui.Run
	case valuation.SeatDeclined, valuation.SeatConflict:
		return ui.No
	}
	return ui.Idle
}

func seatLead(_ *lang.Localizer, c kernel.Case) []string {
	d, err := valuation.SeatOf(c)
	if err != nil {
		return nil
	}
	return []string{d.Right, d.PanelNo}
}

// seatPanels leads the expert to the form, and shows what was sent.
func seatPanels(_ context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := valuation.SeatOf(c)
	if err != nil || level < kernel.ViewSecret {
		return nil, err
	}
	l := v.L
	x := seatView{L: l, Patent: "/patent/" + d.Right + "?scene=" + d.Scene + "#evaluation", Lead: l.T("web.panel.seat_lead", "asked", len(d.Asked), "round", d.Round, "day", d.AsOf)}
	if c.State == valuation.SeatScoring {
		x.Form = "/valuation/seat/" + c.No + "/score"
	}
	if err := x.weigh(c, d); err != nil {
		return nil, err
	}
	names, err := leaves(l)
	if err != nil {
		return nil, err
	}
	for _, p := range d.Scores {
		x.Sent = append(x.Sent, ui.Pair{Key: p.ID + " " + names[p.ID], Text: strconv.FormatFloat(p.Score, 'f', -1, 64), Note: p.Reason})
	}
	if x.Form+x.Weigh != "" { // what the expert is asked for stands before what else may be done
		return []templ.Component{caseview.First(seatPanel(x))}, nil
	}
	return []templ.Component{seatPanel(x)}, nil
}

type seatView struct {
	L            *lang.Localizer
	Lead         string
	Form, Patent string
	Weigh        string // the next set to compare; "" when there is none
	Weighed      string // how far the comparisons are; "" when there are none
	Sent         []ui.Pair
}

// weigh leads to the sets that are still to be compared; those come first.
func (x *seatView) weigh(c kernel.Case, d valuation.SeatData) error {
	all, err := valuation.Branches(d.Weigh)
	if err != nil || len(all) == 0 {
		return err
	}
	left, err := d.ToWeigh()
	if err != nil {
		return err
	}
	x.Weighed = x.L.T("web.panel.weigh_state", "done", len(all)-len(left), "of", len(all))
	if c.State != valuation.SeatScoring || d.Round > 1 {
		return nil
	}
	x.Weigh = weighURL(c, all[0].Parent)
	if len(left) > 0 {
		x.Weigh, x.Form = weighURL(c, left[0].Parent), ""
	}
	return nil
}

// leaves are the third-level indicators by id.
func leaves(l *lang.Localizer) (map[string]string, error) {
	tree, err := engine.Default()
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, n := range tree.Leaves() {
		out[n.ID] = named(l, n.Name)
	}
	return out, nil
}
