package main

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"quanlian/kernel/itemflow"
	"quanlian/test/load"
)

// Unit: cases. Source: [D]; the desk writes the sample, the rest are copies.
const sampleCases = 300

// loadCases is how many cases the city has: QUANLIAN_LOAD_CASES, or 100,000.
func loadCases() int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("QUANLIAN_LOAD_CASES"), "100000"))
	if err != nil || n < sampleCases {
		return sampleCases
	}
	return n
}

// madeBy names how the city under load is made: another number, another city.
const madeBy = 5

// fullCity is the city with all its cases, on a copy of the kept database.
func fullCity(b *testing.B, engine string) *loadCity {
	b.Helper()
	k := load.Keep{Dir: filepath.Join("..", "..", "var", "bench"), Name: fmt.Sprintf("load-%d-v%d", loadCases(), madeBy)}
	if engine == "postgres" {
		if k.PG = os.Getenv("QUANLIAN_TEST_PG"); k.PG == "" {
			b.Skip("QUANLIAN_TEST_PG is not set: run make bench")
		}
	}
	files := filepath.Join(k.Dir, "load-files-"+engine)
	url := k.Use(b, func(url string) {
		start := time.Now()
		y := newLoadCity(b, url, files)
		y.people(partiesEach)
		y.sample(sampleCases)
		s, err := load.Open(url)
		y.ok(err)
		sample, err := s.Sample(b.Context())
		y.ok(err)
		b.Logf("%s: %d cases by the desk after %.0f s", engine, len(sample), time.Since(start).Seconds())
		y.ok(s.Multiply(b.Context(), sample, loadCases(), func(int) {}))
		y.ok(s.Close())
		y.numbered()
		y.ok(y.h.store.Close())
		b.Logf("%s: %d cases after %.0f s", engine, loadCases(), time.Since(start).Seconds())
	})
	y := newLoadCity(b, url, files)
	s, err := load.Open(url)
	y.ok(err)
	y.ok(s.Answered(b.Context(), string(itemflow.Feed)))
	y.ok(s.Settle(b.Context()))
	y.ok(s.Close())
	y.clock.run()
	return y
}

// Unit: seconds. Source: the task: one act of each user in ten seconds.
const (
	actEvery = 10 * time.Second
	loadFor  = 45 * time.Second
	loadWarm = 15 * time.Second
)

// BenchmarkLoad: users on a city of 100,000 cases in an open loop; latencies
// count from the instant at which an act was due. docs/measured/load.md
func BenchmarkLoad(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			y := fullCity(b, engine)
			c := newCrowd(b, y)
			alone(b, c)
			for _, users := range []int{100, 500} {
				b.Run(strconv.Itoa(users), func(b *testing.B) {
					p := load.Plan{Users: users, Every: actEvery, For: loadFor, Warm: loadWarm, Patience: 20 * time.Second, Act: c.act}
					before := c.closed.Load()
					report(b, p.Run(context.Background()), float64(c.closed.Load()-before)/loadFor.Seconds())
				})
			}
		})
	}
}

// alone asks for each page as the only user: what the page itself costs.
func alone(b *testing.B, c *crowd) {
	clerk := c.first(func(u *loadUser) bool { return u.staff && !u.head })
	head := c.first(func(u *loadUser) bool { return u.head })
	agency := c.first(func(u *loadUser) bool { return u.id == personOf(partyOf("agency", 0).ID) })
	for _, x := range []struct {
		name string
		user *loadUser
		path string
	}{
		{"inbox", clerk, "/inbox"}, {"closed", clerk, "/inbox?view=closed"}, {"search", clerk, "/inbox?view=all&q=" + url.QueryEscape("专利")}, {"case", clerk, "/case/" + clerk.todo[0].No},
		{"inbox of a head", head, "/inbox"}, {"board", head, "/board"}, {"my of an agency", agency, "/my"}, {"case of an agency", agency, "/case/" + agency.todo[0].No}, {"home", agency, "/"},
	} {
		b.Run("alone: "+x.name, func(b *testing.B) {
			b.ReportAllocs()
			before := processor(b)
			for b.Loop() {
				if err := c.get(context.Background(), x.user, x.path, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/page")
			b.ReportMetric(float64((processor(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/page")
		})
	}
}

// processor is the time that this process has had of the processors: what else
// the machine does lengthens it little. PostgreSQL's own is not in it.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// writes are the kinds that change a case; everything else reads.
var writes = []string{"act"}

func report(b *testing.B, f *load.Figures, closed float64) {
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	reads, acts, failed := &load.Took{}, &load.Took{}, 0
	var kinds []string
	for k, t := range f.Kinds {
		kinds, failed = append(kinds, k), failed+t.Failed
		to := reads
		if slices.Contains(writes, k) {
			to = acts
		}
		to.All = append(to.All, t.All...)
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		t := f.Of(k)
		b.Logf("%-8s %5d  p50 %8.1f ms  p95 %8.1f ms  p99 %8.1f ms  failed %d", k, len(t.All), ms(t.At(50)), ms(t.At(95)), ms(t.At(99)), t.Failed)
	}
	for _, err := range f.Errors {
		b.Log(err)
	}
	for name, t := range map[string]*load.Took{"read": reads, "act": acts} {
		for _, p := range []int{50, 95, 99} {
			b.ReportMetric(ms(t.At(p)), fmt.Sprintf("%s-p%d-ms", name, p))
		}
	}
	b.ReportMetric(float64(len(acts.All))/f.Span.Seconds(), "acts/s")
	b.ReportMetric(closed, "closed/s")
	b.ReportMetric(float64(failed), "failed")
	b.ReportMetric(0, "ns/op")
}
