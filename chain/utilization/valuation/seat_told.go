package valuation

import (
	"quanlian/kernel"
)

type reopenInput struct {
	Asked  []string `json:"asked"`
	Reason string   `json:"reason"`
}

// tellExpert is a move by which the panel tells the expert of a seat something.
func tellExpert[I any](name string, from []kernel.State, to kernel.State, change func(d *SeatData, in I), text string, reason func(I) string) kernel.Move {
	return kernel.MoveOf[SeatData, I, none]{
		Name: name, From: from, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[SeatData, I, none]) (kernel.Out[SeatData], error) {
			d := t.Data
			change(&d, t.Input)
			args := map[string]string{"no": t.Case.No, "title": d.Title, "panel": d.PanelNo}
			if reason != nil {
				args["reason"] = reason(t.Input)
			}
			return kernel.Out[SeatData]{To: to, Data: d, Effects: []kernel.Effect{kernel.Notify{To: Expert, Text: text, Args: args}}}, nil
		},
	}.Build()
}

// seatTold are the moves by which a panel reaches its experts: an invitation, a
// seat taken back, points asked for once more, a report that was revoked.
func seatTold() []kernel.Move {
	why := func(in kernel.ReasonInput) string { return in.Reason }
	held := []kernel.State{SeatInvited, SeatScoring, SeatSubmitted}
	return []kernel.Move{
		tellExpert("called", []kernel.State{SeatInvited}, "", func(*SeatData, none) {}, "utilization.valuation.notice.invited", nil),
		tellExpert("taken_off", held, SeatTakenOff, func(d *SeatData, in kernel.ReasonInput) { d.Off = in.Reason }, "utilization.valuation.notice.taken_off", why),
		tellExpert("reopen", []kernel.State{SeatSubmitted}, SeatScoring, func(d *SeatData, in reopenInput) {
			d.Round, d.Asked, d.Spreads, d.Again = 1, in.Asked, nil, in.Reason
		}, "utilization.valuation.notice.reopened", func(in reopenInput) string { return in.Reason }),
		tellExpert("revoked", []kernel.State{SeatDone}, "", func(*SeatData, kernel.ReasonInput) {}, "utilization.valuation.notice.revoked_expert", why),
	}
}
