package panel

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"

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
		{Method: "POST", Pattern: "/valuation/seat/{no}/score/check", Page: p.scoreCheck, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/valuation/seat/{no}/weigh/{set}", Page: p.weighForm, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/valuation/seat/{no}/weigh/{set}", Page: p.weigh, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/valuation/seat/{no}/weigh/{set}/check", Page: p.weighCheck, Auth: site.LoggedIn},
	}
}

// Matters are what this folder adds to the pages of its cases.
func Matters(e Experts, r Rights) caseview.Matters {
	says := pages{r}.says
	return caseview.Matters{
		valuation.Panel: {Panels: pages{r}.panelPanels, Lead: panelLead, Of: choicesOf(e), Waits: waits, Idle: idle, Says: says, Told: told},
		valuation.Seat:  {Panels: seatPanels, Lead: seatLead, Skip: []string{"score", "weigh"}, Says: pages{r}.seatSays},
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
	Dead       string // the right has ended: no panel raises its score
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
	why, err := p.refused(r.Context(), v, view)
	if err != nil {
		return err
	}
	if why != nil && fault == nil { // said before anything is typed
		f := askFrame(r, v, view.Right.Number)
		return v.ShowStatus(w, r, http.StatusForbidden, f, refusedBody(v.L, view.Right, *why))
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
	x.Dead = dead(v, view)
	x.Faults = ui.FaultsOf(l, fault).Summary(nil)
	if fault != nil && len(x.Faults) == 0 {
		x.Fault = l.Error(fault)
	}
	return v.ShowStatus(w, r, status, askFrame(r, v, view.Right.Number), askBody(x))
}

// dead says that the right has ended and what that does to a score; "" while it lives.
func dead(v *site.Visit, view registry.View) string {
	s := registry.AsOf(view.Events, calendar.DateOf(v.Env.Now()), v.Env.Now()).Status
	if !s.Ended() {
		return ""
	}
	return v.L.T("web.panel.dead", "status", v.L.T("registry.status."+string(s)))
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
func (p pages) panelPanels(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := valuation.PanelOf(c)
	if err != nil {
		return nil, err
	}
	l := v.L
	var out []templ.Component
	notes, err := standing(ctx, v, p.rights, c, d)
	if err != nil {
		return nil, err
	}
	if len(notes) > 0 {
		out = append(out, standingPart(notes))
	}
	if level >= kernel.ViewDetail {
		out = append(out, factsPanel(l, askedFor(l, d)))
	}
	if level >= kernel.ViewDetail && len(d.Seats) > 0 {
		t := ui.Table{Caption: l.T("web.panel.seats"), Stack: true, Cols: []ui.Col{{Text: l.T("web.panel.who")}, {Text: l.T("web.panel.state")}}}
		if v.Staff() {
			t.Cols = append(t.Cols, ui.Col{Text: l.T("web.panel.note")})
		}
		for i, s := range d.Seats {
			row := ui.Row{Cells: []ui.Cell{{Text: seatName(v, d, i)}, {Part: ui.Light(seatLight(s.State), l.T("utilization.valuation.seat.state."+string(s.State)))}}}
			if v.Staff() { // the owner learns who sat with the report, and never why somebody stays away
				row.Cells = append(row.Cells, ui.Cell{Text: s.Reason})
			}
			t.Rows = append(t.Rows, row)
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

// standing says of a report that counts no more why, and what counts instead, and
// what it replaced. The way to another report is shown to those who may read it.
func standing(ctx context.Context, v *site.Visit, rights Rights, c kernel.Case, d valuation.PanelData) ([]note, error) {
	how, err := valuationpages.StandingOf(ctx, v, rights, c, false)
	if err != nil {
		return nil, err
	}
	var out []note
	if how.Text != "" && !how.Stands {
		out = append(out, note{"is-you", how.Text, how.Href, how.Now.No})
	}
	for _, old := range d.Replaces {
		key := "web.panel.replaces"
		if d.Revoked != nil {
			key = "web.panel.replaced_stays"
		}
		n := note{Kind: "is-idle", Text: v.L.T(key, "no", old.No, "day", old.Day.String()), Link: old.No}
		other, err := v.Env.Cases.Case(ctx, v.Actor, old.No, kernel.ViewSummary)
		if err == nil {
			n.Href = v.Env.CaseURL(other)
		} else if errs.KindOf(err) != errs.NotFound {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// askedFor is what the owner asked for.
func askedFor(l *lang.Localizer, d valuation.PanelData) []ui.Pair {
	return append(purposeOf(l, d.Scene, d.Purpose),
		ui.Pair{Key: l.T("utilization.valuation.panel.field.weigh"), Text: l.T("web.panel.weigh_choice." + cmp.Or(d.Weigh, "scene"))},
		ui.Pair{Key: l.T("web.panel.publish"), Text: l.T("web.panel.publish_" + strconv.FormatBool(d.Publish))})
}

// purposeOf is what the evaluation is for, and what the owner says of it.
func purposeOf(l *lang.Localizer, scene, remarks string) []ui.Pair {
	name := scene
	if tree, err := engine.Default(); err == nil {
		if s, ok := tree.Scene(scene); ok {
			name = named(l, s.Name)
		}
	}
	return []ui.Pair{{Key: l.T("utilization.valuation.panel.field.scene"), Text: name}, {Key: l.T("utilization.valuation.panel.field.purpose"), Text: cmp.Or(strings.TrimSpace(remarks), l.T("web.panel.no_remarks"))}}
}

func seatFacts(l *lang.Localizer, d valuation.SeatData) []ui.Pair {
	return purposeOf(l, d.Scene, d.Purpose)
}

func seatLight(s kernel.State) ui.State {
	switch s {
	case valuation.SeatSubmitted:
		return ui.Done
	case valuation.SeatScoring:
		return ui.Run
	case valuation.SeatDeclined, valuation.SeatConflict, valuation.SeatTakenOff:
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
	x := seatView{L: l, Facts: seatFacts(l, d), Patent: "/patent/" + d.Right + "?scene=" + d.Scene + "#evaluation", Lead: l.T("web.panel.seat_lead", "asked", len(d.Asked), "round", d.Round, "day", d.AsOf)}
	if n := len(d.Changeable()); n > 0 {
		x.Lead += l.T("web.panel.and_auto", "n", n)
	}
	if c.State == valuation.SeatScoring && d.Again != "" {
		x.Again = l.T("web.panel.again", "reason", strings.TrimRight(d.Again, "。.；; "))
	}
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
	Facts        []ui.Pair
	Again        string // why the points are asked for once more
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
