package items

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/itemform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: rights. Source: our choice: what one looks through before searching.
const pickShown = 30

// Unit: rights. Source: our choice: what one looks through in a list that opens.
const ownShown = 20

// ownRightsURL is where a field asks for the list that opens in it; the format of
// its number follows.
const ownRightsURL = "/own-rights"

// picking is a field that asks for a right of one's own, on whichever page it
// stands: of an application, of a correction.
type picking struct {
	at, back string // where one chooses, where the field stands
	crumb    []ui.Link
	step     form.Step
	field    form.Field
	path     string
	values   form.Values
	keep     func(form.Values) error
}

// picker finds the field that an address asks to fill.
type picker func(r *http.Request, v *site.Visit) (picking, error)

// pickView is the search among the party's own rights for one field.
type pickView struct {
	v        *site.Visit
	at, back string
	path, q  string
	several  bool
	found    int
	field    ui.Field
	options  []ui.Option
	// lead and take say what becomes of the choice, to is where it goes; get: it is
	// asked for there, not kept.
	lead, take, to string
	get            bool
}

func pickURL(base, page, path string) string {
	return base + "/pick/" + page + "?field=" + url.QueryEscape(path)
}

// pickText is what leads to the search; "" for a field that asks for no right, and
// where the party has none.
func (p pages) pickText(r *http.Request, v *site.Visit) func(form.Field) string {
	counted := map[string]int{}
	return func(f form.Field) string {
		if !picks(f) || p.Rights == nil || v.Actor.Party == "" {
			return ""
		}
		n, ok := counted[f.Format]
		if !ok {
			_, n, _ = p.Rights(r.Context(), v.Actor.Party, f.Format, "", 1) // the form works without
			counted[f.Format] = n
		}
		if n == 0 {
			return ""
		}
		return v.L.T("web.pick.choose", "n", n)
	}
}

func picks(f form.Field) bool {
	return f.Register == "rights" && (f.Kind == form.KindRef || f.Kind == form.KindRefs)
}

// pickOf is the way to a field of a form in work.
func (p pages) pickOf(open opener) picker {
	return func(r *http.Request, v *site.Visit) (picking, error) {
		f, err := open(r, v)
		if err != nil {
			return picking{}, err
		}
		pg, ok := pageOf(f, r.PathValue("step"))
		if !ok {
			return picking{}, noSuchPage()
		}
		x, err := picked(r, pg.asks[0], pg.step, f.answers(pg))
		x.at, x.back = f.base()+"/pick/"+pg.key, pageURL(f, pg.key)+"#"+ui.FieldID(x.path)
		x.crumb = []ui.Link{{Text: v.L.T("web.nav.items"), Href: "/items"}, {Text: f.name(v.L.Zh()), Href: f.base()}, {Text: pg.step.Name.In(v.L.Zh()), Href: x.back}}
		x.keep = func(values form.Values) error {
			f.put(pg, values)
			for _, it := range pg.asks {
				f.spread(it, p.looked(r.Context(), it, f.draftOf(it).Values))
			}
			return settled(r, v, f)
		}
		return x, err
	}
}

// pickMend is the way to a field of a correction.
func (p pages) pickMend(r *http.Request, v *site.Visit) (picking, error) {
	m, err := p.loadMend(r, v, kernel.MoveCorrect)
	if err != nil {
		return picking{}, err
	}
	s, ok := stepOf(m.item, r.PathValue("step"))
	if !ok {
		return picking{}, noSuchPage()
	}
	x, err := picked(r, m.item, s, m.d.Values)
	x.at, x.back = "/case/"+m.c.No+"/pick/"+s.ID, m.base()+"?open="+s.ID+"#"+ui.FieldID(x.path)
	x.crumb = []ui.Link{{Text: v.L.T("web.nav.my"), Href: "/my"}, {Text: m.c.No, Href: v.Env.CaseURL(m.c)}, {Text: v.L.T("web.items.correct_title"), Href: x.back}}
	x.keep = func(values form.Values) error {
		m.d.Values = p.looked(r.Context(), m.item, values)
		return m.d.save(r, v, m.subject())
	}
	return x, err
}

func noSuchPage() error { return errs.New(errs.NotFound, "web.no_such_page", nil) }

// picked is the field of the step that the address names.
func picked(r *http.Request, it form.Item, s form.Step, values form.Values) (picking, error) {
	path := r.FormValue("field")
	f, ok := it.Field(path)
	if !ok || !picks(f) || !strings.HasPrefix(path, s.ID+".") {
		return picking{}, noSuchPage()
	}
	return picking{step: s, field: f, path: path, values: values}, nil
}

// pick lists the party's own rights, found by number or words of the title.
func (p pages) pick(way picker) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		o, err := way(r, v)
		if err != nil {
			return err
		}
		x := pickView{v: v, at: o.at, back: o.back, path: o.path, several: o.field.Kind == form.KindRefs, to: o.at, lead: v.L.T("web.pick.lead"), take: v.L.T("web.pick.take")}
		if err := p.search(r, v, &x, o.field, form.List(o.values[o.path])); err != nil {
			return err
		}
		return p.showPick(w, r, v, x, o.crumb)
	}
}

// search fills the page with what was found.
func (p pages) search(r *http.Request, v *site.Visit, x *pickView, f form.Field, have []string) error {
	x.q = strings.TrimSpace(r.URL.Query().Get("q"))
	list, n, err := p.Rights(r.Context(), v.Actor.Party, f.Format, x.q, pickShown)
	if err != nil {
		return err
	}
	x.found, x.field = n, ui.Field{Name: "number", Label: f.Label.In(v.L.Zh())}
	if n > len(list) {
		x.field.Hint = v.L.T("web.pick.more", "shown", len(list), "n", n)
	}
	for _, o := range list {
		x.options = append(x.options, ui.Option{Value: o.Number, Text: o.Title, Hint: o.Number, Selected: slices.Contains(have, o.Number), Count: -1})
	}
	return nil
}

func (p pages) showPick(w http.ResponseWriter, r *http.Request, v *site.Visit, x pickView, crumb []ui.Link) error {
	fr := v.Frame(r, v.L.T("web.pick.title"), "items")
	fr.Narrow = true
	fr.Crumb = append(crumb, ui.Link{Text: v.L.T("web.pick.title")})
	return v.Show(w, r, fr, pickPage(x))
}

// takePick writes the choice into the form; what the register knows of it is
// filled in anew.
func (p pages) takePick(way picker) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		o, err := way(r, v)
		if err != nil {
			return err
		}
		if err := o.keep(o.with(r.PostForm["number"])); err != nil {
			return err
		}
		return v.Go(w, r, o.back, "")
	}
}

// with are the answers after the choice.
func (o picking) with(numbers []string) form.Values {
	values := maps.Clone(o.values)
	if values == nil {
		values = form.Values{}
	}
	switch {
	case len(numbers) == 0:
	case o.field.Kind == form.KindRefs:
		have := form.List(values[o.path])
		for _, n := range numbers {
			if !slices.Contains(have, n) {
				have = append(have, n)
			}
		}
		values[o.path] = strings.Join(have, "\n")
	case values[o.path] != numbers[0]:
		values[o.path] = numbers[0]
		for _, x := range o.step.Fields { // of the right that stood there
			if x.Prefill == "right.title" || x.Prefill == "right.owner" {
				delete(values, x.ID)
			}
		}
	}
	return values
}

// withPicks lets the fields of a page lead to a choice among one's own rights.
func (p pages) withPicks(r *http.Request, v *site.Visit, blocks []itemform.Block, it form.Item, s form.Step) []itemform.Block {
	text := p.pickText(r, v)
	for b := range blocks {
		for c := range blocks[b].Controls {
			x := &blocks[b].Controls[c]
			if fl, ok := it.Field(x.Field.Name); ok {
				x.Pick = itemform.Pick{Text: text(fl), List: ownRightsOf(fl)}
				if fl.Kind == form.KindRef && s.Repeat == 0 {
					x.Pick.Title, x.Pick.Owner = filledBy(s, "right.title"), filledBy(s, "right.owner")
				}
			}
		}
	}
	return blocks
}

func ownRightsOf(f form.Field) string { return ownRightsURL + "/" + cmp.Or(f.Format, "registration") }

// filledBy is the field of the page that the register fills so.
func filledBy(s form.Step, from string) string {
	for _, f := range s.Fields {
		if f.Prefill == from {
			return f.ID
		}
	}
	return ""
}

// ownRights is the list that opens in a field, as a piece of a page.
func (p pages) ownRights(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if p.Rights == nil || v.Actor.Party == "" {
		return noSuchPage()
	}
	list, n, err := p.Rights(r.Context(), v.Actor.Party, r.PathValue("format"), strings.TrimSpace(r.URL.Query().Get("q")), ownShown)
	if err != nil {
		return err
	}
	x := ownList{label: v.L.T("web.pick.title"), note: v.L.T("web.pick.found", "n", n)}
	switch {
	case n == 0:
		x.note = v.L.T("web.pick.nothing")
	case n > len(list):
		x.note = v.L.T("web.pick.more", "shown", len(list), "n", n)
	}
	for _, o := range list {
		y := ownOption{Own: o, line: o.Number + "　" + o.Title}
		if k, ok, err := p.Registers.Known(r.Context(), "rights", o.Number); err == nil && ok {
			y.owner, y.line = k.Owner, v.L.T("web.items.in_register", "number", o.Number, "title", k.Title, "owner", k.Owner)
		}
		x.options = append(x.options, y)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	return ownOptions(x).Render(r.Context(), w)
}

// ownList is what opens in the field.
type ownList struct {
	label, note string
	options     []ownOption
}

type ownOption struct {
	Own
	owner, line string
}

// looked fills title and owner of a right from the register where they are asked;
// the form works without the register.
func (p pages) looked(ctx context.Context, it form.Item, v form.Values) form.Values {
	it.Looked(v, func(register, number string) (string, string, bool) {
		k, ok, err := p.Registers.Known(ctx, register, number)
		return k.Title, k.Owner, ok && err == nil
	})
	return v
}
