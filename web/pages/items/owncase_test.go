package items

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

type reads interface{ site.Cases }

// oneCase reads a single case with two papers.
type oneCase struct {
	reads
	c kernel.Case
}

func (o oneCase) Case(_ context.Context, _ kernel.Actor, no string, _ kernel.Level) (kernel.Case, error) {
	if no != o.c.No {
		return kernel.Case{}, errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": no})
	}
	return o.c, nil
}

func (oneCase) Papers(context.Context, kernel.CaseID, kernel.Level) ([]kernel.Paper, error) {
	return []kernel.Paper{{ID: "ours", Name: "通知书", SHA256: "1", Media: "application/pdf"}, {ID: "theirs", Name: "登记.ofd", SHA256: "2"}, {ID: "other", SHA256: "3"}}, nil
}

// TestPaperOfOwnCase: the number of a finished case of the applicant stands for its
// paper; of any other case the number says nothing, or why it does not help.
func TestPaperOfOwnCase(t *testing.T) {
	t.Parallel()
	grant := &itemflow.Decision{Grant: true, Doc: "ours"}
	passed := &itemflow.Outside{Day: calendar.On(2026, 11, 20), Files: []itemflow.OutsideFile{{ID: "theirs"}}}
	for name, x := range map[string]struct {
		no, item, party, state string
		decision               *itemflow.Decision
		outside                *itemflow.Outside
		want                   string
	}{
		"our decision":     {"A-1", "ZL15", "p1", "delivered", grant, nil, "A-1-质押登记通知书.pdf"},
		"the office's own": {"A-1", "ZL15", "p1", "delivered", grant, passed, "A-1-质押登记通知书.ofd"},
		"no such case":     {"A-2", "ZL15", "p1", "delivered", grant, nil, "web.items.case_unknown"},
		"another party's":  {"A-1", "ZL15", "p2", "delivered", grant, nil, "web.items.case_unknown"},
		"another item":     {"A-1", "ZL14", "p1", "delivered", grant, nil, "web.items.case_other"},
		"not finished":     {"A-1", "ZL15", "p1", "accepted", nil, nil, "web.items.case_open"},
		"refused":          {"A-1", "ZL15", "p1", "delivered", &itemflow.Decision{Doc: "ours"}, nil, "web.items.case_open"},
	} {
		raw, err := json.Marshal(itemflow.Data{Code: x.item, Applicant: itemflow.Applicant{Party: kernel.PartyID(x.party)}, Decision: x.decision, Outside: x.outside})
		if err != nil {
			t.Fatal(err)
		}
		v := &site.Visit{L: lang.For(lang.Zh), Party: kernel.Party{ID: "p1"}, Env: &site.Env{Cases: oneCase{c: kernel.Case{ID: "c", No: "A-1", Item: x.item, State: kernel.State(x.state), Data: raw}}}}
		p := pages{Deps: Deps{Today: func(context.Context) *items.Set { return &items.Set{} }}}
		list, err := p.papersOf(context.Background(), v, paper{field: "file.notice", m: form.Material{ID: "notice", Name: form.Text{Zh: "质押登记通知书"}, Cases: []string{"ZL15", "JR03"}}}, x.no)
		got := ""
		if err != nil {
			got = errs.As(err).Code
			if at := errs.As(err).Field; at != "case.notice" {
				t.Errorf("%s: at %s", name, at)
			}
		} else if i := slices.IndexFunc(list, func(f itemflow.File) bool { return f.SHA256 == "3" }); len(list) == 1 && i < 0 {
			got = list[0].Name
		}
		if got != x.want {
			t.Errorf("%s: %s, want %s (%v)", name, got, x.want, list)
		}
	}
}
