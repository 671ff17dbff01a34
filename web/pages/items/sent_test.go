package items

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

// Who gives the word on several items at once reads a shared page and a shared paper
// once, and what differs apart.
func TestSharedIsReadOnce(t *testing.T) {
	t.Parallel()
	cat, _, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan"})
	if err != nil {
		t.Fatal(err)
	}
	day := calendar.On(2026, 11, 20)
	set := cat.On(day)
	p := pages{Deps: Deps{Today: func(context.Context) *items.Set { return set },
		Paper: func(_ context.Context, id string) (kernel.Paper, kernel.CaseID, error) {
			return kernel.Paper{ID: id, Name: id + ".pdf"}, "", nil
		}}}
	v := &site.Visit{Env: &site.Env{Now: day.At(9).UTC}, L: lang.For(lang.Zh)}
	a, _ := set.Item("SJ05")
	b, _ := set.Item("SJ07")
	file := func(upload, material string) itemflow.File { return itemflow.File{Upload: upload, Material: material} }
	same := form.Values{"applicant.name": "甲公司", "contact.name": "林晓"}
	with := func(path, text string) form.Values {
		out := form.Values{path: text}
		for k, x := range same {
			out[k] = x
		}
		return out
	}
	titles := func(in itemflow.ThingInput) string {
		t.Helper()
		parts, err := p.sentThing(context.Background(), v, in)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, x := range parts {
			out = append(out, x.Title)
			for _, f := range x.Files {
				out = append(out, f.Name)
			}
		}
		return strings.Join(out, "|")
	}
	in := itemflow.ThingInput{Parts: []itemflow.ThingPart{
		{Code: a.Code, Hash: a.Hash(), Input: itemflow.SubmitInput{Values: with("change.before", "旧址"), Files: []itemflow.File{file("u1", "proof"), file("u2", "authority")}}},
		{Code: b.Code, Hash: b.Hash(), Input: itemflow.SubmitInput{Values: with("deal.other", "乙公司"), Files: []itemflow.File{file("u1", "contract")}}},
	}}
	both := "（登记变更、登记转移/许可备案共用）"
	if got, want := titles(in), "申请人"+both+"|登记变更　变更内容|登记转移/许可备案　转移或许可|联系和送达"+both+"|随同送出的文件"+both+"|u1.pdf|登记变更　随同送出的文件|u2.pdf"; got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
	in.Parts[1].Input.Values["contact.name"] = "白露"
	if got := titles(in); !strings.Contains(got, "登记变更　联系和送达|登记转移/许可备案　联系和送达") {
		t.Errorf("what differs is read as one: %s", got)
	}
}

// A case that is over stands at none of its steps, in a list as on its page.
func TestNoStepOfWhatIsOver(t *testing.T) {
	t.Parallel()
	v := &site.Visit{Env: &site.Env{Now: calendar.On(2026, 11, 20).At(9).UTC}, L: lang.For(lang.Zh)}
	served := itemflow.Data{Decision: &itemflow.Decision{Grant: true}, Served: &itemflow.Served{Day: calendar.On(2026, 11, 19)}}
	later := served
	later.Served = &itemflow.Served{Day: calendar.On(2026, 11, 25)}
	for name, x := range map[string]struct {
		state kernel.State
		d     itemflow.Data
		want  int
	}{
		"decided":        {itemflow.Decided, itemflow.Data{Decision: served.Decision}, 4},
		"not served yet": {itemflow.Delivered, later, 4},
		"granted":        {itemflow.Delivered, served, 0},
		"withdrawn":      {kernel.StateWithdrawn, itemflow.Data{}, 0},
	} {
		raw, err := json.Marshal(x.d)
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := Step(v, kernel.Case{Flow: "creation/dataip.accept-decide", State: x.state, Data: raw}); n != x.want {
			t.Errorf("%s: step %d, want %d", name, n, x.want)
		}
	}
}
