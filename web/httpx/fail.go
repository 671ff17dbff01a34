package httpx

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"quanlian/base/errs"
)

// statuses is the one table from kind of error to HTTP status.
// Source: RFC 9110 §15.5 and §15.6. 425 is missing on purpose: it is about
// replayed TLS data, not about steps that come later.
var statuses = map[errs.Kind]int{
	errs.Invalid:     http.StatusUnprocessableEntity,
	errs.Conflict:    http.StatusConflict,
	errs.TooEarly:    http.StatusConflict,
	errs.NotFound:    http.StatusNotFound,
	errs.Forbidden:   http.StatusForbidden,
	errs.Unavailable: http.StatusServiceUnavailable,
	errs.Internal:    http.StatusInternalServerError,
}

// tooOften are the refusals of who tried too often: the reader's fault, not an
// outage (RFC 6585 §4).
var tooOften = []string{"web.login.too_often", "web.tries.too_often"}

// retryAfter is when a reader may try an outside party again.
// Unit: seconds. Source: our choice.
const retryAfter = "120"

// Status is the HTTP status of an error; 200 for none.
func Status(err error) int {
	if err == nil {
		return http.StatusOK
	}
	for _, code := range tooOften {
		if errs.Is(err, code) {
			return http.StatusTooManyRequests
		}
	}
	if s, ok := statuses[errs.KindOf(err)]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// Fail answers with the page of an error and logs what is our fault. Whoever
// asked for a fragment gets the whole main part instead.
func (e *Edge) Fail(w http.ResponseWriter, r *http.Request, err error) {
	status := Status(err)
	v := From(r.Context())
	if errors.Is(r.Context().Err(), context.Canceled) { // the reader has left: nobody is answered, and no fault is ours
		e.log().LogAttrs(r.Context(), slog.LevelInfo, "left", slog.String("id", v.ID), slog.String("error", err.Error()))
		return
	}
	if status >= http.StatusInternalServerError {
		e.log().LogAttrs(r.Context(), slog.LevelError, "failed", slog.String("id", v.ID), slog.String("error", err.Error()))
	}
	if begun(w) {
		return // half an answer is out: nothing sensible can follow
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		h.Set("Retry-After", retryAfter)
	}
	if Fragment(r) {
		h.Set("HX-Retarget", "#main")
		h.Set("HX-Reselect", "#main")
		h.Set("HX-Reswap", "outerHTML")
	}
	text := v.L.Error(err)
	if e.RenderError != nil {
		h.Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		if err := e.RenderError(w, r, status, text); err != nil {
			e.log().ErrorContext(r.Context(), "error page", "id", v.ID, "error", err)
		}
		return
	}
	http.Error(w, text, status)
}

// begun looks below the writers of others for ours, which knows whether the
// answer has started.
func begun(w http.ResponseWriter) bool {
	for {
		if z, ok := w.(*zipped); ok {
			return z.sent
		}
		u, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return false
		}
		w = u.Unwrap()
	}
}

// Fragment tells whether htmx asked for a part of a page, not a reader for a
// page (or htmx for one out of the history).
func Fragment(r *http.Request) bool {
	return r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-History-Restore-Request") != "true" && r.Header.Get("HX-Boosted") != "true"
}

// SeeOther sends the reader on after a form; htmx follows as well.
func SeeOther(w http.ResponseWriter, r *http.Request, to string) error {
	if Fragment(r) {
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
