package workload_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quanlian/kernel"
	"quanlian/kernel/workload"
)

func TestHandOutByDistrictThenLoad(t *testing.T) {
	t.Parallel()
	staff := []workload.Staff{{User: "a", Unit: "w", Open: 5}, {User: "b", Unit: "w", Open: 2}, {User: "c", Unit: "w", District: "东埠", Open: 9}, {User: "d", Unit: "x"}}
	got := workload.HandOut([]workload.Waiting{
		{Case: "2", Unit: "w", District: "鹤汀", Opened: now}, {Case: "1", Unit: "w", District: "东埠", Opened: now.Add(-time.Hour)}, {Case: "3", Unit: "nobody", Opened: now},
	}, staff)
	want := []workload.Handed{{Case: "1", User: "c"}, {Case: "2", User: "b"}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("%v, want %v", got, want)
	}
}

// However many cases come, nobody of an office ends with two more than another
// who began with as many.
func TestHandOutIsEven(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, cases := rapid.IntRange(1, 6).Draw(t, "staff"), rapid.IntRange(0, 60).Draw(t, "cases")
		var staff []workload.Staff
		for i := range n {
			staff = append(staff, workload.Staff{User: kernel.UserID(fmt.Sprint(i)), Unit: "w"})
		}
		var waiting []workload.Waiting
		for i := range cases {
			waiting = append(waiting, workload.Waiting{Case: kernel.CaseID(fmt.Sprint(i)), Unit: "w", Opened: now.Add(time.Duration(i) * time.Minute)})
		}
		got := map[kernel.UserID]int{}
		for _, h := range workload.HandOut(waiting, staff) {
			got[h.User]++
		}
		low, high, sum := cases, 0, 0
		for _, s := range staff {
			low, high, sum = min(low, got[s.User]), max(high, got[s.User]), sum+got[s.User]
		}
		if sum != cases || high-low > 1 {
			t.Fatalf("%v", got)
		}
	})
}
