package walk

import (
	"context"
	"strings"
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

// noticesSealed is [bothSealed] where the city's rule names notices, too.
func noticesSealed(t *testing.T, f func(t *testing.T, h *hall)) {
	t.Helper()
	played(t, func(cat *items.Catalogue) *itemflow.Seals {
		return &itemflow.Seals{Rule: cityRule(cat), Notice: cat.City.NoticeSeal, Answers: 24 * time.Hour, Service: evidence.Seals{Roots: authority(t, time.Now).Roots}}
	}, func(t *testing.T, h *hall) {
		h.signs = authority(t, h.clock.Now)
		f(t, h)
	})
}

// suspended is a case that stands still, its notice drawn.
func (h *hall) suspended(seed uint64) kernel.CaseID {
	h.t.Helper()
	var it form.Item
	for _, x := range h.items() {
		if x.Flow == itemflow.Decide && contains(x.Who, "enterprise") {
			it = x
			break
		}
	}
	in := h.filled(it, h.as("enterprise"), h.party("enterprise"), seed)
	for _, field := range []string{"delivery.way", "contact.way"} {
		if _, ok := in.Values[field]; ok {
			in.Values[field] = "electronic"
		}
	}
	r, err := h.open(h.as("enterprise"), it, in)
	h.ok(err)
	h.ok(h.act(h.as("clerk"), r.Case, "ask_suspension", itemflow.SuspendInput{Ground: itemflow.OtherGround, Basis: "某办法第3条", Event: "另案办结", Reason: "等候另案"}))
	h.ok(h.act(h.as("head"), r.Case, "answer_suspension", itemflow.ApproveInput{OK: "yes"}))
	h.draws()
	return r.Case
}

func (h *hall) dataOf(id kernel.CaseID) itemflow.Data {
	h.t.Helper()
	d, err := itemflow.DataOf(h.get(id))
	h.ok(err)
	return d
}

// sealsNotice lets the program ask for the seal of a drawn notice.
func (h *hall) sealsNotice(id kernel.CaseID, doc string) {
	h.t.Helper()
	h.draws()
	h.ok(h.act(kernel.SystemActor(itemflow.Paper), id, "seal_notice", itemflow.NoticeDrawn{Doc: doc}))
	if aside := h.esigns(); aside != 0 {
		h.t.Fatalf("%d answers put aside", aside)
	}
}

// TestNoticesAreSealedAndServed: a notice that the city's rule names is served with
// its seal only, over the paper that lies there; the clock stands from the head's
// word on.
func TestNoticesAreSealedAndServed(t *testing.T) {
	noticesSealed(t, func(t *testing.T, h *hall) {
		id := h.suspended(1)
		n := h.dataOf(id).Suspension.Notice
		if n.Served != nil || h.get(id).Hold == nil || n.Seal == nil || n.Seal.Need != itemflow.SealRequired {
			t.Fatalf("%+v, hold %+v", n, h.get(id).Hold)
		}
		paper := kernel.Paper{ID: n.Doc, Kind: "kernel.itemflow.paper.suspended"}
		if itemflow.PaperOpen(paper, h.as("enterprise"), h.get(id)) {
			t.Error("read before its service")
		}
		in := itemflow.DeliverInput{Way: calendar.Electronic, Day: calendar.DateOf(h.clock.Now())}
		h.refused(h.act(h.as("clerk"), id, "serve_suspension", in), errs.TooEarly)
		h.refused(h.act(kernel.SystemActor(itemflow.Paper), id, "seal_notice", itemflow.NoticeDrawn{Doc: "other"}), errs.Conflict)
		h.sealsNotice(id, n.Doc)
		n = h.dataOf(id).Suspension.Notice
		p, _, err := h.s.Paper(context.Background(), n.Doc)
		h.ok(err)
		if !n.Seal.Stands() || n.Seal.Run.Evidence.Digest != p.SHA256 || n.Served == nil || !itemflow.PaperOpen(paper, h.as("enterprise"), h.get(id)) {
			t.Fatalf("%+v over %s, served %+v", n.Seal.Run, p.SHA256, n.Served)
		}
		if q, of, err := h.s.Paper(context.Background(), n.Seal.Run.Evidence.Paper); err != nil || of != id || q.Kind != "kernel.itemflow.paper.notice_seal" || !strings.HasSuffix(q.Name, "-suspended.sig.json") {
			t.Fatalf("the seal is no document of the case: %+v, %v", q, err)
		}
		h.refused(h.act(kernel.SystemActor(itemflow.Paper), id, "seal_notice", itemflow.NoticeDrawn{Doc: n.Doc}), errs.Conflict)

		h.ok(h.act(h.as("clerk"), id, kernel.MoveResume, kernel.ReasonInput{Reason: "另案已办结"}))
		h.sealsNotice(id, h.dataOf(id).Suspension.Resumed.Doc)
		if n := h.dataOf(id).Suspension.Resumed; !n.Seal.Stands() || n.Served == nil {
			t.Fatalf("%+v", n)
		}
		h.ok(h.act(h.as("clerk"), id, "notify_once", itemflow.NotifyInput{Reason: "材料缺签字页，请补齐。"}))
		note := h.dataOf(id).Notified
		if note.Seal == nil || note.Seal.Need != itemflow.SealAsked {
			t.Fatalf("%+v", note)
		}
		h.sealsNotice(id, note.Doc)
		if !h.dataOf(id).Notified.Seal.Stands() {
			t.Fatal("the notice of what is missing is not sealed")
		}
	})
}

// TestNoticeSealRefusedOrSilent: a refusal is before staff, who ask again; a silent
// service is left, and the seal on paper entered, which staff then serve.
func TestNoticeSealRefusedOrSilent(t *testing.T) {
	noticesSealed(t, func(t *testing.T, h *hall) {
		clerk := h.as("clerk")
		id := h.suspended(2)
		h.signs.Behave = func(evidence.SignRequest, int) esign.Fault { return esign.Refuse }
		h.sealsNotice(id, h.dataOf(id).Suspension.Notice.Doc)
		if n := h.dataOf(id).Suspension.Notice; n.Seal.Run.Refused == "" || n.Served != nil {
			t.Fatalf("%+v", n)
		}
		h.signs.Behave = func(evidence.SignRequest, int) esign.Fault { return esign.Late }
		h.refused(h.act(clerk, id, "withdraw_notice_seal", kernel.ReasonInput{Reason: "服务中断"}), errs.Conflict)
		h.ok(h.act(clerk, id, "ask_notice_seal", nil))
		h.esigns()
		in := itemflow.SealedInput{Signer: "印章管理员", Day: calendar.DateOf(h.clock.Now()), Where: "用印登记簿2026-119，档案室"}
		h.refused(h.act(clerk, id, "enter_notice_seal", in), errs.Conflict) // the service is still asked
		h.refused(h.act(h.as("enterprise"), id, "withdraw_notice_seal", kernel.ReasonInput{Reason: "服务中断"}), errs.Forbidden)
		h.ok(h.act(clerk, id, "withdraw_notice_seal", kernel.ReasonInput{Reason: "服务中断"}))
		h.clock.Advance(25 * time.Hour)
		if aside := h.hears(); aside != 0 || h.dataOf(id).Suspension.Notice.Seal.Stands() {
			t.Fatalf("sealed by an answer that was taken back, %d aside", aside)
		}
		h.refused(h.act(clerk, id, "enter_notice_seal", itemflow.SealedInput{Signer: "甲", Where: "乙", Day: in.Day.AddDays(-2)}), errs.Invalid)
		h.ok(h.act(clerk, id, "enter_notice_seal", in))
		n := h.dataOf(id).Suspension.Notice
		if !n.Seal.Stands() || n.Seal.Run.Attempts != 3 || n.Served != nil {
			t.Fatalf("%+v", n)
		}
		h.ok(h.act(clerk, id, "serve_suspension", itemflow.DeliverInput{Way: itemflow.ByHand, Day: calendar.DateOf(h.clock.Now()), Receiver: "本人"}))
	})
}

// TestNoticesOfACityWithoutTheRule: where no rule names notices, they are served at
// once and carry no seal.
func TestNoticesOfACityWithoutTheRule(t *testing.T) {
	bothSealed(t, func(t *testing.T, h *hall) {
		id := h.suspended(3)
		n := h.dataOf(id).Suspension.Notice
		if n.Served == nil || n.Seal != nil {
			t.Fatalf("%+v", n)
		}
		h.refused(h.act(kernel.SystemActor(itemflow.Paper), id, "seal_notice", itemflow.NoticeDrawn{Doc: n.Doc}), errs.Conflict)
	})
}
