package items

import (
	"encoding/json"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

func TestConditionText(t *testing.T) {
	t.Parallel()
	it := form.Item{Steps: []form.Step{{ID: "licence", Fields: []form.Field{
		{ID: "licence.kind", Kind: form.KindChoice, Label: form.Text{Zh: "许可种类", En: "Kind of licence"}, Options: []form.Option{
			{Value: "sole", Text: form.Text{Zh: "排他许可", En: "Sole"}}, {Value: "exclusive", Text: form.Text{Zh: "独占许可", En: "Exclusive"}}}},
		{ID: "licence.pledged", Kind: form.KindYes, Label: form.Text{Zh: "有质押", En: "Pledged"}},
		{ID: "licence.until", Kind: form.KindDate, Label: form.Text{Zh: "截止日", En: "Until"}},
		{ID: "licence.fee", Kind: form.KindAmount, Label: form.Text{Zh: "费用", En: "Fee"}},
	}}}}
	paths := []string{"licence.kind", "licence.pledged", "licence.until", "licence.fee"}
	for line, want := range map[string][2]string{
		"":                                   {"", ""},
		"one_of licence.kind sole exclusive": {"“许可种类”选了“排他许可”、“独占许可”的才需要", "Only if “Kind of licence” is “Sole” or “Exclusive”"},
		"none_of licence.kind sole":          {"“许可种类”不是“排他许可”的才需要", "Only if “Kind of licence” is not “Sole”"},
		"filled licence.pledged":             {"勾选“有质押”的才需要", "Only if “Pledged” is ticked"},
		"filled licence.until":               {"填了“截止日”的才需要", "Only if “Until” is filled in"},
		"empty licence.until":                {"“截止日”没有填的才需要", "Only if “Until” is left blank"},
		"more_than licence.fee 0":            {"“费用”超过0的才需要", "Only if “Fee” is over 0"},
		"several licence.kind":               {"“许可种类”有几项的才需要", "Only if “Kind of licence” has several"},
		"by_agent":                           {"委托代理的才需要", "Only when an agent files"},
		"party_kind enterprise university":   {"申请人是企业、高校的才需要", "Only from: Enterprises or Universities"},
		"district 鹤汀":                        {"在鹤汀的才需要", "Only in 鹤汀"},
	} {
		p, err := form.ParsePredicate(line, paths)
		if err != nil {
			t.Fatal(line, err)
		}
		for i, tag := range []*lang.Localizer{lang.For(lang.Zh), lang.For(lang.En)} {
			if got := conditionText(tag, it, p); got != want[i] {
				t.Errorf("%q: %q, want %q", line, got, want[i])
			}
		}
	}
	for _, name := range form.PredicateNames() { // a new one needs its words
		if got := lang.For(lang.Zh).T("web.items.when."+name, "field", "x", "words", "y"); got == "" || got == "web.items.when."+name {
			t.Errorf("no words for the condition %s", name)
		}
	}
}

func TestLawName(t *testing.T) {
	t.Parallel()
	for law, want := range map[string]string{
		"专利法":    "《专利法》",
		"民法典":    "《民法典》",
		"专利合作条约": "《专利合作条约》",
		"浙江省数据知识产权登记办法（试行）":    "《浙江省数据知识产权登记办法（试行）》",
		"专利纠纷行政裁决和调解办法（局令81号）": "《专利纠纷行政裁决和调解办法》（局令81号）",
		"商标法（2019）":              "《商标法》（2019）",
		"规发〔2024〕79号":            "规发〔2024〕79号",
		"GB/T 42748-2023 专利评估指引": "GB/T 42748-2023 专利评估指引",
		"本市服务清单":                 "本市服务清单",
		"本市风险补偿资金管理办法":           "本市风险补偿资金管理办法",
		"2024年认定通知":              "2024年认定通知",
	} {
		if got := form.LawTitle(law); got != want {
			t.Errorf("%s: %s, want %s", law, got, want)
		}
	}
}

// The chain of a case that ended on the way is what it took and how it ended; what
// was sent is not served before its day.
func TestChainOfAnEndedCase(t *testing.T) {
	t.Parallel()
	at := calendar.On(2026, 11, 20).At(9)
	served := &itemflow.Served{Way: calendar.Post, Sent: calendar.On(2026, 11, 20), Day: calendar.On(2026, 11, 27)}
	for name, tt := range map[string]struct {
		state kernel.State
		data  itemflow.Data
		today calendar.Date
		now   int
		want  string
	}{
		"not accepted": {itemflow.NotAccepted, itemflow.Data{Filed: at}, calendar.On(2026, 11, 20), 3, "提交 不予受理"},
		"revoked":      {itemflow.Revoked, itemflow.Data{Filed: at, Accepted: at}, calendar.On(2026, 11, 20), 4, "提交 受理 受理已撤销"},
		"undone":       {itemflow.Undone, itemflow.Data{Filed: at, Accepted: at, Decision: &itemflow.Decision{At: at}}, calendar.On(2026, 11, 20), 6, "提交 受理 决定 送达 决定已撤销"},
		"undone later": {itemflow.Undone, itemflow.Data{Filed: at, Accepted: at, Served: served, Decision: &itemflow.Decision{At: at, Revoked: at.AddDate(0, 0, 9)}}, calendar.On(2026, 11, 30), 6, "提交 受理 决定 送达 决定已撤销"},
		"sent":         {itemflow.Delivered, itemflow.Data{Filed: at, Accepted: at, Served: served}, calendar.On(2026, 11, 26), 4, "提交 受理 决定 送达"},
		"served":       {itemflow.Delivered, itemflow.Data{Filed: at, Accepted: at, Served: served}, calendar.On(2026, 11, 27), 5, "提交 受理 决定 送达"},
	} {
		raw, err := json.Marshal(tt.data)
		if err != nil {
			t.Fatal(err)
		}
		c := kernel.Case{Flow: "service/library.accept-decide", State: tt.state, Data: raw, Closed: at}
		now, steps := caseSteps(lang.For(lang.Zh), c, tt.today)
		var got []string
		for _, s := range steps {
			got = append(got, s.Text)
		}
		if s := strings.Join(got, " "); s != tt.want || now != tt.now {
			t.Errorf("%s: %d of %s, want %d of %s", name, now, s, tt.now, tt.want)
		}
		last := steps[len(steps)-1].Fact
		if (last == "") != (name == "sent") {
			t.Errorf("%s: the last step has the day %q", name, last)
		}
		if name == "undone later" && (last != "11月29日" || steps[3].Fact != "") {
			t.Errorf("revoked on %q, served on %q", last, steps[3].Fact)
		}
	}
}
