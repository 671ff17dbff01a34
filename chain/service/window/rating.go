package window

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

var noTime time.Time

// RateInput is a rating on the spot (现场一次一评); Code proves that one was there.
type RateInput struct {
	itemflow.RateInput
	Code string `json:"code"`
}

// Unit: stars. Source: 国办发〔2019〕51号: the two lowest grades are bad.
const badStars = 2

// rate is the word of who was served. A bad one opens a review, as a bad one of
// a case does; who served does not review it.
func rate() kernel.Move {
	return kernel.MoveOf[TicketData, RateInput, none]{
		Name: "rate", From: []kernel.State{Serving, Done, Moved}, By: []kernel.Role{Guest},
		Guard: func(t kernel.Turn[TicketData, RateInput, none]) error {
			switch {
			case !strings.EqualFold(strings.TrimSpace(t.Input.Code), t.Data.Code):
				return errs.New(errs.NotFound, "service.window.no_such_code", nil)
			case !slices.Contains(itemflow.Grades(), t.Input.Grade):
				return errs.At("grade", "kernel.itemflow.grade", nil)
			case t.Data.Rating != nil:
				return errs.New(errs.Conflict, "service.window.rated_already", nil)
			case len([]rune(t.Input.Text)) > mostNote:
				return errs.At("text", "service.window.note", errs.Args{"most": mostNote})
			}
			return nil
		},
		Effects: func(t kernel.Turn[TicketData, RateInput, none]) (kernel.Out[TicketData], error) {
			d := t.Data
			stars := len(itemflow.Grades()) - slices.Index(itemflow.Grades(), t.Input.Grade)
			d.Rating = &itemflow.Rating{Stars: stars, Text: strings.TrimSpace(t.Input.Text), Named: t.Input.Named, At: t.Now}
			if stars > badStars {
				return kernel.Out[TicketData]{Data: d}, nil
			}
			d.Rating.Review = kernel.CaseID(t.NewID())
			raw, err := json.Marshal(itemflow.Review{Of: t.Case.ID, No: t.Case.No, Stars: stars, Text: d.Rating.Text, Named: d.Rating.Named, Unit: d.Unit, Handler: d.Clerk})
			return kernel.Out[TicketData]{Data: d, Effects: itemflow.OpenReview(kernel.OpenCase{
				ID: d.Rating.Review, No: t.Number(reviewPrefix), Flow: Review, Title: t.Case.Title, Data: raw, Unit: d.Unit, Parent: t.Case.ID,
			})}, err
		},
	}.Build()
}

// reviewed: the review of a bad rating has ended; who was served reads what was
// replied under the code of the number.
func reviewed() kernel.Move {
	return kernel.MoveOf[TicketData, itemflow.ReviewedInput, none]{
		Name: "reviewed", From: []kernel.State{Serving, Done, Moved}, By: system, Hidden: true,
		Effects: func(t kernel.Turn[TicketData, itemflow.ReviewedInput, none]) (kernel.Out[TicketData], error) {
			t.Data.Rating = itemflow.Settled(t.Data.Rating, t.Input, t.Now)
			return kernel.Out[TicketData]{Data: t.Data}, nil
		},
	}.Build()
}

// rateAgain is the second word, after a bad rating was settled.
func rateAgain() kernel.Move {
	return kernel.MoveOf[TicketData, RateInput, none]{
		Name: "rate_again", From: []kernel.State{Serving, Done, Moved}, By: []kernel.Role{Guest},
		Guard: func(t kernel.Turn[TicketData, RateInput, none]) error {
			if !strings.EqualFold(strings.TrimSpace(t.Input.Code), t.Data.Code) {
				return errs.New(errs.NotFound, "service.window.no_such_code", nil)
			}
			if len([]rune(t.Input.Text)) > mostNote {
				return errs.At("text", "service.window.note", errs.Args{"most": mostNote})
			}
			_, err := itemflow.RatedAgain(t.Data.Rating, t.Input.RateInput, t.Now)
			return err
		},
		Effects: func(t kernel.Turn[TicketData, RateInput, none]) (kernel.Out[TicketData], error) {
			r, err := itemflow.RatedAgain(t.Data.Rating, t.Input.RateInput, t.Now)
			if err != nil {
				return kernel.Out[TicketData]{}, err
			}
			t.Data.Rating = r
			out := kernel.Out[TicketData]{Data: t.Data}
			if r.Again.Bad() {
				out.Effects = []kernel.Effect{kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.bad_again", Args: map[string]string{"no": t.Case.No}}}
			}
			return out, nil
		},
	}.Build()
}
