package demo

import (
	"fmt"
	"time"

	"quanlian/base/calendar"
	"quanlian/registry"
)

// patent is one invented patent of the demo: made up by us, to be read with
// pleasure and to be found by everyday words.
type patent struct {
	title, ipc string
	owner      int // index in Parties
	model      bool
	filed      string
	abstract   string
	claim      string
}

// patents of the invented city. Their fields are those the city lives on:
// sensors, precision machines, tea, vehicle parts, ceramics, water.
var patents = []patent{
	{"六维力传感器的解耦标定方法", "G01L 25/00", 2, false, "2021-03-11", "本发明公开一种六维力传感器的解耦标定方法，通过分步加载与最小二乘求解得到解耦矩阵，使各轴间的串扰降到百分之一以下。适用于装配机器人腕部与打磨工具的力控。", "一种六维力传感器的解耦标定方法，其特征在于，包括：在六个方向上依次施加标准载荷；采集各应变桥路的输出；按最小二乘求解解耦矩阵。"},
	{"柔性压阻阵列的温度自补偿读出电路", "G01L 1/22", 2, false, "2020-06-18", "提供一种柔性压阻阵列的读出电路，每行设一个不受力的参考单元，以行内比值消除温度漂移，在零下二十度至八十度范围内零点漂移小于千分之五。", "一种柔性压阻阵列的读出电路，其特征在于，每行设置参考压阻单元，读出电路输出被测单元与参考单元的比值。"},
	{"一种低温共烧陶瓷基板的分区加压方法", "H05K 3/46", 1, false, "2018-09-05", "针对大尺寸低温共烧陶瓷基板边缘分层的问题，将压头分为中心区与边缘区独立加压，并按收缩曲线调整压力，成品翘曲小于三十微米。", "一种低温共烧陶瓷基板的分区加压方法，其特征在于，压头分为独立控制的中心区和边缘区。"},
	{"车载毫米波雷达支架的热变形抑制结构", "B60R 11/04", 1, false, "2023-05-22", "支架的两臂采用膨胀系数相反的两种材料，温度变化时转角互相抵消，使雷达指向在全温区内偏差小于零点一度。", "一种车载毫米波雷达支架，其特征在于，两支臂的材料热膨胀系数不同且布置方向相反。"},
	{"茶青摊晾水分的在线检测装置", "G01N 21/359", 2, true, "2019-04-02", "在摊晾槽上方设置近红外探头和可升降的遮光罩，每十秒给出一次水分读数，供摊晾风机自动调节，减少凭手感判断带来的批次差异。", "一种茶青摊晾水分的在线检测装置，包括近红外探头，其特征在于，还包括可升降的遮光罩。"},
	{"龙井茶炒制锅温的分段控制方法", "A23F 3/06", 2, false, "2022-02-16", "按青锅、回潮、辉锅三段设定锅温曲线，以叶面红外温度为反馈，避免焦边，成茶外形与手工炒制一致。", "一种龙井茶炒制锅温的分段控制方法，其特征在于，以叶面红外温度作为反馈分段调节锅温。"},
	{"谐波减速器柔轮的疲劳寿命预测方法", "G01M 13/021", 1, false, "2021-11-30", "由电机电流和输出端振动的包络谱估计柔轮裂纹长度，在裂纹扩展到临界值之前两百小时给出更换提示。", "一种谐波减速器柔轮的疲劳寿命预测方法，其特征在于，由电流谐波与振动包络谱共同估计裂纹长度。"},
	{"机器人末端打磨力的自适应控制装置", "B24B 49/16", 1, false, "2022-07-08", "在打磨头与法兰之间设置气浮柔顺机构和力传感器，按材料去除率调整接触力，薄壁件打磨厚度偏差小于二十微米。", "一种机器人末端打磨力的自适应控制装置，其特征在于，包括串联的气浮柔顺机构和力传感器。"},
	{"新能源汽车电池包的浸没冷却结构", "H01M 10/6567", 0, false, "2023-08-14", "电芯浸没在绝缘冷却液中，汇流排下方设导流翅片，快充时最高温差小于三度，单点热失控不蔓延到相邻电芯。", "一种电池包的浸没冷却结构，其特征在于，汇流排下方设置导流翅片，电芯浸没于绝缘冷却液。"},
	{"基于电容耦合的非接触液位传感器", "G01F 23/26", 0, false, "2020-10-26", "在容器外壁贴设两对错位电极，以差分方式消除挂壁与温度的影响，可测量腐蚀性液体的液位。", "一种非接触液位传感器，其特征在于，包括贴设于容器外壁的两对错位电极。"},
	{"微型气体传感器的晶圆级封装方法", "B81C 1/00", 0, false, "2022-12-01", "在晶圆上一次性键合带微孔的盖帽，孔径小于两微米，阻挡水滴和粉尘而让气体通过，封装成本降低一半。", "一种微型气体传感器的晶圆级封装方法，其特征在于，以带微孔的盖帽晶圆进行晶圆级键合。"},
	{"城市供水管网漏损的声学定位方法", "F17D 5/06", 2, false, "2021-05-19", "用相邻消火栓上的两个声学记录仪的互相关函数定位漏点，并以管材声速数据库修正，定位误差小于一米。", "一种供水管网漏损的声学定位方法，其特征在于，以管材声速数据库修正互相关时延。"},
	{"膜生物反应器的污堵预警方法", "C02F 3/12", 7, false, "2020-03-24", "由跨膜压差的二阶变化率判断污堵阶段，在不可逆污堵发生之前启动在线清洗，膜寿命延长三分之一。", "一种膜生物反应器的污堵预警方法，其特征在于，由跨膜压差的二阶变化率判断污堵阶段。"},
	{"注塑模具随形冷却水道的设计方法", "B29C 33/04", 1, false, "2019-12-10", "按制品表面热流密度自动生成随形水道的中心线，并校核增材制造的可成形性，冷却时间缩短四成。", "一种注塑模具随形冷却水道的设计方法，其特征在于，按热流密度生成水道中心线。"},
	{"一种汽车门锁的静音缓冲结构", "E05B 77/38", 1, true, "2022-03-15", "在棘轮与棘爪之间设置可更换的缓冲块，关门声压级降低六分贝，缓冲块磨损后不必更换整锁。", "一种汽车门锁的静音缓冲结构，其特征在于，棘轮与棘爪之间设置可更换的缓冲块。"},
	{"光纤光栅应变传感器的温度解耦封装", "G01D 5/353", 0, false, "2021-08-09", "将两根光栅分别固定和悬置，以差值得到应变，以悬置光栅得到温度，可用于桥梁长期监测。", "一种光纤光栅应变传感器的封装，其特征在于，一根光栅固定、另一根光栅悬置。"},
	{"数控机床主轴热伸长的实时补偿方法", "B23Q 15/18", 1, false, "2023-02-27", "由主轴转速、轴承温度与冷却液温度三个量递推估计热伸长，并直接写入坐标偏置，连续加工八小时尺寸漂移小于五微米。", "一种主轴热伸长的实时补偿方法，其特征在于，由转速与两处温度递推估计热伸长。"},
	{"茶园害虫的声光诱捕与计数装置", "A01M 1/04", 2, true, "2023-04-20", "诱捕灯下设红外计数栅与声学识别模块，按虫种分别计数并上传，用于确定防治时机，减少用药。", "一种茶园害虫的声光诱捕与计数装置，其特征在于，包括红外计数栅和声学识别模块。"},
	{"面向边缘设备的语音唤醒词识别方法", "G10L 15/22", 0, false, "2022-05-31", "以两级网络识别唤醒词，第一级常开且功耗小于一毫瓦，第二级仅在疑似时启动，误唤醒每天少于一次。", "一种语音唤醒词识别方法，其特征在于，第一级网络常开，第二级网络在疑似时启动。"},
	{"陶瓷轴承套圈的超精研磨方法", "B24B 19/06", 1, false, "2020-11-17", "以弹性磨具沿沟道摆动研磨并在线测量圆度，表面粗糙度小于十纳米，用于高速主轴。", "一种陶瓷轴承套圈的超精研磨方法，其特征在于，以弹性磨具沿沟道摆动研磨并在线测量圆度。"},
	{"河道水质浮标的自清洁探头", "G01N 33/18", 2, true, "2021-06-03", "探头窗口外设置随浮标起伏而摆动的刮片，不耗电即可清除附着藻类，维护周期由两周延长到半年。", "一种水质浮标的自清洁探头，其特征在于，设置随浮标起伏摆动的刮片。"},
	{"锂电池极片涂布面密度的闭环控制方法", "H01M 4/04", 0, false, "2023-10-12", "以射线测厚数据与供料泵转速构成闭环，并补偿辊面偏心，面密度极差小于千分之八。", "一种极片涂布面密度的闭环控制方法，其特征在于，补偿辊面偏心引起的周期分量。"},
	{"服务机器人的坡道防溜控制方法", "B60T 8/17", 0, false, "2021-12-21", "由惯性单元估计坡度，停车时以电机反电动势与机械抱闸分级制动，断电时不溜车。", "一种服务机器人的坡道防溜控制方法，其特征在于，以反电动势与机械抱闸分级制动。"},
	{"古籍纸张脆化程度的无损检测方法", "G01N 21/65", 2, false, "2022-09-28", "以拉曼谱中纤维素与半纤维素峰的比值估计聚合度，不取样、不接触，单页检测小于一分钟。", "一种古籍纸张脆化程度的无损检测方法，其特征在于，以拉曼峰比值估计聚合度。"},
}

// ended is a patent whose life is over, so that one sees what an evaluation says
// of such a right; its index stands far from those of [patents].
var ended = patent{"茶叶揉捻机的可调压桶", "A23F 3/12", 2, true, "2014-03-18", "压桶由丝杆升降并带压力指示，揉捻时可按茶叶老嫩分段调压，减少断碎。", "一种茶叶揉捻机的可调压桶，包括桶体和压盖，其特征在于，压盖由带压力指示的丝杆升降。"}

const endedIndex = 940

// patentNumber is the application number of the i-th patent, with its check
// digit (ZC 0006-2003: weights 2…9, 2…5 modulo 11).
func patentNumber(i int, p patent) string {
	kind := 1
	if p.model {
		kind = 2
	}
	return applicationNumber(fmt.Sprintf("%s%d%07d", p.filed[:4], kind, 9_900_000+i*37))
}

// applicationNumber adds the check digit.
func applicationNumber(s string) string {
	weights := []int{2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5}
	sum := 0
	for k, w := range weights {
		sum += int(s[k]-'0') * w
	}
	return s + "." + string("0123456789X"[sum%11])
}

// Records are what the register learns of the demo's patents: filed, published,
// granted, and the annual fees paid up to date.
func Records(now time.Time) ([]registry.Record, error) {
	var out []registry.Record
	for i, p := range patents {
		r, err := record(i, p, now)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	r, err := record(endedIndex, ended, now)
	if err != nil {
		return nil, err
	}
	out = append(out, r)
	for k, n := range neighbours {
		r, err := n.record(neighboursIndex+k, now)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// record is what the register learns of one patent.
func record(i int, p patent, now time.Time) (registry.Record, error) {
	parties := Parties()
	filed, err := calendar.ParseDate(p.filed)
	if err != nil {
		return registry.Record{}, err
	}
	o := registry.Owner{Party: string(parties[p.owner].ID), Name: parties[p.owner].Name, USCC: parties[p.owner].Code}
	r := registry.Record{Source: "demo", Doc: filed.AddMonths(18), Right: registry.Right{
		Number: patentNumber(i, p), Kind: registry.Invention, Title: p.title, Abstract: p.abstract, IPCMain: p.ipc, IPC: []string{p.ipc},
		Applicants: []registry.Owner{o}, Filing: filed, Granted: filed.AddMonths(20), Published: filed.AddMonths(18),
		Claims: claims(i, p), Facts: facts(i, now),
	}}
	owners := []registry.Owner{o}
	if second, ok := coOwners[i]; ok {
		owners = append(owners, registry.Owner{Party: string(parties[second].ID), Name: parties[second].Name, USCC: parties[second].Code})
		r.Right.Applicants = owners
	}
	documents(i, &r.Right)
	if p.model {
		r.Right.Kind, r.Right.Granted, r.Right.Published = registry.UtilityModel, filed.AddMonths(8), calendar.Date{}
	}
	published(i, p.owner, &r.Right)
	r.Events = eventsOf(r.Right, owners, calendar.DateOf(now))
	if i == showcase {
		r.Events = append(r.Events, licence(r.Right)...)
	}
	r.Key = registry.RecordKey(r)
	return r, nil
}

// Unit: days. Source: our choice; no owner of the demo falls behind with a fee
// while the story runs and some weeks after.
const paidAhead = 90

func eventsOf(r registry.Right, owners []registry.Owner, today calendar.Date) []registry.Event {
	ev := func(k registry.EventKind, day calendar.Date, d registry.Detail) registry.Event {
		return registry.NewEvent(registry.Event{Right: r.Number, Kind: k, ValidFrom: day, Source: "demo", Detail: d})
	}
	out := []registry.Event{ev(registry.Filed, r.Filing, registry.Detail{Kind: r.Kind, Owners: owners})}
	if !r.Published.IsZero() {
		out = append(out, ev(registry.Published, r.Published, registry.Detail{Owners: owners}))
	}
	out = append(out, ev(registry.Granted, r.Granted, registry.Detail{Kind: r.Kind, Owners: owners}))
	first, last := registry.PatentYear(r.Filing, r.Granted), registry.PatentYear(r.Filing, today.AddDays(paidAhead))
	if t, ok := registry.TermOf(r.Kind, r.Filing); ok { // the year in which the term ends is the last
		last = min(last, registry.PatentYear(r.Filing, t.End.AddDays(-1)))
	}
	for y := first; y <= last; y++ {
		day := r.Filing.AddYears(y - 1)
		if day.Before(r.Granted) {
			day = r.Granted
		}
		if day.After(today) {
			day = today
		}
		out = append(out, ev(registry.FeePaid, day, registry.Detail{Year: y}))
	}
	return out
}
