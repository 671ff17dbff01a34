package hall

import (
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/registry"
)

// Who signs a licence does not read that the title passes.
func TestSignHint(t *testing.T) {
	t.Parallel()
	l := lang.For("zh")
	from, _ := calendar.ParseDate("2026-12-01")
	to, _ := calendar.ParseDate("2031-11-30")
	licence := signHint(l, hall.DealData{Terms: &hall.Terms{Deal: registry.LicenceDeal, Licence: registry.Ordinary, From: from, To: to}})
	if !strings.Contains(licence, "普通许可") || !strings.Contains(licence, "不转移") || !strings.Contains(licence, "2031-11-30") {
		t.Error(licence)
	}
	if s := signHint(l, hall.DealData{Terms: &hall.Terms{Deal: registry.Assignment}}); !strings.Contains(s, "登记日起转移") {
		t.Error(s)
	}
}

// A veto names its status or its day; one kept before they were names neither.
func TestVetoText(t *testing.T) {
	t.Parallel()
	l := lang.For("zh")
	e := hall.Evaluation{Vetoes: []string{"engine.valuation.veto.term_over"}, VetoArgs: []map[string]string{{"day": "2026-01-02"}}}
	if s := vetoText(l, e, 0); !strings.Contains(s, "2026-01-02") {
		t.Error(s)
	}
	e.VetoArgs = nil
	if s := vetoText(l, e, 0); strings.Contains(s, "（）") || strings.Contains(s, "于届满") {
		t.Error(s)
	}
}
