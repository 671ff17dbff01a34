package publicity

import (
	"testing"

	"quanlian/kernel"
)

// TestVoiceOf: a code opens the one objection it was given for, of an item or of
// a deal; no code and another's open none.
func TestVoiceOf(t *testing.T) {
	t.Parallel()
	item := kernel.Case{Data: []byte(`{"publicity":{"from":"2026-11-20","to":"2026-12-05","objections":[{"name":"a","contact":"1","text":"first","code":"ABCD2345","at":"2026-11-21T01:00:00Z","finding":"unfounded"},{"name":"b","contact":"2","text":"second","at":"2026-11-21T02:00:00Z"}]}}`)}
	deal := kernel.Case{Data: []byte(`{"publicity":{"from":"2026-11-20","to":"2026-12-05","done":false,"objections":[{"by":"a","contact":"1","text":"cheap","code":"WXYZ6789","at":"2026-11-21T01:00:00Z","settled":"looked into"}]}}`)}
	for _, x := range []struct {
		c            kernel.Case
		code         string
		text, answer string
	}{
		{item, "ABCD2345", "first", "unfounded"}, {item, "", "", ""}, {item, "WXYZ6789", "", ""}, {item, "abcd2345", "", ""},
		{deal, "WXYZ6789", "cheap", "looked into"}, {deal, "ABCD2345", "", ""}, {deal, "", "", ""}, {kernel.Case{Data: []byte(`{}`)}, "", "", ""}, {kernel.Case{}, "ABCD2345", "", ""},
	} {
		v, ok := VoiceOf(x.c, x.code)
		if ok != (x.text != "") || v.Text != x.text || v.Answer != x.answer {
			t.Errorf("%q of %.40s: %+v %v", x.code, x.c.Data, v, ok)
		}
	}
	if !Coded(item) || !Coded(deal) || Coded(kernel.Case{Data: []byte(`{"publicity":{"objections":[{"text":"old"}]}}`)}) {
		t.Error("which cases have codes")
	}
}
