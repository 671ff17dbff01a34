package itemflow

import (
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Ground is a reason for which a rule lets a procedure stand still (中止事由).
type Ground struct {
	ID       string    `json:"id"`
	Name     form.Text `json:"name"`
	Basis    string    `json:"basis"`
	Verified bool      `json:"verified,omitempty"`
}

// OtherGround is one that no list holds: the office names the rule, which is not
// verified.
const OtherGround = "other"

// Suspension asks that the case stands still (中止); a head approves it. Who decides
// on it no rule was seen to say: it is done as with a longer limit.
type Suspension struct {
	Ground   Ground        `json:"ground"`
	Until    calendar.Date `json:"until,omitzero"`  // planned day on which it goes on
	Event    string        `json:"event,omitempty"` // what is waited for
	Reason   string        `json:"reason"`
	By       kernel.UserID `json:"by"`
	Approved *bool         `json:"approved,omitempty"`
	Head     string        `json:"head,omitempty"`
	Note     string        `json:"note,omitempty"`
	From     time.Time     `json:"from,omitzero"`  // when the clocks stopped
	Ended    time.Time     `json:"ended,omitzero"` // when the case went on
	Over     string        `json:"over,omitempty"` // why nobody answers any more, see [RequestOver]
	// Notice is the notice of suspension (中止通知书), Resumed that of going on
	// (恢复办理通知书); nil where none was given.
	Notice  *HoldNotice `json:"notice,omitempty"`
	Resumed *HoldNotice `json:"resumed,omitempty"`
}

// SuspendInput asks for a suspension.
type SuspendInput struct {
	Ground string        `json:"ground"`
	Basis  string        `json:"basis,omitempty"` // law and article, with another ground
	Until  calendar.Date `json:"until,omitzero"`
	Event  string        `json:"event,omitempty"`
	Reason string        `json:"reason"`
}

// Open reports whether it waits for a head's word.
func (s *Suspension) Open() bool { return s != nil && s.Approved == nil && s.Over == "" }

// Stood reports whether it was approved.
func (s *Suspension) Stood() bool { return s != nil && s.Approved != nil && *s.Approved }

// suspending are the moves around 中止, in the place of the general ones.
func (r Rules) suspending() []kernel.Move {
	return []kernel.Move{r.askSuspension(), r.answerSuspension(), suspensionDue(), r.resume(), suspensionOver(), r.serveSuspension()}
}

var suspendable = []kernel.State{Submitted, Accepted, Deciding}

// ground is the one that was chosen, by the rules of the day.
func (r Rules) ground(c kernel.Case, in SuspendInput, now time.Time) (Ground, error) {
	if in.Ground == OtherGround {
		basis := strings.TrimSpace(in.Basis)
		if len([]rune(basis)) < 4 {
			return Ground{}, errs.At("basis", "kernel.itemflow.ground_basis", nil)
		}
		return Ground{ID: OtherGround, Basis: basis}, nil
	}
	if r.Grounds != nil {
		list := r.Grounds(c.Flow.Matter(), calendar.DateOf(now))
		if i := slices.IndexFunc(list, func(g Ground) bool { return g.ID == in.Ground }); i >= 0 {
			return list[i], nil
		}
	}
	return Ground{}, errs.At("ground", "kernel.itemflow.no_such_ground", nil)
}

// askSuspension asks a head to let the case stand still.
func (r Rules) askSuspension() kernel.Move {
	return kernel.MoveOf[Data, SuspendInput, none]{
		Name: "ask_suspension", From: suspendable, By: clerks,
		Guard: func(t kernel.Turn[Data, SuspendInput, none]) error {
			if t.Data.Suspension.Open() {
				return errs.New(errs.Conflict, "kernel.itemflow.suspension_asked", nil)
			}
			if t.Data.HoldNoticeOwed() {
				return errs.New(errs.TooEarly, "kernel.itemflow.suspension_unserved", nil)
			}
			var faults errs.List
			_, err := r.ground(t.Case, t.Input, t.Now)
			faults = append(faults, errs.All(err)...)
			switch until := t.Input.Until; {
			case until.IsZero() && strings.TrimSpace(t.Input.Event) == "":
				faults.Add(errs.At("until", "kernel.itemflow.suspended_until_when", nil))
			case !until.IsZero() && !until.After(calendar.DateOf(t.Now)):
				faults.Add(errs.At("until", "kernel.itemflow.suspended_past", nil))
			}
			return append(faults, errs.All(needReason(t.Input.Reason))...).Err()
		},
		Effects: func(t kernel.Turn[Data, SuspendInput, none]) (kernel.Out[Data], error) {
			g, err := r.ground(t.Case, t.Input, t.Now)
			t.Data.Suspension = &Suspension{Ground: g, Until: t.Input.Until, Event: strings.TrimSpace(t.Input.Event), Reason: t.Input.Reason, By: t.Actor.User}
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleHead, Text: "kernel.itemflow.notice.suspension", Args: map[string]string{"no": t.Case.No, "reason": t.Input.Reason}}}}, err
		},
	}.Build()
}

// answerSuspension is the head's word; the clocks stop with it, and the applicant
// gets the notice.
func (r Rules) answerSuspension() kernel.Move {
	return kernel.MoveOf[Data, ApproveInput, form.Item]{
		Name: "answer_suspension", From: suspendable, By: heads, Facts: itemOf[ApproveInput],
		Guard: func(t kernel.Turn[Data, ApproveInput, form.Item]) error {
			s := t.Data.Suspension
			switch {
			case !s.Open():
				return errs.New(errs.Conflict, "kernel.itemflow.no_suspension", nil)
			case s.By == t.Actor.User:
				return errs.New(errs.Forbidden, "kernel.itemflow.own_suspension", nil)
			case t.Input.OK != "yes" && t.Input.OK != "no":
				return errs.At("ok", "kernel.itemflow.yes_no", nil)
			case t.Input.OK == "no":
				return needNote(t.Input.Note)
			case !s.Until.IsZero() && !s.Until.After(calendar.DateOf(t.Now)):
				return errs.At("ok", "kernel.itemflow.suspended_too_late", errs.Args{"until": s.Until})
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, ApproveInput, form.Item]) (kernel.Out[Data], error) {
			s := *t.Data.Suspension
			yes := t.Input.OK == "yes"
			s.Approved, s.Head, s.Note = &yes, t.Actor.Name, t.Input.Note
			t.Data.Suspension = &s
			if !yes {
				return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleClerk, User: s.By, Text: "kernel.itemflow.notice.not_suspended", Args: map[string]string{"no": t.Case.No, "reason": s.Note}}}}, nil
			}
			s.From, s.Notice = t.Now, holdNotice(t.Data, t.NewID(), t.Actor.Name, r.noticeRule(t.Case, NoticeSuspended, t.Now), t.Now)
			paper, err := r.holdPaper(t.Case, t.Data, t.Facts, s, t.Now)
			effects := append([]kernel.Effect{paper}, s.told(t.Case.No)...)
			if !s.Until.IsZero() {
				effects = append(effects, kernel.SetTimer{Name: suspensionTimer, At: s.Until.At(0), Move: "suspension_due"})
			}
			return kernel.Out[Data]{Data: t.Data, Change: func(c *kernel.Case) {
				c.Hold = &kernel.Hold{Kind: kernel.HoldSuspended, Reason: s.Reason, Since: t.Now}
				c.Pauses = append(slices.Clone(c.Pauses), kernel.Pause{From: t.Now, Reason: string(kernel.HoldSuspended)})
			}, Effects: effects}, err
		},
	}.Build()
}

const suspensionTimer = "suspension"

// told tells both sides on which ground the case stands still, and until when.
func (s Suspension) told(no string) []kernel.Effect {
	text, args := "kernel.itemflow.notice.suspended_event", map[string]string{"no": no, "reason": s.Reason, "basis": s.Ground.Basis, "event": s.Event}
	if !s.Until.IsZero() {
		text, args["until"] = "kernel.itemflow.notice.suspended_until", s.Until.String()
	}
	return []kernel.Effect{kernel.Notify{To: kernel.RoleOwner, Text: text, Args: args}, kernel.Notify{To: kernel.RoleClerk, User: s.By, Text: text, Args: args}}
}

// suspensionDue reminds that the day came on which the case was to go on.
func suspensionDue() kernel.Move {
	return kernel.MoveOf[Data, none, none]{
		Name: "suspension_due", Anytime: true, By: []kernel.Role{Timer}, Hidden: true, OnHold: true,
		Guard: func(t kernel.Turn[Data, none, none]) error {
			if s := t.Data.Suspension; t.Case.Hold == nil || t.Case.Hold.Kind != kernel.HoldSuspended || !s.Stood() || calendar.DateOf(t.Now).Before(s.Until) {
				return errs.New(errs.TooEarly, "kernel.not_suspended", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, none, none]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.suspension_due", Args: map[string]string{"no": t.Case.No, "until": t.Data.Suspension.Until.String()}},
			}}, nil
		},
	}.Build()
}

// resume lets the case go on (恢复), and says why. Who decides on it no rule was seen
// to say.
func (r Rules) resume() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, form.Item]{
		Name: kernel.MoveResume, Needs: []string{"reason"}, Anytime: true, By: clerks, OnHold: true, Facts: itemOf[kernel.ReasonInput],
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, form.Item]) error {
			if t.Case.Hold == nil || t.Case.Hold.Kind != kernel.HoldSuspended {
				return errs.New(errs.Conflict, "kernel.not_suspended", nil)
			}
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, form.Item]) (kernel.Out[Data], error) {
			effects := []kernel.Effect{kernel.ClearTimer{Name: suspensionTimer}}
			if t.Data.Suspension != nil {
				s := *t.Data.Suspension
				s.Ended, s.Resumed = t.Now, holdNotice(t.Data, t.NewID(), t.Actor.Name, r.noticeRule(t.Case, NoticeResumed, t.Now), t.Now)
				s.Resumed.Reason = strings.TrimSpace(t.Input.Reason)
				paper, err := r.holdPaper(t.Case, t.Data, t.Facts, s, t.Now)
				if err != nil {
					return kernel.Out[Data]{}, err
				}
				t.Data.Suspension, effects = &s, append(effects, paper)
			}
			return kernel.Out[Data]{Data: t.Data, Change: func(c *kernel.Case) { c.EndHold(t.Now) }, Effects: append(effects,
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.resumed", Args: map[string]string{"no": t.Case.No, "reason": t.Input.Reason}},
			)}, nil
		},
	}.Build()
}
