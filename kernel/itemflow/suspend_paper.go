package itemflow

import (
	"encoding/json"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// HoldNotice is a notice that a case stands still or goes on, and its service.
type HoldNotice struct {
	Doc    string  `json:"doc"`            // id of its paper
	Name   string  `json:"name,omitempty"` // who gave it
	Reason string  `json:"reason,omitempty"`
	Served *Served `json:"served,omitempty"`
	Seal   *Seal   `json:"seal,omitempty"`
}

// holdNotice is a notice of now: the platform serves it at once into an account,
// unless the answers ask for another way or it waits for its seal.
func holdNotice(d Data, doc, name string, seal *Seal, now time.Time) *HoldNotice {
	n := &HoldNotice{Doc: doc, Name: name, Seal: seal}
	if byPlatform(d) == nil && !n.SealMissing() {
		n.Served = servedNow(now)
	}
	return n
}

// owed is the notice that staff still have to serve, and which of the papers it is.
func (s *Suspension) owed() (*HoldNotice, string) {
	switch {
	case s == nil:
	case s.Notice != nil && s.Notice.Served == nil:
		return s.Notice, "suspended"
	case s.Resumed != nil && s.Resumed.Served == nil:
		return s.Resumed, "resumed"
	}
	return nil, ""
}

// HoldNoticeOwed reports whether staff have to serve the notice of a suspension, or
// of its end.
func (d Data) HoldNoticeOwed() bool {
	n, _ := d.Suspension.owed()
	return n != nil
}

// holdPaper is the paper of the later of the two notices. It says that its basis is
// not verified where that is so.
func (r Rules) holdPaper(c kernel.Case, d Data, it form.Item, s Suspension, now time.Time) (kernel.IssueDocument, error) {
	seal := s.Notice.seal()
	doc := kernel.IssueDocument{ID: s.Notice.doc(), Kind: "kernel.itemflow.paper.suspended", Template: "items/suspended", Series: it.Result.Series}
	text := s.Reason
	if s.Resumed != nil {
		doc.ID, doc.Kind, doc.Template, text = s.Resumed.Doc, "kernel.itemflow.paper.resumed", "items/resumed", s.Resumed.Reason
		seal = s.Resumed.Seal
	}
	m := map[string]any{
		"no": c.No, "item": it.Name.Zh, "item_en": it.Name.En, "code": it.Code, "applicant": d.Applicant.Name, "track": d.Track, "office": r.office(c, now), "text": text,
		"filed": calendar.DateOf(d.Filed).Chinese(), "filed_en": calendar.DateOf(d.Filed).String(), "day": calendar.DateOf(now).Chinese(), "day_en": calendar.DateOf(now).String(),
		"from": calendar.DateOf(s.From).Chinese(), "from_en": calendar.DateOf(s.From).String(),
		"ground": s.Ground.Name.Zh, "ground_en": s.Ground.Name.En, "basis": s.Ground.Basis, "event": s.Event, "unverified": !s.Ground.Verified, "seal": seal.words(),
	}
	if !s.Until.IsZero() {
		m["until"], m["until_en"] = s.Until.Chinese(), s.Until.String()
	}
	var err error
	doc.Data, err = json.Marshal(m)
	return doc, err
}

func (n *HoldNotice) seal() *Seal {
	if n == nil {
		return nil
	}
	return n.Seal
}

func (n *HoldNotice) doc() string {
	if n == nil {
		return ""
	}
	return n.Doc
}

// holdFacts are the item, and the notice that is owed.
func holdFacts(v kernel.View, c kernel.Case, d Data, in DeliverInput) (sealFacts, error) {
	it, err := itemOf(v, c, d, in)
	f := sealFacts{item: it}
	n, _ := d.Suspension.owed()
	if err != nil || n == nil {
		return f, err
	}
	f.paper, err = kernel.Load(v, kernel.PaperByID{ID: n.Doc})
	return f, err
}

// serveSuspension serves such a notice on who has no account, or wants it by hand
// or by post; the case stands still or goes on all the same.
func (r Rules) serveSuspension() kernel.Move {
	return kernel.MoveOf[Data, DeliverInput, sealFacts]{
		Name: "serve_suspension", From: everywhere(), By: clerks, OnHold: true, Facts: holdFacts,
		Guard: func(t kernel.Turn[Data, DeliverInput, sealFacts]) error {
			n, _ := t.Data.Suspension.owed()
			if n == nil {
				return errs.New(errs.Conflict, "kernel.itemflow.notice_served", nil)
			}
			if n.SealMissing() {
				return errs.New(errs.TooEarly, "kernel.itemflow.notice_seal_missing", nil)
			}
			if err := t.Input.proven(t.Data, calendar.DateOf(t.Now)); err != nil {
				return err
			}
			if t.Input.Day.Before(t.Data.Suspension.noticeDay()) {
				return errs.At("day", "kernel.itemflow.day", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, DeliverInput, sealFacts]) (kernel.Out[Data], error) {
			served, err := t.Input.counts()
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			s := *t.Data.Suspension
			n, which := s.owed()
			x := *n
			x.Served = served
			if which == "suspended" {
				s.Notice = &x
			} else {
				s.Resumed = &x
			}
			t.Data.Suspension = &s
			paper, err := r.serviceProof(t.Case, t.Data, served, t.Now, proofOf{doc: t.NewID(), item: t.Facts.item, paper: which, number: t.Facts.paper.Number})
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{paper}}, err
		},
	}.Build()
}

// noticeDay is the day of the notice that is owed.
func (s *Suspension) noticeDay() calendar.Date {
	if _, which := s.owed(); which == "resumed" {
		return calendar.DateOf(s.Ended)
	}
	return calendar.DateOf(s.From)
}
