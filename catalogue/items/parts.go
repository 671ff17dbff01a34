package items

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/source"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

var (
	tagForm = regexp.MustCompile(`^(V2?|C|M|D|S|Δ)([: ].{1,80})?$`)
	idForm  = regexp.MustCompile(`^[a-z][a-z0-9]*([-_][a-z0-9]+)*$`)
)

func tag(n source.Node) string {
	s := n.String()
	if s != "" && !tagForm.MatchString(s) {
		n.Fault("catalogue.items.tag", "value", s)
	}
	return s
}

// slug reads a name such as power-of-attorney.
func slug(n source.Node) string {
	s := n.String()
	if s != "" && !idForm.MatchString(s) {
		n.Fault("catalogue.source.wrong_form", "value", s, "example", "contract")
	}
	return s
}

func (r *reader) basis(m *source.Map, it *form.Item) {
	n := m.Get("basis")
	if it.Kind == form.Government {
		n = m.Must("basis")
	}
	for _, x := range n.List() {
		b := x.Map()
		law := b.Must("law")
		it.Basis = append(it.Basis, form.Basis{Law: law.String(), En: r.english(law.String(), b.Get("en").String(), law), Article: b.Get("article").String(), Says: b.Get("says").Text(), Tag: tag(b.Must("tag"))})
		b.Done()
	}
}

func (r *reader) materials(m *source.Map, it *form.Item) {
	for _, x := range m.Get("materials").List() {
		a := x.Map()
		mat := form.Material{
			ID: slug(a.Must("id")), Name: a.MustText("name"), Note: a.Get("note").Text(), Source: a.Must("source").OneOf(sources...),
			Form: a.Get("form").Text(), Spare: a.Get("spare").Bool(), Later: a.Get("later").Period(), Promise: a.Get("promise").Bool(),
			Types: a.Get("types").Some(fileTypes...), MaxMB: a.Get("max_mb").Int(defaultMB, 1, maxMB), Max: a.Get("max").Int(defaultFiles, 1, maxFiles),
			Sample: r.sample(a.Get("sample")), Optional: a.Get("optional").Bool(), Application: a.Get("application").Bool(),
		}
		if reg := a.Get("register"); reg.String() != "" && !r.unsure {
			mat.Register = reg.OneOf(r.paths...)
		} else {
			mat.Register = reg.String()
		}
		extract(a, &mat)
		for _, n := range a.Get("cases").List() {
			mat.Cases = append(mat.Cases, n.String())
			if n.String() != form.CaseOfDeal {
				r.cat.named = append(r.cat.named, named{n.String(), n, false})
			}
		}
		if mat.Application && mat.Source != "system" {
			a.Get("application").Fault("catalogue.items.application")
		}
		when := a.Get("when")
		mat.When = r.condition(when, draftStep{}, when)
		r.answers(when, mat.When, it)
		if mat.Types == nil {
			mat.Types = slices.Clone(defaultTypes)
		}
		a.Done()
		if _, twice := it.Material(mat.ID); twice {
			x.Fault("catalogue.source.twice", "value", mat.ID)
			continue
		}
		it.Materials = append(it.Materials, mat)
	}
}

// extract is what a register says in place of a paper that the platform has: none
// is spared without one.
func extract(a *source.Map, m *form.Material) {
	n := a.Get("extract")
	switch {
	case n.There():
		m.Extract = n.OneOf(form.Extracts()...)
		if !m.Spare {
			n.Fault("catalogue.items.extract_unspared", "value", m.ID)
		}
		if m.Extract == form.ExtractRight && m.Register == "" {
			n.Fault("catalogue.items.extract_register", "value", m.ID)
		}
	case m.Spare || m.Source == "platform":
		a.Get("source").Fault("catalogue.items.no_extract", "value", m.ID)
	}
}

func (r *reader) limits(m *source.Map, it *form.Item) {
	all := m.Must("limits").Map()
	var promise source.Node
	for _, name := range all.Keys() {
		l := all.Get(name).Map()
		if !idForm.MatchString(name) {
			l.Fault("catalogue.source.wrong_form", "value", name, "example", "committed")
		}
		lim := form.Limit{Name: name, Period: l.Get("period").Period(), Regime: calendar.Administrative, Basis: l.Get("basis").String(),
			Tag: tag(l.Must("tag")), Committed: name == "committed", Outside: name == "outside", Note: l.Get("note").Text()}
		lim.BasisEn = r.english(lim.Basis, "", l.Get("basis"))
		if n := l.Get("outside"); n.There() {
			lim.Outside = n.Bool()
		}
		if n := l.Get("regime"); n.There() {
			lim.Regime = calendar.RegimeID(n.OneOf(regimes()...))
		}
		if lim.Committed {
			promise = l.Get("period")
		}
		if name == form.Yours {
			lim.Note = l.Must("note").Text() // it has no clock: the note says what it runs from
		} else if lim.Period.IsZero() && l.Get("period").String() == "" { // one that cannot be read was told already
			lim.From = l.Get("from").OneOf(starts...)
			if lim.Note == (form.Text{}) {
				l.Fault("catalogue.items.limit_empty", "name", name)
			}
		} else {
			lim.From = l.Must("from").OneOf(starts...)
		}
		l.Done()
		it.Limits = append(it.Limits, lim)
	}
	if p, law, beyond := promisedBeyond(*it); beyond {
		promise.Fault("catalogue.items.promise_beyond", "promise", form.Text{Zh: p.Period.Chinese(), En: p.Period.English()}, "law", form.Text{Zh: law.Period.Chinese(), En: law.Period.English()})
	}
	if m.Has("limits") && len(it.Limits) == 0 {
		m.Get("limits").Fault("catalogue.items.no_limits")
	}
}

// longer compares two periods; those of different units roughly.
func longer(a, b calendar.Period) bool {
	if a.Unit == b.Unit {
		return a.N > b.N
	}
	return rough(a) > rough(b)
}

// promisedBeyond reports whether the office promises more time than the law gives
// it, both counted from the same event, or the promise from a later one.
func promisedBeyond(it form.Item) (promise, law form.Limit, beyond bool) {
	for _, l := range it.Limits {
		switch l.Name {
		case "committed":
			promise = l
		case "statutory":
			law = l
		}
	}
	if promise.Period.IsZero() || law.Period.IsZero() || slices.Index(starts, promise.From) < slices.Index(starts, law.From) {
		return promise, law, false
	}
	return promise, law, longer(promise.Period, law.Period)
}

// rough is a period in calendar days, for periods of different units only. Unit:
// calendar days. Source: our choice: weeks of five working days, years of 365 days.
func rough(p calendar.Period) float64 {
	return float64(p.N) * map[calendar.Unit]float64{calendar.Year: 365, calendar.Month: 365.0 / 12, calendar.CalendarDay: 1, calendar.WorkDay: 7.0 / 5}[p.Unit]
}

func regimes() []string {
	var out []string
	for _, r := range calendar.Regimes() {
		if !slices.Contains(out, string(r.ID)) {
			out = append(out, string(r.ID))
		}
	}
	return out
}

func (r *reader) result(m *source.Map, it *form.Item) {
	n := m.Must("result").Map()
	it.Result = form.Result{Name: n.MustText("name"), Template: n.Get("template").String(), Series: signed(r.cat.City.Sign, n.Get("series").Said())}
	if t := it.Result.Template; t != "" && r.templates != nil {
		for _, lang := range []string{"zh", "en"} {
			if _, err := fs.Stat(r.templates, t+"."+lang+".txt"); err != nil {
				n.Get("template").Fault("catalogue.items.no_template", "template", t+"."+lang+".txt")
			}
		}
	}
	n.Done()
	r.says(m, it)
}

// signed puts the city's sign before the name of a series of documents.
func signed(sign, series string) string {
	if series == "" || strings.HasPrefix(series, sign) {
		return series
	}
	return sign + series
}

func (r *reader) target(m *source.Map, it *form.Item) {
	n := m.Get("target")
	if !n.There() {
		return
	}
	t := n.Map()
	it.Target = &form.Target{System: t.Must("system").Of(city.SystemsFile).OneOf(r.cat.City.SystemIDs()...), Export: t.Must("export").OneOf(exports...), Back: t.Must("back").OneOf(backs...)}
	t.Done()
}

func (r *reader) checklist(m *source.Map, it *form.Item) {
	for _, x := range m.Get("checklist").List() {
		c := x.Map()
		ch := form.Check{ID: slug(c.Must("id")), Text: c.MustText("text"), Auto: c.Get("auto").OneOf(form.AutoChecks()...)}
		c.Done()
		if slices.ContainsFunc(it.Checklist, func(o form.Check) bool { return o.ID == ch.ID }) {
			x.Fault("catalogue.source.twice", "value", ch.ID)
			continue
		}
		it.Checklist = append(it.Checklist, ch)
	}
}

// routes reads to which unit a case goes; the word districts stands for the
// station of each district.
func (r *reader) routes(m *source.Map, it *form.Item) {
	if n := m.Get("routes"); n.IsText() {
		if n.OneOf("districts") != "" {
			it.Routes = stations(r.cat.City)
		}
		return
	}
	for _, x := range m.Get("routes").List() {
		t := x.Map()
		when := t.Must("when")
		p := r.condition(when, draftStep{}, when)
		r.answers(when, p, it)
		it.Routes = append(it.Routes, form.Route{When: p, Unit: kernel.UnitID(t.Must("unit").Of(city.UnitsFile).OneOf(r.cat.City.UnitIDs()...))})
		t.Done()
	}
}

// stations are the routes to the districts' own units.
func stations(c city.City) []form.Route {
	var out []form.Route
	for _, u := range c.Units {
		if u.District != "" {
			out = append(out, form.Route{When: form.Predicate{Name: "district", Args: []string{u.District}}, Unit: u.ID})
		}
	}
	return out
}

func (r *reader) rules(m *source.Map, it *form.Item) {
	for _, x := range m.Get("rules").List() {
		rule, err := form.ParseRule(x.String(), r.paths)
		if err == nil && rule.Name == "within" {
			_, err = calendar.ParsePeriod(rule.Args[len(rule.Args)-1])
		}
		if err != nil {
			r.mistaken(x, err)
			continue
		}
		it.Rules = append(it.Rules, rule)
	}
}

// Phrases reads everyday words; one with a comma would never be found.
func Phrases(m *source.Map) []string {
	var out []string
	all := m.Must("seek")
	if all.There() && len(all.List()) == 0 {
		all.Fault("catalogue.items.no_seek")
	}
	for _, x := range all.List() {
		s := x.String()
		switch {
		case s == "":
			x.Fault("catalogue.source.empty_text")
		case strings.ContainsAny(s, "，,；;"):
			x.Fault("catalogue.items.seek_comma", "value", s)
		case slices.Contains(out, s):
			x.Fault("catalogue.source.twice", "value", s)
		default:
			out = append(out, s)
		}
	}
	return out
}
