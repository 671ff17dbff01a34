package itemflow

import (
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// notifyOnce says all that is missing in one go and stops the clock (一次性告知,
// 补正). It can be said once only; without an answer in time the application
// counts as withdrawn.
func (r Rules) notifyOnce() kernel.Move {
	return kernel.MoveOf[Data, NotifyInput, form.Item]{
		Name: "notify_once", From: []kernel.State{Submitted, Accepted}, By: clerks, Facts: itemOf[NotifyInput],
		Guard: func(t kernel.Turn[Data, NotifyInput, form.Item]) error {
			if t.Data.Notified != nil {
				return errs.New(errs.Conflict, "kernel.itemflow.notified_already", errs.Args{"at": calendar.DateOf(t.Data.Notified.At)})
			}
			for _, id := range t.Input.Missing {
				if _, ok := t.Facts.Material(id); !ok {
					return errs.At("missing", "kernel.itemflow.no_such_material", errs.Args{"name": id})
				}
			}
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Data, NotifyInput, form.Item]) (kernel.Out[Data], error) {
			due, err := r.Calendar.Due(calendar.DateOf(t.Now), t.Facts.Cure, nil, calendar.Administrative)
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			d := t.Data
			d.Notified = &Notified{At: t.Now, Text: t.Input.Reason, Missing: t.Input.Missing, By: due.Date}
			data, err := r.paperData(t.Case, d, t.Facts, t.Now, t.Input.Reason)
			return kernel.Out[Data]{Data: d, Change: func(c *kernel.Case) {
				c.Hold = &kernel.Hold{Kind: kernel.HoldCorrection, Reason: t.Input.Reason, Since: t.Now}
				c.Pauses = append(slices.Clone(c.Pauses), kernel.Pause{From: t.Now, Reason: string(kernel.HoldCorrection)})
			}, Effects: []kernel.Effect{
				kernel.SetTimer{Name: "deemed", At: due.Date.At(24), Move: "deem_withdrawn"},
				kernel.IssueDocument{ID: t.NewID(), Kind: "kernel.itemflow.paper.correction", Template: "items/correction", Data: data},
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.correction", Args: map[string]string{"no": t.Case.No, "by": due.Date.String()}},
			}}, err
		},
	}.Build()
}

// correct answers the notice: the clock runs on.
func (r Rules) correct() kernel.Move {
	return kernel.MoveOf[Data, CorrectInput, withFiles]{
		Name: kernel.MoveCorrect, Anytime: true, By: append([]kernel.Role{kernel.RoleClerk}, owners...), Right: kernel.RightSubmit, OnHold: true, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d Data, in CorrectInput) (withFiles, error) {
			f, err := withUploads(func(in CorrectInput) []File { return in.Files })(v, c, d, in)
			if err != nil {
				return f, err
			}
			d.Values = merged(d.Values, in.Values)
			if f.auto, err = r.automatic(v, f.item, d); err != nil {
				return f, err
			}
			f.confirmed, err = r.confirmed(v, f.item, d.Values, d.Filed)
			return f, err
		},
		Guard: func(t kernel.Turn[Data, CorrectInput, withFiles]) error {
			if t.Case.Hold == nil || t.Case.Hold.Kind != kernel.HoldCorrection {
				return errs.New(errs.Conflict, "kernel.no_correction_asked", nil)
			}
			if len(t.Input.Values) == 0 && len(t.Input.Files) == 0 && strings.TrimSpace(t.Input.Note) == "" {
				return errs.At("note", "kernel.itemflow.nothing_corrected", nil)
			}
			if err := t.Facts.files.fit(t.Facts.item, t.Actor).Err(); err != nil {
				return err
			}
			_, err := r.corrected(t)
			return err
		},
		Effects: func(t kernel.Turn[Data, CorrectInput, withFiles]) (kernel.Out[Data], error) {
			d := t.Data
			values, err := r.corrected(t)
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			d.Values = values
			files, effects := attach(t.NewID, t.Facts.files.list)
			d.Files = replaced(d.Files, files)
			d = d.looked(t.Facts.auto, t.Now)
			d.Confirmed = t.Facts.confirmed
			if d.Notified != nil {
				n := *d.Notified
				n.Answered = t.Now
				d.Notified = &n
			}
			return kernel.Out[Data]{Data: d, Change: func(c *kernel.Case) { c.EndHold(t.Now) },
				Effects: append(effects, kernel.ClearTimer{Name: "deemed"}, kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.corrected", Args: map[string]string{"no": t.Case.No}})}, nil
		},
	}.Build()
}

// corrected is the form with the changed values, checked as a whole.
func (r Rules) corrected(t kernel.Turn[Data, CorrectInput, withFiles]) (form.Values, error) {
	if len(t.Input.Values) == 0 {
		return t.Data.Values, nil
	}
	a := t.Data.Applicant
	return r.Checker.Check(t.Facts.item, merged(t.Data.Values, t.Input.Values), form.Facts{Party: kernel.Party{ID: a.Party, Kind: a.Kind, Name: a.Name, Code: a.Code}, Agent: a.Agent, Today: calendar.DateOf(t.Case.Opened), District: a.District})
}

// merged are the answers with those that were changed.
func merged(old, changed form.Values) form.Values {
	all := form.Values{}
	for _, from := range []form.Values{old, changed} {
		for k, v := range from {
			all[k] = v
		}
	}
	return all
}

// replaced marks older files of the materials that came again.
func replaced(old, files []File) []File {
	out := slices.Clone(old)
	for i := range out {
		if slices.ContainsFunc(files, func(f File) bool { return f.Material == out[i].Material }) {
			out[i].Replaced = true
		}
	}
	return append(out, files...)
}

// deemWithdrawn ends a case whose applicant did not answer in time.
func deemWithdrawn() kernel.Move {
	return kernel.MoveOf[Data, none, none]{
		Name: "deem_withdrawn", Anytime: true, By: []kernel.Role{Timer}, Hidden: true, OnHold: true,
		Guard: func(t kernel.Turn[Data, none, none]) error {
			n := t.Data.Notified
			if n == nil || !n.Answered.IsZero() || t.Case.Hold == nil || !calendar.DateOf(t.Now).After(n.By) {
				return errs.New(errs.TooEarly, "kernel.itemflow.correction_runs", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, none, none]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{To: Deemed, Data: t.Data, Change: func(c *kernel.Case) { c.EndHold(t.Now) }, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.deemed", Args: map[string]string{"no": t.Case.No}},
			}}, nil
		},
	}.Build()
}
