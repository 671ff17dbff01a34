package items

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/catalogue/bundles"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/httpx"
	"quanlian/web/site"
)

// thingDraft is a form for several items that has not been sent.
type thingDraft struct {
	Parts    []string               `json:"parts"`
	Shared   form.Values            `json:"shared"`
	Own      map[string]form.Values `json:"own"`
	Files    map[string][]filed     `json:"files,omitempty"`
	Promises map[string][]string    `json:"promises,omitempty"`
	Seen     []string               `json:"seen,omitempty"` // pages that were saved once
	apart
}

// thing is what the pages of a bundle work on: a form in work, see filling.
type thing struct {
	b      bundles.Bundle
	parts  []bundles.Open // all of it
	list   []form.Item    // those chosen
	joined []form.Joined
	d      thingDraft
	saved  time.Time // zero: nothing was kept yet
}

const thingSep = "~"

// partField carries, on a page of the form, which items were chosen.
const partField = "_part"

func thingSubject(id string) string { return "thing/" + id }

// thing reads bundle, draft and chosen parts of the address.
func (p pages) thing(r *http.Request, v *site.Visit) (*thing, error) {
	b, ok := p.Bundles().Bundle(r.PathValue("id"))
	if !ok {
		return nil, errs.New(errs.NotFound, "web.thing.no_such", nil)
	}
	t := &thing{b: b, parts: b.On(p.Today(r.Context()), factsOf(v))}
	if v.LoggedIn() {
		raw, at, ok, err := v.Env.Cases.Draft(r.Context(), v.Actor.User, v.Actor.Party, thingSubject(b.ID))
		if err != nil {
			return nil, err
		}
		if ok && json.Unmarshal(raw, &t.d) != nil {
			return nil, errs.New(errs.Internal, "kernel.data_unreadable", nil)
		}
		t.saved = at
	}
	for i, o := range t.parts {
		t.parts[i].May = o.May && beyond(v, o.Item) == nil
	}
	codes := t.d.Parts
	if t.saved.IsZero() { // sent or thrown away since the page was drawn
		codes = r.PostForm[partField]
	}
	t.choose(codes, v)
	return t, nil
}

// choose takes the items that are applied for; none named: those that the bundle
// proposes. What was filled in for others stays until the form is sent.
func (t *thing) choose(codes []string, v *site.Visit) {
	d := &t.d
	if d.Shared == nil {
		d.Shared = form.Values{}
	}
	if d.Own == nil {
		d.Own = map[string]form.Values{}
	}
	if d.Files == nil {
		d.Files, d.Promises = map[string][]filed{}, map[string][]string{}
	}
	t.list, d.Parts = nil, nil
	for _, o := range t.parts {
		chosen := slices.Contains(codes, o.Code) || len(codes) == 0 && !o.Wish
		if o.May && chosen {
			t.list = append(t.list, o.Item)
			d.Parts = append(d.Parts, o.Code)
		}
	}
	t.joined = form.Join(t.list)
	for _, it := range t.list {
		if d.Own[it.Code] == nil {
			d.Own[it.Code] = form.Values{}
		}
		all := form.Of(it, d.Shared, d.Own[it.Code])
		prefill(it, all, v)
		t.spread(it, all)
	}
	for path := range d.Shared { // asked by one item only now: it has it
		step, _, _ := strings.Cut(path, ".")
		if !slices.ContainsFunc(t.joined, func(j form.Joined) bool { return j.Shared && j.Step.ID == step }) {
			delete(d.Shared, path)
		}
	}
}

// ofThing opens the form of a bundle.
func (p pages) ofThing(r *http.Request, v *site.Visit) (filling, error) {
	t, err := p.thing(r, v)
	if err != nil {
		return nil, err
	}
	return t, t.may(v)
}

// may refuses who may not apply for the thing as one.
func (t *thing) may(v *site.Visit) error {
	matter := itemflow.Thing.Matter()
	switch {
	case v.Actor.Party == "":
		return errs.New(errs.Forbidden, "web.items.choose_hat", nil)
	case !v.Actor.Covers(matter):
		return errs.New(errs.Forbidden, "web.thing.mandate_short", errs.Args{"name": v.Party.Name, "matter": v.MatterText(matter)})
	case !slices.ContainsFunc(t.parts, func(o bundles.Open) bool { return o.May }):
		return errs.New(errs.Forbidden, "web.thing.none_for_you", errs.Args{"name": v.Party.Name})
	case len(t.list) == 0:
		return errs.At("parts", "kernel.itemflow.thing_empty", nil)
	}
	return nil
}

// beginThing takes the chosen items and leads to the first page that is not done.
func (p pages) beginThing(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	t, err := p.thing(r, v)
	if err != nil {
		return err
	}
	if q := r.URL.Query(); q.Has("part") || q.Has("chosen") {
		if len(q["part"]) == 0 {
			return v.Go(w, r, t.base(), v.L.T("kernel.itemflow.thing_empty"))
		}
		t.choose(q["part"], v)
	}
	if err := t.may(v); err != nil {
		return err
	}
	if err := settled(r, v, t); kernel.Handed(err) {
		return v.Go(w, r, site.HandedURL(t.subject()), "")
	} else if err != nil {
		return err
	}
	return v.Go(w, r, p.firstOpen(v, t), "")
}

// discardThing throws the draft away.
func (p pages) discardThing(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	t, err := p.thing(r, v)
	if err != nil {
		return err
	}
	if err := drop(r, v, thingSubject(t.b.ID), time.Time{}); err != nil {
		return err
	}
	return v.Go(w, r, t.base(), v.L.T("web.items.discarded"))
}

// check asks every item about its part of the form; faults stand at the names of
// the form's fields, each once.
func (p pages) check(r *http.Request, v *site.Visit, t *thing) (errs.List, error) {
	var out errs.List
	add := func(it form.Item, x *errs.Error) {
		y := *x
		if y.Field != "" {
			y.Field = t.field(it, y.Field)
		}
		if y.Field == "" || !slices.ContainsFunc(out, func(o *errs.Error) bool { return o.Field == y.Field && o.Code == y.Code }) {
			out.Add(&y)
		}
	}
	for _, it := range t.list {
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
	for _, it := range t.list {
		raw, err := json.Marshal(t.draftOf(it).input())
		if err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		cmds = append(cmds, desk.OpenCommand{Flow: it.Flowing(), Move: "submit", Input: raw, Item: it.Code, ItemHash: it.Hash(), Unit: it.Unit})
	}
	said, err := v.Env.Desk.Try(r.Context(), v.Actor, cmds...)
	for i, e := range said {
		for _, x := range errs.All(e) {
			add(t.list[i], x)
		}
	}
	return out, err
}

// submitThing sends the form: the case of the thing is opened, the program opens
// the others one by one.
func (p pages) submitThing(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	t, err := p.thing(r, v)
	if err != nil {
		return err
	}
	if t.saved.IsZero() { // sent already, in another window
		return v.Go(w, r, "/my", v.L.T("web.items.no_draft"))
	}
	if err := t.may(v); err != nil {
		return err
	}
	r.SetPathValue("step", stepCheck)
	if err := t.d.open(); err != nil {
		return p.draw(w, r, v, http.StatusConflict, t, err)
	}
	faults, err := p.check(r, v, t)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return p.draw(w, r, v, http.StatusUnprocessableEntity, t, faults.Err())
	}
	in := itemflow.ThingInput{Bundle: t.b.ID, Name: t.b.Name}
	for _, it := range t.list {
		in.Parts = append(in.Parts, itemflow.ThingPart{Code: it.Code, Hash: it.Hash(), Input: t.draftOf(it).input()})
	}
	receipt, err := v.Open(r, itemflow.Thing, "file", in)
	if k := errs.KindOf(err); k == errs.Invalid || k == errs.Conflict || k == errs.Forbidden {
		return p.draw(w, r, v, httpx.Status(err), t, err)
	}
	if err != nil {
		return err
	}
	if err := drop(r, v, thingSubject(t.b.ID), t.saved); err != nil {
		return err
	}
	if receipt.Pending != "" {
		return v.Go(w, r, "/my", v.L.T("web.case.waits_inside"))
	}
	return v.Go(w, r, "/things/"+receipt.No, v.L.T("web.thing.sent", "no", receipt.No, "n", len(in.Parts)))
}
