package valuation

import (
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	engine "quanlian/engine/valuation"
	"quanlian/kernel"
	"quanlian/registry"
)

// Expert is who sits on a panel; Unit is the office that runs it, the hall's.
const (
	Expert kernel.Role   = "expert"
	Unit   kernel.UnitID = "trading-centre"
)

// States of a panel (专家评价).
const (
	PanelRequested kernel.State = "requested" // the clerk invites
	PanelScoring   kernel.State = "scoring"   // experts score, each blind of the others
	PanelReview    kernel.State = "review"    // the head looks at the result
	PanelIssued    kernel.State = "issued"    // the report stands
	PanelRefused   kernel.State = "refused"

	PanelSuperseded kernel.State = "superseded" // a later report took its place
	PanelRevoked    kernel.State = "revoked"    // the head took it back
)

// ExpertKinds are the kinds of party that may sit on a panel.
var ExpertKinds = []string{"expert", "agency"}

// Holder is a party as the case remembers it.
type Holder struct {
	ID   kernel.PartyID `json:"id"`
	Name string         `json:"name"`
}

// SeatRef is a seat as the panel knows it: who sits, and how far; never what
// was scored before the round is closed.
type SeatRef struct {
	Case   kernel.CaseID `json:"case"`
	No     string        `json:"no"`
	Party  Holder        `json:"party"`
	State  kernel.State  `json:"state"`
	Reason string        `json:"reason,omitempty"` // why somebody stays away
}

// PanelData is one evaluation by experts.
type PanelData struct {
	Right   string          `json:"right"`
	Title   string          `json:"title"`
	Owner   Holder          `json:"owner"`
	Scene   string          `json:"scene"`
	Purpose string          `json:"purpose"`
	Publish bool            `json:"publish"`         // the owner lets everybody read the result
	Weigh   string          `json:"weigh,omitempty"` // what the panel weighs itself, see [WeighFirst]
	AsOf    string          `json:"as_of,omitempty"`
	Frozen  *engine.Request `json:"frozen,omitempty"` // the facts, as they stood that day
	Asked   []string        `json:"asked,omitempty"`  // indicators that no automatic signal could score
	Seats   []SeatRef       `json:"seats,omitempty"`
	Round   int             `json:"round,omitempty"`
	Second  []string        `json:"second,omitempty"` // indicators of the second round
	Result  *engine.Result  `json:"result,omitempty"`
	Back    *SentBack       `json:"back,omitempty"` // while what the head asked for is not done
	Refused string          `json:"refused,omitempty"`
	Issued  calendar.Date   `json:"issued,omitzero"`
	Report  string          `json:"report,omitempty"`
	// Replaces are the reports whose place this one took; Replaced is the later
	// one that took its own, Revoked why it does not count any more.
	Replaces []ReportRef `json:"replaces,omitempty"`
	Replaced *ReportRef  `json:"replaced,omitempty"`
	Revoked  *Revocation `json:"revoked,omitempty"`
}

// PanelOf reads the panel of a case.
func PanelOf(c kernel.Case) (PanelData, error) {
	var d PanelData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// Expired reports whether the report counted until a day before today.
func (d PanelData) Expired(today calendar.Date) bool {
	if d.Result == nil || d.Issued.IsZero() {
		return false
	}
	last, err := calendar.ParseDate(string(d.Result.ValidUntil))
	return err == nil && last.Before(today)
}

// RequestInput asks for an evaluation by experts.
type RequestInput struct {
	Right   string `json:"right"`
	Scene   string `json:"scene"`
	Purpose string `json:"purpose"`
	Publish bool   `json:"publish"`
	Weigh   string `json:"weigh,omitempty"` // one of [WeighChoices]
}

type panelFacts struct {
	view  registry.View
	owner kernel.Party
	guest kernel.Party
	seats []kernel.Case
	stand []kernel.Case // reports of the same right that stand
}

type none = struct{}

func panelFlow(sign string) *kernel.Flow {
	f := kernel.WithStandard(kernel.Flow{
		Addr: Panel, Prefix: "PJ",
		States: []kernel.StateDef{{Name: PanelRequested, Turn: kernel.RoleClerk}, {Name: PanelScoring, Turn: Expert}, {Name: PanelReview, Turn: kernel.RoleHead}, {Name: PanelIssued, Terminal: true}, {Name: PanelRefused, Terminal: true, Ends: kernel.EndRefused}, {Name: PanelSuperseded, Terminal: true, Ends: kernel.EndNothing}, {Name: PanelRevoked, Terminal: true, Ends: kernel.EndRefused}},
		Opens:  []kernel.Move{requestPanel()},
		Moves:  []kernel.Move{invite(), seatMoved(), closeRound(), issueReport(sign), sendBack(), takeOff(), refusePanel(), supersede(), revoke()},
	}, []kernel.State{PanelRequested, PanelScoring, PanelReview}, kernel.RoleClerk)
	own := []string{kernel.MoveWithdraw, kernel.MoveReturn} // the head sends back, see [sendBack]
	f.Moves = append(slices.DeleteFunc(f.Moves, func(m kernel.Move) bool { return slices.Contains(own, m.Name) }), withdrawPanel())
	return &f
}

// Unit: working days. Source: our choice [D]: inviting, two rounds and review.
const panelDays calendar.WorkDays = 20

func requestPanel() kernel.Move {
	return kernel.MoveOf[PanelData, RequestInput, panelFacts]{
		Name: "request", Needs: []string{"right", "scene"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, _ PanelData, in RequestInput) (panelFacts, error) {
			var f panelFacts
			var err error
			if f.view, err = registry.RightAt(v, "right", in.Right); err != nil {
				return f, err
			}
			f.owner, err = kernel.Load(v, kernel.PartyByID{ID: c.PartyAs(kernel.RoleOwner)})
			return f, err
		},
		Guard: func(t kernel.Turn[PanelData, RequestInput, panelFacts]) error {
			tree, err := engine.Default()
			if err != nil {
				return err
			}
			if _, ok := tree.Scene(t.Input.Scene); !ok {
				return errs.At("scene", "engine.valuation.bad_scene", errs.Args{"value": t.Input.Scene})
			}
			if !slices.Contains(WeighChoices, t.Input.Weigh) {
				return errs.At("weigh", "utilization.valuation.bad_weigh", errs.Args{"value": t.Input.Weigh})
			}
			return MayAsk(t.Facts.view, t.Facts.owner, t.Now)
		},
		Effects: func(t kernel.Turn[PanelData, RequestInput, panelFacts]) (kernel.Out[PanelData], error) {
			r, in := t.Facts.view.Right, t.Input
			d := PanelData{Right: r.Number, Title: r.Title, Owner: Holder{t.Facts.owner.ID, t.Facts.owner.Name}, Scene: in.Scene, Purpose: in.Purpose, Publish: in.Publish, Weigh: in.Weigh}
			return kernel.Out[PanelData]{To: PanelRequested, Data: d, Change: func(c *kernel.Case) {
				c.Title, c.About, c.Unit = r.Title, registry.About(r.Number), Unit
				c.Grant(kernel.UnitAccess(Unit, kernel.RoleClerk))
				c.StartLimit(kernel.Limit{Name: "panel", Committed: true, Period: panelDays.Period(), Regime: calendar.Administrative, From: t.Now})
			}}, nil
		},
	}.Build()
}

// MayAsk says why a party may not ask for a panel on a right; nil if it may.
func MayAsk(v registry.View, p kernel.Party, now time.Time) error {
	if v.Right.Kind == registry.Design {
		return errs.At("right", "utilization.valuation.design", nil)
	}
	if !owns(v, partyOwner(p), now) {
		return errs.At("right", "utilization.valuation.not_owner", nil)
	}
	return nil
}

// MaySit says why a party may not sit on the panel; nil if it may.
func (d PanelData) MaySit(v registry.View, p kernel.Party) error {
	switch {
	case everOwned(v, partyOwner(p)):
		return errs.At("code", "utilization.valuation.conflict_owner", errs.Args{"name": p.Name})
	case slices.ContainsFunc(d.Seats, func(s SeatRef) bool { return s.Party.ID == p.ID }):
		return errs.At("code", "utilization.valuation.seated", errs.Args{"name": p.Name})
	}
	return nil
}

func partyOwner(p kernel.Party) registry.Owner {
	return registry.Owner{Party: string(p.ID), Name: p.Name, USCC: p.Code}
}

func owns(v registry.View, p registry.Owner, now time.Time) bool {
	return registry.Holds(registry.AsOf(v.Events, calendar.DateOf(now), now).Owners, p)
}

// everOwned tells who holds or ever held the right: whoever did judges it for
// or against himself.
func everOwned(v registry.View, p registry.Owner) bool {
	same := func(o registry.Owner) bool { s, _ := registry.SameParty(o, p); return s }
	for _, e := range v.Events {
		if slices.ContainsFunc(e.Detail.Owners, same) || e.Detail.Party != nil && same(*e.Detail.Party) {
			return true
		}
	}
	return slices.ContainsFunc(v.Right.Applicants, same)
}

// InviteInput names an expert or agency by the code in the register of parties.
type InviteInput struct {
	Code string `json:"code"`
}

func invite() kernel.Move {
	return kernel.MoveOf[PanelData, InviteInput, panelFacts]{
		Name: "invite", Needs: []string{"code"}, From: []kernel.State{PanelRequested, PanelScoring}, By: []kernel.Role{kernel.RoleClerk},
		Facts: func(v kernel.View, c kernel.Case, d PanelData, in InviteInput) (panelFacts, error) {
			var f panelFacts
			var err error
			if f.view, err = kernel.Load(v, registry.RightByNumber{Number: d.Right}); err != nil {
				return f, err
			}
			f.guest, err = kernel.Load(v, kernel.PartyByCode{Code: in.Code})
			return f, err
		},
		Guard: func(t kernel.Turn[PanelData, InviteInput, panelFacts]) error {
			g := t.Facts.guest
			switch {
			case g.ID == "" || !slices.Contains(ExpertKinds, g.Kind):
				return errs.At("code", "utilization.valuation.no_expert", errs.Args{"code": t.Input.Code})
			case t.Data.Round > 1:
				return errs.New(errs.Conflict, "utilization.valuation.round_two", nil)
			}
			return t.Data.MaySit(t.Facts.view, g)
		},
		Effects: doInvite,
	}.Build()
}

// doInvite opens a seat; the first invitation freezes the facts of that day.
func doInvite(t kernel.Turn[PanelData, InviteInput, panelFacts]) (kernel.Out[PanelData], error) {
	d, g := t.Data, t.Facts.guest
	if d.Frozen == nil {
		q, err := request(calendar.National(), t.Facts.view, d.Scene, calendar.DateOf(t.Now), t.Now)
		if err != nil {
			return kernel.Out[PanelData]{}, err
		}
		d.Frozen, d.AsOf, d.Round = &q, string(q.AsOf), 1
	}
	asked, signals, err := indicators(*d.Frozen)
	if err != nil {
		return kernel.Out[PanelData]{}, err
	}
	d.Asked = asked
	s := SeatData{Panel: t.Case.ID, PanelNo: t.Case.No, Right: d.Right, Title: d.Title, Scene: d.Scene, Purpose: d.Purpose, AsOf: d.AsOf, Expert: Holder{g.ID, g.Name}, Asked: d.Asked, Signals: signals, Weigh: d.Weigh, Round: 1}
	raw, err := json.Marshal(s)
	if err != nil {
		return kernel.Out[PanelData]{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	ref := SeatRef{Case: kernel.CaseID(t.NewID()), No: t.Number("XW"), Party: s.Expert, State: SeatInvited}
	d.Seats = append(slices.Clone(d.Seats), ref)
	return kernel.Out[PanelData]{To: PanelScoring, Data: d, Effects: []kernel.Effect{kernel.OpenCase{
		ID: ref.Case, No: ref.No, Flow: Seat, Title: d.Title, State: SeatInvited, Data: raw, Parent: t.Case.ID,
		Access: []kernel.Access{kernel.PartyAccess(kernel.RelInvited, g.ID, Expert, kernel.ViewSecret)},
	}, kernel.MoveChild{Case: ref.Case, Move: "called"}}}, nil
}

// seatMovedInput is what a seat tells its panel: how far, never how much.
type seatMovedInput struct {
	Seat   kernel.CaseID `json:"seat"`
	State  kernel.State  `json:"state"`
	Reason string        `json:"reason,omitempty"`
}

func seatMoved() kernel.Move {
	return kernel.MoveOf[PanelData, seatMovedInput, none]{
		Name: "seat_moved", From: []kernel.State{PanelScoring}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[PanelData, seatMovedInput, none]) (kernel.Out[PanelData], error) {
			d := t.Data
			d.Seats = slices.Clone(d.Seats)
			for i := range d.Seats {
				if d.Seats[i].Case == t.Input.Seat {
					d.Seats[i].State, d.Seats[i].Reason = t.Input.State, t.Input.Reason
				}
			}
			return kernel.Out[PanelData]{Data: d, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleClerk, Text: "utilization.valuation.notice.seat", Args: map[string]string{"no": t.Case.No}}}}, nil
		},
	}.Build()
}

func refusePanel() kernel.Move {
	return kernel.MoveOf[PanelData, kernel.ReasonInput, none]{
		Name: "refuse", Needs: []string{"reason"}, From: []kernel.State{PanelRequested}, By: []kernel.Role{kernel.RoleClerk},
		Guard: func(t kernel.Turn[PanelData, kernel.ReasonInput, none]) error {
			return needWords("reason", t.Input.Reason, 2)
		},
		Effects: func(t kernel.Turn[PanelData, kernel.ReasonInput, none]) (kernel.Out[PanelData], error) {
			t.Data.Refused = t.Input.Reason
			return kernel.Out[PanelData]{To: PanelRefused, Data: t.Data, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleOwner, Text: "utilization.valuation.notice.refused", Args: map[string]string{"no": t.Case.No, "reason": t.Input.Reason}}}}, nil
		},
	}.Build()
}

// withdrawPanel is the standard move; the experts are let go too.
func withdrawPanel() kernel.Move {
	return kernel.MoveOf[PanelData, kernel.ReasonInput, none]{
		Name: kernel.MoveWithdraw, Needs: []string{"reason"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightWithdraw, Outward: true, Anytime: true, OnHold: true,
		Guard: func(t kernel.Turn[PanelData, kernel.ReasonInput, none]) error {
			return needWords("reason", t.Input.Reason, 2)
		},
		Effects: func(t kernel.Turn[PanelData, kernel.ReasonInput, none]) (kernel.Out[PanelData], error) {
			return kernel.Out[PanelData]{To: kernel.StateWithdrawn, Data: t.Data, Change: func(c *kernel.Case) { c.EndHold(t.Now) }, Effects: t.Data.endSeats()}, nil
		},
	}.Build()
}

// needWords asks for at least n characters.
func needWords(field, text string, n int) error {
	if len([]rune(text)) < n {
		return errs.At(field, "utilization.valuation.reason_short", errs.Args{"n": n})
	}
	return nil
}
