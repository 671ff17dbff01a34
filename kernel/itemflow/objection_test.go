package itemflow_test

import (
	"slices"
	"strings"
	"testing"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// TestObjectionSaysAllAtOnce: an objection hears of every field that is wrong.
func TestObjectionSaysAllAtOnce(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		in    itemflow.ObjectInput
		staff bool
		want  []string
	}{
		{itemflow.ObjectInput{}, false, []string{"name", "contact", "text"}},
		{itemflow.ObjectInput{Name: " ", Contact: "13800000000", Text: strings.Repeat("长", 3001)}, false, []string{"name", "text"}},
		{itemflow.ObjectInput{Name: "某人", Contact: "139", Text: "不同意"}, false, []string{"contact"}},
		{itemflow.ObjectInput{Name: "某人", Contact: "a@example.com", Text: "不同意"}, false, nil},
		{itemflow.ObjectInput{Name: "某人", Contact: "云澜市东埠区1号", Text: "不同意"}, true, nil},
	} {
		var got []string
		for _, e := range errs.All(x.in.Check(x.staff)) {
			got = append(got, e.Field)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%+v: %v, want %v", x.in, got, x.want)
		}
	}
}

// TestAFindingStands: what the office found of an objection is not written over.
func TestAFindingStands(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Publish)
	p.must(p.act(clerk, "accept", nil))
	p.must(p.act(clerk, "examine", itemflow.ExamineInput{Opinion: "pass", Checks: []string{"photo"}}))
	for _, who := range []string{"某人", "另一人"} {
		p.must(p.act(kernel.Actor{}, "object", itemflow.ObjectInput{Name: who, Contact: "13800000000", Text: "不同意"}))
	}
	p.must(p.act(clerk, "find_objection", itemflow.FindingInput{Objection: 1, Finding: "不成立"}))
	err := p.act(clerk, "find_objection", itemflow.FindingInput{Objection: 1, Finding: "成立"})
	p.code("kernel.itemflow.objection_settled", err)
	if all := errs.All(err); len(all) != 1 || all[0].Field != "objection" {
		t.Errorf("the refusal names %+v", all)
	}
	p.must(p.act(clerk, "find_objection", itemflow.FindingInput{Objection: 2, Finding: "不成立"}))
	if got := p.state(itemflow.Publishing).Publicity.Objections; got[0].Finding != "不成立" || got[1].Finding != "不成立" {
		t.Errorf("the findings are %+v", got)
	}
}
