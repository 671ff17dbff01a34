package login

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2/memstore"

	"quanlian/base/errs"
	"quanlian/kernel"
)

func TestPasswordsThatAreTriedFirst(t *testing.T) {
	t.Parallel()
	for _, p := range []string{"12345678", "87654321", "00000000", "abcdefgh", "Password1", "p@ssw0rd", "1qaz2wsx", "Admin123", "a1234567", "qwerty123456", "19900101", "abcabcabc", "12121212", "!!!password!!!", "密码123456", "woaini1314"} {
		if _, err := Hash(p); !errs.Is(err, "web.login.password_guessed") {
			t.Errorf("%s: %v", p, err)
		}
	}
	for _, p := range []string{"a good password", "yunlan-demo", "long enough", "1990010123", "云澜的桂花开了又", "abcdefgi", "qwertyz-5"} {
		if h, err := Hash(p); err != nil || !matches(p, h) || matches(p+" ", h) {
			t.Errorf("%s: %v", p, err)
		}
	}
	if _, err := Hash("云澜的桂花开"); !errs.Is(err, "web.login.password_short") {
		t.Errorf("six characters: %v", err)
	}
}

// oneAccount knows one log-in.
type oneAccount struct{ hash string }

func (a oneAccount) AccountByLogin(_ context.Context, login string) (Account, bool, error) {
	return Account{ID: "u-one", Hash: a.hash}, login == "one", nil
}

// inMemory keeps sessions for a test.
type inMemory struct{ *memstore.MemStore }

func (inMemory) BeginLogIn(context.Context, kernel.LogIn) error { return nil }
func (inMemory) LogInStands(context.Context, string, time.Time, time.Duration) (bool, error) {
	return true, nil
}
func (inMemory) EndLogIn(context.Context, string, time.Time) error           { return nil }
func (m inMemory) FindCtx(_ context.Context, k string) ([]byte, bool, error) { return m.Find(k) }
func (m inMemory) CommitCtx(_ context.Context, k string, b []byte, at time.Time) error {
	return m.Commit(k, b, at)
}
func (m inMemory) DeleteCtx(_ context.Context, k string) error { return m.Delete(k) }

func gate(t *testing.T) *Gate {
	t.Helper()
	hash, err := Hash("a good password")
	if err != nil {
		t.Fatal(err)
	}
	g, err := New(oneAccount{hash}, inMemory{memstore.NewWithCleanupInterval(0)}, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// visit is one request with a session cookie; it gives the cookie that stands after.
func visit(t *testing.T, g *Gate, cookie string, do func(ctx context.Context) error) (string, error) {
	t.Helper()
	var err error
	h := g.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { err = do(r.Context()) }))
	r := httptest.NewRequest("POST", "/login", nil)
	if cookie != "" {
		r.AddCookie(&http.Cookie{Name: "q_session", Value: cookie})
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == "q_session" && c.Value != "" {
			return c.Value, err
		}
	}
	return cookie, err
}

// A session that was laid into a browser before the log-in is not the one after it.
func TestSessionIsFreshAfterLogIn(t *testing.T) {
	t.Parallel()
	g := gate(t)
	laid, _ := visit(t, g, "", func(ctx context.Context) error { g.Flash(ctx, "x"); return nil })
	if laid == "" {
		t.Fatal("no session to begin with")
	}
	after, err := visit(t, g, laid, func(ctx context.Context) error {
		return g.LogIn(ctx, "one", "a good password", "192.0.2.1", "")
	})
	if err != nil || after == laid {
		t.Fatalf("the session of before goes on: %v", err)
	}
	for cookie, want := range map[string]kernel.UserID{laid: "", after: "u-one"} {
		_, _ = visit(t, g, cookie, func(ctx context.Context) error {
			if u, err := g.User(ctx); err != nil || u != want {
				t.Errorf("%v, %v, want %v", u, err, want)
			}
			return nil
		})
	}
}

// Who guesses from one address runs out of tries, and then uses up nobody else's.
func TestTriesOfOneAddressLockNobodyOut(t *testing.T) {
	t.Parallel()
	g := gate(t)
	try := func(login, address string) error {
		_, err := visit(t, g, "", func(ctx context.Context) error { return g.LogIn(ctx, login, "wrong password", address, "") })
		return err
	}
	tries := 0
	for g.allow(t.Context(), "addr:192.0.2.1") == nil {
		tries++
	}
	if tries != burstAddress {
		t.Errorf("%d tries from one address, want %d", tries, burstAddress)
	}
	for range burstLogin {
		if err := try("one", "192.0.2.1"); !errs.Is(err, "web.login.too_often") {
			t.Fatalf("one address guesses on: %v", err)
		}
	}
	for i := range burstLogin {
		if err := try("one", "198.51.100."+strconv.Itoa(i)); !errs.Is(err, "web.login.wrong") {
			t.Fatalf("locked out by another: %v", err)
		}
	}
	if err := try("one", "198.51.100.200"); !errs.Is(err, "web.login.too_often") {
		t.Errorf("one log-in is guessed from many addresses: %v", err)
	}
}
