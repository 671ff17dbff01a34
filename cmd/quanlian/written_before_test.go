package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// inputValue is what stands in a field of a page.
func inputValue(t *testing.T, page, name string) string {
	t.Helper()
	tag := regexp.MustCompile(`<input[^>]*name="` + regexp.QuoteMeta(name) + `"[^>]*>`).FindString(page)
	if tag == "" {
		t.Fatalf("no field %s: %.2000s", name, mainOf(page))
	}
	if m := regexp.MustCompile(`value="([^"]*)"`).FindStringSubmatch(tag); m != nil {
		return m[1]
	}
	return ""
}

// TestWrittenBeforeIsFilledIn: what a party wrote of itself in its last application
// stands in the next form, and in nobody else's; a telephone only for the same
// contact person.
func TestWrittenBeforeIsFilledIn(t *testing.T) {
	t.Parallel()
	h, base := peopled(t, "sqlite")
	r := loggedIn(t, base, "buyer")
	_, posts := joinedAnswers(t, h, "SB01")
	with := func(step string, pairs ...string) url.Values {
		v := url.Values{}
		for key, x := range posts {
			if _, s, _ := strings.Cut(key, "-"); s == step {
				v = x
			}
		}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	const address, phone = "东埠区云禾路88号12层", "0990-88006543"
	name := inputValue(t, r.get("/item/SB01/apply/contact", http.StatusOK), "contact.name")
	if name == "" {
		t.Fatal("the contact person is not filled in")
	}
	filedAlone(t, h, r, "SB01", map[string]url.Values{"applicant": with("applicant", "applicant.address", address), "contact": with("contact", "contact.name", name, "contact.phone", phone)})
	r.get("/item/BH10/apply", http.StatusOK)
	if got := inputValue(t, r.get("/item/BH10/apply/applicant", http.StatusOK), "applicant.address"); got != address {
		t.Errorf("the address is %q", got)
	}
	if got := inputValue(t, r.get("/item/BH10/apply/contact", http.StatusOK), "contact.phone"); got != phone {
		t.Errorf("the telephone is %q", got)
	}
	other := loggedIn(t, base, "seller")
	other.get("/item/BH10/apply", http.StatusOK)
	if page := other.get("/item/BH10/apply/applicant", http.StatusOK) + other.get("/item/BH10/apply/contact", http.StatusOK); strings.Contains(page, address) || strings.Contains(page, phone) {
		t.Error("another party reads it")
	}
}
