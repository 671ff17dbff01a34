package hall

import (
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/ledger"
)

// sideOnly refuses the side whose move it is not.
func sideOnly(roles []kernel.Role, want kernel.Role, no string) error {
	if side(roles) != want {
		return errs.New(errs.Forbidden, "kernel.not_your_move", errs.Args{"no": no})
	}
	return nil
}

// consentInvitation: the other side agrees to bear its part; only then the
// broker is asked.
func consentInvitation() kernel.Move {
	return kernel.MoveOf[InvitationData, none, none]{
		Name: "agree", From: []kernel.State{InvitationConsent}, By: both, Right: kernel.RightSign, Outward: true,
		Guard: func(t kernel.Turn[InvitationData, none, none]) error {
			return sideOnly(t.Roles, other(t.Data.Side), t.Case.No)
		},
		Effects: func(t kernel.Turn[InvitationData, none, none]) (kernel.Out[InvitationData], error) {
			t.Data.Agreed = t.Now
			return kernel.Out[InvitationData]{To: InvitationSent, Data: t.Data, Change: func(c *kernel.Case) {
				c.Grant(kernel.PartyAccess(kernel.RelInvited, t.Data.Broker.ID, Broker, kernel.ViewDetail))
			}, Effects: []kernel.Effect{tell(Broker, "invitation", t.Case.No), tell(t.Data.Side, "invitation_agreed", t.Case.No)}}, nil
		},
	}.Build()
}

func refuseInvitation() kernel.Move {
	return kernel.MoveOf[InvitationData, kernel.ReasonInput, none]{
		Name: "refuse", Needs: []string{"reason"}, From: []kernel.State{InvitationConsent}, By: both, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[InvitationData, kernel.ReasonInput, none]) error {
			if err := sideOnly(t.Roles, other(t.Data.Side), t.Case.No); err != nil {
				return err
			}
			return reason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[InvitationData, kernel.ReasonInput, none]) (kernel.Out[InvitationData], error) {
			t.Data.Reason, t.Data.Answered = t.Input.Reason, t.Now
			return endInvitation(t.Data, InvitationRefused, tell(t.Data.Side, "invitation_refused", t.Case.No)), nil
		},
	}.Build()
}

func endInvitation(d InvitationData, to kernel.State, tells ...kernel.Effect) kernel.Out[InvitationData] {
	return kernel.Out[InvitationData]{To: to, Data: d, Effects: append([]kernel.Effect{kernel.ClearTimer{Name: timerInvitation}}, tells...)}
}

// acceptInvitation makes the broker a party of the case; the account is where
// the commission is paid to.
func acceptInvitation() kernel.Move {
	return kernel.MoveOf[InvitationData, AccountInput, kernel.Case]{
		Name: "accept", Needs: []string{"account", "bank"}, From: []kernel.State{InvitationSent}, By: []kernel.Role{Broker}, Right: kernel.RightSign, Outward: true,
		Facts: func(v kernel.View, _ kernel.Case, d InvitationData, _ AccountInput) (kernel.Case, error) {
			return kernel.Load(v, kernel.CaseByID{ID: d.Subject.Case})
		},
		Guard: func(t kernel.Turn[InvitationData, AccountInput, kernel.Case]) error {
			switch {
			case !TakesBroker(t.Facts):
				return errs.New(errs.Conflict, "utilization.hall.broker_too_late", errs.Args{"no": t.Facts.No})
			case brokerOf(t.Facts) != "":
				return errs.New(errs.Conflict, "utilization.hall.broker_there", errs.Args{"no": t.Facts.No})
			case calendar.DateOf(t.Now).After(t.Data.Until):
				return errs.New(errs.Conflict, "utilization.hall.invitation_over", errs.Args{"until": t.Data.Until.String()})
			}
			return needAccount(t.Input)
		},
		Effects: func(t kernel.Turn[InvitationData, AccountInput, kernel.Case]) (kernel.Out[InvitationData], error) {
			d := t.Data
			d.Answered, d.Account = t.Now, ledger.Party{Name: d.Broker.Name, Account: t.Input.Account, Bank: t.Input.Bank}
			in := d.join()
			in.Invitation, in.No, in.At = t.Case.ID, t.Case.No, t.Now
			join, err := in.move(d.Subject.Case)
			if err != nil {
				return kernel.Out[InvitationData]{}, err
			}
			effects := []kernel.Effect{join, tell(d.Side, "invitation_accepted", t.Case.No)}
			if d.Other != nil {
				effects = append(effects, tell(other(d.Side), "broker", t.Case.No))
			}
			return endInvitation(d, InvitationAccepted, effects...), nil
		},
	}.Build()
}

func declineInvitation() kernel.Move {
	return kernel.MoveOf[InvitationData, kernel.ReasonInput, none]{
		Name: "decline", Needs: []string{"reason"}, From: []kernel.State{InvitationSent}, By: []kernel.Role{Broker}, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[InvitationData, kernel.ReasonInput, none]) error { return reason(t.Input.Reason) },
		Effects: func(t kernel.Turn[InvitationData, kernel.ReasonInput, none]) (kernel.Out[InvitationData], error) {
			t.Data.Reason, t.Data.Answered = t.Input.Reason, t.Now
			return endInvitation(t.Data, InvitationDeclined, tell(t.Data.Side, "invitation_declined", t.Case.No)), nil
		},
	}.Build()
}

// withdrawInvitation: the inviter takes it back before the broker has answered.
func withdrawInvitation() kernel.Move {
	return kernel.MoveOf[InvitationData, none, none]{
		Name: "withdraw", From: []kernel.State{InvitationConsent, InvitationSent}, By: both, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[InvitationData, none, none]) error {
			return sideOnly(t.Roles, t.Data.Side, t.Case.No)
		},
		Effects: func(t kernel.Turn[InvitationData, none, none]) (kernel.Out[InvitationData], error) {
			return endInvitation(t.Data, kernel.StateWithdrawn, tell(Broker, "invitation_withdrawn", t.Case.No)), nil
		},
	}.Build()
}

func lapseInvitation() kernel.Move {
	return kernel.MoveOf[InvitationData, none, none]{
		Name: "lapse", From: []kernel.State{InvitationConsent, InvitationSent}, By: []kernel.Role{Timer}, Hidden: true,
		Effects: func(t kernel.Turn[InvitationData, none, none]) (kernel.Out[InvitationData], error) {
			return endInvitation(t.Data, InvitationLapsed, tell(t.Data.Side, "invitation_lapsed", t.Case.No), tell(Broker, "invitation_lapsed", t.Case.No)), nil
		},
	}.Build()
}

// endInvited: the broker was let go, or stepped out.
func endInvited() kernel.Move {
	return kernel.MoveOf[InvitationData, none, none]{
		Name: "ended", From: []kernel.State{InvitationAccepted}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true,
		Effects: func(t kernel.Turn[InvitationData, none, none]) (kernel.Out[InvitationData], error) {
			return kernel.Out[InvitationData]{To: InvitationEnded, Data: t.Data, Effects: []kernel.Effect{tell(Broker, "broker_gone", t.Data.Subject.No)}}, nil
		},
	}.Build()
}
