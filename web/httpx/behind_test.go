package httpx

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

// TestBehind: the client's address is the one that trusted proxies name, and
// nobody else's word counts.
func TestBehind(t *testing.T) {
	t.Parallel()
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for name, x := range map[string]struct {
		peer  string
		heads []string
		want  string
	}{
		"no header":                     {"10.0.0.1:5000", nil, "10.0.0.1:5000"},
		"one proxy":                     {"10.0.0.1:5000", []string{"203.0.113.7"}, "203.0.113.7:0"},
		"two proxies":                   {"10.0.0.1:5000", []string{"203.0.113.7, 10.0.0.2"}, "203.0.113.7:0"},
		"two header lines":              {"10.0.0.1:5000", []string{"203.0.113.7", "10.0.0.2"}, "203.0.113.7:0"},
		"client writes its own":         {"10.0.0.1:5000", []string{"198.51.100.1, 203.0.113.7"}, "203.0.113.7:0"},
		"client pretends to be a proxy": {"10.0.0.1:5000", []string{"198.51.100.1, 10.9.9.9, 203.0.113.7"}, "203.0.113.7:0"},
		"a stranger's header":           {"203.0.113.9:5000", []string{"198.51.100.1"}, "203.0.113.9:5000"},
		"only proxies":                  {"10.0.0.1:5000", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3:0"},
		"nonsense":                      {"10.0.0.1:5000", []string{"unknown"}, "10.0.0.1:5000"},
		"nonsense behind a proxy":       {"10.0.0.1:5000", []string{"203.0.113.7, unknown, 10.0.0.2"}, "10.0.0.2:0"},
		"with a port":                   {"10.0.0.1:5000", []string{"203.0.113.7:4711"}, "203.0.113.7:0"},
		"six":                           {"[fd00::1]:5000", []string{"2001:db8::7"}, "[2001:db8::7]:0"},
		"six with a port":               {"[fd00::1]:5000", []string{"[2001:db8::7]:4711"}, "[2001:db8::7]:0"},
		"four in six":                   {"[::ffff:10.0.0.1]:5000", []string{"::ffff:203.0.113.7"}, "203.0.113.7:0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got string
			h := Behind(trusted, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr }))
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = x.peer
			for _, v := range x.heads {
				r.Header.Add("X-Forwarded-For", v)
			}
			h.ServeHTTP(httptest.NewRecorder(), r)
			if got != x.want {
				t.Errorf("counted by %s, want %s", got, x.want)
			}
		})
	}
	var got string
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = "10.0.0.1:5000"
	r.Header.Set("X-Forwarded-For", "203.0.113.7")
	Behind(nil, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr })).ServeHTTP(httptest.NewRecorder(), r)
	if got != "10.0.0.1:5000" {
		t.Errorf("without a list: %s", got)
	}
}
