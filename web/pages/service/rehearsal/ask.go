package rehearsal

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	service "quanlian/chain/service/rehearsal"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// askView is the form with what is known, and the rehearsals so far.
type askView struct {
	v     *site.Visit
	sheet site.Sheet
	units []ui.Option
	known service.Basis
	items []ui.Option
	named map[string]string // what each item is called
	past  ui.Table
	many  bool // more than one answer can be compared
}

// Unit: rehearsals. Source: our choice.
const shownPast = 30

func (p pages) ask(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawAsk(w, r, v, http.StatusOK, nil)
}

func (p pages) drawAsk(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	a, err := officer(v)
	if err != nil {
		return err
	}
	x := askView{v: v, sheet: v.Sheet(r, "web.rehearse", fault)}
	mine := service.Units(a)
	q := service.Question{Units: mine, Runs: engine.DefaultRuns, Effort: engine.Effort{Low: 1, Likely: 1, High: 1}}
	q.From, q.Until = service.Span(v.Env.Now())
	if from, err := calendar.ParseDate(x.sheet.Typed.Get("from")); err == nil {
		q.From = from
	}
	if until, err := calendar.ParseDate(x.sheet.Typed.Get("until")); err == nil && !until.After(p.today(v)) {
		q.Until = until
	}
	if x.known, err = p.Known(r.Context(), a, q, v.Env.Now()); err != nil {
		return err
	}
	slices.SortStableFunc(x.known.Units, func(a, b service.UnitFact) int { return b.Cases - a.Cases }) // those with cases first
	p.begin(r, &x, q, fault)
	if err := p.pastOnes(r, &x, a); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, frame(r, v, v.L.T("web.nav.rehearse")), askPage(x))
}

// begin fills the form with what it begins with.
func (p pages) begin(r *http.Request, x *askView, q service.Question, fault error) {
	l := x.v.L
	set := func(name string, values ...string) {
		if fault == nil {
			x.sheet.Set(name, values...)
		}
	}
	from := q.From
	if x.known.First.After(from) { // nothing came before it
		from = x.known.First
	}
	set("from", from.String())
	set("until", q.Until.String())
	set("low", firstLow)
	set("likely", firstLikely)
	set("high", firstHigh)
	set("seed", firstSeed)
	var with []string
	for _, f := range x.known.Units {
		x.units = append(x.units, ui.Option{Value: string(f.ID), Text: x.v.UnitText(f.ID) + l.T("web.ui.bracket", "text", l.T("web.rehearse.n_cases", "n", f.Cases))})
		if f.Cases > 0 {
			with = append(with, string(f.ID))
		}
	}
	set("units", with...)
	x.items = []ui.Option{{Text: l.T("web.rehearse.no_limit")}, {Value: "*", Text: l.T("web.rehearse.all_items")}}
	x.named = map[string]string{}
	for _, f := range x.known.Items {
		x.named[f.ID] = itemText(x.v, f.ID)
		if !f.Limit.IsZero() {
			x.items = append(x.items, ui.Option{Value: f.ID, Text: x.named[f.ID] + l.T("web.ui.bracket", "text", l.T("web.rehearse.now_is", "limit", site.PeriodText(l, f.Limit), "n", f.Cases))})
		}
	}
	p.prefill(r, x, set)
}

// prefill takes over what the page that led here proposes to try.
func (p pages) prefill(r *http.Request, x *askView, set func(name string, values ...string)) {
	if s, err := p.Store.Rehearsal(r.Context(), x.v.Officer(), r.URL.Query().Get("like")); err == nil {
		x.like(s.Question, set)
		return
	}
	item := r.URL.Query().Get("item")
	if item == "" {
		return
	}
	days, unit := r.URL.Query().Get("days"), r.URL.Query().Get("unit")
	name := x.v.L.T("web.rehearse.prefilled", "item", item, "days", days)
	if days == "" {
		name = item
	}
	if !slices.ContainsFunc(x.items, func(o ui.Option) bool { return o.Value == item }) {
		x.items = append(x.items, ui.Option{Value: item, Text: itemText(x.v, item) + x.v.L.T("web.ui.bracket", "text", x.v.L.T("web.rehearse.n_cases", "n", 0))})
	}
	set("name", name)
	set("limit-item-1", item)
	set("limit-days-1", days)
	set("limit-unit-1", unit)
}

// pastOnes lists the rehearsals so far.
func (p pages) pastOnes(r *http.Request, x *askView, a kernel.Actor) error {
	list, err := p.Store.Rehearsals(r.Context(), a, shownPast)
	if err != nil || len(list) == 0 {
		return err
	}
	l := x.v.L
	x.past = ui.Table{Caption: l.T("web.rehearse.past"), Select: "id", Stack: true, Cols: []ui.Col{{Text: l.T("web.rehearse.field.name")}, {Text: l.T("web.rehearse.col.made")}, {Text: l.T("web.rehearse.col.by")},
		{Text: l.T("web.rehearse.col.state")}, {Text: l.T("web.rehearse.col.share"), Right: true}, {Text: l.T("web.rehearse.col.base"), Right: true}}}
	done := 0
	for _, s := range list {
		share, base := "—", "—"
		if s.State == service.Done {
			done++
			b, tried := outcomes(s.Answer)
			base = spread(l, b.Share)
			if tried != nil {
				share = spread(l, tried.Share)
			}
		}
		x.past.Rows = append(x.past.Rows, ui.Row{Key: s.ID, Name: s.Question.Name, Cells: []ui.Cell{{Text: s.Question.Name, Href: "/rehearse/" + s.ID}, {Text: l.Moment(s.Made, x.v.Env.Now()), NoWrap: true}, {Text: s.ByName},
			{Part: stateChip(x.v, s)}, {Text: share, NoWrap: true}, {Text: base, NoWrap: true}}})
	}
	x.many = done > 1
	return nil
}

// start asks the question that was typed.
func (p pages) start(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	a, err := officer(v)
	if err != nil {
		return err
	}
	id := r.PostFormValue("id") // reads the form
	q, err := read(r, service.Units(a))
	if q.Name == "" && err == nil {
		known, err := p.Known(r.Context(), a, q, v.Env.Now())
		if err != nil {
			return err
		}
		q.Name = titleOf(v, q, known)
	}
	if q.Name == "" { // it gets its name once the rest can be read
		q.Name = v.L.T("web.rehearse.title_as_was")
	}
	if err = both(err, q.Check(p.today(v))); err != nil {
		return p.drawAsk(w, r, v, httpx.Status(err), err)
	}
	if err := v.Env.Desk.Do(r.Context(), a, r.PostFormValue(site.KeyField), service.Start{ID: id, By: a.User, Hat: a.Hat(), Question: q}); err != nil {
		return err
	}
	return v.Go(w, r, "/rehearse/"+id, "")
}

func (p pages) stop(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := p.one(r, v)
	if err != nil {
		return err
	}
	if x.State != service.Waiting && x.State != service.Running { // done before it could be stopped
		return v.Go(w, r, "/rehearse/"+x.ID, "")
	}
	if err := v.Env.Desk.Do(r.Context(), v.Officer(), r.PostFormValue(site.KeyField), service.Stop{ID: x.ID, By: v.Actor.User}); err != nil {
		return err
	}
	return v.Go(w, r, "/rehearse/"+x.ID, "")
}

func (p pages) drop(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := p.one(r, v)
	if err != nil {
		return err
	}
	if err := v.Env.Desk.Do(r.Context(), v.Officer(), r.PostFormValue(site.KeyField), service.Drop{ID: x.ID, By: v.Actor.User}); err != nil {
		return err
	}
	return v.Go(w, r, "/rehearse", v.L.T("web.rehearse.dropped", "name", x.Question.Name))
}

// field is a question of a row of the form.
func (x askView) field(name, label, width string) ui.Field {
	return ui.Field{Name: name, Label: x.v.L.T(label), Value: x.sheet.Typed.Get(name), Error: x.sheet.Faults.Of(name), Width: width, Mode: "numeric"}
}

// summary lists the faults under words that fit the rows too.
func (x askView) summary() []ui.FieldFault {
	return x.sheet.Faults.Summary(func(name string) string {
		for _, row := range []string{"limit-item-", "limit-days-", "short-", "staff-", "new-"} {
			if len(name) > len(row) && name[:len(row)] == row {
				label := x.v.L.T("web.rehearse.row." + strings.ReplaceAll(row[:len(row)-1], "-", "_"))
				if row == "staff-" || row == "new-" {
					label = x.v.UnitText(kernel.UnitID(name[len(row):])) + "　" + label
				}
				return label
			}
		}
		if name == "effort" {
			return x.v.L.T("web.rehearse.assumed")
		}
		return x.sheet.Label(name)
	})
}

func (x askView) periodUnits(i int) []ui.Option {
	l := x.v.L
	return x.sheet.Chosen("limit-unit-"+strconv.Itoa(i), []ui.Option{{Value: "wd", Text: l.T("web.rehearse.wd")}, {Value: "d", Text: l.T("web.rehearse.d")}})
}

func (x askView) shortUnits(i int) []ui.Option {
	out := []ui.Option{{Text: x.v.L.T("web.rehearse.nobody_missing")}}
	for _, f := range x.known.Units {
		out = append(out, ui.Option{Value: string(f.ID), Text: x.v.UnitText(f.ID)})
	}
	return x.sheet.Chosen("short-unit-"+strconv.Itoa(i), out)
}

// byCases are the offices with a case in the span, and those without.
func (x askView) byCases() (busy, idle []service.UnitFact) {
	for _, f := range x.known.Units {
		if f.Cases > 0 {
			busy = append(busy, f)
		} else {
			idle = append(idle, f)
		}
	}
	return busy, idle
}

// typedOf says that somebody entered a number for one of the offices.
func (x askView) typedOf(units []service.UnitFact) bool {
	return slices.ContainsFunc(units, func(f service.UnitFact) bool {
		return x.sheet.Typed.Get("staff-"+string(f.ID)) != "" || x.sheet.Typed.Get("new-"+string(f.ID)) != ""
	})
}

func percent(x float64) string { return strconv.FormatFloat(100*x, 'f', 1, 64) + "%" }

func spread(l *lang.Localizer, s engine.Spread) string {
	return l.T("web.rehearse.spread", "mean", percent(s.Mean), "low", percent(s.Low), "high", percent(s.High))
}

// howMany says how many worked in an office, and how that is known.
func howMany(l *lang.Localizer, f service.UnitFact) string {
	if f.Staff != f.Posts && !f.Given {
		return l.T("web.rehearse.by_record", "n", f.Staff, "posts", f.Posts)
	}
	return l.T("web.rehearse.by_posts", "n", f.Posts)
}

// Unit: times. Source: our choice; the workbook and the JSON have them all.
const shownAway = 3

// awayText says when people of an office were missing; "" for never.
func awayText(l *lang.Localizer, f service.UnitFact) string {
	var out []string
	for i, s := range f.Short {
		if i == shownAway {
			out = append(out, l.T("web.rehearse.away_more", "n", len(f.Short)))
			break
		}
		out = append(out, l.T("web.rehearse.away", "from", s.From.String(), "to", s.To.String(), "n", s.Missing))
	}
	return strings.Join(out, l.T("web.rehearse.and"))
}
