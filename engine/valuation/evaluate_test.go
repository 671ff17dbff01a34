package valuation

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quanlian/base/errs"
)

func tree(t testing.TB) *Tree {
	t.Helper()
	tr, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// bare is a patent of which nothing but kind, status and filing is known, and
// which lets no signal speak but the remaining life.
func bare() Subject {
	return Subject{Kind: Invention, Source: "test", AsOf: "2026-11-01", Status: Know(InForce)}
}

func scores(v float64, n int) []ExpertScore {
	out := make([]ExpertScore, n)
	for i := range out {
		out[i] = ExpertScore{Expert: fmt.Sprintf("E%d", i), Score: v}
	}
	return out
}

// byRoot scores every leaf below L, T and E alike.
func byRoot(t *Tree, l, te, e float64) *Panel {
	p := &Panel{Round: 1, Scores: map[string][]ExpertScore{}}
	for i, v := range []float64{l, te, e} {
		for _, l2 := range t.Roots[i].Children {
			for _, l3 := range l2.Children {
				p.Scores[l3.ID] = scores(v, 3)
			}
		}
	}
	return p
}

// Worked example of domain.md §2.2.
func TestGoldenFinanceScore(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	r, err := tr.Evaluate(Request{AsOf: "2026-11-20", Scene: "finance", Subject: bare(), Panel: byRoot(tr, 72, 64, 80)})
	if err != nil {
		t.Fatal(err)
	}
	if *r.Score != 73.2 || r.Grade != "B" || r.Confidence != 1 || r.Present != 27 || r.Leaves != 27 {
		t.Errorf("score %v grade %s confidence %v, %d of %d; want 73.2 B 1, 27 of 27", *r.Score, r.Grade, r.Confidence, r.Present, r.Leaves)
	}
	for i, want := range []float64{25.2, 16, 32} {
		if got := *r.Tree[i].Contribution; got != want {
			t.Errorf("contribution of %s %v, want %v", r.Tree[i].ID, got, want)
		}
	}
	if len(r.Radar) != 14 || r.ValidUntil != "2027-11-19" || r.Disclaimer.Code == "" {
		t.Errorf("radar %d, valid until %s, disclaimer %q", len(r.Radar), r.ValidUntil, r.Disclaimer.Code)
	}
}

func TestScenesAndGrades(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	for scene, want := range map[string]float64{
		"transfer": .3*90 + .3*60 + .4*30, "finance": .35*90 + .25*60 + .4*30, "reporting": .25*90 + .25*60 + .5*30,
		"remedy": .6*90 + .25*60 + .15*30, "management": .3*90 + .4*60 + .3*30, "other": 60,
	} {
		r, err := tr.Evaluate(Request{AsOf: "2026-11-20", Scene: scene, Subject: bare(), Panel: byRoot(tr, 90, 60, 30)})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(*r.Score-want) > 1e-6 {
			t.Errorf("%s: %v, want %v", scene, *r.Score, want)
		}
	}
	for v, want := range map[float64]string{100: "A", 85: "A", 84.999: "B", 70: "B", 69.999: "C", 55: "C", 54.999: "D", 0: "D"} {
		r, err := tr.Evaluate(Request{AsOf: "2026-11-20", Scene: "finance", Subject: bare(), Panel: byRoot(tr, v, v, v)})
		if err != nil || r.Grade != want {
			t.Errorf("%v: grade %s, want %s (%v)", v, r.Grade, want, err)
		}
	}
}

func TestVetoesAndFlags(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	for name, c := range map[string]struct {
		change func(*Subject)
		zero   bool
		flag   string
	}{
		"lapsed":           {func(s *Subject) { s.Status = Know(Lapsed) }, true, ""},
		"invalidated":      {func(s *Subject) { s.Status = Know(Invalidated) }, true, ""},
		"rejected":         {func(s *Subject) { s.Status = Know(Rejected) }, true, ""},
		"term over today":  {func(s *Subject) { s.FilingDate = Know(Day("2006-11-20")) }, true, "status_conflict"},
		"last day of term": {func(s *Subject) { s.FilingDate = Know(Day("2006-11-21")) }, false, ""},
		"utility model":    {func(s *Subject) { s.Kind, s.FilingDate = UtilityModel, Know(Day("2016-11-20")) }, true, "status_conflict"},
		"compensated":      {func(s *Subject) { s.FilingDate, s.TermEnd = Know(Day("2006-11-20")), Know(Day("2030-01-01")) }, false, ""},
		"preserved":        {func(s *Subject) { s.Preserved = Know(true) }, false, "preserved"},
		"suspended":        {func(s *Subject) { s.Suspended = Know(true) }, false, "suspended"},
		"arrears":          {func(s *Subject) { s.AnnualFee = Know("arrears") }, false, "fee_arrears"},
		"paid":             {func(s *Subject) { s.AnnualFee = Know("paid") }, false, ""},
		"pending":          {func(s *Subject) { s.Status = Know(Pending) }, false, "not_granted"},
		"unknown":          {func(s *Subject) { s.Status = Fact[Status]{} }, false, "status_unknown"},
		"attacked": {func(s *Subject) {
			s.Invalidations = Know([]Invalidation{{Decided: "2027-01-01", Challenged: 3, Surviving: 1}})
		}, false, "invalidation_pending"},
	} {
		s := bare()
		c.change(&s)
		r, err := tr.Evaluate(Request{AsOf: "2026-11-20", Scene: "finance", Subject: s, Panel: byRoot(tr, 80, 80, 80)})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if zero := *r.Score == 0; zero != c.zero || zero != (len(r.Vetoes) > 0) || *r.Raw < 50 {
			t.Errorf("%s: score %v raw %v vetoes %v", name, *r.Score, *r.Raw, r.Vetoes)
		}
		var flags []string
		for _, f := range r.Flags {
			flags = append(flags, f.Code)
		}
		if want := "engine.valuation.flag." + c.flag; c.flag == "" && len(flags) > 0 || c.flag != "" && !slices.Equal(flags, []string{want}) {
			t.Errorf("%s: flags %v, want %s", name, flags, c.flag)
		}
	}
}

func TestNothingKnown(t *testing.T) {
	t.Parallel()
	r, err := tree(t).Evaluate(Request{AsOf: "2026-11-20", Scene: "finance", Subject: Subject{Kind: Invention}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Score != nil || r.Grade != "" || r.Confidence != 0 || r.Present != 0 {
		t.Errorf("nothing known gave %v %q %v", r.Score, r.Grade, r.Confidence)
	}
	if m := r.Leaf("1").Missing; m != "engine.valuation.missing.no_data" {
		t.Errorf("leaf 1 missing %q", m)
	}
	if m := r.Leaf("8").Missing; m != "engine.valuation.missing.expert_only" {
		t.Errorf("leaf 8 missing %q", m)
	}
}

func TestKnownZeroIsNotMissing(t *testing.T) {
	t.Parallel()
	s := bare()
	s.Family, s.Trades = Know([]FamilyMember{}), Know([]Event{})
	r, err := tree(t).Evaluate(Request{AsOf: "2026-11-20", Scene: "finance", Subject: s})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := r.Leaf("2"), r.Leaf("25"); a.Score == nil || *a.Score != 30 || b.Score == nil || *b.Score != 30 || a.Evidence[0].Source != "test" {
		t.Errorf("known empty lists: %+v %+v", a, b)
	}
	if r.Leaf("27").Score != nil {
		t.Error("unknown disputes were scored")
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	for code, change := range map[string]func(*Request){
		"design_not_covered":           func(q *Request) { q.Subject.Kind = Design },
		"bad_kind":                     func(q *Request) { q.Subject.Kind = "plant" },
		"bad_scene":                    func(q *Request) { q.Scene = "fun" },
		"bad_day":                      func(q *Request) { q.AsOf = "2026-02-30" },
		"after_freeze":                 func(q *Request) { q.Subject.FTO = KnowFrom("clear", "report", "2026-12-01") },
		"no_source":                    func(q *Request) { q.Subject.Source = ""; q.Subject.FTO = Know("clear") },
		"bad_word":                     func(q *Request) { q.Subject.FTO = Know("maybe") },
		"out_of_range":                 func(q *Request) { q.Subject.MaturityLevel = Know(10) },
		"more_independent_than_claims": func(q *Request) { q.Subject.ClaimsTotal, q.Subject.ClaimsIndependent = Know(2), Know(3) },
		"bad_invalidation": func(q *Request) {
			q.Subject.Invalidations = Know([]Invalidation{{Decided: "2025-01-01", Challenged: 2, Surviving: 3}})
		},
		"granted_before_filed": func(q *Request) {
			q.Subject.FilingDate, q.Subject.GrantDate = Know(Day("2020-01-02")), Know(Day("2020-01-01"))
		},
		"bad_merge":         func(q *Request) { q.Merge = Merge{Rule: Blend, ExpertShare: 1.5} },
		"weights_sum":       func(q *Request) { q.Weights = map[string]map[string]float64{"root": {"L": .5, "T": .3, "E": .3}} },
		"weight_missing":    func(q *Request) { q.Weights = map[string]map[string]float64{"root": {"L": .5, "T": .5}} },
		"no_such_indicator": func(q *Request) { q.Weights = map[string]map[string]float64{"Z": {"L": 1}} },
		"bad_extension":     func(q *Request) { q.Extensions = []Extension{{ID: "101", Parent: "E4", Name: Name{ZH: "x"}}} },
		"too_few_experts":   func(q *Request) { q.Panel = &Panel{Round: 1, Scores: map[string][]ExpertScore{"8": scores(50, 2)}} },
		"bad_round":         func(q *Request) { q.Panel = &Panel{Round: 3} },
	} {
		q := Request{AsOf: "2026-11-20", Scene: "finance", Subject: bare()}
		change(&q)
		_, err := tr.Evaluate(q)
		if !errs.Is(err, "engine.valuation."+code) || errs.KindOf(err) != errs.Invalid {
			t.Errorf("want %s, got %v", code, err)
		}
	}
}

func TestCustomWeightsAndExtensions(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	p := byRoot(tr, 100, 0, 0)
	p.Scores["102"] = scores(100, 3)
	q := Request{AsOf: "2026-11-20", Scene: "finance", Subject: bare(), Panel: p,
		Weights:    map[string]map[string]float64{"root": {"L": 0.2, "T": 0, "E": 0.8}},
		Extensions: []Extension{{ID: "102", Parent: "E1", Name: Name{ZH: "自定", EN: "Own"}, Share: 1}},
	}
	r, err := tr.Evaluate(q)
	if err != nil {
		t.Fatal(err)
	}
	// E1 has two shares of five in finance; the extension is half of E1.
	e1 := 2.0 / (2 + 1 + 1 + 2)
	if want := 20 + 80*e1/2; math.Abs(*r.Score-want) > 1e-5 || r.Scene.Origin["root"] != "custom" {
		t.Errorf("score %v, want %v; origin %v", *r.Score, want, r.Scene.Origin)
	}
	if tr.find("102") != nil {
		t.Error("the extension stayed in the shared tree")
	}
}

// randomPanel scores a random set of leaves.
func randomPanel(t *rapid.T, tr *Tree) *Panel {
	p := &Panel{Round: 1, Scores: map[string][]ExpertScore{}}
	for _, l := range tr.Leaves() {
		if rapid.Bool().Draw(t, "has "+l.ID) {
			p.Scores[l.ID] = scores(rapid.Float64Range(0, 100).Draw(t, l.ID), 3)
		}
	}
	return p
}

func sceneIDs(tr *Tree) []string {
	var ids []string
	for _, s := range tr.Scenes {
		ids = append(ids, s.ID)
	}
	return ids
}

func TestScoreProperties(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	rapid.Check(t, func(t *rapid.T) {
		q := Request{AsOf: "2026-11-20", Scene: rapid.SampledFrom(sceneIDs(tr)).Draw(t, "scene"), Subject: bare(), Panel: randomPanel(t, tr)}
		r, err := tr.Evaluate(q)
		if err != nil {
			t.Fatal(err)
		}
		if r.Score == nil {
			if r.Confidence != 0 {
				t.Fatalf("no score but confidence %v", r.Confidence)
			}
			return
		}
		if *r.Score < 0 || *r.Score > 100 || r.Confidence < 0 || r.Confidence > 1 {
			t.Fatalf("score %v confidence %v", *r.Score, r.Confidence)
		}
		total, share := 0.0, 0.0
		for _, l := range tr.Leaves() {
			if n := r.Leaf(l.ID); n.Score != nil {
				total, share = total+*n.Contribution, share+n.Global
			}
		}
		if math.Abs(total-*r.Score) > 1e-4 || math.Abs(share-1) > 1e-6 {
			t.Fatalf("contributions sum to %v of %v, weights to %v", total, *r.Score, share)
		}
	})
}

// A sibling that nobody has data on never moves the score, but lowers the
// confidence.
func TestMissingSiblingKeepsTheScore(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	var parents []string
	for _, root := range tr.Roots {
		for _, l2 := range root.Children {
			parents = append(parents, l2.ID)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		q := Request{AsOf: "2026-11-20", Scene: "finance", Subject: bare(), Panel: randomPanel(t, tr)}
		before, err := tr.Evaluate(q)
		if err != nil {
			t.Fatal(err)
		}
		parent := rapid.SampledFrom(parents).Draw(t, "parent")
		q.Extensions = []Extension{{ID: "500", Parent: parent, Name: Name{ZH: "无数据"}, Share: rapid.Float64Range(0.01, 10).Draw(t, "share")}}
		after, err := tr.Evaluate(q)
		if err != nil {
			t.Fatal(err)
		}
		if before.Score == nil {
			return
		}
		if math.Abs(*after.Score-*before.Score) > 2e-6 {
			t.Fatalf("score moved from %v to %v", *before.Score, *after.Score)
		}
		has := before.axis(parent).Score != nil
		if has && after.Confidence >= before.Confidence || after.Confidence > before.Confidence {
			t.Fatalf("confidence %v, was %v", after.Confidence, before.Confidence)
		}
	})
}

func (r *Result) axis(id string) Axis {
	for _, a := range r.Radar {
		if a.ID == id {
			return a
		}
	}
	return Axis{}
}

// Raising one leaf never lowers the score.
func TestMonotoneInEveryLeaf(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	rapid.Check(t, func(t *rapid.T) {
		p := randomPanel(t, tr)
		if len(p.Scores) == 0 {
			return
		}
		q := Request{AsOf: "2026-11-20", Scene: "remedy", Subject: bare(), Panel: p}
		before, err := tr.Evaluate(q)
		if err != nil {
			t.Fatal(err)
		}
		id := rapid.SampledFrom(slices.Sorted(maps.Keys(p.Scores))).Draw(t, "id")
		p.Scores[id] = scores(rapid.Float64Range(p.Scores[id][0].Score, 100).Draw(t, "higher"), 3)
		after, err := tr.Evaluate(q)
		if err != nil || *after.Score < *before.Score {
			t.Fatalf("%v after %v: %v", after.Score, before.Score, err)
		}
	})
}
