package itemflow

import (
	"time"

	"maps"
	"slices"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Names of the standard flows.
const (
	Instant       = "instant"
	Forward       = "receive-and-forward"
	Decide        = "accept-decide"
	Examine       = "accept-examine-decide"
	Publish       = "accept-examine-publish-decide"
	Consult       = "consult"
	Book          = "book"
	OpinionFlow   = "opinion" // 协办: another office is asked
	ReviewFlow    = "review"  // 差评整改
	opinionPrefix = "XB"
	reviewPrefix  = "CP"
)

// Names lists the standard flows that an item may name. Shape: (7).
func Names() []string { return []string{Instant, Forward, Decide, Examine, Publish, Consult, Book} }

// States of the standard flows.
const (
	Submitted   kernel.State = "submitted"
	Accepted    kernel.State = "accepted"
	Forwarded   kernel.State = "forwarded"
	HandedOver  kernel.State = "handed_over" // another city has it
	Publishing  kernel.State = "publishing"
	Deciding    kernel.State = "deciding"
	Confirmed   kernel.State = "confirmed"
	Decided     kernel.State = "decided"
	Delivered   kernel.State = "delivered"
	NotAccepted kernel.State = "not_accepted"
	Revoked     kernel.State = "acceptance_revoked"
	Deemed      kernel.State = "deemed_withdrawn"
	NoShow      kernel.State = "no_show"
)

// Roles beside the kernel's.
const (
	Outer  kernel.Role = "outer"  // the office whose own clock runs
	Timer  kernel.Role = "timer"  // the program, when a time has come
	Paper  kernel.Role = "paper"  // the program, when a document is drawn
	Router kernel.Role = "router" // the program, when it hands out cases
	Bulk   kernel.Role = "program"
)

var (
	clerks = []kernel.Role{kernel.RoleClerk, kernel.RoleHead}
	heads  = []kernel.Role{kernel.RoleHead}
	owners = []kernel.Role{kernel.RoleOwner}
)

// Rules are what the flows stand on.
type Rules struct {
	Checker  form.Checker
	Calendar *calendar.Calendar
	// Inspect is the time within which promises are looked at after a decision.
	// Unit: working days. Source: 浙江省保障"最多跑一次"改革规定 art. 14: 60.
	Inspect calendar.Period
	// Review is the time to settle a bad rating. Local, not established.
	Review calendar.Period
	// Opinion is the usual time for another office's opinion. Local.
	Opinion calendar.Period
	// Feed is told of finished cases and ratings; "" where nobody is.
	Feed kernel.Role
	// Seals gives decisions the seal of their office; nil where nobody says
	// anything of seals.
	Seals *Seals
	// Auto looks at the lines of a checklist that the program looks at by itself,
	// inside the transaction; nil looks at none.
	Auto func(kernel.View, form.Item, Data) ([]Auto, error)
	// Confirms reports whether the register of rights has a number as in force;
	// nil confirms none.
	Confirms func(v kernel.View, number string, at time.Time) (bool, error)
	// Owns reports whether the register names the party as owner of a right in
	// force; nil says so of nobody.
	Owns func(v kernel.View, p kernel.PartyID, at time.Time) (bool, error)
	// Grounds are those on which a matter's procedure may stand still on a day; nil
	// gives none.
	Grounds func(matter string, on calendar.Date) []Ground
}

// DefaultRules are the rules with the national calendar.
func DefaultRules(c form.Checker) Rules {
	return Rules{Checker: c, Calendar: c.Calendar, Inspect: calendar.WorkDays(60).Period(), Review: calendar.WorkDays(5).Period(), Opinion: calendar.WorkDays(3).Period()}
}

// Flows makes the flows that the items use, one for each pair of matter and
// standard flow, and for each matter those of opinions, reviews and sheets.
func (r Rules) Flows(items []form.Item) []*kernel.Flow {
	seen := map[kernel.FlowAddr]bool{}
	var out []*kernel.Flow
	add := func(addr kernel.FlowAddr, make func(kernel.FlowAddr) *kernel.Flow) {
		if !seen[addr] {
			seen[addr] = true
			out = append(out, make(addr))
		}
	}
	for _, it := range items {
		matter := it.Link + "/" + it.Matter
		if slices.Contains(Names(), it.Flow) {
			add(it.Flowing(), func(a kernel.FlowAddr) *kernel.Flow { return r.flow(a, it.Flow) })
		}
		add(kernel.FlowAddr(matter+"."+OpinionFlow), r.opinionFlow)
		add(kernel.FlowAddr(matter+"."+ReviewFlow), r.reviewFlow)
		add(kernel.FlowAddr(matter+"."+PromiseFlow), r.promiseFlow)
	}
	var covers []string
	of := map[string][]string{} // by matter
	for a := range seen {
		if !Standard(a) {
			continue
		}
		covers = append(covers, string(a)+":submit")
		if n := NameOf(a); n != Consult && n != Book {
			of[a.Matter()] = append(of[a.Matter()], string(a)+":submit")
		}
	}
	slices.Sort(covers)
	for _, m := range slices.Sorted(maps.Keys(of)) {
		slices.Sort(of[m])
		out = append(out, batchFlow(kernel.FlowAddr(m+"."+BatchFlow), of[m]))
	}
	return append(out, thingFlow(covers))
}

// Standard reports whether a flow address is one of a declared item.
func Standard(a kernel.FlowAddr) bool {
	return slices.Contains(Names(), NameOf(a))
}

// NameOf is the name of the flow at its address.
func NameOf(a kernel.FlowAddr) string {
	if m := a.Matter(); len(m) < len(a) {
		return string(a[len(m)+1:])
	}
	return ""
}

func (r Rules) flow(a kernel.FlowAddr, name string) *kernel.Flow {
	f := kernel.WithStandard(kernel.Flow{
		Addr: a, States: statesOf(name), Opens: []kernel.Move{r.submit()},
		Moves: append(r.common(), r.own(name)...),
	}, orderOf(name), clerks...)
	f.Moves = slices.DeleteFunc(f.Moves, func(m kernel.Move) bool {
		// What is missing is said once and in full, and answered with the papers.
		// A suspension rests on a ground and is approved.
		return slices.Contains([]string{kernel.MoveAskCorrection, kernel.MoveCorrect, kernel.MoveSuspend, kernel.MoveResume}, m.Name)
	})
	f.Moves = within(takenBack(append(append(f.Moves, r.correct()), r.suspending()...)), f.States)
	lapsing(&f)
	closing(&f)
	r.feeding(&f)
	return &f
}

// within narrows moves that many flows share to the states of this one, and
// leaves out those that none of its states allows.
func within(moves []kernel.Move, states []kernel.StateDef) []kernel.Move {
	var out []kernel.Move
	for _, m := range moves {
		m.From = slices.DeleteFunc(slices.Clone(m.From), func(s kernel.State) bool {
			return !slices.ContainsFunc(states, func(d kernel.StateDef) bool { return d.Name == s })
		})
		if m.Anytime || len(m.From) > 0 {
			out = append(out, m)
		}
	}
	return out
}

// common are the moves of every flow.
func (r Rules) common() []kernel.Move {
	return append(append(r.sealing(), r.promising()...), []kernel.Move{
		r.notifyOnce(), deemWithdrawn(), r.notAccept(), r.check(), assign(), r.askOpinion(), opinionGiven(), opinionSilent(), waiveOpinion(),
		r.handOver(), r.handedBack(), sentBack(), takenFrom(), rate(), reviewed(), rateAgain(), r.served(), r.serveNotice(), r.outage(), r.reopen(), overrule(),
	}...)
}

// own are the moves of one flow.
func (r Rules) own(name string) []kernel.Move {
	long := []kernel.Move{r.accept(), r.acceptGaps(), r.supply(), r.revoke(), r.askExtension(), r.answerExtension(), extensionOver(), r.deliver()}
	switch name {
	case Instant:
		return []kernel.Move{r.finish(), r.refuse(), r.deliver()}
	case Forward:
		return append(long, r.forward(), r.receipt(), r.result(), r.correctResult())
	case Decide:
		return append(long, r.redecide(), r.decide([]kernel.State{Accepted}, clerks))
	case Examine:
		return append(long, r.redecide(), r.examine(Deciding), r.decide([]kernel.State{Deciding}, heads))
	case Publish:
		return append(long, r.redecide(), r.examine(Publishing), object(), endPublicity(), findObjection(), r.decide([]kernel.State{Deciding}, heads))
	case Consult:
		return []kernel.Move{r.answer(), r.deliver()}
	}
	return []kernel.Move{confirm(), rebook(), attend(), missed()}
}

func statesOf(name string) []kernel.StateDef {
	clerk, head, owner := kernel.RoleClerk, kernel.RoleHead, kernel.RoleOwner
	s := []kernel.StateDef{{Name: Submitted, Turn: clerk, Step: "submit"}}
	add := func(d ...kernel.StateDef) { s = append(s, d...) }
	switch name {
	case Instant, Consult:
		add(kernel.StateDef{Name: Decided, Turn: clerk, Step: "deliver"})
	case Book:
		add(kernel.StateDef{Name: Confirmed, Turn: owner, Step: "book", Paused: true}, kernel.StateDef{Name: NoShow, Terminal: true, Ends: kernel.EndNothing})
	default:
		add(kernel.StateDef{Name: Accepted, Turn: clerk, Step: "examine"})
		if name == Forward {
			add(kernel.StateDef{Name: Forwarded, Turn: Outer, Step: "forward", Paused: true})
		}
		if name == Publish {
			add(kernel.StateDef{Name: Publishing, Step: "publish", Paused: true})
		}
		if name == Examine || name == Publish {
			add(kernel.StateDef{Name: Deciding, Turn: head, Step: "decide"})
		}
		add(kernel.StateDef{Name: Decided, Turn: clerk, Step: "deliver"}, kernel.StateDef{Name: Revoked, Terminal: true, Ends: kernel.EndRefused}, kernel.StateDef{Name: Undone, Terminal: true, Ends: kernel.EndRefused})
	}
	add(kernel.StateDef{Name: HandedOver, Turn: Outer, Step: "examine", Paused: true},
		kernel.StateDef{Name: Delivered, Terminal: true, Step: "deliver"},
		kernel.StateDef{Name: NotAccepted, Terminal: true, Ends: kernel.EndRefused}, kernel.StateDef{Name: Deemed, Terminal: true, Ends: kernel.EndNothing})
	return s
}

// orderOf is the order of the open states, for going back.
func orderOf(name string) []kernel.State {
	switch name {
	case Forward:
		return []kernel.State{Submitted, Accepted}
	case Decide:
		return []kernel.State{Submitted, Accepted}
	case Examine, Publish:
		return []kernel.State{Submitted, Accepted, Deciding}
	}
	return []kernel.State{Submitted}
}

// Refused reports whether a case of an item was decided against the applicant;
// that its result was served does not say so.
func Refused(c kernel.Case) bool {
	if !Standard(c.Flow) || c.State != Decided && c.State != Delivered {
		return false
	}
	d, err := DataOf(c)
	return err == nil && d.Decision != nil && !d.Decision.Grant
}

// Steps are the steps that a flow is drawn in, from filing to result.
func Steps(name string) []string {
	switch name {
	case Instant, Consult:
		return []string{"submit", "deliver"}
	case Book:
		return []string{"submit", "book", "attend"}
	case Forward:
		return []string{"submit", "accept", "examine", "forward", "deliver"}
	case Decide:
		return []string{"submit", "accept", "decide", "deliver"}
	case Examine:
		return []string{"submit", "accept", "examine", "decide", "deliver"}
	}
	return []string{"submit", "accept", "examine", "publish", "decide", "deliver"}
}
