package walk

import (
	"context"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// every item in force on the day of the walk.
func (h *hall) items() []form.Item { return h.cat.On(calendar.DateOf(h.clock.Now())).All() }

func (h *hall) party(kind string) kernel.Party {
	return kernel.Party{ID: kernel.PartyID("p-" + kind), Kind: kind, Name: "甲" + kind, Code: "C-" + kind, District: "东埠"}
}

// Every item is filed by one who may, and brought to its good end, to a refusal
// and to not being accepted.
func TestEveryItemToEachEnd(t *testing.T) {
	bothSealed(t, func(t *testing.T, h *hall) {
		list := h.items()
		if len(list) != 177 {
			t.Fatalf("%d items, want 177", len(list))
		}
		for i, it := range list {
			kind := it.Who[i%len(it.Who)]
			who := h.as(kind)
			for end, want := range map[string][]kernel.State{"grant": {itemflow.Delivered}, "refuse": {itemflow.Delivered}, "none": {itemflow.NotAccepted}} {
				r, err := h.open(who, it, h.filled(it, who, h.party(kind), uint64(i)*7+uint64(len(end))))
				if err != nil {
					t.Fatalf("%s %s by %s: %v", it.Code, it.Name.Zh, kind, err)
				}
				h.walk(it, r.Case, who, end)
				c := h.get(r.Case)
				if c.State != want[0] || c.Closed.IsZero() {
					t.Fatalf("%s to %s: stands at %s", it.Code, end, c.State)
				}
				h.reads(it, c, end)
				if c.No[:len("YL2026-"+it.Code)] != "YL2026-"+it.Code {
					t.Fatalf("%s is numbered %s", it.Code, c.No)
				}
			}
		}
	})
}

// walk brings a case to its end by the moves of its flow.
func (h *hall) walk(it form.Item, id kernel.CaseID, who kernel.Actor, end string) {
	h.t.Helper()
	clerk, head := h.as("clerk"), h.as("head")
	day := calendar.DateOf(h.clock.Now())
	do := func(a kernel.Actor, move string, in any) {
		h.t.Helper()
		if err := h.act(a, id, move, in); err != nil {
			h.t.Fatalf("%s %s: %s: %v", it.Code, it.Name.Zh, move, err)
		}
	}
	if end == "none" {
		do(clerk, "not_accept", itemflow.RefuseInput{Reason: "不属于受理范围", Laws: lastLaw(it)})
		return
	}
	var checks []string
	for _, k := range it.Checklist {
		checks = append(checks, k.ID)
	}
	decide := itemflow.DecideInput{Outcome: end, Reason: "理由充分"}
	if end == "refuse" {
		decide.Laws = lastLaw(it)
	}
	switch it.Flow {
	case itemflow.Instant:
		if end == "refuse" {
			do(clerk, "refuse", itemflow.RefuseInput{Reason: "查无此件", Laws: lastLaw(it)})
		} else {
			do(clerk, "finish", itemflow.AnswerInput{Text: "已办"})
		}
		h.handed(id)
		return
	case itemflow.Consult:
		do(clerk, "answer", itemflow.AnswerInput{Text: "请按指南办理"})
		h.handed(id)
		return
	case itemflow.Book:
		do(clerk, "confirm", itemflow.BookInput{Day: day, Time: "09:30", Place: "一楼"})
		do(clerk, "attend", nil)
		return
	}
	do(clerk, "accept", itemflow.ChecksInput{Checks: checks})
	switch it.Flow {
	case itemflow.Forward:
		do(clerk, "forward", itemflow.ForwardInput{No: "X-1", Day: day})
		do(clerk, "result", itemflow.ResultInput{Outcome: end, Day: day, Reason: "理由充分", Papers: []string{h.certificate(clerk)}})
	case itemflow.Decide:
		do(clerk, "decide", decide)
	case itemflow.Examine:
		do(clerk, "examine", itemflow.ExamineInput{Opinion: "pass"})
		do(head, "decide", decide)
	case itemflow.Publish:
		do(clerk, "examine", itemflow.ExamineInput{Opinion: "pass"})
		h.due()
		do(head, "decide", decide)
	}
	by := itemflow.DeliverInput{Way: itemflow.ByHand, Day: calendar.DateOf(h.clock.Now()), Receiver: "本人"}
	if h.signs != nil && it.Flow != itemflow.Forward { // another office's result has no seal of ours
		h.refused(h.act(clerk, id, "deliver", by), errs.TooEarly)
		h.seal(id)
	}
	if h.get(id).State == itemflow.Decided { // who wants it by post or at the window
		do(clerk, "deliver", by)
	}
	do(who, "rate", itemflow.RateInput{Grade: "satisfied"})
}

// handed serves what was done at once and could not be served with that: it waits
// for its seal, or is wanted by post or at the window.
func (h *hall) handed(id kernel.CaseID) {
	h.t.Helper()
	if d, err := itemflow.DataOf(h.get(id)); err == nil && d.SealMissing() && h.signs != nil {
		h.seal(id)
	}
	if h.get(id).State == itemflow.Decided {
		h.ok(h.act(h.as("clerk"), id, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: calendar.DateOf(h.clock.Now()), Receiver: "本人"}))
	}
}

// due lets the time for objections run out and the timers fire; the clock goes
// back, so that all items are filed on one day.
func (h *hall) due() {
	h.t.Helper()
	was := h.clock.Now()
	h.clock.Advance(200 * 24 * time.Hour)
	_, err := h.d.Due(context.Background(), h.clock.Now())
	h.clock.Set(was)
	h.ok(err)
}

// Whoever must be refused is refused, for every item: a party of a kind that
// may not apply, a member without the right to send, a stranger, the clerk of
// another office, and the applicant who would decide his own case.
func TestEveryItemRefusesWhoMayNot(t *testing.T) {
	both(t, func(t *testing.T, h *hall) {
		stranger, elsewhere := h.as("government"), h.as("elsewhere")
		for i, it := range h.items() {
			kind := it.Who[i%len(it.Who)]
			if kind == "government" {
				kind = it.Who[0]
			}
			who := h.as(kind)
			in := h.filled(it, who, h.party(kind), uint64(i))
			for _, k := range []string{"enterprise", "university", "institute", "person", "agency", "bank", "association", "government"} {
				if !contains(it.Who, k) {
					_, err := h.open(h.as(k), it, h.filled(it, h.as(k), h.party(k), 1))
					h.refused(err, errs.Forbidden)
					break
				}
			}
			if contains(it.Who, "enterprise") {
				_, err := h.open(h.as("looker"), it, in)
				h.refused(err, errs.Forbidden, errs.Invalid)
			}
			r, err := h.open(who, it, in)
			h.ok(err)
			for _, m := range h.d.Flows[it.Flowing()].Moves {
				if kind != "government" {
					h.refused(h.act(stranger, r.Case, m.Name, nil), errs.NotFound)
				}
				h.refused(h.act(elsewhere, r.Case, m.Name, nil), errs.NotFound)
				if !contains(rolesOf(m.By), string(kernel.RoleOwner)) {
					h.refused(h.act(who, r.Case, m.Name, nil), errs.Forbidden, errs.Conflict)
				}
			}
			if c := h.get(r.Case); c.Version != 1 {
				t.Fatalf("%s: somebody moved it", it.Code)
			}
		}
	})
}

func rolesOf(list []kernel.Role) []string {
	var out []string
	for _, r := range list {
		out = append(out, string(r))
	}
	return out
}

func contains(list []string, x string) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// A form that lacks any one required answer, or any one material that may not
// follow, is refused, names the field, and leaves nothing behind.
func TestEveryItemAsksForWhatItNeeds(t *testing.T) {
	both(t, func(t *testing.T, h *hall) {
		for i, it := range h.items() {
			kind := it.Who[0]
			who := h.as(kind)
			in := h.filled(it, who, h.party(kind), uint64(i))
			for path := range in.Values {
				f, _ := it.Field(path)
				if f.Optional {
					continue
				}
				less := itemflow.SubmitInput{Values: form.Values{}, Files: in.Files}
				for k, v := range in.Values {
					if k != path {
						less.Values[k] = v
					}
				}
				_, err := h.open(who, it, less)
				if errs.KindOf(err) != errs.Invalid {
					t.Fatalf("%s without %s: %v", it.Code, path, err)
				}
				break
			}
			for j, file := range in.Files {
				if m, _ := it.Material(file.Material); !m.Later.IsZero() {
					continue
				}
				less := itemflow.SubmitInput{Values: in.Values, Files: append(append([]itemflow.File(nil), in.Files[:j]...), in.Files[j+1:]...)}
				_, err := h.open(who, it, less)
				h.refused(err, errs.Invalid)
				break
			}
		}
		n, err := h.s.CountByState(context.Background(), kernel.SystemActor("walk"), kernel.ViewSummary, kernel.CaseQuery{})
		h.ok(err)
		if len(n) != 0 {
			t.Fatalf("cases were left behind: %v", n)
		}
	})
}
