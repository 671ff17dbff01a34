package ident

import (
	"bufio"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"quanlian/base/errs"
)

// sharedFile opens a file of the shared data sets, or skips the test.
func sharedFile(t *testing.T, path string) *os.File {
	t.Helper()
	dir := os.Getenv("QUANLIAN_SHARED")
	if dir == "" {
		dir = "../../../shared"
	}
	f, err := os.Open(filepath.Join(dir, "data", filepath.FromSlash(path)))
	if err != nil {
		t.Skip("shared data set " + path + " is absent")
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func lines(t *testing.T, f *os.File) []string {
	t.Helper()
	var out []string
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		out = append(out, sc.Text())
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

var listed = regexp.MustCompile(`^\.\.\. ([0-9A-Z]{18})$`)

func TestSharedUSCC(t *testing.T) {
	t.Parallel()
	n := 0
	for _, l := range lines(t, sharedFile(t, "gb2260_history/tests/test_cn_uscc.doctest")) {
		m := listed.FindStringSubmatch(l)
		if m == nil {
			continue
		}
		n++
		if u, err := ParseUSCC(m[1]); err != nil || !u.OrgFits() {
			t.Errorf("%s: %v, org code fits %v", m[1], err, u.OrgFits())
		}
	}
	if n < 150 {
		t.Errorf("only %d vectors were found", n)
	}
	for _, bad := range []string{"12345", "A1110000600037341L", "9111000060003IOZSV", "91110000600037341N"} {
		if _, err := ParseUSCC(bad); err == nil {
			t.Errorf("%s is accepted", bad)
		}
	}
}

func TestSharedID(t *testing.T) {
	t.Parallel()
	f := sharedFile(t, "gb2260_history/tests/test_cn_ric.doctest")
	good := 0
	for _, l := range lines(t, f) {
		m := regexp.MustCompile(`^>>> ric\.(?:validate|format|get_birth_date)\('(\d{17}[\dXx])'\)`).FindStringSubmatch(l)
		if m == nil {
			continue
		}
		if _, err := ParseID(m[1]); err == nil {
			good++
		} else if c := errs.As(err).Code; c != "base.ident.id.check" && c != "base.ident.id.birth" && c != "base.ident.id.region" {
			t.Errorf("a vector is refused for %s", c)
		}
	}
	if good < 4 {
		t.Errorf("only %d vectors are accepted", good)
	}
	for _, l := range lines(t, sharedFile(t, "gb2260_history/stdnum/cn/loc.dat")) {
		m := regexp.MustCompile(`^(\d\d) province="(.*)"`).FindStringSubmatch(l)
		if m != nil && provinces[m[1]] == "" {
			t.Errorf("province %s %s is unknown", m[1], m[2])
		}
	}
}

// Numbers of published patents: nearly all are right, and the wrong ones are
// found for a reason.
func TestSharedPatents(t *testing.T) {
	t.Parallel()
	rows, err := csv.NewReader(sharedFile(t, "cn_patents_listed_cos/cn_patents.csv")).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	wrong, symbols := map[string]int{}, 0
	for _, r := range rows[1:] {
		if _, err := Parse(KindPatent, r[0]); err != nil {
			wrong[errs.As(err).Code]++
		}
		if p, err := ParsePublication(r[2]); err != nil || p.String() != r[2] {
			t.Errorf("%s: %v, %v", r[2], p, err)
		}
		for _, s := range strings.Split(r[5], ";") {
			if s = strings.TrimSpace(s); s == "" {
				continue
			}
			symbols++
			if p, err := ParseIPC(s); err != nil || strings.ReplaceAll(p.String(), " ", "") != s {
				t.Errorf("IPC %q: %v, %v", s, p, err)
			}
		}
	}
	total := 0
	for _, n := range wrong {
		total += n
	}
	t.Logf("%d rows, %d IPC symbols, wrong application numbers %v", len(rows)-1, symbols, wrong)
	if total > len(rows)/100 {
		t.Errorf("%d of %d numbers are refused: %v", total, len(rows), wrong)
	}
}

var cut = regexp.MustCompile(`^\S+/(\d\t\S+\t\d|\d+\t\S+\t\d\t)`)

// All 77,242 symbols of the edition read, keep their form and have a fixed
// form of their own.
func TestSharedIPC(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for i, l := range lines(t, sharedFile(t, "ipc_zh_2026/ipc_zh_2026.01.tsv")) {
		cell := strings.Split(l, "\t")
		if i == 0 {
			continue
		}
		whole := !cut.MatchString(l)
		if !whole { // the file cut G01N23/20008 and its like before the last digit
			cell[0] += cell[2][:1]
		}
		p, err := ParseIPC(cell[0])
		if err != nil {
			t.Fatalf("%s: %v", cell[0], err)
		}
		if got := strings.ReplaceAll(p.String(), " ", ""); got != cell[0] || whole && p.Level().Name() != cell[1] {
			t.Errorf("%s %s reads as %s %s", cell[0], cell[1], got, p.Level().Name())
		}
		if other, dup := seen[p.Fixed()]; dup {
			t.Errorf("%s and %s have one fixed form", other, cell[0])
		}
		seen[p.Fixed()] = cell[0]
	}
	if len(seen) < 77_000 {
		t.Errorf("only %d symbols", len(seen))
	}
}
