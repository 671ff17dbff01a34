package items

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel/form"
	"quanlian/web/itemform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: rights. Source: our choice: what one looks through before searching.
const pickShown = 30

// pickView is the search among the party's own rights for one field.
type pickView struct {
	v        *site.Visit
	at, back string
	path, q  string
	several  bool
	found    int
	field    ui.Field
	options  []ui.Option
}

func pickURL(f filling, pg formPage, path string) string {
	return f.base() + "/pick/" + pg.key + "?field=" + url.QueryEscape(path)
}

// pickText is what leads to the search; "" for a field that asks for no right, and
// where the party has none.
func (p pages) pickText(r *http.Request, v *site.Visit) func(form.Field) string {
	n := -1
	return func(f form.Field) string {
		if !picks(f) || p.Rights == nil || v.Actor.Party == "" {
			return ""
		}
		if n < 0 {
			var err error
			if _, n, err = p.Rights(r.Context(), v.Actor.Party, "", 1); err != nil {
				n = 0 // the form works without
			}
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

// picked is the field that an address asks to fill.
func picked(r *http.Request, f filling) (formPage, form.Field, string, error) {
	path := r.FormValue("field")
	pg, ok := pageOf(f, r.PathValue("step"))
	if ok {
		fl, there := pg.asks[0].Field(path)
		if there && picks(fl) && strings.HasPrefix(path, pg.step.ID+".") {
			return pg, fl, path, nil
		}
	}
	return pg, form.Field{}, "", errs.New(errs.NotFound, "web.no_such_page", nil)
}

// pick lists the party's own rights, found by number or words of the title.
func (p pages) pick(open opener) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		f, err := open(r, v)
		if err != nil {
			return err
		}
		pg, fl, path, err := picked(r, f)
		if err != nil {
			return err
		}
		l := v.L
		x := pickView{v: v, at: f.base() + "/pick/" + pg.key, back: pageURL(f, pg.key) + "#" + ui.FieldID(path), path: path,
			q: strings.TrimSpace(r.URL.Query().Get("q")), several: fl.Kind == form.KindRefs}
		list, n, err := p.Rights(r.Context(), v.Actor.Party, x.q, pickShown)
		if err != nil {
			return err
		}
		x.found = n
		x.field = ui.Field{Name: "number", Label: fl.Label.In(l.Zh())}
		if n > len(list) {
			x.field.Hint = l.T("web.pick.more", "shown", len(list), "n", n)
		}
		have := form.List(f.answers(pg)[path])
		for _, o := range list {
			x.options = append(x.options, ui.Option{Value: o.Number, Text: o.Title, Hint: o.Number, Selected: slices.Contains(have, o.Number), Count: -1})
		}
		fr := v.Frame(r, l.T("web.pick.title"), "items")
		fr.Narrow = true
		fr.Crumb = []ui.Link{{Text: l.T("web.nav.items"), Href: "/items"}, {Text: f.name(l.Zh()), Href: f.base()}, {Text: pg.step.Name.In(l.Zh()), Href: x.back}, {Text: l.T("web.pick.title")}}
		return v.Show(w, r, fr, pickPage(x))
	}
}

// takePick writes the choice into the form; what the register knows of it is
// filled in anew.
func (p pages) takePick(open opener) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		f, err := open(r, v)
		if err != nil {
			return err
		}
		pg, fl, path, err := picked(r, f)
		if err != nil {
			return err
		}
		values := form.Values{}
		for k, x := range f.answers(pg) {
			values[k] = x
		}
		if numbers := r.PostForm["number"]; len(numbers) > 0 {
			if fl.Kind == form.KindRefs {
				have := form.List(values[path])
				for _, n := range numbers {
					if !slices.Contains(have, n) {
						have = append(have, n)
					}
				}
				values[path] = strings.Join(have, "\n")
			} else if values[path] != numbers[0] {
				values[path] = numbers[0]
				for _, o := range pg.step.Fields { // of the right that stood there
					if o.Prefill == "right.title" || o.Prefill == "right.owner" {
						delete(values, o.ID)
					}
				}
			}
		}
		f.put(pg, values)
		for _, it := range pg.asks {
			f.spread(it, p.looked(r.Context(), it, f.draftOf(it).Values))
		}
		if err := settled(r, v, f); err != nil {
			return err
		}
		return v.Go(w, r, pageURL(f, pg.key)+"#"+ui.FieldID(path), "")
	}
}

// withPicks lets the fields of a page lead to the search.
func (p pages) withPicks(r *http.Request, v *site.Visit, blocks []itemform.Block, pg formPage) []itemform.Block {
	text := p.pickText(r, v)
	for b := range blocks {
		for c := range blocks[b].Controls {
			x := &blocks[b].Controls[c]
			if fl, ok := pg.asks[0].Field(x.Field.Name); ok {
				x.Pick = text(fl)
			}
		}
	}
	return blocks
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
