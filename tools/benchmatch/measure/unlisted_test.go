package measure

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"quanlian/adapter/search/rights"
	"quanlian/adapter/segment"
	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/registry"
)

// BenchmarkUnlisted finds rights of the register that are not listed for a need, as
// the page of the need does: the index over all rights, and the nearest read from the
// database. The register is made once and kept; the index is made anew, as at a start
// of the program.
func BenchmarkUnlisted(b *testing.B) {
	titles, err := here(b).Titles()
	if err != nil {
		b.Fatal(err)
	}
	if err := (segment.Gse{}).Load(); err != nil {
		b.Fatal(err)
	}
	for _, n := range slices.Compact([]int{min(100_000, loadRights(b)), loadRights(b)}) {
		b.Run(fmt.Sprint(n), func(b *testing.B) { unlistedAmong(b, titles, n) })
	}
}

// loadRights is how many rights the largest register has: QUANLIAN_LOAD_RIGHTS, or a
// million.
func loadRights(b *testing.B) int {
	b.Helper()
	n, err := strconv.Atoi(cmp.Or(os.Getenv("QUANLIAN_LOAD_RIGHTS"), "1000000"))
	if err != nil || n < millionNeeds {
		b.Fatalf("QUANLIAN_LOAD_RIGHTS is a number from %d on", millionNeeds)
	}
	return n
}

// Unit: bytes a right. Source: the register of a million is 4.6 GB, and as much again
// while it is written.
const roomPerRight = 10_000

// roomFor skips where the disk has no room for a register of n rights.
func roomFor(b *testing.B, n int) {
	b.Helper()
	var d syscall.Statfs_t
	if err := syscall.Statfs(keptDir, &d); err != nil {
		b.Fatal(err)
	}
	if free, want := d.Bavail*uint64(d.Bsize), uint64(n)*roomPerRight; free < want {
		b.Skipf("a register of %d rights wants %d MB free in var/bench, there are %d: set QUANLIAN_LOAD_RIGHTS to fewer", n, want/1e6, free/1e6)
	}
}

var made = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

func unlistedAmong(b *testing.B, titles []string, n int) {
	s, needs := keptRegister(b, titles, n)
	defer s.Close()
	x := &rights.Index{Source: s, Segmenter: segment.Gse{}, Now: func() time.Time { return made.Add(time.Hour / 2) }}
	start := time.Now()
	for more := true; more; {
		var err error
		if more, err = x.Follow(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	build := time.Since(start)
	find := func(q Question) hall.Unlisted {
		got, err := x.Unlisted(b.Context(), hall.NeedData{Title: "求购专利", Text: q.Text, Buyer: hall.PartyRef{ID: "buyer"}}, depth)
		if err != nil || got.Reading || got.Compared == 0 {
			b.Fatal(err, got.Reading)
		}
		return got
	}
	f := Figures{Engine: "register", Questions: len(needs)}
	var times []time.Duration
	found := 0
	for _, q := range needs {
		at := time.Now()
		got := find(q)
		times = append(times, time.Since(at))
		if slices.ContainsFunc(got.Matches, func(m matching.Match) bool { return m.Patent.No == q.Answer }) {
			found++
		}
	}
	slices.Sort(times)
	f.P50, f.P95, f.Recall = times[len(times)/2], times[len(times)*95/100], float64(found)/float64(len(needs))
	for i := 0; b.Loop(); i++ {
		find(needs[i%len(needs)])
	}
	report(b, f, float64(f.P95))
	b.ReportMetric(build.Seconds(), "build-s")
}

// keptRegister is a register of made rights, each with one owner and in force.
func keptRegister(b *testing.B, titles []string, n int) (*sqlstore.Store, []Question) {
	b.Helper()
	path := filepath.Join(keptDir, fmt.Sprintf("register-%d.db", n))
	_, err := os.Stat(path)
	fresh := err != nil
	if err := os.MkdirAll(keptDir, 0o755); err != nil {
		b.Fatal(err)
	}
	at := path
	if fresh {
		roomFor(b, n)
		at += ".part"
		_ = os.Remove(at)
	}
	s, err := sqlstore.Open(b.Context(), "sqlite:"+at, sqlstore.Options{})
	if err != nil {
		b.Fatal(err)
	}
	m, asked := NewMaker(titles, 1), map[int]matching.Patent{}
	var list []registry.Record
	for i := range n {
		p := m.Patent(i)
		p.No = number(i)
		if i%(n/millionNeeds) == 0 {
			asked[i/(n/millionNeeds)] = p
		}
		if !fresh {
			continue
		}
		if list = append(list, record(i, p)); len(list) == 1000 || i == n-1 {
			if _, _, _, err := s.Sink(func() time.Time { return made }).Put(b.Context(), list); err != nil {
				b.Fatal(err)
			}
			list = list[:0]
		}
	}
	needs := NewMaker(titles, 2).Needs(millionNeeds, func(i int) matching.Patent { return asked[i] }, len(asked))
	if !fresh {
		return s, needs
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(at, path); err != nil {
		b.Fatal(err)
	}
	return keptRegister(b, titles, n)
}

// number is that of a made right.
func number(i int) string { return fmt.Sprintf("2018%08d.X", i) }

// class is the subclass of a made right.
func class(i int) string {
	switch h := i * 7919 % 15; {
	case h == 0:
		return "G01L"
	case h < 5:
		return fmt.Sprintf("G%02d%c", 2+i%15, 'A'+i%26)
	default:
		return fmt.Sprintf("%c%02d%c", 'A'+i%8, 1+i%7*9, 'A'+i/8%26)
	}
}

// record makes a right in force. A third of the rights are of one section, a
// fifteenth of one subclass, as in a city that makes things; other subclasses have
// one of some hundreds each, and the days of filing go over ten years.
func record(i int, p matching.Patent) registry.Record {
	at := calendar.On(2016, 3, 1).AddDays(i * 7907 % 3650)
	by := registry.Detail{Kind: registry.Invention, Owners: []registry.Owner{{Name: fmt.Sprint("公司", i%900)}}}
	r := registry.Record{Source: "made", Doc: at, Right: registry.Right{Number: p.No, Kind: registry.Invention, Title: p.Title, Abstract: p.Abstract, IPCMain: class(i) + "1/22", Filing: at, Granted: at}}
	r.Events = []registry.Event{
		registry.NewEvent(registry.Event{Right: r.Right.Number, Kind: registry.Filed, ValidFrom: at, Source: "made", Detail: by}),
		registry.NewEvent(registry.Event{Right: r.Right.Number, Kind: registry.Granted, ValidFrom: at, Source: "made", Detail: by}),
	}
	r.Key = registry.RecordKey(r)
	return r
}
