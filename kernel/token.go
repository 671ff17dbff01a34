package kernel

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"time"

	"quanlian/base/errs"
)

// TokenID names one token; it is no secret.
type TokenID string

// Token lets a program act for one person under one hat (接口令牌): for a party,
// under a mandate of another, or by an office; never with more than the hat has.
// The secret itself is kept nowhere.
type Token struct {
	ID      TokenID   `json:"id"`
	User    UserID    `json:"user"`
	Name    string    `json:"name"` // what its maker calls it
	Party   PartyID   `json:"party,omitempty"`
	Mandate MandateID `json:"mandate,omitempty"`
	Post    Post      `json:"post,omitzero"` // the office, when it acts for no party
	Rights  []Right   `json:"rights"`
	Made    time.Time `json:"made"`
	Expires time.Time `json:"expires"`
	Revoked time.Time `json:"revoked,omitzero"`
	Used    time.Time `json:"used,omitzero"` // last time, to the minute
}

// Unit: days; characters. Source: our choice: a token that nobody renews for a
// year is one that nobody remembers; a name fits a row of the account page.
const (
	TokenDays     = 366
	tokenNameMost = 60
)

// TokenRights are those that a token for the hat may have: all of the hat's for
// a party, seeing and acting for an office.
func TokenRights(hat Actor) []Right {
	if hat.Party == "" {
		return []Right{RightView, RightSubmit}
	}
	return hat.Rights
}

// Check says what is wrong with a token that somebody wants to make, each fault
// at its field.
func (t Token) Check(now time.Time) error {
	var bad errs.List
	if n := len([]rune(t.Name)); n == 0 || n > tokenNameMost {
		bad.Add(errs.At("name", "kernel.token.name", errs.Args{"most": tokenNameMost}))
	}
	if !slices.Contains(t.Rights, RightView) {
		bad.Add(errs.At("rights", "kernel.token.rights", nil))
	}
	if !t.Expires.After(now) || t.Expires.After(now.AddDate(0, 0, TokenDays)) {
		bad.Add(errs.At("expires", "kernel.token.expires", errs.Args{"days": TokenDays}))
	}
	return bad.Err()
}

// Live reports whether the token stands at the instant.
func (t Token) Live(at time.Time) bool { return t.Revoked.IsZero() && at.Before(t.Expires) }

// fits reports whether a hat is the one that the token was made for.
func (t Token) fits(hat Actor) bool {
	if t.Party == "" {
		return t.office(hat) >= 0
	}
	return hat.Party == t.Party && hat.Mandate == t.Mandate
}

// office is the place of the token's office among those of a hat, -1 for none.
func (t Token) office(hat Actor) int {
	return slices.IndexFunc(hat.Posts, func(p Post) bool {
		return p.Unit == t.Post.Unit && p.Role == t.Post.Role && p.District == t.Post.District && p.Role != "" && p.DeputyFor == ""
	})
}

// Actor is who acts by the token, found among the hats that its person has now.
// ok is false when the person has lost the hat: the token ends with it.
func (t Token) Actor(hats []Actor) (a Actor, ok bool) {
	i := slices.IndexFunc(hats, t.fits)
	if i < 0 {
		return Actor{}, false
	}
	a = hats[i]
	a.Token = t.ID
	if t.Party == "" {
		return Actor{User: a.User, Name: a.Name, Token: t.ID, Posts: []Post{a.Posts[t.office(a)]}, Rights: t.Rights}, true
	}
	a.Posts = nil // one hat: an office of the same person is another
	a.Rights = slices.DeleteFunc(slices.Clone(t.Rights), func(r Right) bool { return !slices.Contains(hats[i].Rights, r) })
	return a, true
}

// givenBy reports whether the actor may make the token: its own, for the hat it
// wears, with no more than the hat has, and not by another token.
func (t Token) givenBy(a Actor) bool {
	hat := a
	if t.Party == "" {
		hat.Party = ""
	}
	allowed := TokenRights(hat)
	over := slices.ContainsFunc(t.Rights, func(r Right) bool { return !slices.Contains(allowed, r) })
	return a.Token == "" && t.User == a.User && t.fits(a) && !over
}

// Unit: bytes. Source: RFC 6750 §5.2 leaves it open; 256 bits cannot be guessed,
// so that a plain hash of it is enough.
const TokenBytes = 32

// tokenSign begins every secret, so that scanners of source code find a leaked one.
const tokenSign = "qlk_"

// TokenSecret makes the secret out of random bytes, [TokenBytes] of them.
func TokenSecret(random []byte) string {
	return tokenSign + base64.RawURLEncoding.EncodeToString(random)
}

// TokenHash is under what a secret is kept.
func TokenHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// PutToken makes a token; Hash is that of its secret and goes into no journal.
type PutToken struct {
	Token Token  `json:"token"`
	Hash  string `json:"-"`
}

// RevokeToken ends a token at an instant. Its person may, and the administrator
// of the party that it acts for.
type RevokeToken struct {
	ID    TokenID   `json:"id"`
	User  UserID    `json:"user"`
	Party PartyID   `json:"party,omitempty"`
	At    time.Time `json:"at"`
}

// Write names, as they stand in the journal.
func (PutToken) Write() string    { return "token.put" }
func (RevokeToken) Write() string { return "token.revoke" }

// Owned reports whether the token is the actor's to make.
func (w PutToken) Owned(a Actor) bool { return w.Token.givenBy(a) }

// Owned reports whether the token is the actor's to end.
func (w RevokeToken) Owned(a Actor) bool {
	admin := w.Party != "" && w.Party == a.Party && a.Mandate == "" && a.Has(RightAdmin)
	return a.Token == "" && (w.User == a.User && a.User != "" || admin)
}
