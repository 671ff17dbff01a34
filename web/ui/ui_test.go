package ui

import (
	"bytes"
	"context"
	"math"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"pgregory.net/rapid"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTicksCoverTheRange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lo := rapid.Float64Range(-1e9, 1e9).Draw(t, "lo")
		hi := lo + rapid.Float64Range(1e-3, 1e9).Draw(t, "span")
		n := rapid.IntRange(1, 8).Draw(t, "n")
		ts := ticks(lo, hi, n)
		if len(ts) < 2 || len(ts) > n+3 {
			t.Fatalf("%d ticks for %d: %v", len(ts), n, ts)
		}
		step := ts[1] - ts[0]
		if ts[0] > lo+step*1e-6 || ts[len(ts)-1] < hi-step*1e-6 {
			t.Fatalf("%v does not cover %v to %v", ts, lo, hi)
		}
	})
}

func TestFigures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		v    float64
		n    int
		want string
	}{{0, 0, "0"}, {1234567.891, 2, "1,234,567.89"}, {-31.8, 2, "−31.80"}, {-0.001, 2, "0.00"}, {999, 0, "999"}, {math.NaN(), 1, "—"}, {math.Inf(1), 1, "—"}} {
		if got := figures(c.v, c.n); got != c.want {
			t.Errorf("%v: %q want %q", c.v, got, c.want)
		}
	}
}

func TestWrapLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(strings.Fields(rapid.StringMatching(`[a-z知识产权 ]{0,40}`).Draw(t, "s")), " ")
		lines := wrap(s, 12, rapid.Float64Range(20, 200).Draw(t, "max"))
		if unspaced(strings.Join(lines, "")) != unspaced(s) {
			t.Fatalf("%q became %q", s, lines)
		}
	})
}

func unspaced(s string) string { return strings.ReplaceAll(s, " ", "") }

func TestWaterfallSums(t *testing.T) {
	t.Parallel()
	w := WaterfallChart{Steps: []WaterStep{{Value: 240}, {Value: -1.8}, {Value: 999, Total: true}, {Value: math.NaN()}, {Value: 2}}}
	want := []float64{240, 238.2, 238.2, 238.2, 240.2}
	for i, s := range w.sums() {
		if math.Abs(s-want[i]) > 1e-9 {
			t.Errorf("step %d: %v want %v", i, s, want[i])
		}
	}
}

func TestChartsSurviveAnything(t *testing.T) {
	t.Parallel()
	l := lang.For(lang.Zh)
	nan := math.NaN()
	for name, c := range map[string]templ.Component{
		"bars":  BarPlot(l, BarChart{}),
		"bars2": BarPlot(l, BarChart{Labels: []string{"<a>", "b"}, Values: []float64{nan}, Late: []bool{true}}),
		"lines": LinePlot(l, LineChart{Labels: []string{"a"}, Series: []Series{{Name: "x", Values: []float64{nan}}, {Name: "y"}}}),
		"radar": RadarPlot(l, RadarChart{Axes: []RadarAxis{{"a", nan, nan}, {"b", 1, nan}, {"c", 2, 3}}}),
		"water": WaterfallPlot(l, WaterfallChart{Steps: []WaterStep{{Value: math.Inf(1)}}}),
		"flow":  FlowPlot(l, FlowChart{States: []FlowState{{ID: "a"}}, Moves: []FlowMove{{From: "a", To: "none"}, {From: "a", To: "a"}}}),
		"lanes": LanePlot(l, LaneChart{Lanes: []Lane{{Name: "x"}}}),
		"spark": Sparkline(nil, ""),
	} {
		out := render(t, c)
		if strings.Contains(out, "NaN") || strings.Contains(out, "Inf") || strings.Contains(out, "<a>") || !strings.Contains(out, "<svg") {
			t.Errorf("%s: %s", name, out)
		}
	}
}

func TestFlowLayers(t *testing.T) {
	t.Parallel()
	f := FlowChart{States: []FlowState{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}, Moves: []FlowMove{{From: "a", To: "b"}, {From: "b", To: "c"}, {From: "b", To: "d"}, {From: "c", To: "a"}}}
	spots := f.layers()
	for id, want := range map[string]int{"a": 0, "b": 1, "c": 2, "d": 2} {
		if spots[id].layer != want {
			t.Errorf("%s stands in column %d, want %d", id, spots[id].layer, want)
		}
	}
	if spots["c"].y == spots["d"].y || !spots["c"].below || spots["d"].below {
		t.Error("c and d share a place")
	}
}

func TestLimitWords(t *testing.T) {
	t.Parallel()
	zh, en := lang.For(lang.Zh), lang.For(lang.En)
	for _, c := range []struct {
		m     Limit
		state State
		zh    string
		en    string
	}{
		{Limit{Kind: LimitLeft, N: 6, Unit: "day"}, OK, "剩6天", "6 days left"},
		{Limit{Kind: LimitSoon, N: 1}, Soon, "剩1个工作日", "1 working day left"},
		{Limit{Kind: LimitToday, At: "17:00"}, Soon, "今天17:00", "today 17:00"},
		{Limit{Kind: LimitToday}, Soon, "今天到期", "due today"},
		{Limit{Kind: LimitLate, N: 4, Unit: "hour"}, Late, "超4小时", "4 hours over"},
		{Limit{Kind: LimitHeld, N: 2, Unit: "day"}, Hold, "停表2天", "paused 2 days"},
		{Limit{}, Idle, "没有时限", "no limit"},
		{Limit{Kind: LimitWaits, N: 3}, Idle, "待受理，已等3个工作日", "not accepted yet, 3 working days"},
		{Limit{Kind: LimitWaits}, Idle, "待受理，不到1个工作日", "not accepted yet, under 1 working day"},
		{Limit{Kind: LimitClosed}, Done, "按时办结", "closed in time"},
	} {
		s, text := c.m.show(zh)
		_, english := c.m.show(en)
		if s != c.state || text != c.zh || english != c.en {
			t.Errorf("%+v: %s %q %q", c.m, s, text, english)
		}
	}
}

func TestChainSaysWhereOneStands(t *testing.T) {
	t.Parallel()
	l := lang.For(lang.Zh)
	out := render(t, Chain(l, 2, []Step{{Text: "甲"}, {Text: "乙"}, {Text: "丙"}}))
	if strings.Count(out, `aria-current="step"`) != 1 || strings.Count(out, "is-past") != 1 || !strings.Contains(out, "第2步，共3步：乙") {
		t.Error(out)
	}
	if none := render(t, Chain(l, 0, []Step{{Text: "甲"}})); strings.Contains(none, "第0步") || strings.Contains(none, "aria-current") {
		t.Error(none)
	}
	if all := render(t, Chain(l, 9, []Step{{Text: "甲"}})); !strings.Contains(all, "✓") {
		t.Error(all)
	}
}

func TestFaultsReachTheirFields(t *testing.T) {
	t.Parallel()
	l := lang.For(lang.Zh)
	var list errs.List
	list.Add(errs.At("/fee", "base.money.not_an_amount", errs.Args{"value": "<x>"}))
	f := FaultsOf(l, list.Err())
	if !f.Any() || f.Of("fee") == "" || f.Of("other") != "" {
		t.Fatalf("%+v", f)
	}
	sum := render(t, ErrorSummary(l, f.Summary(func(string) string { return "使用费" })))
	field := render(t, AmountField(l, Field{Name: "fee", Label: "使用费", Hint: "h", Error: f.Of("fee"), Value: "1800000"}))
	for _, want := range []string{`href="#f-fee"`, `role="alert"`, `tabindex="-1"`, "使用费：", "&lt;x&gt;"} {
		if !strings.Contains(sum, want) {
			t.Errorf("summary lacks %s: %s", want, sum)
		}
	}
	for _, want := range []string{`id="f-fee"`, `aria-invalid="true"`, `aria-describedby="f-fee-hint f-fee-error"`, `id="f-fee-error"`, "错误：", "壹佰捌拾万元整"} {
		if !strings.Contains(field, want) {
			t.Errorf("field lacks %s: %s", want, field)
		}
	}
	if FaultsOf(l, nil).Any() || render(t, ErrorSummary(l, nil)) != "" {
		t.Error("no error, but a summary")
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	href := func(n int) string { return itoa(n) }
	show := func(current, last int) string {
		var parts []string
		for _, p := range Pages(current, last, href) {
			switch {
			case p.Href == "":
				parts = append(parts, "…")
			case p.Current:
				parts = append(parts, "["+p.Href+"]")
			default:
				parts = append(parts, p.Href)
			}
		}
		return strings.Join(parts, " ")
	}
	for got, want := range map[string]string{show(1, 1): "[1]", show(1, 12): "[1] 2 3 … 12", show(6, 12): "1 … 4 5 [6] 7 8 … 12", show(12, 12): "1 … 10 11 [12]", show(1, 0): ""} {
		if got != want {
			t.Errorf("got %q want %q", got, want)
		}
	}
}

func TestFootStandsUnderItsColumn(t *testing.T) {
	t.Parallel()
	out := render(t, Tbl(lang.For(lang.Zh), Table{Cols: []Col{{Text: "a"}, {Text: "b"}, {Text: "元", Right: true}}, Foot: []Cell{{Text: "合计", Span: 2}, {Text: "9.00"}}}))
	if !strings.Contains(out, `colspan="2"`) || !strings.Contains(out, `<td class="q-r" data-th="元">`) {
		t.Error(out)
	}
}

func TestCapitalsHandler(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{"?fee=1,800,000.00": "壹佰捌拾万元整", "?fee=x": "", "": ""} {
		w := httptest.NewRecorder()
		CapitalsHandler(w, httptest.NewRequest("GET", CapitalsPath+query, nil))
		if w.Body.String() != want {
			t.Errorf("%s: %q", query, w.Body)
		}
	}
}

func TestMarkedAddsNoSpaceAndEscapes(t *testing.T) {
	t.Parallel()
	if got := render(t, Marked([]Piece{{"柔性", true}, {"<b>", false}})); got != "<mark>柔性</mark>&lt;b&gt;" {
		t.Error(got)
	}
}

func TestWidthClasses(t *testing.T) {
	t.Parallel()
	for in, want := range map[float64]string{-5: "q-p0", 0: "q-p0", 49.5: "q-p50", 100: "q-p100", 250: "q-p100"} {
		if got := pct(in); got != want {
			t.Errorf("%v: %s", in, got)
		}
	}
}

// A cell that holds nothing says so in its class: where records are stacked, its
// label would stand there alone.
func TestBlankCellsAreMarked(t *testing.T) {
	t.Parallel()
	out := render(t, Tbl(lang.For(lang.Zh), Table{Stack: true, Cols: []Col{{Text: "办件"}, {Text: "阶段"}, {Text: "元"}}, Rows: []Row{{Total: true, Cells: []Cell{{Text: "合计"}, {}, {Text: "9.00"}}}}}))
	if strings.Count(out, "q-blank") != 1 || !strings.Contains(out, `class=" q-blank" data-th="阶段"`) || !strings.Contains(out, "合计") {
		t.Error(out)
	}
}

// A row of facts that leads somewhere is a link, with the small line below it too.
func TestFactsLead(t *testing.T) {
	t.Parallel()
	got := render(t, Facts(0, []Pair{{Key: "有异议", Text: "在线提出", Href: "/publicity/x", Note: "公示期内"}, {Key: "卖方", Text: "云澜大学"}}))
	if !strings.Contains(got, `<a href="/publicity/x">在线提出</a>`) || !strings.Contains(got, "公示期内") || strings.Count(got, "<a ") != 1 {
		t.Errorf("facts %s", got)
	}
}

func TestFileFieldTellsTheBrowserItsLimit(t *testing.T) {
	t.Parallel()
	for most, want := range map[int64]string{20 << 20: `data-most="20971520"`, 0: ""} {
		page := render(t, FileField(lang.For(lang.Zh), Field{Name: "contract", Most: most}, nil, ".pdf"))
		if strings.Contains(page, "data-most") != (want != "") || !strings.Contains(page, want) {
			t.Errorf("%d: %s", most, page)
		}
		if want != "" && !strings.Contains(page, "文件“{file}”超过20MB") {
			t.Errorf("what is said has no place for the name: %s", page)
		}
	}
}
