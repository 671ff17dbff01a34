package httpx

import (
	"net/http"
	"net/url"
	"strings"

	"quanlian/catalogue/lang"
)

// Names of the two choices a visitor may make: in the query, and in the cookie
// that keeps them.
const (
	langQuery, langCookie   = "lang", "q_lang"
	elderQuery, elderCookie = "elder", "q_elder"

	// keep is how long a choice is kept. Unit: seconds (one year).
	keep = 365 * 24 * 3600
)

// language sets the language and letter size of the visit: the query first
// (and keeps it), then the cookie, then what the browser prefers.
func (e *Edge) language(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := From(r.Context())
		q := r.URL.Query()
		chosen, ok := lang.Parse(q.Get(langQuery))
		if ok {
			e.remember(w, langCookie, string(chosen))
		} else if c, err := r.Cookie(langCookie); err == nil {
			chosen, ok = lang.Parse(c.Value)
		}
		if !ok {
			chosen = preferred(r.Header.Get("Accept-Language"))
		}
		v.L = lang.New(chosen, e.Texts)
		switch q.Get(elderQuery) {
		case "1", "0":
			v.Elder = q.Get(elderQuery) == "1"
			e.remember(w, elderCookie, q.Get(elderQuery))
		default:
			c, err := r.Cookie(elderCookie)
			v.Elder = err == nil && c.Value == "1"
		}
		w.Header().Set("Content-Language", chosen.Tag())
		w.Header().Add("Vary", "Accept-Language, Cookie")
		next.ServeHTTP(w, r)
	})
}

func (e *Edge) remember(w http.ResponseWriter, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: keep, Secure: e.Secure, SameSite: http.SameSiteLaxMode})
}

// preferred takes the first of the browser's languages that we speak; weights
// are ignored because browsers send the list in order. Chinese otherwise.
func preferred(header string) lang.Lang {
	for _, part := range strings.Split(header, ",") {
		tag, _, _ := strings.Cut(part, ";")
		if l, ok := lang.Parse(tag); ok {
			return l
		}
	}
	return lang.Zh
}

// With gives the address of the page in hand with one query value replaced:
// the links of the language and letter size switches, of sorting and paging.
func With(u *url.URL, name, value string) string {
	q := u.Query()
	if value == "" {
		q.Del(name)
	} else {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return u.Path
	}
	return u.Path + "?" + q.Encode()
}
