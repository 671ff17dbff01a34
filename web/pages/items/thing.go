package items

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/bundles"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/httpx"
	"quanlian/web/itemform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// thingDraft is a form for several items that has not been sent.
type thingDraft struct {
	Parts    []string               `json:"parts"`
	Shared   form.Values            `json:"shared"`
	Own      map[string]form.Values `json:"own"`
	Files    map[string][]filed     `json:"files,omitempty"`
	Promises map[string][]string    `json:"promises,omitempty"`
}

// thing is what the pages of a bundle work on.
type thing struct {
	b     bundles.Bundle
	parts []bundles.Open // all of it
	items []form.Item    // those chosen
	pages []form.Joined
	d     thingDraft
}

const thingSep = "~"

func thingSubject(id string) string { return "thing/" + id }

// thing reads bundle, draft and chosen parts of the address.
func (p pages) thing(r *http.Request, v *site.Visit) (thing, error) {
	b, ok := p.Bundles().Bundle(r.PathValue("id"))
	if !ok {
		return thing{}, errs.New(errs.NotFound, "web.thing.no_such", nil)
	}
	t := thing{b: b, parts: b.On(p.Today(r.Context()), factsOf(v))}
	t.d = thingDraft{Shared: form.Values{}, Own: map[string]form.Values{}, Files: map[string][]filed{}, Promises: map[string][]string{}}
	if v.LoggedIn() {
		raw, _, ok, err := v.Env.Cases.Draft(r.Context(), v.Actor.User, v.Actor.Party, thingSubject(b.ID))
		if err != nil {
			return t, err
		}
		if ok && json.Unmarshal(raw, &t.d) != nil {
			return t, errs.New(errs.Internal, "kernel.data_unreadable", nil)
		}
	}
	if asked := r.Form["part"]; len(asked) > 0 {
		t.d.Parts = asked
	}
	for _, o := range t.parts {
		chosen := slices.Contains(t.d.Parts, o.Code) || len(t.d.Parts) == 0 && !o.Wish
		if o.May && chosen {
			t.items = append(t.items, o.Item)
		}
	}
	t.pages = form.Join(t.items)
	for _, it := range t.items {
		if t.d.Own[it.Code] == nil {
			t.d.Own[it.Code] = form.Values{}
		}
		all := form.Of(it, t.d.Shared, t.d.Own[it.Code])
		prefill(it, all, v)
		t.spread(it, all)
	}
	return t, nil
}

// shared reports whether the page of the item is one that several ask alike.
func (t thing) shared(it form.Item, step string) bool {
	return slices.ContainsFunc(t.pages, func(j form.Joined) bool {
		return j.Shared && j.Step.ID == step && slices.Contains(j.Items, it.Code)
	})
}

// spread lays the values of an item back where they are asked.
func (t thing) spread(it form.Item, all form.Values) {
	for path, x := range all {
		step, _, _ := strings.Cut(path, ".")
		if t.shared(it, step) {
			t.d.Shared[path] = x
		} else {
			t.d.Own[it.Code][path] = x
		}
	}
}

// name is how a field of the item is called in the form.
func (t thing) name(it form.Item, path string) string {
	step, _, _ := strings.Cut(path, ".")
	if t.shared(it, step) {
		return path
	}
	return it.Code + thingSep + path
}

func (t thing) draftOf(it form.Item) draft {
	return draft{Values: form.Of(it, t.d.Shared, t.d.Own[it.Code]), Files: t.d.Files[it.Code], Promises: t.d.Promises[it.Code]}
}

// read takes the posted form into the draft.
func (t *thing) read(r *http.Request) {
	for _, j := range t.pages {
		if j.Shared {
			t.d.Shared = itemform.Read(r.PostForm, j.Step, t.d.Shared)
			continue
		}
		own := map[string][]string{}
		for k, x := range r.PostForm {
			if rest, ok := strings.CutPrefix(k, j.Items[0]+thingSep); ok {
				own[rest] = x
			}
		}
		t.d.Own[j.Items[0]] = itemform.Read(own, j.Step, t.d.Own[j.Items[0]])
	}
	for _, c := range t.b.Copies { // what was said for one item is proposed for another
		from, to := t.d.Own[c.FromCode], t.d.Own[c.ToCode]
		if from == nil || to == nil {
			continue
		}
		if x := (form.Of(t.item(c.FromCode), t.d.Shared, from))[c.FromPath]; x != "" && to[c.ToPath] == "" {
			to[c.ToPath] = x
		}
	}
}

func (t thing) item(code string) form.Item {
	i := slices.IndexFunc(t.items, func(it form.Item) bool { return it.Code == code })
	if i < 0 {
		return form.Item{}
	}
	return t.items[i]
}

func (t *thing) save(r *http.Request, v *site.Visit) error {
	t.d.Parts = nil
	for _, it := range t.items {
		t.d.Parts = append(t.d.Parts, it.Code)
	}
	raw, err := json.Marshal(t.d)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.SaveDraft{User: v.Actor.User, Party: v.Actor.Party, Subject: thingSubject(t.b.ID), Data: raw})
}

// takeFiles puts the papers of every item away.
func (p pages) takeFiles(r *http.Request, v *site.Visit, t *thing) (errs.List, error) {
	var faults errs.List
	for _, it := range t.items {
		d := draft{Files: t.d.Files[it.Code]}
		if id := r.PostFormValue("remove"); id != "" {
			d.Files = slices.DeleteFunc(d.Files, func(f filed) bool { return f.Upload == id })
		}
		t.d.Promises[it.Code] = nil
		for _, m := range it.Materials {
			name := "file." + m.ID
			if it.Promise && m.Promise && r.PostFormValue(it.Code+thingSep+"promise."+m.ID) != "" {
				t.d.Promises[it.Code] = append(t.d.Promises[it.Code], m.ID)
			}
			if r.MultipartForm == nil {
				continue
			}
			r.MultipartForm.File[name] = r.MultipartForm.File[it.Code+thingSep+name]
			err := p.take(r, v, m, &d)
			delete(r.MultipartForm.File, name)
			if e := errs.As(err); e != nil && e.Kind == errs.Invalid {
				x := *e
				x.Field = it.Code + thingSep + name
				faults.Add(&x)
			} else if err != nil {
				return nil, err
			}
		}
		t.d.Files[it.Code] = d.Files
	}
	return faults, nil
}

// check asks every item about its part of the form; faults stand at the names of
// the form's fields, each once.
func (p pages) check(r *http.Request, v *site.Visit, t thing) (errs.List, error) {
	var out errs.List
	add := func(it form.Item, x *errs.Error) {
		y := *x
		if y.Field != "" {
			y.Field = t.name(it, y.Field)
		}
		if y.Field == "" || !slices.ContainsFunc(out, func(o *errs.Error) bool { return o.Field == y.Field && o.Code == y.Code }) {
			out.Add(&y)
		}
	}
	for _, it := range t.items {
		d := t.draftOf(it)
		_, err := p.Checker.Check(it, d.Values, factsOf(v))
		for _, x := range errs.All(err) {
			add(it, x)
		}
		for _, m := range p.owed(v, it, d) {
			add(it, errs.At("file."+m.ID, "kernel.itemflow.material_missing", errs.Args{"material": m.Name}))
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	var cmds []desk.OpenCommand
	for _, it := range t.items {
		raw, err := json.Marshal(t.draftOf(it).input())
		if err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		cmds = append(cmds, desk.OpenCommand{Flow: it.Flowing(), Move: "submit", Input: raw, Item: it.Code, ItemHash: it.Hash(), Unit: it.Unit})
	}
	said, err := v.Env.Desk.Try(r.Context(), v.Actor, cmds...)
	for i, e := range said {
		for _, x := range errs.All(e) {
			add(t.items[i], x)
		}
	}
	return out, err
}

// send opens the case of the thing; the program opens the others one by one.
func (p pages) send(w http.ResponseWriter, r *http.Request, v *site.Visit, t thing) error {
	in := itemflow.ThingInput{Bundle: t.b.ID, Name: t.b.Name}
	for _, it := range t.items {
		in.Parts = append(in.Parts, itemflow.ThingPart{Code: it.Code, Hash: it.Hash(), Input: t.draftOf(it).input()})
	}
	receipt, err := v.Open(r, itemflow.Thing, "file", in)
	if k := errs.KindOf(err); k == errs.Invalid || k == errs.Conflict || k == errs.Forbidden {
		return p.drawThing(w, r, v, httpx.Status(err), t, err)
	}
	if err != nil {
		return err
	}
	if err := drop(r, v, thingSubject(t.b.ID)); err != nil {
		return err
	}
	if receipt.Pending != "" {
		return v.Go(w, r, "/my", v.L.T("web.case.waits_inside"))
	}
	return v.Go(w, r, "/things/"+receipt.No, v.L.T("web.thing.sent", "no", receipt.No, "n", len(in.Parts)))
}

func (p pages) saveThing(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	t, err := p.thing(r, v)
	if err != nil {
		return err
	}
	if v.Actor.Party == "" {
		return errs.New(errs.Forbidden, "web.items.choose_hat", nil)
	}
	t.read(r)
	faults, err := p.takeFiles(r, v, &t)
	if err == nil {
		err = t.save(r, v)
	}
	switch {
	case err != nil:
		return err
	case len(faults) > 0:
		return p.drawThing(w, r, v, http.StatusUnprocessableEntity, t, faults.Err())
	case r.PostFormValue("_send") == "":
		return v.Go(w, r, "/thing/"+t.b.ID+"/apply", v.L.T("web.thing.saved"))
	}
	if faults, err = p.check(r, v, t); err != nil {
		return err
	}
	if len(faults) > 0 {
		return p.drawThing(w, r, v, http.StatusUnprocessableEntity, t, faults.Err())
	}
	return p.send(w, r, v, t)
}

func (p pages) applyThing(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := r.ParseForm(); err != nil {
		return errs.Wrap(errs.Invalid, "web.edge.broken_form", err)
	}
	t, err := p.thing(r, v)
	if err != nil {
		return err
	}
	if v.Actor.Party == "" {
		return errs.New(errs.Forbidden, "web.items.choose_hat", nil)
	}
	return p.drawThing(w, r, v, http.StatusOK, t, nil)
}

// thingSection is a part of the form: a page that is asked once, or what one item
// asks of its own.
type thingSection struct {
	title, sub string
	blocks     []itemform.Block
	materials  []materialView
}

// thingView is the form, and the page before it.
type thingView struct {
	v        *site.Visit
	t        thing
	sections []thingSection
	faults   []ui.FieldFault
	fault    string
}

func (p pages) drawThing(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, t thing, fault error) error {
	x := thingView{v: v, t: t}
	faults := ui.FaultsOf(v.L, fault)
	if fault != nil {
		if x.faults = faults.Summary(nil); len(x.faults) == 0 {
			x.fault = v.L.Error(fault)
		}
	}
	x.sections = p.sections(r, v, t, fault)
	f := v.Frame(r, t.b.Name.In(v.L.Zh()), "items")
	f.Narrow = true
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.items"), Href: "/items"}, {Text: t.b.Name.In(v.L.Zh()), Href: "/thing/" + t.b.ID}, {Text: v.L.T("web.items.fill")}}
	return v.ShowStatus(w, r, status, f, thingForm(x))
}

// sections draws the pages in their order, then the papers of each item.
func (p pages) sections(r *http.Request, v *site.Visit, t thing, fault error) []thingSection {
	l, zh := v.L, v.L.Zh()
	var out []thingSection
	for _, j := range t.pages {
		it := t.item(j.Items[0])
		values, prefix := t.draftOf(it).Values, ""
		sub := l.T("web.thing.once", "n", len(j.Items))
		if !j.Shared {
			prefix, sub = it.Code+thingSep, it.Name.In(zh)
		}
		if !j.Step.When.Holds(values, factsOf(v)) {
			continue
		}
		sheet := p.sheet(r.Context(), v, j.Step, draft{Values: values}, ui.FaultsOf(l, under(fault, prefix)))
		blocks := sheet.Blocks()
		for b := range blocks {
			for c := range blocks[b].Controls {
				blocks[b].Controls[c].Field.Name = prefix + blocks[b].Controls[c].Field.Name
			}
		}
		out = append(out, thingSection{title: j.Step.Name.In(zh), sub: sub, blocks: blocks})
	}
	for _, it := range t.items {
		s := thingSection{title: l.T("web.items.materials"), sub: it.Name.In(zh)}
		for _, m := range p.materialRows(v, it, t.draftOf(it), ui.FaultsOf(l, under(fault, it.Code+thingSep))) {
			m.Field.Name = it.Code + thingSep + m.Field.Name
			if m.Promise != "" {
				m.Promise = it.Code + thingSep + m.Promise
			}
			s.materials = append(s.materials, m)
		}
		if len(s.materials) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// under are the faults whose fields have the prefix, without it.
func under(fault error, prefix string) error {
	var out errs.List
	for _, e := range errs.All(fault) {
		if rest, ok := strings.CutPrefix(e.Field, prefix); ok && (prefix != "" || !strings.Contains(rest, thingSep)) {
			x := *e
			x.Field = rest
			out.Add(&x)
		}
	}
	return out.Err()
}
