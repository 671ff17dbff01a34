package itemflow

import (
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// SealedInput is what staff enter of a decision that was sealed on paper.
type SealedInput struct {
	Signer string        `json:"signer"` // who keeps the seal
	Day    calendar.Date `json:"day"`
	Where  string        `json:"where"` // number and place of the original
}

// withdrawSeal takes the open question back: the service is silent, or something
// else has to be put right first. What it answers after that seals nothing.
func withdrawSeal() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, none]{
		Name: "withdraw_seal", From: sealable(), By: clerks, OnHold: true,
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, none]) error {
			if s := t.Data.seal(); s == nil || !s.Run.Open() {
				return errs.New(errs.Conflict, "kernel.itemflow.seal_not_asked", nil)
			}
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, none]) (kernel.Out[Data], error) {
			run := *t.Data.seal().Run
			run.Withdrawn = strings.TrimSpace(t.Input.Reason)
			return kernel.Out[Data]{Data: t.Data.withRun(run)}, nil
		},
	}.Build()
}

// enterSeal enters that the decision was sealed on paper, where no service is
// joined or none answers, and where the original lies.
func (r Rules) enterSeal() kernel.Move {
	return kernel.MoveOf[Data, SealedInput, sealFacts]{
		Name: "enter_seal", From: sealable(), By: clerks, Facts: sealFactsOf[SealedInput],
		Guard: func(t kernel.Turn[Data, SealedInput, sealFacts]) error {
			if err := t.Facts.unsealed(t.Data); err != nil {
				return err
			}
			if t.Data.seal().Run.Open() {
				return errs.New(errs.Conflict, "kernel.itemflow.seal_asked", nil)
			}
			var l errs.List
			if strings.TrimSpace(t.Input.Signer) == "" {
				l.Add(errs.At("signer", "kernel.itemflow.seal_signer", nil))
			}
			if strings.TrimSpace(t.Input.Where) == "" {
				l.Add(errs.At("where", "kernel.itemflow.seal_where", nil))
			}
			if d := t.Input.Day; d.IsZero() || d.After(calendar.DateOf(t.Now)) || d.Before(calendar.DateOf(t.Data.Decision.At)) {
				l.Add(errs.At("day", "kernel.itemflow.seal_day", nil))
			}
			return l.Err()
		},
		Effects: func(t kernel.Turn[Data, SealedInput, sealFacts]) (kernel.Out[Data], error) {
			run := kernel.SignRun{Asked: t.Now, By: t.Actor.User, Signer: strings.TrimSpace(t.Input.Signer), Attempts: 1,
				Evidence: &kernel.SignEvidence{Signer: strings.TrimSpace(t.Input.Signer), Digest: t.Facts.paper.SHA256, At: t.Input.Day.At(0), ByHand: strings.TrimSpace(t.Input.Where)}}
			if was := t.Data.seal().Run; was != nil {
				run.Attempts = was.Attempts + 1
			}
			return kernel.Out[Data]{Data: t.Data.withRun(run)}, nil
		},
	}.Build()
}
