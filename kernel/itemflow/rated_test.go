package itemflow_test

import (
	"slices"
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// Who answered a question that nobody had claimed is rated all the same: the
// review is neither its to work off, nor to claim, nor to be given.
func TestUnclaimedRatingIsNotTheRateds(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Consult)
	p.must(p.act(clerk, "answer", itemflow.AnswerInput{Text: "不知道"}))
	p.must(p.act(citizen, "rate", itemflow.RateInput{Grade: "very_dissatisfied", Text: "没有帮助", Named: true}))
	p.id = p.state(itemflow.Delivered).Rating.Review
	review := p.cases[p.id]
	for _, m := range p.all[review.Flow].Offered(clerk, review) {
		if slices.Contains([]string{"verify", "fix", "reply", kernel.MoveClaim}, m.Name) {
			t.Error("offered to the rated:", m.Name)
		}
	}
	p.code("kernel.itemflow.own_rating", p.act(clerk, "verify", itemflow.TextInput{Text: "属实"}))
	p.code("kernel.itemflow.own_rating", p.act(clerk, kernel.MoveClaim, nil))
	p.code("kernel.itemflow.rated_not_given", p.act(head, kernel.MoveReassign, kernel.ReassignInput{User: clerk.User, Reason: "请核实"}))
	p.must(p.act(head, "verify", itemflow.TextInput{Text: "属实"}))
	p.code("kernel.itemflow.own_rating", p.act(clerk, "fix", itemflow.TextInput{Text: "已补充"}))
	p.code("kernel.itemflow.own_rating", p.act(clerk, "reply", itemflow.CallInput{Text: "已补充", Called: true}))
}
