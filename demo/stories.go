package demo

import (
	"strconv"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// stories are answers that have to fit each other: the kind of right its number,
// what changes what stood there before, a ground its reasons. n tells the cases of
// one item apart.
var stories = map[string]func(by kernel.Party, today calendar.Date, n int) form.Values{
	"JR01": loanWanted, "BH10": helpWanted, "ZL12": changed, "DL03": objected, "ZL02": examinedFirst, "ZL19": reported, "ZL06": reduced,
}

func numberOf(i int) string { return patentNumber(i, patents[i]) }

// loanWanted offers a patent that no other case of the demo pledges.
func loanWanted(_ kernel.Party, today calendar.Date, _ int) form.Values {
	return form.Values{
		"need.amount": "5000000.00", "need.months": "12", "need.purpose": "equipment", "need.by": today.AddDays(40).String(), "need.banks": "all",
		"pledge.kinds": "patent", "pledge.numbers": numberOf(19), "pledge.other": "none", "firm.revenue": "86400000.00", "firm.loans": "12000000.00",
	}
}

// helpWanted is about a patent of one's own that somebody copies.
func helpWanted(by kernel.Party, _ calendar.Date, n int) form.Values {
	v := form.Values{"help.right": "patent", "help.side": "owner", "help.due": "", "opponent.code": "",
		"opponent.name": "鹤汀明川仪器有限公司", "opponent.address": "鹤汀区临港三路16号"}
	switch {
	case by.ID == "p-chengxin":
		v["help.number"], v["help.kinds"], v["help.hard"] = numberOf(9), "opinion", "small"
		v["help.facts"] = "对方在网店出售外贴式液位传感器，电极排布与我方专利的权利要求1相同。已公证购买一件，想先请中心给出侵权判定参考。"
	case n%2 == 0:
		v["help.number"], v["help.kinds"], v["help.hard"] = numberOf(20), "expert", "public"
		v["opponent.name"], v["opponent.address"] = "青堰晨拓自动化设备有限公司", "青堰县工业园二路5号"
		v["help.facts"] = "对方在河道监测项目中供货的浮标探头带随浮标摆动的刮片，与我校实用新型一致。项目正在验收，想请专家看现场。"
	default:
		v["help.number"], v["help.kinds"], v["help.hard"] = numberOf(17), "evidence", "other"
		v["help.facts"] = "对方在茶园安装的诱捕灯带红外计数栅和声学识别，与我校实用新型一致。想知道怎样取证才有用。"
	}
	return v
}

// changed says what stood in the register and what shall stand there, of the kind
// that is named.
func changed(by kernel.Party, _ calendar.Date, n int) form.Values {
	old, name, people := "云澜市东埠区旧厂路5号", "云澜澄芯传感器有限公司", "沈知遥、周予安"
	if by.ID == "p-university" {
		old, name, people = "云澜市望潮区学府路1号", "云澜工学院", "顾念一、林知夏"
	}
	all := []form.Values{
		{"change.kinds": "address", "change.before": old, "change.after": addressOf(by)},
		{"change.kinds": "name", "change.before": name, "change.after": by.Name},
		{"change.kinds": "agency", "change.before": "无，自行办理", "change.after": "云澜知远专利代理事务所，代理师秦疏桐"},
		{"change.kinds": "inventor", "change.before": people, "change.after": people + "、许闻笛", "change.why": "missed"},
		{"change.kinds": "contact", "change.before": "林知夏，0990-88001201", "change.after": "周予安，0990-88001206"},
	}
	return all[n%len(all)]
}

// objected objects to an invented announcement within its two months.
func objected(_ kernel.Party, today calendar.Date, n int) form.Values {
	all := []form.Values{
		{"objection.product": "青堰云雾茶", "objection.notice": "第47号公告", "objection.ground": "area", "objection.text": "公告的产地范围少了青堰县两个乡镇，两地种植历史有县志记载，请按资料更正。"},
		{"objection.product": "望潮藕粉", "objection.notice": "第52号公告", "objection.ground": "quality", "objection.text": "公告的质量特色指标与检测报告不一致，报告附后，请核对后再定。"},
		{"objection.product": "鹤汀白瓷", "objection.notice": "第55号公告", "objection.ground": "generic", "objection.text": "同业已用这个名称称呼各地的同类产品，附行业标准和十家企业的产品目录。"},
	}
	v := all[n%len(all)]
	v["objection.announced"] = today.AddDays(-14 - n%20).String()
	return v
}

// examinedFirst names the subject as its kind of application does.
func examinedFirst(_ kernel.Party, _ calendar.Date, n int) form.Values {
	all := []form.Values{
		{"case.kind": "invention", "case.title": "一种腕部六维力传感器的解耦标定方法", "case.ipc": "G01L25/00", "case.claims": "9", "case.product": "六维力传感器 ZX-6F"},
		{"case.kind": "utility", "case.title": "滚珠丝杠预紧力在线监测装置", "case.ipc": "G01L5/00", "case.claims": "6", "case.product": "高速主轴单元"},
		{"case.kind": "design", "case.title": "六维力传感器", "case.locarno": "10-04", "case.product": "六维力传感器 ZX-6F"},
	}
	return all[n%len(all)]
}

// reported asks of a right of one's own, the only kinds that have the report.
func reported(by kernel.Party, _ calendar.Date, n int) form.Values {
	v := form.Values{"report.kind": "utility", "report.role": "owner", "report.use": []string{"enforce", "open", "deal"}[n%3], "onright.owner": by.Name}
	if by.ID == "p-university" {
		i := []int{4, 17, 20}[n%3]
		v["onright.number"], v["onright.title"] = numberOf(i), patents[i].title
		return v
	}
	v["report.kind"], v["onright.number"], v["onright.title"] = "design", applicationNumber("202439900"+strconv.Itoa(410+n)), "六维力传感器"
	return v
}

// reduced rests on the income of the last year.
func reduced(_ kernel.Party, today calendar.Date, _ int) form.Values {
	return form.Values{"income.year": strconv.Itoa(today.Year - 1)}
}
