package itemflow

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// SealNeed is what a city says of the office's seal on a decision.
type SealNeed string

// The needs.
const (
	SealNone     SealNeed = "none"     // no seal; the paper says so
	SealAsked    SealNeed = "asked"    // asked for; service does not wait for it
	SealRequired SealNeed = "required" // served with it only
)

// SealRule is what a city says, on a day, of the seal (电子印章) of one of its
// offices on a decision. The zero value says nothing: no seal, no word of it.
type SealRule struct {
	ID     string     `json:"id,omitempty"`
	Need   SealNeed   `json:"need,omitempty"`
	Holder string     `json:"holder,omitempty"` // the office whose seal it is
	Code   string     `json:"code,omitempty"`   // its official code
	Says   form.Text  `json:"says,omitzero"`    // on the paper
	Basis  form.Basis `json:"basis,omitzero"`
}

// SealAsk is what a signature service is asked: the office's seal on a drawn
// decision.
type SealAsk struct {
	Key, Case, Paper, Title, SHA256, Holder, Code, Signer string
	At                                                    time.Time
}

// SealAnswer is what the service says: why not, or what proves the seal and under
// which hash its file is kept.
type SealAnswer struct {
	Refused  string
	Evidence kernel.SignEvidence
	SHA256   string
	Bytes    int64
}

// Sealer puts the question and holds the answer against it. It is fulfilled
// above, where signatures are known; an answer that does not hold is a fault.
type Sealer interface {
	Question(SealAsk) (json.RawMessage, error)
	// Key is the key of the question that an answer repeats.
	Key(answer json.RawMessage) string
	Answered(SealAsk, json.RawMessage, time.Time) (SealAnswer, error)
}

// Seals is how the decisions of a city get the seal of their office.
type Seals struct {
	Rule func(unit kernel.UnitID, flow string, on calendar.Date) SealRule
	// Notice is what the city says of one of its [Notices]; nil says of none.
	Notice  func(unit kernel.UnitID, flow, notice string, on calendar.Date) SealRule
	Service Sealer // nil where none is joined: staff enter what was sealed on paper
	// Answers is how long the service has to answer before it is asked again.
	// Unit: hours. Source: our choice.
	Answers time.Duration
}

// Seal is the seal on a decision: the rule of the day it was made, and the
// question to the service.
type Seal struct {
	SealRule
	Run *kernel.SignRun `json:"run,omitempty"`
}

// Wanted reports whether there shall be a seal.
func (s *Seal) Wanted() bool { return s != nil && (s.Need == SealAsked || s.Need == SealRequired) }

// Stands reports whether the seal is on the decision.
func (s *Seal) Stands() bool { return s != nil && s.Run != nil && s.Run.Evidence != nil }

// SealMissing reports whether the decision may not be served for want of its seal.
func (d Data) SealMissing() bool {
	return d.Decision != nil && d.Decision.Seal != nil && d.Decision.Seal.Need == SealRequired && !d.Decision.Seal.Stands()
}

// seal of the decision; nil without one.
func (d Data) seal() *Seal {
	if d.Decision == nil {
		return nil
	}
	return d.Decision.Seal
}

// withRun gives the data with the seal's question replaced.
func (d Data) withRun(run kernel.SignRun) Data {
	x, s := *d.Decision, *d.Decision.Seal
	s.Run = &run
	x.Seal = &s
	d.Decision = &x
	return d
}

// sealRule is what the city says of a decision that is made now.
func (r Rules) sealRule(c kernel.Case, now time.Time) *Seal {
	if r.Seals == nil || r.Seals.Rule == nil {
		return nil
	}
	rule := r.Seals.Rule(c.Unit, NameOf(c.Flow), calendar.DateOf(now))
	if rule.Need == "" {
		return nil
	}
	return &Seal{SealRule: rule}
}

// TurnIn is whose move it is in a case of a declared item while the seal of its
// decision is asked for, while an extension waits, while a broken promise is made
// good, staff have the notice of a closed case to serve or the head an objection to
// its record to answer, and in a review that is late; ok is false for every other, where the flow says it. What may follow after
// acceptance is the applicant's beside it, see [Debtor].
func TurnIn(c kernel.Case) (kernel.Role, bool) {
	if NameOf(c.Flow) == ReviewFlow {
		return reviewTurn(c)
	}
	if Standard(c.Flow) && c.Hold == nil && slices.Contains(suspendable, c.State) {
		if d, err := ReadData(c); err == nil && d.Suspension.Open() {
			return kernel.RoleHead, true // a suspension waits for the head's word
		}
	}
	if ToServe(c) {
		return kernel.RoleClerk, true
	}
	if Objected(c) {
		return kernel.RoleHead, true
	}
	if !Standard(c.Flow) || !slices.Contains([]kernel.State{Accepted, Deciding, Decided, Delivered}, c.State) {
		return "", false
	}
	d, err := ReadData(c)
	if err == nil && c.State != Decided && c.State != Delivered && d.Extension.Open() {
		return kernel.RoleHead, true // an extension waits for the head's word
	}
	if err == nil && c.State == Delivered && len(d.Owed(c.State)) > 0 {
		return kernel.RoleOwner, true // a broken promise is made good
	}
	if err != nil || c.State != Decided || !d.SealMissing() || !d.seal().Run.Open() {
		return "", false
	}
	return kernel.RoleEsign, true
}

// sealing are the moves around the seal.
func (r Rules) sealing() []kernel.Move {
	return append([]kernel.Move{r.askSeal(), r.sealAnswer(), withdrawSeal(), r.enterSeal()}, r.sealingNotices()...)
}

// sealable are the states in which a decision stands, that which revokes it, or
// that not to take a case in.
func sealable() []kernel.State { return []kernel.State{Decided, Delivered, NotAccepted, Undone} }

// sealFacts are the item, and the decision's paper as it was drawn.
type sealFacts struct {
	item  form.Item
	paper kernel.Paper
}

func sealFactsOf[I any](v kernel.View, c kernel.Case, d Data, in I) (sealFacts, error) {
	it, err := itemOf(v, c, d, in)
	f := sealFacts{item: it}
	if err != nil || d.Decision == nil || d.Decision.Doc == "" {
		return f, err
	}
	f.paper, err = kernel.Load(v, kernel.PaperByID{ID: d.Decision.Doc})
	return f, err
}

// unsealed refuses a decision that wants no seal, has one, or is not drawn.
func (f sealFacts) unsealed(d Data) error {
	s := d.seal()
	switch {
	case !s.Wanted():
		return errs.New(errs.Conflict, "kernel.itemflow.seal_not_wanted", nil)
	case s.Stands():
		return errs.New(errs.Conflict, "kernel.itemflow.sealed_already", nil)
	case f.paper.SHA256 == "":
		return errs.New(errs.TooEarly, "kernel.itemflow.seal_not_drawn", nil)
	}
	return nil
}

// askSeal asks the service for the office's seal on the drawn decision: the
// program when it is drawn, the clerk again after a refusal.
func (r Rules) askSeal() kernel.Move {
	return kernel.MoveOf[Data, none, sealFacts]{
		Name: "ask_seal", From: sealable(), By: append([]kernel.Role{Paper}, clerks...), Facts: sealFactsOf[none], OnHold: true,
		Guard: func(t kernel.Turn[Data, none, sealFacts]) error {
			if err := t.Facts.unsealed(t.Data); err != nil {
				return err
			}
			switch {
			case r.Seals == nil || r.Seals.Service == nil:
				return errs.New(errs.Conflict, "kernel.itemflow.seal_no_service", nil)
			case t.Data.seal().Run.Open():
				return errs.New(errs.Conflict, "kernel.itemflow.seal_asked", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, none, sealFacts]) (kernel.Out[Data], error) {
			d := t.Data
			run := kernel.SignRun{Asked: t.Now, By: t.Actor.User, Signer: d.Decision.Name, Attempts: 1}
			if was := d.seal().Run; was != nil {
				run.Attempts = was.Attempts + 1
			}
			// The paper's id is in the key: an answer about another decision belongs to
			// no question of this one.
			run.Ask = t.Case.No + "/seal/" + d.Decision.Doc + "/" + strconv.Itoa(run.Attempts)
			q, err := r.Seals.Service.Question(d.withRun(run).sealAsk(t.Case, t.Facts.paper))
			return kernel.Out[Data]{Data: d.withRun(run), Effects: []kernel.Effect{
				kernel.Ask{Key: run.Ask, Party: kernel.RoleEsign, Kind: "sign.decision", Payload: q, OnAnswer: "seal_answer", AnswerBy: t.Now.Add(r.Seals.Answers)},
			}}, err
		},
	}.Build()
}

// sealAsk is the open question of the data.
func (d Data) sealAsk(c kernel.Case, p kernel.Paper) SealAsk {
	s := d.seal()
	return SealAsk{Key: s.Run.Ask, Case: c.No, Paper: d.Decision.Doc, Title: p.Name, SHA256: p.SHA256, Holder: s.Holder, Code: s.Code, Signer: s.Run.Signer, At: s.Run.Asked}
}

// sealAnswer takes what the service says. A seal that does not hold is refused,
// so that a clerk finds it in suspense and the question stays open; an answer to
// a question that is over is only remembered. With the seal the platform serves
// what waited for it.
func (r Rules) sealAnswer() kernel.Move {
	return kernel.MoveOf[Data, json.RawMessage, sealFacts]{
		Name: "seal_answer", From: everywhere(), By: []kernel.Role{kernel.RoleEsign}, Hidden: true, OnHold: true, Facts: sealFactsOf[json.RawMessage],
		Effects: func(t kernel.Turn[Data, json.RawMessage, sealFacts]) (kernel.Out[Data], error) {
			d := t.Data
			s := d.seal()
			if r.Seals == nil || r.Seals.Service == nil || s == nil || !s.Run.Open() || !slices.Contains(sealable(), t.Case.State) || r.Seals.Service.Key(t.Input) != s.Run.Ask {
				return kernel.Out[Data]{Data: d}, nil
			}
			said, err := r.Seals.Service.Answered(d.sealAsk(t.Case, t.Facts.paper), t.Input, t.Now)
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			run := *s.Run
			if said.Refused != "" {
				run.Refused = said.Refused
				return kernel.Out[Data]{Data: d.withRun(run), Effects: []kernel.Effect{
					kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.seal_refused", Args: map[string]string{"no": t.Case.No}}}}, nil
			}
			said.Evidence.Paper = t.NewID()
			run.Evidence = &said.Evidence
			return sealed(r, t, d.withRun(run), kernel.AttachDocument{ID: said.Evidence.Paper, Kind: "kernel.itemflow.paper.seal", Name: t.Case.No + ".sig.json", SHA256: said.SHA256, Bytes: said.Bytes, Media: "application/json", Level: kernel.ViewDetail})
		},
	}.Build()
}

// sealed serves what waited for the seal only, as the platform serves it.
func sealed[I any](r Rules, t kernel.Turn[Data, I, sealFacts], d Data, more ...kernel.Effect) (kernel.Out[Data], error) {
	serve := delivered[I]
	switch {
	case t.Case.Hold != nil || byPlatform(d) != nil:
		return kernel.Out[Data]{Data: d, Effects: more}, nil
	case (t.Case.State == NotAccepted || t.Case.State == Undone) && d.Served == nil:
		serve = noticed[I]
	case t.Case.State != Decided:
		return kernel.Out[Data]{Data: d, Effects: more}, nil
	}
	t.Data = d
	out, err := serve(r, t, servedNow(t.Now))
	out.Effects = append(more, out.Effects...)
	return out, err
}
