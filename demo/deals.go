package demo

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// sellers are the users who act for the owners, by the index of the party.
var sellers = []kernel.UserID{"u-shen", "u-lu", "u-gu"}

// Play makes the listings, needs and deals of the demo: some in every state,
// one settled and taxed to the end.
func Play(ctx context.Context, s Stage) error {
	p := &play{Stage: s, ctx: ctx, keys: "demo"}
	p.brokerPages()
	p.fresh()
	p.everyday()
	listings := p.list()
	needs := p.needs()
	p.brokered(listings, needs)
	p.settled(listings[0])
	p.outage()
	p.delivering(listings[6])
	p.signing(listings[7])
	p.public(listings[5])
	p.talking(listings[16])
	p.early(listings[3], listings[13])
	p.proposals(listings, needs)
	p.panels()
	p.stray(listings[13])
	p.lateRoyalty(listings[8])
	p.stateOwned()
	p.licences(listings)
	p.passing(listings)
	p.week()
	p.applied()
	p.windows()
	p.leave()
	return p.err
}

// told is what owners say of how far their patents got, by maturity from 4 to 8.
var told = []string{"实验室样件已做成，可到现场看。", "已完成样机验证，可提供技术指导。", "在一条产线上试用过三个月，附试用记录。", "已小批量生产，可提供图纸和工艺培训。", "在两家客户处稳定运行，可带团队落地。"}

// listed is how many patents come up for listing at the beginning, without those
// that their owners keep; the others come the day before the present.
var listed = len(patents) - 2

// list lists most patents.
func (p *play) list() map[int]kernel.CaseID {
	out := map[int]kernel.CaseID{}
	for i := range listed {
		if i%8 == 4 { // some owners keep theirs
			continue
		}
		if out[i] = p.listOne(i); p.err != nil {
			return out
		}
		p.act("u-song", out[i], "approve", nil)
	}
	return out
}

func (p *play) listOne(i int) kernel.CaseID {
	x := patents[i]
	in := hall.ListInput{
		Right: patentNumber(i, x), Deal: registry.Assignment, Price: money.Fen(60+i*17) * money.Wan, Territory: "中国", Field: "不限",
		Maturity: 4 + i%5, Industry: []string{"C40", "C34", "C39"}[i%3], Contact: "请在洽谈室联系", Summary: told[i%len(told)],
		Secret: "试验数据与工艺参数在签署保密协议后提供。", KnowHow: i%2 == 0, Training: true,
	}
	if i%3 == 2 {
		in.Deal, in.Licence, in.Price = registry.LicenceDeal, registry.Ordinary, money.Fen(8+i)*money.Wan
	}
	if l, ok := licensed[i]; ok {
		in.Deal, in.Licence, in.Price, in.Field, in.Summary = registry.LicenceDeal, l.kind, l.price, l.field, l.summary
	}
	return p.open(sellers[x.owner], hall.Listing, "list", in)
}

// fresh plans what waits for the clerk of the centre: two listings and a need,
// handed in on the working day before the present.
func (p *play) fresh() {
	day := p.workdayBefore(calendar.DateOf(p.End))
	for i := listed; i < len(patents); i++ {
		p.plan(day.At(10).Add(time.Duration(i-listed)*40*time.Minute), func() {
			if p.err == nil {
				p.err = p.Observe(p.ctx) // a listing goes by what the register said today
			}
			p.listOne(i)
		})
	}
	p.plan(day.At(13).Add(50*time.Minute), func() { p.open("u-shen", hall.Need, "post", wanted[len(wanted)-1]) })
}

// wanted are the needs that enterprises post; the last comes the day before the
// present.
var wanted = []hall.NeedData{
	{Title: "协作机器人腕部六维力测量", Text: "我们做协作机器人，需要在腕部同时测量三个方向的力和力矩，现有传感器各轴之间串扰大，标定一次要两天。希望找到解耦标定方法，串扰低于百分之二，标定时间在两小时以内。", Target: "串扰＜2%，标定＜2小时", Industry: "C34", Budget: 300 * money.Wan, Maturity: 5, Mode: "either", District: "东埠"},
	{Title: "茶叶摊晾环节水分自动检测", Text: "茶厂摊晾靠手感，批次差异大，想在线测水分并自动控制风机，设备要便宜、好清洗。", Target: "误差＜1%", Industry: "C15", Budget: 20 * money.Wan, Maturity: 6, Mode: "either", District: "望潮"},
	{Title: "电池包快充时的均温与防蔓延", Text: "快充时电芯温差超过八度，单点热失控会蔓延，寻求冷却结构或导热材料方案，可以许可也可以转让。", Target: "温差＜4℃", Industry: "C38", Budget: 500 * money.Wan, Maturity: 6, Mode: "licence"},
}

func (p *play) needs() []kernel.CaseID {
	var out []kernel.CaseID
	for _, n := range wanted[:len(wanted)-1] {
		id := p.open("u-shen", hall.Need, "post", n)
		p.act("u-song", id, "approve", nil)
		out = append(out, id)
	}
	return out
}

// terms of an assignment in two payments.
func terms(price money.Fen) hall.Terms {
	first := price.MulRate(decimal.RequireFromString("0.8"))
	return hall.Terms{
		Deal: registry.Assignment, PriceKind: ledger.Instalments, Price: price, Territory: "中国", Field: "不限",
		Tranches: []hall.Part{
			{Name: "第一笔，转让登记手续合格后", Amount: first, Needs: []ledger.Condition{ledger.TransferRegistered, ledger.DocsAccepted, ledger.InvoiceIssued}},
			{Name: "第二笔，技术资料验收后", Amount: price - first, Needs: []ledger.Condition{ledger.DocsAccepted, ledger.InvoiceIssued}},
		},
		Materials: "标定程序、测试数据、工艺卡", Acceptance: "买方实验室复测，三个温度点均合格", Improve: "归作出改进的一方",
		Disputes: "协商不成的，提交云澜仲裁委员会仲裁", SilentDays: 7,
	}
}

// upTo plays a deal until the contract text stands.
func (p *play) upTo(listing kernel.CaseID, seller kernel.UserID, price money.Fen) kernel.CaseID {
	id := p.open("u-shen", hall.Deal, "inquire", hall.InquireInput{Listing: listing, Note: "我方需要该技术，请安排洽谈。"})
	p.act(seller, id, "welcome", nil)
	p.talked(id, seller, "u-shen", price)
	return id
}

// talked signs the agreement on secrecy and comes to terms.
func (p *play) talked(id kernel.CaseID, seller, buyer kernel.UserID, price money.Fen) {
	p.act(seller, id, "sign_nda", nil)
	p.act(buyer, id, "sign_nda", nil)
	p.act(buyer, id, "offer", hall.OfferInput{Terms: terms(price - 20*money.Wan), Note: "含两次现场指导"})
	p.act(seller, id, "offer", hall.OfferInput{Terms: terms(price), Note: "含三次现场指导与工艺卡"})
	p.act(buyer, id, "accept", nil)
}

func (p *play) sign(id kernel.CaseID, seller kernel.UserID) { p.signBy(id, seller, "u-shen") }

func (p *play) signBy(id kernel.CaseID, seller, buyer kernel.UserID) {
	p.act(seller, id, "draft", nil)
	p.signAs(seller, id)
	p.signAs(buyer, id)
}

// signAs signs the text under the hash that the case shows.
func (p *play) signAs(u kernel.UserID, id kernel.CaseID) {
	if p.err != nil {
		return
	}
	c, err := p.Case(p.ctx, id)
	if err != nil {
		p.err = err
		return
	}
	d, err := hall.DealOf(c)
	if err != nil {
		p.err = err
		return
	}
	p.act(u, id, "sign", hall.SignInput{Hash: d.Contract.Hash})
}

// settled is the whole way, from a university: price open for fifteen days,
// contract, custody, registration, two payments, recognition, tax sheet.
func (p *play) settled(listing kernel.CaseID) {
	id := p.upTo(listing, "u-gu", 240*money.Wan)
	p.wait(17 * 24 * time.Hour)
	p.sign(id, "u-gu")
	p.act("u-shen", id, "deposit", hall.AccountInput{Account: "6222990001000318", Bank: "云澜湾银行"})
	p.wait(time.Minute)
	p.act("u-gu", id, "file", nil)
	p.wait(time.Minute)
	p.act("u-gu", id, "recognise", hall.RecognitionInput{No: "2026990102000417", Kind: "转让", Total: 240 * money.Wan, Technology: 240 * money.Wan, Income: 240 * money.Wan, Date: calendar.DateOf(p.Now())})
	p.act("u-gu", id, "deliver", hall.DeliverInput{What: "标定程序、测试数据、工艺卡"})
	p.act("u-shen", id, "accept_delivery", nil)
	p.act("u-gu", id, "invoice", hall.InvoiceInput{No: "26992000000000417318", Kind: "ordinary", Amount: 240 * money.Wan, Date: calendar.DateOf(p.Now())})
	for range 2 {
		p.act("u-gu", id, "ask_release", hall.AccountInput{Account: "6222990001000417", Bank: "云澜湾银行"})
		p.act("u-shen", id, "release", nil)
		p.wait(time.Minute)
	}
	p.act("u-song", id, "settle", nil)
}

// delivering waits for the buyer to accept what was delivered.
func (p *play) delivering(listing kernel.CaseID) {
	id := p.open("u-shen", hall.Deal, "inquire", hall.InquireInput{Listing: listing, Note: "我方需要该技术，请安排洽谈。"})
	p.act("u-lu", id, "welcome", nil)
	p.act("u-fang", p.invite("u-shen", id, "p-huizhi", hall.InviteInput{Rate: rate("0.02"), From: ledger.Buyer, Note: "请协助验收数据与程序。"}), "accept", hall.AccountInput{Account: huizhiAccount, Bank: "云澜湾银行"})
	p.act("u-lu", id, "agree_commission", nil)
	p.talked(id, "u-lu", "u-shen", 162*money.Wan)
	p.sign(id, "u-lu")
	p.act("u-shen", id, "deposit", hall.AccountInput{Account: "6222990001000318", Bank: "云澜湾银行"})
	p.wait(time.Minute)
	p.act("u-lu", id, "file", nil)
	p.wait(time.Minute)
	p.act("u-lu", id, "deliver", hall.DeliverInput{What: "疲劳试验数据、预测程序源代码"})
	p.act("u-lu", id, "invoice", hall.InvoiceInput{No: "26992000000000620019", Kind: "ordinary", Amount: 162 * money.Wan, Date: calendar.DateOf(p.Now())})
}

// signing waits for the buyer's signature.
func (p *play) signing(listing kernel.CaseID) {
	id := p.upTo(listing, "u-lu", 179*money.Wan)
	p.act("u-lu", id, "draft", nil)
	p.signAs("u-lu", id)
}

// public stands open: an agreed price of a university.
func (p *play) public(listing kernel.CaseID) {
	id := p.open("u-shen", hall.Deal, "inquire", hall.InquireInput{Listing: listing})
	p.act("u-gu", id, "welcome", nil)
	p.act("u-gu", id, "sign_nda", nil)
	p.act("u-shen", id, "sign_nda", nil)
	x := hall.Terms{
		Deal: registry.LicenceDeal, Licence: registry.Ordinary, PriceKind: ledger.EntryRunning, Price: 30 * money.Wan, Territory: "浙江省", Field: "茶叶加工",
		From: calendar.DateOf(p.Now()), To: calendar.DateOf(p.Now()).AddYears(5), Tranches: []hall.Part{{Name: "入门费", Amount: 30 * money.Wan, Needs: []ledger.Condition{ledger.LicenceRecorded, ledger.DocsAccepted, ledger.InvoiceIssued}}},
		Royalty:   &ledger.Royalty{Base: ledger.NetSales, Rate: decimal.RequireFromString("0.03"), Min: 10 * money.Wan, TotalCap: 200 * money.Wan, Every: ledger.EveryQuarter, ReportDays: 30, Inspection: "许可方每年可以查阅一次账目"},
		Materials: "锅温曲线与控制程序", Acceptance: "试炒三批合格", Improve: "归作出改进的一方", Disputes: "提交云澜仲裁委员会仲裁",
	}
	p.act("u-shen", id, "offer", hall.OfferInput{Terms: x})
	p.act("u-gu", id, "accept", nil)
}

// talking waits for the seller's answer to an offer.
func (p *play) talking(listing kernel.CaseID) {
	id := p.open("u-shen", hall.Deal, "inquire", hall.InquireInput{Listing: listing})
	p.act("u-lu", id, "welcome", nil)
	p.act("u-lu", id, "sign_nda", nil)
	p.act("u-shen", id, "sign_nda", nil)
	p.act("u-fang", p.invite("u-shen", id, "p-huizhi", hall.InviteInput{Rate: rate("0.02"), From: ledger.Buyer, Note: "请协助安排验收方案。"}), "accept", hall.AccountInput{Account: huizhiAccount, Bank: "云澜湾银行"})
	p.act("u-shen", id, "offer", hall.OfferInput{Terms: terms(300 * money.Wan), Note: "希望含八小时连续加工的验收数据"})
}

// early are a fresh inquiry and one that the seller declined.
func (p *play) early(fresh, declined kernel.CaseID) {
	p.open("u-shen", hall.Deal, "inquire", hall.InquireInput{Listing: fresh})
	id := p.open("u-shen", hall.Deal, "inquire", hall.InquireInput{Listing: declined})
	p.act("u-lu", id, "decline", kernel.ReasonInput{Reason: "本件正与他方商谈独占许可"})
}

// stray waits for its deposit, which the buyer has paid without our key: a
// clerk has to give the receipt to the deal.
func (p *play) stray(listing kernel.CaseID) {
	const price = 281 * money.Wan
	id := p.upTo(listing, "u-lu", price)
	p.sign(id, "u-lu")
	if p.err != nil {
		return
	}
	c, err := p.Case(p.ctx, id)
	if err != nil {
		p.err = err
		return
	}
	p.PayIn(hall.SubAccountPrefix+c.No, price, ledger.Party{Name: "云澜澄芯传感科技有限公司", Account: "6222990001000318", Bank: "云澜湾银行"})
	p.wait(time.Minute)
}
