package assets

import (
	"embed"
	"encoding/json"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed all:dist
var dist embed.FS

// Prefix is the URL path under which Handler must be mounted.
const Prefix = "/assets/"

// forever tells browsers that a hashed file never changes.
// Unit: seconds in one year. Source: RFC 9111 §5.2.2.1 and RFC 8246 (immutable).
const forever = "public, max-age=31536000, immutable"

type file struct {
	plain, zipped []byte
	kind          string
}

type set struct {
	names map[string]string // plain name → hashed name
	files map[string]file   // hashed name → content
}

var load = sync.OnceValue(func() set {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		return set{}
	}
	return read(sub)
})

// read takes in a dist folder; without a manifest the set is empty.
func read(f fs.FS) set {
	s := set{names: map[string]string{}, files: map[string]file{}}
	body, err := fs.ReadFile(f, "manifest.json")
	if err != nil {
		return s
	}
	if err := json.Unmarshal(body, &s.names); err != nil {
		return s
	}
	for _, hashed := range s.names {
		plain, err := fs.ReadFile(f, hashed)
		if err != nil {
			continue
		}
		zipped, err := fs.ReadFile(f, hashed+".gz")
		if err != nil {
			zipped = nil
		}
		s.files[hashed] = file{plain: plain, zipped: zipped, kind: mime.TypeByExtension(path.Ext(hashed))}
	}
	return s
}

// Path gives the URL of a file by its plain name: "app.css" or "app.js".
func Path(name string) string {
	if hashed, ok := load().names[name]; ok {
		return Prefix + hashed
	}
	return Prefix + name
}

// Built tells whether tools/assets has run before the program was compiled.
func Built() bool { return len(load().files) > 0 }

// Handler serves everything under Prefix.
func Handler() http.Handler {
	s := load()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(w, r) })
}

func (s set) serve(w http.ResponseWriter, r *http.Request) {
	f, ok := s.files[strings.TrimPrefix(r.URL.Path, Prefix)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	body := f.plain
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", forever)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	if f.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // a reader who left is no fault of ours
	}
}
