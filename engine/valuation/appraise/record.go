package appraise

import (
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
)

// Record is what an appraisal file (资产评估档案) states of itself.
type Record struct {
	ReportNo     string   `json:"report_no"`
	ReportDate   string   `json:"report_date"` // YYYY-MM-DD
	Agency       string   `json:"agency"`
	Statutory    bool     `json:"statutory"` // 法定评估
	Methods      []string `json:"methods"`
	SingleReason string   `json:"single_method_reason,omitempty"`
	Signers      []Signer `json:"signers"`
	Sealed       bool     `json:"sealed"`
}

// Signer is a professional who signed the report. Appraiser is a 评估师 of the
// class that matches the asset.
type Signer struct {
	Name      string `json:"name"`
	Appraiser bool   `json:"appraiser"`
}

// Unit: methods; signers; years; years. Source: 资产评估法 art. 26 (two or more
// methods unless the standard allows only one), arts. 24, 27, 28 (two
// professionals; statutory: two 评估师), art. 29 (files kept 15 years, statutory 30).
const (
	minMethods             = 2
	minSigners             = 2
	retentionYears         = 15
	statutoryRetentionYear = 30
)

// Check finds what the record lacks to be an appraisal; nil when nothing.
func (r Record) Check() error {
	var l errs.List
	if r.ReportNo == "" || r.Agency == "" || !r.Sealed {
		l.Add(errs.At("agency", "engine.valuation.record_incomplete", nil))
	}
	l.Add(day("report_date", r.ReportDate))
	methods := slices.Compact(slices.Sorted(slices.Values(r.Methods)))
	for _, m := range methods {
		if !slices.Contains(Methods(), m) {
			l.Add(errs.At("methods", "engine.valuation.bad_method", errs.Args{"value": m, "allowed": strings.Join(Methods(), ", ")}))
		}
	}
	if len(methods) == 0 || len(families(methods)) < minMethods && strings.TrimSpace(r.SingleReason) == "" {
		l.Add(errs.At("methods", "engine.valuation.one_method", errs.Args{"n": len(families(methods)), "min": minMethods}))
	}
	names := map[string]bool{}
	appraisers := 0
	for _, s := range r.Signers {
		if s.Name == "" || names[s.Name] {
			continue
		}
		names[s.Name] = true
		if s.Appraiser {
			appraisers++
		}
	}
	if len(names) < minSigners {
		l.Add(errs.At("signers", "engine.valuation.too_few_signers", errs.Args{"n": len(names), "min": minSigners}))
	}
	if r.Statutory && appraisers < minSigners {
		l.Add(errs.At("signers", "engine.valuation.too_few_appraisers", errs.Args{"n": appraisers, "min": minSigners}))
	}
	return l.Err()
}

// families reduces methods to income, market, cost: two ways to find a royalty
// rate are one and the same income method. Source: our reading of art. 26.
func families(methods []string) []string {
	var out []string
	for _, m := range methods {
		f := "income"
		if m == MarketMethod || m == CostMethod {
			f = m
		}
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// RetentionYears is how long the file of the appraisal must be kept.
func RetentionYears(statutory bool) int {
	if statutory {
		return statutoryRetentionYear
	}
	return retentionYears
}

// KeepUntil is the first day on which the file may go: the report's date plus
// the years; of 29 February, 1 March in a common year.
func (r Record) KeepUntil() (string, error) {
	t, err := time.Parse("2006-01-02", r.ReportDate)
	if err != nil {
		return "", day("report_date", r.ReportDate)
	}
	return t.AddDate(RetentionYears(r.Statutory), 0, 0).Format("2006-01-02"), nil
}
