package web

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"quanlian/adapter/blob"
	"quanlian/adapter/login"
	"quanlian/adapter/rehearsalbook"
	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/catalogue/bundles"
	where "quanlian/catalogue/city"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
	"quanlian/web/httpx"
	"quanlian/web/pages/account"
	"quanlian/web/pages/admin"
	"quanlian/web/pages/caseview"
	"quanlian/web/pages/draft"
	"quanlian/web/pages/my"
	"quanlian/web/pages/org"
	"quanlian/web/pages/portal"
	"quanlian/web/pages/track"
	"quanlian/web/pages/workbench"
	"quanlian/web/site"
	"quanlian/web/ui"
)

const password = "a good password"

var start = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// city is a server over an empty SQLite store with a library.
type city struct {
	idle  string // see isIdle
	t     *testing.T
	url   string
	s     *sqlstore.Store
	d     *desk.Desk
	clock *storetest.Clock
}

func asBook(out io.Writer, name string, rows [][]any) error {
	return rehearsalbook.Write(out, []rehearsalbook.Sheet{{Name: name, Rows: rows}})
}

// heldForms keeps forms whose session was over, as cmd joins it.
type heldForms struct{ s *sqlstore.Store }

func (h heldForms) Hold(ctx context.Context, f site.HeldForm) error {
	return h.s.Hold(ctx, sqlstore.Held{ID: f.ID, Mark: f.Mark, Hat: f.Hat, Path: f.Path, Body: f.Body}, f.Made)
}

func (h heldForms) HeldForm(ctx context.Context, id, mark string, since time.Time) (site.HeldForm, bool, error) {
	f, ok, err := h.s.HeldForm(ctx, id, mark, since)
	return site.HeldForm{ID: f.ID, Mark: f.Mark, Hat: f.Hat, Path: f.Path, Body: f.Body, Made: time.UnixMicro(f.Made)}, ok, err
}

func (h heldForms) DropHeld(ctx context.Context, id, mark string) error {
	return h.s.DropHeld(ctx, id, mark)
}

func hashOfSecret(secret string) string { return login.SecretHash(secret) }

type accounts struct{ s *sqlstore.Store }

func (a accounts) AccountByLogin(ctx context.Context, name string) (login.Account, bool, error) {
	u, ok, err := a.s.UserByLogin(ctx, name)
	return login.Account{ID: kernel.UserID(u.ID), Hash: u.Hash, Disabled: u.Disabled != 0}, ok, err
}

func newCity(t *testing.T) *city {
	t.Helper()
	flow := librarycard.Flow()
	s := storetest.Open(t, storetest.URL(t, "sqlite"), sqlstore.Options{TurnOf: storetest.Turns(flow)})
	c := &city{t: t, s: s, clock: storetest.NewClock(start)}
	c.d = storetest.Desk(t, s, c.clock, flow)
	c.seed()
	gate, err := login.New(accounts{s}, s.Sessions(), nil, false)
	if err != nil {
		t.Fatal(err)
	}
	env := &site.Env{Desk: c.d, Cases: s, People: s, Login: gate, Site: func(bool) ui.Site { return ui.Site{Name: "图书馆"} }, Calendar: calendar.National(), Now: c.clock.Now,
		NewID: func() string { return ulid.Make().String() }, TurnOf: storetest.Turns(flow), CaseURL: func(k kernel.Case) string { return "/case/" + k.No }}
	if env.Files, err = blob.NewDir(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	env.Held = heldForms{s}
	edge := &httpx.Edge{Known: gate.Known, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), RenderError: env.RenderError}
	mux := http.NewServeMux()
	for _, list := range [][]site.Route{account.Routes(env), admin.Routes(env), org.Routes(env), my.Routes(env, my.Deps{Returned: s.Returned, Pending: s.Pending}), portal.Routes(noItems(s)), track.Routes(c.trackDeps()), workbench.Routes(env, workbench.Deps{Views: s.SavedViews, Book: asBook, Matters: caseview.Matters{librarycard.Card: {Idle: c.isIdle}}}), caseview.Routes(nil), draft.Routes(noForms)} {
		env.Mount(mux, edge, list)
	}
	srv := httptest.NewServer(edge.Middleware(mux))
	t.Cleanup(srv.Close)
	c.url = srv.URL
	return c
}

// noForms: a library declares no items.
func noForms(context.Context, bool, string) string { return "" }

// noItems is the home page of a city that declares none.
func noItems(s *sqlstore.Store) portal.Deps {
	none := &items.Catalogue{}
	return portal.Deps{Today: func(context.Context) *items.Set { return none.On(calendar.DateOf(start)) }, City: func() where.City { return where.City{} },
		Bundles: func() bundles.Set { return bundles.Set{} }, Used: func(context.Context) []string { return nil }, Listings: s}
}

// isIdle leaves out what a test says has nothing to do.
func (c *city) isIdle(_ context.Context, _ *site.Visit, k kernel.Case, move string) bool {
	return c.idle == k.No+" "+move
}

func (c *city) trackDeps() track.Deps {
	return track.Deps{
		Case: func(ctx context.Context, no string) (kernel.Case, error) {
			return c.s.Case(ctx, kernel.SystemActor("tracking"), no, kernel.ViewSecret)
		},
		Name:    func(_ context.Context, _ bool, k kernel.Case) string { return k.No },
		Steps:   func(*site.Visit, kernel.Case) (int, []ui.Step) { return 0, nil },
		Missing: func(context.Context, bool, kernel.Case) []string { return nil }, Place: func(bool, kernel.UnitID) (name, address, phone string) { return "", "", "" },
	}
}

func (c *city) seed() {
	c.t.Helper()
	hash, err := login.Hash(password)
	if err != nil {
		c.t.Fatal(err)
	}
	all := kernel.AllRights()
	writes := []kernel.Write{
		kernel.PutParty{Party: kernel.Party{ID: "reader", Kind: "enterprise", Name: "读者公司"}},
		kernel.PutParty{Party: kernel.Party{ID: "strict", Kind: "enterprise", Name: "审批公司", Approval: []kernel.Duty{kernel.DutyHead}}},
		kernel.PutParty{Party: kernel.Party{ID: "agency", Kind: "agency", Name: "代理所"}},
		kernel.PutParty{Party: kernel.Party{ID: "agency2", Kind: "agency", Name: "第二代理所"}},
		kernel.PutUser{ID: "u-clerk", Login: "clerk", Name: "馆员", Hash: hash}, kernel.PutPost{User: "u-clerk", Post: kernel.Post{Unit: librarycard.Unit, Role: kernel.RoleClerk}},
	}
	for _, m := range []struct {
		login string
		party kernel.PartyID
		duty  kernel.Duty
	}{{"reader", "reader", kernel.DutyHandler}, {"other", "agency2", kernel.DutyHandler}, {"agent", "agency", kernel.DutyHandler}, {"handler", "strict", kernel.DutyHandler}, {"head", "strict", kernel.DutyHead}} {
		u := kernel.UserID("u-" + m.login)
		writes = append(writes, kernel.PutUser{ID: u, Login: m.login, Name: m.login, Hash: hash}, kernel.PutMember{User: u, Party: m.party, Duty: m.duty, Rights: all})
	}
	if err := c.d.Do(context.Background(), kernel.SystemActor("seed"), "seed", writes...); err != nil {
		c.t.Fatal(err)
	}
}

// browser keeps cookies and the last page, as a reader's does.
type browser struct {
	t    *testing.T
	base string
	c    *http.Client
	body string
	resp *http.Response
}

func (c *city) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	return &browser{t: c.t, base: c.url, c: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as logs a user in.
func (c *city) as(user string) *browser {
	c.t.Helper()
	b := c.browser()
	b.get("/login", 200)
	b.post("/login", 303, "login", user, "password", password)
	return b
}

func (b *browser) get(path string, want int) string {
	b.t.Helper()
	resp, err := b.c.Get(b.base + path)
	return b.take("GET "+path, resp, err, want)
}

// post sends a form with the token of the page in hand.
func (b *browser) post(path string, want int, pairs ...string) string {
	b.t.Helper()
	form := url.Values{"_csrf": {b.hidden("_csrf")}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	resp, err := b.c.PostForm(b.base+path, form)
	return b.take("POST "+path, resp, err, want)
}

// upload sends a form with a file.
func (b *browser) upload(path string, want int, field, name string, content []byte, pairs ...string) string {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	_ = w.WriteField("_csrf", b.hidden("_csrf"))
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = w.WriteField(pairs[i], pairs[i+1])
	}
	part, err := w.CreateFormFile(field, name)
	if err != nil {
		b.t.Fatal(err)
	}
	_, _ = part.Write(content)
	_ = w.Close()
	resp, err := b.c.Post(b.base+path, w.FormDataContentType(), &body)
	return b.take("POST "+path, resp, err, want)
}

func (b *browser) take(what string, resp *http.Response, err error, want int) string {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.resp, b.body = resp, string(body)
	if resp.StatusCode != want {
		b.t.Fatalf("%s: %d, want %d\n%s", what, resp.StatusCode, want, b.body)
	}
	return b.body
}

// hidden is the value of the first hidden field of the name on the page.
func (b *browser) hidden(name string) string {
	m := regexp.MustCompile(`name="` + regexp.QuoteMeta(name) + `" value="([^"]*)"`).FindStringSubmatch(b.body)
	if m == nil {
		return ""
	}
	return m[1]
}

func (b *browser) has(want ...string) {
	b.t.Helper()
	for _, w := range want {
		if !strings.Contains(b.body, w) {
			b.t.Errorf("page lacks %q\n%s", w, b.body)
		}
	}
}

func (b *browser) cookie(name string) string {
	u, _ := url.Parse(b.base)
	for _, c := range b.c.Jar.Cookies(u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}
