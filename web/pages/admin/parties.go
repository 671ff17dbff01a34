package admin

import (
	"net/http"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/httpx"
	"quanlian/web/pages/org"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// partiesView is the list of parties.
type partiesView struct {
	v     *site.Visit
	sheet site.Sheet
	s     search
	rows  []kernel.PartyRow
}

func parties(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return drawParties(w, r, v, http.StatusOK, nil)
}

func drawParties(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	x := partiesView{v: v, sheet: v.Sheet(r, "web.admin", fault), s: readSearch(r, "/admin/parties", v.L.T("web.admin.unit.parties"))}
	var err error
	if x.rows, x.s.total, err = v.Env.People.Parties(r.Context(), x.s.words, pageRows, x.s.offset()); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, frame(r, v, v.L.T("web.admin.tab.parties")), partiesPage(x))
}

func (x partiesView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.admin.tab.parties"), Cols: []ui.Col{{Text: l.T("web.admin.field.party_name")}, {Text: l.T("web.admin.field.kind")}, {Text: l.T("web.admin.field.code")}, {Text: l.T("web.admin.field.district")}, {Text: l.T("web.admin.col.members"), Right: true}}}
	for _, p := range x.rows {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: p.Name, Href: "/admin/parties/" + string(p.ID)}, {Text: kindText(x.v, p.Kind), NoWrap: true}, {Text: p.Code, No: true}, {Text: x.v.DistrictText(p.District)}, {Text: strconv.Itoa(p.Members)}}})
	}
	return t
}

func kindText(v *site.Visit, kind string) string {
	if k := "registry.party." + kind; v.L.Has(k) {
		return v.L.T(k)
	}
	return kind
}

func kinds(s site.Sheet) []ui.Option {
	var out []ui.Option
	for _, k := range []registry.PartyKind{registry.Enterprise, registry.University, registry.Institute, registry.Person, registry.Agency, registry.Bank, registry.Department} {
		out = append(out, ui.Option{Value: string(k), Text: kindText(s.V, string(k))})
	}
	return s.Chosen("kind", out)
}

// partyView is the page of one party.
type partyView struct {
	v       *site.Visit
	sheet   site.Sheet
	p       kernel.Party
	members []kernel.Member
	changes []kernel.PartyChange
}

// Unit: rows. Source: our choice.
const mostChanges = 100

func party(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return drawParty(w, r, v, http.StatusOK, nil)
}

func drawParty(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	x := partyView{v: v, sheet: v.Sheet(r, "web.admin", fault)}
	var err error
	if x.p, err = v.Env.People.Party(r.Context(), kernel.PartyID(r.PathValue("id"))); err != nil {
		return err
	}
	for name, value := range map[string]string{"party_name": x.p.Name, "kind": x.p.Kind, "code": x.p.Code, "district": x.p.District,
		"representative": x.p.Representative, "agency_code": x.p.AgencyCode, "address": x.p.Address, "postcode": x.p.Postcode, "contact": x.p.Contact, "phone": x.p.Phone} {
		x.sheet.Set(name, value)
	}
	if x.members, err = v.Env.People.Members(r.Context(), x.p.ID); err != nil {
		return err
	}
	if x.changes, err = v.Env.People.PartyChanges(r.Context(), x.p.ID, mostChanges); err != nil {
		return err
	}
	f := frame(r, v, x.p.Name)
	f.Crumb = []ui.Link{{Text: v.L.T("web.admin.tab.parties"), Href: "/admin/parties"}, {Text: x.p.Name}}
	return v.ShowStatus(w, r, status, f, partyPage(x))
}

// putParty makes a party, or changes one: only the city gives names and codes.
func putParty(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	id := kernel.PartyID(r.PathValue("id"))
	draw := drawParties
	p := kernel.Party{ID: kernel.PartyID(v.Env.NewID())}
	if id != "" {
		var err error
		if p, err = v.Env.People.Party(r.Context(), id); err != nil {
			return err
		}
		draw = drawParty
	}
	was := p
	p.Registered = org.ReadRegistered(r)
	p.Name, p.Kind, p.District = strings.TrimSpace(r.PostFormValue("party_name")), r.PostFormValue("kind"), strings.TrimSpace(r.PostFormValue("district"))
	var bad errs.List
	if p.Name == "" {
		bad.Add(errs.At("party_name", "web.admin.name_missing", nil))
	}
	if kindText(v, p.Kind) == p.Kind {
		bad.Add(errs.At("kind", "web.admin.kind_missing", nil))
	}
	bad.Add(readCode(&p, r.PostFormValue("code")))
	err := bad.Err()
	var paper kernel.Paper
	if err == nil && id != "" && !kernel.SameIdentity(was, p) {
		paper, err = v.Upload(r, "paper", "web.admin.proof", site.Scans(), site.MaxScan)
	}
	if err == nil {
		err = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.PutParty{Party: p, Paper: paper.ID})
	}
	switch {
	case err == nil:
		return v.Go(w, r, "/admin/parties/"+string(p.ID), v.L.T("web.admin.party_put"))
	case again(err):
		return draw(w, r, v, httpx.Status(err), err)
	}
	return err
}

// readCode takes a unified social credit code; a person's number is not kept
// here in the clear.
func readCode(p *kernel.Party, typed string) *errs.Error {
	typed = strings.TrimSpace(typed)
	if typed == p.Code {
		return nil
	}
	if typed == "" || p.Kind == string(registry.Person) {
		p.Code = typed
		return nil
	}
	code, err := ident.ParseUSCC(typed)
	if err != nil {
		e := *errs.As(err)
		e.Field = "code"
		return &e
	}
	p.Code = code.String()
	return nil
}

// putMember makes somebody the party's administrator, so that it can keep
// itself from then on.
func putMember(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	u, err := v.Env.People.UserFacts(r.Context(), strings.TrimSpace(r.PostFormValue("login")), "")
	if err != nil {
		return err
	}
	id := kernel.PartyID(r.PathValue("id"))
	if u.ID == "" || u.Closed || strings.TrimSpace(r.PostFormValue("login")) == "" {
		err = errs.At("login", "web.org.no_such_login", nil)
	} else {
		err = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.PutMember{User: u.ID, Party: id, Duty: kernel.DutyHandler, Rights: kernel.AllRights()})
	}
	switch {
	case err == nil:
		return v.Go(w, r, "/admin/parties/"+string(id), v.L.T("web.org.joined", "name", u.Name))
	case again(err):
		return drawParty(w, r, v, httpx.Status(err), err)
	}
	return err
}

func (x partyView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.org.tab.members"), Cols: []ui.Col{{Text: l.T("web.admin.field.name")}, {Text: l.T("web.admin.field.login")}, {Text: l.T("web.org.field.duty")}, {Text: l.T("web.org.field.rights")}, {Text: l.T("web.account.col.state")}}}
	for _, m := range x.members {
		state, word := userState(x.v, kernel.UserFacts{Closed: m.Closed, Fresh: m.Fresh, Vouched: m.Vouched})
		var rights []string
		for _, r := range m.Rights {
			rights = append(rights, l.T("web.right."+string(r)))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: m.Name, Href: "/admin/users/" + string(m.User)}, {Text: m.Login, No: true}, {Text: l.T("web.duty." + string(m.Duty)), NoWrap: true}, {Text: l.List(rights)}, {Part: ui.Chip(state, word)}}})
	}
	return t
}
