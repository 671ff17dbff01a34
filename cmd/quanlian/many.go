package main

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"quanlian/adapter/importer/itemsheet"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
	"quanlian/registry"
	itempages "quanlian/web/pages/items"
)

// itemSheets writes the workbooks of many applications, for the pages.
type itemSheets struct{}

func (itemSheets) Template(w io.Writer, it form.Item, filled []form.Values) error {
	return itemsheet.Template(w, it, filled)
}

func (itemSheets) Faults(w io.Writer, it form.Item, name string, content []byte, mended []itempages.SheetRow, faults map[int][]rows.Fault) error {
	list := make([]itemsheet.Row, len(mended))
	for i, r := range mended {
		list[i] = itemsheet.Row{Line: r.Line, Values: r.Values, Files: r.Files}
	}
	return itemsheet.Faults(w, it, name, content, list, faults)
}

func (itemSheets) Rows(it form.Item, name string, content []byte) ([]itempages.SheetRow, error) {
	list, err := itemsheet.Read(it, name, content)
	out := make([]itempages.SheetRow, len(list))
	for i, r := range list {
		out[i] = itempages.SheetRow{Line: r.Line, Values: r.Values, Files: r.Files, Raw: r.Raw}
	}
	return out, err
}

func (itemSheets) Results(w io.Writer, list [][]string) error { return itemsheet.Results(w, list) }

func (itemSheets) Max() int64 { return itemsheet.MaxBytes }

// ownRights are the rights that the register names the party as owner of, and
// whose numbers the format takes.
func (h *house) ownRights(ctx context.Context, p kernel.PartyID, format, q string, limit int) (out []itempages.Own, n int, err error) {
	for _, k := range kindsOf(format) {
		list, found, err := h.owned(ctx, p, registry.Filter{Kind: k, Text: q, Limit: limit})
		if err != nil {
			return nil, 0, err
		}
		out, n = append(out, list...), n+found
	}
	return out[:min(len(out), limit)], n, nil
}

// kindsOf are the kinds of right whose numbers a format takes.
func kindsOf(format string) []registry.Kind {
	switch format {
	case "patent":
		return []registry.Kind{registry.Invention, registry.UtilityModel, registry.Design}
	case "trademark":
		return []registry.Kind{registry.Trademark}
	}
	return []registry.Kind{""}
}

// ownInForce are those of them that are in force.
func (h *house) ownInForce(ctx context.Context, p kernel.PartyID, limit int) ([]itempages.Own, int, error) {
	return h.owned(ctx, p, registry.Filter{Status: string(registry.StatusGranted), Limit: limit})
}

func (h *house) owned(ctx context.Context, p kernel.PartyID, f registry.Filter) ([]itempages.Own, int, error) {
	if p == "" {
		return nil, 0, nil
	}
	f.Owner, f.Day = "party:"+string(p), calendar.DateOf(h.now())
	list, n, err := h.store.FindRights(ctx, f)
	out := make([]itempages.Own, 0, len(list))
	for _, r := range list {
		out = append(out, itempages.Own{Number: r.Number, Title: r.Title, Status: r.Status})
	}
	return out, n, err
}

// batch is a sheet of applications as it is worked through.
type batch struct {
	h     *house
	d     itemflow.BatchData
	it    form.Item
	party kernel.Party
}

// batchRows works through sheets of applications.
func (h *house) batchRows() rowWork {
	return rowDriver[itemflow.BatchData, itemflow.BatchRow, *itemflow.BatchRow]{
		h: h, list: func(d *itemflow.BatchData) *rows.List[itemflow.BatchRow, *itemflow.BatchRow] { return &d.List },
		first: func(ctx context.Context, _ kernel.Case, d itemflow.BatchData) ([]itemflow.BatchRow, error) {
			b, list, err := h.openBatch(ctx, d)
			if err != nil {
				return nil, err
			}
			return b.firstLook(ctx, list)
		},
		again: func(ctx context.Context, d itemflow.BatchData, batch []itemflow.BatchRow) error {
			if len(d.Mended) == 0 {
				return nil
			}
			b, list, err := h.openBatch(ctx, d)
			if err != nil {
				return err
			}
			return b.secondLook(ctx, list, batch)
		},
		commands: func(ctx context.Context, _ kernel.Case, d itemflow.BatchData) (func(itemflow.BatchRow) (desk.OpenCommand, error), error) {
			b, list, err := h.openBatch(ctx, d)
			if err != nil {
				return nil, err
			}
			byLine := map[int]itemsheet.Row{}
			for _, r := range list {
				byLine[r.Line] = r
			}
			return func(r itemflow.BatchRow) (desk.OpenCommand, error) { return b.command(ctx, byLine[r.Line]) }, nil
		},
	}
}

// openBatch reads the sheet again from the store of files, by the item that it was
// drawn from.
func (h *house) openBatch(ctx context.Context, d itemflow.BatchData) (batch, []itemsheet.Row, error) {
	b := batch{h: h, d: d}
	var err error
	if b.it, err = h.store.KeptItem(ctx, d.Hash); err != nil {
		return b, nil, err
	}
	if b.party, err = h.store.Party(ctx, d.By.Party); err != nil {
		return b, nil, err
	}
	content, err := screened{h}.Get(d.SHA256)
	if err != nil {
		return b, nil, err
	}
	list, err := itemsheet.Read(b.it, d.Name, content)
	for i, r := range list {
		if m, ok := d.Mended[r.Line]; ok {
			list[i] = itemsheet.Row{Line: r.Line, Values: m.Values, Files: m.Files}
		}
	}
	return b, list, err
}

// secondLook notes the same of some rows as firstLook does of all: they were
// corrected, or wait for the guards again.
func (b batch) secondLook(ctx context.Context, list []itemsheet.Row, batch []itemflow.BatchRow) error {
	seen, err := b.seen(ctx, list)
	if err != nil {
		return err
	}
	for i := range batch {
		at := slices.IndexFunc(list, func(r itemsheet.Row) bool { return r.Line == batch[i].Line })
		if at < 0 {
			continue
		}
		x := &batch[i]
		x.Faults = append(slices.Clone(list[at].Faults), b.lost(list[at])...)
		x.About, x.Sub = b.about(ctx, list[at])
		seen.tell(x)
	}
	return nil
}

// filled is a row with what the platform knows: of the party, and of the right.
func (b batch) filled(ctx context.Context, r itemsheet.Row) form.Values {
	v := form.Values{}
	for path, x := range r.Values {
		v[path] = x
	}
	known := registers{b.h.store, b.h.now}
	b.it.Looked(v, func(register, number string) (string, string, bool) {
		k, ok, err := known.Known(ctx, register, number)
		return k.Title, k.Owner, ok && err == nil
	})
	own := form.Values{}
	b.it.Prefill(own, map[string]string{"party.name": b.party.Name, "party.code": b.party.Code, "party.kind": b.party.Kind, "party.district": b.party.District, "party.address": b.party.Address, "party.post": b.party.Post(), "party.representative": b.party.Representative, "today": calendar.DateOf(b.h.now()).String()})
	for _, c := range b.it.Columns(false) {
		if x := own[c.Path]; x != "" && v[c.Path] == "" && c.Row == 0 {
			v[c.Path] = x
		}
	}
	return v
}

func (b batch) command(ctx context.Context, r itemsheet.Row) (desk.OpenCommand, error) {
	raw, err := json.Marshal(b.d.Sent(b.filled(ctx, r), r.Files))
	if err != nil {
		return desk.OpenCommand{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return desk.OpenCommand{Flow: b.it.Flowing(), Move: "submit", Input: raw, Item: b.it.Code, ItemHash: b.d.Hash, Unit: b.it.Unit}, nil
}

// firstLook notes what can be told without the guards: what could not be read,
// rows that say the same, and attachments that nobody put in.
func (b batch) firstLook(ctx context.Context, list []itemsheet.Row) ([]itemflow.BatchRow, error) {
	seen, err := b.seen(ctx, list)
	if err != nil {
		return nil, err
	}
	out := make([]itemflow.BatchRow, 0, len(list))
	for _, r := range list {
		x := itemflow.BatchRow{Row: rows.Row{Line: r.Line, Faults: append(r.Faults, b.lost(r)...)}}
		x.About, x.Sub = b.about(ctx, r)
		seen.tell(&x)
		out = append(out, x)
	}
	return out, nil
}

// lost are the attachments that a row calls and the archive does not hold.
func (b batch) lost(r itemsheet.Row) []rows.Fault {
	var out []rows.Fault
	for _, m := range b.it.Materials {
		for _, n := range r.Files[m.ID] {
			if !slices.ContainsFunc(b.d.Packed, func(f itemflow.File) bool { return f.Name == n }) {
				out = append(out, rows.Fault{Field: "file." + m.ID, Code: "kernel.itemflow.not_packed", Args: map[string]any{"name": n}})
			}
		}
	}
	return out
}

// about is what tells a row from the others: its right, else its first answers.
func (b batch) about(ctx context.Context, r itemsheet.Row) (about, sub string) {
	v := b.filled(ctx, r)
	var texts []string
	for _, c := range b.it.Columns(true) {
		x := r.Values[c.Path]
		if x == "" || len(c.Field.Options) > 0 || c.Field.Kind == form.KindYes {
			continue
		}
		if c.Field.Register != "" && about == "" {
			about = strings.Join(form.List(x), "、")
			continue
		}
		texts = append(texts, x)
	}
	for _, s := range b.it.Steps {
		for _, f := range s.Fields {
			if f.Prefill == "right.title" && v[f.ID] != "" {
				return cmp.Or(about, v[f.ID]), v[f.ID]
			}
		}
	}
	if about != "" {
		if k, ok, err := (registers{b.h.store, b.h.now}).Known(ctx, "rights", about); ok && err == nil {
			return about, k.Title
		}
		texts = append([]string{about}, texts...)
	}
	texts = append(texts, "", "")
	return clipped(texts[0]), clipped(texts[1])
}

// clipped keeps the beginning of a text. Unit: characters. Source: our choice, one
// line of a table.
func clipped(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
