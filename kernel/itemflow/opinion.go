package itemflow

import (
	"encoding/json"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// AskedData is the case of an opinion.
type AskedData struct {
	Of       kernel.CaseID `json:"of"`
	No       string        `json:"no"`
	Question string        `json:"question"`
	Answer   string        `json:"answer,omitempty"`
	Waived   string        `json:"waived,omitempty"` // why nobody waits for it any longer
}

// askOpinion asks another office: a case of its own with its own limit; the
// asked office reads the file meanwhile (协办、征求意见).
func (r Rules) askOpinion() kernel.Move {
	return kernel.MoveOf[Data, AskInput, none]{
		Name: "ask_opinion", From: []kernel.State{Submitted, Accepted, Deciding}, By: clerks,
		Guard: func(t kernel.Turn[Data, AskInput, none]) error {
			if t.Input.Unit == "" || t.Input.Unit == t.Case.Unit {
				return errs.At("unit", "kernel.itemflow.other_unit", nil)
			}
			if len([]rune(strings.TrimSpace(t.Input.Question))) < 2 {
				return errs.At("question", "kernel.itemflow.question", nil)
			}
			if t.Input.Period != "" {
				if _, err := calendar.ParsePeriod(t.Input.Period); err != nil {
					return errs.At("period", "kernel.itemflow.period", nil)
				}
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, AskInput, none]) (kernel.Out[Data], error) {
			p := r.Opinion
			if t.Input.Period != "" {
				var err error
				if p, err = calendar.ParsePeriod(t.Input.Period); err != nil {
					return kernel.Out[Data]{}, err
				}
			}
			a := Asked{Case: kernel.CaseID(t.NewID()), No: t.Number(opinionPrefix), Unit: t.Input.Unit, Question: t.Input.Question}
			data, err := json.Marshal(AskedData{Of: t.Case.ID, No: t.Case.No, Question: t.Input.Question})
			t.Data.Asked = append(slices.Clone(t.Data.Asked), a)
			return kernel.Out[Data]{Data: t.Data, Change: func(c *kernel.Case) {
				c.Grant(kernel.Access{Relation: kernel.RelInvited, Subject: "unit:" + string(a.Unit), As: kernel.RoleAssist, Level: kernel.ViewDetail})
			}, Effects: []kernel.Effect{kernel.OpenCase{
				ID: a.Case, No: a.No, Flow: kernel.FlowAddr(t.Case.Flow.Matter() + "." + OpinionFlow), Title: t.Case.Title, State: OpinionOpen, Data: data, Unit: a.Unit, Parent: t.Case.ID,
				Limits: []kernel.Limit{{Name: OpinionLimit, Committed: true, Period: p, Regime: calendar.Administrative, From: t.Now}},
			}, kernel.MoveChild{Case: a.Case, Move: "opinion_opened"}}}, err
		},
	}.Build()
}

// opinionGiven brings the asked office's word back.
func opinionGiven() kernel.Move {
	return kernel.MoveOf[Data, GivenInput, none]{
		Name: "opinion_given", Anytime: true, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[Data, GivenInput, none]) (kernel.Out[Data], error) {
			t.Data.Asked = slices.Clone(t.Data.Asked)
			for i := range t.Data.Asked {
				if t.Data.Asked[i].Case == t.Input.Case {
					t.Data.Asked[i].Answer, t.Data.Asked[i].Answered = t.Input.Answer, t.Now
				}
			}
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.opinion", Args: map[string]string{"no": t.Case.No}}}}, nil
		},
	}.Build()
}

// WaiveInput names the office that is not waited for any longer.
type WaiveInput struct {
	Unit   kernel.UnitID `json:"unit"`
	Reason string        `json:"reason"`
}

// OpinionLimit is the name of the limit, and of the timer, of an opinion.
const OpinionLimit = "opinion"

// askedFor is the case for which the opinion is asked.
func askedFor[I any](v kernel.View, _ kernel.Case, d AskedData, _ I) (kernel.Case, error) {
	return kernel.Load(v, kernel.CaseByID{ID: d.Of})
}

// opinionOpened begins the time for the answer and tells the asked office.
func (r Rules) opinionOpened() kernel.Move {
	return kernel.MoveOf[AskedData, none, none]{
		Name: "opinion_opened", From: []kernel.State{OpinionOpen}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true,
		Effects: func(t kernel.Turn[AskedData, none, none]) (kernel.Out[AskedData], error) {
			out := kernel.Out[AskedData]{Data: t.Data}
			i := slices.IndexFunc(t.Case.Limits, func(l kernel.Limit) bool { return l.Name == OpinionLimit })
			if i < 0 {
				return out, nil
			}
			due, err := t.Case.Limits[i].Due(nil, r.Calendar)
			out.Effects = []kernel.Effect{
				kernel.SetTimer{Name: OpinionLimit, At: due.Date.At(24), Move: "opinion_late"},
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.opinion_asked", Args: map[string]string{"no": t.Case.No, "of": t.Data.No, "by": due.Date.String()}},
			}
			return out, err
		},
	}.Build()
}

// opinionLate tells both offices that the time ran out. The answer may still
// come; whoever asked may go on without it.
func opinionLate() kernel.Move {
	return kernel.MoveOf[AskedData, none, kernel.Case]{
		Name: "opinion_late", From: []kernel.State{OpinionOpen}, By: []kernel.Role{Timer}, Hidden: true, OnHold: true, Facts: askedFor[none],
		Effects: func(t kernel.Turn[AskedData, none, kernel.Case]) (kernel.Out[AskedData], error) {
			out := kernel.Out[AskedData]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.opinion_late", Args: map[string]string{"no": t.Case.No, "of": t.Data.No}},
			}}
			if !t.Facts.Closed.IsZero() {
				return out, nil
			}
			in, err := json.Marshal(GivenInput{Case: t.Case.ID})
			out.Effects = append(out.Effects, kernel.MoveChild{Case: t.Data.Of, Move: "opinion_silent", Input: in})
			return out, err
		},
	}.Build()
}

// opinionSilent tells whoever asked that nothing came in time.
func opinionSilent() kernel.Move {
	return kernel.MoveOf[Data, GivenInput, none]{
		Name: "opinion_silent", Anytime: true, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[Data, GivenInput, none]) (kernel.Out[Data], error) {
			t.Data.Asked = slices.Clone(t.Data.Asked)
			no := ""
			for i, a := range t.Data.Asked {
				if a.Case == t.Input.Case && a.Open() {
					t.Data.Asked[i].Silent, no = t.Now, a.No
				}
			}
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.opinion_silent", Args: map[string]string{"no": t.Case.No, "asked": no}}}}, nil
		},
	}.Build()
}

// waiveOpinion goes on without the opinion of an office, with the reason: it did
// not answer in time (逾期未反馈), or need not be asked any longer.
func waiveOpinion() kernel.Move {
	waits := func(u kernel.UnitID) func(Asked) bool {
		return func(a Asked) bool { return a.Open() && a.Unit == u }
	}
	return kernel.MoveOf[Data, WaiveInput, none]{
		Name: "waive_opinion", From: []kernel.State{Submitted, Accepted, Deciding}, By: clerks,
		Guard: func(t kernel.Turn[Data, WaiveInput, none]) error {
			if !slices.ContainsFunc(t.Data.Asked, waits(t.Input.Unit)) {
				return errs.At("unit", "kernel.itemflow.opinion_none", nil)
			}
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Data, WaiveInput, none]) (kernel.Out[Data], error) {
			out := kernel.Out[Data]{}
			in, err := json.Marshal(kernel.ReasonInput{Reason: t.Input.Reason})
			t.Data.Asked = slices.Clone(t.Data.Asked)
			for i, a := range t.Data.Asked {
				if waits(t.Input.Unit)(a) {
					t.Data.Asked[i].Waived = t.Input.Reason
					out.Effects = append(out.Effects, kernel.MoveChild{Case: a.Case, Move: "opinion_waived", Input: in})
				}
			}
			out.Data = t.Data
			return out, err
		},
	}.Build()
}

// opinionWaived ends the asked office's case: nobody waits for it any longer.
func opinionWaived() kernel.Move {
	return kernel.MoveOf[AskedData, kernel.ReasonInput, none]{
		Name: "opinion_waived", From: []kernel.State{OpinionOpen}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[AskedData, kernel.ReasonInput, none]) (kernel.Out[AskedData], error) {
			t.Data.Waived = t.Input.Reason
			return kernel.Out[AskedData]{To: OpinionWaived, Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.opinion_waived", Args: map[string]string{"no": t.Case.No, "of": t.Data.No, "reason": t.Input.Reason}},
			}}, nil
		},
	}.Build()
}

// opinionFlow is the asked office's side.
func (r Rules) opinionFlow(a kernel.FlowAddr) *kernel.Flow {
	give := kernel.MoveOf[AskedData, OpinionInput, kernel.Case]{
		Name: "give_opinion", From: []kernel.State{OpinionOpen}, By: clerks,
		Facts: askedFor[OpinionInput],
		Guard: func(t kernel.Turn[AskedData, OpinionInput, kernel.Case]) error {
			if len([]rune(strings.TrimSpace(t.Input.Answer))) < 2 {
				return errs.At("answer", "kernel.itemflow.answer_missing", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[AskedData, OpinionInput, kernel.Case]) (kernel.Out[AskedData], error) {
			t.Data.Answer = t.Input.Answer
			out := kernel.Out[AskedData]{To: OpinionGiven, Data: t.Data, Change: func(c *kernel.Case) { c.Meet(OpinionLimit, t.Now) }, Effects: []kernel.Effect{kernel.ClearTimer{Name: OpinionLimit}}}
			if !t.Facts.Closed.IsZero() { // came too late for the case it was asked for
				return out, nil
			}
			in, err := json.Marshal(GivenInput{Case: t.Case.ID, Answer: t.Input.Answer})
			out.Effects = append(out.Effects, kernel.MoveChild{Case: t.Data.Of, Move: "opinion_given", Input: in})
			return out, err
		},
	}.Build()
	f := kernel.WithStandard(kernel.Flow{Addr: a, Prefix: opinionPrefix, States: []kernel.StateDef{{Name: OpinionOpen, Turn: kernel.RoleClerk}, {Name: OpinionGiven, Terminal: true}, {Name: OpinionWaived, Terminal: true}},
		Moves: []kernel.Move{give, r.opinionOpened(), opinionLate(), opinionWaived(), opinionOver()}}, []kernel.State{OpinionOpen}, clerks...)
	f.Moves = amongOffices(f.Moves)
	return &f
}
