package gallery

import (
	"time"

	"quanlian/web/ui"
)

func (s stage) chips() []ui.FilterChip {
	return []ui.FilterChip{{Text: s.z("全部", "All"), Href: "#", Count: 37, Current: true}, {Text: s.z("超期", "Overdue"), State: ui.Late, Href: "#", Count: 2}, {Text: s.z("今天到期", "Due today"), State: ui.Soon, Href: "#", Count: 4}, {Text: s.z("停表", "Paused"), State: ui.Hold, Href: "#", Count: 3}, {Text: s.z("待认领", "Unclaimed"), Href: "#", Count: 11}}
}

func (s stage) rows() ui.Table {
	t := ui.Table{Caption: s.z("收件箱", "Inbox"), Select: "case", Keys: true, Cols: []ui.Col{{Text: s.z("时限", "Limit"), Sorted: "ascending", SortHref: "#"}, {Text: s.z("办件号", "Case")}, {Text: s.z("事项", "Service")}, {Text: s.z("申请人", "Applicant")}, {Text: s.z("区县", "District")}, {Text: s.z("状态", "State")}, {Text: s.z("承办", "Clerk")}, {Text: s.z("收到", "Received"), Right: true}}}
	for i, r := range []struct {
		limit    ui.Limit
		no       string
		zh, en   string
		state    ui.State
		sz, se   string
		chosen   bool
		received string
	}{
		{ui.Limit{Kind: ui.LimitLate, N: 1, Unit: "day"}, "YL2026-ZL02-01190", "发明专利申请预审", "Pre-examination", ui.Run, "审查中", "under review", false, "11-11"},
		{ui.Limit{Kind: ui.LimitLate, N: 4, Unit: "hour"}, "YL2026-BH07-00577", "电商平台侵权投诉", "Platform complaint", ui.Run, "核实中", "verifying", false, "11-18"},
		{ui.Limit{Kind: ui.LimitToday, At: "17:00"}, "YL2026-ZL14-00126", "专利实施许可合同备案", "Licence recordal", ui.Run, "核查中", "checking", true, "11-17"},
		{ui.Limit{Kind: ui.LimitToday, At: "17:00"}, "YL2026-ZL14-00124", "专利实施许可合同备案", "Licence recordal", ui.Run, "核查中", "checking", true, "11-17"},
		{ui.Limit{Kind: ui.LimitToday, At: "17:00"}, "YL2026-ZL15-00871", "专利权质押登记", "Patent pledge", ui.You, "补正已交", "correction in", false, "11-13"},
		{ui.Limit{Kind: ui.LimitLeft, N: 6, Unit: "day"}, "YL2026-ZL19-00098", "专利权评价报告请求转交", "Evaluation report", ui.Idle, "待认领", "unclaimed", false, "11-20"},
		{ui.Limit{Kind: ui.LimitHeld, N: 2, Unit: "day"}, "YL2026-ZL06-02214", "专利费用减缴备案", "Fee reduction", ui.Hold, "等申请人", "applicant", false, "11-16"},
	} {
		t.Rows = append(t.Rows, ui.Row{Key: r.no, Name: r.no, Chosen: r.chosen, Current: i == 4, Cells: []ui.Cell{{Part: ui.LimitLight(s.f.L, r.limit)}, {Text: r.no, Href: "#", No: true}, {Text: s.z(r.zh, r.en), NoWrap: true}, {Text: s.z("云澜澄芯传感科技有限公司", "Yunlan Chengxin Sensing Co"), Clip: true}, {Text: s.z("澜心区", "Lanxin"), NoWrap: true}, {Part: ui.Chip(r.state, s.z(r.sz, r.se))}, {Text: s.z("贺敏", "He Min"), NoWrap: true}, {Text: r.received, No: true}}})
	}
	return t
}

func (s stage) facts() []ui.Pair {
	return []ui.Pair{{Key: s.z("出质人", "Pledgor"), Text: s.z("青堰纳谱医疗器械有限公司", "Qingyan Napu Medical")}, {Key: s.z("质权人", "Pledgee"), Text: s.z("云澜湾银行青堰支行", "Yunlan Bay Bank")}, {Key: s.z("担保额", "Secured"), Text: s.z("8,600,000.00元", "8,600,000.00 yuan")}}
}

func (s stage) trends() []ui.Figure {
	return []ui.Figure{
		{Label: s.z("有效发明专利", "Patents in force"), Value: "61,208", Unit: s.z("件", ""), Change: s.z("比上年同期 ＋14.6%", "+14.6% on last year"), Basis: s.z("存量。授权且有效，权利人地址在市内。", "Stock; granted, in force, owner in the city."), Trend: []float64{34, 40, 46, 53, 61}, TrendIs: s.z("五年上升", "up over five years"), Href: "#"},
		{Label: s.z("预审平均周期", "Pre-examination, mean time"), Value: "4.8", Unit: s.z("个工作日", " working days"), Change: s.z("1—10月，快0.6天", "January–October, 0.6 faster"), Basis: s.z("受理至结论，扣停表，2,104件均值；不是授权周期。", "Acceptance to conclusion without pauses, mean of 2,104."), Trend: []float64{9, 7.5, 6.2, 5.4, 4.8}, TrendIs: s.z("五年下降", "down over five years")},
		s.figures()[3], s.figures()[2],
	}
}

func (s stage) bars() ui.BarChart {
	return ui.BarChart{ChartHead: ui.ChartHead{Caption: s.z("在办件已用时限", "Share of the limit used"), Sub: s.z("件，按已用承诺期的比例；停表件不计", "open cases, without paused ones"), Sentence: s.z("402件用了不到五分之一，19件超期", "402 used less than a fifth, 19 are overdue")}, Name: s.z("件", "cases"),
		Labels: []string{"0—20%", "20—40%", "40—60%", "60—80%", "80—100%", s.z("超期", "over")}, Values: []float64{402, 331, 238, 164, 124, 19}, Late: []bool{5: true}}
}

func (s stage) lines() ui.LineChart {
	return ui.LineChart{ChartHead: ui.ChartHead{Caption: s.z("每日收件与办结", "Received and closed each day"), Sub: s.z("件，近20个工作日", "cases, last 20 working days"), Sentence: s.z("最近一天收件91件，办结103件", "On the last day 91 came in, 103 were closed")},
		Labels: []string{"10-23", "10-26", "10-27", "10-28", "10-29", "10-30", "11-02", "11-03", "11-04", "11-05", "11-06", "11-09", "11-10", "11-11", "11-12", "11-13", "11-16", "11-17", "11-18", "11-19"},
		Series: []ui.Series{{Name: s.z("收件", "in"), Values: []float64{88, 102, 95, 91, 86, 79, 110, 98, 97, 92, 84, 116, 101, 93, 90, 82, 107, 99, 96, 91}}, {Name: s.z("办结", "closed"), Values: []float64{84, 90, 97, 99, 93, 88, 85, 101, 104, 96, 91, 88, 103, 107, 99, 94, 90, 104, 108, 103}}}}
}

func (s stage) quarters() ui.BarChart {
	return ui.BarChart{ChartHead: ui.ChartHead{Caption: s.z("发明专利授权", "Patents granted"), Sub: s.z("件，按季；短横为去年同季", "by quarter; short bars: a year before"), Sentence: s.z("2026年三季2,655件，去年同季2,240件", "2,655 in the third quarter of 2026, 2,240 a year before")}, Name: s.z("本季", "this quarter"), MarkName: s.z("去年同季", "a year before"),
		Labels: []string{"2025 Q1", "Q2", "Q3", "Q4", "2026 Q1", "Q2", "Q3"}, Values: []float64{1962, 2108, 2240, 2317, 2481, 2602, 2655}, Marks: []float64{1702, 1833, 1901, 1988, 1962, 2108, 2240}}
}

func (s stage) water() ui.WaterfallChart {
	return ui.WaterfallChart{ChartHead: ui.ChartHead{Caption: s.z("卖方到手怎么来", "How the seller's net comes about"), Sub: s.z("万元", "10,000 yuan"), Sentence: s.z("价款240万元，扣转出、附加、印花后到手238.13万元", "240 less tax items leaves 238.13")}, Decimals: 2,
		Steps: []ui.WaterStep{{Label: s.z("价款", "Price"), Value: 240}, {Label: s.z("进项转出", "Input tax"), Value: -31.8}, {Label: s.z("印花税", "Stamp duty"), Value: -10.72}, {Label: s.z("奖补", "Grant"), Value: 20}, {Label: s.z("到手", "Net"), Total: true}}}
}

func (s stage) radar() ui.RadarChart {
	names := []string{"稳定性", "保护范围", "可判定性", "依赖度", "先进性", "替代性", "适用范围", "独立性", "成熟度", "发展态势", "经济寿命", "竞争态势", "市场应用", "运营收益"}
	en := []string{"stability", "scope", "detectable", "dependence", "advance", "substitutes", "range", "freedom", "maturity", "trend", "life", "rivals", "market", "income"}
	own := []float64{76, 68, 74, 70, 66, 58, 60, 62, 78, 60, 86, 74, 80, 79}
	mid := []float64{55, 50, 58, 62, 52, 50, 55, 60, 48, 66, 60, 52, 45, 40}
	r := ui.RadarChart{ChartHead: ui.ChartHead{Caption: s.z("14项二级指标", "14 second-level items"), Sub: s.z("分，满分100", "points of 100"), Sentence: s.z("十四项里十二项高于同领域中位数", "Twelve of fourteen lie above the median")}, Name: s.z("本专利", "this patent"), MedianName: s.z("同领域同年中位数", "median of field and year")}
	for i, n := range names {
		r.Axes = append(r.Axes, ui.RadarAxis{Name: s.z(n, en[i]), Value: own[i], Median: mid[i]})
	}
	return r
}

func (s stage) units() ui.Table {
	row := func(level int, name, n string, ok, soon, late, ref float64) ui.Row {
		return ui.Row{Level: level, Cells: []ui.Cell{{Text: name, Href: "#"}, {Text: n}, {Part: ui.StackBar(name, []ui.Share{{Percent: ok, State: ui.OK}, {Percent: soon, State: ui.Soon}, {Percent: late, State: ui.Late}})}, {Part: ui.RefBar(ref, 21.4, 60, n)}, {Text: "98.4%"}}}
	}
	return ui.Table{Cols: []ui.Col{{Text: s.z("单位与人", "Unit")}, {Text: s.z("在办", "Open"), Right: true}, {Text: s.z("构成", "Made of")}, {Text: s.z("竖线为全市", "Line: city")}, {Text: s.z("按时率", "In time"), Right: true}}, Rows: []ui.Row{
		row(0, s.z("▾ 市专利代办窗口", "▾ Patent counter"), "412", 82, 16, 2, 58), row(1, s.z("▾ 贺敏", "▾ He Min"), "86", 70, 25, 5, 29), row(0, s.z("▸ 行政裁决科", "▸ Adjudication"), "97", 92, 6, 2, 12),
	}, Foot: []ui.Cell{{Text: s.z("全市", "City")}, {Text: "1,486"}, {}, {}, {Text: "98.7%"}}}
}

func (s stage) lanes() ui.LaneChart {
	day := func(v string) time.Time {
		t, err := time.Parse(time.DateOnly, v)
		if err != nil {
			return s.f.Today
		}
		return t
	}
	return ui.LaneChart{ChartHead: ui.ChartHead{Caption: s.z("一条链上的七年", "Seven years along the chain"), Sub: s.z("每个记号是一件事；空心为进行中", "each mark is an event; hollow: going on"), Sentence: s.z("企业七年大事，按五个环节分行", "Events of seven years by link"), Width: 1290},
		From: day("2019-03-01"), To: day("2026-12-31"), Lanes: []ui.Lane{
			{Name: s.z("创造", "Creation"), Marks: []ui.LaneMark{{At: day("2019-09-10"), N: 1, Text: s.z("首件申请", "first filing")}, {At: day("2021-06-18"), N: 6, Text: "6"}, {At: day("2024-06-02"), N: 14, Text: s.z("高价值11件", "11 of high value")}, {At: day("2026-11-12"), N: 1, Text: s.z("数据登记", "data"), Open: true}}},
			{Name: s.z("运用", "Use"), Marks: []ui.LaneMark{{At: day("2022-10-20"), N: 1, Text: s.z("首笔质押400万", "first pledge")}, {At: day("2025-12-18"), N: 5, Text: s.z("质押800万", "pledge")}}},
			{Name: s.z("保护", "Protection"), Marks: []ui.LaneMark{{At: day("2021-12-01"), N: 1, Text: s.z("预审备案", "listed")}, {At: day("2026-09-21"), N: 1, Text: s.z("请求裁决", "adjudication"), Open: true}}},
			{Name: s.z("管理", "Management"), Marks: []ui.LaneMark{{At: day("2022-08-30"), N: 1, Text: s.z("贯标", "standard")}}},
			{Name: s.z("服务", "Service"), Marks: []ui.LaneMark{{At: day("2025-03-05"), N: 1, Text: s.z("海外预警", "warning abroad")}}},
		}}
}
