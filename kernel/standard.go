package kernel

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/errs"
)

// Names of the standard moves that every flow has without writing them.
const (
	MoveAskCorrection = "std.ask_correction" // 补正: stops the clock
	MoveCorrect       = "std.correct"        // the owner supplies what was asked
	MoveReturn        = "std.return"         // 退回 to an earlier state
	MoveWithdraw      = "std.withdraw"       // 撤回
	MoveReassign      = "std.reassign"       // 转办
	MoveClaim         = "std.claim"          // take a case from the pool
	MoveAddSigner     = "std.add_signer"     // 加签, 会签
	MoveSignOff       = "std.sign_off"       // the signer's opinion
	MoveDropSigner    = "std.drop_signer"    // nobody waits for a signer any longer
	MoveSuspend       = "std.suspend"        // 中止
	MoveResume        = "std.resume"         // 恢复
	MoveUrge          = "std.urge"           // 督办
)

// StateWithdrawn is where a withdrawn case ends, in every flow.
const StateWithdrawn State = "withdrawn"

// Inputs of the standard moves. Every reason is kept in the journal.
type (
	// ReasonInput is the input of moves that need nothing but a reason.
	ReasonInput struct {
		Reason string `json:"reason"`
	}
	// CorrectionInput says what is missing and by when it is wanted.
	CorrectionInput struct {
		Reason string `json:"reason"`
		Period string `json:"period,omitempty"` // as "10wd"
	}
	// ReturnInput names the earlier state.
	ReturnInput struct {
		To     State  `json:"to"`
		Reason string `json:"reason"`
	}
	// ReassignInput names the next assignee, or only the unit.
	ReassignInput struct {
		User   UserID `json:"user,omitempty"`
		Unit   UnitID `json:"unit,omitempty"`
		Reason string `json:"reason"`
	}
	// SignerInput names one more signer; Joint makes it 会签.
	SignerInput struct {
		User   UserID `json:"user"`
		Joint  bool   `json:"joint"`
		Reason string `json:"reason"`
	}
	// OpinionInput is the signer's word.
	OpinionInput struct {
		Opinion string `json:"opinion"`
	}
)

// raw is matter data that a standard move leaves as it is.
type raw = json.RawMessage

// WithStandard adds the standard moves to a flow. order lists the states in
// the order of the procedure: a return goes back along it. staff are the roles
// that handle cases of this flow.
func WithStandard(f Flow, order []State, staff ...Role) Flow {
	if !slices.ContainsFunc(f.States, func(d StateDef) bool { return d.Name == StateWithdrawn }) {
		f.States = append(f.States, StateDef{Name: StateWithdrawn, Terminal: true, Ends: EndNothing})
	}
	f.Order = order
	signers := append([]Role{RoleHead}, staff...)
	f.Moves = append(f.Moves,
		stdMove(MoveAskCorrection, staff, askCorrection, "reason"),
		correctMove(),
		stdMove(MoveReturn, staff, returnTo(order), "to", "reason"),
		withdrawMove(),
		onHold(reassignMove(staff)),
		stdMove(MoveClaim, staff, claim),
		stdMove(MoveAddSigner, signers, addSigner, "user"),
		onHold(stdMove(MoveSignOff, append([]Role{RoleSigner}, signers...), signOff, "opinion")),
		onHold(stdMove(MoveDropSigner, signers, dropSigner, "user", "reason")),
		stdMove(MoveSuspend, staff, suspend, "reason"),
		onHold(stdMove(MoveResume, staff, resume)),
		onHold(stdMove(MoveUrge, append([]Role{RoleHead, RoleSupervisor}, staff...), urge)),
	)
	return f
}

func onHold(m Move) Move { m.OnHold = true; return m }

func stdMove[I any](name string, by []Role, f func(Turn[raw, I, struct{}]) (Out[raw], error), needs ...string) Move {
	return MoveOf[raw, I, struct{}]{Name: name, By: by, Anytime: true, Needs: needs, Effects: f}.Build()
}

// correctMove goes out like what opened the case.
func correctMove() Move {
	m := onHold(stdMove(MoveCorrect, []Role{RoleOwner}, correct))
	m.Right, m.Outward = RightSubmit, true
	return m
}

func withdrawMove() Move {
	m := onHold(stdMove(MoveWithdraw, []Role{RoleOwner}, withdraw, "reason"))
	m.Right, m.Outward = RightWithdraw, true
	return m
}

// reassignMove looks whether the next one is staff of the unit: who has a case
// sees its file. The program hands cases over on the administrator's order.
func reassignMove(staff []Role) Move {
	return MoveOf[raw, ReassignInput, []Tenure]{Name: MoveReassign, Needs: []string{"reason"}, By: append([]Role{RoleHead, RoleSystem}, staff...), Anytime: true, Effects: reassign,
		Facts: func(v View, _ Case, _ raw, in ReassignInput) ([]Tenure, error) {
			if in.User == "" {
				return nil, nil
			}
			return Load(v, TenuresOf{User: in.User})
		}}.Build()
}

func needReason(reason string) error {
	if len([]rune(reason)) < 2 {
		return errs.At("reason", "kernel.reason_needed", nil)
	}
	return nil
}

func askCorrection(t Turn[raw, CorrectionInput, struct{}]) (Out[raw], error) {
	if err := needReason(t.Input.Reason); err != nil {
		return Out[raw]{}, err
	}
	return Out[raw]{Data: t.Data, Change: func(c *Case) {
		c.Hold = &Hold{Kind: HoldCorrection, Reason: t.Input.Reason, Since: t.Now}
		c.Pauses = openPause(c.Pauses, t.Now, string(HoldCorrection))
	}, Effects: []Effect{Notify{To: RoleOwner, Text: "kernel.notice.correction", Args: map[string]string{"no": t.Case.No}}}}, nil
}

func correct(t Turn[raw, ReasonInput, struct{}]) (Out[raw], error) {
	if t.Case.Hold == nil || t.Case.Hold.Kind != HoldCorrection {
		return Out[raw]{}, errs.New(errs.Conflict, "kernel.no_correction_asked", nil)
	}
	return Out[raw]{Data: t.Data, Change: func(c *Case) { c.EndHold(t.Now) }}, nil
}

func returnTo(order []State) func(Turn[raw, ReturnInput, struct{}]) (Out[raw], error) {
	return func(t Turn[raw, ReturnInput, struct{}]) (Out[raw], error) {
		if err := needReason(t.Input.Reason); err != nil {
			return Out[raw]{}, err
		}
		to, now := slices.Index(order, t.Input.To), slices.Index(order, t.Case.State)
		if to < 0 || now < 0 || to >= now {
			return Out[raw]{}, errs.At("to", "kernel.not_an_earlier_state", errs.Args{"state": t.Input.To})
		}
		return Out[raw]{To: t.Input.To, Data: t.Data}, nil
	}
}

func withdraw(t Turn[raw, ReasonInput, struct{}]) (Out[raw], error) {
	if err := needReason(t.Input.Reason); err != nil {
		return Out[raw]{}, err
	}
	return Out[raw]{To: StateWithdrawn, Data: t.Data, Change: func(c *Case) { c.EndHold(t.Now) }}, nil
}

func reassign(t Turn[raw, ReassignInput, []Tenure]) (Out[raw], error) {
	if err := needReason(t.Input.Reason); err != nil {
		return Out[raw]{}, err
	}
	if t.Input.User == "" && t.Input.Unit == "" {
		return Out[raw]{}, errs.At("user", "kernel.reassign_to_nobody", nil)
	}
	unit := cmp.Or(t.Input.Unit, t.Case.Unit)
	if t.Input.User != "" && !slices.ContainsFunc(t.Facts, func(x Tenure) bool { return x.Unit == unit && x.At(t.Now) }) {
		return Out[raw]{}, errs.At("user", "kernel.reassign_to_stranger", nil)
	}
	return Out[raw]{Data: t.Data, Change: func(c *Case) {
		c.Assignee = t.Input.User
		if t.Input.Unit != "" && t.Input.Unit != c.Unit {
			c.Revoke("unit:" + string(c.Unit))
			c.Unit = t.Input.Unit
			c.Grant(UnitAccess(c.Unit, RoleClerk))
		}
	}}, nil
}

func claim(t Turn[raw, struct{}, struct{}]) (Out[raw], error) {
	if t.Case.Assignee != "" && t.Case.Assignee != t.Actor.User {
		return Out[raw]{}, errs.New(errs.Conflict, "kernel.claimed_already", nil)
	}
	return Out[raw]{Data: t.Data, Change: func(c *Case) { c.Assignee = t.Actor.User }}, nil
}

func suspend(t Turn[raw, ReasonInput, struct{}]) (Out[raw], error) {
	if err := needReason(t.Input.Reason); err != nil {
		return Out[raw]{}, err
	}
	return Out[raw]{Data: t.Data, Change: func(c *Case) {
		c.Hold = &Hold{Kind: HoldSuspended, Reason: t.Input.Reason, Since: t.Now}
		c.Pauses = openPause(c.Pauses, t.Now, string(HoldSuspended))
	}}, nil
}

func resume(t Turn[raw, ReasonInput, struct{}]) (Out[raw], error) {
	if t.Case.Hold == nil || t.Case.Hold.Kind != HoldSuspended {
		return Out[raw]{}, errs.New(errs.Conflict, "kernel.not_suspended", nil)
	}
	return Out[raw]{Data: t.Data, Change: func(c *Case) { c.EndHold(t.Now) }}, nil
}

func urge(t Turn[raw, ReasonInput, struct{}]) (Out[raw], error) {
	return Out[raw]{Data: t.Data, Effects: []Effect{
		Notify{To: RoleClerk, Text: "kernel.notice.urged", Args: map[string]string{"no": t.Case.No, "reason": t.Input.Reason}},
	}}, nil
}

func openPause(p []Pause, at time.Time, reason string) []Pause {
	return append(slices.Clone(p), Pause{From: at, Reason: reason})
}

// Idle reports whether a standard move has nothing to do in the case as it
// stands: its guard would say so, and lists and buttons leave it out.
func (f *Flow) Idle(a Actor, c Case, move string) bool {
	switch move {
	case MoveResume:
		return c.Hold == nil || c.Hold.Kind != HoldSuspended
	case MoveCorrect:
		return c.Hold == nil || c.Hold.Kind != HoldCorrection
	case MoveSuspend:
		return c.Hold != nil
	case MoveReturn:
		return len(f.Earlier(c.State)) == 0
	case MoveClaim:
		return c.Assignee != ""
	case MoveSignOff:
		return !slices.ContainsFunc(c.Unsigned(), func(s Signer) bool { return s.User == a.User })
	case MoveDropSigner:
		return len(c.Unsigned()) == 0
	}
	return false
}
