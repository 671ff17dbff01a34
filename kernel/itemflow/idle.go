package itemflow

import (
	"slices"

	"quanlian/kernel"
)

// Idle reports whether a move has nothing to do in the case as it stands: its
// guard would say so, and lists and buttons leave it out.
func Idle(_ kernel.Actor, c kernel.Case, move string) bool {
	d, err := DataOf(c)
	switch move {
	case "ask_seal", "withdraw_seal", "enter_seal", "deliver":
		return err != nil || d.idleSeal(move)
	case "ask_notice_seal", "withdraw_notice_seal", "enter_notice_seal":
		return err != nil || d.idleNoticeSeal(move)
	case "supply", "revoke": // of what was owed at acceptance
		return err == nil && len(d.OpenGaps()) == 0
	}
	if move == "object_record" || move == "settle_record" {
		return err != nil || d.idleRecord(move)
	}
	if move == "redecide" {
		return err != nil || d.idleRedecide()
	}
	if move == "correct_result" {
		return err != nil || !d.PassedOn()
	}
	if move == "serve_suspension" {
		return err != nil || !d.HoldNoticeOwed() || d.NoticeSealMissing()
	}
	if move == "serve_notice" {
		return err != nil || !d.NoticeOwed(c.State)
	}
	if move == "ask_extension" && !slices.ContainsFunc(c.Limits, Extendable) {
		return true // no limit of ours runs
	}
	return err == nil && d.idleWord(move)
}

// idleSeal: what the seal of the decision does not ask for now.
func (d Data) idleSeal(move string) bool {
	if d.Decision == nil {
		return move != "deliver"
	}
	s := d.Decision.Seal
	switch {
	case move == "deliver":
		return d.SealMissing()
	case !s.Wanted() || s.Stands():
		return true
	case move == "withdraw_seal":
		return !s.Run.Open()
	}
	return s.Run.Open()
}

// idleNoticeSeal: what the seals of the notices do not ask for now.
func (d Data) idleNoticeSeal(move string) bool {
	fit := SealNotice.idle
	if move == "withdraw_notice_seal" {
		fit = SealNotice.open
	}
	_, ok := d.notice(fit)
	return !ok
}

// idleWord: there is nothing to say to.
func (d Data) idleWord(move string) bool {
	switch move {
	case "rate":
		return d.Rating != nil
	case "rate_again":
		return !d.Rating.MayRateAgain()
	case "answer_extension":
		return !d.Extension.Open()
	case "ask_extension":
		return d.Extension.Open()
	case "answer_suspension":
		return !d.Suspension.Open()
	case "ask_suspension":
		return d.Suspension.Open()
	case "notify_once":
		return d.Notified != nil
	case "ask_withdrawal", "sent_back":
		return d.Leaving != nil
	case "withdrawn_there":
		return d.Leaving == nil
	case "revoke":
		return len(d.OpenGaps()) == 0
	case "waive_opinion":
		for _, a := range d.Asked {
			if a.Open() {
				return false
			}
		}
		return true
	}
	return false
}
