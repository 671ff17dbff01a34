package hall

import (
	"context"
	"strings"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
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

// TestRequestSigned: a contract on the listing that a request led to is the last
// outcome of the proposal of the register, whether or not the deal names the need; one
// of another buyer is not.
func TestRequestSigned(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210000001.6"
		w.patent(number, "owner")
		need := w.wants()
		w.open("buyer", hall.Request, "ask", hall.RequestInput{Need: need, Right: number, Note: wish, Match: &hall.MatchRef{Rank: 2, Algorithm: "v/register"}})
		listing := w.listed("owner", number, hall.ListInput{})
		stage := func(want string) {
			t.Helper()
			came, err := w.s.Outcomes(context.Background(), time.Time{})
			if err != nil || len(came) != 1 || came[0].AlgorithmVersion != "v/register" || string(came[0].Stage) != want || came[0].Places != 2 {
				t.Errorf("outcomes %+v %v, want %s", came, err, want)
			}
		}
		other := w.talking("owner", "rival", listing)
		w.agreed("owner", "rival", other, w.licence())
		w.signed("owner", "rival", other)
		stage("contacted")
		own := w.talking("owner", "buyer", listing)
		w.agreed("owner", "buyer", own, w.licence())
		w.signed("owner", "buyer", own)
		stage("signed")
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

// TestCoOwnersAnswer: a no of one of two owners is told to the buyer and to the other
// owner, who may still answer; the last no ends the request, and so does the end of
// the time after one.
func TestCoOwnersAnswer(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210000002.4"
		w.patent(number, "owner", "rival")
		no := kernel.ReasonInput{Reason: "自用"}
		in := hall.RequestInput{Need: w.wants(), Right: number, Note: wish}
		id := w.open("buyer", hall.Request, "ask", in)
		w.do("rival", id, "decline", no)
		w.in(id, hall.RequestAsked)
		if w.noted("buyer", "request_one_declined") != 1 || w.noted("owner", "request_co_owner") != 1 || w.noted("rival", "request_co_owner") != 0 {
			t.Error("who is told of the first no")
		}
		if c := w.get(id); kernel.Yours(w.as("rival"), c, hall.Seller) || !kernel.Yours(w.as("owner"), c, hall.Seller) {
			t.Error("whose move it is")
		}
		w.no("rival", id, "decline", no, "kernel.not_your_move")
		if got, err := hall.Seen(w.as("rival"), w.get(id)); err != nil || got.(hall.RequestData).Buyer.Code != "" || got.(hall.RequestData).Asked[0].Code != "" || len(got.(hall.RequestData).Waits()) != 1 {
			t.Errorf("the one that said no sees %+v %v", got, err)
		}
		w.do("owner", id, "decline", kernel.ReasonInput{Reason: "另有安排"})
		d, err := hall.RequestOf(w.get(id))
		if w.ok(err); w.state(id) != hall.RequestDeclined || len(d.Refused) != 2 || d.Reason != "丁公司：自用；甲精密公司：另有安排" || w.noted("buyer", "request_declined") != 1 {
			t.Errorf("%+v", d)
		}

		in.Need = w.wants()
		id = w.open("buyer", hall.Request, "ask", in)
		w.do("rival", id, "decline", no)
		w.clock.Advance(15 * 24 * time.Hour)
		w.due()
		w.in(id, hall.RequestDeclined)

		in.Need = w.wants()
		id = w.open("buyer", hall.Request, "ask", in)
		w.do("rival", id, "decline", no)
		listing := w.open("owner", hall.Listing, "list", hall.ListInput{Right: number, Deal: "licence", Licence: "ordinary", Price: 1_000_000_00, Summary: "压阻阵列的读出电路"})
		w.do("clerk", listing, "approve", hall.ApproveInput{})
		w.in(id, hall.RequestListed)
	})
}

// TestRequestsEndWithTheNeed: a need that is met, ended, withdrawn, past its last day
// or fulfilled by a deal closes its requests, and all sides are told.
func TestRequestsEndWithTheNeed(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number, far = "202210000001.6", "202210000009.1"
		w.patent(number, "owner")
		_, _, _, err := w.s.Sink(w.clock.Now).Put(context.Background(), []registry.Record{named(far, "研究所")})
		w.ok(err)
		told := 0
		for name, end := range map[string]func(kernel.CaseID){
			"met": func(n kernel.CaseID) { w.do("buyer", n, "met", struct{}{}) },
			"end": func(n kernel.CaseID) { w.do("buyer", n, "end", struct{}{}) },
			"withdraw": func(n kernel.CaseID) {
				w.do("buyer", n, kernel.MoveWithdraw, kernel.ReasonInput{Reason: "不需要了"})
			},
			"deadline": func(kernel.CaseID) { w.clock.Advance(10 * 24 * time.Hour); w.due() },
			"fulfilled": func(n kernel.CaseID) {
				_, err := w.d.Act(context.Background(), kernel.SystemActor(kernel.RoleSystem), desk.Command{Case: n, Move: "fulfilled", Key: w.key()})
				w.ok(err)
			},
		} {
			n := w.open("buyer", hall.Need, "post", hall.NeedData{Title: "求购传感器专利", Text: "需要压力传感器方面的专利，用于生产线", Mode: "either", Deadline: calendar.DateOf(w.clock.Now()).AddDays(5)})
			w.do("clerk", n, "approve", struct{}{})
			owner := w.open("buyer", hall.Request, "ask", hall.RequestInput{Need: n, Right: number, Note: wish})
			centre := w.open("buyer", hall.Request, "ask", hall.RequestInput{Need: n, Right: far, Note: wish})
			w.in(centre, hall.RequestCentre)
			end(n)
			told++
			if w.state(owner) != hall.RequestMoot || w.state(centre) != hall.RequestMoot {
				t.Errorf("%s: %s %s", name, w.state(owner), w.state(centre))
			}
			if w.noted("owner", "request_need_ended") != told || w.noted("clerk", "request_need_ended") != told || w.noted("buyer", "request_moot") != 2*told {
				t.Errorf("%s: who is told: %d %d %d of %d", name, w.noted("owner", "request_need_ended"), w.noted("clerk", "request_need_ended"), w.noted("buyer", "request_moot"), told)
			}
			if w.sees("rival", n, kernel.ViewSummary) {
				t.Errorf("%s: the need is public still", name)
			}
		}
		n := w.wants()
		id := w.open("buyer", hall.Request, "ask", hall.RequestInput{Need: n, Right: number, Note: wish})
		w.do("buyer", id, kernel.MoveWithdraw, kernel.ReasonInput{Reason: "不需要了"})
		if w.noted("owner", "request_withdrawn") != 1 {
			t.Error("the owner is not told that the request was taken back")
		}
	})
}

// TestCentreFindsTheOwner: an owner without account is the centre's to find; it
// hands the request to the owner's account and to nobody else's, or says why not.
func TestCentreFindsTheOwner(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210000001.6"
		_, _, _, err := w.s.Sink(w.clock.Now).Put(context.Background(), []registry.Record{named(number, "研究所", "共有所")})
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
			kernel.PutUser{ID: "u-late", Login: "late", Name: "研究所"}, kernel.PutMember{User: "u-late", Party: "late", Duty: kernel.DutyHandler, Rights: kernel.AllRights()},
			kernel.PutParty{Party: party("late2", "institute", "共有所")},
			kernel.PutUser{ID: "u-late2", Login: "late2", Name: "共有所"}, kernel.PutMember{User: "u-late2", Party: "late2", Duty: kernel.DutyHandler, Rights: kernel.AllRights()}))
		w.no("clerk", id, "hand", hall.HandRequestInput{Code: "CODE-late\nCODE-rival"}, "utilization.hall.request_not_owner")
		w.do("clerk", id, "hand", hall.HandRequestInput{Code: "CODE-late\r\n CODE-late2 \nCODE-late"})
		w.in(id, hall.RequestAsked)
		if w.noted("buyer", "request_handed") != 1 || !w.sees("late", id, kernel.ViewDetail) || w.noted("late", "request_to_list") != 1 {
			t.Error("who is told")
		}
		w.do("late", id, "decline", kernel.ReasonInput{Reason: "自用"})
		w.in(id, hall.RequestAsked) // the other owner may still answer
		if !w.sees("late2", id, kernel.ViewDetail) {
			t.Error("the second owner does not see the request")
		}
		w.do("late2", id, "decline", kernel.ReasonInput{Reason: "自用"})
		w.in(id, hall.RequestDeclined)
	})
}

// named is a right whose owners the register has by name only.
func named(number string, owners ...string) registry.Record {
	r := registry.Record{Source: "test", Doc: calendar.On(2023, 9, 1), Right: registry.Right{Number: number, Kind: registry.Invention, Title: "压力传感器", IPCMain: "G01L1/22", Filing: calendar.On(2022, 3, 1), Granted: calendar.On(2023, 9, 1)}}
	by := registry.Detail{Kind: registry.Invention}
	for _, o := range owners {
		by.Owners = append(by.Owners, registry.Owner{Name: o})
	}
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
