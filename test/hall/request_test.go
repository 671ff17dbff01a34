package hall

import (
	"context"
	"strings"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
)

const wish = "想用于新能源汽车电池包，年内投产"

// wants posts a need and opens it.
func (w *world) wants() kernel.CaseID {
	w.t.Helper()
	id := w.open("buyer", hall.Need, "post", hall.NeedData{Title: "求购传感器专利", Text: "需要压力传感器方面的专利，用于生产线", Mode: "either"})
	w.do("clerk", id, "approve", struct{}{})
	return id
}

// noted counts the notices of a text to somebody.
func (w *world) noted(who, text string) int {
	w.t.Helper()
	list, err := w.s.Notices(context.Background(), w.as(who), 100)
	w.ok(err)
	n := 0
	for _, x := range list {
		if x.Text == "utilization.hall.notice."+text {
			n++
		}
	}
	return n
}

// TestOwnerIsAskedToList: a buyer asks for a right that is not listed; its owner
// is told and lists it, and the buyer is told where; once for one right and need.
func TestOwnerIsAskedToList(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210000001.6"
		w.patent(number, "owner")
		need := w.wants()
		in := hall.RequestInput{Need: need, Right: number, Note: wish, Match: &hall.MatchRef{Rank: 2, Algorithm: "v/register"}}
		for _, note := range []string{"", "  要 ", strings.Repeat("长", 301)} {
			bad := in
			bad.Note = note
			w.refused("buyer", hall.Request, "ask", bad, "utilization.hall.request_note")
		}
		w.refused("rival", hall.Request, "ask", in, "kernel.no_such_case")
		id := w.open("buyer", hall.Request, "ask", in)
		w.in(id, hall.RequestAsked)
		w.refused("buyer", hall.Request, "ask", in, "utilization.hall.request_asked")
		if w.noted("owner", "request_to_list") != 1 || !w.sees("owner", id, kernel.ViewDetail) || w.sees("rival", id, kernel.ViewSummary) {
			t.Error("who knows of the request")
		}
		if got, err := hall.Seen(w.as("owner"), w.get(id)); err != nil || got.(hall.RequestData).Buyer.Code != "" || got.(hall.RequestData).Match != nil || got.(hall.RequestData).Note != wish {
			t.Errorf("the owner sees %+v %v", got, err)
		}
		if err := w.try("buyer", id, "decline", kernel.ReasonInput{Reason: "不是我的"}); err == nil {
			t.Error("the buyer answers its own request")
		}
		w.no("clerk", id, "end", kernel.ReasonInput{Reason: "联系不上"}, "kernel.not_in_this_state")
		came, err := w.s.Outcomes(context.Background(), time.Time{})
		if err != nil || len(came) != 1 || came[0].AlgorithmVersion != "v/register" || came[0].Stage != "contacted" || came[0].Places != 2 {
			t.Errorf("outcomes %+v %v", came, err)
		}
		listing := w.open("owner", hall.Listing, "list", hall.ListInput{Right: number, Deal: "assignment", Price: 1_000_000_00, Summary: "压阻阵列的读出电路"})
		w.in(id, hall.RequestAsked)
		w.do("clerk", listing, "approve", hall.ApproveInput{})
		w.in(id, hall.RequestListed)
		d, err := hall.RequestOf(w.get(id))
		if err != nil || d.Listing != w.get(listing).No || w.noted("buyer", "request_listed") != 1 {
			t.Errorf("%+v %v", d, err)
		}
		w.refused("buyer", hall.Request, "ask", in, "utilization.hall.request_listed")
	})
}

// TestOwnerDeclines: the buyer is told why and does not ask again for that need;
// an owner who says nothing lets it lapse; a buyer takes it back.
func TestOwnerDeclines(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number, other = "202210000001.6", "202210000002.4"
		w.patent(number, "owner")
		w.patent(other, "owner", "rival")
		need := w.wants()
		in := hall.RequestInput{Need: need, Right: number, Note: wish}
		id := w.open("buyer", hall.Request, "ask", in)
		w.no("owner", id, "decline", kernel.ReasonInput{}, "kernel.reason_needed")
		w.do("owner", id, "decline", kernel.ReasonInput{Reason: "自用，暂不转让"})
		if d, err := hall.RequestOf(w.get(id)); err != nil || d.Reason != "自用，暂不转让" || w.state(id) != hall.RequestDeclined || w.noted("buyer", "request_declined") != 1 {
			t.Errorf("%+v %v", d, err)
		}
		w.refused("buyer", hall.Request, "ask", in, "utilization.hall.request_declined")

		in.Right = other
		id = w.open("buyer", hall.Request, "ask", in)
		if !w.sees("owner", id, kernel.ViewDetail) || !w.sees("rival", id, kernel.ViewDetail) {
			t.Error("a co-owner does not see it")
		}
		w.do("buyer", id, kernel.MoveWithdraw, kernel.ReasonInput{Reason: "不需要了"})
		id = w.open("buyer", hall.Request, "ask", in)
		w.clock.Advance(15 * 24 * time.Hour)
		w.due()
		w.in(id, hall.RequestLapsed)
		if w.noted("buyer", "request_lapsed") != 1 {
			t.Error("the buyer is not told")
		}
	})
}

// TestCentreFindsTheOwner: an owner without account is the centre's to find; it
// hands the request to the owner's account and to nobody else's, or says why not.
func TestCentreFindsTheOwner(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210000001.6"
		_, _, _, err := w.s.Sink(w.clock.Now).Put(context.Background(), []registry.Record{named(number, "研究所")})
		w.ok(err)
		in := hall.RequestInput{Need: w.wants(), Right: number, Note: wish}
		id := w.open("buyer", hall.Request, "ask", in)
		w.in(id, hall.RequestCentre)
		w.no("clerk", id, "end", kernel.ReasonInput{}, "kernel.reason_needed")
		w.do("clerk", id, "end", kernel.ReasonInput{Reason: "电话打不通"})
		if w.noted("buyer", "request_ended") != 1 {
			t.Error("the buyer is not told")
		}
		id = w.open("buyer", hall.Request, "ask", in)
		w.no("clerk", id, "hand", hall.HandRequestInput{}, "kernel.wire.missing")
		w.no("clerk", id, "hand", hall.HandRequestInput{Code: "CODE-late"}, "utilization.hall.request_no_account")
		w.no("clerk", id, "hand", hall.HandRequestInput{Code: "CODE-rival"}, "utilization.hall.request_not_owner")
		w.ok(w.d.Do(context.Background(), kernel.SystemActor("seed"), "late", kernel.PutParty{Party: party("late", "institute", "研究所")},
			kernel.PutUser{ID: "u-late", Login: "late", Name: "研究所"}, kernel.PutMember{User: "u-late", Party: "late", Duty: kernel.DutyHandler, Rights: kernel.AllRights()}))
		w.do("clerk", id, "hand", hall.HandRequestInput{Code: "CODE-late"})
		w.in(id, hall.RequestAsked)
		if w.noted("buyer", "request_handed") != 1 || !w.sees("late", id, kernel.ViewDetail) || w.noted("late", "request_to_list") != 1 {
			t.Error("who is told")
		}
		w.do("late", id, "decline", kernel.ReasonInput{Reason: "自用"})
	})
}

// named is a right whose owner the register has by name only.
func named(number, owner string) registry.Record {
	r := registry.Record{Source: "test", Doc: calendar.On(2023, 9, 1), Right: registry.Right{Number: number, Kind: registry.Invention, Title: "压力传感器", IPCMain: "G01L1/22", Filing: calendar.On(2022, 3, 1), Granted: calendar.On(2023, 9, 1)}}
	by := registry.Detail{Kind: registry.Invention, Owners: []registry.Owner{{Name: owner}}}
	r.Events = []registry.Event{
		registry.NewEvent(registry.Event{Right: number, Kind: registry.Filed, ValidFrom: calendar.On(2022, 3, 1), Source: "test", Detail: by}),
		registry.NewEvent(registry.Event{Right: number, Kind: registry.Granted, ValidFrom: calendar.On(2023, 9, 1), Source: "test", Detail: by}),
	}
	r.Key = registry.RecordKey(r)
	return r
}

// TestWhatCannotBeAskedFor: a right that is dead, barred, one's own or taken, and a
// need that is not open, each with its reason.
func TestWhatCannotBeAskedFor(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		numbers := []string{"202210000001.6", "202210000002.4", "202210000003.2"}
		w.patent(numbers[0], "owner")
		w.patent(numbers[1], "owner")
		w.patent(numbers[2], "buyer")
		w.happens(numbers[0], registry.Lapsed, "")
		w.happens(numbers[1], registry.Preserved, "b1")
		need := w.wants()
		ask := func(number, code string) {
			t.Helper()
			w.refused("buyer", hall.Request, "ask", hall.RequestInput{Need: need, Right: number, Note: wish}, code)
		}
		ask(numbers[0], "utilization.hall.request_not_in_force")
		ask(numbers[1], "utilization.hall.request_barred")
		ask(numbers[2], "utilization.hall.request_own")
		ask("202299999999.9", "registry.no_such_right")
		w.do("buyer", need, "end", struct{}{})
		ask(numbers[0], "utilization.hall.request_need_closed")
	})
}
