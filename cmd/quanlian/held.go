package main

import (
	"context"
	"strings"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/chain/utilization/hall"
	matter "quanlian/chain/utilization/valuation"
	"quanlian/engine/valuation"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/site"
)

// heldForms keeps forms whose session was over.
type heldForms struct{ s *sqlstore.Store }

// Hold keeps a form.
func (h heldForms) Hold(ctx context.Context, f site.HeldForm) error {
	return h.s.Hold(ctx, sqlstore.Held{ID: f.ID, Mark: f.Mark, Hat: f.Hat, Path: f.Path, Body: f.Body}, f.Made)
}

// HeldForm gives a form back.
func (h heldForms) HeldForm(ctx context.Context, id, mark string, since time.Time) (site.HeldForm, bool, error) {
	f, ok, err := h.s.HeldForm(ctx, id, mark, since)
	return site.HeldForm{ID: f.ID, Mark: f.Mark, Hat: f.Hat, Path: f.Path, Body: f.Body, Made: time.UnixMicro(f.Made)}, ok, err
}

// DropHeld forgets a form.
func (h heldForms) DropHeld(ctx context.Context, id, mark string) error {
	return h.s.DropHeld(ctx, id, mark)
}

// heldWords say what was typed by the labels of the form that was left, and what
// was chosen in words.
func (h *house) heldWords(ctx context.Context, l *lang.Localizer, path, name, value string) (label, text string) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if len(parts) < 2 {
		return "", value
	}
	if label := seatField(l, parts, name); label != "" {
		return label, value
	}
	code := parts[1]
	if parts[0] == "case" { // the number of a case carries the code of its item
		if no := strings.Split(parts[1], "-"); len(no) == 3 {
			code = no[1]
		}
	}
	it, found := h.items.Today(ctx).Item(code)
	if f, ok := it.Field(name); found && ok {
		return f.Label.In(l.Zh()), chosenText(l, f, value)
	}
	flow := ownPages[parts[0]+"/"+parts[1]]
	if flow == "" {
		flow = ownPages[parts[0]+"/"+parts[len(parts)-1]]
	}
	if found {
		flow = it.Flowing()
	}
	if flow == "" {
		return "", value
	}
	if label = words.Field(l, flow, name); label == words.Plain(name) {
		label = ""
	}
	if text := h.namedText(l, it, name, value); text != "" {
		return label, text
	}
	return label, words.Value(l, flow, name, value)
}

// ownPages are the flows whose forms have pages of their own, by the first part of
// the path and the second or the last.
var ownPages = map[string]kernel.FlowAddr{
	"hall/deal": hall.Deal, "hall/listing": hall.Listing, "hall/new": hall.Listing, "hall/need": hall.Need, "hall/needs": hall.Need,
	"hall/brokers": hall.BrokerPage, "patent/panel": matter.Panel,
}

// seatField is the label of an indicator that an expert scores or gives a reason
// for; "" for everything else.
func seatField(l *lang.Localizer, parts []string, name string) string {
	what, id, ok := strings.Cut(name, ".")
	key := map[string]string{"score": "web.panel.points", "reason": "web.panel.why"}[what]
	if !ok || key == "" || strings.Join(parts[:2], "/") != "valuation/seat" {
		return ""
	}
	tree, err := valuation.Default()
	if err != nil {
		return ""
	}
	n := tree.Named(id)
	if l.Zh() {
		return id + " " + n.ZH + " " + l.T(key)
	}
	return id + " " + n.EN + " " + l.T(key)
}

// namedText names an office, a material or a line of the checklist of which the form
// carries the id; "" for everything else.
func (h *house) namedText(l *lang.Localizer, it form.Item, name, value string) string {
	switch name {
	case "unit":
		u, _ := h.items.Now().City.Unit(kernel.UnitID(value))
		return u.Name.In(l.Zh())
	case "missing":
		m, _ := it.Material(value)
		return m.Name.In(l.Zh())
	case "checks":
		for _, c := range it.Checklist {
			if c.ID == value {
				return c.Text.In(l.Zh())
			}
		}
	}
	return ""
}

// chosenText is what was typed into a field, in words where it was chosen.
func chosenText(l *lang.Localizer, f form.Field, value string) string {
	for _, o := range f.Options {
		if o.Value == value {
			return o.Text.In(l.Zh())
		}
	}
	if f.Kind == form.KindYes {
		return l.T("web.itemform.yes")
	}
	return value
}
