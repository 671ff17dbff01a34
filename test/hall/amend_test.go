package hall

import (
	"context"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/registry"
)

// TestAskedToCorrect: what the hall asks about is put right in the need or the
// listing itself, by its owner alone and before it is published; the clock runs
// on, the rest of the record stays.
func TestAskedToCorrect(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		late := hall.NeedData{Title: "需要低损耗的电感", Text: "现有电感在高频下损耗太大，希望换材料或结构。", Mode: "either", Deadline: calendar.On(2020, 1, 1)}
		if _, err := w.d.Open(context.Background(), w.as("buyer"), desk.OpenCommand{Flow: hall.Need, Move: "post", Key: w.key(), Input: raw(late)}); !hasCode(err, "utilization.hall.deadline_past") {
			t.Errorf("a deadline that is past: %v", err)
		}
		ask := kernel.CorrectionInput{Reason: "指标没有写单位"}
		need := w.open("buyer", hall.Need, "post", hall.NeedData{Title: "需要低损耗的电感", Text: "现有电感在高频下损耗太大，希望换材料或结构。", Target: "损耗低于三", IPC: []string{"H01F 27/24"}, Mode: "either"})
		w.do("clerk", need, kernel.MoveAskCorrection, ask)
		w.pass(time.Hour)
		change := hall.AmendNeedInput{Title: "需要低损耗的高频电感", Text: "现有电感在高频下损耗太大，希望换材料或结构。", Target: "损耗低于3瓦", Mode: "either"}
		short := change
		short.Text = "短"
		w.no("buyer", need, "amend", short, "utilization.hall.need_text")
		w.no("owner", need, "amend", change, "kernel.no_such_case")
		w.do("buyer", need, "amend", change)
		c := w.get(need)
		d, err := hall.NeedOf(c)
		w.ok(err)
		if c.Hold != nil || c.Title != change.Title || d.Target != change.Target || len(d.IPC) != 1 || d.Buyer.Name == "" || len(c.Pauses) != 1 || c.Pauses[0].To.IsZero() {
			t.Errorf("the need is %+v, hold %v, pauses %v", d, c.Hold, c.Pauses)
		}
		w.do("clerk", need, kernel.MoveAddSigner, kernel.SignerInput{User: w.as("head").User})
		w.no("clerk", need, "approve", nil, "kernel.itemflow.signers_open")
		w.do("head", need, kernel.MoveSignOff, kernel.OpinionInput{Opinion: "同意"})
		w.do("clerk", need, "approve", nil)
		w.no("buyer", need, "amend", change, "kernel.not_in_this_state")

		number := "202210100071.1"
		w.patent(number, "owner")
		listing := w.open("owner", hall.Listing, "list", hall.ListInput{Right: number, Deal: registry.Assignment, Price: 10 * wan, Summary: "样机"})
		w.do("clerk", listing, kernel.MoveAskCorrection, ask)
		w.no("owner", listing, "amend", hall.AmendListingInput{Deal: registry.LicenceDeal, Price: 2 * wan}, "utilization.hall.licence_kind")
		w.do("owner", listing, "amend", hall.AmendListingInput{Deal: registry.LicenceDeal, Licence: registry.Ordinary, Price: 2 * wan, Summary: "已小批量生产"})
		l, err := hall.ListingOf(w.get(listing))
		w.ok(err)
		if l.Right != number || l.Licence != registry.Ordinary || l.Price != 2*wan || len(l.Checks) != 2 || w.get(listing).Hold != nil {
			t.Errorf("the listing is %+v", l)
		}
	})
}
