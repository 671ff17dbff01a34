package browse

import (
	"net/http"
	"net/url"
	"slices"

	"quanlian/catalogue/guide"
	"quanlian/catalogue/items"
	"quanlian/kernel/form"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// guideView is one question of the guide, or what the answers left.
type guideView struct {
	v        *site.Visit
	question guide.Question
	options  []ui.Option
	n, of    int
	given    []ui.Pair  // answers so far, each with the way to change it
	keep     url.Values // the same for the form
	back     string
	field    ui.Field
	faults   []ui.FieldFault
	cards    []card
	groups   []cardGroup
	left     int
}

// cardGroup are the cards of one link of the chain.
type cardGroup struct {
	id, name string
	cards    []card
}

// Unit: cards. Source: our choice: more than flat are put in groups, after the
// best, so that all of them can be looked over.
const (
	mostFlat = 20
	best     = 8
)

func (p pages) guide(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	g, q := p.Guide(), r.URL.Query()
	x := guideView{v: v, of: len(g.Questions), keep: url.Values{}}
	var answers []guide.Answer
	all := p.Today(r.Context()).All()
	asked := false
	for i, question := range g.Questions {
		a, ok := question.Answer(q.Get(question.ID))
		if !ok {
			x.question, x.n, asked = question, i+1, true
			break
		}
		x.given = append(x.given, ui.Pair{Key: question.Text.In(v.L.Zh()), Text: a.Text.In(v.L.Zh()), Href: guideHref(x.keep)})
		x.keep.Set(question.ID, a.ID)
		answers = append(answers, a)
	}
	left := guide.Left(all, answers...)
	x.left = len(left)
	if n := len(x.given); n > 0 {
		x.back = x.given[n-1].Href
	}
	if asked {
		x.options = options(v, all, x.question, answers)
		x.field = ui.Field{Name: x.question.ID, Label: x.question.Text.In(v.L.Zh()), Hint: x.question.Hint.In(v.L.Zh())}
		if q.Has("next") && q.Get("next") == x.question.ID {
			x.field.Error = v.L.T("web.browse.guide_choose")
			x.faults = []ui.FieldFault{{ID: x.field.ID(), Label: x.field.Label, Text: x.field.Error}}
		}
	} else {
		p.lay(r, v, &x, left)
	}
	f := v.Frame(r, v.L.T("web.browse.guide"), "items")
	f.Narrow = asked
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.items"), Href: "/items"}, {Text: v.L.T("web.browse.guide")}}
	return v.Show(w, r, f, guidePage(x))
}

// lay lays out what is left, all of it: the best first, and of many the others by
// their link of the chain.
func (p pages) lay(r *http.Request, v *site.Visit, x *guideView, left []form.Item) {
	flat := len(left)
	if flat > mostFlat {
		flat = best
	}
	for _, it := range left[:flat] {
		x.cards = append(x.cards, p.card(r.Context(), v, items.Found{Item: it}, ""))
	}
	for _, link := range items.Links() {
		g := cardGroup{id: "link-" + link, name: v.L.T(items.LinkKey(link))}
		for _, it := range left[flat:] {
			if it.Link == link {
				g.cards = append(g.cards, p.card(r.Context(), v, items.Found{Item: it}, ""))
			}
		}
		if len(g.cards) > 0 {
			x.groups = append(x.groups, g)
		}
	}
}

func guideHref(q url.Values) string {
	if len(q) == 0 {
		return "/items/guide"
	}
	return "/items/guide?" + q.Encode()
}

// options are the answers that leave something, each with how much.
func options(v *site.Visit, all []form.Item, q guide.Question, given []guide.Answer) []ui.Option {
	var out []ui.Option
	for _, a := range q.Answers {
		n := len(guide.Left(all, append(slices.Clone(given), a)...))
		if n == 0 {
			continue
		}
		own := len(a.Who) > 0 && v.Actor.Party != "" && slices.Contains(a.Who, v.Party.Kind)
		hint := v.L.T("web.browse.n_items", "n", n)
		if h := a.Hint.In(v.L.Zh()); h != "" {
			hint = h + "　" + hint
		}
		out = append(out, ui.Option{Value: a.ID, Text: a.Text.In(v.L.Zh()), Hint: hint, Count: n, Selected: own})
	}
	return out
}
