package account

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// firstView is the page of who comes by a provider for the first time.
type firstView struct {
	v     *site.Visit
	sheet site.Sheet
	f     found
	by    string       // the provider, as people call it
	org   kernel.Party // what is here of the organisation; zero for nothing
	kept  bool         // it has administrators, who let people in
	mine  ui.Faults    // of the form of who has a log-in
	name  string       // the log-in that was typed there
}

// whoCame gives who came, or says that it took too long. What was found stays kept.
func (p pages) whoCame(r *http.Request, v *site.Visit) (found, error) {
	var f found
	if !kept(r, v, keepFound, &f, &f.At) {
		return f, errs.New(errs.Forbidden, "web.unified.stale", nil)
	}
	return f, keep(r, v, keepFound, f)
}

func (p pages) first(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	f, err := p.whoCame(r, v)
	if err != nil {
		return p.unvouched(w, r, v, "", err)
	}
	return p.drawFirst(w, r, http.StatusOK, firstView{v: v, f: f, sheet: v.Sheet(r, "web.unified", nil)})
}

func (p pages) drawFirst(w http.ResponseWriter, r *http.Request, status int, x firstView) error {
	var err error
	if x.org, x.kept, err = orgOf(r.Context(), x.v, x.f.Identity); err != nil {
		return err
	}
	if by := x.v.Env.VoucherOf(x.f.Provider); by != nil {
		x.by = by.Name(x.v.L.Zh())
	}
	f := x.v.Frame(r, x.v.L.T("web.unified.first_title"), "")
	return x.v.ShowStatus(w, r, status, f, firstPage(x))
}

// orgOf gives the organisation of an identity as it is known here, and whether it
// has an administrator.
func orgOf(ctx context.Context, v *site.Visit, i kernel.Identity) (kernel.Party, bool, error) {
	if i.OrgCode == "" {
		return kernel.Party{}, false, nil
	}
	org, err := v.Env.People.PartyByCode(ctx, i.OrgCode)
	if err != nil || org.ID == "" {
		return org, false, err
	}
	list, err := v.Env.People.Members(ctx, org.ID)
	return org, slices.ContainsFunc(list, func(m kernel.Member) bool { return m.Has(kernel.RightAdmin) }), err
}

// open makes the log-in of who came for the first time.
func (p pages) open(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	f, err := p.whoCame(r, v)
	if err != nil {
		return p.unvouched(w, r, v, "", err)
	}
	org, keeps, err := orgOf(r.Context(), v, f.Identity)
	if err != nil {
		return err
	}
	first := kernel.FirstLogIn{Identity: f.Identity, Key: identityKey(v, f.Identity), User: kernel.UserID(v.Env.NewID()), Login: strings.TrimSpace(r.PostFormValue("login")), Org: org, Kept: keeps}
	note := v.L.T("web.unified.opened", "login", first.Login)
	if first.Waits() {
		note = v.L.T("web.unified.opened_waits", "login", first.Login, "org", org.Name)
	}
	if err := v.Env.Desk.Do(r.Context(), cameBy(f, first.User), r.PostFormValue(site.KeyField), first.Writes(string(registry.Person), string(registry.Enterprise))...); err != nil {
		if k := errs.KindOf(err); k == errs.Invalid || k == errs.Conflict {
			return p.drawFirst(w, r, httpx.Status(err), firstView{v: v, f: f, sheet: v.Sheet(r, "web.unified", err)})
		}
		return err
	}
	return p.known(w, r, v, f, note)
}

// known lets in whom the identity opens by now, also when the form was sent twice.
func (p pages) known(w http.ResponseWriter, r *http.Request, v *site.Visit, f found, note string) error {
	u, err := v.Env.People.UserByIdentity(r.Context(), identityKey(v, f.Identity))
	if err != nil {
		return err
	}
	if u.ID == "" || u.Closed {
		return p.unvouched(w, r, v, "", errs.New(errs.Forbidden, "web.unified.closed", nil))
	}
	v.Env.Login.Kept(r.Context(), keepFound)
	return p.enter(w, r, v, u.ID, f.Next, note)
}

// cameBy is the program that acts for somebody whom it does not know yet.
func cameBy(f found, u kernel.UserID) kernel.Actor {
	a := kernel.SystemActor("login")
	a.User, a.Name = u, f.Name
	return a
}

// joinMine links the identity to a log-in that the person has, whose password is
// asked for.
func (p pages) joinMine(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	f, err := p.whoCame(r, v)
	if err != nil {
		return p.unvouched(w, r, v, "", err)
	}
	name := strings.TrimSpace(r.PostFormValue("mine"))
	refuse := func(err error) error {
		if status := httpx.Status(err); status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable {
			return err
		}
		return p.drawFirst(w, r, httpx.Status(err), firstView{v: v, f: f, sheet: v.Sheet(r, "web.unified", nil), mine: faultsOf(v, err), name: name})
	}
	u, err := v.Env.People.UserFacts(r.Context(), name, "")
	if err != nil {
		return err
	}
	if err := v.Env.Login.LogIn(r.Context(), name, r.PostFormValue("password"), site.Address(r), r.UserAgent()); err != nil {
		return refuse(err)
	}
	if err := v.Env.Desk.Do(r.Context(), cameBy(f, u.ID), r.PostFormValue(site.KeyField), kernel.LinkIdentity{User: u.ID, Key: identityKey(v, f.Identity), Provider: f.Provider, Name: u.Name}); err != nil {
		return refuse(err)
	}
	v.Env.Login.Kept(r.Context(), keepFound)
	return p.arrive(w, r, v, u.ID, f.Next, v.L.T("web.unified.linked"))
}

func faultsOf(v *site.Visit, err error) ui.Faults { return ui.FaultsOf(v.L, err) }

// loginName is the field of the name under which one is known here.
func loginName(x firstView) ui.Field {
	f := x.sheet.Field("login", "w3")
	f.Auto, f.Max = "username", 60
	return f
}

// who is whom the provider vouches for.
func (x firstView) who() []ui.Pair {
	l := x.v.L
	rows := []ui.Pair{{Key: l.T("web.admin.field.name"), Text: x.f.Name}}
	if x.f.OrgCode != "" {
		rows = append(rows, ui.Pair{Key: l.T("web.unified.org"), Text: x.f.OrgName}, ui.Pair{Key: l.T("web.admin.field.code"), Text: x.f.OrgCode, No: true})
	}
	return rows
}

// becomes says what the new log-in may do.
func (x firstView) becomes() string {
	l := x.v.L
	switch {
	case x.f.OrgCode == "":
		return l.T("web.unified.becomes_self")
	case x.kept:
		return l.T("web.unified.becomes_waits", "org", x.org.Name)
	}
	return l.T("web.unified.becomes_keeper", "org", x.f.OrgName)
}
