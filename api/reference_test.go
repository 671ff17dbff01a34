package api

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// An example that asks for one's own is tried as it is written: with the token.
func TestExamplesCarryTheToken(t *testing.T) {
	t.Parallel()
	open, token := map[string][]string{}, map[string][]string{"token": {}}
	for name, c := range map[string]struct {
		security []map[string][]string
		want     bool
	}{"needed": {[]map[string][]string{token}, true}, "taken": {[]map[string][]string{open, token}, true}, "unknown": {nil, false}} {
		line := curlOf(&huma.Operation{Method: "GET", Path: "/rights", Security: c.security}, Example{Path: "/api/v1/rights?mine=true"}, "http://x")
		if strings.Contains(line, "Bearer $TOKEN") != c.want {
			t.Errorf("%s: %s", name, line)
		}
	}
}

// What is sent as an example is whole, however long it is.
func TestRequestsAreWhole(t *testing.T) {
	t.Parallel()
	files, err := examples.ReadDir("examples")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, f := range files {
		id := strings.TrimSuffix(f.Name(), ".json")
		r := new(spoken).refOp(&huma.Operation{OperationID: id, Method: "POST", Path: "/x"}, "http://x")
		if r.Request != "" && !json.Valid([]byte(r.Request)) {
			t.Errorf("%s cannot be sent as it is written: … %s", id, r.Request[max(0, len(r.Request)-60):])
		}
	}
}
