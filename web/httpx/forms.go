package httpx

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// TokenField is the name of the hidden field that every form carries;
// TokenHeader the header that scripts send instead.
const (
	TokenField  = "_csrf"
	TokenHeader = "X-CSRF-Token"
)

// tokenLen is the length of the secret in the cookie.
// Unit: bytes. Source: OWASP CSRF prevention cheat sheet asks for 128 bits or more.
const tokenLen = 32

// tokenFor is how long a browser keeps the secret: a page that it brings back when
// it starts again may still send its form.
// Unit: seconds. Source: our choice: 30 days, longer than any session.
const tokenFor = 30 * 24 * 3600

// Token is what the hidden field holds: the secret of the cookie under a mask
// that is new each time, so that compressed pages do not leak it.
func (v *Visit) Token() string {
	secret, err := base64.RawURLEncoding.DecodeString(v.token)
	if err != nil || len(secret) != tokenLen {
		return ""
	}
	out := make([]byte, 2*tokenLen)
	_, _ = rand.Read(out[:tokenLen]) // never fails since Go 1.24
	subtle.XORBytes(out[tokenLen:], out[:tokenLen], secret)
	return base64.RawURLEncoding.EncodeToString(out)
}

// matches tells whether a sent token unmasks to the secret.
func (v *Visit) matches(sent string) bool {
	secret, err := base64.RawURLEncoding.DecodeString(v.token)
	if err != nil || len(secret) != tokenLen {
		return false
	}
	got, err := base64.RawURLEncoding.DecodeString(sent)
	if err != nil || len(got) != 2*tokenLen {
		return false
	}
	plain := make([]byte, tokenLen)
	subtle.XORBytes(plain, got[:tokenLen], got[tokenLen:])
	return subtle.ConstantTimeCompare(plain, secret) == 1
}

// forms lets a changing request pass only when it comes from our own page: the
// browser says so (Sec-Fetch-Site, Origin) and the form carries the token of
// the visitor's cookie. It also limits and parses the body.
func (e *Edge) forms(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := From(r.Context())
		v.token = e.secret(w, r)
		if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		if err := origin.Check(r); err != nil {
			e.Fail(w, r, &errs.Error{Kind: errs.Forbidden, Code: "web.edge.foreign_form", Cause: err})
			return
		}
		done, err := e.parse(w, r)
		defer done()
		if err != nil {
			e.Fail(w, r, err)
			return
		}
		sent := r.Header.Get(TokenHeader)
		if sent == "" {
			sent = r.PostFormValue(TokenField)
		}
		if !v.matches(sent) {
			if e.Stale != nil && r.Header.Get("Sec-Fetch-Site") == "same-origin" && e.Stale(w, r) {
				return
			}
			e.Fail(w, r, errs.New(errs.Forbidden, "web.edge.stale_form", nil))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// parse reads the form under its limit; done is called when the request is over.
func (e *Edge) parse(w http.ResponseWriter, r *http.Request) (done func(), err error) {
	limit := e.MaxForm
	if limit == 0 {
		limit = defaultMaxForm
	}
	multi := strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data")
	if multi {
		if limit = e.MaxUpload; limit == 0 {
			limit = defaultMaxUpload
		}
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	done = func() {}
	if multi {
		done, err = e.files(r, limit)
	} else {
		err = e.plain(r)
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return done, &errs.Error{Kind: errs.Invalid, Code: "web.edge.too_large", Args: errs.Args{"mb": limit >> 20, "file": kernel.MaxFileMB}, Cause: err}
	}
	if err != nil && errs.As(err) == nil {
		err = errs.Wrap(errs.Invalid, "web.edge.broken_form", err)
	}
	return done, err
}

// plain reads a form without files. Of who has not logged in the order of the fields
// is kept beside them: what was typed may have to be shown again.
func (e *Edge) plain(r *http.Request) error {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") || e.Known == nil || e.Known(r) != "" {
		return r.ParseForm()
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if err := r.ParseForm(); err != nil {
		return err
	}
	var order []string
	for pair := range strings.SplitSeq(string(body), "&") {
		coded, _, _ := strings.Cut(pair, "=")
		if name, err := url.QueryUnescape(coded); err == nil && name != "" && !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	r.PostForm[FieldOrder] = order
	return nil
}

// secret reads the cookie of the visitor or gives him a new one.
func (e *Edge) secret(w http.ResponseWriter, r *http.Request) string {
	name := "q_form"
	if e.Secure {
		name = "__Host-q_form"
	}
	if c, err := r.Cookie(name); err == nil {
		if b, err := base64.RawURLEncoding.DecodeString(c.Value); err == nil && len(b) == tokenLen {
			return c.Value
		}
	}
	b := make([]byte, tokenLen)
	_, _ = rand.Read(b) // never fails since Go 1.24
	value := base64.RawURLEncoding.EncodeToString(b)
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: e.Secure, SameSite: http.SameSiteStrictMode, MaxAge: tokenFor})
	return value
}

// Mark binds something to the browser of the visit and to another word, as a user:
// it tells neither.
func (v *Visit) Mark(word string) string {
	sum := sha256.Sum256([]byte(v.token + "\n" + word))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
