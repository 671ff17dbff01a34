package hall

import (
	"testing"

	"quanlian/chain/utilization/hall"
	"quanlian/registry"
)

// The form of the recognition begins with the three amounts that the contract fixes.
func TestRecognitionBeginsWithTheFixedPart(t *testing.T) {
	t.Parallel()
	out := map[string]string{}
	prefillRecognition(out, hall.DealData{Terms: &hall.Terms{Deal: registry.LicenceDeal, Price: 30000000, Equipment: 5000000}})
	if out["total"] != "300000.00" || out["technology"] != "250000.00" || out["income"] != "250000.00" || out["kind"] != "许可" {
		t.Errorf("%v", out)
	}
	out = map[string]string{}
	prefillRecognition(out, hall.DealData{})
	if len(out) > 0 {
		t.Errorf("before terms %v", out)
	}
}
