package gallery

import (
	"quanlian/base/money"
	"quanlian/web/ui"
)

func (s stage) tasks() []ui.Task {
	return []ui.Task{{Text: s.z("申请人", "Applicant"), Href: "#", State: ui.Done, Status: s.z("已填", "filled")}, {Text: s.z("许可的专利", "Patent"), Href: "#", State: ui.Done, Status: s.z("已填", "filled")}, {Text: s.z("许可合同", "Contract"), State: ui.No, Status: s.z("有错误", "errors"), Current: true}, {Text: s.z("附加材料", "Other papers"), State: ui.Idle, Status: s.z("未填", "empty")}, {Text: s.z("核对并提交", "Check and send"), Status: s.z("还不能", "not yet")}}
}

func (s stage) faults() []ui.FieldFault {
	return []ui.FieldFault{{ID: ui.FieldID("term"), Label: s.z("许可期限", "Term"), Text: s.z("止日2042年6月30日晚于专利权届满日", "The end, 30 June 2042, is after the patent expires")}, {ID: ui.FieldID("contract"), Label: s.z("许可合同文件", "Contract file"), Text: s.z("63.2兆，超过50兆", "63.2 MB, more than 50 MB")}}
}

func (s stage) kinds() []ui.Option {
	return []ui.Option{{Value: "plain", Text: s.z("普通许可", "Plain licence"), Hint: s.z("许可方自己可用，也可再许可别人", "The owner may use it and license others")}, {Value: "sole", Text: s.z("排他许可", "Sole licence"), Hint: s.z("许可方自己可用，不再许可别人", "The owner may use it but license nobody else")}, {Value: "exclusive", Text: s.z("独占许可", "Exclusive licence"), Hint: s.z("只有被许可方可用", "Only the licensee may use it"), Selected: true}}
}

func (s stage) territories() []ui.Option {
	return []ui.Option{{Value: "cn", Text: s.z("中国境内", "China"), Selected: true}, {Value: "prov", Text: s.z("本省", "This province")}}
}

func (s stage) uses() []ui.Option {
	return []ui.Option{{Value: "robot", Text: s.z("工业机器人", "Industrial robots"), Selected: true}, {Value: "med", Text: s.z("医疗器械", "Medical devices")}}
}

func (s stage) files() []ui.File {
	return []ui.File{{Name: s.z("许可合同扫描件（彩色）.pdf", "contract-colour.pdf"), Refused: s.z("63.2兆，超过50兆。请改用灰度扫描，或分成两份", "63.2 MB, more than 50 MB. Scan in greyscale or split it"), Remove: "1"}, {Name: s.z("补充协议一.pdf", "supplement-1.pdf"), Facts: s.z("1.4兆，6页，已查毒", "1.4 MB, 6 pages, scanned"), Hash: "9f3a55d01c2b77e6c71e", State: ui.Done, Status: s.z("已上传", "uploaded"), Remove: "2"}}
}

func (s stage) answers() []ui.Pair {
	return []ui.Pair{
		{Key: s.z("统一社会信用代码", "Credit code"), Text: "91990102MA7K2C4E8T", No: true, Whose: s.z("取自登记库", "from the register")},
		{Key: s.z("许可种类", "Kind"), Text: s.z("独占许可", "Exclusive"), Href: "#"},
		{Key: s.z("生效日期", "Effective"), Text: s.f.L.Date(s.f.Today), Note: s.z("备案最后一天2027年1月12日，还有53天", "Record by 12 January 2027, 53 days left"), Href: "#"},
		{Key: s.z("使用费总额", "Total fee"), Part: ui.AmountCapitals(s.f.L, 1_800_000*money.Yuan), Href: "#"},
		{Key: s.z("权利核查", "Rights"), Part: ui.Lights(false, s.checks()), Note: s.z("受理当天会再查一次", "Checked again on the day of acceptance")},
	}
}

func (s stage) facets() []ui.Facet {
	return []ui.Facet{
		{Legend: s.z("交易方式", "By"), Name: "way", Options: []ui.Option{{Value: "t", Text: s.z("转让", "Transfer"), Selected: true, Count: 31}, {Value: "l", Text: s.z("独占许可", "Exclusive licence"), Count: 12}}},
		{Legend: s.z("价格（万元）", "Price (10,000 yuan)"), Name: "price", From: &ui.Field{Name: "min", Value: "50", Label: s.z("最低价", "Lowest")}, To: &ui.Field{Name: "max", Value: "300", Label: s.z("最高价", "Highest")}, Options: []ui.Option{{Value: "neg", Text: s.z("含“面议”", "With negotiable"), Selected: true, Count: 6}}},
		{Legend: s.z("评价等级", "Grade"), Name: "grade", Options: []ui.Option{{Value: "a", Text: s.z("A，85分以上", "A, 85 and more"), Count: 4}, {Value: "b", Text: s.z("B，70至85分", "B, 70 to 85"), Count: 15}, {Value: "n", Text: s.z("未评价", "Not graded"), Count: -1}}},
	}
}

func (s stage) applied() []ui.Applied {
	return []ui.Applied{{Text: s.z("转让", "Transfer"), RemoveHref: "#"}, {Text: s.z("50至300万元", "50 to 300"), RemoveHref: "#"}}
}

func (s stage) page(n int) string { return Path + "/find?page=" + string(rune('0'+n%10)) }

func (s stage) matches() []ui.Match {
	bars := func(v ...float64) []ui.Bar {
		names := []string{s.z("内容", "Content"), s.z("分类", "Class"), s.z("行业", "Industry"), s.z("成熟度", "Maturity"), s.z("价格", "Price"), s.z("地区", "Place")}
		out := make([]ui.Bar, len(names))
		for i, n := range names {
			out[i] = ui.Bar{Label: n}
			if v[i] < 0 {
				out[i].Lack = s.z("未标价", "no price")
				continue
			}
			out[i].Value = v[i]
		}
		return out
	}
	return []ui.Match{
		{Rank: 1, Score: 86, Href: "#", Title: []ui.Piece{{Text: s.z("柔性", "Flexible"), Mark: true}, {Text: s.z("压阻", " piezoresistive"), Mark: true}, {Text: s.z("阵列的温度自补偿读出电路", " array readout")}}, Facts: []string{s.z("云澜大学", "Yunlan University"), s.z("发明", "invention"), s.z("剩余14年10个月", "14 years 10 months left"), s.z("评价B 73.2", "grade B 73.2"), s.z("转让240万元", "2.4m yuan")}, Quote: ui.Quote{Pieces: []ui.Piece{{Text: s.z("……逐帧消去", "… cancels ")}, {Text: s.z("温漂", "thermal drift"), Mark: true}, {Text: s.z("，误差小于百分之二。", " to within two per cent.")}}, Place: s.z("摘要第2句", "abstract, sentence 2")}, Why: s.z("同时说到四个要点，价格在预算内。", "it names all four points and fits the budget."), Bars: bars(88, 100, 80, 85, 70, 60), Note: &ui.Check{State: ui.Done, Text: s.z("权利核查五项通过", "five rights checks passed")}},
		{Rank: 2, Score: 68, Href: "#", Title: []ui.Piece{{Text: s.z("薄膜力传感器温度漂移校正方法", "Drift correction of a film force sensor")}}, Facts: []string{s.z("云澜市先进传感研究院", "Yunlan Sensor Institute"), s.z("未挂牌，可代为联系", "not listed")}, Why: s.z("“温漂”与“温度漂移”是同一概念。", "it means the same drift."), Lacks: s.z("面向称重，未见触觉应用。", "made for weighing, not touch."), Bars: bars(69, 70, 60, 55, -1, 100)},
	}
}

func (s stage) cases() []ui.OwnCase {
	return []ui.OwnCase{
		{Title: s.z("专利转让：六维力解耦标定方法", "Patent transfer: force sensor calibration"), Href: "#", No: "YL2026-JY-00318", Step: 7, Of: 8, Yours: true, Move: s.z("请验收技术资料", "Accept the documents"), Limit: ui.Limit{Kind: ui.LimitSoon, N: 3, Unit: "day"}, Do: s.z("去验收", "Accept")},
		{Title: s.z("发明专利申请预审", "Pre-examination"), Href: "#", No: "YL2026-ZL02-01190", Fact: s.z("代理：云澜知衡", "agent: Zhiheng"), Step: 2, Of: 4, State: ui.Late, Move: s.z("窗口超期1天", "counter 1 day late"), Note: s.z("已自动督办，负责人贺敏", "Reminded; He Min is in charge"), Do: s.z("查看", "View")},
	}
}
