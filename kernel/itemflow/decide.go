package itemflow

import (
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Inputs of examination and decision.
type (
	// ExamineInput is the examiner's opinion.
	ExamineInput struct {
		Opinion string   `json:"opinion"` // pass or fail
		Reason  string   `json:"reason,omitempty"`
		Checks  []string `json:"checks,omitempty"`
	}
	// DecideInput is the decision.
	DecideInput struct {
		Outcome string `json:"outcome"` // grant or refuse
		Reason  string `json:"reason,omitempty"`
		// Laws are those on which a refusal rests, see [RefuseInput].
		Laws []string `json:"laws,omitempty"`
	}
	// ForwardInput says where the case went, under whose number.
	ForwardInput struct {
		No     string        `json:"no,omitempty"`
		Day    calendar.Date `json:"day"`
		Checks []string      `json:"checks,omitempty"`
	}
	// AnswerInput answers a question or an application on the spot.
	AnswerInput struct {
		Text string `json:"text"`
	}
)

// decided writes the decision and its paper.
func decided[I any](r Rules, t kernel.Turn[Data, I, form.Item], x ruling, to kernel.State) (kernel.Out[Data], error) {
	d := t.Data
	d.Decision = &Decision{Grant: x.grant, Reason: x.reason, Laws: x.laws, At: t.Now, By: t.Actor.User, Name: t.Actor.Name, Doc: t.NewID()}
	if !d.PassedOn() {
		d.Decision.Seal = r.sealRule(t.Case, t.Now)
	}
	data, err := r.paperData(t.Case, d, t.Facts, t.Now, x.reason)
	if err != nil {
		return kernel.Out[Data]{}, err
	}
	doc := kernel.IssueDocument{ID: d.Decision.Doc, Kind: "kernel.itemflow.paper.refusal", Template: "items/refusal", Data: data, Series: t.Facts.Result.Series}
	if x.grant {
		doc.Kind, doc.Template = "kernel.itemflow.paper.result", "items/result"
		if t.Facts.Result.Template != "" {
			doc.Template = t.Facts.Result.Template
		}
	}
	told := kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.decided", Args: map[string]string{"no": t.Case.No}}
	if d.PassedOn() {
		doc.Kind, doc.Template, doc.Series = "kernel.itemflow.paper.passed_on", "items/passed_on", ""
		told = kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.passed_on", Args: map[string]string{"no": t.Case.No, "issuer": d.Outside.Issuer, "day": d.Outside.Day.String()}}
	}
	return kernel.Out[Data]{To: to, Data: d, Change: func(c *kernel.Case) {
		for _, l := range c.Limits {
			c.Meet(l.Name, t.Now)
		}
		startLimits(c, t.Facts, "decide", t.Now)
	}, Effects: append(append([]kernel.Effect{doc, told}, backTo(t.Case.No, d.From)...), noMoreGaps(d)...)}, nil
}

// noMoreGaps lets the day pass by which papers were owed that nothing hangs on any
// more.
func noMoreGaps(d Data) []kernel.Effect {
	if len(d.OpenGaps()) == 0 {
		return nil
	}
	return []kernel.Effect{kernel.ClearTimer{Name: "gaps"}}
}

// outcome reads grant or refuse; a refusal needs its reason.
func outcome(word, reason string) (bool, error) {
	switch word {
	case "grant":
		return true, nil
	case "refuse":
		return false, needReason(reason)
	}
	return false, errs.At("outcome", "kernel.itemflow.outcome", nil)
}

// lines are lines of a checklist, said in both languages.
type lines []form.Check

// In is the list in one language.
func (x lines) In(zh bool) string {
	var out []string
	for _, c := range x {
		out = append(out, c.Text.In(zh))
	}
	if zh {
		return strings.Join(out, "；")
	}
	return strings.Join(out, "; ")
}

// unchecked lists the lines of the checklist that nobody ticked.
func unchecked(d Data, it form.Item, more []string) lines {
	var out lines
	for _, c := range it.Checklist {
		if _, ok := d.Checks[c.ID]; !ok && !slices.Contains(more, c.ID) {
			out = append(out, c)
		}
	}
	return out
}

// examine is the examiner's word: from here the case is a head's to decide.
func (r Rules) examine(to kernel.State) kernel.Move {
	return kernel.MoveOf[Data, ExamineInput, form.Item]{
		Name: "examine", From: []kernel.State{Accepted}, By: clerks, Facts: itemOf[ExamineInput],
		Guard: func(t kernel.Turn[Data, ExamineInput, form.Item]) error {
			if t.Input.Opinion != "pass" && t.Input.Opinion != "fail" {
				return errs.At("opinion", "kernel.itemflow.opinion", nil)
			}
			if t.Input.Opinion == "fail" {
				return needReason(t.Input.Reason)
			}
			if err := t.Data.whole(t.Facts); err != nil { // who examines has seen every paper
				return err
			}
			if left := unchecked(t.Data, t.Facts, t.Input.Checks); len(left) > 0 {
				return errs.At("checks", "kernel.itemflow.unchecked", errs.Args{"left": left})
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, ExamineInput, form.Item]) (kernel.Out[Data], error) {
			d := t.Data
			var err error
			if d.Checks, err = tick(t, t.Facts, t.Input.Checks, ""); err != nil {
				return kernel.Out[Data]{}, err
			}
			d.Opinion = &Opinion{By: t.Actor.User, Name: t.Actor.Name, At: t.Now, Pass: t.Input.Opinion == "pass", Text: t.Input.Reason}
			out := kernel.Out[Data]{To: to, Data: d}
			if to != Publishing {
				return out, nil
			}
			if !d.Opinion.Pass { // what fails is not made public
				out.To = Deciding
				return out, nil
			}
			return r.publish(t, out)
		},
	}.Build()
}

// publish opens the case to the public for the item's time.
func (r Rules) publish(t kernel.Turn[Data, ExamineInput, form.Item], out kernel.Out[Data]) (kernel.Out[Data], error) {
	if t.Facts.Publicity == nil {
		return out, errs.New(errs.Internal, "kernel.itemflow.no_publicity", errs.Args{"code": t.Facts.Code})
	}
	due, err := r.Calendar.Due(calendar.DateOf(t.Now), *t.Facts.Publicity, nil, calendar.Administrative)
	if err != nil {
		return out, err
	}
	out.Data.Publicity = &Publicity{From: calendar.DateOf(t.Now), To: due.Date}
	out.Change = func(c *kernel.Case) { c.Grant(kernel.PublicAccess(kernel.ViewSummary)) }
	out.Effects = append(out.Effects, kernel.SetTimer{Name: "publicity", At: due.Date.At(24), Move: "end_publicity"},
		kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.publicity", Args: map[string]string{"no": t.Case.No, "to": due.Date.String()}})
	return out, nil
}

// decide is the decision; who examined does not decide.
func (r Rules) decide(from []kernel.State, by []kernel.Role) kernel.Move {
	return kernel.MoveOf[Data, DecideInput, form.Item]{
		Name: "decide", From: from, By: by, Facts: itemOf[DecideInput],
		Guard: func(t kernel.Turn[Data, DecideInput, form.Item]) error {
			x, err := ruled(t.Facts, t.Input.Outcome, t.Input.Reason, t.Input.Laws)
			if err != nil {
				return err
			}
			d, grant := t.Data, x.grant
			switch {
			case len(t.Case.Unsigned()) > 0:
				return errs.New(errs.TooEarly, "kernel.itemflow.signers_open", nil)
			case slices.ContainsFunc(d.Asked, Asked.Open):
				return errs.New(errs.TooEarly, "kernel.itemflow.opinions_open", errs.Args{"asked": strings.Join(d.waitsFor(), ", ")})
			case d.Publicity != nil && slices.ContainsFunc(d.Publicity.Objections, func(o Objection) bool { return o.Finding == "" }):
				return errs.New(errs.TooEarly, "kernel.itemflow.objections_open", nil)
			case grant && len(d.OpenGaps()) > 0:
				return d.whole(t.Facts)
			case d.Opinion != nil && d.Opinion.By == t.Actor.User:
				return errs.New(errs.Forbidden, "kernel.itemflow.own_opinion", nil)
			case grant && d.Opinion == nil && len(unchecked(d, t.Facts, nil)) > 0:
				return errs.New(errs.Conflict, "kernel.itemflow.unchecked", errs.Args{"left": unchecked(d, t.Facts, nil)})
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, DecideInput, form.Item]) (kernel.Out[Data], error) {
			x, err := ruled(t.Facts, t.Input.Outcome, t.Input.Reason, t.Input.Laws)
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			out, err := decided(r, t, x, Decided)
			if err == nil && x.grant && len(t.Data.Promised) > 0 {
				return r.openPromise(t, out)
			}
			return out, err
		},
	}.Build()
}

// forward hands the papers to the office that acts in the end; its own clock
// runs from its receipt.
func (r Rules) forward() kernel.Move {
	return kernel.MoveOf[Data, ForwardInput, form.Item]{
		Name: "forward", From: []kernel.State{Accepted}, By: clerks, Facts: itemOf[ForwardInput],
		Guard: func(t kernel.Turn[Data, ForwardInput, form.Item]) error {
			if t.Input.Day.IsZero() || t.Input.Day.After(calendar.DateOf(t.Now)) {
				return errs.At("day", "kernel.itemflow.day", nil)
			}
			if err := t.Data.whole(t.Facts); err != nil { // papers for another office are never incomplete
				return err
			}
			if left := unchecked(t.Data, t.Facts, t.Input.Checks); len(left) > 0 {
				return errs.At("checks", "kernel.itemflow.unchecked", errs.Args{"left": left})
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, ForwardInput, form.Item]) (kernel.Out[Data], error) {
			d := t.Data
			var err error
			if d.Checks, err = tick(t, t.Facts, t.Input.Checks, ""); err != nil {
				return kernel.Out[Data]{}, err
			}
			d.Outside = &Outside{No: t.Input.No, At: t.Input.Day}
			if t.Facts.Target != nil {
				d.Outside.System = t.Facts.Target.System
			}
			if len(t.Facts.Providers) > 0 {
				d.Outside.Office = t.Facts.Providers[0]
			}
			return kernel.Out[Data]{To: Forwarded, Data: d, Change: func(c *kernel.Case) {
				// Our own part is done: what we promised was to hand it on.
				c.Meet("committed", t.Now)
				startOutside(c, t.Facts, t.Input.Day)
			}, Effects: []kernel.Effect{
				d.Outside.told("kernel.itemflow.notice.forwarded", "kernel.itemflow.notice.forwarded_to", map[string]string{"no": t.Case.No}),
			}}, nil
		},
	}.Build()
}

// finish decides an instant item on the spot.
func (r Rules) finish() kernel.Move {
	return kernel.MoveOf[Data, AnswerInput, form.Item]{
		Name: "finish", From: []kernel.State{Submitted}, By: append([]kernel.Role{Bulk}, clerks...), Facts: itemOf[AnswerInput],
		Effects: func(t kernel.Turn[Data, AnswerInput, form.Item]) (kernel.Out[Data], error) {
			out, err := decided(r, t, ruling{grant: true, reason: t.Input.Text}, Decided)
			if err != nil {
				return out, err
			}
			return onSpot(r, t, out)
		},
	}.Build()
}

// refuse declines an instant item, with the reason.
func (r Rules) refuse() kernel.Move {
	return kernel.MoveOf[Data, RefuseInput, form.Item]{
		Name: "refuse", Needs: []string{"reason"}, From: []kernel.State{Submitted}, By: clerks, Facts: itemOf[RefuseInput], Guard: refusing,
		Effects: func(t kernel.Turn[Data, RefuseInput, form.Item]) (kernel.Out[Data], error) {
			x, err := refusal(t.Facts, t.Input.Reason, t.Input.Laws)
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			out, err := decided(r, t, x, Decided)
			if err != nil {
				return out, err
			}
			return onSpot(r, t, out)
		},
	}.Build()
}

// answer replies to a question.
func (r Rules) answer() kernel.Move {
	return kernel.MoveOf[Data, AnswerInput, form.Item]{
		Name: "answer", From: []kernel.State{Submitted}, By: clerks, Facts: itemOf[AnswerInput],
		Guard: func(t kernel.Turn[Data, AnswerInput, form.Item]) error {
			if len([]rune(t.Input.Text)) < 2 {
				return errs.At("text", "kernel.itemflow.answer_missing", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, AnswerInput, form.Item]) (kernel.Out[Data], error) {
			t.Data.Answer = &Answer{Text: t.Input.Text, By: t.Actor.Name, At: t.Now}
			out, err := decided(r, t, ruling{grant: true, reason: t.Input.Text}, Decided)
			if err != nil {
				return out, err
			}
			return onSpot(r, t, out)
		},
	}.Build()
}
