package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
)

// Places of the API.
const (
	Prefix       = "/api/v1"
	DocumentPath = "/api/openapi" // with .json or .yaml
	version      = "1.0.0"
)

// Unit: bytes. Source: our choice; the longest form, a tax year of a thousand
// contracts, stays under 100 KB; uploads have a bound of their own.
const maxBody = 1 << 20

// API answers every operation in both languages. It is safe for concurrent use.
// What it says in a language is made at the first question in that language: the
// document is large, and most processes never show it.
type API struct {
	Deps
	byLang          map[lang.Lang]func() (*spoken, error)
	tokens, strange *buckets
	used            uses
}

// spoken is the API in one language: its document and its routes.
type spoken struct {
	a      *API
	l      *lang.Localizer
	huma   huma.API
	router *chi.Mux
	shapes *schemas
	flows  []Flow
	json   []byte
	yaml   []byte
}

// New makes the API.
func New(d Deps) *API {
	if d.Limits == (Limits{}) {
		d.Limits = DefaultLimits()
	}
	if d.Log == nil {
		d.Log = slog.Default()
	}
	a := &API{Deps: d, byLang: map[lang.Lang]func() (*spoken, error){}, used: uses{at: map[kernel.TokenID]time.Time{}},
		tokens: newBuckets(d.Limits.Token, d.Limits.TokenBurst), strange: newBuckets(d.Limits.Address, d.Limits.AddressBurst)}
	for _, l := range []lang.Lang{lang.Zh, lang.En} {
		a.byLang[l] = sync.OnceValues(func() (*spoken, error) { return a.speak(lang.For(l)) })
	}
	return a
}

// speak builds the API in one language.
func (a *API) speak(l *lang.Localizer) (*spoken, error) {
	s := &spoken{a: a, l: l, router: chi.NewMux(), shapes: newSchemas(l)}
	cfg := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0", Info: s.info(),
			Servers:    []*huma.Server{{URL: a.PublicURL + Prefix}},
			Components: &huma.Components{Schemas: s.shapes, SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: l.T("api.security")}}},
		},
		Formats: map[string]huma.Format{"application/json": format, "json": format}, DefaultFormat: "application/json", RejectUnknownQueryParameters: true,
	}
	s.huma = humachi.New(s.router, cfg)
	s.router.NotFound(func(w http.ResponseWriter, _ *http.Request) { nowhere(l).write(w) })
	s.router.MethodNotAllowed(s.otherMethod)
	s.router.Use(middleware.GetHead)
	s.register()
	return s, s.finish()
}

// register adds the operations, tag by tag.
func (s *spoken) register() {
	s.account()
	s.cases()
	s.moves()
	s.papers()
	s.opens()
	s.items()
	s.drafts()
	s.pass()
	s.bulks()
	s.inside()
	s.readers()
	s.mandates()
	s.registers()
	s.trading()
	s.bookWork()
	s.bookDone()
	s.custody()
	s.taxes()
	s.computations()
	s.feed()
	s.bytesInAndOut()
}

// ServeHTTP answers one request below /api.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v := &visitor{L: lang.For(speaks(r)), at: *r.URL}
	h := w.Header()
	h.Set("Content-Language", v.L.Tag())
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept-Language, Authorization")
	defer a.recovered(w, r, v)
	if name, ok := strings.CutPrefix(r.URL.Path, DocumentPath); ok {
		a.document(w, r, v, name)
		return
	}
	if !strings.HasPrefix(r.URL.Path, Prefix+"/") {
		nowhere(v.L).write(w)
		return
	}
	if err := a.enter(w, r, v); err != nil {
		a.refuse(w, r, v, err)
		return
	}
	r = r.WithContext(context.WithValue(r.Context(), visitorKey{}, v))
	s, err := a.byLang[v.L.Lang()]()
	if err != nil {
		a.refuse(w, r, v, err)
		return
	}
	if r.Method != http.MethodGet {
		http.StripPrefix(Prefix, s.router).ServeHTTP(w, r)
		return
	}
	t := &tagged{ResponseWriter: w}
	http.StripPrefix(Prefix, s.router).ServeHTTP(t, r)
	t.finish(r)
}

// enter lets a request in: who it is, whether it asks too often, and whether
// its body is of a kind that can be read.
func (a *API) enter(w http.ResponseWriter, r *http.Request, v *visitor) error {
	err := a.identify(r, v)
	b, key := a.strange, address(r)
	if v.known() {
		b, key = a.tokens, string(v.Token.ID)
	}
	stand := b.take(key, time.Now())
	stand.tell(w.Header())
	if !stand.ok {
		p := bare(v.L, http.StatusTooManyRequests)
		p.retry = seconds(stand.wait)
		return p
	}
	if err != nil {
		return err
	}
	if r.Method == http.MethodPost && takesBytes(r.URL.Path) && !v.known() { // before a long body is read
		return errToken("api.token_missing")
	}
	if ct := r.Header.Get("Content-Type"); r.ContentLength != 0 && ct != "" && !strings.HasPrefix(ct, "application/json") && !takesBytes(r.URL.Path) {
		return bare(v.L, http.StatusUnsupportedMediaType)
	}
	return nil
}

// refuse answers with the problem and logs what is our fault.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, v *visitor, err error) {
	p := problem(v.L, err)
	a.logFault(r.Context(), r.URL.Path, p.Status, err)
	p.write(w)
}

func (a *API) logFault(ctx context.Context, where string, status int, err error) {
	if status >= http.StatusInternalServerError {
		a.Log.ErrorContext(ctx, "api", "at", where, "error", err.Error())
	}
}

// recovered answers a panic as an inner fault.
func (a *API) recovered(w http.ResponseWriter, r *http.Request, v *visitor) {
	p := recover()
	if p == nil || p == http.ErrAbortHandler {
		return
	}
	a.Log.ErrorContext(r.Context(), "panic", "at", r.URL.Path, "value", fmt.Sprint(p), "stack", string(debug.Stack()))
	problem(v.L, errs.New(errs.Internal, "base.kind.internal", nil)).write(w)
}
