package itemflow

import (
	"encoding/json"
	"strings"
	"testing"

	"quanlian/kernel"
)

func TestSeen(t *testing.T) {
	t.Parallel()
	raw, err := json.Marshal(Data{Code: "ZL14", Values: map[string]string{"applicant.phone": "13900000000"}, Applicant: Applicant{Phone: "13900000000"}, Opinion: &Opinion{Text: "inner words"}, Asked: []Asked{{Question: "asked inside"}},
		Checks: map[string]Checked{"x": {Note: "noted inside"}}, Publicity: &Publicity{Objections: []Objection{{Name: "who objects", Contact: "13800000000"}}}})
	if err != nil {
		t.Fatal(err)
	}
	c := kernel.Case{Flow: "a/b.accept-decide", Data: raw}
	c.Grant(kernel.PartyAccess(kernel.RelOwner, "p", kernel.RoleOwner, kernel.ViewSecret))
	c.Grant(kernel.UnitAccess("unit", kernel.RoleClerk))
	c.Grant(kernel.PublicAccess(kernel.ViewSummary))
	clerk := kernel.Actor{User: "c", Posts: []kernel.Post{{Unit: "unit", Role: kernel.RoleClerk}}}
	for _, x := range []struct {
		name    string
		a       kernel.Actor
		phone   bool
		inside  bool
		opinion bool
	}{
		{"clerk", clerk, true, true, true},
		{"applicant", kernel.Actor{User: "u", Party: "p", Rights: kernel.AllRights()}, true, false, false},
		{"anybody", kernel.Actor{}, false, false, false},
	} {
		v, err := Seen(x.a, c)
		if err != nil {
			t.Fatal(err)
		}
		out, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		s := string(out)
		if strings.Contains(s, "13900000000") != x.phone || strings.Contains(s, "inside") != x.inside || strings.Contains(s, "inner words") != x.opinion || strings.Contains(s, "who objects") != x.inside || !strings.Contains(s, "ZL14") {
			t.Errorf("%s sees %s", x.name, s)
		}
	}
	c.Flow = "a/b." + OpinionFlow
	if v, _ := Seen(kernel.Actor{}, c); v != struct{}{} {
		t.Errorf("anybody sees of an opinion %v", v)
	}
	if v, _ := Seen(clerk, c); !strings.Contains(string(v.(json.RawMessage)), "inner words") {
		t.Errorf("a clerk sees of an opinion %s", v)
	}
}
