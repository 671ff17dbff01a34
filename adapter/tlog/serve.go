package tlog

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"quanlian/evidence"
)

// published are the files that anybody may read (C2SP tlog-tiles).
var published = regexp.MustCompile(`^tile/(entries|[0-9]|[1-5][0-9]|6[0-3])(/x[0-9]{3})*/[0-9]{3}(\.p/[0-9]{1,3})?$`)

// Handler serves a log read-only below a prefix: checkpoint, tiles, entries,
// and the keys, one a line. Anybody may mirror and check it.
func Handler(prefix, dir string, known []evidence.Key) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, prefix)
		h := w.Header()
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		h.Set("Access-Control-Allow-Origin", "*")
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			http.Error(w, "read only", http.StatusMethodNotAllowed)
		case name == "keys":
			h.Set("Content-Type", "text/plain; charset=utf-8")
			h.Set("Cache-Control", "no-cache")
			var b strings.Builder
			for _, k := range known {
				b.WriteString(k.String() + "\n")
			}
			_, _ = w.Write([]byte(b.String()))
		case name == "checkpoint":
			serveFile(w, filepath.Join(dir, name), "text/plain; charset=utf-8", "no-cache")
		case published.MatchString(name):
			// What a tile of a given width holds never changes.
			serveFile(w, filepath.Join(dir, filepath.FromSlash(name)), "application/octet-stream", "public, max-age=31536000, immutable")
		default:
			http.NotFound(w, r)
		}
	})
}

func serveFile(w http.ResponseWriter, path, media, cache string) {
	b, err := os.ReadFile(path)
	if err != nil {
		w.Header().Set("Cache-Control", "no-cache")
		http.Error(w, "not here", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("Cache-Control", cache)
	_, _ = w.Write(b)
}
