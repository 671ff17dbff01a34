package httpx

import (
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

// recorder keeps status and size for the access log.
type recorder struct {
	http.ResponseWriter
	status int
	size   int64
	wrote  bool
}

func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status, r.wrote = status, status >= http.StatusOK
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.wrote = true
	n, err := r.ResponseWriter.Write(b)
	r.size += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the server's own writer.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

var zippers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// compress gzips text for browsers that take it, unless the answer is encoded
// already, as the static files are.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		z := &zipped{ResponseWriter: w, accepted: strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && r.Method != http.MethodHead}
		defer z.close()
		next.ServeHTTP(z, r)
	})
}

type zipped struct {
	http.ResponseWriter
	zw       *gzip.Writer
	accepted bool
	sent     bool
}

func (z *zipped) WriteHeader(status int) {
	if !z.sent && status >= http.StatusOK {
		z.sent = true
		z.decide(status)
	}
	z.ResponseWriter.WriteHeader(status)
}

func (z *zipped) decide(status int) {
	h := z.Header()
	kind := h.Get("Content-Type")
	text := strings.HasPrefix(kind, "text/") || strings.HasPrefix(kind, "application/json") || strings.HasPrefix(kind, "image/svg")
	empty := status == http.StatusNoContent || status == http.StatusNotModified
	if !text || empty || h.Get("Content-Encoding") != "" || h.Get("Content-Range") != "" {
		return
	}
	h.Add("Vary", "Accept-Encoding")
	if !z.accepted {
		return
	}
	h.Set("Content-Encoding", "gzip")
	h.Del("Content-Length")
	zw, ok := zippers.Get().(*gzip.Writer)
	if !ok {
		return
	}
	zw.Reset(z.ResponseWriter)
	z.zw = zw
}

func (z *zipped) Write(b []byte) (int, error) {
	if !z.sent {
		if z.Header().Get("Content-Type") == "" {
			z.Header().Set("Content-Type", http.DetectContentType(b))
		}
		z.WriteHeader(http.StatusOK)
	}
	if z.zw != nil {
		return z.zw.Write(b)
	}
	return z.ResponseWriter.Write(b)
}

// FlushError sends what is there, for answers that come in pieces.
func (z *zipped) FlushError() error {
	if z.zw != nil {
		if err := z.zw.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(z.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach the server's own writer.
func (z *zipped) Unwrap() http.ResponseWriter { return z.ResponseWriter }

func (z *zipped) close() {
	if z.zw == nil {
		return
	}
	_ = z.zw.Close() // the reader may have left
	z.zw.Reset(nil)
	zippers.Put(z.zw)
}
