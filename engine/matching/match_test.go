package matching

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/engine/matching/classify"
	"quanlian/engine/matching/index"
	"quanlian/engine/matching/text"
)

const need = "想给协作机器人的手指做触觉皮肤，用压阻式的，要柔性，最好能自己补偿温漂，零下十度到五十度都准。"

// words cuts at the words it is given and into single characters elsewhere.
type words []string

func (d words) Cut(han string) []string {
	var out []string
next:
	for han != "" {
		for _, w := range d {
			if strings.HasPrefix(han, w) {
				out, han = append(out, w), han[len(w):]
				continue next
			}
		}
		n := len(string([]rune(han)[:1]))
		out, han = append(out, han[:n]), han[n:]
	}
	return out
}

var dictionary = words{"协作机器人", "机器人", "触觉", "皮肤", "手指", "压阻式", "压阻", "柔性", "补偿", "温漂", "温度漂移", "自己", "最好", "传感器", "电池", "负极"}

func wan(n int64) money.Fen { return money.Fen(n * 1_000_000) }

func patents() []Patent {
	return []Patent{
		{No: "CN1", Title: "柔性压阻阵列的温度自补偿读出电路", Abstract: "本发明公开一种读出电路。其插入参考单元，逐帧消去温漂，使机器人触觉皮肤在零下十度至六十度内误差小于百分之二。",
			IPC: []string{"G01L 1/18"}, Maturity: 6, Price: &Range{wan(240), wan(240)}, Region: "330106", Right: RightAlive, Listed: true, Industries: []string{"C4021"}},
		{No: "CN2", Title: "织物基壓阻傳感器及其柔性引線封裝", Abstract: "以導電織物為壓阻層，彎折十萬次後阻值變化不超過百分之五。", IPC: []string{"G01L1/20"}, Maturity: 8, Price: &Range{wan(168), wan(168)}, Region: "110101", Right: RightAlive, Listed: true},
		{No: "CN3", Title: "基于参考桥臂的薄膜力传感器校正方法", Abstract: "一种称重装置。", Claim1: "一种方法，其特征在于，利用参考桥臂与工作桥臂的差值，校正温度漂移。", IPC: []string{"G01G3/14"}, Right: RightAlive},
		{No: "CN4", Title: "一种触觉皮肤", Abstract: "柔性压阻触觉皮肤，带温漂补偿。", Right: RightDead},
		{No: "CN5", Title: "锂电池负极材料", Abstract: "一种硅碳负极。", IPC: []string{"H01M4/36"}, Right: RightAlive, Listed: true},
		{No: "CN6", Title: "机器人手指", Abstract: "三关节手指。", OwnerID: "own", Right: RightAlive, Listed: true},
	}
}

func matcher() *Matcher {
	corpus, x := Memory{}, index.New(index.DefaultParams())
	for _, p := range patents() {
		corpus.Add(x, p)
	}
	return &Matcher{Index: x, Corpus: corpus, Segmenter: dictionary}
}

func ask() Need {
	return Need{Text: need, IPC: []string{"G01L1/18"}, Industry: "C4021", Budget: &Range{wan(150), wan(300)}, Maturity: 6,
		Region: "330108", Rules: Rules{ExcludeOwners: []string{"own"}}}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	r, err := matcher().Match(ask(), 10)
	if err != nil {
		t.Fatal(err)
	}
	var nos []string
	for _, m := range r.Matches {
		nos = append(nos, m.Patent.No)
	}
	if !reflect.DeepEqual(nos, []string{"CN1", "CN2", "CN3"}) {
		t.Fatalf("order %v", nos)
	}
	if want := []Exclusion{{ExcludedDead, []string{"CN4"}}, {ExcludedOwner, []string{"CN6"}}}; !reflect.DeepEqual(r.Excluded, want) {
		t.Errorf("excluded %v", r.Excluded)
	}
	first := r.Matches[0]
	q := first.Quote
	if q == nil || q.Place != InAbstract || q.Sentence != 2 || !reflect.DeepEqual(marked(q.Text, q.Marks), []string{"温漂", "机器人", "触觉", "皮肤"}) {
		t.Errorf("quote %+v", q)
	}
	if got := marked(first.Patent.Title, first.TitleMarks); !reflect.DeepEqual(got, []string{"柔性", "压阻", "补偿"}) {
		t.Errorf("title marks %v", got)
	}
	for _, code := range []string{ReasonWords, ReasonPart, ReasonIPC, ReasonIndustry, ReasonMaturity, ReasonPrice, ReasonRegion} {
		if !has(first.Reasons, code) {
			t.Errorf("reason %s is missing: %v", code, first.Reasons)
		}
	}
	third := r.Matches[2]
	if !has(third.Reasons, ReasonConcept) || third.Quote.Place != InClaim1 || !has(third.Lacks, LackWords) || !has(third.Lacks, LackNoPrice) || !has(third.Lacks, LackUnlisted) {
		t.Errorf("third: %v %v %+v", third.Reasons, third.Lacks, third.Quote)
	}
	if second := r.Matches[1]; !has(second.Reasons, ReasonWords) || !has(second.Lacks, LackRegion) {
		t.Errorf("second: %v %v", second.Reasons, second.Lacks)
	}
}

func marked(s string, spans []text.Span) []string {
	rs := []rune(s)
	var out []string
	for _, m := range spans {
		out = append(out, string(rs[m.Start:m.End]))
	}
	return out
}

func has(ms []Message, code string) bool {
	return slices.ContainsFunc(ms, func(m Message) bool { return m.Code == code })
}

// A reason never says the opposite of what is held against the same patent.
func TestReasonsDoNotContradict(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		maturity int
		price    int64
		ripe     bool
		dear     bool
	}{{6, 200, true, false}, {5, 200, false, false}, {6, 310, true, true}, {4, 400, false, true}} {
		p := Patent{No: "P", Title: "柔性压阻阵列", Right: RightAlive, Listed: true, Maturity: c.maturity, Price: &Range{wan(c.price), wan(c.price)}}
		x, corpus := index.New(index.DefaultParams()), Memory{}
		corpus.Add(x, p)
		n := Need{Text: "柔性压阻", Maturity: 6, Budget: &Range{wan(150), wan(300)}}
		r, err := (&Matcher{Index: x, Corpus: corpus, Segmenter: dictionary}).Match(n, 1)
		if err != nil || len(r.Matches) != 1 {
			t.Fatal(r, err)
		}
		m := r.Matches[0]
		if has(m.Reasons, ReasonMaturity) != c.ripe || has(m.Lacks, LackMaturity) == c.ripe || has(m.Reasons, ReasonPrice) == c.dear || has(m.Lacks, LackPrice) != c.dear {
			t.Errorf("%+v: for %v, against %v", c, m.Reasons, m.Lacks)
		}
	}
}

func TestEnglishNeedFindsChinese(t *testing.T) {
	t.Parallel()
	m := matcher()
	m.Suggester = nil
	r, err := m.Match(Need{Text: "We are looking for a flexible piezoresistive tactile skin with compensation of thermal drift"}, 3)
	if err != nil || len(r.Matches) == 0 || r.Matches[0].Patent.No != "CN1" {
		t.Fatalf("%+v %v", r, err)
	}
	if !has(r.Matches[0].Reasons, ReasonConcept) {
		t.Errorf("%v", r.Matches[0].Reasons)
	}
}

func TestUnknownPartsAreScaled(t *testing.T) {
	t.Parallel()
	r, err := matcher().Match(Need{Text: "负极材料"}, 1)
	if err != nil || len(r.Matches) != 1 {
		t.Fatal(r, err)
	}
	m := r.Matches[0]
	for _, p := range m.Parts {
		if p.Known != (p.Part == Content) {
			t.Errorf("part %v", p)
		}
	}
	if m.Exact != m.Parts[0].Value {
		t.Errorf("only the content is known: %v", m)
	}
}

func TestRefusedNeeds(t *testing.T) {
	t.Parallel()
	if _, err := matcher().Match(Need{Text: " \n"}, 3); !errs.Is(err, CodeNoText) {
		t.Error(err)
	}
	if _, err := matcher().Match(Need{Text: need}, 0); !errs.Is(err, CodeTop) {
		t.Error(err)
	}
}

func TestHardFilters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		need Need
		p    Patent
		want string
	}{
		{Need{}, Patent{Right: RightDead}, ExcludedDead},
		{Need{}, Patent{Right: RightPreserved}, ExcludedPreserved},
		{Need{}, Patent{Right: RightExclusive}, ExcludedExclusive},
		{Need{}, Patent{Right: RightPending}, ExcludedPending},
		{Need{Rules: Rules{AllowPending: true}}, Patent{Right: RightPending}, ""},
		{Need{Rules: Rules{Sanctioned: []string{"某公司"}}}, Patent{Owner: "某公司"}, ExcludedSanction},
		{Need{Rules: Rules{ExcludeOwners: []string{"x"}}}, Patent{OwnerID: "x"}, ExcludedOwner},
		{Need{Rules: Rules{ExcludeOwners: []string{""}}}, Patent{}, ""},
		{Need{Rules: Rules{ExcludeNos: []string{"CN1"}}}, Patent{No: "CN1"}, ExcludedMarked},
		{Need{Rules: Rules{Kinds: []string{"invention"}}}, Patent{Kind: "design"}, ExcludedKind},
		{Need{Rules: Rules{MaxPrice: 5}}, Patent{Price: &Range{6, 9}}, ExcludedPrice},
		{Need{Rules: Rules{MaxPrice: 5}}, Patent{Price: &Range{5, 9}}, ""},
		{Need{Rules: Rules{ListedOnly: true}}, Patent{}, ExcludedUnlisted},
		{Need{Modes: []string{"assignment"}}, Patent{Modes: []string{"ordinary"}}, ExcludedMode},
		{Need{Modes: []string{"assignment"}}, Patent{}, ""},
		{Need{Rules: Rules{Regions: []string{"东埠"}}}, Patent{Region: "鹤汀"}, ExcludedRegion},
		{Need{Rules: Rules{Regions: []string{"东埠"}}}, Patent{}, ExcludedRegion},
		{Need{Rules: Rules{Regions: []string{"东埠"}}}, Patent{Region: "东埠"}, ""},
	} {
		if got := excluded(&c.need, &c.p); got != c.want {
			t.Errorf("%+v %+v: %q", c.need, c.p, got)
		}
	}
}

func TestParts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"G01L 1/18", "g01l1/20", 1}, {"G01L1/18", "G01L9/00", .7}, {"G01L", "G01B", .4}, {"G01L", "G06F", .15},
		{"G01L", "H01L", 0}, {"G01L", "G01L1/18", .7}, {"", "G01L", 0}, {"G01L1/18", "G01L11/00", .7},
	} {
		if got := ipcDepth(c.a, c.b); got != c.want {
			t.Errorf("ipc %s %s: %v", c.a, c.b, got)
		}
	}
	if v, _, ok := ipcValue([]wanted{{"G01L", 1}}, []string{"G01L1/18"}); v != 1 || !ok {
		t.Errorf("a subclass is met by its groups: %v", v)
	}
	for _, c := range []struct {
		low, high int64
		want      float64
	}{{100, 100, 1}, {200, 300, 1}, {200, 400, .5}, {300, 300, 1}, {375, 375, .5}, {600, 700, 0}} {
		if got, ok := priceValue(&Range{wan(150), wan(300)}, &Range{wan(c.low), wan(c.high)}); !ok || got != c.want {
			t.Errorf("price %d–%d: %v", c.low, c.high, got)
		}
	}
	for _, c := range []struct {
		need, patent int
		want         float64
	}{{6, 6, 1}, {6, 9, 1}, {6, 4, .5}, {9, 1, 0}} {
		if got, _ := maturityValue(c.need, c.patent); got != c.want {
			t.Errorf("maturity %v: %v", c, got)
		}
	}
	for _, c := range []struct {
		need, patent string
		want         float64
	}{{"C4021", "C4021", 1}, {"C4021", "C4029", .8}, {"C4021", "C4090", .6}, {"C4021", "C39", .2}, {"C40", "C4021", 1}, {"C4021", "I65", 0}} {
		if got, _ := industryValue(c.need, []string{c.patent}); got != c.want {
			t.Errorf("industry %v: %v", c, got)
		}
	}
	for _, c := range []struct {
		patent string
		want   float64
	}{{"330108", 1}, {"330106", .9}, {"330203", .6}, {"110101", .3}} {
		if got, _ := regionValue("330108", c.patent); got != c.want {
			t.Errorf("region %v: %v", c, got)
		}
	}
	for _, c := range []struct {
		patent string
		want   float64
	}{{"东埠", 1}, {"东湖", .3}, {"330108", .3}} {
		if got, _ := regionValue("东埠", c.patent); got != c.want {
			t.Errorf("region by name %v: %v", c, got)
		}
	}
}

func TestPartsStayWithinBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := money.Fen(rapid.Int64Range(0, 1e12).Draw(t, "n"))
		a, b := money.Fen(rapid.Int64Range(0, 1e12).Draw(t, "a")), money.Fen(rapid.Int64Range(0, 1e12).Draw(t, "b"))
		if v, _ := priceValue(&Range{0, n}, &Range{min(a, b), max(a, b)}); v < 0 || v > 1 {
			t.Fatalf("price value %v", v)
		}
		if v := contentValue(rapid.Float64Range(0, 99).Draw(t, "s"), rapid.Float64Range(-1, 99).Draw(t, "f")); v < 0 || v > 1 {
			t.Fatalf("content value %v", v)
		}
	})
}

func TestSharesMakeOne(t *testing.T) {
	t.Parallel()
	sum := 0.0
	for _, s := range DefaultWeights().Shares {
		sum += s.Share
	}
	if sum < .999999 || sum > 1.000001 {
		t.Errorf("shares sum to %v", sum)
	}
}

func TestMatchIsDeterministic(t *testing.T) {
	t.Parallel()
	var docs [2][]byte
	for i := range docs {
		m := matcher()
		m.Suggester = fixed{{Code: "G01L", Belief: .6, Chosen: true}, {Code: "B25J", Belief: .3, Chosen: true}}
		n := ask()
		n.IPC = nil
		r, err := m.Match(n, 5)
		if err != nil {
			t.Fatal(err)
		}
		docs[i], _ = json.Marshal(r)
	}
	if string(docs[0]) != string(docs[1]) {
		t.Errorf("%s\n%s", docs[0], docs[1])
	}
}

type fixed []classify.Suggestion

func (f fixed) Suggest(string, int) []classify.Suggestion { return f }

func TestFunnels(t *testing.T) {
	t.Parallel()
	got := Funnels([]Came{
		{"m1", Opened, 1, 1, 1}, {"m1", Signed, 1, 1, 3}, // earlier clicks of it were lost
		{"m2", Shown, 1, 0, 0}, {"m2", "unheard", 9, 9, 9},
	})
	want := []Funnel{
		{"m1", map[Stage]int{Shown: 2, Opened: 2, Contacted: 1, Signed: 1}, 3},
		{"m2", map[Stage]int{Shown: 1}, 0},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if rate, ok := got[0].Rate(Shown, Signed); rate != .5 || !ok {
		t.Errorf("rate %v", rate)
	}
	if _, ok := got[1].Rate(Signed, Shown); ok {
		t.Error("a rate of none")
	}
}

func FuzzMatch(f *testing.F) {
	f.Add(need)
	f.Add("壓阻 ＬＥＤ lithium-ion e-skin 5G")
	f.Add("\xff一")
	m := matcher()
	m.Segmenter = Pairs{}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := m.Match(Need{Text: s}, 4)
		if err != nil {
			if !errs.Is(err, CodeNoText) {
				t.Fatal(err)
			}
			return
		}
		n := len([]rune(s))
		for _, w := range r.Words {
			for _, at := range w.Marks {
				if at.Start < 0 || at.End > n || at.Start >= at.End {
					t.Fatalf("mark %v of %q", at, s)
				}
			}
		}
		for _, hit := range r.Matches {
			if hit.Exact < 0 || hit.Exact > 1 {
				t.Fatalf("score %v", hit.Exact)
			}
		}
	})
}
