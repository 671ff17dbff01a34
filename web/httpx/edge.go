package httpx

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
)

// Handler is a page: it writes its answer or returns what went wrong, never
// both.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Edge holds what all requests share. The zero value works, without TLS.
type Edge struct {
	Log    *slog.Logger
	Texts  *lang.Texts // nil: the embedded set
	Secure bool        // served over TLS (here or at the proxy): cookies are __Host-, HSTS is sent

	// RenderError draws the page of an error; nil writes the bare sentence.
	RenderError func(w http.ResponseWriter, r *http.Request, status int, text string) error

	// Stale answers a form of our own page whose token is no longer known, so that
	// what was typed is not lost; false leaves it to the usual refusal.
	Stale func(w http.ResponseWriter, r *http.Request) bool

	// Known is who has logged in behind a request, "" for nobody; nil takes files of
	// anybody. Anybody names the paths that do so anyway.
	Known   func(r *http.Request) string
	Anybody map[string]bool
	spool   spool

	// Secrets are the heads of paths behind which a secret stands, as "/once/": the
	// log does not tell it.
	Secrets []string

	// Unit: bytes a body may have. Zero means the defaults below.
	MaxForm, MaxUpload int64
}

// Unit: bytes. Source: our choice; a form with files has room for one of the
// largest and for what stands around it.
const (
	defaultMaxForm   = 1 << 20
	defaultMaxUpload = kernel.MaxFileMB<<20 + defaultMaxForm
)

// Visit is what the edge knows of the request in hand.
type Visit struct {
	ID    string // request id, also in the log and on the error page
	L     *lang.Localizer
	Elder bool // elder mode: larger letters
	LogIn bool // what was refused may be there for who has logged in
	Ways  []Way
	Known any // the visitor as the pages know him, once his session is read
	token string
	attrs []slog.Attr
}

// Way leads on from the page of an error.
type Way struct{ Text, Href string }

type visitKey struct{}

// From gives the visit of a request. Outside Middleware it is a Chinese one
// without a token.
func From(ctx context.Context) *Visit {
	if v, ok := ctx.Value(visitKey{}).(*Visit); ok {
		return v
	}
	return &Visit{L: lang.For(lang.Zh)}
}

// Note adds an attribute to the access log line of this request, for example
// the actor once he is known. Give ids, never names.
func (v *Visit) Note(key string, value any) { v.attrs = append(v.attrs, slog.Any(key, value)) }

// Middleware wraps everything that answers pages.
func (e *Edge) Middleware(next http.Handler) http.Handler {
	h := e.language(e.forms(next))
	h = compress(e.recovered(h))
	return e.visit(secureHeaders(e.Secure, h))
}

// Plain wraps what answers no pages: log line, headers and compression, without
// cookies, forms and languages.
func (e *Edge) Plain(next http.Handler) http.Handler {
	return e.visit(secureHeaders(e.Secure, compress(next)))
}

// Handle turns a page into an http.Handler.
func (e *Edge) Handle(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			e.Fail(w, r, err)
		}
	})
}

// visit opens the visit and writes the access log line when it ends: method,
// path without its query, status, size, time, masked address.
func (e *Edge) visit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		v := &Visit{ID: newID(), L: lang.New(lang.Zh, e.Texts)}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		rec.Header().Set("X-Request-Id", v.ID)
		next.ServeHTTP(rec, r)
		level := slog.LevelInfo
		if rec.status >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		attrs := append([]slog.Attr{
			slog.String("id", v.ID), slog.String("method", r.Method), slog.String("path", e.pathTold(r.URL.Path)),
			slog.Int("status", rec.status), slog.Int64("bytes", rec.size),
			slog.Duration("took", time.Since(start)), slog.String("from", maskAddr(r.RemoteAddr)),
		}, v.attrs...)
		e.log().LogAttrs(r.Context(), level, "request", attrs...)
	})
}

// recovered answers a panic with the page of an inner error.
func (e *Edge) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p) // the server's own sign to drop the connection
			}
			e.log().ErrorContext(r.Context(), "panic", "id", From(r.Context()).ID, "value", p, "stack", string(debug.Stack()))
			e.Fail(w, r, errs.New(errs.Internal, "base.kind.internal", nil))
		}()
		next.ServeHTTP(w, r)
	})
}

func (e *Edge) log() *slog.Logger {
	if e.Log == nil {
		return slog.Default()
	}
	return e.Log
}

func newID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}
