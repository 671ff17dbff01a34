package main

import (
	"net/http"
	"strings"
	"testing"
)

// TestWhoMayApplyIsSaid: who may not apply for an item is told why, who may, and
// where to go on.
func TestWhoMayApplyIsSaid(t *testing.T) {
	t.Parallel()
	_, base := peopled(t, "sqlite")
	for who, ways := range map[string][]string{
		"bank": {`href="/item/ZL14"`, `action="/logout"`},
		"desk": {`href="/item/ZL14"`, `action="/logout"`, "不代表任何申请人"}, // its other hats are offices
	} {
		thing := mainOf(loggedIn(t, base, who).get("/thing/first-patent/apply", http.StatusForbidden))
		for _, want := range []string{`href="/thing/first-patent"`, `action="/logout"`, `data-testid="who-may"`, "企业", "专利"} {
			if !strings.Contains(thing, want) {
				t.Errorf("%s: no %s of the thing: %.1500s", who, want, thing)
			}
		}
		main := mainOf(loggedIn(t, base, who).get("/item/ZL14/apply", http.StatusForbidden))
		for _, want := range append(ways, `data-testid="who-may"`, "企业", "您现在不能办这个事项") {
			if !strings.Contains(main, want) {
				t.Errorf("%s: no %s: %.1500s", who, want, main)
			}
		}
	}
}
