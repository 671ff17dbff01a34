package site

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/web/httpx"
)

// Unit: characters. Source: [D]; shorter answers are typed again in no time.
const worthKeeping = 4

// over answers a form that came after the session had ended: nothing was taken,
// and what was typed is shown, so that nobody writes it twice.
func (v *Visit) over(w http.ResponseWriter, r *http.Request) error {
	typed := typedTexts(r.PostForm)
	if len(typed) == 0 {
		return errs.New(errs.Forbidden, "web.login.session_over", nil)
	}
	return v.ShowStatus(w, r, http.StatusForbidden, v.Frame(r, v.L.T("web.login.over"), ""), overBody(v.L, "/login?next="+url.QueryEscape(cameFrom(r)), typed))
}

// Stale answers a form whose page is too old to be trusted: nothing is taken, what
// was typed is shown.
func (e *Env) Stale(w http.ResponseWriter, r *http.Request) bool {
	edge := httpx.From(r.Context())
	v := &Visit{Env: e, L: edge.L, edge: edge}
	if httpx.Fragment(r) || r.Header.Get("X-Autosave") != "" || secret(r) || len(typedTexts(r.PostForm)) == 0 {
		return false
	}
	return v.over(w, r) == nil
}

// typedTexts are the answers that a person wrote, in the order of the fields'
// names; never a password, and nothing that the program put into the form.
func typedTexts(form url.Values) []string {
	var names, out []string
	for name := range form {
		if !strings.HasPrefix(name, "_") && !strings.Contains(name, "password") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		for _, text := range form[name] {
			if text = strings.TrimSpace(text); len([]rune(text)) >= worthKeeping {
				out = append(out, text)
			}
		}
	}
	return out
}
