package measure

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/registry"
)

// BenchmarkField looks up the latest hundred rights in force of a field, and reads
// them, as the page of a patent does for the median on its radar.
func BenchmarkField(b *testing.B) {
	titles, err := here(b).Titles()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range slices.Compact([]int{min(100_000, loadRights(b)), loadRights(b)}) {
		s, _ := keptRegister(b, titles, n)
		for _, field := range []string{"G01L", "H10C", "G", "Z99Z"} { // large, small, a section, none
			b.Run(fmt.Sprint(n, "/", field), func(b *testing.B) {
				var times []time.Duration
				for b.Loop() {
					at := time.Now()
					rows, _, err := s.FindRights(b.Context(), registry.Filter{IPC: field, Status: string(registry.StatusGranted), Day: calendar.On(2026, 11, 1), Uncounted: true, Limit: 100})
					if err != nil {
						b.Fatal(err)
					}
					numbers := make([]string, len(rows))
					for i, r := range rows {
						numbers[i] = r.Number
					}
					if _, err := s.RightsByNo(b.Context(), numbers); err != nil || (len(rows) == 0) != (field == "Z99Z") {
						b.Fatal(len(rows), err)
					}
					times = append(times, time.Since(at))
				}
				slices.Sort(times)
				b.ReportMetric(times[len(times)/2].Seconds()*1000, "p50-ms")
			})
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
