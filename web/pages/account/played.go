package account

import (
	"net/http"
	"net/url"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
)

// playedView is the page that plays a provider in a trial.
type playedView struct {
	v     *site.Visit
	sheet site.Sheet
	state string
}

func (p pages) played(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawPlayed(w, r, v, http.StatusOK, r.URL.Query().Get("state"), nil)
}

func (p pages) drawPlayed(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, state string, fault error) error {
	if v.Env.Played == nil {
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	x := playedView{v: v, sheet: v.Sheet(r, "web.unified", fault), state: state}
	for name, value := range map[string]string{"name": v.Env.Played.Sample.Name, "org_name": v.Env.Played.Sample.OrgName, "org_code": v.Env.Played.Sample.OrgCode} {
		x.sheet.Set(name, value)
	}
	f := v.Frame(r, v.L.T("web.unified.played_title"), "")
	f.Narrow = true
	return v.ShowStatus(w, r, status, f, playedPage(x))
}

// play believes whoever typed a name: the same name is the same person.
func (p pages) play(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if v.Env.Played == nil {
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	read := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	id := kernel.Identity{Name: read("name"), OrgName: read("org_name"), OrgCode: read("org_code")}
	id.Subject = id.Name + "/" + id.OrgCode
	var bad errs.List
	if id.Name == "" {
		bad.Add(errs.At("name", "web.admin.name_missing", nil))
	}
	if (id.OrgName == "") != (id.OrgCode == "") {
		bad.Add(errs.At("org_code", "web.unified.played_both", nil))
	} else if _, err := checked(id); err != nil && id.Name != "" {
		bad.Add(errs.At("org_code", "web.unified.bad_code", errs.Args{"code": id.OrgCode}))
	}
	if err := bad.Err(); err != nil {
		return p.drawPlayed(w, r, v, httpx.Status(err), read("state"), err)
	}
	return httpx.SeeOther(w, r, "/login/back/played?"+url.Values{"state": {read("state")}, "code": {v.Env.Played.Vouch(id)}}.Encode())
}
