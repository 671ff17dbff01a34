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
			d.Notified = &Notified{At: t.Now, Text: t.Input.Reason, Missing: t.Input.Missing, By: due.Date, Doc: t.NewID(), Name: t.Actor.Name, Seal: r.noticeRule(t.Case, NoticeCorrection, t.Now)}
			data, err := r.paperData(t.Case, d, t.Facts, t.Now, t.Input.Reason)
			return kernel.Out[Data]{Data: d, Change: func(c *kernel.Case) {
				c.Hold = &kernel.Hold{Kind: kernel.HoldCorrection, Reason: t.Input.Reason, Since: t.Now}
				c.Pauses = append(slices.Clone(c.Pauses), kernel.Pause{From: t.Now, Reason: string(kernel.HoldCorrection)})
			}, Effects: []kernel.Effect{
				kernel.SetTimer{Name: "deemed", At: due.Date.At(24), Move: "deem_withdrawn"},
				kernel.IssueDocument{ID: d.Notified.Doc, Kind: "kernel.itemflow.paper.correction", Template: "items/correction", Data: data},
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
			f.sure, err = r.sureOf(v, f.item, d.Values, d.Applicant.Party, d.Filed)
			return f, err
		},
		Guard: func(t kernel.Turn[Data, CorrectInput, withFiles]) error {
			if t.Case.Hold == nil || t.Case.Hold.Kind != kernel.HoldCorrection {
				return errs.New(errs.Conflict, "kernel.no_correction_asked", nil)
			}
			if in := t.Input; len(in.Values) == 0 && len(in.Files) == 0 && len(in.Out) == 0 && strings.TrimSpace(in.Note) == "" {
				return errs.At("note", "kernel.itemflow.nothing_corrected", nil)
			}
			return r.mayCorrect(t)
		},
		Effects: func(t kernel.Turn[Data, CorrectInput, withFiles]) (kernel.Out[Data], error) {
			d := t.Data
			values, err := r.corrected(t)
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			d.Values = values
			files, effects := attach(t.NewID, t.Facts.files.list)
			d.Files = replaced(d.Files, files, t.Input)
			if len(d.OpenGaps()) > 0 { // the answer may bring what was owed besides
				if d = d.filled(t.Now); len(d.OpenGaps()) == 0 {
					effects = append(effects, kernel.ClearTimer{Name: "gaps"})
				}
			}
			d = d.looked(t.Facts.auto, t.Now)
			d.Confirmed, d.Owns = t.Facts.sure.numbers, t.Facts.sure.owns
			if d.Notified != nil {
				n := *d.Notified
				n.Answered = t.Now
				d.Notified = &n
			}
			return kernel.Out[Data]{Data: d, Change: func(c *kernel.Case) {
				c.EndHold(t.Now)
				c.About = r.about(t.Facts.item, values)
			},
				Effects: append(effects, kernel.ClearTimer{Name: "deemed"}, kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.corrected", Args: map[string]string{"no": t.Case.No}})}, nil
		},
	}.Build()
}

// mayCorrect tells all that is wrong with an answer at once: the form, the files,
// what the notice asked for and the answer does not bring, and what the applicant
// lacks through the answer itself.
func (r Rules) mayCorrect(t kernel.Turn[Data, CorrectInput, withFiles]) error {
	it, was := t.Facts.item, t.Data
	values, err := r.corrected(t)
	faults := errs.All(err)
	if err != nil && len(faults) == 0 {
		return err
	}
	if values == nil {
		values = merged(was.Values, t.Input.Values)
	}
	now := was
	now.Values, now.Confirmed, now.Owns = values, t.Facts.sure.numbers, t.Facts.sure.owns
	now.Files = replaced(was.Files, t.Facts.files.list, t.Input)
	faults = append(faults, t.Facts.files.fit(it, t.Actor)...)
	faults = append(faults, crowded(it, now, t.Facts.files.list)...)
	faults = append(faults, unanswered(it, was, now, t.Facts.files.list)...)
	told := append(slices.Clone(faults), lacking(it, was)...)
	for _, e := range lacking(it, now) {
		if !slices.ContainsFunc(told, func(x *errs.Error) bool { return x.Field == e.Field }) {
			faults.Add(e)
		}
	}
	return faults.Err()
}

// crowded are the materials of which more files stand than are taken, because
// earlier ones were kept beside the new.
func crowded(it form.Item, now Data, files []File) (out errs.List) {
	for _, m := range it.Materials {
		all, fresh := countOf(now.Current(), m.ID), countOf(files, m.ID)
		if m.Max > 0 && all > m.Max && fresh > 0 && fresh <= m.Max {
			out.Add(errs.At("file."+m.ID, "kernel.itemflow.too_many_kept", errs.Args{"max": m.Max, "material": m.Name}))
		}
	}
	return out
}

func countOf(files []File, material string) (n int) {
	for _, f := range files {
		if f.Material == material {
			n++
		}
	}
	return n
}

// unanswered are the materials that the notice asked for and the answer does not
// bring. One that was asked for anew is owed although an older one lies there;
// one that the changed answers no longer call for is not, nor one that the program
// makes of the answers.
func unanswered(it form.Item, was, now Data, files []File) (out errs.List) {
	if was.Notified == nil {
		return nil
	}
	for _, id := range was.Notified.Missing {
		m, ok := it.Material(id)
		if !ok || m.Source == "system" || m.When.Holds(was.Values, was.Facts()) && !m.When.Holds(now.Values, now.Facts()) {
			continue
		}
		if !slices.ContainsFunc(files, func(f File) bool { return f.Material == id }) {
			code := "kernel.itemflow.asked_paper"
			if was.Has(id) {
				code = "kernel.itemflow.asked_anew"
			}
			out.Add(errs.At("file."+id, code, errs.Args{"material": m.Name}))
		}
	}
	return out
}

// lacking are the materials that a case does not have though its answers call for
// them.
func lacking(it form.Item, d Data) errs.List {
	return missing(it, d.Values, d.Facts(), d.Current(), d.Promised, d.Applicant.Party != "")
}

// corrected is the form with the changed values, checked as a whole.
func (r Rules) corrected(t kernel.Turn[Data, CorrectInput, withFiles]) (form.Values, error) {
	if len(t.Input.Values) == 0 {
		return t.Data.Values, nil
	}
	f := t.Data.Facts()
	f.Today, f.Confirmed, f.Owns = calendar.DateOf(t.Case.Opened), t.Facts.sure.numbers, t.Facts.sure.owns
	return r.Checker.Check(t.Facts.item, merged(t.Data.Values, t.Input.Values), f)
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

// replaced marks the earlier files in whose place new ones of their material came,
// but for those that were kept, and those that were taken out.
func replaced(old, files []File, in CorrectInput) []File {
	out := slices.Clone(old)
	for i, f := range out {
		again := slices.ContainsFunc(files, func(n File) bool { return n.Material == f.Material })
		gone := slices.Contains(in.Out, f.ID)
		if f.Replaced || !gone && (!again || slices.Contains(in.Keep, f.ID)) {
			continue
		}
		out[i].Replaced, out[i].Out = true, !again
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
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.deemed_office", Args: map[string]string{"no": t.Case.No, "by": t.Data.Notified.By.String()}},
			}}, nil
		},
	}.Build()
}
