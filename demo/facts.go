package demo

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/registry"
)

// coOwners are patents that two hold together: index of the patent to index of
// the second owner.
var coOwners = map[int]int{11: 0}

// bare are the patents of which no data service delivers anything: their
// evaluation rests on the register alone and gets no letter.
var bare = map[int]bool{5: true, 9: true, 14: true, 15: true}

// further are the dependent claims that a patent of the demo goes on with.
var further = []string{
	"还包括数据记录单元，用于保存每次测量或处理的时间与结果", "所述步骤之前还包括以标准样件进行零点校正", "超过预设阈值时输出提示信号", "各部件以可拆卸方式连接，便于现场更换",
	"还根据环境温度对结果进行补偿", "所述参数由历史数据拟合得到，并随使用更新", "还包括与上位系统通信的接口", "外表面设有防护层，防护等级不低于IP54", "所述控制周期不大于一百毫秒",
}

// claims are claim 1 and what hangs on it.
func claims(i int, p patent) []registry.Claim {
	out := []registry.Claim{{No: 1, Text: p.claim}}
	name, _, _ := strings.Cut(strings.TrimPrefix(p.claim, "一种"), "，")
	for k := range 3 + i%6 {
		out = append(out, registry.Claim{No: k + 2, Dependent: true, Text: fmt.Sprintf("根据权利要求1所述的%s，其特征在于，%s。", name, further[(i+k)%len(further)])})
	}
	return out
}

// documents adds what examination and offices abroad have left: citations of
// the search report and members of the family. The numbers are invented.
func documents(i int, r *registry.Right) {
	if bare[i] {
		return
	}
	r.IPC = append(r.IPC, []string{"G06F 17/18", "B25J 13/08", "G01D 5/16", "H04L 67/12"}[i%4])
	for k := range i % 3 {
		r.Citations = append(r.Citations, registry.Citation{Number: fmt.Sprintf("CN1099%05dA", i*31+k*7), Category: "Y"})
	}
	r.Citations = append(r.Citations, registry.Citation{Number: fmt.Sprintf("CN2099%05dU", i*17+3), Category: "A"})
	if i%4 == 0 || i == showcase {
		r.Family = []string{fmt.Sprintf("US1199%04dB2", 100+i), fmt.Sprintf("EP399%04dA1", 200+i)}
	}
}

// published gives a right what its publications print besides: their numbers, the
// first owner's address, who filed it and what it claims priority from. The
// numbers lie far beyond those that the office has reached.
func published(i, owner int, r *registry.Right) {
	if r.Kind == registry.UtilityModel {
		r.Documents = []registry.Document{{Number: fmt.Sprintf("CN299%06dU", 100+i*37), Date: r.Granted, Grant: true}}
	} else {
		no := fmt.Sprintf("CN199%06d", 100+i*37)
		r.Documents = []registry.Document{{Number: no + "A", Date: r.Published}, {Number: no + "B", Date: r.Granted, Grant: true}}
	}
	r.Address = addresses[owner]
	if i%3 != 1 { // the others were filed by their owners themselves
		r.Agency, r.AgencyCode, r.Agents = "云澜知远专利代理事务所", "99003", []string{"秦疏桐", "杜若"}[:1+i%2]
	}
	if i%5 == 0 {
		day := r.Filing.AddMonths(-7)
		r.Priorities = []registry.Priority{{Number: "CN" + applicationNumber(fmt.Sprintf("%d1%07d", day.Year, 9_960_000+i*37)), Date: day}}
	}
}

// addresses of the owners, by their index in Parties.
var addresses = map[int]string{0: "云澜市东埠区云帆路88号", 1: "云澜市鹤汀区机床路19号", 2: "云澜市望潮区学林路1号", 7: "云澜市青堰区清渠路36号"}

// addressOf is where a party has its seat, as its patents print it.
func addressOf(by kernel.Party) string {
	return addresses[slices.IndexFunc(Parties(), func(p kernel.Party) bool { return p.ID == by.ID })]
}

// facts are the figures that an invented data service delivers of a patent.
func facts(i int, at time.Time) []registry.Fact {
	if bare[i] {
		return nil
	}
	day := calendar.DateOf(at).AddDays(-7)
	var out []registry.Fact
	add := func(name string, value any) {
		raw, err := json.Marshal(value)
		if err != nil {
			return // plain numbers and words always print
		}
		out = append(out, registry.Fact{Name: name, Value: raw, Source: "云澜专利数据服务（样例批次）", AsOf: day})
	}
	if strong[i] {
		add("forward_citations_5y", 22)
		add("forward_percentile", 94)
		add("originality_percentile", 88)
		add("generality_percentile", 85)
		add("neighbours_after_filing", 3)
		add("field_cagr_5y", 0.36)
		add("active_assignees", 9)
		add("field_hhi", 0.24)
		add("owner_field_share", 0.28)
	} else {
		add("forward_citations_5y", 1+(i*5)%14)
		add("forward_percentile", float64(40+(i*37)%58))
		add("originality_percentile", float64(35+(i*29)%60))
		add("generality_percentile", float64(30+(i*23)%60))
		add("neighbours_after_filing", (i*13)%60)
		add("field_cagr_5y", []float64{0.04, 0.12, 0.21, 0.33}[i%4])
		add("active_assignees", 6+(i*11)%70)
		add("field_hhi", []float64{0.06, 0.14, 0.22}[i%3])
		add("owner_field_share", []float64{0.01, 0.05, 0.12}[i%3])
	}
	add("maturity_level", 5+i%5)
	add("industry_catalogues", []string{"战略性新兴产业分类（2018）", "云澜市重点产业目录"}[:1+i%2])
	if i%3 != 1 || i == showcase {
		add("product_revenue_yuan", 800000*(1+i))
		add("market_share", []float64{0.03, 0.09, 0.18}[i%3])
	}
	if i%2 == 0 {
		add("strategic_industries", []string{"2.1 智能制造装备产业"})
	}
	if i == 0 {
		add("official_high_value", true)
	}
	return out
}

// strong are patents of which the invented service says much good.
var strong = map[int]bool{0: true, showcase: true, 3: true, 8: true, 16: true}
