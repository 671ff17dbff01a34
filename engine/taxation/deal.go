package taxation

import (
	"quanlian/base/money"
)

// Subject is what is traded (标的).
type Subject string

// The subjects. Trademark, work and data are tradable but no technology.
const (
	Invention         Subject = "invention"
	UtilityModel      Subject = "utility_model"
	Design            Subject = "design"
	PatentApplication Subject = "patent_application"
	KnowHow           Subject = "knowhow"
	SoftwareCopyright Subject = "software_copyright"
	Copyright         Subject = "copyright"
	ICLayout          Subject = "ic_layout"
	PlantVariety      Subject = "plant_variety"
	BiomedVariety     Subject = "biomed_variety"
	OtherDetermined   Subject = "other_determined" // determined by MOF and STA
	Trademark         Subject = "trademark"
	Data              Subject = "data"
)

// Kind is the kind of contract (合同类型).
type Kind string

// The kinds of contract.
const (
	Assignment  Kind = "assignment"  // 转让
	Licence     Kind = "licence"     // 许可
	Development Kind = "development" // 开发
	Consulting  Kind = "consulting"  // 咨询
	Service     Kind = "service"     // 服务
)

// Exclusivity of a licence.
type Exclusivity string

// 独占, 排他, 普通.
const (
	Exclusive Exclusivity = "exclusive"
	Sole      Exclusivity = "sole"
	Ordinary  Exclusivity = "ordinary"
)

// PartyType is what a party is to the tax office.
type PartyType string

// The types of party.
const (
	Enterprise    PartyType = "enterprise"
	NonEnterprise PartyType = "nonenterprise" // 非企业性单位: universities, institutes
	SoleTrader    PartyType = "sole_trader"   // 个体工商户
	Individual    PartyType = "individual"    // 其他个人
)

// VATStatus is general or small-scale (一般纳税人, 小规模纳税人).
type VATStatus string

// The two kinds of VAT payers.
const (
	General    VATStatus = "general"
	SmallScale VATStatus = "small_scale"
)

// CITStatus chooses the party's own income-tax rate.
type CITStatus string

// The own rates. Small means 小型微利企业.
const (
	Standard   CITStatus = "standard"
	HighTech   CITStatus = "hightech"
	SmallMicro CITStatus = "small_micro"
)

// Basis says whether a price holds VAT (含税) or not (不含税).
type Basis string

// The two ways to state a price.
const (
	NetOfVAT   Basis = "net"
	GrossOfVAT Basis = "gross"
)

// PartKind tells what a part of the price is paid for.
type PartKind string

// The parts of a price.
const (
	Technology      PartKind = "technology"
	RelatedService  PartKind = "related_service"  // consulting and services that hand the technology over
	SeparateService PartKind = "separate_service" // free-standing consulting, training
	Equipment       PartKind = "equipment"
	ResearchOutlay  PartKind = "research_outlay" // research outlay of a development contract
	// What the recognition of the contract sets apart as no technology, see [Papers.Rest].
	RestGoods   PartKind = "rest_goods"
	RestService PartKind = "rest_service"
	RestUnnamed PartKind = "rest_unnamed"
)

// Part is one part of the price, on the same basis as the price.
type Part struct {
	Kind   PartKind  `json:"kind"`
	Amount money.Fen `json:"amount_fen"`
}

// Way is a way to be taxed under VAT.
type Way string

// The ways. "" lets [NewSheet] choose by the facts.
const (
	Exempt     Way = "exempt"     // 免税
	Taxed      Way = "taxed"      // 放弃或不符合免税, by the ordinary rate or levy
	Simplified Way = "simplified" // 非企业性单位 3 % levy
)

// Party is one side of the deal.
type Party struct {
	Name        string    `json:"name,omitempty"`
	Type        PartyType `json:"type" required:"true"`
	VAT         VATStatus `json:"vat" required:"true"`
	CIT         CITStatus `json:"cit,omitempty"`
	NonResident bool      `json:"non_resident,omitempty"`
	StampFiling string    `json:"stamp_filing,omitempty"` // per_time (default), quarter, year
	// SimplifiedSince is the day of the 3 % election, which binds all such sales.
	SimplifiedSince Date `json:"simplified_since,omitempty"`
	// WaivedSince is the day the exemption was waived.
	WaivedSince Date `json:"waived_since,omitempty"`
	// NoCredit is true when the purchase serves exempt or simplified sales.
	NoCredit bool `json:"no_credit,omitempty"`
}

// LicenceTerms are the terms that decide the income-tax relief of a licence.
type LicenceTerms struct {
	Exclusivity Exclusivity `json:"exclusivity"`
	Months      int         `json:"months"`
	Global      bool        `json:"global,omitempty"`
	Owned       bool        `json:"owned,omitempty"` // the licensor owns the technology
}

// Papers are the facts on which the reliefs hang.
type Papers struct {
	WrittenContract bool   `json:"written_contract"`
	RecognitionNo   string `json:"recognition_no,omitempty"` // 技术合同认定登记编号
	// ContractTotal and TechnologyAmount are 合同成交额 and 技术交易额 as registered, on
	// the basis of the price; both zero: not registered yet.
	ContractTotal    money.Fen `json:"contract_total_fen,omitempty"`
	TechnologyAmount money.Fen `json:"technology_amount_fen,omitempty"`
	Rest             Rest      `json:"rest,omitempty"` // what lies between the two is
	TechnologyIncome money.Fen `json:"technology_income_fen,omitempty"`
	SeparateAccounts bool      `json:"separate_accounts"`
	SameInvoice      bool      `json:"same_invoice"` // related services on the invoice of the technology
	CrossBorder      bool      `json:"cross_border,omitempty"`
	CommerceNo       string    `json:"commerce_no,omitempty"` // provincial commerce department, cross-border

	assumed bool // a comparison before signing takes it that the papers will come
}

// SellerBooks are figures of the seller's books that the deal touches.
type SellerBooks struct {
	Cost        money.Fen `json:"cost_fen,omitempty"`        // net book value, or amortisation of a licensed right
	Apportioned money.Fen `json:"apportioned_fen,omitempty"` // share of period expenses
	OtherTaxes  money.Fen `json:"other_taxes_fen,omitempty"` // related taxes not computed here
	OtherCost   money.Fen `json:"other_cost_fen,omitempty"`  // cost of equipment and separate services
	DirectInput money.Fen `json:"direct_input_fen,omitempty"`
	SharedInput money.Fen `json:"shared_input_fen,omitempty"`
	OtherSales  money.Fen `json:"other_sales_fen,omitempty"` // other sales of the VAT period, without tax
	VATPeriod   string    `json:"vat_period,omitempty"`      // month (default), quarter, occasion
	Place       string    `json:"place,omitempty"`           // city (default), town, other
}

// BuyerBooks are figures of the buyer.
type BuyerBooks struct {
	LifeMonths        int    `json:"life_months,omitempty"`         // contractual or legal life left; 0 is the statutory ten years
	DiscountRate      string `json:"discount_rate,omitempty"`       // per year, "" is no present value
	CreditDelayMonths int    `json:"credit_delay_months,omitempty"` // from paying VAT to using the credit
}

// Deal is one contract as the tax sees it.
type Deal struct {
	ID         string        `json:"id"`
	Signed     Date          `json:"signed" required:"true"`
	Event      Date          `json:"event,omitempty"`    // day the VAT and income arise; "" is Signed
	Invoiced   Date          `json:"invoiced,omitempty"` // an invoice before Event: the VAT arises with it
	Subject    Subject       `json:"subject" required:"true"`
	SimpleLook bool          `json:"simple_look,omitempty"` // a design that only changes the pattern of a product
	Kind       Kind          `json:"kind" required:"true"`
	Licence    *LicenceTerms `json:"licence,omitempty"`
	Price      money.Fen     `json:"price_fen"`
	Basis      Basis         `json:"basis" required:"true"`
	PriceOpen  bool          `json:"price_open,omitempty"` // the contract states no amount yet
	// Returned is what the contract lists beyond the price as it turned out, because
	// it came back to the buyer, on the same basis: stamp duty goes by what is listed.
	Returned money.Fen `json:"returned_fen,omitempty"`
	Parts    []Part    `json:"parts,omitempty"` // empty: all for the technology
	// PartsUnlisted: the contract does not list the parts; stamp takes the highest rate.
	PartsUnlisted bool `json:"parts_unlisted,omitempty"`
	VATUnlisted   bool `json:"vat_unlisted,omitempty"` // the contract does not show VAT apart
	Way           Way  `json:"way,omitempty"`
	// SpecialInvoice: a special VAT invoice was issued for it, so it is not exempt.
	SpecialInvoice bool        `json:"special_invoice,omitempty"`
	Related100     bool        `json:"related_100,omitempty"`
	Seller         Party       `json:"seller"`
	Buyer          Party       `json:"buyer"`
	Papers         Papers      `json:"papers"`
	SellerBooks    SellerBooks `json:"seller_books"`
	BuyerBooks     BuyerBooks  `json:"buyer_books"`

	at    *place // nil unless the deal is one payment of a course
	split bool   // the parts hold what the recognition sets apart
}

// event is the day on which VAT and income arise.
func (d *Deal) event() Date {
	if d.Event == "" {
		return d.Signed
	}
	return d.Event
}

// vatDay is the day on which the VAT arises: that of the event, or of an earlier
// invoice (增值税法第二十八条).
func (d *Deal) vatDay() Date {
	if d.Invoiced != "" && d.Invoiced < d.event() {
		return d.Invoiced
	}
	return d.event()
}

// vatPeriod is the period by which the seller files VAT.
func (d *Deal) vatPeriod() string {
	switch {
	case d.SellerBooks.VATPeriod != "":
		return d.SellerBooks.VATPeriod
	case d.Seller.Type == Individual:
		return "occasion"
	}
	return "month"
}

// parts gives the parts of the price, one for the technology when none is named.
func (d *Deal) parts() []Part {
	if len(d.Parts) > 0 {
		return d.Parts
	}
	return []Part{{Kind: Technology, Amount: d.Price}}
}

// smallRelief reports whether the party enjoys the half of Announcement 2023 No. 12 art. 2.
func (p Party) smallRelief() bool {
	return p.VAT == SmallScale || p.Type == SoleTrader || p.Type == Individual || p.CIT == SmallMicro
}
