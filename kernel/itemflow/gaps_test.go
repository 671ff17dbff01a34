package itemflow_test

import (
	"encoding/json"
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// Acceptance with gaps is offered where something may follow, and nowhere else:
// not where no material may, nor where another is lacking that may not.
func TestGapsAreOfferedWhereSomethingMayFollow(t *testing.T) {
	t.Parallel()
	open, shut := card(itemflow.Decide), card(itemflow.Decide)
	for i := range shut.Materials {
		shut.Materials[i].Later = calendar.Period{}
	}
	with := func(promised []string, files ...itemflow.File) itemflow.Data {
		return itemflow.Data{Applicant: itemflow.Applicant{Kind: "person", Party: reader.ID}, Values: good, Files: files, Promised: promised}
	}
	for name, c := range map[string]struct {
		it   form.Item
		d    itemflow.Data
		idle bool
	}{
		"the proof may follow":         {open, with(nil, photo), false},
		"nothing may follow":           {shut, with(nil, photo), true},
		"the photo may not follow":     {open, with(nil, proof), true},
		"nothing is there":             {open, with(nil), true},
		"all is there":                 {open, with(nil, photo, proof), true},
		"the proof was promised":       {open, with([]string{"proof"}, photo), true},
		"promised, and may not follow": {shut, with([]string{"proof"}, photo), true},
	} {
		raw, err := json.Marshal(c.d)
		if err != nil {
			t.Fatal(err)
		}
		kept := func(string) (form.Item, error) { return c.it, nil }
		if got := itemflow.IdleKept(kept, kernel.Case{Data: raw}, "accept_gaps"); got != c.idle {
			t.Errorf("%s: idle %v", name, got)
		}
		if itemflow.IdleKept(kept, kernel.Case{Data: raw}, "accept") {
			t.Errorf("%s: accepting is never idle", name)
		}
	}
}
