package itemflow

import (
	"strings"
	"time"

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
		Name: "withdraw_seal", Needs: []string{"reason"}, From: sealable(), By: clerks, OnHold: true,
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
			return t.Input.whole(calendar.DateOf(t.Data.Decision.At), calendar.DateOf(t.Now))
		},
		Effects: func(t kernel.Turn[Data, SealedInput, sealFacts]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{Data: t.Data.withRun(t.Input.run(t.Actor.User, t.Facts.paper, t.Data.seal().Run, t.Now))}, nil
		},
	}.Build()
}

// whole refuses what leaves open who sealed it, where it lies, and on which day of
// those from the paper on.
func (in SealedInput) whole(from, today calendar.Date) error {
	var l errs.List
	if strings.TrimSpace(in.Signer) == "" {
		l.Add(errs.At("signer", "kernel.itemflow.seal_signer", nil))
	}
	if strings.TrimSpace(in.Where) == "" {
		l.Add(errs.At("where", "kernel.itemflow.seal_where", nil))
	}
	if in.Day.IsZero() || in.Day.After(today) || in.Day.Before(from) {
		l.Add(errs.At("day", "kernel.itemflow.seal_day", nil))
	}
	return l.Err()
}

// run is the seal on paper in the place of the question that was.
func (in SealedInput) run(by kernel.UserID, p kernel.Paper, was *kernel.SignRun, now time.Time) kernel.SignRun {
	run := kernel.SignRun{Asked: now, By: by, Signer: strings.TrimSpace(in.Signer), Attempts: 1,
		Evidence: &kernel.SignEvidence{Signer: strings.TrimSpace(in.Signer), Digest: p.SHA256, At: in.Day.At(0), ByHand: strings.TrimSpace(in.Where)}}
	if was != nil {
		run.Attempts = was.Attempts + 1
	}
	return run
}
