package itemflow

import (
	"slices"
	"time"

	"quanlian/kernel"
)

// closing lets a case that ends take back what it asked of other offices, and tells
// its office when it was the applicant who ended it.
func closing(f *kernel.Flow) {
	for i, m := range f.Moves {
		f.Moves[i] = m.Then(func(was kernel.Case, _ time.Time, out kernel.Outcome) (kernel.Outcome, error) {
			if !slices.Contains(ended(), out.Case.State) || was.State == out.Case.State {
				return out, nil
			}
			d, err := DataOf(out.Case)
			if err != nil {
				return out, err
			}
			for _, a := range d.Asked {
				if a.Open() {
					out.Effects = append(out.Effects, kernel.MoveChild{Case: a.Case, Move: "opinion_over"})
				}
			}
			if m.Name == kernel.MoveWithdraw {
				out.Effects = append(out.Effects, kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.withdrawn", Args: map[string]string{"no": was.No}})
			}
			return out, nil
		})
	}
}

// opinionOver ends the asked office's case with the one that it was asked for.
func opinionOver() kernel.Move {
	return kernel.MoveOf[AskedData, none, none]{
		Name: "opinion_over", From: []kernel.State{OpinionOpen}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[AskedData, none, none]) (kernel.Out[AskedData], error) {
			return kernel.Out[AskedData]{To: OpinionWaived, Data: t.Data, Effects: []kernel.Effect{
				kernel.ClearTimer{Name: OpinionLimit},
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.opinion_over", Args: map[string]string{"no": t.Case.No, "of": t.Data.No}},
			}}, nil
		},
	}.Build()
}
