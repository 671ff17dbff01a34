package valuation

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
)

// check finds what is wrong with a subject that shall be scored as of a day.
func (s *Subject) check(at Day) errs.List {
	var l errs.List
	switch s.Kind {
	case Invention, UtilityModel:
	case Design:
		l.Add(errs.At("subject/kind", "engine.valuation.design_not_covered", nil))
	default:
		l.Add(errs.At("subject/kind", "engine.valuation.bad_kind", errs.Args{"value": string(s.Kind)}))
	}
	for _, f := range s.facts() {
		l.Add(f.fact.provenance("subject/"+f.name, s, at))
	}
	s.checkWords(&l)
	s.checkNumbers(&l)
	s.checkDays(&l, at)
	slices.SortStableFunc(l, func(a, b *errs.Error) int { return strings.Compare(a.Field, b.Field) })
	return l
}

type namedFact struct {
	name string
	fact provenanced
}

// facts lists every fact of the subject with its JSON name.
func (s *Subject) facts() []namedFact {
	return []namedFact{
		{"filing_date", s.FilingDate}, {"grant_date", s.GrantDate}, {"term_end", s.TermEnd}, {"status", s.Status},
		{"preserved", s.Preserved}, {"suspended", s.Suspended}, {"annual_fee", s.AnnualFee},
		{"owner_domestic", s.OwnerDomestic}, {"ipc", s.IPC}, {"search_report", s.SearchReport}, {"family", s.Family},
		{"invalidations", s.Invalidations}, {"claims_total", s.ClaimsTotal}, {"claims_independent", s.ClaimsIndependent},
		{"features_claim1", s.FeaturesClaim1}, {"claim_type", s.ClaimType}, {"fto", s.FTO}, {"base_patent", s.BasePatent},
		{"cited_ipc", s.CitedIPC}, {"citing_ipc", s.CitingIPC}, {"originality_percentile", s.OriginalityPercentile},
		{"generality_percentile", s.GeneralityPercentile}, {"forward_citations_5y", s.ForwardCitations5y},
		{"forward_percentile", s.ForwardPercentile}, {"backward_citations", s.BackwardCitations},
		{"npl_citations", s.NPLCitations}, {"neighbours_after_filing", s.NeighboursAfterFiling},
		{"maturity_level", s.MaturityLevel}, {"field_cagr_5y", s.FieldCAGR5y}, {"lifecycle_stage", s.LifecycleStage},
		{"economic_life_months", s.EconomicLifeMonths}, {"active_assignees", s.ActiveAssignees}, {"field_hhi", s.FieldHHI},
		{"owner_field_share", s.OwnerFieldShare}, {"product_revenue_yuan", s.ProductRevenueYuan},
		{"market_share", s.MarketShare}, {"industry_catalogues", s.IndustryCatalogues}, {"trades", s.Trades},
		{"finance", s.Finance}, {"disputes", s.Disputes}, {"income_value_yuan", s.IncomeValueYuan},
		{"strategic_industries", s.StrategicIndustries}, {"awards", s.Awards}, {"official_high_value", s.OfficialHighValue},
	}
}

func (s *Subject) checkWords(l *errs.List) {
	word(l, "status", string(s.Status.Value), s.Status.Known, "in_force", "pending", "lapsed", "expired", "abandoned", "invalidated", "withdrawn", "rejected")
	word(l, "annual_fee", s.AnnualFee.Value, s.AnnualFee.Known, "paid", "arrears")
	word(l, "claim_type", s.ClaimType.Value, s.ClaimType.Known, "product", "method", "both")
	word(l, "fto", s.FTO.Value, s.FTO.Known, "clear", "licensable", "blocked")
	word(l, "base_patent", s.BasePatent.Value, s.BasePatent.Known, "none", "own", "third_party")
	word(l, "lifecycle_stage", s.LifecycleStage.Value, s.LifecycleStage.Known, "emerging", "growth", "mature", "decline")
	for _, e := range s.Trades.Value {
		word(l, "trades", e.Kind, true, "transfer", "licence", "open_licence")
	}
	for _, e := range s.Finance.Value {
		word(l, "finance", e.Kind, true, "pledge", "insurance", "securitisation")
		amount(l, "finance", e.AmountYuan)
	}
	for _, e := range s.Disputes.Value {
		word(l, "disputes", e.Kind, true, "litigation", "arbitration", "adjudication")
		word(l, "disputes", e.Outcome, true, "upheld", "lost", "settled", "pending")
	}
	for _, m := range s.Family.Value {
		word(l, "family", m.Status, true, "granted", "pending", "dead")
		if len(m.Office) != 2 {
			l.Add(errs.At("subject/family", "engine.valuation.bad_word", errs.Args{"value": m.Office, "allowed": "ST.3"}))
		}
	}
	for _, c := range s.IPC.Value {
		if IPC4(c) == "" {
			l.Add(errs.At("subject/ipc", "engine.valuation.bad_word", errs.Args{"value": c, "allowed": "IPC"}))
		}
	}
}

func (s *Subject) checkNumbers(l *errs.List) {
	number(l, "originality_percentile", s.OriginalityPercentile, 0, 100)
	number(l, "generality_percentile", s.GeneralityPercentile, 0, 100)
	number(l, "forward_percentile", s.ForwardPercentile, 0, 100)
	number(l, "field_cagr_5y", s.FieldCAGR5y, -1, 100)
	number(l, "field_hhi", s.FieldHHI, 0, 1)
	number(l, "owner_field_share", s.OwnerFieldShare, 0, 1)
	number(l, "market_share", s.MarketShare, 0, 1)
	number(l, "maturity_level", s.MaturityLevel, 1, 9)
	number(l, "claims_total", s.ClaimsTotal, 1, maxCount)
	number(l, "claims_independent", s.ClaimsIndependent, 1, maxCount)
	number(l, "features_claim1", s.FeaturesClaim1, 1, maxCount)
	number(l, "forward_citations_5y", s.ForwardCitations5y, 0, maxCount)
	number(l, "backward_citations", s.BackwardCitations, 0, maxCount)
	number(l, "npl_citations", s.NPLCitations, 0, maxCount)
	number(l, "neighbours_after_filing", s.NeighboursAfterFiling, 0, maxCount)
	number(l, "economic_life_months", s.EconomicLifeMonths, 0, maxCount)
	number(l, "active_assignees", s.ActiveAssignees, 0, maxCount)
	if s.ClaimsTotal.Known && s.ClaimsIndependent.Known && s.ClaimsIndependent.Value > s.ClaimsTotal.Value {
		l.Add(errs.At("subject/claims_independent", "engine.valuation.more_independent_than_claims", nil))
	}
	if v := s.SearchReport.Value; v.X < 0 || v.Y < 0 {
		l.Add(outOfRange("search_report", min(v.X, v.Y), 0, maxCount))
	}
	amount(l, "product_revenue_yuan", s.ProductRevenueYuan.Value)
	amount(l, "income_value_yuan", s.IncomeValueYuan.Value)
	for _, v := range s.Invalidations.Value {
		if v.Challenged < 1 || v.Surviving < 0 || v.Surviving > v.Challenged {
			l.Add(errs.At("subject/invalidations", "engine.valuation.bad_invalidation", errs.Args{"challenged": v.Challenged, "surviving": v.Surviving}))
		}
	}
	for _, m := range []Fact[map[string]int]{s.CitedIPC, s.CitingIPC} {
		for code, n := range m.Value {
			if IPC4(code) == "" || n < 0 {
				l.Add(errs.At("subject/cited_ipc", "engine.valuation.bad_word", errs.Args{"value": code, "allowed": "IPC"}))
			}
		}
	}
}

func (s *Subject) checkDays(l *errs.List, at Day) {
	realDay(l, "filing_date", s.FilingDate)
	realDay(l, "grant_date", s.GrantDate)
	realDay(l, "term_end", s.TermEnd)
	if s.FilingDate.Known && s.FilingDate.Value > at {
		l.Add(errs.At("subject/filing_date", "engine.valuation.after_freeze", errs.Args{"field": "filing_date", "day": string(s.FilingDate.Value), "as_of": string(at)}))
	}
	for _, v := range s.Invalidations.Value {
		if v.Decided != "" && !v.Decided.Valid() {
			l.Add(errs.At("subject/invalidations", "engine.valuation.bad_day", errs.Args{"value": string(v.Decided)}))
		}
	}
	if s.FilingDate.Known && s.GrantDate.Known && s.GrantDate.Value < s.FilingDate.Value {
		l.Add(errs.At("subject/grant_date", "engine.valuation.granted_before_filed", nil))
	}
	for _, events := range []Fact[[]Event]{s.Trades, s.Finance, s.Disputes} {
		for _, e := range events.Value {
			if !e.Date.Valid() {
				l.Add(errs.At("subject/events", "engine.valuation.bad_day", errs.Args{"value": string(e.Date)}))
			}
		}
	}
}

// Unit: any count. Source: our decision; a count above a million is a typing error.
const maxCount = 1_000_000

func number[N int | float64](l *errs.List, name string, f Fact[N], lo, hi N) {
	if f.Known && !(f.Value >= lo && f.Value <= hi) { // also refuses NaN
		l.Add(outOfRange(name, f.Value, lo, hi))
	}
}

// Unit: digits. Source: our decision; beyond them an amount is a typing error,
// and an exponent of a billion would ask for a billion digits.
const maxExponent, maxDigits = 15, 40

func amount(l *errs.List, name string, v decimal.Decimal) {
	if e := v.Exponent(); e > maxExponent || e < -maxDigits || v.NumDigits() > maxDigits {
		l.Add(errs.At("subject/"+name, "engine.valuation.bad_number", errs.Args{"value": name}))
	} else if v.IsNegative() {
		l.Add(outOfRange(name, v.String(), 0, "1e15"))
	}
}

func realDay(l *errs.List, name string, f Fact[Day]) {
	if f.Known && !f.Value.Valid() {
		l.Add(errs.At("subject/"+name, "engine.valuation.bad_day", errs.Args{"value": string(f.Value)}))
	}
}

func outOfRange(name string, v, lo, hi any) *errs.Error {
	return errs.At("subject/"+name, "engine.valuation.out_of_range", errs.Args{"field": name, "value": v, "min": lo, "max": hi})
}

func word(l *errs.List, name, v string, known bool, allowed ...string) {
	if known && !slices.Contains(allowed, v) {
		l.Add(errs.At("subject/"+name, "engine.valuation.bad_word", errs.Args{"value": v, "allowed": allowed}))
	}
}
