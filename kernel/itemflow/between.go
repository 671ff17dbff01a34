package itemflow

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Inputs between offices.
type (
	// ExtendInput asks for a longer limit.
	ExtendInput struct {
		Limit  string `json:"limit"`
		Extra  string `json:"extra"` // as 5wd, in the unit of the limit
		Reason string `json:"reason"`
	}
	// ApproveInput is a head's word.
	ApproveInput struct {
		OK   string `json:"ok"` // yes or no
		Note string `json:"note,omitempty"`
	}
	// AskInput asks another office for its opinion.
	AskInput struct {
		Unit     kernel.UnitID `json:"unit"`
		Question string        `json:"question"`
		Period   string        `json:"period,omitempty"`
	}
	// OpinionInput is that office's word.
	OpinionInput struct {
		Answer string `json:"answer"`
	}
	// GivenInput brings it back to the case.
	GivenInput struct {
		Case   kernel.CaseID `json:"case"`
		Answer string        `json:"answer"`
	}
	// FromInput says which other city's window took the case in, and why it did.
	FromInput struct {
		City   string `json:"from_city"`
		Office string `json:"from_office"`
		No     string `json:"from_no,omitempty"`
		Reason string `json:"reason"`
	}
	// HandOverInput hands a case over to another city's office.
	HandOverInput struct {
		City   string `json:"city"`
		Office string `json:"office"`
		Reason string `json:"reason"`
	}
)

// Extendable reports whether a limit may be made longer: it runs, and is ours.
func Extendable(l kernel.Limit) bool { return l.Met.IsZero() && !l.Outside }

// extended is the limit with more time; both in the same unit.
func extended(c kernel.Case, in ExtendInput) (kernel.Limit, error) {
	i := slices.IndexFunc(c.Limits, func(l kernel.Limit) bool { return l.Name == in.Limit && Extendable(l) })
	if i < 0 {
		return kernel.Limit{}, errs.At("limit", "kernel.itemflow.no_such_limit", nil)
	}
	l := c.Limits[i]
	extra, err := calendar.ParsePeriod(in.Extra)
	if err != nil || extra.Unit != l.Period.Unit || extra.N < 1 {
		return l, errs.At("extra", "kernel.itemflow.extra", errs.Args{"unit": string(l.Period.Unit)})
	}
	l.Period.N += extra.N
	return l, nil
}

// extends looks whether the limit can be made longer by what is asked, and ends
// after today then.
func (r Rules) extends(c kernel.Case, in ExtendInput, now time.Time) error {
	l, err := extended(c, in)
	if err != nil {
		return err
	}
	due, err := l.Due(c.Pauses, r.Calendar)
	if err != nil {
		return err
	}
	if due.Date.Before(calendar.DateOf(now)) { // longer, and past all the same
		return errs.At("extra", "kernel.itemflow.extension_past", errs.Args{"until": due.Date})
	}
	return nil
}

// askExtension asks a head for a longer limit (延期).
func (r Rules) askExtension() kernel.Move {
	return kernel.MoveOf[Data, ExtendInput, none]{
		Name: "ask_extension", From: []kernel.State{Accepted, Deciding}, By: clerks,
		Guard: func(t kernel.Turn[Data, ExtendInput, none]) error {
			if t.Data.Extension.Open() {
				return errs.New(errs.Conflict, "kernel.itemflow.extension_asked", nil)
			}
			var bad errs.List
			err := r.extends(t.Case, t.Input, t.Now)
			if err != nil && errs.KindOf(err) != errs.Invalid {
				return err
			}
			bad.Add(errs.As(err))
			bad.Add(errs.As(needReason(t.Input.Reason)))
			return bad.Err()
		},
		Effects: func(t kernel.Turn[Data, ExtendInput, none]) (kernel.Out[Data], error) {
			p, err := calendar.ParsePeriod(t.Input.Extra)
			t.Data.Extension = &Extension{Limit: t.Input.Limit, Extra: p, Reason: t.Input.Reason, By: t.Actor.User}
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleHead, Text: "kernel.itemflow.notice.extension", Args: map[string]string{"no": t.Case.No, "reason": t.Input.Reason}}}}, err
		},
	}.Build()
}

// answerExtension is the head's word; nobody approves what he asked himself.
func (r Rules) answerExtension() kernel.Move {
	return kernel.MoveOf[Data, ApproveInput, none]{
		Name: "answer_extension", From: []kernel.State{Accepted, Deciding}, By: heads,
		Guard: func(t kernel.Turn[Data, ApproveInput, none]) error {
			e := t.Data.Extension
			switch {
			case !e.Open():
				return errs.New(errs.Conflict, "kernel.itemflow.no_extension", nil)
			case e.By == t.Actor.User:
				return errs.New(errs.Forbidden, "kernel.itemflow.own_extension", nil)
			case t.Input.OK != "yes" && t.Input.OK != "no":
				return errs.At("ok", "kernel.itemflow.yes_no", nil)
			case t.Input.OK == "no":
				return needNote(t.Input.Note)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, ApproveInput, none]) (kernel.Out[Data], error) {
			e := *t.Data.Extension
			yes := t.Input.OK == "yes"
			e.Approved, e.Head, e.Note = &yes, t.Actor.Name, t.Input.Note
			t.Data.Extension = &e
			out := kernel.Out[Data]{Data: t.Data}
			if !yes {
				out.Effects = []kernel.Effect{kernel.Notify{To: kernel.RoleClerk, User: e.By, Text: "kernel.itemflow.notice.not_extended", Args: map[string]string{"no": t.Case.No, "reason": e.Note}}}
				return out, nil
			}
			l, err := extended(t.Case, ExtendInput{Limit: e.Limit, Extra: e.Extra.String()})
			if err != nil {
				return out, err
			}
			due, err := l.Due(t.Case.Pauses, r.Calendar)
			e.Until = due.Date
			out.Change = func(c *kernel.Case) { c.StartLimit(l) }
			args := map[string]string{"no": t.Case.No, "reason": e.Reason, "until": e.Until.String()}
			out.Effects = []kernel.Effect{kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.extended", Args: args}, kernel.Notify{To: kernel.RoleClerk, User: e.By, Text: "kernel.itemflow.notice.extended", Args: args}}
			return out, err
		},
	}.Build()
}

func needNote(note string) error {
	if len([]rune(strings.TrimSpace(note))) < 2 {
		return errs.At("note", "kernel.reason_needed", nil)
	}
	return nil
}

// States of the small flows between offices.
const (
	OpinionOpen   kernel.State = "asked"
	OpinionGiven  kernel.State = "given"
	OpinionWaived kernel.State = "waived"    // the asking office went on without it
	ReviewOpen    kernel.State = "verifying" // 核实
	ReviewFixing  kernel.State = "fixing"    // 整改
	ReviewReply   kernel.State = "replied"   // 反馈
	ReviewClosed  kernel.State = "closed"    // 复核
)

// handOver gives a case that was taken in here to another city's office
// (跨市代收代办); its answer is entered when it comes.
func (r Rules) handOver() kernel.Move {
	return kernel.MoveOf[Data, HandOverInput, form.Item]{
		Name: "hand_over", From: []kernel.State{Submitted}, By: clerks, Facts: itemOf[HandOverInput],
		Guard: func(t kernel.Turn[Data, HandOverInput, form.Item]) error {
			return needPlace(t.Input.City, t.Input.Office, t.Input.Reason, "")
		},
		Effects: func(t kernel.Turn[Data, HandOverInput, form.Item]) (kernel.Out[Data], error) {
			x := Proxy{At: t.Now, Reason: t.Input.Reason}
			x.City, x.Office = place(t.Input.City, t.Input.Office)
			t.Data.Proxy = &x
			return kernel.Out[Data]{To: HandedOver, Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.handed_over", Args: map[string]string{"no": t.Case.No, "city": x.City, "office": x.Office, "reason": x.Reason}},
			}}, nil
		},
	}.Build()
}

// takenFrom enters that another city's window took the case in for us (跨市代收):
// whoever decides is told where the result goes.
func takenFrom() kernel.Move {
	return kernel.MoveOf[Data, FromInput, none]{
		Name: "taken_from", From: []kernel.State{Submitted, Accepted, Deciding}, By: clerks,
		Guard: func(t kernel.Turn[Data, FromInput, none]) error {
			return needPlace(t.Input.City, t.Input.Office, t.Input.Reason, "from_")
		},
		Effects: func(t kernel.Turn[Data, FromInput, none]) (kernel.Out[Data], error) {
			f := From{No: strings.TrimSpace(t.Input.No)}
			f.City, f.Office = place(t.Input.City, t.Input.Office)
			t.Data.From = &f
			return kernel.Out[Data]{Data: t.Data}, nil
		},
	}.Build()
}

// needPlace is all that is missing of another city's office and why it has to do
// with the case; prefix stands before the names of its fields and codes.
func needPlace(city, office, reason, prefix string) error {
	var bad errs.List
	if strings.TrimSpace(city) == "" {
		bad.Add(errs.At(prefix+"city", "kernel.itemflow."+prefix+"city", nil))
	}
	if strings.TrimSpace(office) == "" {
		bad.Add(errs.At(prefix+"office", "kernel.itemflow."+prefix+"office", nil))
	}
	bad.Add(errs.As(needReason(reason)))
	return bad.Err()
}

// place is a city and its office apart: the two are said together.
func place(city, office string) (string, string) {
	city, office = strings.TrimSpace(city), strings.TrimSpace(office)
	return city, cmp.Or(strings.TrimSpace(strings.TrimPrefix(office, city)), office)
}

// backTo tells whoever decided that the result goes to the other city.
func backTo(no string, f *From) []kernel.Effect {
	if f == nil {
		return nil
	}
	return []kernel.Effect{kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.back_to", Args: map[string]string{"no": no, "city": f.City, "office": f.Office, "other": f.No}}}
}
