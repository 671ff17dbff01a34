package site

import "testing"

// A page of a case that cannot be shown now leads back to the case.
func TestBackToCase(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"/case/YL2026-JY-00001/back": "/case/YL2026-JY-00001", "/case/YL2026-JY-00001/back/take": "/case/YL2026-JY-00001", "/case/YL2026-JY-00001": "", "/case//back": "", "/results": ""} {
		got := ""
		if ways := backToCase(path); len(ways) > 0 {
			got = ways[0].Href
		}
		if got != want {
			t.Errorf("%s leads to %q, want %q", path, got, want)
		}
	}
}
