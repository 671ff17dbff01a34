package form

import (
	"strings"
	"testing"
)

func TestSay(t *testing.T) {
	t.Parallel()
	it := Item{Steps: []Step{
		{ID: "rights", Fields: []Field{{ID: "rights.numbers", Kind: KindRefs}}},
		{ID: "debt", Fields: []Field{
			{ID: "debt.amount", Kind: KindAmount}, {ID: "debt.from", Kind: KindDate}, {ID: "debt.months", Kind: KindCount, Unit: Text{Zh: "个月", En: "months"}},
			{ID: "debt.kind", Kind: KindChoice, Options: []Option{{Value: "loan", Text: Text{Zh: "借款", En: "Loan"}}}}, {ID: "debt.note", Kind: KindLong}, {ID: "debt.rate", Kind: KindNumber, Unit: Text{Zh: "百分数", En: "percent"}},
		}},
		{ID: "goods", Repeat: 3, Fields: []Field{{ID: "goods.class", Kind: KindCount}}},
		{ID: "owners", Fields: []Field{{ID: "owners.others", Kind: KindLong, Private: true, Names: true}}},
		{ID: "people", Repeat: 20, Fields: []Field{{ID: "people.name", Kind: KindText, Private: true, Names: true}, {ID: "people.number", Kind: KindText}}},
	}}
	known := map[string]Text{"day": {Zh: "2026年11月20日", En: "2026-11-20"}, "number": {}}
	v := Values{"rights.numbers": "ZL1\nZL2", "debt.amount": "1280000.00", "debt.from": "2026-11-02", "debt.months": "12", "debt.kind": "loan", "debt.rate": "3.5", "debt.note": "一、设备。\n二、原料。", "goods.0.class": "9", "goods.1.class": "42"}
	many := Values{"rights.numbers": "1,2,3,4,5,6,7,8,9,10,11,12,13"}
	crowd, all, allEn := Values{}, []string{}, ""
	for i := range 13 {
		crowd[Row("people.name", i)] = "代理师" + string(rune('甲'+i))
		crowd[Row("people.number", i)] = crowd[Row("people.name", i)]
		all = append(all, crowd[Row("people.name", i)])
	}
	allEn = strings.Join(all, ", ")
	owners := Values{"owners.others": "澜港光电（集团）有限公司、91990100MA0000001X、东埠区海湾路2号\n林晓，身份证号：990101199001010010\n林晓2（美国）\nJohn Q. Smith, passport E12345678\n"}
	for _, x := range []struct {
		say  Text
		v    Values
		want Text
	}{
		{Text{"登记{rights.numbers}", "{rights.numbers}"}, v, Text{"登记ZL1、ZL2", "ZL1, ZL2"}},
		{Text{"{debt.amount}，自{debt.from}起{debt.months}，{debt.kind}", "{debt.amount} from {debt.from}, {debt.months}, {debt.kind}"}, v, Text{"1,280,000.00元，自2026年11月2日起12个月，借款", "CNY 1,280,000.00 from 2026-11-02, 12 months, Loan"}},
		{Text{"{debt.note}。", "{debt.note}."}, v, Text{"一、设备；二、原料。", "一、设备; 二、原料."}},
		{Text{"年利率{debt.rate}", "{debt.rate} a year"}, v, Text{"年利率3.5%", "3.5% a year"}},
		{Text{"第{goods.class}类", "classes {goods.class}"}, v, Text{"第9、42类", "classes 9, 42"}},
		{Text{"登记[，金额{debt.amount}][（{number}）]，{day}", "done[, {debt.amount}][ ({number})], {day}"}, Values{}, Text{"登记，2026年11月20日", "done, 2026-11-20"}},
		{Text{"登记[，金额{debt.amount}]", "done[, {debt.amount}]"}, v, Text{"登记，金额1,280,000.00元", "done, CNY 1,280,000.00"}},
		{Text{"{rights.numbers}", "{rights.numbers}"}, many, Text{"1、2、3、4、5、6、7、8、9、10、11、12等共13项", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and others (13 in all)"}},
		{Text{"登记[：{debt.note}]", "done[: {debt.note}]"}, Values{"debt.note": "{debt.amount}[{day}]", "debt.amount": "5"}, Text{"登记：{debt.amount}[{day}]", "done: {debt.amount}[{day}]"}},
		{Text{"权利人{owners.others}", "{owners.others}"}, owners, Text{"权利人澜港光电（集团）有限公司、林晓、林晓2（美国）、John Q. Smith", "澜港光电（集团）有限公司, 林晓, 林晓2（美国）, John Q. Smith"}},
		{Text{"{people.number}", "{people.number}"}, crowd, Text{strings.Join(all, "、"), allEn}},
		{Text{"{people.name}", "{people.name}"}, crowd, Text{strings.Join(all, "、"), allEn}},
		{Text{"登记[，权利人{owners.others}]", "done[: {owners.others}]"}, Values{"owners.others": "990101199001010010"}, Text{"登记", "done"}},
		{Text{"{debt.kind}", "{debt.kind}"}, Values{"debt.kind": "{rights.numbers}"}, Text{}},
	} {
		if got := it.Say(x.say, x.v, known); got != x.want {
			t.Errorf("%s: %+v, want %+v", x.say.Zh, got, x.want)
		}
	}
}
