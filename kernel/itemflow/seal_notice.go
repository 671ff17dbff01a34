package itemflow

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// The notices that a city may have sealed beside its decisions.
const (
	NoticeCorrection = "correction" // 补正告知书
	NoticeSuspended  = "suspended"  // 中止通知书
	NoticeResumed    = "resumed"    // 恢复办理通知书
)

// Notices are all of them.
func Notices() []string { return []string{NoticeCorrection, NoticeSuspended, NoticeResumed} }

// SealNotice is a notice of the case, and the seal on it.
type SealNotice struct {
	Which, Doc, Name string // which of [Notices], its paper, who gave it
	At               time.Time
	Seal             *Seal
}

// SealNotices are the notices of the case that the city's rule names.
func (d Data) SealNotices() []SealNotice {
	var out []SealNotice
	if n := d.Notified; n != nil && n.Seal != nil {
		out = append(out, SealNotice{NoticeCorrection, n.Doc, n.Name, n.At, n.Seal})
	}
	if s := d.Suspension; s != nil {
		if n := s.Notice; n != nil && n.Seal != nil {
			out = append(out, SealNotice{NoticeSuspended, n.Doc, n.Name, s.From, n.Seal})
		}
		if n := s.Resumed; n != nil && n.Seal != nil {
			out = append(out, SealNotice{NoticeResumed, n.Doc, n.Name, s.Ended, n.Seal})
		}
	}
	return out
}

// notice is the first that fits.
func (d Data) notice(fit func(SealNotice) bool) (SealNotice, bool) {
	list := d.SealNotices()
	if i := slices.IndexFunc(list, fit); i >= 0 {
		return list[i], true
	}
	return SealNotice{}, false
}

func (n SealNotice) unsealed() bool { return n.Seal.Wanted() && !n.Seal.Stands() }
func (n SealNotice) open() bool     { return n.Seal.Run.Open() }
func (n SealNotice) idle() bool     { return n.unsealed() && !n.open() }

// noticeRule is what the city says of a notice that is given now.
func (r Rules) noticeRule(c kernel.Case, which string, now time.Time) *Seal {
	if r.Seals == nil || r.Seals.Notice == nil {
		return nil
	}
	if rule := r.Seals.Notice(c.Unit, NameOf(c.Flow), which, calendar.DateOf(now)); rule.Need != "" {
		return &Seal{SealRule: rule}
	}
	return nil
}

// SealMissing reports whether the notice may not be served for want of its seal.
func (n *HoldNotice) SealMissing() bool {
	return n != nil && n.Seal != nil && n.Seal.Need == SealRequired && !n.Seal.Stands()
}

// NoticeSealMissing reports whether the notice that is owed waits for its seal.
func (d Data) NoticeSealMissing() bool {
	n, _ := d.Suspension.owed()
	return n.SealMissing()
}

// withNotice gives the data with the notice's question replaced. With a seal that
// the service put, the platform serves what waited for it.
func (d Data) withNotice(n SealNotice, run kernel.SignRun, now time.Time) Data {
	seal := *n.Seal
	seal.Run = &run
	if n.Which == NoticeCorrection {
		x := *d.Notified
		x.Seal = &seal
		d.Notified = &x
		return d
	}
	s := *d.Suspension
	was := s.Notice
	if n.Which == NoticeResumed {
		was = s.Resumed
	}
	x := *was
	x.Seal = &seal
	if was.SealMissing() && !x.SealMissing() && x.Served == nil && seal.Run.Evidence.ByHand == "" && byPlatform(d) == nil {
		x.Served = servedNow(now)
	}
	if n.Which == NoticeResumed {
		s.Resumed = &x
	} else {
		s.Notice = &x
	}
	d.Suspension = &s
	return d
}

// sealingNotices are the moves around the seals of notices.
func (r Rules) sealingNotices() []kernel.Move {
	return []kernel.Move{r.sealNotice(), r.askNoticeSeal(), r.noticeSealAnswer(), withdrawNoticeSeal(), r.enterNoticeSeal()}
}

// NoticeDrawn names the paper that was drawn.
type NoticeDrawn struct {
	Doc string `json:"doc"`
}

// noticeFacts are the item and the paper of the notice that a move is about.
func noticeFacts[I any](about func(Data, I) (SealNotice, bool)) func(kernel.View, kernel.Case, Data, I) (sealFacts, error) {
	return func(v kernel.View, c kernel.Case, d Data, in I) (sealFacts, error) {
		it, err := itemOf(v, c, d, in)
		f := sealFacts{item: it}
		n, ok := about(d, in)
		if err != nil || !ok || n.Doc == "" {
			return f, err
		}
		f.paper, err = kernel.Load(v, kernel.PaperByID{ID: n.Doc})
		return f, err
	}
}

func drawnNotice(d Data, in NoticeDrawn) (SealNotice, bool) {
	return d.notice(func(n SealNotice) bool { return n.Doc == in.Doc && n.unsealed() && n.Seal.Run == nil })
}

func idleNotice[I any](d Data, _ I) (SealNotice, bool) { return d.notice(SealNotice.idle) }

// sealNotice lets the program ask for the seal as soon as the paper is drawn.
func (r Rules) sealNotice() kernel.Move {
	return kernel.MoveOf[Data, NoticeDrawn, sealFacts]{
		Name: "seal_notice", From: everywhere(), By: []kernel.Role{Paper}, Hidden: true, OnHold: true, Facts: noticeFacts(drawnNotice),
		Guard: func(t kernel.Turn[Data, NoticeDrawn, sealFacts]) error {
			_, ok := drawnNotice(t.Data, t.Input)
			return r.mayAsk(ok, t.Facts)
		},
		Effects: func(t kernel.Turn[Data, NoticeDrawn, sealFacts]) (kernel.Out[Data], error) {
			n, _ := drawnNotice(t.Data, t.Input)
			return askNotice(r, t, n)
		},
	}.Build()
}

// askNoticeSeal lets staff ask again after a refusal.
func (r Rules) askNoticeSeal() kernel.Move {
	return kernel.MoveOf[Data, none, sealFacts]{
		Name: "ask_notice_seal", From: everywhere(), By: clerks, OnHold: true, Facts: noticeFacts(idleNotice[none]),
		Guard: func(t kernel.Turn[Data, none, sealFacts]) error {
			_, ok := idleNotice(t.Data, t.Input)
			return r.mayAsk(ok, t.Facts)
		},
		Effects: func(t kernel.Turn[Data, none, sealFacts]) (kernel.Out[Data], error) {
			n, _ := idleNotice(t.Data, t.Input)
			return askNotice(r, t, n)
		},
	}.Build()
}

func (r Rules) mayAsk(ok bool, f sealFacts) error {
	switch {
	case !ok:
		return errs.New(errs.Conflict, "kernel.itemflow.seal_not_wanted", nil)
	case f.paper.SHA256 == "":
		return errs.New(errs.TooEarly, "kernel.itemflow.seal_not_drawn", nil)
	case r.Seals == nil || r.Seals.Service == nil:
		return errs.New(errs.Conflict, "kernel.itemflow.seal_no_service", nil)
	}
	return nil
}

func askNotice[I any](r Rules, t kernel.Turn[Data, I, sealFacts], n SealNotice) (kernel.Out[Data], error) {
	run := kernel.SignRun{Asked: t.Now, By: t.Actor.User, Signer: n.Name, Attempts: 1}
	if was := n.Seal.Run; was != nil {
		run.Attempts = was.Attempts + 1
	}
	run.Ask = t.Case.No + "/seal/" + n.Doc + "/" + strconv.Itoa(run.Attempts)
	d := t.Data.withNotice(n, run, t.Now)
	q, err := r.Seals.Service.Question(n.ask(t.Case, t.Facts.paper, run))
	return kernel.Out[Data]{Data: d, Effects: []kernel.Effect{
		kernel.Ask{Key: run.Ask, Party: kernel.RoleEsign, Kind: "sign.decision", Payload: q, OnAnswer: "notice_seal_answer", AnswerBy: t.Now.Add(r.Seals.Answers)},
	}}, err
}

func (n SealNotice) ask(c kernel.Case, p kernel.Paper, run kernel.SignRun) SealAsk {
	return SealAsk{Key: run.Ask, Case: c.No, Paper: n.Doc, Title: p.Name, SHA256: p.SHA256, Holder: n.Seal.Holder, Code: n.Seal.Code, Signer: run.Signer, At: run.Asked}
}

// noticeOf is the notice whose question an answer is about.
func (r Rules) noticeOf(d Data, answer json.RawMessage) (SealNotice, bool) {
	if r.Seals == nil || r.Seals.Service == nil {
		return SealNotice{}, false
	}
	key := r.Seals.Service.Key(answer)
	return d.notice(func(n SealNotice) bool { return n.open() && n.Seal.Run.Ask == key })
}

// noticeSealAnswer takes what the service says of a notice, as [Rules.sealAnswer]
// does of a decision.
func (r Rules) noticeSealAnswer() kernel.Move {
	return kernel.MoveOf[Data, json.RawMessage, sealFacts]{
		Name: "notice_seal_answer", From: everywhere(), By: []kernel.Role{kernel.RoleEsign}, Hidden: true, OnHold: true, Facts: noticeFacts(r.noticeOf),
		Effects: func(t kernel.Turn[Data, json.RawMessage, sealFacts]) (kernel.Out[Data], error) {
			n, ok := r.noticeOf(t.Data, t.Input)
			if !ok {
				return kernel.Out[Data]{Data: t.Data}, nil
			}
			run := *n.Seal.Run
			said, err := r.Seals.Service.Answered(n.ask(t.Case, t.Facts.paper, run), t.Input, t.Now)
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			if said.Refused != "" {
				run.Refused = said.Refused
				return kernel.Out[Data]{Data: t.Data.withNotice(n, run, t.Now), Effects: []kernel.Effect{
					kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.seal_refused", Args: map[string]string{"no": t.Case.No}}}}, nil
			}
			said.Evidence.Paper = t.NewID()
			run.Evidence = &said.Evidence
			return kernel.Out[Data]{Data: t.Data.withNotice(n, run, t.Now), Effects: []kernel.Effect{
				kernel.AttachDocument{ID: said.Evidence.Paper, Kind: "kernel.itemflow.paper.notice_seal", Name: t.Case.No + "-" + n.Which + ".sig.json", SHA256: said.SHA256, Bytes: said.Bytes, Media: "application/json", Level: kernel.ViewDetail}}}, nil
		},
	}.Build()
}

// withdrawNoticeSeal takes the open question back.
func withdrawNoticeSeal() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, none]{
		Name: "withdraw_notice_seal", From: everywhere(), By: clerks, OnHold: true,
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, none]) error {
			if _, ok := t.Data.notice(SealNotice.open); !ok {
				return errs.New(errs.Conflict, "kernel.itemflow.seal_not_asked", nil)
			}
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, none]) (kernel.Out[Data], error) {
			n, _ := t.Data.notice(SealNotice.open)
			run := *n.Seal.Run
			run.Withdrawn = strings.TrimSpace(t.Input.Reason)
			return kernel.Out[Data]{Data: t.Data.withNotice(n, run, t.Now)}, nil
		},
	}.Build()
}

// enterNoticeSeal enters that a notice was sealed on paper; who serves it is staff.
func (r Rules) enterNoticeSeal() kernel.Move {
	return kernel.MoveOf[Data, SealedInput, sealFacts]{
		Name: "enter_notice_seal", From: everywhere(), By: clerks, OnHold: true, Facts: noticeFacts(idleNotice[SealedInput]),
		Guard: func(t kernel.Turn[Data, SealedInput, sealFacts]) error {
			n, ok := idleNotice(t.Data, t.Input)
			switch {
			case !ok:
				return errs.New(errs.Conflict, "kernel.itemflow.seal_not_wanted", nil)
			case t.Facts.paper.SHA256 == "":
				return errs.New(errs.TooEarly, "kernel.itemflow.seal_not_drawn", nil)
			}
			return t.Input.whole(calendar.DateOf(n.At), calendar.DateOf(t.Now))
		},
		Effects: func(t kernel.Turn[Data, SealedInput, sealFacts]) (kernel.Out[Data], error) {
			n, _ := idleNotice(t.Data, t.Input)
			return kernel.Out[Data]{Data: t.Data.withNotice(n, t.Input.run(t.Actor.User, t.Facts.paper, n.Seal.Run, t.Now), t.Now)}, nil
		},
	}.Build()
}
