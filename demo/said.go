package demo

import (
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// said are believable answers: by item and path, by path, or by its last word.
var said = map[string][]string{
	"pledgee.name": {"云澜湾银行"}, "opponent.name": {"鹤汀明川仪器有限公司", "青堰晨拓自动化设备有限公司"}, "others.name": {"鹤汀某展览贸易商行"}, "licensee.name": {"鹤汀启衡精密机械有限公司"}, "agency.name": {"云澜知远专利代理事务所"},
	"data.name": {"数控机床主轴振动与温度运行数据"}, "manifest.name": {"数控机床主轴振动与温度运行数据"}, "project.name": {"高精度力传感器研发项目"},
	"contact": {"周予安", "林知夏", "许闻笛"}, "address": {"东埠区云禾路88号", "鹤汀区临港三路16号"},
	"pledgee.address": {"东埠区湾前路2号"}, "pledgee.contact": {"陶然"}, "opponent.address": {"鹤汀区临港三路16号", "青堰县工业园二路5号"}, "others.address": {"鹤汀区临港三路展示厅2号铺"}, "transfer.address": {"鹤汀区机床路19号"},
	"title": {"一种腕部六维力传感器的解耦标定方法", "滚珠丝杠预紧力在线监测装置"}, "product": {"六维力传感器 ZX-6F", "高速主轴单元"}, "place": {"鹤汀区临港三路展示厅", "线上店铺"},
	"attorney": {"顾行简"}, "lead": {"研发中心"}, "purpose": {"扩大产能，购置标定设备"}, "subject": {"许可合同备案与税收优惠怎样衔接"}, "industry": {"仪器仪表制造"},
	"scene": {"用于设备振动异常的早期预警，供制造企业与保险机构使用。"}, "structure": {"时间、设备编号、三轴加速度、温度、工况标签，共九个字段。"}, "rules": {"去除停机段，按工况分段归一化，提取频域特征，由三名工程师复核标签。"},
	"claims": {"请求责令停止制造、销售被控侵权产品。"}, "facts": {"对方在展会上展出的产品落入我方权利要求1的保护范围，附比对表与照片。"}, "use": {"已在两条产线验证，今年转入批量应用。"}, "plan": {"围绕标定、补偿、校核三个方向布局，两年内提交发明专利申请十二件。"},

	"act.claims":  {"主张权利要求1。特征一：电路按行读取压阻阵列，被控产品相同；特征二：每行设参考单元，被控产品拆解后同位置可见。"},
	"claims.text": {"责令停止制造、销售、许诺销售被控侵权产品，销毁专用模具。"}, "claims.reasons": {"被控产品含权利要求1的全部技术特征，比对表逐条列明，两处争议特征附拆解照片。"}, "evidence.list": {"1 公证购买的产品实物；2 产品拆解照片；3 权利要求比对表；4 展会宣传册。"},
	"data.format": {"csv"}, "data.size": {"3.2GB"}, "deposit.number": {"CZ20261018000417"}, "case.locarno": {"14-01"}, "subject.priority": {"无"},
	"pct.countries": {"美国、日本、欧洲专利局", "越南、泰国", "德国、韩国"}, "grant.delay": {"第一次审查意见延期答复一个月。", "没有延误，都按期答复。"},
	"term.notice": {"第一次审查意见通知书", "补正通知书", "第二次审查意见通知书"}, "term.why": {"补充实验要到下月中旬才出结果。", "发明人在外出差，需要核对技术内容。"},
	"notice.research":    {"立项于去年三月，五人参加，试制样机四台，实验记录与采购发票齐全。"},
	"ZL10/question.text": {"明年要去参加欧洲展会，现在报PCT来得及吗？", "国内申请已满十个月，PCT与直接去各国哪个省钱？", "国际检索报告的意见不好，还要不要进入国家阶段？"},
	"ZL23/question.text": {"没按期答复审查意见，收到视为撤回通知，怎么恢复？", "年费过了滞纳期，专利已终止，还能恢复吗？", "代理机构漏缴授权登记费，恢复要交哪些材料？"},
	"ZL24/question.text": {"审查意见期限快到，延长要交多少钱，能延几次？", "补正通知的期限能不能延长？", "延长请求要不要代理机构盖章？"},
	"ZL25/question.text": {"授权用了五年多，能补偿多少天？", "补偿请求从授权公告起多久内提？", "答复时延期过一次，补偿怎么扣？"},
	"SM01/question.text": {"技术人员离职去了同行，客户名单算不算商业秘密？", "图纸发给外协厂加工，保密怎么约定？", "竞业限制只签了高管，研发人员怎么办？"},
}

// saidOf are the answers to a field, the nearest to it.
func saidOf(code, path string) []string {
	for _, k := range []string{code + "/" + path, path, path[strings.LastIndexByte(path, '.')+1:]} {
		if list := said[k]; len(list) > 0 {
			return list
		}
	}
	return nil
}

// believable takes the place of what only stands for an answer: what a log-in or the
// register prefills is theirs.
func believable(it form.Item, f form.Field, v string, by kernel.Party, n int) string {
	known := by.ID != ""
	switch {
	case f.Register == "rights":
		return patentNumber(own(by.ID, n))
	case f.Prefill == "right.title" && slices.ContainsFunc(it.Steps, func(s form.Step) bool { return asksOwn(it, s) && strings.HasPrefix(f.ID, s.ID+".") }):
		_, x := own(by.ID, n)
		return x.title
	case f.Prefill == "party.code" && known:
		return by.Code
	case (f.Prefill == "party.address" || f.Prefill == "party.post") && known && addressOf(by) != "":
		return addressOf(by)
	case f.Prefill == "user.name" && strings.HasPrefix(v, "样例"):
		return said["contact"][n%len(said["contact"])]
	}
	if !strings.HasPrefix(v, "样例") {
		return v
	}
	if f.ID == "onright.owner" || f.ID == "transfer.from" {
		return by.Name
	}
	if list := saidOf(it.Code, f.ID); len(list) > 0 {
		return list[n%len(list)]
	}
	if f.Kind == form.KindLong {
		return "详见所附材料，要点已在清单中列明。"
	}
	return "见所附材料"
}

// asksOwn reports whether the page asks for a right that is filled with one's own.
func asksOwn(it form.Item, s form.Step) bool {
	return slices.ContainsFunc(s.Fields, func(f form.Field) bool { return f.Register == "rights" && !byKind(it, f.ID) })
}

// free are the patents that no deal of the demo sells, by owner: what items are
// filed for, so that the register knows the applicant as the owner.
var free = map[kernel.PartyID][]int{"p-chengxin": {8, 9, 22}, "p-qiheng": {2}, "p-university": {20, 17, 1, 4, 23}}

// own is the n-th of the patents that a party files for, with its index.
func own(by kernel.PartyID, n int) (int, patent) {
	list := free[by]
	if len(list) == 0 {
		list = free["p-chengxin"]
	}
	i := list[(n+n/len(list))%len(list)] // what one files twice is not for the same
	return i, patents[i]
}

// lasting lays the ends of a period apart that the form lets run on.
func lasting(it form.Item, v form.Values, today calendar.Date) {
	for _, r := range it.Rules {
		if r.Name == "date_order" && v[r.Args[0]] != "" && v[r.Args[0]] == v[r.Args[1]] {
			from := today.AddDays(-5) // the day of what is signed
			v[r.Args[0]], v[r.Args[1]] = from.String(), from.AddYears(3).AddDays(-1).String()
		}
	}
}
