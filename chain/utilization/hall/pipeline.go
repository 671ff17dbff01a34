package hall

import (
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// Stage is where a broker's piece of work stands, coarser than its state.
type Stage string

// The stages, in the order in which work goes through them.
const (
	StageInvited  Stage = "invited"  // an invitation waits for an answer
	StagePaired   Stage = "paired"   // a pairing waits for both sides
	StageTalks    Stage = "talks"    // inquiry, secrecy, offers, publicity
	StageContract Stage = "contract" // drafting and signing
	StageRecord   Stage = "record"   // deposit and registration
	StageRelease  Stage = "release"  // delivery and payments
	StageDone     Stage = "done"     // settled
	StageLost     Stage = "lost"     // ended without a deal, or not taken up
)

// Stages lists them in order. Shape: (8).
func Stages() []Stage {
	return []Stage{StageInvited, StagePaired, StageTalks, StageContract, StageRecord, StageRelease, StageDone, StageLost}
}

var stageOf = map[kernel.FlowAddr]map[kernel.State]Stage{
	Invitation: {InvitationSent: StageInvited, InvitationConsent: StageInvited},
	Deal: {DealProposed: StagePaired, DealInquiry: StageTalks, DealNDA: StageTalks, DealTalks: StageTalks, DealPublicity: StageTalks, DealDraft: StageContract, DealSigning: StageContract,
		DealDeposit: StageRecord, DealDepositing: StageRecord, DealRecording: StageRecord, DealOffice: StageRecord, DealDelivery: StageRelease, DealReleasing: StageRelease, DealRunning: StageRelease,
		DealTaxing: StageRelease, DealRefunding: StageLost, DealSettled: StageDone},
}

// Piece is one line of a broker's work: an invitation, a pairing or a deal.
type Piece struct {
	Case   kernel.Case
	Stage  Stage
	Seller string
	Buyer  string
	Turn   kernel.Role
	Next   Clock // nothing runs when its day is zero
	Value  money.Fen
	Basis  string // of the value: agreed, offered, asked; "" for none
	Terms  CommissionTerms
	Earned ledger.Earned
	Guess  money.Fen // what the commission would be of the value that is not agreed yet
}

// Listed reports whether the case is a line of its own: an accepted invitation is
// not, as the case itself stands there.
func Listed(c kernel.Case) bool {
	return c.Flow == Deal || c.Flow == Invitation && !slices.Contains([]kernel.State{InvitationAccepted, InvitationEnded}, c.State)
}

// PieceOf is the line of a case as the broker sees it. states are the accounts of
// the deal.
func PieceOf(a kernel.Actor, c kernel.Case, states []ledger.State, cal *calendar.Calendar) (Piece, error) {
	p := Piece{Case: c, Stage: stageOf[c.Flow][c.State]}
	if p.Stage == "" {
		p.Stage = StageLost
	}
	seen, err := Seen(a, c)
	if err != nil {
		return p, err
	}
	switch d := seen.(type) {
	case InvitationData:
		p.invitation(d, c)
	case DealData:
		full, err := DealOf(c)
		if err != nil {
			return p, err
		}
		return p.deal(d, full, states, cal)
	}
	return p, nil
}

func (p *Piece) invitation(d InvitationData, c kernel.Case) {
	p.Terms, p.Turn, p.Value = d.Terms, d.Turn(c.State), d.Subject.Price
	if d.Side == Seller {
		p.Seller = d.Inviter.Name
	} else {
		p.Buyer = d.Inviter.Name
	}
	if p.Value > 0 {
		p.Basis = "asked"
	}
	if p.Stage == StageInvited {
		p.Next = Clock{Name: "invitation", Due: d.Until}
	}
	p.guess()
}

// deal fills the line of a deal: what is shown comes from seen, what is reckoned
// from full.
func (p Piece) deal(seen, full DealData, states []ledger.State, cal *calendar.Calendar) (Piece, error) {
	c := p.Case
	p.Seller, p.Buyer, p.Turn = seen.Seller.Name, seen.Buyer.Name, full.Turn(c.State)
	if b := full.Brokerage; b != nil {
		p.Terms = CommissionTerms{Rate: b.Rate, Fixed: b.Fixed, From: b.From}
	}
	switch {
	case full.Terms != nil:
		p.Value, p.Basis = full.Terms.Price, "agreed"
	case full.NDA.Both() && full.LastOffer() != nil:
		p.Value, p.Basis = full.LastOffer().Terms.Price, "offered"
	case full.Pairing != nil && full.Pairing.Asked > 0:
		p.Value, p.Basis = full.Pairing.Asked, "asked"
	}
	if p.Stage != StageDone && p.Stage != StageLost {
		p.Next, _ = TurnClock(c, full, cal)
	}
	if full.Terms == nil {
		p.guess()
		return p, nil
	}
	plan, err := full.Plan(c.No)
	if err != nil {
		return p, err
	}
	p.Earned = ledger.EarnedOf(full.Escrow(c.No), plan, states)
	if p.Stage == StageLost { // nothing more will come
		p.Earned = ledger.Earned{Agreed: p.Earned.Paid, Paid: p.Earned.Paid}
	}
	return p, nil
}

// guess is the commission of a value that nobody has agreed to.
func (p *Piece) guess() {
	if p.Stage == StageLost {
		return
	}
	p.Guess = p.Terms.Fixed
	if p.Terms.Rate.IsPositive() {
		p.Guess = p.Value.MulRate(p.Terms.Rate)
	}
}
