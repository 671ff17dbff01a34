package form

import (
	"maps"
	"testing"

	"pgregory.net/rapid"
)

func TestMeldKeepsWhatOnlyOneSideChanged(t *testing.T) {
	t.Parallel()
	s := page("p", KindText, KindText, KindText)
	base := Values{"p.a": "甲", "p.b": "乙", "q.x": "other page"}
	stands := Values{"p.a": "甲", "p.b": "丙", "p.c": "theirs", "q.x": "other page"}
	typed := Values{"p.a": "丁", "p.b": "乙", "q.x": "other page"}
	m := Meld(s, Mark(s, base), stands, typed)
	if want := (Values{"p.a": "丁", "p.b": "丙", "p.c": "theirs", "q.x": "other page"}); !maps.Equal(m.Values, want) || len(m.Apart) != 0 || len(m.Taken) != 2 {
		t.Fatalf("got %v, apart %v, taken %v", m.Values, m.Apart, m.Taken)
	}
}

func TestMeldKeepsBothOfAClash(t *testing.T) {
	t.Parallel()
	s := page("p", KindText, KindText)
	mark := Mark(s, Values{"p.a": "甲", "p.b": "一\n二"})
	stands := Values{"p.a": "theirs", "p.b": "一\r\n二"}
	m := Meld(s, mark, stands, Values{"p.a": "mine"})
	if m.Values["p.a"] != "theirs" || m.Apart["p.a"] != "mine" || m.Values["p.b"] != "" {
		t.Fatalf("got %v, apart %v", m.Values, m.Apart)
	}
	// typing on in the same window: still one clash, and what was typed last
	m = Meld(s, m.Mark, m.Values, Values{"p.a": "mine too"})
	if m.Values["p.a"] != "theirs" || m.Apart["p.a"] != "mine too" {
		t.Fatalf("typed on: %v, apart %v", m.Values, m.Apart)
	}
}

func TestMeldPutsAddedRowsOneAfterTheOther(t *testing.T) {
	t.Parallel()
	s := page("p", KindText, KindText)
	s.Repeat = 5
	base := Values{"p.0.a": "first"}
	stands := Values{"p.0.a": "first", "p.1.a": "theirs"}
	m := Meld(s, Mark(s, base), stands, Values{"p.0.a": "first", "p.1.a": "mine"})
	if want := (Values{"p.0.a": "first", "p.1.a": "theirs", "p.2.a": "mine"}); !maps.Equal(m.Values, want) || len(m.Apart) != 0 {
		t.Fatalf("got %v, apart %v", m.Values, m.Apart)
	}
}

// Whatever two windows type, nothing that either changed is lost.
func TestMeldLosesNothing(t *testing.T) {
	t.Parallel()
	s := page("p", KindText, KindText, KindText)
	rapid.Check(t, func(t *rapid.T) {
		answers := func(name string) Values {
			out := Values{}
			for _, f := range s.Fields {
				out.set(f.ID, rapid.SampledFrom([]string{"", "甲", "乙", "丙"}).Draw(t, name+f.ID))
			}
			return out
		}
		base, stands, typed := answers("base"), answers("stands"), answers("typed")
		m := Meld(s, Mark(s, base), stands, typed)
		for _, f := range s.Fields {
			b, there, here, got := base[f.ID], stands[f.ID], typed[f.ID], m.Values[f.ID]
			apart, kept := m.Apart[f.ID]
			switch {
			case there == b && got != here, here == b && got != there:
				t.Fatalf("%s: base %q, stands %q, typed %q gives %q", f.ID, b, there, here, got)
			case there != b && here != b && here != there && (got != there || !kept || apart != here):
				t.Fatalf("%s: clash of %q and %q gives %q, apart %q", f.ID, there, here, got, apart)
			}
		}
		if again := Meld(s, m.Mark, m.Values, typed); !maps.Equal(again.Values, m.Values) || !maps.Equal(again.Apart, m.Apart) {
			t.Fatalf("sent twice: %v, then %v", m, again)
		}
	})
}
