package board

import (
	"encoding/json"
	"testing"
	"time"

	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// Objections stand by office, first where one has waited longest; what was answered,
// and what is no record, is not counted.
func TestObjectionsByOffice(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 11, n, 9, 0, 0, 0, time.UTC) }
	of := func(unit kernel.UnitID, state kernel.State, b itemflow.Breach) kernel.Case {
		raw, err := json.Marshal(itemflow.Data{Breach: &b})
		if err != nil {
			t.Fatal(err)
		}
		return kernel.Case{Flow: kernel.FlowAddr("creation/patent." + itemflow.Decide), Unit: unit, State: state, Data: raw}
	}
	got := objectedIn([]kernel.Case{
		of("a", itemflow.Undone, itemflow.Breach{Objected: day(9)}),
		of("b", itemflow.Undone, itemflow.Breach{Objected: day(5)}),
		of("b", itemflow.Undone, itemflow.Breach{Objected: day(7)}),
		of("a", itemflow.Undone, itemflow.Breach{Objected: day(3), Settled: day(4)}),
		of("c", itemflow.Delivered, itemflow.Breach{Objected: day(1)}),
		of("a", itemflow.Undone, itemflow.Breach{Objected: day(8)}),
	})
	want := []objected{{"b", 2, day(5)}, {"a", 2, day(8)}}
	if len(got) != len(want) || got[0].unit != want[0].unit || got[0].n != want[0].n || !got[0].since.Equal(want[0].since) || got[1].unit != want[1].unit || got[1].n != want[1].n || !got[1].since.Equal(want[1].since) {
		t.Errorf("%+v, want %+v", got, want)
	}
}
