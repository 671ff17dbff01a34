package listsheet

import (
	"strings"

	"quanlian/adapter/importer"
	"quanlian/registry"
)

// choice is one value of a closed list and the words it is written by, the
// first of which stands in the drop-down.
type choice struct {
	value string
	words []string
}

// column is one column of the sheet. Its field is that of the listing's input.
type column struct {
	field     string
	zh, en    string
	more      []string // other heads under which it is met
	width     float64
	choices   []choice
	zhHint    string
	enHint    string
	must      bool
	exampleZh string
}

var yesNo = []choice{{"yes", []string{"是", "yes", "y", "true", "1"}}, {"no", []string{"否", "no", "n", "false", "0"}}}

var levels = []choice{{"1", []string{"1"}}, {"2", []string{"2"}}, {"3", []string{"3"}}, {"4", []string{"4"}}, {"5", []string{"5"}}, {"6", []string{"6"}}, {"7", []string{"7"}}, {"8", []string{"8"}}, {"9", []string{"9"}}}

// columns in the order of the template.
var columns = []column{
	{field: "right", zh: "专利号", en: "Patent number", more: []string{"申请号", "专利申请号", "patentno", "applicationno"}, width: 22, must: true,
		zhHint: "如202310123456.6，可以带ZL或CN", enHint: "As 202310123456.6; ZL or CN in front does no harm", exampleZh: "202310123456.6"},
	{field: "deal", zh: "方式", en: "Way", more: []string{"交易方式", "运用方式", "tradetype", "dealkind"}, width: 10, must: true,
		choices: []choice{{string(registry.Assignment), []string{"转让", "assignment"}}, {string(registry.LicenceDeal), []string{"许可", "licence", "license"}}},
		zhHint:  "转让或许可", enHint: "Assignment or licence", exampleZh: "许可"},
	{field: "licence", zh: "许可种类", en: "Kind of licence", more: []string{"许可方式", "licencekind", "licensekind"}, width: 12,
		choices: []choice{{string(registry.Ordinary), []string{"普通许可", "普通", "ordinary"}}, {string(registry.Sole), []string{"排他许可", "排他", "sole"}},
			{string(registry.Exclusive), []string{"独占许可", "独占", "exclusive"}}, {string(registry.Cross), []string{"交叉许可", "交叉", "cross"}}},
		zhHint: "方式为许可时必填", enHint: "Needed for a licence", exampleZh: "普通许可"},
	{field: "price", zh: "价格（万元，不含税）", en: "Price (CNY 10,000, without VAT)", more: []string{"价格万元", "报价万元", "挂牌价万元", "pricewan", "price"}, width: 16,
		zhHint: "数字；写了单位的按所写单位，如120000元。面议的留空", enHint: "A number; with a unit of its own it is taken by that unit. Leave empty when negotiable", exampleZh: "12.5"},
	{field: "price_open", zh: "价格面议", en: "Negotiable", more: []string{"面议"}, width: 10, choices: yesNo, zhHint: "是：不公开价格", enHint: "Yes: no price is shown", exampleZh: "否"},
	{field: "territory", zh: "地域", en: "Territory", width: 12, zhHint: "不填为中国", enHint: "China when empty", exampleZh: "浙江省"},
	{field: "field", zh: "使用领域", en: "Field of use", width: 16, zhHint: "不填为不限", enHint: "Any when empty", exampleZh: "茶叶加工"},
	{field: "maturity", zh: "技术成熟度（1—9）", en: "Maturity (1–9)", more: []string{"技术成熟度", "成熟度", "maturity", "trl"}, width: 14, choices: levels, zhHint: "GB/T 22900九级", enHint: "Levels of GB/T 22900", exampleZh: "7"},
	{field: "industry", zh: "行业（国民经济分类）", en: "Industry (GB/T 4754)", more: []string{"行业", "industry"}, width: 16, zhHint: "如C34", enHint: "As C34", exampleZh: "C15"},
	{field: "equipment", zh: "其中设备等非技术部分（万元）", en: "Of this, equipment (CNY 10,000)", more: []string{"其中设备万元", "equipment"}, width: 18, zhHint: "计税时要分开", enHint: "Taxed apart", exampleZh: "0"},
	{field: "know_how", zh: "含技术秘密", en: "Know-how included", more: []string{"技术秘密", "knowhow"}, width: 12, choices: yesNo, zhHint: "是或否", enHint: "Yes or no", exampleZh: "是"},
	{field: "training", zh: "含培训指导", en: "Training included", more: []string{"培训", "training"}, width: 12, choices: yesNo, zhHint: "是或否", enHint: "Yes or no", exampleZh: "是"},
	{field: "summary", zh: "给买方的介绍", en: "Summary for buyers", more: []string{"介绍", "summary"}, width: 40, zhHint: "公开", enHint: "Public", exampleZh: "已完成样机验证"},
	{field: "secret", zh: "签保密协议后才公开的内容", en: "Opened after the non-disclosure agreement", more: []string{"保密内容", "secret"}, width: 40, zhHint: "双方签署保密协议后买方才能看到", enHint: "The buyer sees it once both have signed", exampleZh: "试验数据"},
	{field: "contact", zh: "联系方式", en: "Contact", more: []string{"联系人", "联系电话"}, width: 22, zhHint: "签保密协议后公开", enHint: "Opened after the agreement", exampleZh: "成果转化办公室 0990-8800 1234"},
}

// byHead finds the field of a head in either language; filled once.
var byHead = func() map[string]string {
	m := map[string]string{}
	for _, c := range columns {
		for _, h := range append([]string{c.field, c.zh, c.en, c.zh + "必填", c.en + "required"}, c.more...) {
			m[importer.HeadKey(h)] = c.field
		}
	}
	return m
}()

func fieldOf(head string) string { return byHead[importer.HeadKey(head)] }

// choose finds the value that a word stands for.
func (c column) choose(word string) (string, bool) {
	for _, o := range c.choices {
		for _, w := range o.words {
			if strings.EqualFold(strings.TrimSpace(word), w) {
				return o.value, true
			}
		}
	}
	return "", false
}

// allowed lists the words of the drop-down.
func (c column) allowed() []string {
	var out []string
	for _, o := range c.choices {
		out = append(out, o.words[0])
	}
	return out
}

func columnOf(field string) column {
	for _, c := range columns {
		if c.field == field {
			return c
		}
	}
	return column{}
}
