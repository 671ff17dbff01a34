package valuation

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"quanlian/base/errs"
	engine "quanlian/engine/valuation"
	"quanlian/kernel"
	"quanlian/registry"
)

// States of a seat (专家席位). It is a case that its expert alone sees.
const (
	SeatInvited   kernel.State = "invited"
	SeatScoring   kernel.State = "scoring"
	SeatSubmitted kernel.State = "submitted"
	SeatDeclined  kernel.State = "declined"
	SeatConflict  kernel.State = "conflict" // stays away because of an interest
	SeatDone      kernel.State = "done"     // scored, and the panel is over
	SeatOver      kernel.State = "over"     // the panel was over before the expert scored
	SeatTakenOff  kernel.State = "taken_off"
)

// SeatData is what one expert is asked and says.
type SeatData struct {
	Panel   kernel.CaseID `json:"panel"`
	PanelNo string        `json:"panel_no"`
	Right   string        `json:"right"`
	Title   string        `json:"title"`
	Scene   string        `json:"scene"`
	Purpose string        `json:"purpose,omitempty"` // the owner\'s remarks
	AsOf    string        `json:"as_of"`
	Expert  Holder        `json:"expert"`
	Asked   []string      `json:"asked"`             // indicators of this round
	Signals []Signal      `json:"signals,omitempty"` // those that have an automatic score
	Round   int           `json:"round"`
	Clear   time.Time     `json:"clear,omitzero"` // declared to have no interest
	Scores  []Points      `json:"scores,omitempty"`
	Spreads []Spread      `json:"spreads,omitempty"` // of the first round
	Again   string        `json:"again,omitempty"`   // why the head asked for the points once more
	Off     string        `json:"off,omitempty"`     // why the clerk took the expert off

	Weigh  string                  `json:"weigh,omitempty"`  // what the panel weighs, see [WeighFirst]
	Judged map[string]engine.Pairs `json:"judged,omitempty"` // by set, all consistent
}

// Points are one expert's points on one indicator, with the reason.
type Points struct {
	ID     string  `json:"id"`
	Score  float64 `json:"score"`
	Reason string  `json:"reason"`
}

// Spread is how far the panel was apart on an indicator, nobody named.
type Spread struct {
	ID      string   `json:"id"`
	Mean    float64  `json:"mean"`
	Sigma   float64  `json:"sigma"`
	Reasons []string `json:"reasons"`
}

type againInput struct {
	Spreads []Spread `json:"spreads"`
}

// SeatOf reads the seat of a case.
func SeatOf(c kernel.Case) (SeatData, error) {
	var d SeatData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

func seatFlow() *kernel.Flow {
	return &kernel.Flow{
		Addr: Seat, Prefix: "XW",
		States: []kernel.StateDef{{Name: SeatInvited, Turn: Expert}, {Name: SeatScoring, Turn: Expert}, {Name: SeatSubmitted}, {Name: SeatDeclined, Terminal: true, Ends: kernel.EndRefused}, {Name: SeatConflict, Terminal: true, Ends: kernel.EndNothing}, {Name: SeatDone, Terminal: true}, {Name: SeatOver, Terminal: true, Ends: kernel.EndNothing}, {Name: SeatTakenOff, Terminal: true, Ends: kernel.EndNothing}},
		Moves:  append([]kernel.Move{acceptSeat(), score(), weigh(), declineSeat(), again(), endSeat()}, seatTold()...),
	}
}

// DeclareInput is the declaration of interests (回避声明): none, or which.
type DeclareInput struct {
	Clear    bool   `json:"clear"`
	Interest string `json:"interest,omitempty"`
}

func acceptSeat() kernel.Move {
	return kernel.MoveOf[SeatData, DeclareInput, registry.View]{
		Name: "accept", From: []kernel.State{SeatInvited}, By: []kernel.Role{Expert}, Right: kernel.RightSubmit,
		Facts: func(v kernel.View, _ kernel.Case, d SeatData, _ DeclareInput) (registry.View, error) {
			return kernel.Load(v, registry.RightByNumber{Number: d.Right})
		},
		Guard: func(t kernel.Turn[SeatData, DeclareInput, registry.View]) error {
			if slices.Contains(t.Facts.Right.Inventors, t.Actor.Name) && t.Input.Interest == "" {
				return errs.At("interest", "utilization.valuation.conflict_inventor", nil)
			}
			if !t.Input.Clear && strings.TrimSpace(t.Input.Interest) == "" {
				return errs.At("clear", "utilization.valuation.declare", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[SeatData, DeclareInput, registry.View]) (kernel.Out[SeatData], error) {
			if why := strings.TrimSpace(t.Input.Interest); why != "" { // an interest that is declared is respected
				return tellPanel(t.Case, t.Data, SeatConflict, why)
			}
			t.Data.Clear = t.Now
			return tellPanel(t.Case, t.Data, SeatScoring, "")
		},
	}.Build()
}

// tellPanel moves the seat and tells its panel how far it is.
func tellPanel(c kernel.Case, d SeatData, to kernel.State, why string) (kernel.Out[SeatData], error) {
	raw, err := json.Marshal(seatMovedInput{Seat: c.ID, State: to, Reason: why})
	if err != nil {
		return kernel.Out[SeatData]{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return kernel.Out[SeatData]{To: to, Data: d, Effects: []kernel.Effect{kernel.MoveChild{Case: d.Panel, Move: "seat_moved", Input: raw}}}, nil
}

func declineSeat() kernel.Move {
	return kernel.MoveOf[SeatData, kernel.ReasonInput, none]{
		Name: "decline", Needs: []string{"reason"}, From: []kernel.State{SeatInvited, SeatScoring}, By: []kernel.Role{Expert}, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[SeatData, kernel.ReasonInput, none]) error {
			if t.Data.Round > 1 {
				return errs.New(errs.Conflict, "utilization.valuation.round_two", nil)
			}
			return needWords("reason", t.Input.Reason, 2)
		},
		Effects: func(t kernel.Turn[SeatData, kernel.ReasonInput, none]) (kernel.Out[SeatData], error) {
			return tellPanel(t.Case, t.Data, SeatDeclined, t.Input.Reason)
		},
	}.Build()
}

// ScoreInput is all points of a round at once. An automatic score that stays as it
// is may be left out.
type ScoreInput struct {
	Scores []Points `json:"scores"`
}

// Unit: characters; characters; points. Source: our choice [D]; the bound of an
// outlier is that of the engine's second round, σ 15 (domain.md §2.2).
const (
	shortestReason  = 4
	shortestOutlier = 20
	outlier         = 15.0
)

func score() kernel.Move {
	return kernel.MoveOf[SeatData, ScoreInput, none]{
		Name: "score", From: []kernel.State{SeatScoring}, By: []kernel.Role{Expert}, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[SeatData, ScoreInput, none]) error {
			left, err := t.Data.ToWeigh()
			if err != nil {
				return err
			}
			if len(left) > 0 {
				return errs.New(errs.TooEarly, "utilization.valuation.weigh_first", errs.Args{"n": len(left)})
			}
			return t.Data.Judge(t.Input.Scores)
		},
		Effects: func(t kernel.Turn[SeatData, ScoreInput, none]) (kernel.Out[SeatData], error) {
			d := t.Data
			kept := slices.DeleteFunc(slices.Clone(d.Scores), func(p Points) bool { return d.Round <= 1 || slices.Contains(d.Asked, p.ID) })
			d.Scores = append(kept, d.said(t.Input.Scores)...)
			return tellPanel(t.Case, d, SeatSubmitted, "")
		},
	}.Build()
}

// Judge asks for points and a reason on every indicator of the round, for a reason
// where points differ from an automatic score, and in the second round for an
// explanation of what stays far from the panel. Faults are at score.ID and reason.ID.
func (d SeatData) Judge(scores []Points) error {
	var l errs.List
	for _, id := range d.Asked {
		if !slices.ContainsFunc(scores, func(p Points) bool { return p.ID == id }) {
			l.Add(errs.At("score."+id, "utilization.valuation.score_missing", errs.Args{"id": id}))
		}
	}
	for i, p := range scores {
		s, auto := d.changeable(p.ID)
		switch {
		case slices.ContainsFunc(scores[:i], func(q Points) bool { return q.ID == p.ID }):
			l.Add(errs.At("score."+p.ID, "utilization.valuation.score_twice", errs.Args{"id": p.ID}))
		case !auto && !slices.Contains(d.Asked, p.ID):
			l.Add(errs.At("score."+p.ID, "engine.valuation.no_such_indicator", errs.Args{"id": p.ID}))
		case !auto || !s.kept(p.Score):
			d.reasoned(&l, p, auto)
		}
	}
	return l.Err()
}

// reasoned adds what is wrong with points that need a reason; auto is whether they
// stand in the place of an automatic score.
func (d SeatData) reasoned(l *errs.List, p Points, auto bool) {
	if !(p.Score >= 0 && p.Score <= 100) {
		l.Add(errs.At("score."+p.ID, "engine.valuation.bad_points", errs.Args{"expert": d.Expert.Name, "value": strconv.FormatFloat(p.Score, 'f', -1, 64)}))
	}
	need, code := shortestReason, "utilization.valuation.reason_short"
	if auto {
		code = "utilization.valuation.explain_change"
	}
	if k := slices.IndexFunc(d.Spreads, func(s Spread) bool { return s.ID == p.ID }); k >= 0 && math.Abs(p.Score-d.Spreads[k].Mean) > outlier {
		need, code = shortestOutlier, "utilization.valuation.explain_outlier"
	}
	if len([]rune(strings.TrimSpace(p.Reason))) < need {
		l.Add(errs.At("reason."+p.ID, code, errs.Args{"n": need}))
	}
}

func again() kernel.Move {
	return kernel.MoveOf[SeatData, againInput, none]{
		Name: "again", From: []kernel.State{SeatSubmitted}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[SeatData, againInput, none]) (kernel.Out[SeatData], error) {
			d := t.Data
			d.Round, d.Spreads, d.Asked = 2, t.Input.Spreads, nil
			for _, s := range d.Spreads {
				d.Asked = append(d.Asked, s.ID)
			}
			return kernel.Out[SeatData]{To: SeatScoring, Data: d, Effects: []kernel.Effect{kernel.Notify{To: Expert, Text: "utilization.valuation.notice.again", Args: map[string]string{"no": t.Case.No}}}}, nil
		},
	}.Build()
}

// endSeat: the panel is over, nothing is asked of the expert any more.
func endSeat() kernel.Move {
	return kernel.MoveOf[SeatData, none, none]{
		Name: "end", From: []kernel.State{SeatInvited, SeatScoring, SeatSubmitted}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[SeatData, none, none]) (kernel.Out[SeatData], error) {
			if t.Case.State == SeatSubmitted {
				return kernel.Out[SeatData]{To: SeatDone, Data: t.Data}, nil
			}
			return kernel.Out[SeatData]{To: SeatOver, Data: t.Data, Effects: []kernel.Effect{kernel.Notify{To: Expert, Text: "utilization.valuation.notice.over", Args: map[string]string{"no": t.Case.No}}}}, nil
		},
	}.Build()
}

// endSeats lets go of the experts whose seats are open or scored.
func (d *PanelData) endSeats() []kernel.Effect {
	var out []kernel.Effect
	for _, s := range d.Seats {
		if s.Held() {
			out = append(out, kernel.MoveChild{Case: s.Case, Move: "end"})
		}
	}
	return out
}

// fixed prints points; — for none.
func fixed(v *float64, n int) string {
	if v == nil {
		return "—"
	}
	return strconv.FormatFloat(*v, 'f', n, 64)
}
