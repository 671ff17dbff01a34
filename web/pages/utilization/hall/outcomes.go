package hall

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// spans are the periods that staff may look at, the usual one first; 0 is all.
// Unit: calendar days. Source: our choice.
var spans = []int{90, 30, 365, 0}

// outcomesView is what matching led to.
type outcomesView struct {
	L     *lang.Localizer
	Spans []ui.FilterChip
	Chart *ui.BarChart
	Table ui.Table
}

// outcomes is the page of what became of proposals, for the trading centre.
func (p pages) outcomes(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := v.May("matching.read"); err != nil {
		return err
	}
	l, days := v.L, spans[0]
	x := outcomesView{L: l}
	for _, d := range spans {
		if r.URL.Query().Get("days") == strconv.Itoa(d) {
			days = d
		}
	}
	for _, d := range spans {
		c := ui.FilterChip{Text: l.T("web.hall.span", "days", d), Href: "/hall/matching?" + url.Values{"days": {strconv.Itoa(d)}}.Encode(), Current: d == days, Count: -1}
		if d == 0 {
			c.Text = l.T("web.hall.span_all")
		}
		x.Spans = append(x.Spans, c)
	}
	var since time.Time
	if days > 0 {
		since = calendar.DateOf(v.Env.Now()).AddDays(1 - days).At(0)
	}
	came, err := p.Outcomes.Outcomes(r.Context(), since)
	if err != nil {
		return err
	}
	x.fill(matching.Funnels(came), since, calendar.DateOf(v.Env.Now()))
	return v.Show(w, r, v.Workbench(r, l.T("web.hall.outcomes"), "hall"), outcomesBody(x))
}

// fill draws the newest version as bars and all of them as rows.
func (x *outcomesView) fill(list []matching.Funnel, since time.Time, today calendar.Date) {
	l := x.L
	period := l.T("web.hall.span_all")
	if !since.IsZero() {
		period = l.T("web.hall.span_from", "from", calendar.DateOf(since).String(), "to", today.String())
	}
	x.Table = ui.Table{Caption: l.T("web.hall.outcomes"), Cols: []ui.Col{{Text: l.T("web.hall.version")}}}
	for _, s := range matching.Stages() {
		x.Table.Cols = append(x.Table.Cols, ui.Col{Text: l.T("web.hall.stage." + string(s)), Right: true})
	}
	for _, key := range []string{"rate_opened", "rate_contacted", "rate_signed", "mean_place"} {
		x.Table.Cols = append(x.Table.Cols, ui.Col{Text: l.T("web.hall." + key), Right: true})
	}
	for _, f := range list {
		x.Table.Rows = append(x.Table.Rows, ui.Row{Cells: x.cells(f)})
	}
	if len(list) == 0 {
		return
	}
	last := list[len(list)-1]
	for _, f := range slices.Backward(list) { // the hall's own; what came of the register stands in the table
		if !hall.OverRegister(f.AlgorithmVersion) {
			last = f
			break
		}
	}
	c := ui.BarChart{Name: l.T("web.hall.proposals"), ChartHead: ui.ChartHead{Caption: l.T("web.hall.outcomes_of", "version", last.AlgorithmVersion), Sub: l.T("web.hall.outcomes_sub", "period", period)}}
	for _, s := range matching.Stages() {
		c.Labels, c.Values = append(c.Labels, l.T("web.hall.stage."+string(s))), append(c.Values, float64(last.Reached[s]))
	}
	c.Sentence = l.T("web.hall.outcomes_says", "shown", last.Reached[matching.Shown], "opened", last.Reached[matching.Opened], "contacted", last.Reached[matching.Contacted], "signed", last.Reached[matching.Signed])
	x.Chart = &c
}

func (x *outcomesView) cells(f matching.Funnel) []ui.Cell {
	out := []ui.Cell{{Text: f.AlgorithmVersion, No: true}}
	for _, s := range matching.Stages() {
		out = append(out, ui.Cell{Text: strconv.Itoa(f.Reached[s]), NoWrap: true})
	}
	for _, step := range [][2]matching.Stage{{matching.Shown, matching.Opened}, {matching.Opened, matching.Contacted}, {matching.Contacted, matching.Signed}} {
		text := "—"
		if rate, ok := f.Rate(step[0], step[1]); ok {
			text = strconv.FormatFloat(100*rate, 'f', 1, 64) + "%"
		}
		out = append(out, ui.Cell{Text: text, NoWrap: true})
	}
	place := "—"
	if f.MeanRankSigned > 0 {
		place = strconv.FormatFloat(f.MeanRankSigned, 'f', 1, 64)
	}
	return append(out, ui.Cell{Text: place, NoWrap: true})
}
