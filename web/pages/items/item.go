package items

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// itemView is the page of an item.
type itemView struct {
	v       *site.Visit
	item    form.Item
	figures []ui.Figure
	steps   []ui.Step
	table   ui.Table
	basis   ui.Table
	facts   []ui.Pair
	who     []string
	may     string
	mayNot  bool
	unit    city.Unit
	with    []ui.Link
	wrong   [][]items.Piece // frequent mistakes
	staff   bool
	draft   string    // when there is one: since when
	kept    bool      // there is a template
	many    bool      // can be applied for from a sheet
	coming  string    // what changes, and when
	hatless bool      // acts for nobody who could apply
	papers  []ui.Link // its form, filled in as an example and empty
}

func (p pages) item(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.wanted(r, v)
	if err != nil {
		return err
	}
	l, zh := v.L, v.L.Zh()
	x := p.seen(r.Context(), v, it)
	if !slices.ContainsFunc(it.Materials, isForm) { // else they stand beside it
		x.papers = formLinks(l, it)
	}
	x.coming, x.hatless = p.comingText(v, it), v.LoggedIn() && errs.Is(mayApply(v, it), "web.items.choose_hat")
	x.table = materialTable(l, it, func(m form.Material) []ui.Link { return p.sampleLinks(l, it, m) })
	if v.LoggedIn() && v.Actor.Party != "" {
		short := beyond(v, it)
		switch x.mayNot = true; {
		case !may(it, v.Party):
			x.may = l.T("web.items.may_not", "name", v.Party.Name)
		case short != nil:
			x.may = l.Error(short)
		default:
			x.may, x.mayNot = l.T("web.items.may", "name", v.Party.Name), false
		}
		d, ok, err := load(r.Context(), v, subject(it.Code))
		if err != nil {
			return err
		}
		if ok {
			x.draft = l.Moment(d.saved, v.Env.Now())
		}
		if _, x.kept, err = load(r.Context(), v, template(it.Code)); err != nil {
			return err
		}
	}
	f := v.Frame(r, it.Name.In(zh), "items")
	f.Description = it.Lead.In(zh)
	f.Crumb = []ui.Link{{Text: l.T("web.nav.items"), Href: "/items"}, {Text: l.T(it.Link + ".all.name"), Href: "/items?link=" + it.Link}, {Text: it.Name.In(zh)}}
	return v.Show(w, r, f, itemPage(x))
}

// seen is what everybody sees of an item.
func (p pages) seen(ctx context.Context, v *site.Visit, it form.Item) itemView {
	l := v.L
	x := itemView{v: v, item: it, figures: figures(l, it), steps: steps(l, it), table: materialTable(l, it, nil), basis: basisTable(l, it, v.Staff()), staff: v.Staff()}
	x.many = mayMany(it, p.Deps)
	x.unit, _ = p.City().Unit(it.Unit)
	x.facts = p.facts(l, it, x.unit)
	x.who = whoTexts(l, it)
	for _, o := range p.Today(ctx).Together(it) {
		x.with = append(x.with, ui.Link{Text: o.Name.In(l.Zh()), Href: "/item/" + o.Code})
	}
	for _, m := range it.Mistakes {
		x.wrong = append(x.wrong, p.Today(ctx).Said(m.In(l.Zh())))
	}
	return x
}

// whoTexts name who may apply; none where everybody may.
func whoTexts(l *lang.Localizer, it form.Item) []string {
	var out []string
	for _, k := range it.Who {
		out = append(out, l.T("web.items.who."+k))
	}
	return out
}

// Preview is the page of an item as citizens will see it, before it is in force.
func Preview(d Deps) func(context.Context, *site.Visit, form.Item) templ.Component {
	p := pages{Deps: d}
	return func(ctx context.Context, v *site.Visit, it form.Item) templ.Component {
		return itemPage(p.seen(ctx, v, it))
	}
}

// limitOf finds a declared limit by its name.
func limitOf(it form.Item, name string) (form.Limit, bool) {
	i := slices.IndexFunc(it.Limits, func(l form.Limit) bool { return l.Name == name })
	if i < 0 {
		return form.Limit{}, false
	}
	return it.Limits[i], true
}

// figures are the row of numbers: limits, visits, fee. None stands alone: what
// it rests on stands below.
func figures(l *lang.Localizer, it form.Item) []ui.Figure {
	var out []ui.Figure
	if _, ok := limitOf(it, "acceptance"); ok {
		out = append(out, limitFigure(l, it, "acceptance"))
	}
	out = append(out, limitFigure(l, it, "committed"))
	_, outside := limitOf(it, "outside")
	if _, ok := limitOf(it, "statutory"); ok || !outside {
		out = append(out, limitFigure(l, it, "statutory"))
	}
	if outside {
		out = append(out, limitFigure(l, it, "outside"))
	}
	if _, ok := limitOf(it, form.Yours); ok {
		out = append(out, limitFigure(l, it, form.Yours))
	}
	visits := ui.Figure{Label: l.T("web.items.visits"), Value: strconv.Itoa(it.Visits), Unit: l.T("web.items.times"), Basis: l.T("web.items.visits_basis")}
	if it.Visits == 1 {
		visits.Unit = l.T("web.items.time")
	}
	if it.Visits < 0 {
		visits.Value, visits.Unit = l.T("web.items.not_established"), ""
	} else if it.Visits > 0 || !slices.Contains(it.Channels, "online") {
		visits.Basis = l.T("web.items.visits_window")
	}
	fee := ui.Figure{Label: l.T("web.items.fee"), Value: "0", Unit: l.T("web.ui.yuan"), Basis: l.T("web.items.free")}
	if t := it.Fee.Text.In(l.Zh()); t != "" {
		fee.Basis = t
	}
	if it.Fee.Charged() {
		fee.Value, fee.Unit = l.T("web.items.charged"), ""
	}
	return append(out, visits, fee)
}

func limitFigure(l *lang.Localizer, it form.Item, name string) ui.Figure {
	f := ui.Figure{Label: l.T("web.items.limit." + name)}
	x, ok := limitOf(it, name)
	switch {
	case !ok:
		f.Value, f.Basis = l.T("web.items.no_limit"), l.T("web.items.limit_none."+name)
		if _, elsewhere := limitOf(it, "outside"); elsewhere && name == "committed" {
			f.Value, f.Basis = l.T("web.items.no_promise"), l.T("web.items.limit_none.forwarded")
		}
	case name == form.Yours:
		f.Value, f.Basis = l.T("web.items.limit_yours"), capital(x.Note.In(l.Zh()))
		if !x.Period.IsZero() {
			f.Value, f.Unit = periodFigure(l, x.Period)
		}
		if x.Basis != "" {
			f.Basis += "　" + lawOf(l, x)
		}
	case x.Period.IsZero() && it.Class == form.Instant && name != "statutory": // no law says at once
		f.Value, f.Basis = l.T("web.items.at_once"), capital(x.Note.In(l.Zh()))
		if it.Self == "" { // a person does it
			f.Value = l.T("web.items.at_once_staff")
		}
	case x.Period.IsZero() && it.Class == form.Instant:
		f.Value, f.Basis = l.T("web.items.no_limit"), capital(x.Note.In(l.Zh()))
	case x.Period.IsZero():
		f.Value, f.Basis = l.T("web.items.not_established"), capital(x.Note.In(l.Zh()))
	default:
		f.Value, f.Unit = periodFigure(l, x.Period)
		f.Basis = l.T("web.items.from." + x.From)
		if x.Basis != "" {
			f.Basis += "　" + lawOf(l, x)
		}
		if note := x.Note.In(l.Zh()); note != "" {
			f.Basis += l.T("web.items.note_sep") + capital(note)
		}
	}
	return f
}

func periodFigure(l *lang.Localizer, p calendar.Period) (value, unit string) {
	unit = "web.items.unit."
	if p.N == 1 {
		unit = "web.items.unit_one."
	}
	return strconv.Itoa(p.N), l.T(unit + string(p.Unit))
}

// steps are the way of an item, drawn from its flow.
func steps(l *lang.Localizer, it form.Item) []ui.Step {
	var out []ui.Step
	for _, s := range itemflow.Steps(it.Flow) {
		x := ui.Step{Text: l.T("itemflow.step." + s)}
		switch s {
		case "forward":
			if len(it.Providers) > 0 {
				x.Fact = it.Providers[0].In(l.Zh())
			}
		case "publish":
			if it.Publicity != nil {
				x.Fact = site.PeriodText(l, *it.Publicity)
			}
		case "deliver":
			x.Fact = it.Result.Name.In(l.Zh())
		}
		out = append(out, x)
	}
	return out
}

// howText says what happens between filing and result, by the flow.
func howText(l *lang.Localizer, it form.Item) string {
	if it.Self != "" && it.Flow == itemflow.Instant {
		return l.T("web.items.how_self")
	}
	switch it.Flow {
	case itemflow.Instant, itemflow.Consult, itemflow.Book:
		return l.T("web.items.how." + it.Flow)
	}
	return l.T("web.items.how_once")
}

// materialTable lists what is asked for; samples gives the links to samples of a
// material, nil: none, as for an item that is not in force.
func materialTable(l *lang.Localizer, it form.Item, samples func(form.Material) []ui.Link) ui.Table {
	zh := l.Zh()
	t := ui.Table{Caption: l.T("web.items.prepare"), Stack: true, Cols: []ui.Col{{Text: l.T("web.items.material")}, {Text: l.T("web.items.source")}, {Text: l.T("web.items.form")}, {Text: l.T("web.items.can_later")}}}
	for _, m := range it.Materials {
		src := ui.Cell{Text: l.T("web.items.source." + m.Source)}
		later := ui.Cell{Text: l.T("web.items.not_later")}
		switch {
		case m.Spare && m.Register != "":
			src.Sub = l.T("web.items.spared_if")
			later.Text = l.T("web.items.spared_where_found")
		case m.Extract == form.ExtractRights:
			src.Sub = l.T("web.items.spared_if_owner")
			later.Text = l.T("web.items.spared_where_found")
		case m.Spare:
			src.Part = ui.Light(ui.Done, l.T(sparedText(m)))
			later.Text = l.T("web.items.spared_short")
		case m.Source == "system":
			later.Text = "—"
		case m.Optional:
			later.Text = l.T("web.items.optional")
		case !m.Later.IsZero():
			later.Text = l.T("web.items.within", "period", site.PeriodText(l, m.Later))
		}
		if len(m.Cases) > 0 {
			src.Sub = l.T("web.items.case_short")
			if m.OfDeal() {
				src.Sub = l.T("web.items.deal_label")
			}
		}
		if it.Promise && m.Promise {
			later.Sub = l.T("web.items.promise_short")
		}
		kind := m.Form.In(zh)
		if m.Source == "self" && kind == "" {
			kind = strings.ToUpper(strings.Join(m.Types, l.T("web.items.and")))
		}
		if kind == "" {
			kind = "—"
		}
		later.Text = capital(later.Text)
		name := ui.Cell{Text: m.Name.In(zh), Sub: materialSub(l, it, m), Strong: true}
		if samples != nil {
			if links := samples(m); len(links) > 0 {
				name.Part = materialName(name.Text, links)
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{name, src, {Text: kind}, later}})
	}
	return t
}

// basisTable lists the law; staff also see what was not verified.
func basisTable(l *lang.Localizer, it form.Item, staff bool) ui.Table {
	t := ui.Table{Caption: l.T("web.items.basis"), Quiet: true, Stack: true, Cols: []ui.Col{{Text: l.T("web.items.law")}, {Text: l.T("web.items.says")}}}
	for _, b := range it.Basis {
		says := ui.Cell{Text: capital(b.Says.In(l.Zh()))}
		if staff && !form.Verified(b.Tag) {
			says.Sub = l.T("web.items.unverified", "tag", b.Tag)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Part: lawName(l, b)}, says}})
	}
	return t
}

// receivers are the unit of the item and the stations to which it goes by district.
func (p pages) receivers(l *lang.Localizer, it form.Item, u city.Unit) string {
	var to []string
	for _, r := range it.Routes {
		if x, ok := p.City().Unit(r.Unit); ok && r.When.Name == "district" && !slices.Contains(to, x.Name.In(l.Zh())) {
			to = append(to, x.Name.In(l.Zh()))
		}
	}
	if len(to) == 0 {
		return u.Name.In(l.Zh())
	}
	return l.T("web.items.unit_districts", "stations", l.List(to), "unit", u.Name.In(l.Zh()))
}

func (p pages) facts(l *lang.Localizer, it form.Item, u city.Unit) []ui.Pair {
	zh := l.Zh()
	var levels, providers []string
	for _, x := range it.Level {
		levels = append(levels, l.T("web.items.level."+x))
	}
	for _, x := range it.Providers {
		providers = append(providers, x.In(zh))
	}
	out := []ui.Pair{
		{Key: l.T("web.items.code"), Text: it.Code, No: true},
		{Key: l.T("web.items.kind"), Text: l.T("web.items.kind."+string(it.Kind)) + l.T("web.items.sep") + l.T("web.items.class."+string(it.Class))},
		{Key: l.T("web.items.level"), Text: capital(l.List(levels))},
		{Key: l.T("web.items.result"), Text: it.Result.Name.In(zh)},
		{Key: l.T("web.items.provider"), Text: l.List(providers)},
		{Key: l.T("web.items.unit"), Text: p.receivers(l, it, u)},
		{Key: l.T("web.items.version"), Text: capital(l.T("web.items.since", "day", it.From.String()))},
	}
	if end, ok := doneAt(l, p.City(), it); ok {
		out = slices.Insert(out, len(out)-1, end)
	}
	if it.Status == "reconstruction" {
		out = append(out, ui.Pair{Key: l.T("web.items.status"), Text: l.T("web.items.reconstruction")})
	}
	return out
}
