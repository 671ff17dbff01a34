package hall

import (
	"encoding/json"
	"maps"
	"testing"
)

// Whatever an owner may put right in a listing is what a listing has, under the
// same name and of the same kind, and reaches it.
func TestAmendmentHasTheFieldsOfAListing(t *testing.T) {
	t.Parallel()
	fields := func(v any) map[string]any {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]any{}
		if err := json.Unmarshal(b, &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	in := AmendListingInput{"assignment", "sole", 1, true, "全国", "检测", true, 2, true, 3, "C38", "概述", "秘密", "u"}
	got := fields(in.list())
	delete(got, "right")
	if want := fields(in); !maps.Equal(got, want) {
		t.Errorf("amended %v, want %v", got, want)
	}
}
