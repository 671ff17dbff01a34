package items

import (
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// MainMove is the move by which the office of a declared item's case goes on; "" of
// every other case.
func MainMove(c kernel.Case) string {
	if !itemflow.Standard(c.Flow) {
		return ""
	}
	return mainOf(c)
}

// mainOf is the move that the case waits for.
func mainOf(c kernel.Case) string {
	if turn, ok := itemflow.TurnIn(c); ok && turn == kernel.RoleHead && itemflow.Standard(c.Flow) {
		if d, err := itemflow.ReadData(c); err == nil && d.Suspension.Open() {
			return "answer_suspension"
		}
		return "answer_extension"
	}
	if d, err := itemflow.ReadData(c); c.Hold != nil && err == nil && d.HoldNoticeOwed() {
		if d.NoticeSealMissing() {
			return "ask_notice_seal"
		}
		return "serve_suspension" // nothing else can be done meanwhile
	}
	switch c.State {
	case itemflow.Submitted:
		return map[string]string{itemflow.Instant: "finish", itemflow.Consult: "answer", itemflow.Book: "confirm"}[itemflow.NameOf(c.Flow)] + longMain(c)
	case itemflow.Accepted:
		return map[string]string{itemflow.Forward: "forward", itemflow.Decide: "decide", itemflow.Examine: "examine", itemflow.Publish: "examine"}[itemflow.NameOf(c.Flow)]
	case itemflow.Forwarded:
		return "result"
	case itemflow.Deciding:
		return "decide"
	case itemflow.Decided:
		if d, err := itemflow.ReadData(c); err == nil && d.SealMissing() {
			return "ask_seal"
		}
		return "deliver"
	case itemflow.Confirmed:
		return "attend"
	case itemflow.HandedOver:
		return "handed_back"
	case itemflow.Delivered, itemflow.NotAccepted, itemflow.Revoked, itemflow.Undone:
		d, err := itemflow.ReadData(c)
		if err == nil && c.State != itemflow.Delivered && d.SealMissing() {
			return "ask_seal"
		}
		if err == nil && len(d.Owed(c.State)) > 0 { // a promise to make good comes before a rating
			return "supply"
		}
		if err == nil && d.NoticeOwed(c.State) {
			return "serve_notice"
		}
		if err == nil && d.Breach.Open() {
			return "settle_record"
		}
		if err == nil && d.Rating.MayRateAgain() {
			return "rate_again"
		}
		return "rate"
	}
	return ""
}

func longMain(c kernel.Case) string {
	switch itemflow.NameOf(c.Flow) {
	case itemflow.Instant, itemflow.Consult, itemflow.Book:
		return ""
	}
	return "accept"
}
