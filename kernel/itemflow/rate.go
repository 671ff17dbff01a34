package itemflow

import (
	"encoding/json"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Grades are the five grades of a rating, the best first: 非常满意, 满意, 基本满意,
// 不满意, 非常不满意. Source: 国办发〔2019〕51号. Shape: (5).
func Grades() []string {
	return []string{"very_satisfied", "satisfied", "fairly_satisfied", "dissatisfied", "very_dissatisfied"}
}

// Unit: stars. Source: 国办发〔2019〕51号: the two lowest grades are bad.
const badStars = 2

// stars of a grade, 5 for the best; 0 for none of them.
func stars(grade string) int {
	i := slices.Index(Grades(), grade)
	if i < 0 {
		return 0
	}
	return len(Grades()) - i
}

// rate is the applicant's word; a bad one opens a review.
func rate() kernel.Move {
	return kernel.MoveOf[Data, RateInput, none]{
		Name: "rate", From: []kernel.State{Delivered, NotAccepted}, By: owners, Right: kernel.RightView,
		Guard: func(t kernel.Turn[Data, RateInput, none]) error {
			switch {
			case stars(t.Input.Grade) == 0:
				return errs.At("grade", "kernel.itemflow.grade", nil)
			case t.Data.Rating != nil:
				return errs.New(errs.Conflict, "kernel.itemflow.rated_already", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, RateInput, none]) (kernel.Out[Data], error) {
			d, n := t.Data, stars(t.Input.Grade)
			d.Rating = &Rating{Stars: n, Text: t.Input.Text, Named: t.Input.Named, At: t.Now}
			out := kernel.Out[Data]{Data: d}
			if n > badStars {
				return out, nil
			}
			d.Rating.Review = kernel.CaseID(t.NewID())
			handler, also := workedOn(t.Case, d)
			data, err := json.Marshal(Review{Of: t.Case.ID, No: t.Case.No, Stars: n, Text: t.Input.Text, Named: t.Input.Named, Unit: t.Case.Unit, Handler: handler, Also: also})
			if err != nil {
				return out, err
			}
			out.Data = d
			out.Effects = OpenReview(kernel.OpenCase{
				ID: d.Rating.Review, No: t.Number(reviewPrefix), Flow: kernel.FlowAddr(t.Case.Flow.Matter() + "." + ReviewFlow), Title: t.Case.Title,
				Data: data, Unit: t.Case.Unit, Parent: t.Case.ID,
				Access: []kernel.Access{kernel.PartyAccess(kernel.RelOwner, t.Case.PartyAs(kernel.RoleOwner), kernel.RoleOwner, kernel.ViewDetail)},
			})
			return out, nil
		},
	}.Build()
}
