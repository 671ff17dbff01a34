package site

import (
	"net/url"
	"slices"
	"testing"
)

// What a person wrote is given back after a session that ended; what the program
// put into the form, and secrets, are not.
func TestTypedTexts(t *testing.T) {
	t.Parallel()
	got := typedTexts(url.Values{"text": {"  很长的一段说明 "}, "note": {"请尽快答复"}, "_csrf": {"abcdefgh"}, "password": {"yunlan-demo"}, "mode": {"转让"}})
	if want := []string{"请尽快答复", "很长的一段说明"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
