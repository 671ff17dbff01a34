package assets

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

func TestServe(t *testing.T) {
	t.Parallel()
	s := read(fstest.MapFS{
		"manifest.json":   {Data: []byte(`{"app.css":"app-1.css","lost.js":"lost-2.js"}`)},
		"app-1.css":       {Data: []byte("body{}")},
		"app-1.css.gz":    {Data: []byte("ZIP")},
		"unlisted-3.html": {Data: []byte("secret")},
	})
	for _, c := range []struct {
		name, method, path, accept string
		status                     int
		body, encoding             string
	}{
		{"plain", "GET", "/assets/app-1.css", "", 200, "body{}", ""},
		{"zipped", "GET", "/assets/app-1.css", "br, gzip", 200, "ZIP", "gzip"},
		{"head has no body", "HEAD", "/assets/app-1.css", "", 200, "", ""},
		{"post refused", "POST", "/assets/app-1.css", "", 405, "Method Not Allowed\n", ""},
		{"listed but absent", "GET", "/assets/lost-2.js", "", 404, "404 page not found\n", ""},
		{"not listed", "GET", "/assets/unlisted-3.html", "", 404, "404 page not found\n", ""},
		{"no climbing", "GET", "/assets/../manifest.json", "", 404, "404 page not found\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(c.method, "/", nil)
			r.URL.Path = c.path
			r.Header.Set("Accept-Encoding", c.accept)
			w := httptest.NewRecorder()
			s.serve(w, r)
			if w.Code != c.status || w.Body.String() != c.body || w.Header().Get("Content-Encoding") != c.encoding {
				t.Errorf("got %d %q %q", w.Code, w.Body, w.Header().Get("Content-Encoding"))
			}
			if w.Code == http.StatusOK && w.Header().Get("Cache-Control") != forever {
				t.Errorf("cache: %q", w.Header().Get("Cache-Control"))
			}
		})
	}
}

func TestFreshCloneHasNoFiles(t *testing.T) {
	t.Parallel()
	s := read(fstest.MapFS{".keep": {}})
	if len(s.files) != 0 || len(s.names) != 0 {
		t.Errorf("an empty dist gave %v", s.names)
	}
}
