package org

import (
	"cmp"
	"net/http"
	"strings"

	"quanlian/base/errs"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// registeredView is the page of what is registered of the party, and of who changed
// it when.
type registeredView struct {
	v       *site.Visit
	sheet   site.Sheet
	admin   bool
	changes []kernel.PartyChange
}

// Unit: rows. Source: our choice.
const mostChanges = 100

func registered(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return drawRegistered(w, r, v, http.StatusOK, nil)
}

func drawRegistered(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	if err := inside(v); err != nil {
		return err
	}
	x := registeredView{v: v, sheet: v.Sheet(r, "web.org", fault), admin: v.Actor.Has(kernel.RightAdmin)}
	for name, value := range map[string]string{"representative": v.Party.Representative, "agency_code": v.Party.AgencyCode, "address": v.Party.Address, "postcode": v.Party.Postcode, "contact": v.Party.Contact, "phone": v.Party.Phone} {
		x.sheet.Set(name, value)
	}
	var err error
	if x.changes, err = v.Env.People.PartyChanges(r.Context(), v.Actor.Party, mostChanges); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, frame(r, v, "registered"), registeredPage(x))
}

func putRegistered(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := inside(v); err != nil {
		return err
	}
	p := v.Party
	p.Registered = ReadRegistered(r)
	err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.PutParty{Party: p})
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, "/org/registered", v.L.T("web.org.registered_put"))
	case errs.Invalid:
		return drawRegistered(w, r, v, httpx.Status(err), err)
	}
	return err
}

// ReadRegistered reads where a party is reached out of a form.
func ReadRegistered(r *http.Request) kernel.Registered {
	of := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	return kernel.Registered{Representative: of("representative"), AgencyCode: of("agency_code"), Address: of("address"), Postcode: of("postcode"), Contact: of("contact"), Phone: of("phone")}
}

// identity is what staff alone change.
func (x registeredView) identity() []ui.Pair {
	l, p := x.v.L, x.v.Party
	rows := []ui.Pair{{Key: l.T("web.admin.field.party_name"), Text: p.Name}, {Key: l.T("web.admin.field.kind"), Text: kindText(x.v, p.Kind)}, {Key: l.T("web.admin.field.code"), Text: cmp.Or(p.Code, "—"), No: true}, {Key: l.T("web.admin.field.district"), Text: cmp.Or(x.v.DistrictText(p.District), "—")}}
	if x.admin {
		return rows
	}
	if p.Kind != string(registry.Person) {
		rows = append(rows, ui.Pair{Key: l.T("web.org.field.representative"), Text: cmp.Or(p.Representative, "—")})
	}
	if p.Kind == string(registry.Agency) {
		rows = append(rows, ui.Pair{Key: l.T("web.org.field.agency_code"), Text: cmp.Or(p.AgencyCode, "—"), No: true})
	}
	return append(rows, ui.Pair{Key: l.T("web.org.field.address"), Text: cmp.Or(p.Post(), "—")}, ui.Pair{Key: l.T("web.org.field.contact"), Text: cmp.Or(p.Contact, "—")}, ui.Pair{Key: l.T("web.org.field.phone"), Text: cmp.Or(window.MaskPhone(p.Phone), "—")})
}

func kindText(v *site.Visit, kind string) string {
	if k := "registry.party." + kind; v.L.Has(k) {
		return v.L.T(k)
	}
	return kind
}

func optional(f ui.Field) ui.Field {
	f.Optional = true
	return f
}

// Changes is the table of what was changed of what is registered of a party.
func Changes(v *site.Visit, list []kernel.PartyChange) ui.Table {
	l := v.L
	t := ui.Table{Caption: l.T("web.org.changes"), Stack: true, Cols: []ui.Col{{Text: l.T("web.org.col.at")}, {Text: l.T("web.org.col.by")}, {Text: l.T("web.org.col.field")}, {Text: l.T("web.org.col.was")}, {Text: l.T("web.org.col.now")}, {Text: l.T("web.org.col.proof")}}}
	for _, c := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.Moment(c.At, v.Env.Now()), NoWrap: true}, {Text: cmp.Or(c.Name, "—"), NoWrap: true}, {Text: l.T("web.org.changed." + c.Field), NoWrap: true},
			{Text: valueText(v, c.Field, c.Was)}, {Text: valueText(v, c.Field, c.Now)}, proofCell(c)}})
	}
	return t
}

// proofCell names the document that proves a change, and opens it.
func proofCell(c kernel.PartyChange) ui.Cell {
	if c.Paper == "" {
		return ui.Cell{Text: "—"}
	}
	return ui.Cell{Text: c.Paper, Href: "/paper/" + c.PaperID}
}

// valueText shows a value of the history; telephone numbers are masked there.
func valueText(v *site.Visit, field, value string) string {
	switch {
	case value == "":
		return "—"
	case field == "phone":
		return window.MaskPhone(value)
	case field == "kind":
		return kindText(v, value)
	}
	return value
}
