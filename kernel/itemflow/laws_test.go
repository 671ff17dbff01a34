package itemflow_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"quanlian/base/errs"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// ruled is the card under two laws that may be cited, and one whose text was not seen.
func ruledCard(flow string) form.Item {
	it := card(flow)
	it.Basis = []form.Basis{{Law: "图书馆法", En: "Library Act", Article: "3", Tag: "V"}, {Law: "图书馆法", En: "Library Act", Article: "9", Tag: "V"}, {Law: "借阅办法", Tag: "D"}, {Law: "传闻", Tag: "M"}}
	return it
}

// Whoever refuses says which law decided; the paper and the record name it and no
// other.
func TestRefusalCitesWhatDecided(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		flow, move, paper string
		input             func(laws ...string) any
	}{
		"not accepted":        {itemflow.Decide, "not_accept", "items/not_accepted", func(l ...string) any { return itemflow.RefuseInput{Reason: "不是本馆读者", Laws: l} }},
		"refused on the spot": {itemflow.Instant, "refuse", "items/refusal", func(l ...string) any { return itemflow.RefuseInput{Reason: "不是本馆读者", Laws: l} }},
		"decided": {itemflow.Decide, "decide", "items/refusal", func(l ...string) any {
			return itemflow.DecideInput{Outcome: "refuse", Reason: "不是本馆读者", Laws: l}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			it := ruledCard(x.flow)
			p := newPlay(t, it)
			p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
			if x.move == "decide" {
				p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
			}
			for code, laws := range map[string][]string{"kernel.itemflow.laws_needed": nil, "kernel.itemflow.no_such_law": {"借阅办法", "传闻"}} {
				err := p.act(clerk, x.move, x.input(laws...))
				p.code(code, err)
				if e := errs.As(err); e.Field != "laws" {
					t.Errorf("%s stands at %q", code, e.Field)
				}
			}
			p.must(p.act(clerk, x.move, x.input("借阅办法", "图书馆法第9条")))
			var paper map[string]any
			p.must(json.Unmarshal([]byte(p.paper(x.paper)), &paper))
			if paper["rests"] != "《图书馆法》第9条、《借阅办法》" || paper["rests_en"] != "Library Act, Art. 9; 借阅办法" {
				t.Errorf("the paper cites %v, %v", paper["rests"], paper["rests_en"])
			}
			d, err := itemflow.DataOf(p.cases[p.id])
			p.must(err)
			if want := []string{"图书馆法第9条", "借阅办法"}; !slices.Equal(d.Decision.Laws, want) {
				t.Errorf("the record holds %v, want %v", d.Decision.Laws, want)
			}
		})
	}
}

// A decision taken back for a refusal chooses anew; to grant asks for no law and cites
// them all.
func TestRedecisionChoosesItsLaw(t *testing.T) {
	t.Parallel()
	it := ruledCard(itemflow.Decide)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
	if s := p.paper("items/result"); !strings.Contains(s, `"rests":"《图书馆法》第3、9条、《借阅办法》"`) {
		t.Errorf("what is granted cites %s", s)
	}
	p.code("kernel.itemflow.laws_needed", p.act(head, "redecide", itemflow.RedecideInput{Why: "看错了照片", Outcome: "refuse", Reason: "照片不是本人"}))
	p.must(p.act(head, "redecide", itemflow.RedecideInput{Why: "看错了照片", Outcome: "refuse", Reason: "照片不是本人", Laws: []string{"图书馆法第3条"}}))
	if s := p.paper("items/refusal"); !strings.Contains(s, `"rests":"《图书馆法》第3条"`) {
		t.Errorf("the refusal cites %s", s)
	}
}

// The only law that may be cited is taken, and where there is none, none is asked for.
func TestOnlyLawIsTaken(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: `"rests":""`, 1: `"rests":"《借阅办法》"`} {
		it := ruledCard(itemflow.Decide)
		it.Basis = it.Basis[len(it.Basis)-1-n:]
		p := newPlay(t, it)
		p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
		p.must(p.act(clerk, "not_accept", itemflow.RefuseInput{Reason: "不是本馆读者"}))
		if s := p.paper("items/not_accepted"); !strings.Contains(s, want) {
			t.Errorf("with %d laws: %s", n, s)
		}
	}
}

// A refusal from before laws could be chosen stays as it is: what it rested on is not
// known.
func TestOldRefusalNamesNoLaw(t *testing.T) {
	t.Parallel()
	var d itemflow.Decision
	if err := json.Unmarshal([]byte(`{"grant":false,"reason":"不是本馆读者","at":"2026-03-02T02:00:00Z"}`), &d); err != nil {
		t.Fatal(err)
	}
	if got := d.Rests(ruledCard(itemflow.Decide)); len(got) != 0 {
		t.Errorf("it rests on %v", got)
	}
}
