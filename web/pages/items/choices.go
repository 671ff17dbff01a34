package items

import (
	"context"
	"slices"
	"strconv"

	"quanlian/base/calendar"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/moveform"
	"quanlian/web/site"
)

// choosing gives the choices of one move in one case.
type choosing struct {
	v     *site.Visit
	c     kernel.Case
	it    form.Item
	d     itemflow.Data
	move  string
	texts map[string]string
}

// choicesOf are the choices that hang on the case: its materials, its checklist,
// its limits, the other offices.
func (p pages) choicesOf(_ context.Context, v *site.Visit, c kernel.Case, move string) (moveform.Choices, func(path, value string) string) {
	x := choosing{v: v, c: c, move: move, texts: map[string]string{}}
	var err error
	if x.it, err = p.Kept.KeptItem(context.Background(), c.ItemHash); err != nil {
		return nil, nil
	}
	if x.d, err = itemflow.DataOf(c); err != nil {
		return nil, nil
	}
	say := func(path, value string) string { return x.texts[path+"\x00"+value] }
	return func(path string) []string {
		switch path {
		case "missing":
			return x.materials(path)
		case "checks":
			return x.checks(path)
		case "laws":
			return x.laws(path)
		case "limit":
			return x.limits(path)
		case "ground":
			return p.grounds(x, path)
		case "unit":
			return p.units(x, path)
		case "to":
			return x.states(path)
		case "objection":
			return x.objections(path)
		case "way":
			return x.d.Ways()
		}
		return itemflow.Choices(move, path)
	}, say
}

func (x choosing) put(out []string, path, value, text string) []string {
	x.texts[path+"\x00"+value] = text
	return append(out, value)
}

// materials may be named as missing; of those accepted with gaps only such as
// may follow.
func (x choosing) materials(path string) (out []string) {
	list := x.it.Materials
	if x.move == "accept_gaps" {
		list = itemflow.MayFollow(x.it, x.d)
	}
	for _, m := range list {
		if m.Source != "system" {
			out = x.put(out, path, m.ID, m.Name.In(x.v.L.Zh()))
		}
	}
	return out
}

func (x choosing) checks(path string) (out []string) {
	for _, k := range x.it.Checklist {
		if _, ok := x.d.Checks[k.ID]; !ok {
			out = x.put(out, path, k.ID, k.Text.In(x.v.L.Zh()))
		}
	}
	return out
}

// laws are those of the item that a refusal may cite, for the office to choose from;
// none where there is but one, which is taken.
func (x choosing) laws(path string) (out []string) {
	list := itemflow.Laws(x.it)
	if len(list) < 2 {
		return nil
	}
	for _, b := range list {
		out = x.put(out, path, b.Key(), b.Named(x.v.L.Zh()))
	}
	return out
}

func (x choosing) limits(path string) (out []string) {
	for _, l := range x.c.Limits {
		if itemflow.Extendable(l) {
			out = x.put(out, path, l.Name, x.v.LimitText(x.c.Flow, l))
		}
	}
	return out
}

// objections are those without a finding, by their places.
func (x choosing) objections(path string) (out []string) {
	if x.d.Publicity == nil {
		return nil
	}
	for i, o := range x.d.Publicity.Objections {
		if o.Finding == "" {
			n := strconv.Itoa(i + 1)
			out = x.put(out, path, n, n+"　"+o.Name)
		}
	}
	return out
}

func (x choosing) states(path string) (out []string) {
	for _, s := range []kernel.State{itemflow.Submitted, itemflow.Accepted} {
		if s != x.c.State {
			out = x.put(out, path, string(s), x.v.StateName(x.c.Flow, s))
		}
	}
	return out
}

// grounds are those of the matter's rule, and one that the office names itself.
func (p pages) grounds(x choosing, path string) (out []string) {
	if p.Grounds != nil {
		for _, g := range p.Grounds(x.c.Flow.Matter(), calendar.DateOf(x.v.Env.Now())) {
			out = x.put(out, path, g.ID, x.v.L.T("web.items.ground", "name", g.Name.In(x.v.L.Zh()), "basis", words.Law(x.v.L, g.Basis)))
		}
	}
	return x.put(out, path, itemflow.OtherGround, x.v.L.T("web.items.ground_other"))
}

func (p pages) units(x choosing, path string) (out []string) {
	for _, u := range p.City().Units {
		open := slices.ContainsFunc(x.d.Asked, func(a itemflow.Asked) bool { return a.Open() && a.Unit == u.ID })
		if u.ID != x.c.Unit && (x.move != "waive_opinion" || open) {
			out = x.put(out, path, string(u.ID), u.Name.In(x.v.L.Zh()))
		}
	}
	return out
}
