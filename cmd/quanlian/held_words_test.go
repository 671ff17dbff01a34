package main

import (
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/test/storetest"
)

// What waited behind the log-in is read by the labels of its form and in words.
func TestHeldFormIsReadInWords(t *testing.T) {
	t.Parallel()
	h, _ := houseOn(t, storetest.URL(t, "sqlite"))
	for _, c := range []struct{ path, name, value, label, text string }{
		{"/item/ZL14/apply/contact", "contact.way", "post", "送达方式", "邮寄送达"},
		{"/item/ZL14/apply/licence", "licence.kind", "exclusive", "许可种类", "独占许可"},
		{"/item/ZL14/apply/rights", "rights.0.numbers", "ZL202310000000.1", "权利号", "ZL202310000000.1"},
		{"/item/ZL04/apply/unit", "unit.clean", "yes", "两年内没有失信、非正常申请和故意侵权", "是"},
		{"/case/YL2026-ZL04-00001/correct", "unit.research", "三个实验室", "研发场地、团队和项目", "三个实验室"},
		{"/case/YL2026-ZL04-00001/move/decide", "outcome", "grant", "决定", "准予"},
		{"/case/YL2026-ZL04-00001/move/ask_opinion", "unit", "trading-centre", "部门", "知识产权交易中心"},
		{"/case/YL2026-ZL04-00001/move/accept_gaps", "missing", "research", "材料", "研发情况说明"},
		{"/case/YL2026-ZL04-00001/move/accept", "checks", "staff", "", "社保人数5人以上"},
		{"/hall/deal/YL2026-JY-00001/move/terms", "terms.price", "10", "", "10"},
		{"/hall/needs/new", "text", "测不准", "遇到的问题", "测不准"},
		{"/hall/needs/new", "budget", "500000", "预算上限（元）", "500000"},
		{"/hall/new", "summary", "小而准", "给买方的介绍", "小而准"},
		{"/hall/brokers/new", "about", "做技术转移", "业务介绍", "做技术转移"},
		{"/patent/202019900037.2/panel", "purpose", "拟质押", "说明", "拟质押"},
		{"/valuation/seat/YL2026-XW-00001/score", "reason.9", "区别明确", "9 技术原创性 理由", "区别明确"},
		{"/nowhere", "reason", "写了些话", "", "写了些话"},
	} {
		label, text := h.heldWords(t.Context(), lang.For(lang.Zh), c.path, c.name, c.value)
		if c.label != "" && label != c.label || text != c.text {
			t.Errorf("%s %s=%s: %q %q", c.path, c.name, c.value, label, text)
		}
	}
}
