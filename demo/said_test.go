package demo

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// TestAnswersFitTheirFields: whatever picks the sampler makes, what a case of the
// demo says of parties, rights and periods is what a reader would believe.
func TestAnswersFitTheirFields(t *testing.T) {
	t.Parallel()
	c, _, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Shown: [3]string{"catalogue"}})
	if err != nil {
		t.Fatal(err)
	}
	today := calendar.On(2026, 11, 27)
	p := &play{Stage: Stage{Now: func() time.Time { return today.At(10) }, Fill: func(it form.Item, f form.Facts, n int) form.Values {
		return form.Sampler{Formats: items.SampleFormats(), Pick: rand.New(rand.NewPCG(uint64(n), 1)).IntN}.Fill(it, f)
	}}}
	all := applications
	for _, d := range daily {
		all = append(all, application{code: d.code, by: d.by, say: p.sale()})
	}
	for n, x := range all {
		it, ok := c.On(today).Item(x.code)
		if !ok {
			t.Fatalf("no item %s", x.code)
		}
		by := partyOf(map[kernel.UserID]kernel.PartyID{"u-shen": "p-chengxin", "u-lu": "p-qiheng", "u-gu": "p-university"}[x.by])
		v := p.filled(it, form.Facts{Party: by, Today: today, District: by.District}, n, x.say)
		fits(t, it, v, by)
		check := form.Checker{Formats: items.Formats(), Kinds: items.KindOf, Calendar: calendar.National()}
		if _, err := check.Check(it, v, form.Facts{Party: by, Today: today, District: by.District}); err != nil {
			t.Errorf("%s: %v", it.Code, err)
		}
	}
}

func fits(t *testing.T, it form.Item, v form.Values, by kernel.Party) {
	t.Helper()
	if a := v["applicant.address"]; !strings.Contains(a, by.District) {
		t.Errorf("%s: %s of %s has its seat at %s", it.Code, by.Name, by.District, a)
	}
	if code := v["applicant.code"]; code != "" && code != by.Code {
		t.Errorf("%s: %s has the code %s", it.Code, by.Name, code)
	}
	for path, x := range v {
		f, _ := it.Field(path)
		if f.Register == "rights" && !byKind(it, path) && !owns(by.ID, x) {
			t.Errorf("%s: %s files for %s of another", it.Code, by.Name, x)
		}
	}
	for _, r := range it.Rules {
		if r.Name == "date_order" && v[r.Args[0]] != "" && v[r.Args[0]] == v[r.Args[1]] {
			t.Errorf("%s: %s is one day, %s", it.Code, r.Args[0], v[r.Args[0]])
		}
	}
	for path, want := range map[string]string{"data.name": "数据", "pledgee.name": "银行"} {
		if x := v[path]; x != "" && !strings.Contains(x, want) {
			t.Errorf("%s: %s is %q", it.Code, path, x)
		}
	}
}

// owns reports whether the number is of a patent of the party that no deal of the
// demo sells.
func owns(by kernel.PartyID, number string) bool {
	for i, x := range patents {
		if patentNumber(i, x) == number {
			return Parties()[x.owner].ID == by && i != 0 && i != 6 && i != 13 && i != 15 && i != 18 && i != 21
		}
	}
	return false
}
