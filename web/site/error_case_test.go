package site

import "testing"

// The case of an address is found below each of the heads of cases, and nowhere else.
func TestCaseNo(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"/case/YL1": "YL1", "/case/YL1/correct": "YL1", "/hall/deal/YL2/tax": "YL2", "/hall/listing/YL3": "YL3", "/hall/need/YL4": "YL4", "/hall/brokers/YL5": "", "/account": ""} {
		if got := caseNo(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
