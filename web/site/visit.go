package site

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/web/httpx"
	"quanlian/web/ui"
)

// Visit is one request: who, under which hat, in which language.
type Visit struct {
	Env   *Env
	Actor kernel.Actor   // the zero actor for a visitor who has not logged in
	Hats  []kernel.Actor // all ways in which the user may act
	Party kernel.Party   // for whom is acted, zero for staff and visitors
	L     *lang.Localizer
	edge  *httpx.Visit
	units []kernel.Unit
	Flash string
	once  map[string]any
}

// Once gives what was read for this visit already, or reads it: parts of a page
// that need the same thing ask for it each by itself. A failure is not kept.
func Once[T any](v *Visit, key string, read func() (T, error)) (T, error) {
	if x, ok := v.once[key].(T); ok {
		return x, nil
	}
	x, err := read()
	if err != nil {
		return x, err
	}
	if v.once == nil {
		v.once = map[string]any{}
	}
	v.once[key] = x
	return x, nil
}

// LoggedIn reports whether somebody has logged in.
func (v *Visit) LoggedIn() bool { return v.Actor.User != "" }

// Staff reports whether the visitor holds an office.
func (v *Visit) Staff() bool { return len(v.Actor.Posts) > 0 }

// Broker reports whether the visitor acts for an agency, whose work has a page of
// its own.
func (v *Visit) Broker() bool { return v.Party.Kind == "agency" }

// Custodian reports whether the visitor acts for the bank that keeps the custody
// accounts, whose work has a page of its own.
func (v *Visit) Custodian() bool {
	return v.Env.Custodian != "" && v.Actor.Party == v.Env.Custodian && slices.Contains(v.Actor.Rights, kernel.RightView)
}

// Is reports whether the visitor holds an office in the role.
func (v *Visit) Is(r kernel.Role) bool {
	return slices.ContainsFunc(v.Actor.Posts, func(p kernel.Post) bool { return p.Role == r })
}

// Officer is the visitor by office alone: what a party of theirs may see and do
// does not belong to the office.
func (v *Visit) Officer() kernel.Actor {
	a := v.Actor
	a.Party, a.Mandate, a.Rights, a.Scope = "", "", nil, nil
	return a
}

// May asks the policies whether the visitor may do what is no move.
func (v *Visit) May(action string) error {
	return v.Env.Desk.Policy.Permit(desk.Request{Actor: v.Actor, Action: action, At: v.Env.Now()})
}

// LinkTo is the full address of a page of this site, to be given to somebody.
func (v *Visit) LinkTo(r *http.Request, path string) string {
	if v.Env.PublicURL != "" {
		return v.Env.PublicURL + path
	}
	scheme := "http://"
	if v.Env.Secure || r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host + path
}

// Token goes into the hidden field of every form (ui.CSRF).
func (v *Visit) Token() string { return v.edge.Token() }

// Frame surrounds a page: title is its own, nav the current entry.
func (v *Visit) Frame(r *http.Request, title, nav string) ui.Frame {
	l := v.L
	f := ui.Frame{
		L: l, Title: title, Site: v.Env.Site(l.Zh()), Home: "/", Today: v.Env.Now(), Elder: v.edge.Elder, Token: v.Token(),
		LangHref: httpx.With(r.URL, "lang", otherLang(l)), ElderHref: httpx.With(r.URL, "elder", onOff(!v.edge.Elder)),
	}
	if v.Env.Warnings != nil {
		f.Warnings = v.Env.Warnings(r.Context(), l)
	}
	for _, n := range []struct{ key, href string }{{"items", "/items"}, {"hall", "/hall"}, {"patents", "/patents"}, {"my", "/my"}, {"verify", "/verify"}, {"help", "/help"}} {
		f.Nav = append(f.Nav, ui.NavItem{Text: l.T("web.nav." + n.key), Href: n.href, Current: n.key == nav})
	}
	if !v.LoggedIn() {
		f.Login = []ui.Link{{Text: l.T("web.login.title"), Href: "/login"}}
		return f
	}
	f.Who = &ui.Who{Name: v.Actor.Name, Href: "/account", CasesHref: "/my", LogoutPath: "/logout", Hats: v.hats(), HatPath: HatPath, Here: r.URL.RequestURI()}
	f.Who.Org, f.Who.As = v.HatText(v.Actor)
	if v.Broker() {
		f.Nav = append(f.Nav, ui.NavItem{Text: l.T("web.nav.broker"), Href: "/broker", Current: nav == "broker"})
	}
	if v.Custodian() {
		f.Nav = append(f.Nav, ui.NavItem{Text: l.T("web.nav.custody"), Href: "/custody", Current: nav == "custody"})
	}
	if v.Staff() {
		f.Nav = append(f.Nav, ui.NavItem{Text: l.T("web.nav.inbox"), Href: "/inbox", Current: nav == "inbox"})
	}
	return f
}

// Workbench is the frame of a staff page.
func (v *Visit) Workbench(r *http.Request, title, nav string) ui.Frame {
	f := v.Frame(r, title, nav)
	f.Staff = true
	f.Nav = nil
	for _, n := range []struct{ key, href string }{{"inbox", "/inbox"}, {"board", "/board"}, {"rehearse", v.rehearsePage()}, {"counter", "/counter"}, {"catalogue", "/catalogue"}, {"ledger", "/ledger"}, {"suspense", "/suspense"}, {"people", v.peoplePage()}, {"hall", "/hall"}, {"patents", "/patents"}} {
		if n.href == "" || n.key == "ledger" && v.May("ledger.read") != nil {
			continue
		}
		f.Nav = append(f.Nav, ui.NavItem{Text: v.L.T("web.nav." + n.key), Href: n.href, Current: n.key == nav})
	}
	return f
}

// Rehearses reports whether the visitor heads or supervises an office.
func (v *Visit) Rehearses() bool { return v.Is(kernel.RoleHead) || v.Is(kernel.RoleSupervisor) }

// rehearsePage is where heads and supervisors rehearse promises; "" for others.
func (v *Visit) rehearsePage() string {
	if v.Rehearses() {
		return "/rehearse"
	}
	return ""
}

// peoplePage is where the visitor keeps people: all of them, or those of the
// unit that one heads; "" for neither.
func (v *Visit) peoplePage() string {
	switch {
	case v.Is("admin"):
		return "/admin"
	case v.Is(kernel.RoleHead):
		return "/handover"
	}
	return ""
}

func otherLang(l *lang.Localizer) string {
	if l.Zh() {
		return "en"
	}
	return "zh"
}

func onOff(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// Show draws a page with its frame.
func (v *Visit) Show(w http.ResponseWriter, r *http.Request, f ui.Frame, body templ.Component) error {
	return v.ShowStatus(w, r, http.StatusOK, f, body)
}

// ShowStatus draws a page with a status, as 409 for a stale form.
func (v *Visit) ShowStatus(w http.ResponseWriter, r *http.Request, status int, f ui.Frame, body templ.Component) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return ui.Page(f).Render(templ.WithChildren(r.Context(), body), w)
}

// Go answers a form with a redirect and a notice on the next page.
func (v *Visit) Go(w http.ResponseWriter, r *http.Request, to, notice string) error {
	if notice == "" && r.Method == http.MethodGet { // a page that only leads on shows nothing
		notice = v.Flash
	}
	if notice != "" {
		v.Env.Login.Flash(r.Context(), notice)
	}
	return httpx.SeeOther(w, r, to)
}

// KeyField is the name of the hidden field that holds the idempotency key of a
// form: sent twice, it acts once.
const KeyField = "_key"

// VersionField is the name of the hidden field with the version that was seen.
const VersionField = "_version"

// keySpace is where the keys of forms lie: those of timers, of answers from
// outside and of what was read lie elsewhere, and no form may use one up.
const keySpace = "web/"

// Key is a fresh key for a form that is being drawn.
func (v *Visit) Key() string { return keySpace + v.Env.NewID() }

// ownKey keeps the key that came with a form, which may be anybody's text, in
// the space of forms.
func ownKey(r *http.Request) {
	for _, values := range []url.Values{r.Form, r.PostForm} {
		if key := values.Get(KeyField); key != "" && !strings.HasPrefix(key, keySpace) {
			values.Set(KeyField, keySpace+key)
		}
	}
}

// Act makes a move with typed input; the form's key makes it happen once.
func (v *Visit) Act(r *http.Request, c kernel.Case, move string, input any) (desk.Receipt, error) {
	raw, err := json.Marshal(input)
	if err != nil {
		return desk.Receipt{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	cmd := desk.Command{Case: c.ID, Move: move, Version: version(r, c), Key: formKey(r), Input: raw, Note: r.FormValue("_note")}
	out, err := v.Env.Desk.Act(r.Context(), v.Actor, cmd)
	if errs.Is(err, "kernel.stale") && cmd.Version != 0 && v.onlyQuiet(r, c.ID, &cmd.Version) {
		return v.Env.Desk.Act(r.Context(), v.Actor, cmd)
	}
	return out, err
}

// quiet are acts that change nothing somebody at a form decides on: that another
// platform was told, or has taken note, is no news for who rates.
var quiet = []string{"fed", "feed_again"}

// onlyQuiet reports whether nothing but quiet acts came since the version that
// was seen, and then sets the version that stands.
func (v *Visit) onlyQuiet(r *http.Request, id kernel.CaseID, seen *int64) bool {
	list, err := v.Env.Cases.History(r.Context(), id)
	if err != nil {
		return false
	}
	stands := *seen
	for _, e := range list {
		if e.Version <= *seen {
			continue
		}
		if !slices.Contains(quiet, e.Act) {
			return false
		}
		stands = max(stands, e.Version)
	}
	changed := stands != *seen
	*seen = stands
	return changed
}

// Open opens a case with typed input.
func (v *Visit) Open(r *http.Request, flow kernel.FlowAddr, move string, input any) (desk.Receipt, error) {
	raw, err := json.Marshal(input)
	if err != nil {
		return desk.Receipt{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return v.Env.Desk.Open(r.Context(), v.Actor, desk.OpenCommand{Flow: flow, Move: move, Key: formKey(r), Input: raw})
}

// File sends the filled form of a declared item.
func (v *Visit) File(r *http.Request, it form.Item, input any) (desk.Receipt, error) {
	raw, err := json.Marshal(input)
	if err != nil {
		return desk.Receipt{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return v.Env.Desk.Open(r.Context(), v.Actor, desk.OpenCommand{Flow: it.Flowing(), Move: "submit", Key: formKey(r), Input: raw, Item: it.Code, ItemHash: it.Hash(), Unit: it.Unit})
}

func formKey(r *http.Request) string { return r.FormValue(KeyField) }

func version(r *http.Request, _ kernel.Case) int64 {
	var n int64
	for _, d := range r.FormValue(VersionField) {
		if d < '0' || d > '9' {
			return 0
		}
		n = n*10 + int64(d-'0')
	}
	return n
}
