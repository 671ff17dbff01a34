package itemflow

import (
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Promise is the case in which an office looks, after a decision that rests on
// promises, whether they hold (告知承诺事中事后核查):
//
//	looking ─ keep ─▶ kept
//	   │ doubt: what does not hold, and by when it is put right
//	   ▼
//	curing ─ the applicant supplies ─▶ looking ─ doubt again ─┐
//	   └──── the day passes ──────────────────────────────────┴▶ lapsed
//	lapsed ─ undo, the head's word: the decision is revoked ─▶ undone
type Promise struct {
	Of        kernel.CaseID `json:"of"`
	No        string        `json:"no"`
	Materials []form.Text   `json:"materials"` // what was promised
	Found     string        `json:"found,omitempty"`
	Doubt     string        `json:"doubt,omitempty"`
	By        calendar.Date `json:"by,omitzero"` // until when it is put right
	Last      string        `json:"last,omitempty"`
}

// Names around promises.
const (
	PromiseFlow   = "promise"
	PromiseLimit  = "promise" // the limit for looking
	promiseCure   = "cure"    // the timer for putting right
	promisePrefix = "CN"

	PromiseLooking kernel.State = "looking"
	PromiseCuring  kernel.State = "curing"
	PromiseLapsed  kernel.State = "lapsed"
	PromiseKept    kernel.State = "kept"
	PromiseUndone  kernel.State = "undone"

	// Undone is the end of a case whose decision rested on a broken promise.
	Undone kernel.State = "decision_revoked"
)

// openPromise opens that case beside a decision that rests on promises.
func (r Rules) openPromise(t kernel.Turn[Data, DecideInput, form.Item], out kernel.Out[Data]) (kernel.Out[Data], error) {
	due, err := r.lookBy(t.Now)
	if err != nil {
		return out, err
	}
	p := Promise{Of: t.Case.ID, No: t.Case.No}
	for _, id := range t.Data.Promised {
		if m, ok := t.Facts.Material(id); ok {
			p.Materials = append(p.Materials, m.Name)
		}
	}
	data, err := json.Marshal(p)
	out.Data.Inspect, out.Data.Inspection = due.Date, kernel.CaseID(t.NewID())
	out.Effects = append(out.Effects, kernel.OpenCase{
		ID: out.Data.Inspection, No: t.Number(promisePrefix), Flow: kernel.FlowAddr(t.Case.Flow.Matter() + "." + PromiseFlow), Title: t.Case.Title, State: PromiseLooking,
		Data: data, Unit: t.Case.Unit, Parent: t.Case.ID,
		Limits: []kernel.Limit{r.looking(t.Now)},
	}, kernel.MoveChild{Case: out.Data.Inspection, Move: "promise_opened"})
	return out, err
}

// looking is the limit for looking, the first time and again.
func (r Rules) looking(from time.Time) kernel.Limit {
	return kernel.Limit{Name: PromiseLimit, Committed: true, Period: r.Inspect, Regime: calendar.Administrative, From: from}
}

// lookBy is the day on which the limit for looking ends.
func (r Rules) lookBy(from time.Time) (calendar.Result, error) {
	return r.Calendar.Due(calendar.DateOf(from), r.Inspect, nil, calendar.Administrative)
}

// promiseOpened sets the clock for looking.
func (r Rules) promiseOpened() kernel.Move {
	return kernel.MoveOf[Promise, none, none]{
		Name: "promise_opened", From: []kernel.State{PromiseLooking}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true,
		Effects: func(t kernel.Turn[Promise, none, none]) (kernel.Out[Promise], error) {
			due, err := r.lookBy(t.Now)
			return kernel.Out[Promise]{Data: t.Data, Effects: []kernel.Effect{
				kernel.SetTimer{Name: PromiseLimit, At: due.Date.At(24), Move: "promise_late"},
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.promise_opened", Args: map[string]string{"no": t.Case.No, "of": t.Data.No, "by": due.Date.String()}},
			}}, err
		},
	}.Build()
}

// promiseLate says that nobody looked in time.
func promiseLate() kernel.Move {
	return kernel.MoveOf[Promise, none, none]{
		Name: "promise_late", From: []kernel.State{PromiseLooking}, By: []kernel.Role{Timer}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[Promise, none, none]) (kernel.Out[Promise], error) {
			return kernel.Out[Promise]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.promise_late", Args: map[string]string{"no": t.Case.No, "of": t.Data.No}},
			}}, nil
		},
	}.Build()
}

// keep finds that the promises hold.
func keep() kernel.Move {
	return kernel.MoveOf[Promise, TextInput, none]{
		Name: "keep", From: []kernel.State{PromiseLooking}, By: clerks,
		Guard: func(t kernel.Turn[Promise, TextInput, none]) error { return needText(t.Input.Text) },
		Effects: func(t kernel.Turn[Promise, TextInput, none]) (kernel.Out[Promise], error) {
			t.Data.Found = t.Input.Text
			return kernel.Out[Promise]{To: PromiseKept, Data: t.Data, Change: func(c *kernel.Case) { c.Meet(PromiseLimit, t.Now) }, Effects: []kernel.Effect{
				kernel.ClearTimer{Name: PromiseLimit}, kernel.MoveChild{Case: t.Data.Of, Move: "promise_kept"},
			}}, nil
		},
	}.Build()
}

// promisedFacts are the case that was decided, and its item.
type promisedFacts struct {
	main kernel.Case
	item form.Item
}

func promisedOf[I any](v kernel.View, _ kernel.Case, d Promise, _ I) (promisedFacts, error) {
	c, err := kernel.Load(v, kernel.CaseByID{ID: d.Of})
	if err != nil {
		return promisedFacts{}, err
	}
	it, err := kernel.Load(v, form.ItemByHash{Hash: c.ItemHash})
	return promisedFacts{main: c, item: it}, err
}

// DoubtInput tells the case what does not hold.
type DoubtInput struct {
	Reason string        `json:"reason"`
	By     calendar.Date `json:"by"`
}

// doubt finds that a promise does not hold: the first time the applicant puts it
// right within the item's time for corrections, the second time it is the head's.
func (r Rules) doubt() kernel.Move {
	return kernel.MoveOf[Promise, kernel.ReasonInput, promisedFacts]{
		Name: "doubt", Needs: []string{"reason"}, From: []kernel.State{PromiseLooking}, By: clerks, Facts: promisedOf[kernel.ReasonInput],
		Guard: func(t kernel.Turn[Promise, kernel.ReasonInput, promisedFacts]) error {
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Promise, kernel.ReasonInput, promisedFacts]) (kernel.Out[Promise], error) {
			out := kernel.Out[Promise]{Change: func(c *kernel.Case) { c.Meet(PromiseLimit, t.Now) }, Effects: []kernel.Effect{kernel.ClearTimer{Name: PromiseLimit}}}
			if t.Data.Doubt != "" {
				t.Data.Last = t.Input.Reason
				out.To, out.Data = PromiseLapsed, t.Data
				out.Effects = append(out.Effects, lapsedNotice(t.Case.No, t.Data))
				return out, nil
			}
			due, err := r.Calendar.Due(calendar.DateOf(t.Now), t.Facts.item.Cure, nil, calendar.Administrative)
			if err != nil {
				return out, err
			}
			t.Data.Doubt, t.Data.By = t.Input.Reason, due.Date
			in, err := json.Marshal(DoubtInput{Reason: t.Input.Reason, By: due.Date})
			out.To, out.Data = PromiseCuring, t.Data
			out.Effects = append(out.Effects, kernel.SetTimer{Name: promiseCure, At: due.Date.At(24), Move: "cure_over"}, kernel.MoveChild{Case: t.Data.Of, Move: "promise_doubted", Input: in})
			return out, err
		},
	}.Build()
}

func lapsedNotice(no string, d Promise) kernel.Notify {
	return kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.promise_lapsed", Args: map[string]string{"no": no, "of": d.No}}
}

// promiseSupplied brings the case back to whoever looks, for as long as the first
// time. What comes after its day is the head's to weigh, with whom the case stays.
func (r Rules) promiseSupplied() kernel.Move {
	return kernel.MoveOf[Promise, none, none]{
		Name: "promise_supplied", From: []kernel.State{PromiseCuring, PromiseLapsed}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true,
		Effects: func(t kernel.Turn[Promise, none, none]) (kernel.Out[Promise], error) {
			if t.Case.State == PromiseLapsed {
				return kernel.Out[Promise]{Data: t.Data, Effects: []kernel.Effect{
					kernel.Notify{To: kernel.RoleHead, Text: "kernel.itemflow.notice.promise_supplied_late", Args: map[string]string{"no": t.Case.No, "of": t.Data.No}}}}, nil
			}
			due, err := r.lookBy(t.Now)
			return kernel.Out[Promise]{To: PromiseLooking, Data: t.Data, Change: func(c *kernel.Case) { c.StartLimit(r.looking(t.Now)) }, Effects: []kernel.Effect{kernel.ClearTimer{Name: promiseCure},
				kernel.SetTimer{Name: PromiseLimit, At: due.Date.At(24), Move: "promise_late"},
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.promise_supplied", Args: map[string]string{"no": t.Case.No, "of": t.Data.No, "by": due.Date.String()}}}}, err
		},
	}.Build()
}

// cureOver: nothing came by the day.
func cureOver() kernel.Move {
	return kernel.MoveOf[Promise, none, none]{
		Name: "cure_over", From: []kernel.State{PromiseCuring}, By: []kernel.Role{Timer}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[Promise, none, none]) (kernel.Out[Promise], error) {
			return kernel.Out[Promise]{To: PromiseLapsed, Data: t.Data, Effects: []kernel.Effect{lapsedNotice(t.Case.No, t.Data)}}, nil
		},
	}.Build()
}

// undo is the head's word: the decision that rested on the promise is revoked.
func undo() kernel.Move {
	return kernel.MoveOf[Promise, kernel.ReasonInput, none]{
		Name: "undo", Needs: []string{"reason"}, From: []kernel.State{PromiseLapsed}, By: heads,
		Guard: func(t kernel.Turn[Promise, kernel.ReasonInput, none]) error { return needReason(t.Input.Reason) },
		Effects: func(t kernel.Turn[Promise, kernel.ReasonInput, none]) (kernel.Out[Promise], error) {
			t.Data.Last = t.Input.Reason
			in, err := json.Marshal(UndoneInput{Reason: t.Input.Reason, Name: t.Actor.Name})
			return kernel.Out[Promise]{To: PromiseUndone, Data: t.Data, Effects: []kernel.Effect{kernel.MoveChild{Case: t.Data.Of, Move: "promise_undone", Input: in}}}, err
		},
	}.Build()
}

// promiseFlow is the office's side.
func (r Rules) promiseFlow(a kernel.FlowAddr) *kernel.Flow {
	late := kernel.MoveOf[Promise, TextInput, none]{
		Name: "keep_late", From: []kernel.State{PromiseLapsed}, By: heads,
		Guard: func(t kernel.Turn[Promise, TextInput, none]) error { return needText(t.Input.Text) },
		Effects: func(t kernel.Turn[Promise, TextInput, none]) (kernel.Out[Promise], error) {
			t.Data.Found = t.Input.Text
			return kernel.Out[Promise]{To: PromiseKept, Data: t.Data, Effects: []kernel.Effect{kernel.MoveChild{Case: t.Data.Of, Move: "promise_kept"}}}, nil
		},
	}.Build()
	f := kernel.WithStandard(kernel.Flow{Addr: a, Prefix: promisePrefix,
		States: []kernel.StateDef{{Name: PromiseLooking, Turn: kernel.RoleClerk}, {Name: PromiseCuring, Turn: kernel.RoleOwner, Paused: true}, {Name: PromiseLapsed, Turn: kernel.RoleHead},
			{Name: PromiseKept, Terminal: true}, {Name: PromiseUndone, Terminal: true, Ends: kernel.EndRefused}},
		Moves: []kernel.Move{keep(), r.doubt(), undo(), late, r.promiseOpened(), promiseLate(), r.promiseSupplied(), cureOver()}},
		[]kernel.State{PromiseLooking}, clerks...)
	f.Moves = amongOffices(f.Moves)
	return &f
}

// amongOffices leaves out the moves that are an applicant's to answer: the case is
// the offices' own, and what they ask is asked in the case itself.
func amongOffices(moves []kernel.Move) []kernel.Move {
	return slices.DeleteFunc(moves, func(m kernel.Move) bool {
		return m.Name == kernel.MoveAskCorrection || m.Name == kernel.MoveCorrect || m.Name == kernel.MoveWithdraw
	})
}

// promising are the moves of the case whose decision rests on promises.
func (r Rules) promising() []kernel.Move {
	stands := []kernel.State{Decided, Delivered}
	doubted := kernel.MoveOf[Data, DoubtInput, form.Item]{
		Name: "promise_doubted", From: stands, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true, Facts: itemOf[DoubtInput],
		Effects: func(t kernel.Turn[Data, DoubtInput, form.Item]) (kernel.Out[Data], error) {
			var owed []form.Material
			t.Data.Doubt = t.Input.Reason
			t.Data.Gaps = slices.Clone(t.Data.Gaps)
			for _, id := range t.Data.Promised {
				if m, ok := t.Facts.Material(id); ok && !t.Data.Has(id) {
					owed = append(owed, m)
					t.Data.Gaps = append(t.Data.Gaps, Gap{Material: id, Name: m.Name, By: t.Input.By})
				}
			}
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.promise_doubted", Args: map[string]string{
				"no": t.Case.No, "reason": t.Input.Reason, "by": t.Input.By.String(), "materials": nameList(owed).In(true), "materials_en": nameList(owed).In(false)}}}}, nil
		},
	}.Build()
	kept := kernel.MoveOf[Data, none, none]{
		Name: "promise_kept", From: stands, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[Data, none, none]) (kernel.Out[Data], error) {
			t.Data.Inspected = t.Now
			t.Data.Gaps = slices.DeleteFunc(slices.Clone(t.Data.Gaps), func(g Gap) bool { return g.Supplied.IsZero() })
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.promise_kept", Args: map[string]string{"no": t.Case.No}}}}, nil
		},
	}.Build()
	return []kernel.Move{doubted, kept, r.promiseUndone(stands), objectRecord(), settleRecord()}
}

// UndoneInput tells the case why its decision is revoked, and the head's name.
type UndoneInput struct {
	Reason string `json:"reason"`
	Name   string `json:"name,omitempty"`
}

// promiseUndone revokes the decision: a paper, its reason, what may be done
// against it.
func (r Rules) promiseUndone(from []kernel.State) kernel.Move {
	return kernel.MoveOf[Data, UndoneInput, form.Item]{
		Name: "promise_undone", From: from, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true, Facts: itemOf[UndoneInput],
		Effects: func(t kernel.Turn[Data, UndoneInput, form.Item]) (kernel.Out[Data], error) {
			d := t.Data
			d.Gaps = slices.DeleteFunc(slices.Clone(d.Gaps), func(g Gap) bool { return g.Supplied.IsZero() })
			d.Inspected, d.Breach = t.Now, &Breach{Name: t.Input.Name, Materials: d.promisedNames(t.Facts)}
			x := *d.Decision
			x.Grant, x.Reason, x.Revoked, x.Doc, x.Seal = false, t.Input.Reason, t.Now, t.NewID(), r.sealRule(t.Case, t.Now)
			d.Decision = &x
			data, err := r.paperData(t.Case, d, t.Facts, t.Now, t.Input.Reason)
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			notice := kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.promise_undone", Args: map[string]string{"no": t.Case.No, "reason": t.Input.Reason}}
			if byPlatform(d) == nil && !d.SealMissing() {
				s := servedNow(t.Now)
				if s.Remedies, err = r.remedies(t.Facts, d, s.Day); err != nil {
					return kernel.Out[Data]{}, err
				}
				d.Served = s
				for _, x := range s.Remedies {
					notice.Text, notice.Args[x.Name] = "kernel.itemflow.notice.promise_undone_remedy", x.Until.String()
				}
				if notice.Args["suit"] != "" && notice.Args["review"] == "" { // one may only sue
					notice.Text = "kernel.itemflow.notice.promise_undone_suit"
				}
			} else {
				d.Served = nil // that was the decision; this notice has yet to be served
			}
			return kernel.Out[Data]{To: Undone, Data: d, Effects: []kernel.Effect{
				kernel.IssueDocument{ID: x.Doc, Kind: "kernel.itemflow.paper.undone", Template: "items/undone", Data: data, Series: t.Facts.Result.Series}, notice,
			}}, nil
		},
	}.Build()
}
