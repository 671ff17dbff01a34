package hall

import (
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
)

// TestRudeBankThroughTheDesk: with a bank that is late, repeats itself, gives
// wrong amounts and refuses, deals still reach the tax sheet or wait for a
// clerk, and no fen is lost or paid twice.
func TestRudeBankThroughTheDesk(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.bank = bank.NewFake(11, bank.Faults{Late: 30, Twice: 40, NewNumber: 20, WrongAmount: 20, Reject: 20}, w.clock.Now)
		closed := 0
		for i, n := range []string{"202210100031.1", "202210100032.2", "202210100033.3", "202210100034.4"} {
			w.patent(n, "owner")
			id := w.talking("owner", "buyer", w.listed("owner", n, hall.ListInput{}))
			w.agreed("owner", "buyer", id, assignment(100*wan))
			w.signed("owner", "buyer", id)
			for range 40 {
				w.push(id, i)
			}
			p := w.position(id)
			if p.Released > 100*wan || p.Deposited > 100*wan || p.Released+p.Custody() != p.Deposited {
				t.Fatalf("position %+v", p)
			}
			if w.state(id) == hall.DealSettled {
				closed++
			}
			w.audit()
		}
		if closed < 2 {
			t.Fatalf("%d of four deals were closed", closed)
		}
	})
}

// push does whatever the deal waits for.
func (w *world) push(id kernel.CaseID, n int) {
	w.t.Helper()
	switch w.state(id) {
	case hall.DealDeposit:
		w.do("buyer", id, "deposit", account("1"))
	case hall.DealDepositing, hall.DealReleasing:
		w.pass(12 * time.Hour)
		w.banks()
	case hall.DealRecording:
		w.do("owner", id, "file", nil)
		w.office("")
	case hall.DealDelivery:
		w.deliver(id, n)
	case hall.DealTaxing:
		w.do("clerk", id, "settle", nil)
	}
}

func (w *world) deliver(id kernel.CaseID, n int) {
	w.t.Helper()
	if len(w.deal(id).Delivered) == 0 {
		w.do("owner", id, "deliver", hall.DeliverInput{What: "图纸"})
		w.do("buyer", id, "accept_delivery", nil)
		w.invoice("owner", id, "2633000000000000005"+string(rune('0'+n)), 100*wan)
	}
	w.do("owner", id, "ask_release", account("2"))
	w.do("buyer", id, "release", nil)
}
