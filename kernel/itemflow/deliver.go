package itemflow

import (
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Inputs of service and rating.
type (
	// DeliverInput is the proof of service (送达回证).
	DeliverInput struct {
		Way      calendar.Way  `json:"way"`
		Day      calendar.Date `json:"day"`             // sent, or handed over
		Proven   calendar.Date `json:"proven,omitzero"` // day of receipt, where it is proven
		Receiver string        `json:"receiver,omitempty"`
		Note     string        `json:"note,omitempty"`
	}
	// RateInput is a rating of the service in one of the five [Grades].
	RateInput struct {
		Grade string `json:"grade"`
		Text  string `json:"text,omitempty"`
		Named bool   `json:"named,omitempty"`
	}
	// ReviewedInput brings the end of a review back.
	ReviewedInput struct {
		Finding string `json:"finding"`
	}
)

// Ways of service beside the calendar's: by hand at the counter.
const ByHand calendar.Way = "hand"

func servedNow(now time.Time, receiver string) *Served {
	day := calendar.DateOf(now)
	return &Served{Way: calendar.Electronic, Sent: day, Day: day, Receiver: receiver}
}

// deliver serves the result: the day on which it counts as served follows from
// the way and moves the periods that run from it.
func deliver() kernel.Move {
	return kernel.MoveOf[Data, DeliverInput, form.Item]{
		Name: "deliver", From: []kernel.State{Decided}, By: clerks, Facts: itemOf[DeliverInput],
		Guard: func(t kernel.Turn[Data, DeliverInput, form.Item]) error {
			if !slices.Contains([]calendar.Way{calendar.Electronic, calendar.Post, calendar.Announcement, ByHand}, t.Input.Way) {
				return errs.At("way", "kernel.itemflow.way", nil)
			}
			if t.Input.Day.IsZero() || t.Input.Day.After(calendar.DateOf(t.Now)) {
				return errs.At("day", "kernel.itemflow.day", nil)
			}
			if t.Input.Way == ByHand && t.Input.Receiver == "" {
				return errs.At("receiver", "kernel.itemflow.receiver", nil)
			}
			if t.Data.SealMissing() {
				return errs.New(errs.TooEarly, "kernel.itemflow.seal_missing", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, DeliverInput, form.Item]) (kernel.Out[Data], error) {
			counts := t.Input.Day
			if t.Input.Way != ByHand {
				got, err := calendar.Service(t.Input.Way, t.Input.Day, t.Input.Proven)
				if err != nil {
					return kernel.Out[Data]{}, err
				}
				counts = got.Date
			}
			return delivered(t, &Served{Way: t.Input.Way, Sent: t.Input.Day, Day: counts, Receiver: t.Input.Receiver, Note: t.Input.Note})
		},
	}.Build()
}

func delivered[I any](t kernel.Turn[Data, I, form.Item], s *Served) (kernel.Out[Data], error) {
	d := t.Data
	d.Served = s
	data, err := json.Marshal(map[string]any{"no": t.Case.No, "item": d.Name.Zh, "applicant": d.Applicant.Name, "way": string(s.Way), "sent": s.Sent.Chinese(), "day": s.Day.Chinese(), "receiver": s.Receiver, "note": s.Note})
	return kernel.Out[Data]{To: Delivered, Data: d, Change: func(c *kernel.Case) { startLimits(c, t.Facts, "serve", s.Day.At(0)) }, Effects: []kernel.Effect{
		kernel.IssueDocument{ID: t.NewID(), Kind: "kernel.itemflow.paper.service", Template: "items/service", Data: data},
		kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.delivered", Args: map[string]string{"no": t.Case.No}},
	}}, err
}

// served delivers by the platform itself, once the paper is drawn and has the seal
// that it needs: the day on which it lies in the applicant's account. Who said in the shared groups
// "delivery" or "contact" that the result shall come by post or at the window
// is served so.
func served() kernel.Move {
	return kernel.MoveOf[Data, none, form.Item]{
		Name: "served", From: []kernel.State{Decided}, By: []kernel.Role{Paper}, Hidden: true, Facts: itemOf[none],
		Guard: func(t kernel.Turn[Data, none, form.Item]) error {
			if t.Data.SealMissing() {
				return errs.New(errs.TooEarly, "kernel.itemflow.seal_missing", nil)
			}
			return byPlatform(t.Data)
		},
		Effects: func(t kernel.Turn[Data, none, form.Item]) (kernel.Out[Data], error) {
			return delivered(t, servedNow(t.Now, ""))
		},
	}.Build()
}

// byPlatform refuses what the platform does not serve by itself.
func byPlatform(d Data) error {
	if d.Applicant.Party == "" {
		return errs.New(errs.Conflict, "kernel.itemflow.no_account", nil)
	}
	for _, field := range []string{"delivery.way", "contact.way"} {
		if way := d.Values[field]; way == "post" || way == "window" {
			return errs.New(errs.Conflict, "kernel.itemflow.other_way", nil)
		}
	}
	return nil
}

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
			data, err := json.Marshal(Review{Of: t.Case.ID, No: t.Case.No, Stars: n, Text: t.Input.Text, Named: t.Input.Named, Unit: t.Case.Unit, Handler: t.Case.Assignee})
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

// reviewed brings the end of a review back to the case.
func reviewed() kernel.Move {
	return kernel.MoveOf[Data, ReviewedInput, none]{
		Name: "reviewed", From: []kernel.State{Delivered, NotAccepted}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true,
		Effects: func(t kernel.Turn[Data, ReviewedInput, none]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.reviewed", Args: map[string]string{"no": t.Case.No}},
			}}, nil
		},
	}.Build()
}
