package itemflow

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// Review is the case that settles a bad rating: 核实 → 整改 → 反馈 → 复核.
type Review struct {
	Of      kernel.CaseID `json:"of"`
	No      string        `json:"no"`
	Stars   int           `json:"stars"`
	Text    string        `json:"text"`
	Named   bool          `json:"named"`
	Unit    kernel.UnitID `json:"unit"`
	Handler kernel.UserID `json:"handler,omitempty"` // who handled the rated case
	// Also worked on it: ticked its checks, gave the opinion.
	Also    []kernel.UserID `json:"also,omitempty"`
	Found   string          `json:"found,omitempty"`
	Fixed   string          `json:"fixed,omitempty"`
	Reply   string          `json:"reply,omitempty"`
	Called  time.Time       `json:"called,omitzero"` // call-back of a named rating
	Checked string          `json:"checked,omitempty"`
	Late    time.Time       `json:"late,omitzero"` // its time ran out: it is the head's to bring on
}

// ReviewLimit is the name of the limit for settling a bad rating.
const ReviewLimit = "review"

// OpenReview opens the case that settles a bad rating, and begins its time.
func OpenReview(e kernel.OpenCase) []kernel.Effect {
	e.State = ReviewOpen
	return []kernel.Effect{e, kernel.MoveChild{Case: e.ID, Move: "review_opened"}}
}

// reviewOpened begins the time for settling it and tells everybody of the unit,
// its head and who supervises it among them: the head verifies, or hands it on.
func (r Rules) reviewOpened() kernel.Move {
	return kernel.MoveOf[Review, none, none]{
		Name: "review_opened", From: []kernel.State{ReviewOpen}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true,
		Effects: func(t kernel.Turn[Review, none, none]) (kernel.Out[Review], error) {
			l := kernel.Limit{Name: ReviewLimit, Committed: true, Period: r.Review, Regime: calendar.Administrative, From: t.Now}
			due, err := l.Due(nil, r.Calendar)
			return kernel.Out[Review]{Data: t.Data, Change: func(c *kernel.Case) { c.StartLimit(l) }, Effects: []kernel.Effect{
				kernel.SetTimer{Name: ReviewLimit, At: due.Date.At(24), Move: "review_late"},
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.bad_rating", Args: map[string]string{"no": t.Case.No, "of": t.Data.No, "by": due.Date.String()}},
			}}, err
		},
	}.Build()
}

// reviewLate tells head and supervisor that the time ran out; from here it is the
// head's turn whatever the step.
func reviewLate() kernel.Move {
	return kernel.MoveOf[Review, none, none]{
		Name: "review_late", From: []kernel.State{ReviewOpen, ReviewFixing, ReviewReply}, By: []kernel.Role{Timer}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[Review, none, none]) (kernel.Out[Review], error) {
			t.Data.Late = t.Now
			return kernel.Out[Review]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.review_late", Args: map[string]string{"no": t.Case.No, "of": t.Data.No}},
			}}, nil
		},
	}.Build()
}

// reviewTurn is whose turn a review is that ran out of its time.
func reviewTurn(c kernel.Case) (kernel.Role, bool) {
	var d Review
	if !slices.Contains([]kernel.State{ReviewOpen, ReviewFixing, ReviewReply}, c.State) || json.Unmarshal(c.Data, &d) != nil || d.Late.IsZero() {
		return "", false
	}
	return kernel.RoleHead, true
}

// TextInput is a sentence of the review.
type TextInput struct {
	Text string `json:"text"`
}

// CallInput is the reply; a named rating is answered by a call.
type CallInput struct {
	Text   string `json:"text"`
	Called bool   `json:"called,omitempty"`
}

func needText(text string) error {
	if len([]rune(strings.TrimSpace(text))) < 2 {
		return errs.At("text", "kernel.itemflow.text_missing", nil)
	}
	return nil
}

// ownRating bars who handled the rated case from every step of its review.
func ownRating(a kernel.Actor, d Review) error {
	if d.rated(a.User) {
		return errs.New(errs.Forbidden, "kernel.itemflow.own_rating", nil)
	}
	return nil
}

// rated reports whether the rating is about the user's own work.
func (d Review) rated(u kernel.UserID) bool {
	return u != "" && (d.Handler == u || slices.Contains(d.Also, u))
}

// workedOn are who handled a case, the one who answers for it first: whose it is,
// else who decided it; a question is answered without anybody claiming it.
func workedOn(c kernel.Case, d Data) (handler kernel.UserID, also []kernel.UserID) {
	handler = c.Assignee
	if handler == "" && d.Decision != nil {
		handler = d.Decision.By
	}
	if d.Opinion != nil {
		also = append(also, d.Opinion.By)
	}
	for _, k := range d.Checks {
		also = append(also, k.By)
	}
	slices.Sort(also)
	also = slices.DeleteFunc(slices.Compact(also), func(u kernel.UserID) bool { return u == "" || u == handler })
	return handler, also
}

// notRated keeps the review from whom it is about, who neither takes it nor is
// given it.
func notRated(moves []kernel.Move) []kernel.Move {
	barred := func(a kernel.Actor, c kernel.Case) error {
		d, err := reviewOf(c)
		if err != nil {
			return err
		}
		return ownRating(a, d)
	}
	for i, m := range moves {
		switch m.Name {
		case kernel.MoveClaim:
			m.Barred = barred
			moves[i] = m.Besides(func(a kernel.Actor, c kernel.Case, _ json.RawMessage) error { return barred(a, c) })
		case kernel.MoveReassign:
			moves[i] = m.Besides(func(_ kernel.Actor, c kernel.Case, input json.RawMessage) error {
				d, err := reviewOf(c)
				var in kernel.ReassignInput
				if err == nil && json.Unmarshal(input, &in) == nil && d.rated(in.User) {
					err = errs.At("user", "kernel.itemflow.rated_not_given", nil)
				}
				return err
			})
		}
	}
	return moves
}

func reviewOf(c kernel.Case) (d Review, err error) {
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// step is one sentence that brings the review on.
func step(name string, from, to kernel.State, by []kernel.Role, put func(*Review, string)) kernel.Move {
	return kernel.MoveOf[Review, TextInput, none]{
		Name: name, From: []kernel.State{from}, By: by, Barred: ownRating,
		Guard: func(t kernel.Turn[Review, TextInput, none]) error { return needText(t.Input.Text) },
		Effects: func(t kernel.Turn[Review, TextInput, none]) (kernel.Out[Review], error) {
			put(&t.Data, t.Input.Text)
			return kernel.Out[Review]{To: to, Data: t.Data}, nil
		},
	}.Build()
}

// reviewFlow settles a bad rating; who handled the case does not review it.
func (r Rules) reviewFlow(a kernel.FlowAddr) *kernel.Flow {
	reply := kernel.MoveOf[Review, CallInput, none]{
		Name: "reply", From: []kernel.State{ReviewFixing}, By: clerks, Barred: ownRating,
		Guard: func(t kernel.Turn[Review, CallInput, none]) error {
			if t.Data.Named && !t.Input.Called {
				return errs.At("called", "kernel.itemflow.call_back", nil)
			}
			return needText(t.Input.Text)
		},
		Effects: func(t kernel.Turn[Review, CallInput, none]) (kernel.Out[Review], error) {
			t.Data.Reply = t.Input.Text
			if t.Input.Called {
				t.Data.Called = t.Now
			}
			return kernel.Out[Review]{To: ReviewReply, Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.review_reply", Args: map[string]string{"no": t.Data.No, "text": t.Input.Text}},
			}}, nil
		},
	}.Build()
	recheck := kernel.MoveOf[Review, TextInput, none]{
		Name: "recheck", From: []kernel.State{ReviewReply}, By: heads, Barred: ownRating,
		Guard: func(t kernel.Turn[Review, TextInput, none]) error { return needText(t.Input.Text) },
		Effects: func(t kernel.Turn[Review, TextInput, none]) (kernel.Out[Review], error) {
			t.Data.Checked = t.Input.Text
			in, err := json.Marshal(ReviewedInput{Finding: t.Data.Found, Reply: t.Data.Reply})
			return kernel.Out[Review]{To: ReviewClosed, Data: t.Data, Change: func(c *kernel.Case) { c.Meet(ReviewLimit, t.Now) }, Effects: []kernel.Effect{kernel.ClearTimer{Name: ReviewLimit}, kernel.MoveChild{Case: t.Data.Of, Move: "reviewed", Input: in}}}, err
		},
	}.Build()
	f := kernel.WithStandard(kernel.Flow{Addr: a, Prefix: reviewPrefix,
		States: []kernel.StateDef{{Name: ReviewOpen, Turn: kernel.RoleHead}, {Name: ReviewFixing, Turn: kernel.RoleClerk}, {Name: ReviewReply, Turn: kernel.RoleHead}, {Name: ReviewClosed, Terminal: true}},
		Moves: []kernel.Move{
			step("verify", ReviewOpen, ReviewFixing, clerks, func(d *Review, s string) { d.Found = s }),
			step("fix", ReviewFixing, "", clerks, func(d *Review, s string) { d.Fixed = s }),
			reply, recheck, r.reviewOpened(), reviewLate(),
		}}, []kernel.State{ReviewOpen, ReviewFixing, ReviewReply}, clerks...)
	f.Moves = slices.DeleteFunc(notRated(amongOffices(f.Moves)), func(m kernel.Move) bool { return m.Name == kernel.MoveSuspend })
	return &f
}
