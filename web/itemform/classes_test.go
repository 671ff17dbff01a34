package itemform

import (
	"strings"
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
)

// A form says beside an IPC symbol which subclass it names; one that it has no name
// for is told as such and not refused.
func TestClassBesideItsField(t *testing.T) {
	t.Parallel()
	for symbol, want := range map[string]string{"G01L 1/22": "G01L：", "g01l1/22": "G01L：", "B68G 1/00": "不在本平台列名", "G01": "", "喷泉": "", "": ""} {
		s := Sheet{L: lang.For(lang.Zh), Step: form.Step{Fields: []form.Field{{ID: "ipc", Kind: form.KindText, Format: "ipc"}}}, Values: form.Values{"ipc": symbol}}
		c := s.control(s.Step.Fields[0], "ipc")
		got := strings.Join(c.Known, "")
		if !strings.HasPrefix(got, want) && !strings.Contains(got, want) || want == "" && got != "" || !c.Turns || c.Field.Error != "" {
			t.Errorf("%q: %q, want %q", symbol, got, want)
		}
	}
}
