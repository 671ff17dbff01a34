package hall

import (
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/money"
)

// TestFiguresOfABroker: of few deals no value, field or average is told.
func TestFiguresOfABroker(t *testing.T) {
	t.Parallel()
	to := calendar.On(2026, 11, 25)
	settled := func(section string, wan int64, paired, took int) Brokered {
		b := Brokered{State: DealSettled, Section: section, Price: money.Fen(wan) * money.Wan, Opened: to.AddDays(-paired).At(9), Signed: to.AddDays(-paired + took).At(10), Settled: to.AddDays(-1).At(9)}
		b.Proposed = b.Opened
		return b
	}
	two := []Brokered{settled("G", 50, 40, 10), settled("G", 60, 40, 20)}
	f := FiguresOf(two, to)
	if f.Settled != 2 || f.Value != nil || f.Median != nil || len(f.Fields) != 0 || f.Rest != 2 {
		t.Fatalf("of two deals: %+v", f)
	}
	old := settled("G", 900, 40, 10)
	old.Settled, old.Signed = to.AddMonths(-37).At(9), to.AddMonths(-38).At(9)
	inquired := settled("B", 500, 40, 1)
	inquired.Proposed = time.Time{}
	many := append(two, settled("G", 70, 40, 30), settled("G", 80, 40, 33), inquired, old, Brokered{State: DealTalks}, Brokered{State: DealProposed}, Brokered{State: DealEnded})
	f = FiguresOf(many, to)
	if f.Settled != 5 || f.Running != 1 || f.Signed != 4 || f.Rest != 1 || len(f.Fields) != 1 || f.Fields[0] != (FieldCount{"G", 4}) {
		t.Fatalf("of five: %+v", f)
	}
	if f.Median == nil || *f.Median != 25 {
		t.Fatalf("median %v", f.Median)
	}
	if f.Value == nil || f.Value.From != 500*money.Wan || f.Value.To != 1000*money.Wan {
		t.Fatalf("value %+v", f.Value)
	}
	if f.From != calendar.On(2023, 11, 25) {
		t.Fatalf("from %s", f.From)
	}
}
