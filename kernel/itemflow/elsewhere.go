package itemflow

import (
	"encoding/json"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// BackInput is the result of another city's office, with its own paper.
type BackInput struct {
	Outcome string        `json:"outcome"` // grant or refuse
	Issuer  string        `json:"issuer"`  // the office that gave it
	No      string        `json:"no,omitempty"`
	Day     calendar.Date `json:"day"` // of their paper
	Reason  string        `json:"reason,omitempty"`
	Papers  []string      `json:"papers"` // uploads: what they sent
}

// handedBack enters what the other city answered, with its paper; ours only goes
// with it and decides nothing.
func (r Rules) handedBack() kernel.Move {
	return kernel.MoveOf[Data, BackInput, backFacts]{
		Name: "handed_back", From: []kernel.State{HandedOver}, By: append([]kernel.Role{Outer}, clerks...), Facts: withPapers(func(in BackInput) []string { return in.Papers }),
		Guard: func(t kernel.Turn[Data, BackInput, backFacts]) error {
			var l errs.List
			if strings.TrimSpace(t.Input.Issuer) == "" {
				l.Add(errs.At("issuer", "kernel.itemflow.issuer", nil))
			}
			if d := t.Input.Day; d.IsZero() || d.After(calendar.DateOf(t.Now)) {
				l.Add(errs.At("day", "kernel.itemflow.day", nil))
			}
			if len(t.Input.Papers) == 0 {
				l.Add(errs.At("papers", "kernel.itemflow.their_paper", nil))
			}
			if _, err := outcome(t.Input.Outcome, t.Input.Reason); err != nil {
				l = append(l, errs.As(err))
			}
			if err := l.Err(); err != nil {
				return err
			}
			return t.Facts.own(t.Actor)
		},
		Effects: func(t kernel.Turn[Data, BackInput, backFacts]) (kernel.Out[Data], error) {
			d, in := t.Data, t.Input
			d.Outside = &Outside{System: d.Proxy.City, Issuer: strings.TrimSpace(in.Issuer), No: strings.TrimSpace(in.No), Day: in.Day, Result: in.Outcome}
			d.Decision = &Decision{Grant: in.Outcome == "grant", Reason: in.Reason, At: in.Day.At(0), By: t.Actor.User, Name: t.Actor.Name, Doc: t.NewID()}
			laid, files := t.Facts.attached(t.NewID)
			d.Outside.Files = files
			data, err := r.coveringPaper(t, d)
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			out := kernel.Out[Data]{Data: d, Change: func(c *kernel.Case) {
				for _, l := range c.Limits {
					c.Meet(l.Name, t.Now)
				}
			}, Effects: slices.Concat(laid, []kernel.Effect{
				kernel.IssueDocument{ID: d.Decision.Doc, Kind: "kernel.itemflow.paper.covering", Template: "items/covering", Data: data},
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.handed_back", Args: map[string]string{"no": t.Case.No, "city": d.Proxy.City, "issuer": d.Outside.Issuer}},
			})}
			if NameOf(t.Case.Flow) == Book { // a time was agreed there: nothing is served
				out.To = Delivered
				return out, nil
			}
			return onSpot(r, kernel.Turn[Data, BackInput, form.Item]{Case: t.Case, Data: d, Input: in, Facts: t.Facts.item, Actor: t.Actor, Now: t.Now, NewID: t.NewID}, out)
		},
	}.Build()
}

// sentBack takes in again what the other city gave back undone (退回): the case is at
// our own window as before it was handed over, with what the applicant put in. A case
// that the applicant wants back ends there instead.
func sentBack() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, none]{
		Name: "sent_back", From: []kernel.State{HandedOver}, By: append([]kernel.Role{Outer}, clerks...),
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, none]) error {
			if t.Data.Leaving != nil {
				return errs.New(errs.Conflict, "kernel.itemflow.leaving_sent_back", nil)
			}
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, none]) (kernel.Out[Data], error) {
			d := t.Data
			b := SentBack{City: d.Proxy.City, Office: d.Proxy.Office, At: t.Now, Reason: strings.TrimSpace(t.Input.Reason)}
			d.SentBack, d.Proxy = append(slices.Clone(d.SentBack), b), nil
			return kernel.Out[Data]{To: Submitted, Data: d, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.sent_back", Args: map[string]string{"no": t.Case.No, "city": b.City, "office": b.Office, "reason": b.Reason}},
			}}, nil
		},
	}.Build()
}

// coveringPaper fills in the note with which their paper goes on.
func (r Rules) coveringPaper(t kernel.Turn[Data, BackInput, backFacts], d Data) (json.RawMessage, error) {
	names := d.Outside.Names()
	return json.Marshal(map[string]any{
		"no": t.Case.No, "item": t.Facts.item.Name.Zh, "item_en": t.Facts.item.Name.En, "code": t.Facts.item.Code, "applicant": d.Applicant.Name,
		"city": d.Proxy.City, "there": d.Proxy.Office, "issuer": d.Outside.Issuer, "their_no": d.Outside.No, "their_day": d.Outside.Day.Chinese(), "their_day_en": d.Outside.Day.String(),
		"outcome": map[string]string{d.Outside.Result: "1"}, "text": t.Input.Reason, "files": strings.Join(names, "、"), "files_en": strings.Join(names, ", "),
		"office": r.office(t.Case, t.Now), "day": calendar.DateOf(t.Now).Chinese(), "day_en": calendar.DateOf(t.Now).String(),
	})
}

// told is a notice to the applicant that names the office where it is known: by the
// text of its own.
func (o *Outside) told(text, named string, args map[string]string) kernel.Notify {
	if o.Office.Zh != "" {
		text = named
		args["office"], args["office_en"] = o.Office.In(true), o.Office.In(false)
	}
	return kernel.Notify{To: kernel.RoleOwner, Text: text, Args: args}
}
