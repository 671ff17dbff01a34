package guide

import (
	"slices"

	"quanlian/catalogue/items"
	"quanlian/kernel/form"
)

// Guide is the questions in their order.
type Guide struct{ Questions []Question }

// Question is one question with its answers.
type Question struct {
	ID      string
	Text    form.Text
	Hint    form.Text
	Answers []Answer
}

// Answer is one answer, and the items that fit it: those of whom one of the
// lists names something. All fits every item.
type Answer struct {
	ID      string
	Text    form.Text
	Hint    form.Text
	All     bool
	Who     []string // kinds of parties that apply
	Groups  []string // letters of codes; those named first come first
	Matters []string // <link>/<matter>
	Events  []string
	Codes   []string
}

// Answer finds an answer of the question.
func (q Question) Answer(id string) (Answer, bool) {
	i := slices.IndexFunc(q.Answers, func(a Answer) bool { return a.ID == id })
	if i < 0 {
		return Answer{}, false
	}
	return q.Answers[i], true
}

// Fits reports whether an item fits the answer.
func (a Answer) Fits(it form.Item) bool {
	return a.All || slices.Contains(a.Codes, it.Code) || slices.Contains(a.Groups, items.GroupOf(it.Code)) ||
		slices.Contains(a.Matters, it.Link+"/"+it.Matter) || overlap(a.Events, it.Events) || overlap(a.Who, it.Who)
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// place is how near an item stands to what the answer names first.
func (a Answer) place(it form.Item) int {
	if i := slices.Index(a.Codes, it.Code); i >= 0 {
		return i - len(a.Codes) // the first named is the one most often wanted
	}
	if i := slices.Index(a.Groups, items.GroupOf(it.Code)); i >= 0 {
		return i + 1
	}
	return len(a.Groups) + 1
}

// Left gives the items that fit all answers. What the answers name first comes
// first, the rest stays in its order.
func Left(list []form.Item, answers ...Answer) []form.Item {
	var out []form.Item
	for _, it := range list {
		if !slices.ContainsFunc(answers, func(a Answer) bool { return !a.Fits(it) }) {
			out = append(out, it)
		}
	}
	sum := func(it form.Item) (n int) {
		for _, a := range answers {
			n += a.place(it)
		}
		return n
	}
	slices.SortStableFunc(out, func(x, y form.Item) int { return sum(x) - sum(y) })
	return out
}
