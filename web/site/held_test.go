package site

import (
	"net/http"
	"net/url"
	"testing"
)

// TestSecret: a password or a code is never kept behind the log-in; a listing is,
// though one of its fields is called secret.
func TestSecret(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]bool{"password": true, "new_password": true, "code": true, "old": true, "secret": false, "summary": false} {
		r := &http.Request{PostForm: url.Values{"price": {"1"}, field: {"x"}}}
		if got := secret(r); got != want {
			t.Errorf("%s: %v", field, got)
		}
	}
}
