package items

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

// What a bundle is as a form in work: pages that several items ask alike are
// asked once, and so are papers.

func (t *thing) base() string          { return "/thing/" + t.b.ID }
func (t *thing) subject() string       { return thingSubject(t.b.ID) }
func (t *thing) name(zh bool) string   { return t.b.Name.In(zh) }
func (t *thing) code() string          { return "" }
func (t *thing) items() []form.Item    { return t.list }
func (t *thing) codes() []string       { return t.d.Parts }
func (t *thing) seen(page string) bool { return slices.Contains(t.d.Seen, page) }

func (t *thing) aside() *apart { return &t.d.apart }

func (t *thing) stands() bool { return !t.saved.IsZero() }

func (t *thing) see(page string) {
	if !t.seen(page) {
		t.d.Seen = append(t.d.Seen, page)
	}
}

func (t *thing) draftOf(it form.Item) draft {
	return draft{Values: form.Of(it, t.d.Shared, t.d.Own[it.Code]), Files: t.d.Files[it.Code], Promises: t.d.Promises[it.Code]}
}

func (t *thing) pages() []formPage {
	out := make([]formPage, 0, len(t.joined))
	for _, j := range t.joined {
		pg := formPage{key: j.Key(), step: j.Step, own: !j.Shared}
		for _, code := range j.Items {
			pg.asks = append(pg.asks, t.item(code))
		}
		out = append(out, pg)
	}
	return out
}

func (t *thing) item(code string) form.Item {
	i := slices.IndexFunc(t.list, func(it form.Item) bool { return it.Code == code })
	if i < 0 {
		return form.Item{}
	}
	return t.list[i]
}

func (t *thing) answers(pg formPage) form.Values { return t.draftOf(pg.asks[0]).Values }

// put takes the answers of a page; what was said for one item is proposed for
// another where the bundle says so.
func (t *thing) put(pg formPage, v form.Values) {
	into := t.d.Shared
	if pg.own {
		into = t.d.Own[pg.asks[0].Code]
	}
	for path := range into {
		if step, _, _ := strings.Cut(path, "."); step == pg.step.ID {
			delete(into, path)
		}
	}
	for path, x := range v {
		if step, _, _ := strings.Cut(path, "."); step == pg.step.ID {
			into[path] = x
		}
	}
	for _, c := range t.b.Copies {
		from, to := t.item(c.FromCode), t.d.Own[c.ToCode]
		if from.Code == "" || to == nil {
			continue
		}
		if x := t.draftOf(from).Values[c.FromPath]; x != "" && to[c.ToPath] == "" {
			to[c.ToPath] = x
		}
	}
}

// shared reports whether the page of the item is one that several ask alike.
func (t *thing) shared(it form.Item, step string) bool {
	return slices.ContainsFunc(t.joined, func(j form.Joined) bool {
		return j.Shared && j.Step.ID == step && slices.Contains(j.Items, it.Code)
	})
}

func (t *thing) spread(it form.Item, all form.Values) {
	for path, x := range all {
		step, _, _ := strings.Cut(path, ".")
		if t.shared(it, step) {
			t.d.Shared[path] = x
			delete(t.d.Own[it.Code], path)
		} else {
			t.d.Own[it.Code][path] = x
		}
	}
}

// field is how a field of the item is called where all of the form is looked at.
func (t *thing) field(it form.Item, path string) string {
	step, _, _ := strings.Cut(path, ".")
	if t.shared(it, step) {
		return path
	}
	return it.Code + thingSep + path
}

func (t *thing) hold(it form.Item, d draft) {
	t.d.Files[it.Code], t.d.Promises[it.Code] = d.Files, d.Promises
}

// alike is equal for materials of two items that one paper serves: what is asked
// of the paper is the same, when and why may differ.
func alike(it form.Item, m form.Material) string {
	m.ID, m.Note, m.Form, m.Sample, m.Optional, m.When = "", form.Text{}, form.Text{}, "", false, form.Predicate{}
	m.Promise = m.Promise && it.Promise
	raw, err := json.Marshal(m)
	if err != nil {
		return it.Code // a material is plain data
	}
	return string(raw)
}

// papers are the materials of all items, those that one paper serves once.
func (t *thing) papers() []paper {
	var out []paper
	at := map[string]int{}
	for _, it := range t.list {
		for _, m := range it.Materials {
			x := paper{field: it.Code + thingSep + "file." + m.ID, it: it, m: m}
			k := alike(it, m)
			if i, ok := at[k]; ok && m.Source != "system" && out[i].it.Code != it.Code {
				x.field = out[i].field
				out[i].also = append(out[i].also, x)
				continue
			}
			at[k] = len(out)
			out = append(out, x)
		}
	}
	return out
}

// settle gives every item that asks for a paper the one that was handed in for
// another: an upload belongs to one case.
func (t *thing) settle(r *http.Request, v *site.Visit) error {
	facts := factsOf(v)
	for _, x := range t.papers() {
		have := t.draftOf(x.it).of(x.m.ID)
		for _, o := range x.also {
			d := t.draftOf(o.it)
			if !o.m.When.Holds(d.Values, facts) {
				continue
			}
			for _, f := range have {
				if slices.ContainsFunc(d.of(o.m.ID), func(k filed) bool { return k.SHA256 == f.SHA256 }) {
					continue
				}
				if err := d.again(r, v, o.m, itemflow.File{Name: f.Name, SHA256: f.SHA256, Bytes: f.Bytes, Media: f.Media, Pages: f.Pages}); err != nil {
					return err
				}
			}
			t.hold(o.it, d)
		}
	}
	return nil
}

func (t *thing) save(r *http.Request, v *site.Visit) error {
	raw, err := json.Marshal(t.d)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.SaveDraft{User: v.Actor.User, Party: v.Actor.Party, Subject: thingSubject(t.b.ID), Data: raw, Was: t.saved})
}
