package demo

import (
	"github.com/shopspring/decimal"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
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
