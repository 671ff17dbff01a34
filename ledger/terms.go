package ledger

import (
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
)

// PriceKind is how the price of a technology contract is paid. Source: 民法典
// art. 846; milestones are an agreed form of instalments.
type PriceKind string

// The kinds of price.
const (
	LumpSum      PriceKind = "lump"          // 一次总算、一次总付
	Instalments  PriceKind = "instalments"   // 一次总算、分期支付
	Milestones   PriceKind = "milestones"    // 里程碑付款
	RunningOnly  PriceKind = "royalty"       // 提成支付
	EntryRunning PriceKind = "entry_royalty" // 入门费加提成
)

// Condition is something that must be true before a tranche is released.
type Condition string

// The conditions. The first two are asked for every release.
const (
	ContractSigned     Condition = "contract_signed"     // 合同已由双方签署
	RightsClear        Condition = "rights_clear"        // 放款当日权属核验无异常
	TransferRegistered Condition = "transfer_registered" // 变更手续合格通知书: title passes only then (专利法 art. 10)
	LicenceRecorded    Condition = "licence_recorded"    // 许可备案证明
	DocsAccepted       Condition = "docs_accepted"       // 技术资料已验收
	MilestoneAccepted  Condition = "milestone_accepted"  // 里程碑已验收
	InvoiceIssued      Condition = "invoice_issued"      // 发票号码已登记
	ReportFiled        Condition = "report_filed"        // 提成报表已提交
	PaidIn             Condition = "paid_in"             // 价款已存入存管账户
	DayCome            Condition = "day_come"            // 约定的付款日已到
)

// Agreeable are the conditions that the parties may choose for a payment, in the
// order in which a deal usually comes to them. A day and a milestone are chosen by
// naming them.
func Agreeable() []Condition {
	return []Condition{ContractSigned, PaidIn, TransferRegistered, LicenceRecorded, DocsAccepted, InvoiceIssued}
}

// MostTranches is the largest plan.
// Unit: payments. Source: our own bound: three years of monthly payments; it only
// catches a slip of the pen.
const MostTranches = 36

// always are the conditions of every release.
var always = []Condition{ContractSigned, RightsClear}

// Tranche is one payment of the plan.
type Tranche struct {
	No        int           `json:"no"`     // from 1, without gaps
	Amount    money.Fen     `json:"amount"` // before the broker's commission
	Due       calendar.Date `json:"due"`    // when the buyer must have paid in; zero for "on condition"
	Needs     []Condition   `json:"needs"`
	Milestone string        `json:"milestone,omitempty"` // in the parties' words; it waits for [MilestoneAccepted]
	Day       calendar.Date `json:"day,omitzero"`        // not released before; it waits for [DayCome]
}

// Terms are what the parties agreed about the money of a deal.
type Terms struct {
	Deal       Escrow                `json:"deal"`
	Kind       PriceKind             `json:"kind"`
	Assignment bool                  `json:"assignment"` // title is transferred; otherwise a licence
	Price      money.Fen             `json:"price"`      // the fixed part; the entry fee with a royalty
	Tranches   []Tranche             `json:"tranches"`
	Royalty    *Royalty              `json:"royalty,omitempty"`
	Brokerage  *Brokerage            `json:"brokerage,omitempty"`
	SilentDays calendar.CalendarDays `json:"silent_days,omitempty"` // 0: the default
}

// SilentDefault is how long the buyer's silence may last before it counts as
// consent to a release. Unit: calendar days. Source: design of ours (domain.md
// §4.1 [D]), no rule of law; the contract may set another.
const SilentDefault calendar.CalendarDays = 7

// StandardNeeds are the conditions proposed for the tranche that pays for the
// right itself.
func StandardNeeds(assignment bool) []Condition {
	if assignment {
		return []Condition{ContractSigned, RightsClear, TransferRegistered, DocsAccepted, InvoiceIssued}
	}
	return []Condition{ContractSigned, RightsClear, LicenceRecorded, DocsAccepted, InvoiceIssued}
}

// Check says everything that is wrong with the terms, each fault at its field.
func (t Terms) Check() error {
	var l errs.List
	if t.Deal == "" {
		l.Add(errs.At("deal", "ledger.terms.no_deal", nil))
	}
	if t.SilentDays < 0 {
		l.Add(errs.At("silent_days", "ledger.terms.silent_days", errs.Args{"days": int(t.SilentDays)}))
	}
	t.checkKind(&l)
	t.checkTranches(&l)
	if t.Royalty != nil {
		t.Royalty.check(&l)
	}
	return l.Err()
}

func (t Terms) checkKind(l *errs.List) {
	n, running := len(t.Tranches), t.Royalty != nil
	switch t.Kind {
	case LumpSum:
		if n != 1 || running {
			l.Add(errs.At("tranches", "ledger.terms.lump", nil))
		}
	case Instalments:
		if n < 2 || running {
			l.Add(errs.At("tranches", "ledger.terms.instalments", nil))
		}
	case Milestones:
		if n < 1 || running {
			l.Add(errs.At("tranches", "ledger.terms.milestones", nil))
		}
	case RunningOnly:
		if n != 0 || !running || t.Price != 0 {
			l.Add(errs.At("royalty", "ledger.terms.royalty", nil))
		}
	case EntryRunning:
		if n < 1 || !running {
			l.Add(errs.At("royalty", "ledger.terms.entry_royalty", nil))
		}
	default:
		l.Add(errs.At("kind", "ledger.terms.kind", errs.Args{"kind": string(t.Kind)}))
	}
}

func (t Terms) checkTranches(l *errs.List) {
	var sum money.Fen
	var last calendar.Date
	if len(t.Tranches) > MostTranches {
		l.Add(errs.At("tranches", "ledger.terms.too_many", errs.Args{"most": MostTranches}))
	}
	for i, tr := range t.Tranches {
		at := "tranches/" + itoa(i)
		tr.check(at, last, l)
		if !tr.Day.IsZero() {
			last = tr.Day
		}
		if tr.No != i+1 {
			l.Add(errs.At(at+"/no", "ledger.terms.tranche_number", errs.Args{"number": tr.No, "expected": i + 1}))
		}
		if tr.Amount <= 0 || tr.Amount > maxAmount {
			l.Add(errs.At(at+"/amount", "ledger.terms.tranche_amount", errs.Args{"number": tr.No}))
			continue
		}
		sum += tr.Amount
		if t.Kind == Milestones && tr.Milestone == "" {
			l.Add(errs.At(at+"/milestone", "ledger.terms.milestone_name", errs.Args{"number": tr.No}))
		}
		if t.Kind == Instalments && tr.Due.IsZero() && len(tr.own()) == 0 {
			l.Add(errs.At(at+"/due", "ledger.terms.tranche_when", errs.Args{"number": tr.No}))
		}
	}
	if sum != t.Price {
		code, gap := "ledger.terms.sum", t.Price-sum
		if gap < 0 {
			code, gap = "ledger.terms.sum_over", -gap
		}
		l.Add(errs.At("price", code, errs.Args{"price": t.Price.String(), "sum": sum.String(), "gap": gap.String()}))
	}
}

// check says what is wrong with the conditions of one payment: payments leave in
// their order, so that a day lies after those of the payments before it.
func (tr Tranche) check(at string, last calendar.Date, l *errs.List) {
	for _, c := range tr.Needs {
		switch {
		case c == MilestoneAccepted && tr.Milestone == "":
			l.Add(errs.At(at+"/milestone", "ledger.terms.milestone_name", errs.Args{"number": tr.No}))
		case c == DayCome && tr.Day.IsZero():
			l.Add(errs.At(at+"/day", "ledger.terms.no_day", errs.Args{"number": tr.No}))
		case c != MilestoneAccepted && c != DayCome && c != RightsClear && !has(Agreeable(), c):
			l.Add(errs.At(at+"/needs", "ledger.terms.condition", errs.Args{"number": tr.No, "condition": string(c)}))
		}
	}
	if !tr.Day.IsZero() && tr.Day.Before(last) {
		l.Add(errs.At(at+"/day", "ledger.terms.day_order", errs.Args{"number": tr.No, "day": last.String()}))
	}
}

// Warnings are things that the law allows but that a party should know: money
// of an assignment that leaves custody before title has passed.
func (t Terms) Warnings() errs.List {
	var l errs.List
	if !t.Assignment {
		return nil
	}
	for i, tr := range t.Tranches {
		if !has(tr.Needs, TransferRegistered) {
			l.Add(errs.At("tranches/"+itoa(i)+"/needs", "ledger.terms.before_title", errs.Args{"number": tr.No, "amount": tr.Amount.String()}))
		}
	}
	return l
}
