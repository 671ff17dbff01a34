package api

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
)

// visitor is one request: who asks, by which token, in which language.
type visitor struct {
	Actor kernel.Actor // the zero actor without a token
	Token kernel.Token
	L     *lang.Localizer
	at    url.URL // asked for

	offices []kernel.Unit // read once
}

// units are the offices, read at the first question; the log tells of a failure.
func (v *visitor) units(ctx context.Context, a *API) []kernel.Unit {
	if v.offices == nil {
		units, err := a.People.Units(ctx)
		if err != nil {
			a.Log.ErrorContext(ctx, "names of offices", "err", err)
		}
		v.offices = append([]kernel.Unit{}, units...)
	}
	return v.offices
}

// next is the link to what follows in a list: the same question from there on.
func (v *visitor) next(name, value string) string {
	u, q := v.at, v.at.Query()
	q.Del("offset")
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return "<" + u.RequestURI() + `>; rel="next"`
}

// known reports whether a token stands behind the request.
func (v *visitor) known() bool { return v.Actor.User != "" }

// staff reports whether the token acts by an office.
func (v *visitor) staff() bool { return len(v.Actor.Posts) > 0 }

type visitorKey struct{}

// visitorOf is the visitor of a request; outside of one, a Chinese nobody.
func visitorOf(ctx context.Context) *visitor {
	if v, ok := ctx.Value(visitorKey{}).(*visitor); ok {
		return v
	}
	return &visitor{L: lang.For(lang.Zh)}
}

// speaks is the first language of the request that we speak, Chinese otherwise.
func speaks(r *http.Request) lang.Lang {
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(part, ";")
		if l, ok := lang.Parse(tag); ok {
			return l
		}
	}
	return lang.Zh
}

// identify finds out who asks. A token that does not stand is an error, not a
// visitor without one: a program must learn that it is shut out.
func (a *API) identify(r *http.Request, v *visitor) error {
	h := r.Header.Get("Authorization")
	if h == "" {
		return nil
	}
	scheme, secret, _ := strings.Cut(h, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return errToken("api.token_scheme")
	}
	t, ok, err := a.People.TokenByHash(r.Context(), kernel.TokenHash(strings.TrimSpace(secret)))
	switch {
	case err != nil:
		return err
	case !ok:
		return errToken("api.token_unknown")
	case !t.Revoked.IsZero():
		return errToken("api.token_revoked")
	case !t.Live(a.Now()):
		return errToken("api.token_expired")
	}
	hats, err := a.People.Hats(r.Context(), t.User, a.Now())
	if err != nil && errs.KindOf(err) != errs.Forbidden { // forbidden: the person may no longer log in
		return err
	}
	actor, ok := t.Actor(hats)
	if !ok {
		return errToken("api.token_hat_lost")
	}
	v.Actor, v.Token = actor, t
	if a.Note != nil {
		a.Note(r.Context(), "actor", string(actor.User))
		a.Note(r.Context(), "token", string(t.ID))
	}
	return a.used.note(r.Context(), a, t)
}

// uses remember when a token was last written down as used, so that a busy one
// does not write with every request.
type uses struct {
	mu sync.Mutex
	at map[kernel.TokenID]time.Time
}

func (u *uses) note(ctx context.Context, a *API, t kernel.Token) error {
	now := a.Now()
	u.mu.Lock()
	last := u.at[t.ID]
	if last.Before(t.Used) {
		last = t.Used
	}
	due := now.Sub(last) >= time.Minute
	if due {
		u.at[t.ID] = now
	}
	u.mu.Unlock()
	if !due {
		return nil
	}
	return a.People.UsedToken(ctx, t.ID, now)
}
