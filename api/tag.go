package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
)

// Unit: bytes. Source: our choice: a page of a hundred cases stays far below; what
// is longer is sent without a tag.
const mostTagged = 4 << 20

// tagged holds an answer back until its tag is known: whoever has the same
// already is told so in one line (RFC 9110, 13.1.2).
type tagged struct {
	http.ResponseWriter
	status int
	body   []byte
	whole  bool // goes through as it comes
}

func (t *tagged) WriteHeader(status int) {
	if t.whole {
		t.ResponseWriter.WriteHeader(status)
		return
	}
	t.status = status
}

func (t *tagged) Write(b []byte) (int, error) {
	if !t.whole && !strings.HasPrefix(t.Header().Get("Content-Type"), "application/json") || len(t.body)+len(b) > mostTagged {
		if err := t.release(); err != nil {
			return 0, err
		}
	}
	if t.whole {
		return t.ResponseWriter.Write(b)
	}
	t.body = append(t.body, b...)
	return len(b), nil
}

// release sends what was held back and holds nothing more.
func (t *tagged) release() error {
	if t.whole {
		return nil
	}
	t.whole = true
	if t.status != 0 {
		t.ResponseWriter.WriteHeader(t.status)
	}
	held := t.body
	t.body = nil
	if len(held) == 0 {
		return nil
	}
	_, err := t.ResponseWriter.Write(held)
	return err
}

// finish sends the answer, or that the asker has it.
func (t *tagged) finish(r *http.Request) {
	if t.whole || t.status != 0 && t.status != http.StatusOK || len(t.body) == 0 {
		_ = t.release() // who hung up is told nothing
		return
	}
	h := t.Header()
	sum := sha256.Sum256(append([]byte(h.Get("Content-Language")+"\n"+h.Get("Link")+"\n"), t.body...))
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h.Set("ETag", tag)
	if h.Get("Cache-Control") == "no-store" && r.Header.Get("Authorization") == "" {
		h.Set("Cache-Control", "no-cache") // may be kept, but is asked about every time
	}
	if !has(r.Header.Values("If-None-Match"), tag) {
		h.Set("Content-Length", strconv.Itoa(len(t.body)))
		_ = t.release()
		return
	}
	h.Del("Content-Type")
	t.whole = true
	t.ResponseWriter.WriteHeader(http.StatusNotModified)
}

// has compares weakly, as the header asks for.
func has(lines []string, tag string) bool {
	for _, line := range lines {
		for _, x := range strings.Split(line, ",") {
			if x = strings.TrimSpace(x); x == "*" || strings.TrimPrefix(x, "W/") == tag {
				return true
			}
		}
	}
	return false
}
