package itemflow

import (
	"strings"
	"testing"
	"time"

	"quanlian/kernel"
	"quanlian/kernel/form"
)

// TestSparedWhereConfirmed: a paper that a register may spare is spared when all
// the numbers of its field are in force there, however they are spelled.
func TestSparedWhereConfirmed(t *testing.T) {
	t.Parallel()
	it := form.Item{
		Steps: []form.Step{{ID: "mark", Fields: []form.Field{{ID: "mark.number", Kind: form.KindRefs, Format: "upper"}}}},
		Materials: []form.Material{
			{ID: "certificate", Source: "platform", Spare: true, Register: "mark.number"},
			{ID: "identity", Source: "platform", Spare: true},
		},
	}
	r := Rules{
		Checker:  form.Checker{Formats: map[string]form.Format{"upper": func(s string) (string, error) { return strings.ToUpper(s), nil }}},
		Confirms: func(_ kernel.View, n string, _ time.Time) (bool, error) { return n == "A1" || n == "A2", nil },
	}
	for numbers, want := range map[string]string{"a1": "", "A1\na2": "", "a1\nb1": "certificate", "": "certificate"} {
		v := form.Values{"mark.number": numbers}
		sure, err := r.confirmed(nil, it, v, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range Needed(it, v, form.Facts{Confirmed: sure}, true) {
			got = append(got, m.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: asks for %v, want %q", numbers, got, want)
		}
		if n := len(Needed(it, v, form.Facts{Confirmed: sure}, false)); n != 2 {
			t.Errorf("%q: somebody unknown is asked for %d, want 2", numbers, n)
		}
	}
}

// TestSparedByARegisterThatHasSomething: what an extract stands for is asked for
// where the register has nothing of the party.
func TestSparedByARegisterThatHasSomething(t *testing.T) {
	t.Parallel()
	firm, person, nameless := kernel.Party{ID: "p", Kind: "enterprise", Name: "甲公司", Code: "91"}, kernel.Party{ID: "q", Kind: "person", Name: "乙"}, kernel.Party{ID: "r", Kind: "enterprise", Name: "丙公司"}
	for _, c := range []struct {
		extract string
		facts   form.Facts
		want    bool
	}{
		{form.ExtractParty, form.Facts{Party: firm}, true},
		{form.ExtractParty, form.Facts{Party: person}, true},
		{form.ExtractParty, form.Facts{Party: nameless}, false},
		{form.ExtractBoth, form.Facts{Party: firm}, true},
		{form.ExtractBoth, form.Facts{Party: nameless}, false},
		{form.ExtractRights, form.Facts{Party: firm, Owns: true}, true},
		{form.ExtractRights, form.Facts{Party: firm}, false},
	} {
		m := form.Material{ID: "paper", Source: "platform", Spare: true, Extract: c.extract}
		if got := m.Spared(nil, c.facts); got != c.want {
			t.Errorf("%s of %+v: spared %v", c.extract, c.facts.Party, got)
		}
	}
	if (form.Material{Source: "self"}).Spared(nil, form.Facts{Party: firm}) {
		t.Error("a paper of the applicant's own is spared")
	}
	r := Rules{Owns: func(_ kernel.View, p kernel.PartyID, _ time.Time) (bool, error) { return p == "p", nil }}
	it := form.Item{Materials: []form.Material{{ID: "list", Spare: true, Extract: form.ExtractRights}}}
	for id, want := range map[kernel.PartyID]bool{"p": true, "q": false, "": false} {
		if s, err := r.sureOf(nil, it, nil, id, time.Time{}); err != nil || s.owns != want {
			t.Errorf("%q owns: %v %v", id, s.owns, err)
		}
	}
	d := Data{Applicant: Applicant{Party: "p", Kind: "enterprise", Name: "甲公司", Code: "91"}, Owns: true}
	if owed := Lacking(it, d); len(owed) != 0 {
		t.Errorf("asks for %v of who owns rights", owed)
	}
	if d.Owns = false; len(Lacking(it, d)) != 1 {
		t.Error("asks nothing of who owns none")
	}
}

// TestOtherPartySparedByItsCode: of two parties the other one is known by the code
// that the form gives, or its proof is asked for; an item that asks for no code
// never could know.
func TestOtherPartySparedByItsCode(t *testing.T) {
	t.Parallel()
	asks := form.Item{
		Steps:     []form.Step{{ID: "applicant", Fields: []form.Field{{ID: "applicant.code", Format: "uscc"}}}, {ID: "deal", Fields: []form.Field{{ID: "deal.code", Format: "uscc"}}}},
		Materials: []form.Material{{ID: "identity", Source: "platform", Spare: true, Extract: form.ExtractBoth}},
	}
	silent := asks
	silent.Steps = asks.Steps[:1]
	firm := form.Facts{Party: kernel.Party{ID: "p", Kind: "enterprise", Name: "甲公司", Code: "91"}}
	for name, c := range map[string]struct {
		it     form.Item
		values form.Values
		owed   int
	}{
		"with a code":        {asks, form.Values{"applicant.code": "91", "deal.code": "92"}, 0},
		"without":            {asks, form.Values{"applicant.code": "91"}, 1},
		"with one's own":     {asks, form.Values{"deal.code": "91"}, 1},
		"with a blank":       {asks, form.Values{"deal.code": " "}, 1},
		"where none's asked": {silent, form.Values{}, 0},
	} {
		if got := missing(c.it, c.values, firm, nil, nil, true); len(got) != c.owed {
			t.Errorf("%s: %d papers owed, want %d", name, len(got), c.owed)
		}
	}
}
