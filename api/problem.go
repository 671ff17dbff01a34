package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel/wire"
)

// Problem is what an error looks like (RFC 9457, application/problem+json).
type Problem struct {
	Type   string  `json:"type" doc:"api.field.problem.type"`
	Title  string  `json:"title" doc:"api.field.problem.title"`
	Status int     `json:"status" doc:"api.field.problem.status"`
	Code   string  `json:"code" doc:"api.field.problem.code"`
	Detail string  `json:"detail" doc:"api.field.problem.detail"`
	Errors []Fault `json:"errors,omitempty" doc:"api.field.problem.errors"`
	// Version and Changes are of a stale command: where the case stands, and what
	// happened since the sender saw it.
	Version int64  `json:"version,omitempty" doc:"api.field.problem.version"`
	State   string `json:"state,omitempty" doc:"api.field.problem.state"`
	Changes []Act  `json:"changes,omitempty" doc:"api.field.problem.changes"`

	retry int    // seconds, for the header
	allow string // methods that the address takes
}

// Fault is one field of the input at fault.
type Fault struct {
	Field  string `json:"field" doc:"api.field.fault.field"`
	Code   string `json:"code" doc:"api.field.fault.code"`
	Detail string `json:"detail" doc:"api.field.fault.detail"`
}

// Error is the sentence; the type fulfils huma's errors.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType marks the body as a problem.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders are what the status asks for.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.Status == http.StatusMethodNotAllowed && p.allow != "" {
		h.Set("Allow", p.allow)
	}
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(p.retry))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="quanlian", error="invalid_token"`)
	}
	return h
}

// statuses is the one table of this floor from kind of error to HTTP status.
// Source: RFC 9110 §15.5. A step that comes too early is a conflict with the
// state of the case: 425 is about replayed TLS data.
var statuses = map[errs.Kind]int{
	errs.Invalid: http.StatusUnprocessableEntity, errs.Conflict: http.StatusConflict, errs.TooEarly: http.StatusConflict, errs.NotFound: http.StatusNotFound,
	errs.Forbidden: http.StatusForbidden, errs.Unavailable: http.StatusServiceUnavailable, errs.Internal: http.StatusInternalServerError,
}

// Unit: seconds. Source: our choice, as the pages have it.
const retryAfter = 120

// coded errors whose status their kind does not tell.
var byCode = map[string]int{"kernel.wire.not_json": http.StatusBadRequest, "kernel.key_missing": http.StatusBadRequest}

// statusText is the code of what a status means here.
var statusText = map[int]string{
	200: "api.status.ok",
	201: "api.status.made",
	202: "api.status.accepted",
	204: "api.status.empty",
	400: "api.status.unreadable",
	401: "api.status.no_token",
	403: "api.status.forbidden",
	404: "api.status.none",
	405: "api.status.method",
	409: "api.status.conflict",
	413: "api.status.too_big",
	415: "api.status.media",
	422: "api.status.fields",
	429: "api.status.too_often",
	500: "api.status.our_fault",
	503: "api.status.unavailable",
}

// errToken is the fault of a token; its status is 401.
func errToken(code string) error { return errs.New(errs.Forbidden, code, nil) }

func statusOf(e *errs.Error) int {
	if s, ok := byCode[e.Code]; ok {
		return s
	}
	if len(e.Code) > 10 && e.Code[:10] == "api.token_" {
		return http.StatusUnauthorized
	}
	if s, ok := statuses[e.Kind]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// problem puts an error into the reader's language; causes are for the log.
func problem(l *lang.Localizer, err error) *Problem {
	if p, ok := err.(*Problem); ok {
		return p
	}
	e := errs.As(err)
	if e == nil {
		e = errs.Wrap(errs.Internal, "base.kind.internal", err)
	}
	p := newProblem(l, statusOf(e), e.Code, l.Error(e))
	if e.Code == "kernel.key_reused" { // the pages speak of a form
		p.Detail = l.T("api.key_reused")
	}
	if p.Status == http.StatusServiceUnavailable {
		p.retry = retryAfter
	}
	if e.Kind == errs.Invalid || e.Kind == errs.Conflict || e.Kind == errs.NotFound {
		for _, f := range errs.All(e) {
			if f.Field != "" {
				p.Errors = append(p.Errors, Fault{Field: f.Field, Code: f.Code, Detail: l.Error(f)})
			}
		}
		if e.Kind == errs.Invalid && len(p.Errors) > 1 {
			p.Code, p.Detail = "api.several_faults", l.T("api.several_faults", "n", len(p.Errors))
		}
	}
	return p
}

func newProblem(l *lang.Localizer, status int, code, detail string) *Problem {
	return &Problem{Type: "/api#status-" + strconv.Itoa(status), Title: l.T(statusText[status]), Status: status, Code: code, Detail: detail}
}

// write sends the problem outside of an operation.
func (p *Problem) write(w http.ResponseWriter) {
	body, err := wire.Marshal(p)
	if err != nil {
		body = []byte("{}")
	}
	for k, v := range p.GetHeaders() {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // the reader may have left
}

// otherMethod is the problem of a method that an address does not take; the
// router says which it takes (RFC 9110 §15.5.6).
func (s *spoken) otherMethod(w http.ResponseWriter, r *http.Request) {
	p := bare(s.l, http.StatusMethodNotAllowed)
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if s.router.Match(chi.NewRouteContext(), m, r.URL.Path) {
			p.allow += ", " + m
		}
	}
	p.allow = strings.TrimPrefix(strings.Replace(p.allow, "GET", "GET, HEAD", 1), ", ")
	p.write(w)
}

// nowhere is the problem of an address where no operation is.
func nowhere(l *lang.Localizer) *Problem {
	return newProblem(l, http.StatusNotFound, "api.no_such_path", l.T("api.no_such_path"))
}

// bare is the problem of a status that says enough by itself.
func bare(l *lang.Localizer, status int) *Problem {
	code, ok := statusText[status]
	if !ok {
		status, code = http.StatusInternalServerError, "base.kind.internal"
	}
	return newProblem(l, status, code, l.T(code))
}
