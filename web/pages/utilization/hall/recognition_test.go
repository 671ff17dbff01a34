package hall

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/registry"
)

// The form of the recognition begins with the three amounts that the contract fixes.
func TestRecognitionBeginsWithTheFixedPart(t *testing.T) {
	t.Parallel()
	for tag, kind := range map[lang.Lang]string{lang.Zh: "许可", lang.En: "Licence"} {
		out := map[string]string{}
		prefillRecognition(lang.For(tag), out, hall.DealData{Terms: &hall.Terms{Deal: registry.LicenceDeal, Price: 30000000, Equipment: 5000000}})
		if out["total"] != "300000.00" || out["technology"] != "250000.00" || out["income"] != "250000.00" || out["kind"] != kind {
			t.Errorf("%s: %v", tag, out)
		}
	}
	again := map[string]string{}
	prefillRecognition(lang.For(lang.Zh), again, hall.DealData{Terms: &hall.Terms{Deal: registry.LicenceDeal, Price: 30000000}, Recognition: &hall.Recognition{No: "2026990102000417", Kind: "许可", Total: 30000000, Technology: 28000000, Income: 27000000, Date: calendar.On(2026, 11, 5)}})
	for path, want := range map[string]string{"no": "2026990102000417", "kind": "许可", "total": "300000.00", "technology": "280000.00", "income": "270000.00", "date": "2026-11-05"} {
		if again[path] != want {
			t.Errorf("opened again: %s is %q, want %q", path, again[path], want)
		}
	}
	out := map[string]string{}
	prefillRecognition(lang.For(lang.Zh), out, hall.DealData{})
	if len(out) > 0 {
		t.Errorf("before terms %v", out)
	}
}
