package main

import (
	"testing"

	"quanlian/test/storetest"
)

// TestEveryFlowSaysWhoSeesItsRecord: a matter that says nothing about its record
// sends none by the API; a new one says it in api/matters.go.
func TestEveryFlowSaysWhoSeesItsRecord(t *testing.T) {
	t.Parallel()
	h, _ := houseOn(t, storetest.URL(t, "sqlite"))
	for addr := range h.desk.Flows {
		if h.api.Matters[addr].Seen == nil {
			t.Errorf("%s: nobody says who sees what of its record", addr)
		}
	}
}
