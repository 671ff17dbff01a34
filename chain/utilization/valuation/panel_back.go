package valuation

import (
	"encoding/json"
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// SentBack is why a panel went back before its report was signed.
type SentBack struct {
	Day    calendar.Date `json:"day"`
	Reason string        `json:"reason"`
	Again  bool          `json:"again,omitempty"` // the experts look at their points once more
}

// SendBackInput sends a panel back; Again asks the experts for their points once
// more, without it the clerk completes the panel.
type SendBackInput struct {
	Reason string `json:"reason"`
	Again  bool   `json:"again"`
}

// sendBack hands the panel back before it is signed. It begins its first round
// anew; what was scored stays until an expert changes it.
func sendBack() kernel.Move {
	return kernel.MoveOf[PanelData, SendBackInput, none]{
		Name: "send_back", Needs: []string{"reason"}, From: []kernel.State{PanelReview}, By: []kernel.Role{kernel.RoleHead},
		Guard: func(t kernel.Turn[PanelData, SendBackInput, none]) error {
			return needWords("reason", t.Input.Reason, shortestReason)
		},
		Effects: func(t kernel.Turn[PanelData, SendBackInput, none]) (kernel.Out[PanelData], error) {
			d := t.Data
			d.Back = &SentBack{calendar.DateOf(t.Now), t.Input.Reason, t.Input.Again}
			d.Round, d.Second, d.Result = 1, nil, nil
			out := kernel.Out[PanelData]{To: PanelScoring}
			if t.Input.Again {
				raw, err := json.Marshal(reopenInput{Asked: d.Asked, Reason: t.Input.Reason})
				if err != nil {
					return out, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
				}
				d.Seats = slices.Clone(d.Seats)
				for i, s := range d.Seats {
					if s.State == SeatSubmitted {
						d.Seats[i].State = SeatScoring
						out.Effects = append(out.Effects, kernel.MoveChild{Case: s.Case, Move: "reopen", Input: raw})
					}
				}
			}
			out.Data = d
			out.Effects = append(out.Effects, kernel.Notify{To: kernel.RoleClerk, Text: "utilization.valuation.notice.sent_back", Args: map[string]string{"no": t.Case.No, "reason": t.Input.Reason}})
			return out, nil
		},
	}.Build()
}

// TakeOffInput names the expert who is taken off a panel, by the number of
// the seat.
type TakeOffInput struct {
	Seat   string `json:"seat"`
	Reason string `json:"reason"`
}

// takeOff frees the seat of an expert who does not answer, or may not stay; what
// was scored on it counts no more. A second round that has too few experts left
// ends, and others may be invited.
func takeOff() kernel.Move {
	return kernel.MoveOf[PanelData, TakeOffInput, none]{
		Name: "take_off", Needs: []string{"seat", "reason"}, From: []kernel.State{PanelScoring}, By: []kernel.Role{kernel.RoleClerk},
		Guard: func(t kernel.Turn[PanelData, TakeOffInput, none]) error {
			if t.Data.held(t.Input.Seat) < 0 {
				return errs.At("seat", "utilization.valuation.no_seat", nil)
			}
			return needWords("reason", t.Input.Reason, shortestReason)
		},
		Effects: func(t kernel.Turn[PanelData, TakeOffInput, none]) (kernel.Out[PanelData], error) {
			d, i := t.Data, t.Data.held(t.Input.Seat)
			raw, err := json.Marshal(kernel.ReasonInput{Reason: t.Input.Reason})
			if err != nil {
				return kernel.Out[PanelData]{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
			}
			d.Seats = slices.Clone(d.Seats)
			d.Seats[i].State, d.Seats[i].Reason = SeatTakenOff, t.Input.Reason
			if scored, open := d.Filled(); scored+open < MinExperts {
				d.Round, d.Second = 1, nil
			}
			return kernel.Out[PanelData]{Data: d, Effects: []kernel.Effect{kernel.MoveChild{Case: d.Seats[i].Case, Move: "taken_off", Input: raw}}}, nil
		},
	}.Build()
}

// Held reports whether the seat counts or may still: its expert can be taken off.
func (s SeatRef) Held() bool {
	return s.State == SeatInvited || s.State == SeatScoring || s.State == SeatSubmitted
}

// held is the index of the held seat with the number, -1 for none.
func (d PanelData) held(no string) int {
	return slices.IndexFunc(d.Seats, func(s SeatRef) bool { return s.No == no && s.Held() })
}

// Filled counts the seats whose points are in, and those that are still open.
func (d PanelData) Filled() (scored, open int) {
	for _, s := range d.Seats {
		switch s.State {
		case SeatSubmitted:
			scored++
		case SeatInvited, SeatScoring:
			open++
		}
	}
	return scored, open
}

// What a panel that is being scored waits for.
const (
	WaitsForSeats  = "seats"  // the clerk invites: too few experts
	WaitsForScores = "scores" // the experts score
	WaitsForClose  = "close"  // the clerk joins what is in
)

// Waits is what a panel waits for while it is being scored.
func (d PanelData) Waits() string {
	switch scored, open := d.Filled(); {
	case scored+open < MinExperts:
		return WaitsForSeats
	case open > 0:
		return WaitsForScores
	}
	return WaitsForClose
}

// TurnIn is whose move it is where the record of the case tells it more exactly
// than its state; ok is false where the state says it.
func TurnIn(c kernel.Case) (r kernel.Role, ok bool) {
	if c.Flow != Panel || c.State != PanelScoring {
		return "", false
	}
	d, err := PanelOf(c)
	if err != nil {
		return "", false
	}
	if d.Waits() == WaitsForScores {
		return Expert, true
	}
	return kernel.RoleClerk, true
}
