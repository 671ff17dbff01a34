package walk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
	"time"

	"quanlian/adapter/esign"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// authority is the fake's, whose roots count in these tests.
func authority(t *testing.T, now func() time.Time) *esign.Fake {
	t.Helper()
	f, err := esign.NewFake(7, now)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// cityRule is what the city's own file says.
func cityRule(cat *items.Catalogue) func(kernel.UnitID, string, calendar.Date) itemflow.SealRule {
	return cat.City.Seal
}

// bothSealed is [both] with a signature service that puts the seals of the
// offices by the city's rule.
func bothSealed(t *testing.T, f func(t *testing.T, h *hall)) {
	t.Helper()
	played(t, func(cat *items.Catalogue) *itemflow.Seals {
		return &itemflow.Seals{Rule: cityRule(cat), Answers: 24 * time.Hour, Service: evidence.Seals{Roots: authority(t, time.Now).Roots}}
	}, func(t *testing.T, h *hall) {
		h.signs = authority(t, h.clock.Now)
		f(t, h)
	})
}

// draws draws what was issued, as the worker does; what it draws is the data.
func (h *hall) draws() {
	h.t.Helper()
	for {
		list, err := h.s.ClaimPapers(context.Background(), "walk", h.clock.Now, 50)
		h.ok(err)
		if len(list) == 0 {
			return
		}
		var ids []string
		for _, p := range list {
			sum := sha256.Sum256([]byte(p.Data))
			h.ok(h.d.Do(context.Background(), kernel.SystemActor("paper"), "paper/"+p.ID, kernel.PutDocument{ID: p.ID, Case: kernel.CaseID(p.Case), Kind: p.Kind, Name: "文书.pdf", SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(p.Data)), Media: "application/pdf"}))
			ids = append(ids, p.ID)
		}
		h.ok(h.s.PapersDrawn(context.Background(), ids))
	}
}

// asks lets the program ask for the seal of a drawn decision.
func (h *hall) asks(id kernel.CaseID) {
	h.t.Helper()
	h.draws()
	h.ok(h.act(kernel.SystemActor(itemflow.Paper), id, "ask_seal", nil))
}

// seal lets the program ask and the service answer.
func (h *hall) seal(id kernel.CaseID) {
	h.t.Helper()
	h.asks(id)
	if aside := h.esigns(); aside != 0 {
		h.t.Fatalf("%d answers put aside", aside)
	}
}

// esigns lets the service take every question and answer; it gives how many of
// its answers were put aside.
func (h *hall) esigns() (aside int) {
	h.t.Helper()
	list, err := h.s.UnsentAsks(context.Background(), kernel.RoleEsign, 50)
	h.ok(err)
	for _, a := range list {
		h.ok(h.signs.Send(context.Background(), a.Ask))
		h.ok(h.s.MarkSent(context.Background(), a.Ask.Key, h.clock.Now()))
	}
	return h.hears()
}

func (h *hall) hears() (aside int) {
	h.t.Helper()
	list, err := h.signs.Answers(context.Background())
	h.ok(err)
	for _, a := range list {
		var said evidence.SignAnswer
		h.ok(json.Unmarshal(a.Payload, &said))
		sum := sha256.Sum256([]byte(said.Signature))
		said.SHA256, said.Bytes = hex.EncodeToString(sum[:]), int64(len(said.Signature))
		a.Payload, err = json.Marshal(said)
		h.ok(err)
		out, err := h.d.Answer(context.Background(), a)
		h.ok(err)
		if out.Suspended {
			aside++
		}
	}
	return aside
}

// decided is a case of an item that a clerk decides, decided now.
func (h *hall) decided(seed uint64) (kernel.CaseID, kernel.Actor) {
	h.t.Helper()
	var it form.Item
	for _, x := range h.items() {
		if x.Flow == itemflow.Decide && contains(x.Who, "enterprise") {
			it = x
			break
		}
	}
	who := h.as("enterprise")
	in := h.filled(it, who, h.party("enterprise"), seed)
	for _, field := range []string{"delivery.way", "contact.way"} {
		if _, ok := in.Values[field]; ok {
			in.Values[field] = "electronic"
		}
	}
	r, err := h.open(who, it, in)
	h.ok(err)
	var checks []string
	for _, k := range it.Checklist {
		checks = append(checks, k.ID)
	}
	h.ok(h.act(h.as("clerk"), r.Case, "accept", itemflow.ChecksInput{Checks: checks}))
	h.ok(h.act(h.as("clerk"), r.Case, "decide", itemflow.DecideInput{Outcome: "grant"}))
	return r.Case, h.as("clerk")
}

func (h *hall) sealOf(id kernel.CaseID) *itemflow.Seal {
	h.t.Helper()
	d, err := itemflow.DataOf(h.get(id))
	h.ok(err)
	return d.Decision.Seal
}

// sealHolds checks that the case keeps a seal over the decision that lies there.
func (h *hall) sealHolds(id kernel.CaseID) {
	h.t.Helper()
	d, err := itemflow.DataOf(h.get(id))
	h.ok(err)
	p, _, err := h.s.Paper(context.Background(), d.Decision.Doc)
	h.ok(err)
	e := d.Decision.Seal.Run.Evidence
	if e == nil || e.Digest != p.SHA256 || e.Serial == "" || e.Algorithm != string(evidence.SM2WithSM3) {
		h.t.Fatalf("evidence %+v over %s", e, p.SHA256)
	}
	if q, of, err := h.s.Paper(context.Background(), e.Paper); err != nil || of != id || q.Media != "application/json" || q.Kind != "kernel.itemflow.paper.seal" {
		h.t.Fatalf("the evidence is no document of the case: %+v, %v", q, err)
	}
}

// TestBadSealService: late, twice, another paper, another office, forged,
// refused, silent: the decision is served with a seal that holds or not at all,
// and what does not hold is before a clerk.
func TestBadSealService(t *testing.T) {
	bothSealed(t, func(t *testing.T, h *hall) {
		for i, tt := range []struct {
			fault esign.Fault
			aside int  // answers put aside the first time
			asked bool // the question stays open
		}{
			{esign.Good, 0, false}, {esign.Twice, 0, false}, {esign.Renumbered, 0, false}, {esign.Late, 0, true}, {esign.Silent, 0, true},
			{esign.OtherDigest, 1, true}, {esign.OtherParty, 1, true}, {esign.Forged, 1, true}, {esign.Refuse, 0, false},
		} {
			id, clerk := h.decided(uint64(i))
			h.refused(h.act(clerk, id, "ask_seal", nil), errs.TooEarly) // nothing is drawn to seal
			h.signs.Behave = func(_ evidence.SignRequest, n int) esign.Fault {
				if n == 1 {
					return tt.fault
				}
				return esign.Good
			}
			h.asks(id)
			h.refused(h.act(clerk, id, "ask_seal", nil), errs.Conflict)
			byHand := itemflow.DeliverInput{Way: itemflow.ByHand, Day: calendar.DateOf(h.clock.Now()), Receiver: "本人"}
			h.refused(h.act(clerk, id, "deliver", byHand), errs.TooEarly)
			h.refused(h.act(kernel.SystemActor(itemflow.Paper), id, "served", nil), errs.TooEarly)
			if got := h.esigns(); got != tt.aside {
				t.Errorf("%s: %d answers put aside, want %d", tt.fault, got, tt.aside)
			}
			turn, _ := itemflow.TurnIn(h.get(id))
			if s := h.sealOf(id); s.Run.Open() != tt.asked || (turn == kernel.RoleEsign) != tt.asked || s.Stands() != (h.get(id).State == itemflow.Delivered) {
				t.Errorf("%s: %+v in %s, the turn of %q", tt.fault, s.Run, h.get(id).State, turn)
			}
			switch {
			case tt.fault == esign.Late:
				h.clock.Advance(25 * time.Hour)
				h.hears()
			case tt.asked: // asked again under the same key, as the line does
				open, err := h.s.OpenAsks(context.Background(), kernel.RoleEsign, "", 50)
				h.ok(err)
				for _, a := range open {
					h.ok(h.signs.Send(context.Background(), a.Ask))
				}
				h.hears()
			case tt.fault == esign.Refuse: // another question
				if s := h.sealOf(id); s.Run.Refused == "" {
					t.Fatalf("refused: %+v", s.Run)
				}
				h.signs.Behave = nil
				h.ok(h.act(clerk, id, "ask_seal", nil))
				h.esigns()
			}
			if h.get(id).State != itemflow.Delivered {
				t.Fatalf("%s: stands in %s with %+v", tt.fault, h.get(id).State, h.sealOf(id).Run)
			}
			h.sealHolds(id)
			h.refused(h.act(clerk, id, "ask_seal", nil), errs.Conflict)
			if open, err := h.s.OpenAsks(context.Background(), kernel.RoleEsign, "", 50); err != nil || len(open) != 0 {
				t.Errorf("%s: questions left open %+v, %v", tt.fault, open, err)
			}
		}
	})
}

// TestSealWithdrawnAndByHand: an answer to a question that was taken back seals
// nothing, however good; what was sealed on paper is entered and served.
func TestSealWithdrawnAndByHand(t *testing.T) {
	bothSealed(t, func(t *testing.T, h *hall) {
		id, clerk := h.decided(1)
		h.refused(h.act(clerk, id, "withdraw_seal", kernel.ReasonInput{Reason: "服务中断"}), errs.Conflict)
		h.signs.Behave = func(evidence.SignRequest, int) esign.Fault { return esign.Late }
		h.asks(id)
		h.esigns()
		in := itemflow.SealedInput{Signer: "印章管理员", Day: calendar.DateOf(h.clock.Now()), Where: "用印登记簿2026-118，档案室"}
		h.refused(h.act(clerk, id, "enter_seal", in), errs.Conflict) // the service is still asked
		h.refused(h.act(clerk, id, "withdraw_seal", kernel.ReasonInput{}), errs.Invalid)
		h.refused(h.act(h.as("enterprise"), id, "withdraw_seal", kernel.ReasonInput{Reason: "服务中断"}), errs.Forbidden)
		h.ok(h.act(clerk, id, "withdraw_seal", kernel.ReasonInput{Reason: "服务中断"}))
		h.clock.Advance(25 * time.Hour)
		if aside := h.hears(); aside != 0 {
			t.Fatalf("%d answers put aside: the question is over, nobody has to look", aside)
		}
		if s := h.sealOf(id); s.Stands() || h.get(id).State != itemflow.Decided {
			t.Fatalf("sealed by an answer that was taken back: %+v", s.Run)
		}
		h.refused(h.act(clerk, id, "enter_seal", itemflow.SealedInput{Day: calendar.DateOf(h.clock.Now())}), errs.Invalid)
		h.refused(h.act(clerk, id, "enter_seal", itemflow.SealedInput{Signer: "甲", Where: "乙", Day: in.Day.AddDays(-2)}), errs.Invalid)
		h.ok(h.act(clerk, id, "enter_seal", in))
		h.refused(h.act(clerk, id, "ask_seal", nil), errs.Conflict)
		if s := h.sealOf(id); !s.Stands() || s.Run.Evidence.ByHand == "" || s.Run.Attempts != 2 {
			t.Fatalf("entered: %+v", s.Run)
		}
		h.ok(h.act(clerk, id, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: calendar.DateOf(h.clock.Now()), Receiver: "本人"}))
	})
}

// TestNoSealWhereTheCitySaysSo: without a service, and by a rule of no seal, the
// decision says so and is served; the rule of the day of the decision holds.
func TestNoSealWhereTheCitySaysSo(t *testing.T) {
	from := calendar.On(2026, time.November, 25)
	played(t, func(cat *items.Catalogue) *itemflow.Seals {
		return &itemflow.Seals{Rule: func(unit kernel.UnitID, flow string, on calendar.Date) itemflow.SealRule {
			rule := cat.City.Seal(unit, flow, on)
			if on.Before(from) {
				rule.Need, rule.Says = itemflow.SealNone, form.Text{Zh: "本文书未加盖电子印章。"}
			}
			return rule
		}}
	}, func(t *testing.T, h *hall) {
		id, clerk := h.decided(1)
		h.draws()
		h.refused(h.act(kernel.SystemActor(itemflow.Paper), id, "ask_seal", nil), errs.Conflict)
		if s := h.sealOf(id); s.Wanted() || s.Says.Zh == "" {
			t.Fatalf("%+v", s)
		}
		h.ok(h.act(kernel.SystemActor(itemflow.Paper), id, "served", nil))
		h.clock.Advance(48 * time.Hour)
		id, _ = h.decided(2)
		h.draws()
		if err := h.act(clerk, id, "ask_seal", nil); errs.As(err) == nil || errs.As(err).Code != "kernel.itemflow.seal_no_service" {
			t.Fatal(err)
		}
		h.ok(h.act(clerk, id, "enter_seal", itemflow.SealedInput{Signer: "印章管理员", Day: calendar.DateOf(h.clock.Now()), Where: "档案室"}))
		h.ok(h.act(kernel.SystemActor(itemflow.Paper), id, "served", nil))
	})
}
