package login

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Account is a log-in as the store keeps it.
type Account struct {
	ID       kernel.UserID
	Hash     string
	Disabled bool
}

// Accounts finds log-ins; ok is false when there is none.
type Accounts interface {
	AccountByLogin(ctx context.Context, login string) (a Account, ok bool, err error)
}

// Sessions is a store of sessions that keeps nothing but hashed tokens, and the
// list of log-ins from which a user can end them.
type Sessions interface {
	scs.CtxStore
	BeginLogIn(ctx context.Context, l kernel.LogIn) error
	LogInStands(ctx context.Context, id string, at time.Time, idle time.Duration) (bool, error)
	EndLogIn(ctx context.Context, id string, at time.Time) error
}

// Ends of a session. Unit: hours. Source: our choice, within a working day.
const (
	idleHours = 2
	allHours  = 12
)

// Gate knows who has logged in. It is safe for concurrent use.
type Gate struct {
	accounts Accounts
	sessions *scs.SessionManager
	list     Sessions
	limits   *Tries
	decoy    string // compared with when there is no such login
}

// New makes a gate. secure is true behind TLS.
// all counts tries for every process; nil counts for this one.
func New(a Accounts, s Sessions, all Together, secure bool) (*Gate, error) {
	decoy, err := Hash("no such login, same time")
	if err != nil {
		return nil, err
	}
	m := scs.New()
	m.Store = s
	// The list of log-ins ends an idle session: with scs's own idle time every page
	// that is read would write the session anew.
	m.Lifetime = allHours * time.Hour
	m.HashTokenInStore = true
	m.Cookie.Name, m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Secure, m.Cookie.Path = "q_session", true, http.SameSiteLaxMode, secure, "/"
	if secure {
		m.Cookie.Name = "__Host-q_session"
	}
	return &Gate{accounts: a, sessions: m, list: s, decoy: decoy, limits: logInTries(all)}, nil
}

// Keys of what a session holds.
const (
	keyUser  = "user"
	keyLogIn = "login"
	keyHat   = "hat"
	keyFlash = "flash"
)

// Middleware loads the session before, and saves it after, what it wraps.
func (g *Gate) Middleware(next http.Handler) http.Handler { return g.sessions.LoadAndSave(next) }

// User is who has logged in, "" for nobody. A session that was ended from
// elsewhere, or left idle, is nobody's.
func (g *Gate) User(ctx context.Context) (kernel.UserID, error) {
	u := kernel.UserID(g.sessions.GetString(ctx, keyUser))
	if u == "" {
		return "", nil
	}
	stands, err := g.list.LogInStands(ctx, g.Session(ctx), time.Now(), idleHours*time.Hour)
	if err != nil || stands {
		return u, err
	}
	return "", g.LogOut(ctx)
}

// Known is who has logged in behind a request that did not pass the middleware
// yet, "" for nobody.
func (g *Gate) Known(r *http.Request) string {
	c, err := r.Cookie(g.sessions.Cookie.Name)
	if err != nil {
		return ""
	}
	ctx, err := g.sessions.Load(r.Context(), c.Value)
	if err != nil {
		return ""
	}
	u := g.sessions.GetString(ctx, keyUser)
	if u == "" {
		return ""
	}
	if stands, err := g.list.LogInStands(ctx, g.Session(ctx), time.Now(), idleHours*time.Hour); err != nil || !stands {
		return ""
	}
	return u
}

// Session is the id of the session in the user's list of log-ins.
func (g *Gate) Session(ctx context.Context) string { return g.sessions.GetString(ctx, keyLogIn) }

// Hat is the way of acting that was chosen last.
func (g *Gate) Hat(ctx context.Context) string { return g.sessions.GetString(ctx, keyHat) }

// SetHat chooses in which way is acted from now on.
func (g *Gate) SetHat(ctx context.Context, hat string) { g.sessions.Put(ctx, keyHat, hat) }

// LogIn checks the password and begins a fresh session; the address limits
// tries and is kept masked, with what the browser says it is.
func (g *Gate) LogIn(ctx context.Context, login, password, address, agent string) error {
	// The address first: one that has no tries left locks out nobody else's log-in.
	if err := g.allow(ctx, "addr:"+address, "login:"+login); err != nil {
		return err
	}
	a, ok, err := g.accounts.AccountByLogin(ctx, login)
	if err != nil {
		return err
	}
	hash := g.decoy
	if ok && a.Hash != "" {
		hash = a.Hash
	}
	if right := matches(password, hash); !right || !ok || a.Hash == "" || a.Disabled {
		return errs.New(errs.Forbidden, "web.login.wrong", nil)
	}
	if err := g.sessions.RenewToken(ctx); err != nil {
		return errs.Wrap(errs.Internal, "web.login.no_session", err)
	}
	if err := g.limits.forget(ctx, "login:"+login); err != nil {
		return err
	}
	return g.begin(ctx, a.ID, address, agent)
}

// Begin begins a fresh session of a user for whom somebody else vouched.
func (g *Gate) Begin(ctx context.Context, u kernel.UserID, address, agent string) error {
	if err := g.sessions.RenewToken(ctx); err != nil {
		return errs.Wrap(errs.Internal, "web.login.no_session", err)
	}
	return g.begin(ctx, u, address, agent)
}

// Keep keeps a text in the session; Kept gives it and forgets it, "" for none.
func (g *Gate) Keep(ctx context.Context, key, text string) { g.sessions.Put(ctx, "kept:"+key, text) }

// Kept gives what [Gate.Keep] kept.
func (g *Gate) Kept(ctx context.Context, key string) string {
	return g.sessions.PopString(ctx, "kept:"+key)
}

// begin makes the session that of the user.
func (g *Gate) begin(ctx context.Context, u kernel.UserID, address, agent string) error {
	id, err := randomText()
	if err != nil {
		return err
	}
	now := time.Now()
	if err := g.list.BeginLogIn(ctx, kernel.LogIn{ID: id, User: u, Made: now, Seen: now, Address: masked(address), Agent: short(agent)}); err != nil {
		return err
	}
	g.sessions.Put(ctx, keyUser, string(u))
	g.sessions.Put(ctx, keyLogIn, id)
	g.SetHat(ctx, "")
	return nil
}

// Check compares a password with that of the log-in, under the same limit as
// logging in.
func (g *Gate) Check(ctx context.Context, login, password string) error {
	if err := g.allow(ctx, "login:"+login); err != nil {
		return err
	}
	a, ok, err := g.accounts.AccountByLogin(ctx, login)
	if err != nil {
		return err
	}
	if !ok || a.Disabled || !matches(password, a.Hash) {
		return errs.At("old", "web.login.old_wrong", nil)
	}
	return g.limits.forget(ctx, "login:"+login)
}

// Try counts a try under the limit of log-ins.
func (g *Gate) Try(ctx context.Context, what string) error { return g.allow(ctx, "login:"+what) }

// allow takes a try of each key, or says that it was too often.
func (g *Gate) allow(ctx context.Context, keys ...string) error {
	ok, err := g.limits.Allow(ctx, keys...)
	if err == nil && !ok {
		err = errs.New(errs.Unavailable, "web.login.too_often", nil)
	}
	return err
}

// Hash encodes a password.
func (*Gate) Hash(password string) (string, error) { return Hash(password) }

// Secret makes the secret of a link and its hash.
func (*Gate) Secret() (secret, hash string, err error) { return Secret() }

// SecretHash is the hash of a link's secret.
func (*Gate) SecretHash(secret string) string { return SecretHash(secret) }

// LogOut ends the session.
func (g *Gate) LogOut(ctx context.Context) error {
	if id := g.Session(ctx); id != "" {
		if err := g.list.EndLogIn(ctx, id, time.Now()); err != nil {
			return err
		}
	}
	if err := g.sessions.Destroy(ctx); err != nil {
		return errs.Wrap(errs.Internal, "web.login.no_session", err)
	}
	return nil
}

// Flash keeps a notice for the next page.
func (g *Gate) Flash(ctx context.Context, text string) { g.sessions.Put(ctx, keyFlash, text) }

// TakeFlash gives the notice and forgets it.
func (g *Gate) TakeFlash(ctx context.Context) string {
	if !g.sessions.Exists(ctx, keyFlash) {
		return ""
	}
	return g.sessions.PopString(ctx, keyFlash)
}
