package kernel_test

import (
	"testing"

	"quanlian/kernel"
)

// TestReachable: what one can be called or written at.
func TestReachable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"13800000000": true, "138 0000 0000": true, "+86 13800000000": true, "１３８００００００００": true,
		"0990-8800 1200": true, "(0990)88001200转12": true, "0990-88001200-12": true, "88001200": true, "400-800-1234": true, "+44 20 7946 0000": true,
		"name@example.com": true, "": false, "139": false, "1380000000": false, "138000000000": false, "name@": false, "a@b@c": false, "打电话": false, "QQ 1234": false, "0990": false,
	} {
		if got := kernel.Reachable(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
