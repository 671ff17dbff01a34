package demo

import (
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// water is the patent of the state-owned seller, by its place in the list.
const water = 12

// stateOwned is a deal of a state-owned seller: agreed, and waiting for the number
// under which its appraisal is filed.
func (p *play) stateOwned() {
	listing := p.open("u-jiang", hall.Listing, "list", hall.ListInput{
		Right: patentNumber(water, patents[water]), Deal: registry.Assignment, Price: 120 * money.Wan, Territory: "中国", Field: "不限", Maturity: 7, Industry: "D46", Training: true,
		Contact: "请在洽谈室联系", Summary: "两座水厂运行一年，可提供膜组件维护数据。", Secret: "压差阈值与清洗策略在签署保密协议后提供。",
	})
	p.act("u-song", listing, "approve", nil)
	id := p.open("u-shen", hall.Deal, "inquire", hall.InquireInput{Listing: listing, Note: "想用在车间循环水处理上，请安排看运行数据。"})
	p.act("u-jiang", id, "welcome", nil)
	p.talked(id, "u-jiang", "u-shen", 120*money.Wan)
}

// lateRoyalty is a licence whose term began two months ago, when the licensee began
// its trial: the report of that month is awaited, and late a few days from now.
func (p *play) lateRoyalty(listing kernel.CaseID) {
	const entry = 16 * money.Wan
	id := p.open("u-gu", hall.Deal, "inquire", hall.InquireInput{Listing: listing, Note: "学校中试线已经试用，想补签许可。"})
	p.act("u-shen", id, "welcome", nil)
	p.act("u-shen", id, "sign_nda", nil)
	p.act("u-gu", id, "sign_nda", nil)
	if p.err != nil {
		return
	}
	from := calendar.DateOf(p.Now())
	from = calendar.On(from.Year, from.Month, 1).AddMonths(-2)
	p.act("u-gu", id, "offer", hall.OfferInput{Note: "从试用起算，按月付提成", Terms: hall.Terms{
		Deal: registry.LicenceDeal, Licence: registry.Ordinary, PriceKind: ledger.EntryRunning, Price: entry, Territory: "中国", Field: "实验与中试",
		From: from, To: from.AddYears(5).AddDays(-1), Tranches: []hall.Part{{Name: "入门费", Amount: entry, Needs: []ledger.Condition{ledger.LicenceRecorded, ledger.DocsAccepted, ledger.InvoiceIssued}}},
		Royalty:   &ledger.Royalty{Base: ledger.NetSales, Rate: decimal.RequireFromString("0.03"), Min: money.Wan, TotalCap: 80 * money.Wan, Every: ledger.EveryMonth, ReportDays: 10, Inspection: "许可方每年可以查阅一次账目"},
		Materials: "冷却板图纸与装配工艺", Acceptance: "一台样机通过温差测试", Improve: "归作出改进的一方", Disputes: "提交云澜仲裁委员会仲裁",
	}})
	p.act("u-shen", id, "accept", nil)
	p.signBy(id, "u-shen", "u-gu")
	p.act("u-gu", id, "deposit", hall.AccountInput{Account: "6222990001000417", Bank: "云澜湾银行"})
	p.wait(time.Minute)
	p.act("u-shen", id, "file", nil)
	p.wait(time.Minute)
	p.act("u-shen", id, "deliver", hall.DeliverInput{What: "冷却板图纸与装配工艺"})
	p.act("u-gu", id, "accept_delivery", nil)
	p.act("u-shen", id, "invoice", hall.InvoiceInput{No: "26992000000000160008", Kind: "ordinary", Amount: entry, Date: calendar.DateOf(p.Now())})
	p.act("u-shen", id, "ask_release", hall.AccountInput{Account: "6222990001000318", Bank: "云澜湾银行"})
	p.act("u-gu", id, "release", nil)
	p.wait(time.Minute)
}
