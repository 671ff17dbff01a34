package items

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel/form"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// filling is a form in work, page by page: of one item, or the joined one of
// several that are applied for as one thing. What the pages do stands once, in
// apply.go, materials.go and check.go.
type filling interface {
	base() string        // address of what is applied for
	subject() string     // of its draft
	name(zh bool) string // its name
	code() string        // of the one item; "" for a thing
	items() []form.Item
	codes() []string   // codes of those, of a thing
	pages() []formPage // in their order, with those whose condition does not hold
	papers() []paper   // in their order, with those whose condition does not hold
	// draftOf is what the form says for one of the items.
	draftOf(it form.Item) draft
	// answers is the form as a page reads it, put takes back what it then says.
	answers(pg formPage) form.Values
	put(pg formPage, v form.Values)
	// spread lays the answers of one item where they are asked.
	spread(it form.Item, v form.Values)
	// hold takes files and promises of one item.
	hold(it form.Item, d draft)
	// settle makes good what follows from other answers and files.
	settle(r *http.Request, v *site.Visit) error
	seen(page string) bool
	see(page string)
	save(r *http.Request, v *site.Visit) error
	stands() bool // as a draft that was saved
	// aside is what two windows wrote past each other.
	aside() *apart
}

// formPage is one page of a form: a step of the items that ask it.
type formPage struct {
	key  string
	step form.Step
	asks []form.Item
	// own: the page of one of several items; else all of asks share it.
	own bool
}

// paper is one material of a form; also are the materials of other items for
// which the same paper serves.
type paper struct {
	field string // name of its file input
	it    form.Item
	m     form.Material
	also  []paper
}

func (x paper) each() []paper { return append([]paper{x}, x.also...) }

func pageURL(f filling, page string) string { return f.base() + "/apply/" + page }

// asked are the pages that the form has as it stands.
func asked(v *site.Visit, f filling) []formPage {
	facts := factsOf(v)
	return slices.DeleteFunc(slices.Clone(f.pages()), func(pg formPage) bool { return !pg.step.When.Holds(f.answers(pg), facts) })
}

// wantedPapers are the materials that are asked for as the form stands.
func wantedPapers(v *site.Visit, f filling) []paper {
	facts := factsOf(v)
	return slices.DeleteFunc(slices.Clone(f.papers()), func(x paper) bool {
		return !slices.ContainsFunc(x.each(), func(o paper) bool { return o.m.When.Holds(f.draftOf(o.it).Values, facts) })
	})
}

// owedPapers are those that still have to be handed in before sending.
func (p pages) owedPapers(v *site.Visit, f filling) []paper {
	owed := map[string][]form.Material{}
	for _, it := range f.items() {
		owed[it.Code] = p.owed(v, it, f.draftOf(it))
	}
	return slices.DeleteFunc(slices.Clone(f.papers()), func(x paper) bool {
		return !slices.ContainsFunc(x.each(), func(o paper) bool {
			return slices.ContainsFunc(owed[o.it.Code], func(m form.Material) bool { return m.ID == o.m.ID })
		})
	})
}

// pageFaults is what is wrong on a page: fields, and rules between fields.
func (p pages) pageFaults(v *site.Visit, f filling, pg formPage) errs.List {
	return append(f.aside().faults(pg), p.stepFaults(v, f, pg)...)
}

// stepFaults are those of the answers, with the faults between fields of which the
// last stands on this page.
func (p pages) stepFaults(v *site.Visit, f filling, pg formPage) errs.List {
	_, out := p.Checker.CheckStep(pg.asks[0], pg.step, f.answers(pg), factsOf(v))
	for _, it := range pg.asks {
		for _, e := range p.ruleFaults(v, it, pg.step, f.draftOf(it)) {
			if !slices.ContainsFunc(out, func(o *errs.Error) bool { return o.Field == e.Field && o.Code == e.Code }) {
				out.Add(e)
			}
		}
	}
	inPlace(pg.step, out)
	return out
}

// inPlace sorts faults as their fields stand on the page; rows stay as they are.
func inPlace(s form.Step, list errs.List) {
	if s.Repeat != 0 {
		return
	}
	at := func(e *errs.Error) int {
		return slices.IndexFunc(s.Fields, func(f form.Field) bool { return f.ID == e.Field })
	}
	slices.SortStableFunc(list, func(a, b *errs.Error) int { return cmp.Compare(at(a), at(b)) })
}

// ruleFaults are the faults between fields that stand on this page.
func (p pages) ruleFaults(v *site.Visit, it form.Item, s form.Step, d draft) errs.List {
	_, err := p.Checker.Check(it, d.Values, factsOf(v))
	var out errs.List
	for _, e := range errs.All(err) {
		if f, ok := it.Field(e.Field); ok && isRule(e.Code) && slices.ContainsFunc(s.Fields, func(x form.Field) bool { return x.ID == f.ID }) {
			out = append(out, e)
		}
	}
	return out
}

func isRule(code string) bool {
	return len(code) > len(rulePrefix) && code[:len(rulePrefix)] == rulePrefix
}

const rulePrefix = "kernel.form.rule."

// where is the address of a field of the form; name is as faults name it, with
// the item before it where several ask.
func where(f filling, name string) string {
	code, path, ok := strings.Cut(name, thingSep)
	if !ok {
		code, path = "", name
	}
	if strings.HasPrefix(path, "file.") {
		return pageURL(f, stepMaterials) + "#" + ui.FieldID(name)
	}
	step, _, _ := strings.Cut(path, ".")
	for _, pg := range f.pages() {
		if pg.step.ID == step && (code == "" || slices.ContainsFunc(pg.asks, func(it form.Item) bool { return it.Code == code })) {
			return pageURL(f, pg.key) + "#" + ui.FieldID(path)
		}
	}
	return ""
}

// single is the form of one item.
type single struct {
	it form.Item
	d  draft
}

func (s *single) base() string                      { return "/item/" + s.it.Code }
func (s *single) subject() string                   { return subject(s.it.Code) }
func (s *single) name(zh bool) string               { return s.it.Name.In(zh) }
func (s *single) code() string                      { return s.it.Code }
func (s *single) items() []form.Item                { return []form.Item{s.it} }
func (s *single) codes() []string                   { return nil }
func (s *single) draftOf(form.Item) draft           { return s.d }
func (s *single) answers(formPage) form.Values      { return s.d.Values }
func (s *single) put(_ formPage, v form.Values)     { s.d.Values = v }
func (s *single) spread(_ form.Item, v form.Values) { s.d.Values = v }
func (s *single) hold(_ form.Item, d draft)         { s.d.Files, s.d.Promises = d.Files, d.Promises }
func (s *single) seen(page string) bool             { return slices.Contains(s.d.Seen, page) }
func (s *single) see(page string)                   { s.d.see(page) }

func (s *single) aside() *apart { return &s.d.apart }

func (s *single) stands() bool { return !s.d.saved.IsZero() }

func (s *single) settle(*http.Request, *site.Visit) error { return nil }

func (s *single) save(r *http.Request, v *site.Visit) error {
	return s.d.save(r, v, subject(s.it.Code))
}

func (s *single) pages() []formPage {
	out := make([]formPage, len(s.it.Steps))
	for i, x := range s.it.Steps {
		out[i] = formPage{key: x.ID, step: x, asks: []form.Item{s.it}}
	}
	return out
}

func (s *single) papers() []paper {
	out := make([]paper, len(s.it.Materials))
	for i, m := range s.it.Materials {
		out[i] = paper{field: "file." + m.ID, it: s.it, m: m}
	}
	return out
}
