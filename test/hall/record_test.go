package hall

import (
	"testing"

	"quanlian/chain/utilization/hall"
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
