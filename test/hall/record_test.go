package hall

import (
	"context"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
)

// TestStaffEnterTheRecord: the office answers on paper: the centre enters a
// refusal by its reason alone, then the record; title passes with it, and the
// deal keeps which paper says so.
func TestStaffEnterTheRecord(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202310000001.X", "owner")
		id := w.talking("owner", "buyer", w.listed("owner", "202310000001.X", hall.ListInput{}))
		w.agreed("owner", "buyer", id, assignment(100*wan))
		w.signed("owner", "buyer", id)
		w.do("buyer", id, "deposit", account("1"))
		w.banks()
		w.do("owner", id, "file", nil)
		w.no("clerk", id, "enter_record", hall.RecordAnswer{}, "utilization.hall.record_number")
		w.no("clerk", id, "enter_record", hall.RecordAnswer{Refused: "申报书缺页"}, "utilization.hall.record_paper")
		w.no("clerk", id, "enter_record", hall.RecordAnswer{No: "2026110001", Refused: "申报书缺页", Document: "补正通知书1"}, "utilization.hall.record_both")
		w.do("clerk", id, "enter_record", hall.RecordAnswer{Refused: "申报书缺页", Document: "补正通知书1"})
		if r := w.deal(id).Record; r.Refused != "申报书缺页" || r.Document != "补正通知书1" || r.No != "" {
			t.Errorf("%+v", r)
		}
		w.in(id, hall.DealRecording)
		w.do("owner", id, "file", nil)
		if o := w.owners("202310000001.X"); len(o) != 1 || o[0].Name != "甲精密公司" {
			t.Errorf("owners before the record: %v", o)
		}
		w.do("clerk", id, "enter_record", hall.RecordAnswer{No: "2026110001", Date: w.today(), Document: "手续合格通知书2"})
		w.in(id, hall.DealDelivery)
		if r := w.deal(id).Record; r.Refused != "" || r.Document != "手续合格通知书2" || r.No != "2026110001" {
			t.Errorf("%+v", r)
		}
		if o := w.owners("202310000001.X"); len(o) != 1 || o[0].Name != "丙传感公司" {
			t.Errorf("owners after the record: %v", o)
		}
	})
}

// TestStaffCorrectTheRecord: a number or day that was entered wrongly is put right in
// the deal and in the register, as often as it takes; title stays where it is.
func TestStaffCorrectTheRecord(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202310000002.8"
		id, in := w.upToDeposit(number)
		w.says(done(in, "b1", 100*wan))
		w.no("clerk", id, "correct_record", hall.RecordFixInput{No: "1"}, "kernel.not_in_this_state")
		w.do("owner", id, "file", nil)
		filed := w.today()
		w.pass(5 * day)
		w.do("clerk", id, "enter_record", hall.RecordAnswer{No: "2026110002", Date: filed, Document: "手续合格通知书2"})
		fix := hall.RecordFixInput{No: "2026110002", Date: filed, Document: "手续合格通知书2", Reason: "录错日期"}
		w.no("clerk", id, "correct_record", fix, "utilization.hall.record_same")
		fix.Date = filed.AddDays(-1)
		w.no("clerk", id, "correct_record", fix, "utilization.hall.record_date")
		for i, no := range []string{"2026110020", "2026110020", "2026110002"} {
			fix.No, fix.Date = no, filed.AddDays(1+i)
			w.do("clerk", id, "correct_record", fix)
			v, err := w.s.Right(context.Background(), number)
			w.ok(err)
			if s := registry.AsOf(v.Events, fix.Date.AddDays(-1), w.clock.Now()); s.Owners[0].Name != "甲精密公司" {
				t.Errorf("%d: owners on the day before: %v", i, s.Owners)
			}
			if s := registry.AsOf(v.Events, fix.Date, w.clock.Now()); len(s.Owners) != 1 || s.Owners[0].Name != "丙传感公司" {
				t.Errorf("%d: owners: %v", i, s.Owners)
			}
			if r := w.deal(id).Record; r.No != no || r.Date != fix.Date || len(r.Owners) != 1 {
				t.Errorf("%d: %+v", i, r)
			}
			w.pass(time.Minute)
		}
		if n := w.notices("buyer", "utilization.hall.notice.record_corrected"); n != 3 {
			t.Errorf("the buyer was told %d times", n)
		}
	})
}

// TestRecordLimitIsTheLaws: the three months of a licence are met by filing, wait
// neither for the office nor for a stop of ours, and run on to the same day after a
// refusal.
func TestRecordLimitIsTheLaws(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202310000003.6"
		w.patent(number, "owner")
		id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{Deal: "licence", Licence: "sole", Price: 30 * wan}))
		w.agreed("owner", "buyer", id, w.licence())
		w.signed("owner", "buyer", id)
		w.do("buyer", id, "deposit", account("1"))
		w.banks()
		due := func() calendar.Date {
			l, runs := w.get(id).Running("licence_record")
			if !runs {
				return calendar.Date{}
			}
			r, err := l.Due(w.get(id).Pauses, w.rules.Calendar)
			w.ok(err)
			return r.Date
		}
		first := due()
		w.do("clerk", id, kernel.MoveSuspend, kernel.ReasonInput{Reason: "核对材料"})
		w.pass(10 * day)
		w.do("clerk", id, kernel.MoveResume, nil)
		if due() != first {
			t.Errorf("a stop moved the day from %s to %s", first, due())
		}
		w.do("owner", id, "file", nil)
		if !due().IsZero() {
			t.Error("the limit runs on after the filing")
		}
		w.pass(60 * day)
		w.due()
		w.do("clerk", id, "enter_record", hall.RecordAnswer{Refused: "申请表未盖章", Document: "补正通知书3"})
		if due() != first {
			t.Errorf("after the refusal the day is %s, was %s", due(), first)
		}
		w.pass(50 * day)
		w.due()
		if late := w.notices("buyer", "utilization.hall.notice.record_late"); late != 1 {
			t.Errorf("the buyer was told of %d late records", late)
		}
		w.do("owner", id, "file", nil)
		w.do("clerk", id, "enter_record", hall.RecordAnswer{No: "X2026990000001", Date: w.today(), Document: "备案证明4"})
		w.in(id, hall.DealDelivery)
	})
}

// TestBarredRightIsNotFiled: what bars a deal before its record bars the filing.
func TestBarredRightIsNotFiled(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100076.6"
		id, in := w.upToDeposit(number)
		w.says(done(in, "b1", 100*wan))
		w.happens(number, registry.Preserved, "（2026）云01执4号")
		w.no("owner", id, "file", nil, "registry.check.preserved_open")
		w.in(id, hall.DealRecording)
		w.happens(number, registry.PreservationEnd, "（2026）云01执4号")
		w.do("owner", id, "file", nil)
		w.office("")
		w.in(id, hall.DealDelivery)
	})
}
