package main

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/test/load"
	"quanlian/test/storetest"
)

// A copied case is what the desk writes: of two cases with the same form and
// the same acts, the copy of the one has the rows of the other.
func TestCopiedCaseIsTheDesks(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			y := newLoadCity(t, url, t.TempDir())
			y.people(2)
			pairs := y.twins()
			y.quiet()
			s, err := load.Open(url)
			y.ok(err)
			t.Cleanup(func() { _ = s.Close() })
			before, err := s.Sample(t.Context())
			y.ok(err)
			if len(before) != 2*len(pairs) {
				t.Fatalf("%d cases, want %d", len(before), 2*len(pairs))
			}
			for _, p := range pairs {
				y.ok(s.Multiply(t.Context(), map[string]load.Rows{p[0]: before[p[0]]}, 2, func(int) {}))
			}
			y.numbered()
			after, err := s.Sample(t.Context())
			y.ok(err)
			for _, p := range pairs {
				likeTheDesks(t, p, before, after)
			}
		})
	}
}

// twins drives two cases of every standard flow with the same form at the same
// instants.
func (y *loadCity) twins() (pairs [][2]string) {
	y.b.Helper()
	seen := map[string]bool{}
	end := loadDay.At(10)
	for _, it := range y.cat.All() {
		if seen[it.Flow] || len(it.Routes) > 0 {
			continue
		}
		seen[it.Flow] = true
		at := end.AddDate(0, 0, -publicityDays-30)
		y.clock.set(at)
		p := partyOf(it.Who[0], 1)
		one, two := y.file(it, p, 7), y.file(it, p, 7)
		pairs = append(pairs, [2]string{string(one), string(two)})
		y.both(it, one, two, personOf(p.ID), at)
	}
	y.clock.set(end)
	return pairs
}

func (y *loadCity) both(it form.Item, one, two kernel.CaseID, owner kernel.UserID, at time.Time) {
	y.b.Helper()
	for i, s := range way(it, clerkOf(it.Unit, 0), owner, loadDay) {
		at = at.Add(5 * time.Hour)
		if s.move == publicityOver {
			at = at.AddDate(0, 0, publicityDays)
		}
		y.clock.set(at)
		s = way(it, clerkOf(it.Unit, 0), owner, calendar.DateOf(at))[i]
		y.step(s, one)
		if s.move != publicityOver {
			y.step(s, two)
		}
	}
}

// fingerprints are of a command, and of a paper that was drawn.
var fingerprints = regexp.MustCompile(`"hash":"[0-9a-f]{24}"|\b[0-9a-f]{64}\b|bytes=\d+|"bytes":\d+`)

// likeTheDesks compares the copy of the first of a pair with the second.
func likeTheDesks(t *testing.T, pair [2]string, before, after map[string]load.Rows) {
	t.Helper()
	item := before[pair[0]]["cases"][0]["item"]
	copied := ""
	for id, r := range after {
		if before[id] == nil && r["cases"][0]["item"] == item {
			copied = id
		}
	}
	if copied == "" {
		t.Fatalf("%s: there is no copy", item)
	}
	got, want := plainRows(after[copied]), plainRows(after[pair[1]])
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("%s: the copy lacks %.300s", item, want[i])
		case i >= len(want):
			t.Errorf("%s: the copy alone has %.300s", item, got[i])
		case got[i] != want[i]:
			t.Fatalf("%s: the copy has\n%s\nthe desk wrote\n%s", item, got[i], want[i])
		}
	}
	all := strings.Join(texts(after[copied]), "\n")
	for _, n := range before[pair[0]].Names() {
		if strings.Contains(all, n) {
			t.Errorf("%s: the copy still says %s", item, n)
		}
	}
	for _, e := range after[copied]["journal"] {
		fits(t, e)
	}
}

// fits reckons the commitment of an entry again.
func fits(t *testing.T, e load.Row) {
	t.Helper()
	salt, _ := hex.DecodeString(fmt.Sprint(e["salt"]))
	s, err := evidence.NewStatement([]byte(fmt.Sprint(e["body"])), salt)
	if err != nil || e["seq"] == nil || s.Commitment().SHA256.String() != e["commitment"] || s.Commitment().SM3.String() != e["sm3"] {
		t.Errorf("entry %v: number %v, %v, or it does not fit its commitment", e["id"], e["seq"], err)
	}
}

// texts are all rows as lines of column and value.
func texts(r load.Rows) []string {
	var out []string
	for table, rows := range r {
		for _, row := range rows {
			var cells []string
			for col, v := range row {
				if col != "seq" && col != "salt" && col != "commitment" && col != "sm3" {
					cells = append(cells, fmt.Sprint(col, "=", v))
				}
			}
			slices.Sort(cells)
			out = append(out, table+": "+strings.Join(cells, " "))
		}
	}
	return out
}

// plainRows are the lines without what differs between any two cases: names,
// and the fingerprints of what is made of them.
func plainRows(r load.Rows) []string {
	var old []string
	for _, n := range r.Names() {
		old = append(old, n, "#")
	}
	hide := strings.NewReplacer(old...)
	out := texts(r)
	for i := range out {
		out[i] = fingerprints.ReplaceAllString(hide.Replace(out[i]), "#")
	}
	slices.Sort(out)
	return out
}
