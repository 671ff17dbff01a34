package hall

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// EndAsk is one side's wish to end a signed deal by agreement (协议解除, 民法典562).
// The other side consents or not; where it does not, the trading centre says
// what becomes of the deal as far as that is the centre's to say.
type EndAsk struct {
	By     kernel.Role   `json:"by"`
	User   kernel.UserID `json:"user"`
	At     time.Time     `json:"at"`
	Reason string        `json:"reason"`
	// ToBuyer of what lies in custody goes back to the buyer, the rest to the
	// seller; Held is what lay there when the wish was said.
	ToBuyer money.Fen     `json:"to_buyer"`
	Held    money.Fen     `json:"held"`
	Until   calendar.Date `json:"until"` // the other side's days to answer
	Answer  EndAnswer     `json:"answer,omitempty"`
	Said    string        `json:"said,omitempty"` // with the answer
	When    time.Time     `json:"when,omitzero"`  // of the answer
	// Overdue is set when the days passed without an answer.
	Overdue bool `json:"overdue,omitempty"`
}

// EndAnswer is what became of the wish.
type EndAnswer string

// The answers. Refused is open still: the centre has the word.
const (
	EndAgreed    EndAnswer = "agreed"
	EndRefused   EndAnswer = "refused"
	EndWithdrawn EndAnswer = "withdrawn"
	EndGranted   EndAnswer = "granted" // by the centre
	EndKept      EndAnswer = "kept"    // by the centre: the deal goes on
)

// Open reports whether the wish still waits for a word.
func (a *EndAsk) Open() bool { return a != nil && (a.Answer == "" || a.Answer == EndRefused) }

// AtCentre reports whether the word is the centre's.
func (a *EndAsk) AtCentre() bool { return a.Open() && (a.Answer == EndRefused || a.Overdue) }

// endable are the states in which a signed deal may be ended by agreement: those
// in which no outside party is at work on it.
var endable = []kernel.State{DealDeposit, DealRecording, DealDelivery, DealRunning}

// EndOpen is the wish that waits for a word, nil for none.
func (d DealData) EndOpen() *EndAsk {
	if n := len(d.Ends); n > 0 && d.Ends[n-1].Open() {
		return &d.Ends[n-1]
	}
	return nil
}

// endSaid is the deal with the newest wish answered.
func (d DealData) endSaid(a EndAnswer, said string, at time.Time) DealData {
	d.Ends = append([]EndAsk(nil), d.Ends...)
	x := &d.Ends[len(d.Ends)-1]
	x.Answer, x.Said, x.When = a, said, at
	return d
}

// timerEnd is the end of the other side's days.
const timerEnd = "end_ask"

// EndAskInput is the wish. Account is where the seller is paid its part.
type EndAskInput struct {
	Reason  string    `json:"reason"`
	ToBuyer money.Fen `json:"to_buyer"`
	Account string    `json:"account,omitempty"`
	Bank    string    `json:"bank,omitempty"`
}

func (r Rules) askEnd() kernel.Move {
	return kernel.MoveOf[DealData, EndAskInput, ledger.Position]{
		Name: "ask_end", Needs: []string{"reason"}, From: endable, By: both, Right: kernel.RightSign, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ EndAskInput) (ledger.Position, error) {
			return loadPosition(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, EndAskInput, ledger.Position]) error {
			if err := t.Data.mayAskEnd(); err != nil {
				return err
			}
			l := errs.List(errs.All(t.Input.Faults()))
			least, most := t.Data.endShares(t.Case.No, t.Facts)
			if t.Input.ToBuyer < least || t.Input.ToBuyer > most {
				l.Add(errs.At("to_buyer", "utilization.hall.end_share", errs.Args{"least": least.String(), "most": most.String()}))
			} else if t.Input.ToBuyer < most && t.As(Seller) {
				for _, e := range errs.All(t.Data.needPayee(t.Input.Account, t.Input.Bank)) {
					l.Add(e)
				}
			}
			return l.Err()
		},
		Effects: r.doAskEnd,
	}.Build()
}

// mayAskEnd says what stands in the way of ending the deal by agreement.
func (d DealData) mayAskEnd() error {
	switch {
	case d.EndOpen() != nil:
		return errs.New(errs.Conflict, "utilization.hall.end_asked", nil)
	case d.transferred():
		return errs.New(errs.Conflict, "utilization.hall.end_after_transfer", errs.Args{"record": d.Record.No})
	}
	for _, x := range d.Disputes {
		if x.Ended.IsZero() && x.Late != "" {
			return errs.New(errs.Conflict, "utilization.hall.end_late_bank", nil)
		}
	}
	return nil
}

// transferred reports whether title has passed: what was assigned goes back by a
// new assignment alone (专利法10).
func (d DealData) transferred() bool { return d.recorded() && d.Record.Kind == recordTransfer }

// payee is the seller's account and its bank, as typed or as known.
func (d DealData) payee(account, bank string) (string, string) {
	if account != "" {
		return account, bank
	}
	return d.Money.Account, d.Money.Bank
}

// needPayee says what the seller's account lacks, as typed; a known one lacks nothing.
func (d DealData) needPayee(account, bank string) error {
	if account == "" && d.Money.Account != "" {
		return nil
	}
	return needAccount(AccountInput{Account: account, Bank: bank})
}

func (r Rules) doAskEnd(t kernel.Turn[DealData, EndAskInput, ledger.Position]) (kernel.Out[DealData], error) {
	end, err := r.Calendar.End(calendar.DateOf(t.Now), r.EndAnswer, calendar.Contract)
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	d, by := t.Data, side(t.Roles)
	if by == Seller {
		d.Money.Account, d.Money.Bank = d.payee(t.Input.Account, t.Input.Bank)
	}
	d.Ends = append(append([]EndAsk(nil), d.Ends...), EndAsk{By: by, User: t.Actor.User, At: t.Now, Reason: t.Input.Reason, ToBuyer: t.Input.ToBuyer, Held: InCustody(t.Facts), Until: end.Date})
	effects := []kernel.Effect{kernel.SetTimer{Name: timerEnd, At: end.Date.At(24), Move: "end_overdue"}, tell(other(by), "end_asked", t.Case.No)}
	return kernel.Out[DealData]{Data: d, Effects: d.tellBroker(effects, "end_asked", t.Case.No)}, nil
}

// EndAgreeInput is the other side's consent; the account is the seller's, where
// it gets a part and none is known.
type EndAgreeInput struct {
	Account string `json:"account,omitempty"`
	Bank    string `json:"bank,omitempty"`
}

func (r Rules) agreeEnd() kernel.Move {
	return kernel.MoveOf[DealData, EndAgreeInput, ledger.Position]{
		Name: "agree_end", From: endable, By: both, Right: kernel.RightSign, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ EndAgreeInput) (ledger.Position, error) {
			return loadPosition(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, EndAgreeInput, ledger.Position]) error {
			a := t.Data.EndOpen()
			switch {
			case a == nil:
				return errs.New(errs.Conflict, "utilization.hall.end_not_asked", nil)
			case a.By == side(t.Roles):
				return errs.New(errs.Conflict, "utilization.hall.end_own", nil)
			case a.Held != InCustody(t.Facts):
				return errs.New(errs.Conflict, "utilization.hall.end_money_moved", nil)
			case a.ToBuyer < a.Held && t.As(Seller):
				return t.Data.needPayee(t.Input.Account, t.Input.Bank)
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, EndAgreeInput, ledger.Position]) (kernel.Out[DealData], error) {
			d := t.Data
			if t.As(Seller) {
				d.Money.Account, d.Money.Bank = d.payee(t.Input.Account, t.Input.Bank)
			}
			return r.dissolve(t.Case, d.endSaid(EndAgreed, "", t.Now), t.Facts, t.Now, t.NewID)
		},
	}.Build()
}

func refuseEnd() kernel.Move {
	return kernel.MoveOf[DealData, kernel.ReasonInput, none]{
		Name: "refuse_end", Needs: []string{"reason"}, From: endable, By: both, Right: kernel.RightSign, Outward: true,
		Guard: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) error {
			a := t.Data.EndOpen()
			switch {
			case a == nil || a.Answer == EndRefused:
				return errs.New(errs.Conflict, "utilization.hall.end_not_asked", nil)
			case a.By == side(t.Roles):
				return errs.New(errs.Conflict, "utilization.hall.end_own", nil)
			}
			return reason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) (kernel.Out[DealData], error) {
			d := t.Data.endSaid(EndRefused, t.Input.Reason, t.Now)
			return kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{kernel.ClearTimer{Name: timerEnd}, tell(other(side(t.Roles)), "end_refused", t.Case.No), tell(Clerk, "end_refused", t.Case.No)}}, nil
		},
	}.Build()
}

func withdrawEnd() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "withdraw_end", From: endable, By: both, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[DealData, none, none]) error {
			if a := t.Data.EndOpen(); a == nil || a.By != side(t.Roles) {
				return errs.New(errs.Conflict, "utilization.hall.end_not_asked", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			d := t.Data.endSaid(EndWithdrawn, "", t.Now)
			return kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{kernel.ClearTimer{Name: timerEnd}, tell(other(side(t.Roles)), "end_withdrawn", t.Case.No)}}, nil
		},
	}.Build()
}

// endOverdue tells everybody that the other side has let its days pass; silence
// is no consent to an end, so the centre has the word.
func endOverdue() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "end_overdue", Anytime: true, By: []kernel.Role{Timer}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			d := t.Data
			if a := d.EndOpen(); a == nil || a.AtCentre() || !calendar.DateOf(t.Now).After(a.Until) {
				return kernel.Out[DealData]{Data: d}, nil
			}
			d.Ends = append([]EndAsk(nil), d.Ends...)
			d.Ends[len(d.Ends)-1].Overdue = true
			return kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{tell(Seller, "end_overdue", t.Case.No), tell(Buyer, "end_overdue", t.Case.No), tell(Clerk, "end_overdue", t.Case.No)}}, nil
		},
	}.Build()
}

// EndDecideInput is the centre's word.
type EndDecideInput struct {
	Result string `json:"result"`
	Grant  bool   `json:"grant"`
}

// decideEnd is the centre's word where the sides do not agree. Before the office
// has entered the deal the centre may end it, and all money goes back (as by
// terminate); of one that is in force it can only say that it goes on: whether
// a contract is dissolved against a side's will is for court or arbitration
// (民法典563, 565).
func (r Rules) decideEnd() kernel.Move {
	return kernel.MoveOf[DealData, EndDecideInput, ledger.Position]{
		Name: "decide_end", Needs: []string{"result"}, From: endable, By: []kernel.Role{Clerk, kernel.RoleHead},
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ EndDecideInput) (ledger.Position, error) {
			return loadPosition(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, EndDecideInput, ledger.Position]) error {
			a := t.Data.EndOpen()
			switch {
			case a == nil:
				return errs.New(errs.Conflict, "utilization.hall.end_not_asked", nil)
			case !a.AtCentre():
				return errs.New(errs.TooEarly, "utilization.hall.end_waits", errs.Args{"until": a.Until.String()})
			case t.Input.Grant && t.Data.recorded():
				return errs.At("grant", "utilization.hall.end_not_ours", errs.Args{"record": t.Data.Record.No})
			}
			return reasonAt("result", t.Input.Result)
		},
		Effects: func(t kernel.Turn[DealData, EndDecideInput, ledger.Position]) (kernel.Out[DealData], error) {
			if !t.Input.Grant {
				d := t.Data.endSaid(EndKept, t.Input.Result, t.Now)
				return kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{tell(Seller, "end_kept", t.Case.No), tell(Buyer, "end_kept", t.Case.No)}}, nil
			}
			d := t.Data.endSaid(EndGranted, t.Input.Result, t.Now)
			last := &d.Ends[len(d.Ends)-1]
			last.Held = InCustody(t.Facts)
			last.ToBuyer = last.Held // as by terminate: all of it goes back
			return r.dissolve(t.Case, d, t.Facts, t.Now, t.NewID)
		},
	}.Build()
}
