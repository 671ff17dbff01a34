package valuation

import "github.com/shopspring/decimal"

// Kind is the kind of patent (专利类型).
type Kind string

// The kinds of patent law art. 2. Designs are refused by Evaluate.
const (
	Invention    Kind = "invention"     // 发明
	UtilityModel Kind = "utility_model" // 实用新型
	Design       Kind = "design"        // 外观设计
)

// Status is the legal status (法律状态) of the right.
type Status string

// The legal statuses. All but in_force and pending are dead.
const (
	InForce     Status = "in_force"    // 专利权维持
	Pending     Status = "pending"     // 审查中, not granted
	Lapsed      Status = "lapsed"      // 未缴年费终止
	Expired     Status = "expired"     // 期限届满
	Abandoned   Status = "abandoned"   // 放弃
	Invalidated Status = "invalidated" // 全部无效
	Withdrawn   Status = "withdrawn"   // 撤回、视为撤回
	Rejected    Status = "rejected"    // 驳回
)

// Dead reports whether no right stands any more or ever stood.
func (s Status) Dead() bool { return s != InForce && s != Pending }

// SearchReport counts the X and Y documents of the search report or, for a
// utility model, of the evaluation report (专利权评价报告).
type SearchReport struct {
	X int `json:"x"`
	Y int `json:"y"`
}

// FamilyMember is one member of the patent family (同族).
type FamilyMember struct {
	Office string `json:"office"` // ST.3 code: US, EP, WO
	Status string `json:"status"` // granted, pending, dead
}

// Invalidation is one proceeding under patent law art. 45 (无效宣告).
type Invalidation struct {
	Decided    Day `json:"decided,omitempty"` // "" while pending
	Challenged int `json:"challenged"`        // claims
	Surviving  int `json:"surviving"`         // claims
}

// decided reports whether the proceeding had ended on a day.
func (v Invalidation) decided(at Day) bool { return v.Decided != "" && v.Decided <= at }

// Event is one entry of a register about the right.
type Event struct {
	Kind       string          `json:"kind"`
	Date       Day             `json:"date"`
	Outcome    string          `json:"outcome,omitempty"` // of a dispute: upheld, lost, settled, pending
	Related    bool            `json:"related,omitempty"` // between related parties: says nothing about the market
	AmountYuan decimal.Decimal `json:"amount_yuan,omitzero"`
	Ref        string          `json:"ref,omitempty"`
}

// ExternalScore is a score of another provider: shown, never mixed in.
type ExternalScore struct {
	Provider string  `json:"provider"`
	Version  string  `json:"version"`
	Score    float64 `json:"score"`
	AsOf     Day     `json:"as_of"`
}

// Subject is what is known of the patent to be valued (评价对象). Every fact is
// optional but the kind; what nobody stated stays unknown.
type Subject struct {
	PatentNo string `json:"patent_no,omitempty"`
	Title    string `json:"title,omitempty"`
	Kind     Kind   `json:"kind"`
	Source   string `json:"source,omitempty"` // default source of the facts
	AsOf     Day    `json:"as_of,omitempty"`  // default date of the facts

	FilingDate    Fact[Day]      `json:"filing_date,omitzero"`
	GrantDate     Fact[Day]      `json:"grant_date,omitzero"`
	TermEnd       Fact[Day]      `json:"term_end,omitzero"` // with term compensation; else computed
	Status        Fact[Status]   `json:"status,omitzero"`
	Preserved     Fact[bool]     `json:"preserved,omitzero"`  // 保全
	Suspended     Fact[bool]     `json:"suspended,omitzero"`  // 中止
	AnnualFee     Fact[string]   `json:"annual_fee,omitzero"` // paid, arrears
	OwnerDomestic Fact[bool]     `json:"owner_domestic,omitzero"`
	IPC           Fact[[]string] `json:"ipc,omitzero"`

	SearchReport      Fact[SearchReport]   `json:"search_report,omitzero"`
	Family            Fact[[]FamilyMember] `json:"family,omitzero"` // the Chinese right itself left out
	Invalidations     Fact[[]Invalidation] `json:"invalidations,omitzero"`
	ClaimsTotal       Fact[int]            `json:"claims_total,omitzero"`
	ClaimsIndependent Fact[int]            `json:"claims_independent,omitzero"`
	FeaturesClaim1    Fact[int]            `json:"features_claim1,omitzero"`
	ClaimType         Fact[string]         `json:"claim_type,omitzero"`  // product, method, both
	FTO               Fact[string]         `json:"fto,omitzero"`         // clear, licensable, blocked
	BasePatent        Fact[string]         `json:"base_patent,omitzero"` // none, own, third_party

	CitedIPC              Fact[map[string]int] `json:"cited_ipc,omitzero"`  // IPC subclass → cited documents
	CitingIPC             Fact[map[string]int] `json:"citing_ipc,omitzero"` // IPC subclass → citing documents
	OriginalityPercentile Fact[float64]        `json:"originality_percentile,omitzero"`
	GeneralityPercentile  Fact[float64]        `json:"generality_percentile,omitzero"`
	ForwardCitations5y    Fact[int]            `json:"forward_citations_5y,omitzero"`
	ForwardPercentile     Fact[float64]        `json:"forward_percentile,omitzero"`
	BackwardCitations     Fact[int]            `json:"backward_citations,omitzero"`
	NPLCitations          Fact[int]            `json:"npl_citations,omitzero"`
	NeighboursAfterFiling Fact[int]            `json:"neighbours_after_filing,omitzero"`
	MaturityLevel         Fact[int]            `json:"maturity_level,omitzero"`  // 1–9, GB/T 22900
	FieldCAGR5y           Fact[float64]        `json:"field_cagr_5y,omitzero"`   // 0.12 is 12 % a year
	LifecycleStage        Fact[string]         `json:"lifecycle_stage,omitzero"` // emerging, growth, mature, decline

	EconomicLifeMonths Fact[int]             `json:"economic_life_months,omitzero"`
	ActiveAssignees    Fact[int]             `json:"active_assignees,omitzero"`
	FieldHHI           Fact[float64]         `json:"field_hhi,omitzero"`         // 0–1
	OwnerFieldShare    Fact[float64]         `json:"owner_field_share,omitzero"` // 0–1
	ProductRevenueYuan Fact[decimal.Decimal] `json:"product_revenue_yuan,omitzero"`
	MarketShare        Fact[float64]         `json:"market_share,omitzero"` // 0–1
	IndustryCatalogues Fact[[]string]        `json:"industry_catalogues,omitzero"`
	Trades             Fact[[]Event]         `json:"trades,omitzero"`   // transfer, licence, open_licence
	Finance            Fact[[]Event]         `json:"finance,omitzero"`  // pledge, insurance, securitisation
	Disputes           Fact[[]Event]         `json:"disputes,omitzero"` // litigation, arbitration, adjudication
	IncomeValueYuan    Fact[decimal.Decimal] `json:"income_value_yuan,omitzero"`

	StrategicIndustries Fact[[]string] `json:"strategic_industries,omitzero"` // by CNIPA's concordance table
	Awards              Fact[[]string] `json:"awards,omitzero"`               // 国家科学技术奖, 中国专利奖
	OfficialHighValue   Fact[bool]     `json:"official_high_value,omitzero"`

	ExternalScores []ExternalScore `json:"external_scores,omitempty"`
}

// origin fills a missing source or date from the subject's defaults.
func (s *Subject) origin(source string, asOf Day) (string, Day) {
	if source == "" {
		source = s.Source
	}
	if asOf == "" {
		asOf = s.AsOf
	}
	return source, asOf
}
