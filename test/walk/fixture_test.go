package walk

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"quanlian/adapter/esign"
	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/test/storetest"
)

// hall is a store with the whole catalogue, a party of every kind, and a clerk
// and a head in every unit.
type hall struct {
	t     *testing.T
	s     *sqlstore.Store
	d     *desk.Desk
	clock *storetest.Clock
	cat   *items.Catalogue
	n     int

	signs *esign.Fake // puts the seals of the offices; nil where none is joined
}

func load(t *testing.T) *items.Catalogue {
	t.Helper()
	cat, faults, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Templates: documents.FS, Shown: [3]string{"catalogue"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Log(f.File, f.Field) // the catalogue's own test judges them
	}
	return cat
}

func both(t *testing.T, f func(t *testing.T, h *hall)) {
	t.Helper()
	played(t, nil, f)
}

func played(t *testing.T, seals func(*items.Catalogue) *itemflow.Seals, f func(t *testing.T, h *hall)) {
	t.Helper()
	t.Parallel()
	cat := load(t)
	rules := itemflow.DefaultRules(form.Checker{Formats: items.Formats(), Kinds: items.KindOf, Calendar: calendar.National()})
	if seals != nil {
		rules.Seals = seals(cat)
	}
	flows := rules.Flows(cat.All())
	storetest.Run(t, sqlstore.Options{Debtor: itemflow.Debtor, TurnOf: func(c kernel.Case) kernel.Role {
		if r, ok := itemflow.TurnIn(c); ok {
			return r
		}
		return storetest.Turns(flows...)(c)
	}}, func(t *testing.T, s *sqlstore.Store) {
		h := &hall{t: t, s: s, clock: storetest.NewClock(calendar.On(2026, time.November, 23).At(9)), cat: cat}
		h.d = storetest.Desk(t, s, h.clock, flows...)
		w, _ := cat.Keep(nil)
		h.ok(h.d.Do(context.Background(), kernel.SystemActor("catalogue"), "items", w))
		h.people()
		f(t, h)
	})
}

func (h *hall) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) key() string { h.n++; return fmt.Sprintf("walk/%d", h.n) }

func (h *hall) people() {
	var w []kernel.Write
	for _, kind := range items.Whos() {
		p := kernel.Party{ID: kernel.PartyID("p-" + kind), Kind: kind, Name: "甲" + kind, Code: "C-" + kind, District: "东埠"}
		w = append(w, kernel.PutParty{Party: p}, kernel.PutUser{ID: kernel.UserID("u-" + kind), Login: kind, Name: kind},
			kernel.PutMember{User: kernel.UserID("u-" + kind), Party: p.ID, Duty: kernel.DutyHandler, Rights: kernel.AllRights()})
	}
	w = append(w, kernel.PutUser{ID: "u-looker", Login: "looker", Name: "looker"}, kernel.PutMember{User: "u-looker", Party: "p-enterprise", Duty: kernel.DutyHandler, Rights: []kernel.Right{kernel.RightView}})
	for _, r := range []kernel.Role{kernel.RoleClerk, kernel.RoleHead} {
		u := kernel.UserID("u-" + string(r))
		w = append(w, kernel.PutUser{ID: u, Login: string(r), Name: string(r)})
		for _, unit := range h.cat.City.Units {
			w = append(w, kernel.PutPost{User: u, Post: kernel.Post{Unit: unit.ID, Role: r}})
		}
	}
	w = append(w, kernel.PutUser{ID: "u-elsewhere", Login: "elsewhere", Name: "elsewhere"}, kernel.PutPost{User: "u-elsewhere", Post: kernel.Post{Unit: "no-such-unit", Role: kernel.RoleClerk}})
	h.ok(h.d.Do(context.Background(), kernel.SystemActor("seed"), "people", w...))
}

func (h *hall) as(who string) kernel.Actor {
	h.t.Helper()
	hats, err := h.s.Hats(context.Background(), kernel.UserID("u-"+who), h.clock.Now())
	h.ok(err)
	return hats[0]
}

// filled is a form of the item, made from its declaration by the seed.
func (h *hall) filled(it form.Item, who kernel.Actor, party kernel.Party, seed uint64) itemflow.SubmitInput {
	h.t.Helper()
	r := rand.New(rand.NewPCG(seed, uint64(len(it.Code))))
	facts := form.Facts{Party: party, Today: calendar.DateOf(h.clock.Now()), District: party.District}
	in := itemflow.SubmitInput{Values: form.Sampler{Formats: items.SampleFormats(), Pick: r.IntN}.Fill(it, facts)}
	var w []kernel.Write
	for _, m := range itemflow.Needed(it, in.Values, facts, true) {
		p := paperFor(h.key(), who, m)
		w = append(w, p)
		in.Files = append(in.Files, itemflow.File{Upload: p.ID, Material: m.ID})
	}
	if len(w) > 0 {
		h.ok(h.d.Do(context.Background(), who, h.key(), w...))
	}
	return in
}

// certificate puts another office's paper away, to be entered with its result.
func (h *hall) certificate(who kernel.Actor) string {
	h.t.Helper()
	id := h.key()
	h.ok(h.d.Do(context.Background(), who, h.key(), kernel.PutDocument{ID: id, Kind: "kernel.itemflow.paper.outside", Name: "证书.pdf", SHA256: "01", Bytes: 10, Media: "application/pdf", Level: kernel.ViewDetail, By: who.User}))
	return id
}

func paperFor(id string, who kernel.Actor, m form.Material) kernel.PutDocument {
	return kernel.PutDocument{ID: id, Kind: "kernel.itemflow.paper.material", Name: "材料." + m.Types[0], SHA256: "00", Bytes: 10, Media: "application/pdf", Level: kernel.ViewDetail, By: who.User}
}

func (h *hall) open(a kernel.Actor, it form.Item, in itemflow.SubmitInput) (desk.Receipt, error) {
	raw, err := json.Marshal(in)
	h.ok(err)
	return h.d.Open(context.Background(), a, desk.OpenCommand{Flow: it.Flowing(), Move: "submit", Key: h.key(), Input: raw, Item: it.Code, ItemHash: it.Hash(), Unit: it.Unit})
}

func (h *hall) act(a kernel.Actor, c kernel.CaseID, move string, in any) error {
	h.t.Helper()
	raw, err := json.Marshal(in)
	h.ok(err)
	_, err = h.d.Act(context.Background(), a, desk.Command{Case: c, Move: move, Key: h.key(), Input: raw})
	return err
}

func (h *hall) get(id kernel.CaseID) kernel.Case {
	h.t.Helper()
	c, err := h.s.Case(context.Background(), kernel.SystemActor("walk"), string(id), kernel.ViewSecret)
	h.ok(err)
	return c
}

func (h *hall) refused(err error, kinds ...errs.Kind) {
	h.t.Helper()
	for _, k := range kinds {
		if errs.KindOf(err) == k {
			return
		}
	}
	h.t.Fatalf("want %v, got %v", kinds, err)
}
