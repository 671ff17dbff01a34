package itemflow

import (
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// settled is the rating once its review has ended, with what was replied.
func (r Rating) settled(in ReviewedInput, now time.Time) *Rating {
	r.Settled, r.Reply = now, in.Reply
	return &r
}

// Settled ends the review of a rating; nil stays nil.
func Settled(r *Rating, in ReviewedInput, now time.Time) *Rating {
	if r == nil {
		return nil
	}
	return r.settled(in, now)
}

// RatedAgain adds the second word to a bad rating whose review has ended
// (整改后再评). There is one: it does not open another review, the office reads it.
func RatedAgain(r *Rating, in RateInput, now time.Time) (*Rating, error) {
	switch {
	case !r.MayRateAgain():
		return r, errs.New(errs.Conflict, "kernel.itemflow.not_again", nil)
	case stars(in.Grade) == 0:
		return r, errs.At("grade", "kernel.itemflow.grade", nil)
	}
	out := *r
	out.Again = &Rating{Stars: stars(in.Grade), Text: in.Text, Named: in.Named, At: now}
	return &out, nil
}

// Bad reports whether a grade is one of the two lowest.
func (r Rating) Bad() bool { return r.Stars <= badStars }

// Latest is the word that stands: the second where there is one.
func (r Rating) Latest() Rating {
	if r.Again != nil {
		return *r.Again
	}
	return r
}

// reviewed brings the end of a review back to the case: the applicant reads what
// was replied, and may rate again.
func reviewed() kernel.Move {
	return kernel.MoveOf[Data, ReviewedInput, none]{
		Name: "reviewed", From: []kernel.State{Delivered, NotAccepted}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true,
		Effects: func(t kernel.Turn[Data, ReviewedInput, none]) (kernel.Out[Data], error) {
			t.Data.Rating = Settled(t.Data.Rating, t.Input, t.Now)
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.reviewed", Args: map[string]string{"no": t.Case.No}},
			}}, nil
		},
	}.Build()
}

// rateAgain is the applicant's word after a bad rating was settled.
func rateAgain() kernel.Move {
	return kernel.MoveOf[Data, RateInput, none]{
		Name: "rate_again", From: []kernel.State{Delivered, NotAccepted}, By: owners, Right: kernel.RightView,
		Guard: func(t kernel.Turn[Data, RateInput, none]) error {
			_, err := RatedAgain(t.Data.Rating, t.Input, t.Now)
			return err
		},
		Effects: func(t kernel.Turn[Data, RateInput, none]) (kernel.Out[Data], error) {
			r, err := RatedAgain(t.Data.Rating, t.Input, t.Now)
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			t.Data.Rating = r
			text := "kernel.itemflow.notice.rated_again"
			if r.Again.Bad() {
				text = "kernel.itemflow.notice.bad_again"
			}
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleClerk, Text: text, Args: map[string]string{"no": t.Case.No}}}}, nil
		},
	}.Build()
}
