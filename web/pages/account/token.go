package account

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// tokenHat is one way of acting that a token can be made for.
type tokenHat struct {
	value string // of the form
	name  string
	actor kernel.Actor
	post  kernel.Post
}

// tokenView is the page of the tokens.
type tokenView struct {
	v      *site.Visit
	hats   []tokenHat
	rows   []tokenRow
	secret string // shown this once
	faults ui.Faults
	typed  map[string]string
	chosen []string // rights that were ticked
}

// tokenRow is one token with the names of what it acts for.
type tokenRow struct {
	t    kernel.Token
	hat  string
	mine bool
	live bool
}

func (p pages) tokens(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawTokens(w, r, v, http.StatusOK, "", nil)
}

func (p pages) drawTokens(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, secret string, fault error) error {
	x := tokenView{v: v, secret: secret, faults: ui.FaultsOf(v.L, fault), typed: map[string]string{}, chosen: []string{string(kernel.RightView)}}
	if fault != nil {
		x.chosen = r.PostForm["rights"]
		for name, values := range r.PostForm {
			x.typed[name] = values[0]
		}
	}
	x.hats = tokenHats(v)
	party := kernel.PartyID("")
	if v.Actor.Mandate == "" && v.Actor.Has(kernel.RightAdmin) {
		party = v.Actor.Party
	}
	list, err := v.Env.People.Tokens(r.Context(), v.Actor.User, party)
	if err != nil {
		return err
	}
	for _, t := range list {
		name, err := p.tokenHatName(r, v, t)
		if err != nil {
			return err
		}
		x.rows = append(x.rows, tokenRow{t: t, hat: name, mine: t.User == v.Actor.User, live: t.Live(v.Env.Now())})
	}
	f := v.Frame(r, v.L.T("web.token.title"), "")
	f.Crumb = []ui.Link{{Text: v.L.T("web.account.title"), Href: "/account"}, {Text: v.L.T("web.token.title")}}
	return v.ShowStatus(w, r, status, f, tokenPage(x))
}

// tokenHats are all parties and offices for which the visitor may make a token.
func tokenHats(v *site.Visit) []tokenHat {
	var out []tokenHat
	for _, h := range v.Hats {
		if h.Party == "" {
			continue
		}
		name, rests := v.HatText(h)
		if h.Mandate != "" {
			name += "　" + rests
		}
		out = append(out, tokenHat{value: "party/" + string(h.Party) + "/" + string(h.Mandate), name: name, actor: h})
	}
	return append(out, officeTokens(v)...)
}

// officeTokens are the posts that the visitor holds in person: who stands in
// for somebody makes no token of it.
func officeTokens(v *site.Visit) []tokenHat {
	var out []tokenHat
	for _, h := range v.Hats {
		for _, post := range h.Posts {
			if h.OnePost || post.DeputyFor != "" {
				continue
			}
			a := kernel.Actor{User: h.User, Name: h.Name, Posts: []kernel.Post{post}}
			out = append(out, tokenHat{value: "post/" + string(post.Unit) + "/" + string(post.Role) + "/" + post.District, name: officeName(v, post), actor: a, post: post})
		}
	}
	return out
}

func officeName(v *site.Visit, post kernel.Post) string {
	unit, as := v.PostText(post)
	return unit + "　" + as
}

func (p pages) tokenHatName(r *http.Request, v *site.Visit, t kernel.Token) (string, error) {
	if t.Party == "" {
		return officeName(v, t.Post), nil
	}
	q, err := v.Env.People.Party(r.Context(), t.Party)
	return q.Name, err
}

// makeToken makes one and shows its secret, this once.
func (p pages) makeToken(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	random := make([]byte, kernel.TokenBytes)
	if _, err := rand.Read(random); err != nil {
		return errs.Wrap(errs.Internal, "web.login.no_random", err)
	}
	secret := kernel.TokenSecret(random)
	hat, t, err := p.readToken(r, v)
	if err == nil {
		err = v.Env.Desk.Do(r.Context(), hat, r.PostFormValue(site.KeyField), kernel.PutToken{Token: t, Hash: kernel.TokenHash(secret)})
	}
	if errs.KindOf(err) == errs.Invalid {
		return p.drawTokens(w, r, v, httpx.Status(err), "", err)
	}
	if err != nil {
		return err
	}
	if _, ok, err := v.Env.People.TokenByHash(r.Context(), kernel.TokenHash(secret)); err != nil {
		return err
	} else if !ok { // the same form again: its token was made, and shown, the first time
		return v.Go(w, r, "/account/tokens", v.L.T("web.token.sent_twice"))
	}
	return p.drawTokens(w, r, v, http.StatusOK, secret, nil)
}

// readToken reads the form; the actor is the visitor under the chosen hat.
func (p pages) readToken(r *http.Request, v *site.Visit) (kernel.Actor, kernel.Token, error) {
	t := kernel.Token{ID: kernel.TokenID(v.Env.NewID()), User: v.Actor.User, Name: strings.TrimSpace(r.PostFormValue("name")), Made: v.Env.Now()}
	for _, right := range kernel.AllRights() {
		if slices.Contains(r.PostForm["rights"], string(right)) {
			t.Rights = append(t.Rights, right)
		}
	}
	if end, err := calendar.ParseDate(strings.TrimSpace(r.PostFormValue("expires"))); err == nil && !end.IsZero() {
		t.Expires = end.At(24)
	}
	hats := tokenHats(v)
	bad := errs.All(t.Check(v.Env.Now()))
	i := slices.IndexFunc(hats, func(h tokenHat) bool { return h.value == r.PostFormValue("for") })
	if i < 0 {
		bad.Add(errs.At("for", "web.account.no_such_hat", nil))
		return kernel.Actor{}, t, bad.Err()
	}
	h := hats[i]
	t.Party, t.Mandate, t.Post = h.actor.Party, h.actor.Mandate, kernel.Post{Unit: h.post.Unit, Role: h.post.Role, District: h.post.District}
	if len(bad) == 0 && !(kernel.PutToken{Token: t}).Owned(h.actor) {
		bad.Add(errs.At("rights", "kernel.token.rights", nil))
	}
	return h.actor, t, bad.Err()
}

// revokeToken ends one of the visitor's tokens, or one of the party that the
// visitor administers.
func (p pages) revokeToken(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	list, err := v.Env.People.Tokens(r.Context(), v.Actor.User, v.Actor.Party)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(t kernel.Token) bool { return string(t.ID) == r.PathValue("id") })
	if i < 0 {
		return errs.New(errs.NotFound, "web.token.no_such", nil)
	}
	t := list[i]
	if err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.RevokeToken{ID: t.ID, User: t.User, Party: t.Party, At: v.Env.Now()}); err != nil {
		return err
	}
	return v.Go(w, r, "/account/tokens", v.L.T("web.token.revoked", "name", t.Name))
}
