package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func runMatchCmd(stdin string, args ...string) (code int, out, errOut string) {
	var o, e bytes.Buffer
	code = run(append([]string{"match"}, args...), strings.NewReader(stdin), &o, &e)
	return code, o.String(), e.String()
}

const (
	matchCorpus = "../../docs/examples/match-corpus.csv"
	matchNeed   = "../../docs/examples/match-need.json"
)

func TestMatchJSON(t *testing.T) {
	t.Parallel()
	code, out, errOut := runMatchCmd("", "--need-file", matchNeed, "--corpus", matchCorpus, "--json")
	if code != exitOK {
		t.Fatal(code, errOut)
	}
	var r struct {
		Compared int
		Formula  struct {
			Version string `json:"algorithm_version"`
		}
		Excluded []struct{ Code string }
		Matches  []struct {
			Patent struct{ No string }
			Score  int
			Quote  struct {
				Place    string
				Sentence int
			}
			Why, Against []string
		}
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	if r.Compared != 5 || r.Formula.Version == "" || len(r.Excluded) != 1 || len(r.Matches) < 3 {
		t.Fatal(out)
	}
	first := r.Matches[0]
	if first.Patent.No != "CN900000001B" || first.Quote.Place != "abstract" || first.Quote.Sentence != 2 || len(first.Why) == 0 {
		t.Errorf("%+v", first)
	}
	if strings.Contains(out, "⟦") {
		t.Errorf("a code without a sentence: %s", out)
	}
}

func TestMatchText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ language, need, want string }{
		{"zh", "柔性觸覺皮膚，補償溫漂", "[温漂]"},
		{"en", "flexible piezoresistive tactile skin, compensated for temperature drift", "Why: "},
	} {
		code, out, errOut := runMatchCmd(c.need, "--need-file", "-", "--corpus", matchCorpus, "--lang", c.language, "--top", "2")
		if code != exitOK || !strings.Contains(out, c.want) || !strings.Contains(out, "1. ") || strings.Contains(out, "⟦") {
			t.Errorf("%s: %d %s %s", c.language, code, out, errOut)
		}
	}
}

func TestMatchLearnsClasses(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("no,title,ipc\n")
	for i := range 30 {
		n := string(rune('A'+i)) + ","
		b.WriteString("CNa" + n + "一种压力传感器的测量电路,G01L 1/18\nCNb" + n + "一种锂电池的负极材料,H01M 4/36\n")
	}
	path := filepath.Join(t.TempDir(), "corpus.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errOut := runMatchCmd("", "--need", "压力怎么测量", "--corpus", path)
	if code != exitOK || !strings.Contains(out, "G01L (") {
		t.Errorf("%d %s %s", code, out, errOut)
	}
}

func TestMatchRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want int
	}{
		{[]string{"--corpus", matchCorpus}, exitBadInput},
		{[]string{"--need", "x"}, exitBadInput},
		{[]string{"--need", "x", "--need-file", matchNeed, "--corpus", matchCorpus}, exitBadInput},
		{[]string{"--need", "电池", "--corpus", "no-such-file.csv"}, exitBadInput},
		{[]string{"--need", "电池", "--corpus", matchCorpus, "--top", "0"}, exitBadInput},
		{[]string{"--need", "电池", "--corpus", matchNeed}, exitBadInput},
		{[]string{"--need", "zzzz qqqq", "--corpus", matchCorpus}, exitNegative},
	} {
		if code, out, errOut := runMatchCmd("", c.args...); code != c.want {
			t.Errorf("%v: %d %s %s", c.args, code, out, errOut)
		}
	}
}
