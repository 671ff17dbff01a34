package measure

import (
	"math/rand/v2"

	"quanlian/adapter/segment"
	"quanlian/base/money"
	"quanlian/engine/matching"
	"quanlian/engine/matching/index"
)

// pushMost is how many matches a notice tells of (hall.PushMost).
const pushMost = 5

// PushRow is what notices from a score on would have told: of all that was told,
// how much is the known answer; of all answers, how many were told. What else may
// fit a question counts as wrong, so precision is a lower bound.
type PushRow struct {
	From                     int
	Precision, Recall, Tolds float64 // Tolds: matches told for a question
}

// Pushed are the rows of a set from each of the scores, with its MRR@10. With
// facts, every document has a price and a place by chance and every question a
// budget and a place: nothing that could tell the answer from another.
func Pushed(s Set, facts bool, from ...int) (float64, []PushRow, error) {
	o := NewOurs(segment.Gse{}, index.DefaultParams())
	r := rand.New(rand.NewPCG(1, 1))
	for _, d := range s.Docs {
		if facts {
			d.Region, d.Price = place(r), &matching.Range{}
			d.Price.Low = money.Fen(1+r.IntN(400)) * money.Wan
			d.Price.High = d.Price.Low
		}
		if err := o.Add(d); err != nil {
			return 0, nil, err
		}
	}
	mrr, told, right := 0.0, make([]int, len(from)), make([]int, len(from))
	for _, q := range s.Questions {
		need := matching.Need{Text: q.Text}
		if facts {
			need.Region, need.Budget = place(r), &matching.Range{High: money.Fen(1+r.IntN(400)) * money.Wan}
		}
		found, err := o.m.Match(need, depth)
		if err != nil {
			return 0, nil, err
		}
		for i, m := range found.Matches {
			is := m.Patent.No == q.Answer
			if is {
				mrr += 1 / float64(i+1)
			}
			for k, least := range from {
				if m.Score >= least && i < pushMost {
					told[k]++
					if is {
						right[k]++
					}
				}
			}
		}
	}
	n := float64(max(1, len(s.Questions)))
	var rows []PushRow
	for k, least := range from {
		rows = append(rows, PushRow{least, float64(right[k]) / float64(max(1, told[k])), float64(right[k]) / n, float64(told[k]) / n})
	}
	return mrr / n, rows, nil
}

func place(r *rand.Rand) string {
	return []string{"东埠", "鹤汀", "望潮", "青堰"}[r.IntN(4)]
}

// TitleToAbstract is csl/ts the other way: 1,000 abstracts, each found by its
// title, a need of some six words.
func (d Data) TitleToAbstract() (Set, error) {
	given, err := d.AbstractToTitle(false)
	s := Set{Name: "csl/ts, the title finds its abstract"}
	for i, q := range given.Questions {
		s.Docs = append(s.Docs, matching.Patent{No: q.Answer, Abstract: q.Text})
		s.Questions = append(s.Questions, Question{given.Docs[i].Title, q.Answer})
	}
	return s, err
}

// HalfToRest is csl/ts in halves: the first half of an abstract, a need of some
// twenty words, finds the title with the other half.
func (d Data) HalfToRest() (Set, error) {
	given, err := d.AbstractToTitle(false)
	s := Set{Name: "csl/ts, half an abstract finds title and rest"}
	for i, q := range given.Questions {
		rs := []rune(q.Text)
		half := len(rs) / 2
		s.Docs = append(s.Docs, matching.Patent{No: q.Answer, Title: given.Docs[i].Title, Abstract: string(rs[half:])})
		s.Questions = append(s.Questions, Question{string(rs[:half]), q.Answer})
	}
	return s, err
}
