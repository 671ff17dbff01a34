package registry_test

import (
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/registry"
)

// shelf answers with one granted patent and one party.
type shelf struct{ owners []registry.Owner }

func (s shelf) Load(q any) (any, error) {
	at := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	switch q := q.(type) {
	case registry.RightByNumber:
		if q.Number == "202319900777.X" {
			return registry.View{Right: registry.Right{Number: q.Number}, ObservedAt: at, Events: []registry.Event{
				{ID: "1", Right: q.Number, Kind: registry.Granted, ValidFrom: calendar.On(2024, 3, 1), RecordedAt: at, Detail: registry.Detail{Owners: s.owners}},
			}}, nil
		}
	case kernel.PartyByID:
		return kernel.Party{ID: q.ID, Name: "云澜澄芯传感科技有限公司", Code: "91990001MA0QL0001J"}, nil
	}
	return nil, errs.New(errs.NotFound, "registry.no_such_right", nil)
}

func TestItemChecks(t *testing.T) {
	t.Parallel()
	it := form.Item{Steps: []form.Step{{ID: "rights", Fields: []form.Field{{ID: "rights.numbers", Kind: form.KindRefs, Register: "rights"}}}},
		Checklist: []form.Check{{ID: "a", Auto: form.AutoOwner}, {ID: "b", Auto: form.AutoParty}, {ID: "c"}}}
	me := registry.Owner{Name: "云澜澄芯传感科技有限公司", USCC: "91990001MA0QL0001J"}
	for _, x := range []struct {
		name, number, typed string
		owners              []registry.Owner
		owner, party        string
	}{
		{"mine", "202319900777.X", "", []registry.Owner{me}, "registry.auto.owner", "registry.auto.party"},
		{"another's", "202319900777.X", "", []registry.Owner{{Name: "云澜大学"}}, "registry.auto.other_owner", "registry.auto.party"},
		{"with a co-owner", "202319900777.X", "", []registry.Owner{me, {Name: "云澜大学"}}, "registry.auto.other_owner", "registry.auto.party"},
		{"not known", "202310000002.1", "", nil, "registry.auto.unknown", "registry.auto.party"},
		{"none", "", "别的名称", nil, "registry.auto.no_right", "registry.auto.other_party"},
	} {
		d := itemflow.Data{Filed: time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC), Applicant: itemflow.Applicant{Party: "p", Name: me.Name, Code: me.USCC}, Values: form.Values{"rights.numbers": x.number}}
		if x.typed != "" {
			d.Values["applicant.name"] = x.typed
		}
		got, err := registry.ItemChecks(shelf{x.owners}, it, d)
		if err != nil || len(got) != 2 || got[0].Code != x.owner || got[1].Code != x.party || got[0].OK != (x.owner == "registry.auto.owner") {
			t.Errorf("%s: %+v %v", x.name, got, err)
		}
	}
	d := itemflow.Data{Values: form.Values{}}
	if got, err := registry.ItemChecks(shelf{}, it, d); err != nil || got[1].OK || got[1].Code != "registry.auto.no_account" {
		t.Errorf("without an account: %+v %v", got, err)
	}
}
