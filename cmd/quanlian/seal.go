package main

import (
	"context"
	"encoding/json"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
)

// Unit: hours. Source: our choice; after it the service is asked again.
const sealAnswers = 24 * time.Hour

// seals is what the city says of its offices' seals. Until a signature service is
// joined (sealBy), staff enter what was sealed on paper.
func (h *house) seals() *itemflow.Seals {
	return &itemflow.Seals{Answers: sealAnswers, Rule: func(unit kernel.UnitID, flow string, on calendar.Date) itemflow.SealRule {
		return h.items.Live.Now().City.Seal(unit, flow, on)
	}, Notice: func(unit kernel.UnitID, flow, notice string, on calendar.Date) itemflow.SealRule {
		return h.items.Live.Now().City.NoticeSeal(unit, flow, notice, on)
	}}
}

// sealBy lets a signature service put the seals.
func (h *house) sealBy() { h.items.seals.Service = evidence.Seals{Roots: h.authorities} }

// serveResult lets the decision of a declared item be sealed once its paper is
// drawn, and served by the platform where it waits for no seal. Whose applicant
// has no account, or wants it by hand or by post, is left to the clerk.
func (h *house) serveResult(ctx context.Context, p sqlstore.IssuedPaper) error {
	switch p.Kind {
	case "kernel.itemflow.paper.result", "kernel.itemflow.paper.passed_on", "kernel.itemflow.paper.refusal", "kernel.itemflow.paper.undone", "kernel.itemflow.paper.not_accepted":
	case "kernel.itemflow.paper.suspended", "kernel.itemflow.paper.resumed", "kernel.itemflow.paper.correction":
		return h.sealNotice(ctx, p)
	default:
		return nil
	}
	for _, move := range []string{"ask_seal", "served"} {
		_, err := h.desk.Act(ctx, kernel.SystemActor(itemflow.Paper), desk.Command{Case: kernel.CaseID(p.Case), Move: move, Key: move + "/" + p.ID})
		switch errs.KindOf(err) {
		case "", errs.Conflict, errs.NotFound, errs.Forbidden: // wants none, done already, or not ours to serve
		case errs.TooEarly:
			return nil // it waits for its seal
		default:
			return err
		}
	}
	return nil
}

// sealNotice lets a notice be sealed once its paper is drawn, where the city's rule
// names it.
func (h *house) sealNotice(ctx context.Context, p sqlstore.IssuedPaper) error {
	in, err := json.Marshal(itemflow.NoticeDrawn{Doc: p.ID})
	if err != nil {
		return err
	}
	_, err = h.desk.Act(ctx, kernel.SystemActor(itemflow.Paper), desk.Command{Case: kernel.CaseID(p.Case), Move: "seal_notice", Key: "seal_notice/" + p.ID, Input: in})
	switch errs.KindOf(err) {
	case "", errs.Conflict, errs.NotFound, errs.Forbidden: // wants none, or asked already
		return nil
	}
	return err
}
