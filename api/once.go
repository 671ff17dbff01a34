package api

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"quanlian/base/errs"
)

// CaseNo names a case in inputs that carry more.
type CaseNo struct {
	No string `path:"no" maxLength:"64" doc:"api.field.case.no_or_id"`
}

// once is a write that happens once for a key. Its id is made of the key and of
// what was sent, so that a repetition finds what the first one made, and the
// key sent with something else is found out.
type once struct{ key, id, sent string }

// Unit: hexadecimal characters. Source: 128 bits, as an id of the desk has.
const idLength = 32

func (a *API) once(v *visitor, what, key string, body []byte) once {
	full := keyOf(v, key)
	sum := sha256.Sum256([]byte(full + "\x00" + what + "\x00" + string(body)))
	return once{key: full, id: hex.EncodeToString(sum[:])[:idLength], sent: key}
}

// reused is the fault of a key that was used for something else.
func (o once) reused() error {
	return errs.New(errs.Conflict, "kernel.key_reused", errs.Args{"key": o.sent})
}

// keyOf is the desk's key: those of different people never meet.
func keyOf(v *visitor, key string) string { return "api/" + string(v.Actor.User) + "/" + key }

// split cuts a list with commas into its words.
func split[T ~string](s string) []T {
	var out []T
	for _, w := range strings.Split(s, ",") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, T(w))
		}
	}
	return out
}
