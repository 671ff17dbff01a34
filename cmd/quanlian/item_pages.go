package main

import (
	"context"
	"sync"
	"time"

	"quanlian/adapter/paper"
	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/grounds"
	"quanlian/catalogue/items"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/registry"
	"quanlian/web/pages/board"
	itempages "quanlian/web/pages/items"
)

// itemDeps are what the pages of items stand on.
func (h *house) itemDeps() itempages.Deps {
	return itempages.Deps{
		Today: func(ctx context.Context) *items.Set { return h.items.today(ctx, h.now()) },
		City:  func() city.City { return h.items.Now().City },
		Kept:  &keptItems{store: h.store}, Registers: registers{h.store, h.now},
		Camera: camera{h}, Paper: h.store.Paper,
		Checker: form.Checker{Formats: items.Formats(), Kinds: items.KindOf, Calendar: h.env.Calendar}, Bundles: h.items.Bundles,
		Print: h.printForm, Catalogue: h.items.Now, Sheets: itemSheets{}, Rights: h.ownRights, InForce: h.ownInForce,
		Deals: hall.Deal, Contract: contractOf,
		Signatures: signatures{h}, Grounds: grounds.Of, SealService: func() bool { return h.items.seals.Service != nil },
	}
}

// contractOf is the contract of a deal of the hall, with the record of its signatures.
func contractOf(c kernel.Case) itempages.Contract {
	d, err := hall.DealOf(c)
	if c.Flow != hall.Deal || err != nil || d.Contract == nil {
		return itempages.Contract{}
	}
	return itempages.Contract{Parties: []kernel.PartyID{d.Seller.ID, d.Buyer.ID}, Signed: d.Contract.Signatures.Both(), Papers: []string{d.Contract.Document, "utilization.hall.paper.signatures"}}
}

// keptItems remembers items by their hash: what a hash names never changes.
type keptItems struct {
	store *sqlstore.Store
	known sync.Map
}

// KeptItem gives the item of a hash.
func (k *keptItems) KeptItem(ctx context.Context, hash string) (form.Item, error) {
	if it, ok := k.known.Load(hash); ok {
		return it.(form.Item), nil
	}
	it, err := k.store.KeptItem(ctx, hash)
	if err == nil {
		k.known.Store(hash, it)
	}
	return it, err
}

// registers looks numbers up for forms.
type registers struct {
	s   *sqlstore.Store
	now func() time.Time
}

// Right is a right with its history.
func (r registers) Right(ctx context.Context, number string) (registry.View, bool, error) {
	v, err := r.s.Right(ctx, number)
	if k := errs.KindOf(err); k == errs.NotFound || k == errs.Invalid {
		return v, false, nil
	}
	return v, err == nil, err
}

// Party is the party with an official code.
func (r registers) Party(ctx context.Context, code string) (kernel.Party, error) {
	return r.s.PartyByCode(ctx, code)
}

// Known is what the register of rights says of a number.
func (r registers) Known(ctx context.Context, register, number string) (itempages.Known, bool, error) {
	if register != "rights" || number == "" {
		return itempages.Known{}, false, nil
	}
	v, err := r.s.Right(ctx, number)
	if errs.KindOf(err) == errs.NotFound || errs.KindOf(err) == errs.Invalid {
		return itempages.Known{}, false, nil
	}
	if err != nil {
		return itempages.Known{}, false, err
	}
	now := r.now()
	st := registry.AsOf(v.Events, calendar.DateOf(now), now)
	k := itempages.Known{Title: v.Right.Title, State: string(st.Status), InForce: st.Status == registry.StatusGranted}
	for i, o := range st.Owners {
		if i > 0 {
			k.Owner += "、"
		}
		k.Owner += o.Name
	}
	return k, true, nil
}

// boardWork reads the cases of the board.
type boardWork struct{ *sqlstore.Store }

// Days are the days of the store as the page names them.
func (b boardWork) Days(ctx context.Context, a kernel.Actor, since calendar.Date) ([]board.Day, error) {
	list, err := b.Store.Days(ctx, a, since)
	out := make([]board.Day, len(list))
	for i, d := range list {
		out[i] = board.Day(d)
	}
	return out, err
}

// printForm draws an application form.
func (h *house) printForm(s itempages.Sheet) ([]byte, error) {
	blocks := []documents.Block{{Kind: documents.Title, Text: s.Title}}
	said := func(text string) {
		if text != "" {
			blocks = append(blocks, documents.Block{Kind: documents.Paragraph, Text: text})
		}
	}
	said(s.Lead)
	for _, p := range s.Parts {
		blocks = append(blocks, documents.Block{Kind: documents.Heading, Text: p.Name})
		said(p.Lead)
		for _, r := range p.Rows {
			blocks = append(blocks, documents.Block{Kind: documents.TableRow, Cells: []string{r[0], r[1]}})
		}
	}
	if len(s.Sign) > 0 {
		blocks = append(blocks, documents.Block{Kind: documents.Gap}, documents.Block{Kind: documents.Paragraph, Text: s.Sign})
	}
	return paper.Render(paper.Sheet{Blocks: blocks, Number: s.No, Foot: s.Foot, Mark: s.Mark, Widths: s.Widths, Sample: h.cfg.FakeParties && s.Foot == ""})
}
