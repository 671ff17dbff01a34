package unified

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"quanlian/base/errs"
)

// city is a provider that says what the test tells it to.
type city struct {
	*httptest.Server
	key    *rsa.PrivateKey
	sign   *rsa.PrivateKey // with which it signs; key unless it cheats
	claims map[string]any  // over those that are right
	info   map[string]any
	asked  url.Values // of the address to which the browser was sent
}

func newCity(t *testing.T) *city {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	c := &city{key: key, sign: key}
	mux := http.NewServeMux()
	c.Server = httptest.NewServer(mux)
	t.Cleanup(c.Close)
	say := func(w http.ResponseWriter, what any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(what)
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		say(w, map[string]any{"issuer": c.URL, "authorization_endpoint": c.URL + "/auth", "token_endpoint": c.URL + "/token", "jwks_uri": c.URL + "/keys", "userinfo_endpoint": c.URL + "/info", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		say(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/info", func(w http.ResponseWriter, _ *http.Request) { say(w, c.info) })
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		if r.PostFormValue("code") != "good" || base64.RawURLEncoding.EncodeToString(sum[:]) != c.asked.Get("code_challenge") {
			w.WriteHeader(http.StatusBadRequest)
			say(w, map[string]string{"error": "invalid_grant"})
			return
		}
		say(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": c.token(t)})
	})
	return c
}

func (c *city) token(t *testing.T) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: c.sign, KeyID: "k"}}, nil)
	if err != nil {
		t.Error(err)
		return ""
	}
	claims := map[string]any{"iss": c.URL, "aud": "quanlian", "sub": "s-1", "nonce": c.asked.Get("nonce"), "exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix(), "xm": "温知夏", "dwmc": "某公司", "dwdm": "91990001MA0QL0001J"}
	maps.Copy(claims, c.claims)
	text, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Error(err)
	}
	return text
}

// TestFinish: only what the provider signed for us, now, for this log-in, is taken.
func TestFinish(t *testing.T) {
	t.Parallel()
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		claims, info map[string]any
		sign         *rsa.PrivateKey
		code, with   string // the code, and the verifier that comes with it
		want         errs.Kind
		whom, says   string
	}{
		"right":                   {whom: "温知夏"},
		"name from facts":         {claims: map[string]any{"xm": nil}, info: map[string]any{"sub": "s-1", "xm": "温故"}, whom: "温故"},
		"organisation from facts": {claims: map[string]any{"dwmc": nil, "dwdm": nil}, info: map[string]any{"sub": "s-1", "dwmc": "某公司", "dwdm": "91990001MA0QL0001J"}, whom: "温知夏"},
		"no name at all":          {claims: map[string]any{"xm": nil}, info: map[string]any{"sub": "s-1", "mingzi": "温故"}, want: errs.Unavailable, says: "dwdm, dwmc, exp, iat, iss, mingzi,"},
		"facts of other":          {claims: map[string]any{"xm": nil}, info: map[string]any{"sub": "s-2", "xm": "温故"}, want: errs.Forbidden},
		"other nonce":             {claims: map[string]any{"nonce": "n2"}, want: errs.Forbidden},
		"no nonce":                {claims: map[string]any{"nonce": nil}, want: errs.Forbidden},
		"other audience":          {claims: map[string]any{"aud": "another"}, want: errs.Forbidden},
		"other issuer":            {claims: map[string]any{"iss": "https://elsewhere.example"}, want: errs.Forbidden},
		"over":                    {claims: map[string]any{"exp": time.Now().Add(-time.Hour).Unix()}, want: errs.Forbidden},
		"other key":               {sign: other, want: errs.Forbidden},
		"bad code":                {code: "bad", want: errs.Unavailable},
		"other verifier":          {with: "another", want: errs.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCity(t)
			c.claims, c.info = x.claims, x.info
			if x.sign != nil {
				c.sign = x.sign
			}
			p := New(Config{ID: "city", Issuer: c.URL, Client: "quanlian", Claims: map[string]string{"name": "xm", "org_name": "dwmc", "org_code": "dwdm"}}, "secret")
			to, err := p.Begin(context.Background(), "http://here/back", "state", "n1", "verifier")
			if err != nil {
				t.Fatal(err)
			}
			u, err := url.Parse(to)
			if err != nil {
				t.Fatal(err)
			}
			c.asked = u.Query()
			if c.asked.Get("state") != "state" || c.asked.Get("code_challenge_method") != "S256" || c.asked.Get("redirect_uri") != "http://here/back" {
				t.Errorf("asked %v", c.asked)
			}
			code, with := "good", "verifier"
			if x.code != "" {
				code = x.code
			}
			if x.with != "" {
				with = x.with
			}
			got, err := p.Finish(context.Background(), "http://here/back", code, "n1", with)
			if errs.KindOf(err) != x.want {
				t.Fatalf("%v, want %q", err, x.want)
			}
			if err != nil && !strings.Contains(err.Error(), x.says) { // whoever joins it reads what it gives
				t.Errorf("%v does not say %q", err, x.says)
			}
			if err == nil && (got.Name != x.whom || got.Subject != "s-1" || got.OrgName != "某公司" || got.OrgCode != "91990001MA0QL0001J" || got.Provider != "city") {
				t.Errorf("%+v", got)
			}
		})
	}
}

// TestSilentProviderIsAskedAgain: one that was down is discovered once it is up.
func TestSilentProviderIsAskedAgain(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	p := New(Config{ID: "city", Issuer: c.URL + "/nothing", Client: "quanlian"}, "")
	if _, err := p.Begin(context.Background(), "b", "s", "n", "v"); errs.KindOf(err) != errs.Unavailable {
		t.Fatalf("%v", err)
	}
	p.cfg.Issuer = c.URL
	if _, err := p.Begin(context.Background(), "b", "s", "n", "v"); err != nil {
		t.Fatal(err)
	}
}
