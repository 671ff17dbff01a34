package hall

import (
	"testing"

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
	out := map[string]string{}
	prefillRecognition(lang.For(lang.Zh), out, hall.DealData{})
	if len(out) > 0 {
		t.Errorf("before terms %v", out)
	}
}
