package gallery

import (
	"quanlian/web/ui"
)

func (s stage) five() []ui.FiveLink {
	return []ui.FiveLink{
		{Sign: "创", Name: s.z("创造", "Creation"), Text: s.z("预审导航、数据登记、地理标志", "Pre-examination, data, geographical indications"), Count: s.z("42项", "42"), Href: "#"},
		{Sign: "运", Name: s.z("运用", "Use"), Text: s.z("交易、许可、质押、证券化", "Trade, licence, pledge, securities"), Count: s.z("38项", "38"), Href: "#"},
		{Sign: "保", Name: s.z("保护", "Protection"), Text: s.z("裁决、调解、电商维权、海外", "Adjudication, mediation, platforms, abroad"), Count: s.z("47项", "47"), Href: "#"},
		{Sign: "管", Name: s.z("管理", "Management"), Text: s.z("贯标、专利密集型产品、指标", "Standards, products, figures"), Count: s.z("21项", "21"), Href: "#"},
		{Sign: "服", Name: s.z("服务", "Service"), Text: s.z("窗口、指导站、课程与咨询", "Counters, stations, courses"), Count: s.z("29项", "29"), Href: "#"},
	}
}

func (s stage) tiles() []ui.TileLink {
	return []ui.TileLink{
		{Title: s.z("我有了新发明", "I have invented something"), Text: s.z("查新、预审、申请、减缴一次办齐", "Search, pre-examine, file, reduce fees"), Href: "#"},
		{Title: s.z("我的商标被人抄了", "My trademark was copied"), Text: s.z("投诉、裁决、调解三条路怎么选", "Complaint, adjudication or mediation"), Href: "#"},
		{Title: s.z("专利想卖出去", "I want to sell a patent"), Text: s.z("评价、挂牌、撮合、登记、结算", "Value, list, match, record, settle"), Href: "#"},
		{Title: s.z("缺钱，手里有专利", "I need money and own a patent"), Text: s.z("质押登记、风险补偿、贴息", "Pledge, risk cover, interest subsidy"), Href: "#"},
	}
}

func (s stage) listings() ui.Table {
	return ui.Table{Stack: true, Cols: []ui.Col{{Text: s.z("专利", "Patent")}, {Text: s.z("方式", "By")}, {Text: s.z("评价", "Grade")}, {Text: s.z("价格（万元）", "Price (10,000 yuan)"), Right: true}}, Rows: []ui.Row{
		{Cells: []ui.Cell{{Text: s.z("柔性压阻阵列的温度自补偿读出电路", "Temperature-compensated readout of flexible piezoresistive arrays"), Href: "#", Sub: s.z("云澜大学　发明　剩余14年10个月", "Yunlan University, invention, 14 years 10 months left")}, {Text: s.z("转让", "Transfer"), NoWrap: true}, {Text: "B 73.2", NoWrap: true}, {Text: "240.00", Strong: true}}},
		{Cells: []ui.Cell{{Text: s.z("茶青摊晾水分在线检测装置", "In-line moisture meter for tea leaves"), Href: "#", Sub: s.z("云澜市农业技术研究所　实用新型　剩余6年4个月", "Yunlan Agricultural Institute, utility model, 6 years 4 months left")}, {Text: s.z("开放许可", "Open licence"), NoWrap: true}, {Text: "C 61.5", NoWrap: true}, {Text: s.z("免费", "free"), Strong: true}}},
	}}
}

func (s stage) figures() []ui.Figure {
	return []ui.Figure{
		{Label: s.z("有效发明专利", "Patents in force"), Value: "61,208", Unit: s.z("件", ""), Basis: s.z("存量，截至2026年10月31日，专利著录库", "Stock, 31 October 2026, patent register"), Href: "#"},
		{Label: s.z("今年质押登记金额", "Pledges recorded this year"), Value: "186.3", Unit: s.z("亿元", " ×100m yuan"), Basis: s.z("1—10月，登记担保额，不是贷款额", "Secured sums, not loans paid")},
		{Label: s.z("超承诺期", "Over the committed limit"), State: ui.Late, Value: "19", Unit: s.z("件", ""), Basis: s.z("占1.3%，其中超法定期0件", "1.3%; none over the legal limit")},
		{Label: s.z("电商维权平均周期", "Platform complaints, mean time"), Withheld: s.z("10月数据缺收件时间1,207行，已退回", "October lacks 1,207 times of receipt and was returned"), Source: ui.Link{Text: s.z("拒收清单", "Rejected rows"), Href: "#"}},
	}
}

func (s stage) steps() []ui.Step {
	return []ui.Step{{Text: s.z("评价", "Value"), Fact: "B 75.4"}, {Text: s.z("匹配", "Match"), Fact: s.z("第1位", "1st")}, {Text: s.z("撮合", "Broker"), Fact: s.z("3轮报价", "3 rounds")}, {Text: s.z("签约", "Sign"), Fact: "10-28"}, {Text: s.z("存入", "Pay in"), Fact: "10-30"}, {Text: s.z("登记", "Record"), Fact: "11-17"}, {Text: s.z("放款", "Pay out"), Fact: s.z("第2笔", "2nd part")}, {Text: s.z("计税", "Tax"), Fact: s.z("随后", "next")}}
}

func (s stage) money() []ui.MoneyPart {
	return []ui.MoneyPart{{Text: s.z("已付卖方1,920,000.00元，80%", "Paid to the seller 1,920,000.00 yuan, 80%"), Share: 80, Kind: ui.MoneyPaid}, {Text: s.z("存管中480,000.00元，20%", "Held by the bank 480,000.00 yuan, 20%"), Share: 20, Kind: ui.MoneyHeld}}
}

func (s stage) payments() ui.Table {
	return ui.Table{Stack: true, Cols: []ui.Col{{Text: s.z("款项", "Payment")}, {Text: s.z("条件", "Condition")}, {Text: s.z("状态", "State")}, {Text: s.z("金额（元）", "Amount (yuan)"), Right: true}}, Rows: []ui.Row{
		{Cells: []ui.Cell{{Text: s.z("存入", "Paid in")}, {Text: s.z("合同签订后3个工作日内", "3 working days after signing")}, {Part: ui.Chip(ui.Done, s.z("10月30日到账", "in on 30 Oct"))}, {Text: "2,400,000.00"}}},
		{Cells: []ui.Cell{{Text: s.z("第一笔", "First")}, {Text: s.z("转让登记手续合格", "Transfer recorded")}, {Part: ui.Chip(ui.Done, s.z("11月18日已付", "paid 18 Nov"))}, {Text: "1,920,000.00"}}},
		{Cells: []ui.Cell{{Text: s.z("第二笔", "Second")}, {Text: s.z("技术资料验收", "Documents accepted")}, {Part: ui.Chip(ui.You, s.z("等您验收", "waits for you"))}, {Text: "480,000.00"}}},
	}, Foot: []ui.Cell{{Text: s.z("存管余额", "Held"), Span: 3}, {Text: "480,000.00"}}}
}

func (s stage) messages() []ui.Message {
	return []ui.Message{{Who: s.z("顾念一", "Gu Nianyi"), Org: s.z("云澜大学", "Yunlan University"), Time: s.z("11月16日 15:20", "16 Nov 15:20"), Text: s.z("第二批资料已传，测试数据含三个温度点。", "The second set is up, with data at three temperatures.")}, {Who: s.z("沈知遥", "Shen Zhiyao"), Org: s.z("我方", "us"), Time: "11-17 09:41", Text: s.z("收到，周五前复测。", "Thanks, we test again by Friday."), Me: true}}
}

func (s stage) events() []ui.Event {
	return []ui.Event{{What: s.z("您：验收资料", "You: accept the documents"), Note: s.z("剩3个自然日", "3 days left"), Kind: ui.ByReader}, {What: s.z("系统：权利核查", "System: rights check"), Note: s.z("放款当天，自动", "on the day, automatic"), Kind: ui.BySystem}, {Time: "11-17 16:40", Who: s.z("贺敏", "He Min"), What: s.z("要求补正：缺共有人同意书", "asked for the co-owner's consent")}}
}

func (s stage) clock() ui.Clock {
	return ui.Clock{Parts: []ui.ClockPart{{Share: 40}, {Share: 40, Held: true}, {Share: 17}}, Sentence: s.z("已用2.9个工作日，停表2个工作日", "2.9 working days used, paused for 2"), From: s.z("11-16起", "from 11-16"), To: s.z("今天17:00止", "until today 17:00"), Committed: s.z("3个工作日，已用2.9", "3 working days, 2.9 used"), Statutory: s.z("5个工作日，11-24止", "5 working days, until 11-24"), Pauses: []string{s.z("补正，2个工作日", "correction, 2 working days")}}
}

func (s stage) checks() []ui.Check {
	return []ui.Check{{State: ui.Done, Text: s.z("登记簿权利人一致", "owner as registered")}, {State: ui.Done, Text: s.z("年费已缴", "fees paid")}, {State: ui.Hold, Text: s.z("已质押，质权人已同意", "pledged, pledgee agrees")}, {State: ui.Soon, Text: s.z("同意书待核签章", "consent: seal to be checked")}, {State: ui.Late, Text: s.z("年费欠缴", "fees overdue")}, {State: ui.No, Text: s.z("不是同一主体", "not the same party")}, {State: ui.Run, Text: s.z("审理中", "under review")}, {State: ui.Idle, Text: s.z("可申请", "open to apply")}}
}

func (s stage) flow() ui.FlowChart {
	return ui.FlowChart{ChartHead: ui.ChartHead{Caption: s.z("办理状态图", "States of a case"), Sub: s.z("由办理规则生成", "made from the rules"), Sentence: s.z("从提交到办结的六个状态，现在在窗口核查", "Six states from filing to closing; now at the counter")},
		Now: "check", FromHead: s.z("从", "From"), MoveHead: s.z("动作", "Move"), ToHead: s.z("到", "To"),
		States: []ui.FlowState{{ID: "draft", Text: s.z("草稿", "Draft"), Whose: s.z("申请人", "applicant")}, {ID: "filed", Text: s.z("已提交", "Filed"), Whose: s.z("窗口", "counter")}, {ID: "check", Text: s.z("核查", "Checking"), Whose: s.z("窗口", "counter")}, {ID: "fix", Text: s.z("补正", "Correction"), Whose: s.z("申请人", "applicant")}, {ID: "done", Text: s.z("办结", "Closed"), End: true}, {ID: "refused", Text: s.z("不予登记", "Refused"), End: true}},
		Moves:  []ui.FlowMove{{From: "draft", To: "filed", Text: s.z("提交", "file")}, {From: "filed", To: "check", Text: s.z("受理", "accept")}, {From: "check", To: "fix", Text: s.z("补正", "ask")}, {From: "fix", To: "check", Text: s.z("补交", "supply")}, {From: "check", To: "done", Text: s.z("办结", "grant")}, {From: "check", To: "refused", Text: s.z("驳回", "refuse")}, {From: "filed", To: "draft", Text: s.z("撤回", "withdraw")}}}
}
