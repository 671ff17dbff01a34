package appraise

import (
	"bytes"
	"slices"
	"testing"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	engine "quanlian/engine/valuation/appraise"
)

// TestFaultsTogether: what cannot be read and what is wrong in the rest are named
// at once, each field once.
func TestFaultsTogether(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		change map[string]string
		want   []string
	}{
		{map[string]string{"royalty_rate": "四", "contribution": "100,90"}, []string{"royalty_rate", "contribution"}},
		{map[string]string{"revenue_base": "abc", "royalty_rate": "-1"}, []string{"revenue_base", "royalty_rate"}},
		{map[string]string{"royalty_rate": "-1", "contribution": ""}, []string{"royalty_rate", "contribution"}},
		{map[string]string{"growth": "x"}, []string{"growth"}},
		{nil, nil},
	} {
		form := example(engine.ReliefFromRoyalty)
		for k, v := range c.change {
			form.Set(k, v)
		}
		raw, err := read(engine.ReliefFromRoyalty, form)
		_, wrong := engine.Value(engine.ReliefFromRoyalty, bytes.NewReader(raw))
		var got []string
		for _, e := range errs.All(together(err, wrong)) {
			got = append(got, e.Field+" "+e.Code)
		}
		fields := fieldsOf(together(err, wrong))
		slices.Sort(c.want)
		if slices.Sort(fields); !slices.Equal(fields, c.want) {
			t.Errorf("%v: named %v, want %v", c.change, got, c.want)
		}
	}
}

// TestFaultsInTheWordsOfTheForm: a fault stands at a question of the form, by its
// name, with rates in per cent.
func TestFaultsInTheWordsOfTheForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ method, field, typed, at, says string }{
		{engine.ReliefFromRoyalty, "revenue_base", "-5", "revenue_base", "第一年收入为-5，应在0与1000000000之间，请改正"},
		{engine.ReliefFromRoyalty, "royalty_rate", "400", "royalty_rate", "提成率为400%，应在0%与100%之间，请改正"},
		{engine.ReliefFromRoyalty, "contribution", "100,90,180,70,60", "contribution", "逐年技术贡献率（第3年）为180%，应在0%与100%之间，请改正"},
		{engine.ReliefFromRoyalty, "growth", "", "growth", "缺少年增长率，请补填"},
		{engine.ReliefFromRoyalty, "years", "", "years", "缺少预测年数，请补填"},
		{engine.ReliefFromRoyalty, "years", "5.5", "years", "请填整数"},
		{engine.ReliefFromRoyalty, "years", "99", "years", "预测年数为99，应在1与25之间，请改正"},
		{engine.ReliefFromRoyalty, "revenue_base", "", "revenue", "收入预测请二选一：填第一年收入、年增长率和预测年数，或填逐年收入"},
		{engine.ReliefFromRoyalty, "discount.rate", "", "discount/rate", "折现率请二选一：直接填，或填下面各项累加"},
		{engine.ReliefFromRoyalty, "discount.rate", "300", "discount/rate", "折现率为300%，应在0.1%与200%之间，请改正"},
		{engine.ReliefFromRoyalty, "as_of", "2026-13-01", "as_of", "“2026-13-01”不是日期。请按2026-11-20的格式填写"},
		{engine.ReliefFromRoyalty, "as_of", "", "as_of", "缺少基准日，请补填"},
		{engine.CostMethod, "outlay", "", "outlay", "缺少研发及取得支出，请补填"},
		{engine.CostMethod, "as_of", "2026-02-30", "as_of", "“2026-02-30”不是日期。请按2026-11-20的格式填写"},
	} {
		form := example(c.method)
		form.Set(c.field, c.typed)
		raw, err := read(c.method, form)
		_, wrong := engine.Value(c.method, bytes.NewReader(raw))
		l := lang.For(lang.Zh)
		all := errs.All(named(l, c.method, together(err, wrong)))
		if len(all) != 1 || all[0].Field != c.at || l.Error(all[0]) != c.says {
			t.Errorf("%s %q: %v, want %s %s", c.field, c.typed, all, c.at, c.says)
		}
	}
}

func fieldsOf(err error) (out []string) {
	for _, e := range errs.All(err) {
		out = append(out, e.Field)
	}
	return out
}
