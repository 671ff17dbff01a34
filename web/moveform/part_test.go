package moveform

import (
	"net/url"
	"testing"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/web/ui"
)

// A long form comes in parts, in the order of the parts; one with a fault is open.
func TestParts(t *testing.T) {
	t.Parallel()
	type rows struct {
		Name string `json:"name"`
	}
	type input struct {
		A    string `json:"a"`
		Rate string `json:"rate"`
		List []rows `json:"list"`
		B    string `json:"b"`
	}
	s := Spec{L: lang.For(lang.Zh), Flow: "utilization/hall/deal", Rows: 1, Faults: ui.FaultsOf(lang.For(lang.Zh), errs.At("rate", "web.form.number", nil)),
		Parts: []Part{{Title: "list", Paths: []string{"list"}}, {Title: "rate", Paths: []string{"rate"}}}}
	var got []string
	for _, p := range pieces(s.Controls(input{})) {
		head := "plain"
		if p[0].Part != nil {
			head = p[0].Part.Title
			if p[0].Part.Open {
				head += " open"
			}
		}
		for _, c := range p {
			head += " " + c.Field.Name
		}
		got = append(got, head)
	}
	want := []string{"plain a b", "list list list.0.name", "rate open rate"}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("part %d: %q, want %q", i, got[i], want[i])
		}
	}
}

type wish struct {
	Title string `json:"title"`
	Age   int    `json:"age"`
}

func (w wish) Faults() error {
	var l errs.List
	if w.Title == "" {
		l.Add(errs.At("title", "web.form.date", nil))
	}
	if w.Age == 0 {
		l.Add(errs.At("age", "web.form.date", nil))
	}
	return l.Err()
}

// Whoever writes one field badly is told of the others at once, and of the bad
// one only how it is written.
func TestAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	var w wish
	got := errs.All(Read(url.Values{"age": {"old"}}, &w))
	if len(got) != 2 || got[0].Field != "age" || got[0].Code != "web.form.number" || got[1].Field != "title" {
		t.Errorf("got %v", got)
	}
	var p struct {
		Rate decimal.Decimal `json:"rate"`
	}
	if err := Read(url.Values{"rate": {"3％"}}, &p); err != nil || p.Rate.String() != "0.03" {
		t.Errorf("3％ is %s, %v", p.Rate, err)
	}
}
