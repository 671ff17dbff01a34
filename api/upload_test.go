package api

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quanlian/catalogue/lang"
)

// TestUploadsAreAsLargeAsOnThePages: and who sends more is told the bounds.
func TestUploadsAreAsLargeAsOnThePages(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, nil)
	for l, unit := range map[lang.Lang]string{lang.Zh: "%dMB", lang.En: "%d MB"} {
		s := spokenIn(t, a, l)
		if o := s.operation("upload"); o.MaxBodyBytes != 50<<20 {
			t.Errorf("an upload has at most %d bytes", o.MaxBodyBytes)
		}
		for _, most := range []int{maxBody >> 20, mostUpload >> 20, mostStatement >> 20} {
			if said := s.l.T("api.status.too_big"); !strings.Contains(said, fmt.Sprintf(unit, most)) {
				t.Errorf("%q does not tell %d MB", said, most)
			}
		}
	}
}

// unread fails the test where a body is read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body of somebody without a token is read")
	return 0, io.EOF
}

// TestStrangersFilesAreNotRead: who has no token is refused before the file is taken in.
func TestStrangersFilesAreNotRead(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, nil)
	for _, path := range []string{"/uploads", "/ledger/statements/compare"} {
		r := httptest.NewRequest(http.MethodPost, Prefix+path, unread{t})
		r.ContentLength = mostUpload
		r.Header.Set("Content-Type", "application/pdf")
		w := httptest.NewRecorder()
		if a.ServeHTTP(w, r); w.Code != http.StatusUnauthorized {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
