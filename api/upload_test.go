package api

import (
	"fmt"
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
