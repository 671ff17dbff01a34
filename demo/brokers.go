package demo

import (
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
)

// huizhiAccount and yunqiaoAccount are where the two brokers are paid.
const (
	huizhiAccount  = "6222990001000620"
	yunqiaoAccount = "6222990001000731"
)

func rate(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// invite lets a side invite a broker to a listing, a need or a deal.
func (p *play) invite(u kernel.UserID, c kernel.CaseID, broker kernel.PartyID, in hall.InviteInput) kernel.CaseID {
	in.Case, in.Broker = c, broker
	return p.open(u, hall.Invitation, "invite", in)
}

// brokerPages are what the brokers of the city say of themselves.
func (p *play) brokerPages() {
	p.open("u-fang", hall.BrokerPage, "publish", hall.BrokerPageInput{
		About: "做传感、精密机械和食品加工三个方向的技术转移。先看样机再谈价，合同和验收方案由我们起草。", Contact: "方一舟 0990-8800 3020", Fields: []string{"A", "B", "G"}})
	p.open("u-yun", hall.BrokerPage, "publish", hall.BrokerPageInput{
		About: "云桥专注新能源与材料，团队有电化学和热管理背景，帮企业写清需求、找到能落地的专利。", Contact: "云疏影 0990-8800 3090", Fields: []string{"C", "F", "H"}})
}

// brokered shows the brokers at work: invitations that were accepted, declined,
// taken back or forgotten, and a pairing that went all the way.
func (p *play) brokered(listings map[int]kernel.CaseID, needs []kernel.CaseID) {
	account := hall.AccountInput{Account: huizhiAccount, Bank: "云澜湾银行"}
	p.invite("u-gu", listings[1], "p-yunqiao", hall.InviteInput{Rate: rate("0.02"), From: ledger.Seller, Days: 1, Note: "请帮忙找应用单位。"}) // lapses
	p.act("u-yun", p.invite("u-shen", needs[1], "p-yunqiao", hall.InviteInput{Fixed: 1 * money.Wan, From: ledger.Buyer}), "decline", kernel.ReasonInput{Reason: "茶叶加工不是我们的方向"})
	p.act("u-fang", p.invite("u-shen", needs[1], "p-huizhi", hall.InviteInput{Fixed: 1 * money.Wan, From: ledger.Buyer, Note: "设备要便宜、好清洗。"}), "accept", account)
	p.act("u-gu", p.invite("u-gu", listings[11], "p-huizhi", hall.InviteInput{Rate: rate("0.05"), From: ledger.Seller}), "withdraw", nil)
	p.paired(listings[15], account)
}

// proposals are pairings that wait for both sides or for one, one that was
// declined, and an invitation that waits.
func (p *play) proposals(listings map[int]kernel.CaseID, needs []kernel.CaseID) {
	account := hall.AccountInput{Account: huizhiAccount, Bank: "云澜湾银行"}
	p.propose("u-fang", needs[0], listings[1], account, "阵列能贴在腕部法兰上，读出电路自带温度补偿，可以和贵方的标定流程配合使用。")
	one := p.propose("u-fang", needs[1], listings[17], account, "同一家茶厂，计数装置的探头和控制器可以改作摊晾槽的在线检测，成本低、好清洗。")
	p.act("u-shen", one, "accept_pairing", nil)
	no := p.propose("u-yun", needs[0], listings[11], hall.AccountInput{Account: yunqiaoAccount, Bank: "云澜湾银行"}, "互相关算法可以移植到力觉信号的解耦，算力要求低。")
	p.act("u-gu", no, "decline", kernel.ReasonInput{Reason: "本件只面向供水企业许可"})
	p.invite("u-gu", listings[17], "p-huizhi", hall.InviteInput{Rate: rate("0.03"), From: ledger.Seller, Days: 30, Note: "希望在望潮、青堰找两家茶企试用。"}) // waits
}

func (p *play) propose(u kernel.UserID, need, listing kernel.CaseID, to hall.AccountInput, words string) kernel.CaseID {
	return p.open(u, hall.Deal, "pair", hall.PairInput{Need: need, Listing: listing, Words: words, Rate: rate("0.03"), From: ledger.Halves, Account: to.Account, Bank: to.Bank})
}

// paired is a pairing that went all the way: 澄芯 sells to the university, each
// bears half of the commission.
func (p *play) paired(listing kernel.CaseID, to hall.AccountInput) {
	const price = 130 * money.Wan
	need := p.open("u-gu", hall.Need, "post", hall.NeedData{Title: "桥梁监测用的应变与温度同测传感", Text: "学校承担桥梁健康监测课题，需要光纤光栅传感器在野外同时给出应变和温度，两者要能分开，封装要耐潮湿。", Target: "应变误差＜2%", Industry: "C40", Budget: 150 * money.Wan, Maturity: 5, Mode: "assignment"})
	p.act("u-song", need, "approve", nil)
	id := p.propose("u-fang", need, listing, to, "两根光栅一固定一悬置，正好把温度分出来；封装结构在潮湿环境做过试验，价格在预算之内。")
	p.act("u-shen", id, "accept_pairing", nil)
	p.act("u-gu", id, "accept_pairing", nil)
	p.talked(id, "u-shen", "u-gu", price)
	p.signBy(id, "u-shen", "u-gu")
	p.act("u-gu", id, "deposit", hall.AccountInput{Account: "6222990001000417", Bank: "云澜湾银行"})
	p.wait(time.Minute)
	p.act("u-shen", id, "file", nil)
	p.wait(time.Minute)
	p.act("u-shen", id, "deliver", hall.DeliverInput{What: "封装图纸、试验数据"})
	p.act("u-gu", id, "accept_delivery", nil)
	p.act("u-shen", id, "invoice", hall.InvoiceInput{No: "26992000000000417731", Kind: "ordinary", Amount: price, Date: calendar.DateOf(p.Now())})
	for range 2 {
		p.act("u-shen", id, "ask_release", hall.AccountInput{Account: "6222990001000318", Bank: "云澜湾银行"})
		p.act("u-gu", id, "release", nil)
		p.wait(time.Minute)
	}
	p.act("u-song", id, "settle", nil)
}
