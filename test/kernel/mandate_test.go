package kernel

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

// TestMandatesInAnyOrder: whatever is given, handed over, taken back and runs
// out, in any order, each case of the principal is seen by the principal, and by
// an agent exactly while one of its mandates stands and reaches the matter.
func TestMandatesInAnyOrder(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		round := 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			p := play{rt: rt, w: newRound(t, s, round), round: round}
			for range rapid.IntRange(1, 8).Draw(rt, "steps") {
				p.step()
				p.check()
			}
		})
	})
}

// play is one random course of mandates between a principal and two agents.
type play struct {
	rt    *rapid.T
	w     *world
	round int
	n     int
	cases []kernel.CaseID
}

func (p *play) id(of string) string { return fmt.Sprintf("%s-%d", of, p.round) }

// newRound makes fresh parties, so that rounds do not see each other.
func newRound(t *testing.T, s *sqlstore.Store, round int) *world {
	w := &world{t: t, s: s, clock: storetest.NewClock(start)}
	w.d = storetest.Desk(t, s, w.clock, librarycard.Flow())
	var writes []kernel.Write
	for _, who := range []string{"owner", "one", "two"} {
		party, user := kernel.PartyID(fmt.Sprintf("%s-%d", who, round)), kernel.UserID(fmt.Sprintf("u-%s-%d", who, round))
		writes = append(writes, kernel.PutParty{Party: kernel.Party{ID: party, Kind: "enterprise", Name: string(party)}}, kernel.PutUser{ID: user, Login: string(user), Name: who},
			kernel.PutMember{User: user, Party: party, Duty: kernel.DutyHandler, Rights: kernel.AllRights()})
	}
	w.mustDo(kernel.SystemActor("seed"), fmt.Sprintf("round/%d", round), writes...)
	return w
}

func (p *play) owner() kernel.Actor {
	return p.w.as(kernel.UserID(p.id("u-owner")), kernel.PartyID(p.id("owner")))
}

func (p *play) standing() []kernel.Mandate {
	list, err := p.w.s.Mandates(context.Background(), "principal", kernel.PartyID(p.id("owner")))
	if err != nil {
		p.rt.Fatal(err)
	}
	return slices.DeleteFunc(list, func(m kernel.Mandate) bool { return !m.InForce(p.w.clock.Now()) })
}

func (p *play) step() {
	p.n++
	key, now := fmt.Sprintf("%d/%d", p.round, p.n), p.w.clock.Now()
	switch list := p.standing(); rapid.SampledFrom([]string{"give", "open", "open", "hand", "revoke", "wait"}).Draw(p.rt, "step") {
	case "give":
		m := kernel.Mandate{ID: kernel.MandateID(key), Principal: kernel.PartyID(p.id("owner")), Agent: kernel.PartyID(p.id(rapid.SampledFrom([]string{"one", "two"}).Draw(p.rt, "agent"))),
			Scope: []string{rapid.SampledFrom([]string{"service/library", "service/elsewhere", "*"}).Draw(p.rt, "scope")}, Rights: kernel.GivenRights(), From: now, To: now.Add(time.Duration(rapid.IntRange(1, 48).Draw(p.rt, "hours")) * time.Hour)}
		p.w.mustDo(p.owner(), key, kernel.GrantMandate{Mandate: m})
	case "open":
		a := p.owner()
		for _, m := range list { // an agent files when it can
			if hat := p.hat(m); hat.Mandate != "" && hat.Covers("service/library") {
				a = hat
			}
		}
		p.cases = append(p.cases, p.w.apply(a, key, "读者").Case)
	case "hand":
		if len(list) == 0 {
			return
		}
		m := list[0]
		to := kernel.PartyID(p.id("one"))
		if m.Agent == to {
			to = kernel.PartyID(p.id("two"))
		}
		next, err := m.HandOver(kernel.MandateID(key), to, now)
		if err != nil {
			p.rt.Fatal(err)
		}
		p.w.mustDo(p.owner(), key, kernel.RevokeMandate{ID: m.ID, Principal: m.Principal, At: now}, kernel.GrantMandate{Mandate: next})
	case "revoke":
		if len(list) > 0 {
			p.w.mustDo(p.owner(), key, kernel.RevokeMandate{ID: list[0].ID, Principal: list[0].Principal, At: now})
		}
	case "wait":
		p.w.clock.Advance(time.Duration(rapid.IntRange(1, 30).Draw(p.rt, "hours")) * time.Hour)
	}
}

// hat is the way in which the agent's member acts under the mandate.
func (p *play) hat(m kernel.Mandate) kernel.Actor {
	user := kernel.UserID("u-" + string(m.Agent))
	hats, err := p.w.s.Hats(context.Background(), user, p.w.clock.Now())
	if err != nil {
		p.rt.Fatal(err)
	}
	if i := slices.IndexFunc(hats, func(a kernel.Actor) bool { return a.Mandate == m.ID }); i >= 0 {
		return hats[i]
	}
	return kernel.Actor{}
}

func (p *play) check() {
	for _, c := range p.cases {
		if !p.seen("owner", c) {
			p.rt.Fatalf("the principal has lost %s", c)
		}
		for _, agent := range []string{"one", "two"} {
			want := slices.ContainsFunc(p.standing(), func(m kernel.Mandate) bool {
				return m.Agent == kernel.PartyID(p.id(agent)) && (m.Scope[0] == "*" || m.Scope[0] == "service/library")
			})
			if got := p.seen(agent, c); got != want {
				p.rt.Fatalf("agent %s sees %s: %v, want %v; standing %+v", agent, c, got, want, p.standing())
			}
		}
	}
}

// seen reports whether any hat of the party's member opens the case.
func (p *play) seen(who string, c kernel.CaseID) bool {
	hats, err := p.w.s.Hats(context.Background(), kernel.UserID(p.id("u-"+who)), p.w.clock.Now())
	if err != nil {
		p.rt.Fatal(err)
	}
	return slices.ContainsFunc(hats, func(a kernel.Actor) bool {
		_, err := p.w.s.Case(context.Background(), a, string(c), kernel.ViewDetail)
		return err == nil
	})
}
