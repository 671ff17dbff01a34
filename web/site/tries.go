package site

import (
	"net"
	"net/http"

	"quanlian/base/errs"
)

// Address is what tries of a visitor are counted by.
func Address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Try counts one try of the kind by the visitor's address, and by what is tried
// when it is named; unavailable when it was too often.
func (v *Visit) Try(r *http.Request, kind, what string) error {
	t := v.Env.Tries
	if t == nil {
		return nil
	}
	keys := []string{kind + ":" + Address(r)}
	if what != "" {
		keys = append(keys, kind+"-of:"+what)
	}
	ok, err := t.Allow(r.Context(), keys...)
	if err == nil && !ok {
		err = errs.New(errs.Unavailable, "web.tries.too_often", nil)
	}
	return err
}
