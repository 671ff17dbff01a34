package ident

import (
	"testing"

	"pgregory.net/rapid"
)

func ipc(t testing.TB, s string) IPC {
	t.Helper()
	p, err := ParseIPC(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestIPCLevels(t *testing.T) {
	t.Parallel()
	p := ipc(t, "G06F 16/242 (2019.01)")
	if p.Version != "2019.01" || p.Fixed() != "G06F0016242000" || p.Level() != Subgroup {
		t.Errorf("%+v %s", p, p.Fixed())
	}
	for l, want := range map[Level]string{Section: "G", Class: "G06", Subclass: "G06F", MainGroup: "G06F 16/00", Subgroup: "G06F 16/242"} {
		if got := p.At(l); got.String() != want || got.Level() != l || !got.Covers(p) {
			t.Errorf("At(%s) = %s level %d", l.Name(), got, got.Level())
		}
	}
	for _, x := range []struct {
		a, b   string
		common Level
		covers bool
	}{
		{"G06F", "G06F 16/242", Subclass, true},
		{"G06F 16/00", "G06F 16/242", MainGroup, true},
		{"G06F 16/24", "G06F 16/242", MainGroup, false}, // dots are not in the symbol
		{"G06F 1/00", "G06F 16/00", Subclass, false},    // no prefix of text
		{"G06F 16/242", "G06F", Subclass, false},
		{"G06F 16/242", "G06F 16/242", Subgroup, true},
		{"G06Q 20/10", "G06F 16/242", Class, false},
		{"G01N", "G06F", Section, false},
		{"H04L", "G06F", 0, false},
		{"G", "G06F 16/242", Section, true},
	} {
		a, b := ipc(t, x.a), ipc(t, x.b)
		if a.CommonLevel(b) != x.common || b.CommonLevel(a) != x.common || a.Covers(b) != x.covers {
			t.Errorf("%s, %s: common %d covers %v", a, b, a.CommonLevel(b), a.Covers(b))
		}
	}
	if (IPC{}).Covers(p) {
		t.Error("no symbol covers all")
	}
}

func TestIPCFixedRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[A-H](0[1-9]|[1-9]\d)[A-Z] [1-9]\d{0,3}/\d{2,6}`).Draw(t, "s")
		p, err := ParseIPC(s)
		if err != nil {
			t.Fatal(err)
		}
		q, err := ParseIPC(p.Fixed())
		if err != nil || q != p || len(p.Fixed()) != 14 {
			t.Fatalf("%s: %s reads back as %s, %v", s, p.Fixed(), q, err)
		}
	})
}
