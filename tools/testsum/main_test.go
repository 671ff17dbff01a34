package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunCountsLeaves(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, events, closing, prints string
		code                          int
	}{
		{name: "table of two and a skip", code: 0, closing: "2 passed, 0 failed, 1 skipped", events: `
{"Action":"run","Package":"p","Test":"A"}
{"Action":"run","Package":"p","Test":"A/one"}
{"Action":"pass","Package":"p","Test":"A/one"}
{"Action":"run","Package":"p","Test":"A/two"}
{"Action":"pass","Package":"p","Test":"A/two"}
{"Action":"pass","Package":"p","Test":"A"}
{"Action":"skip","Package":"p","Test":"B"}
{"Action":"pass","Package":"p","Elapsed":2.5}`, prints: "2.5 s  p"},
		{name: "a failed leaf fails once", code: 1, closing: "1 passed, 1 failed, 0 skipped", events: `
{"Action":"run","Package":"p","Test":"A/one"}
{"Action":"output","Package":"p","Test":"A/one","Output":"got 1, want 2\n"}
{"Action":"fail","Package":"p","Test":"A/one"}
{"Action":"pass","Package":"p","Test":"A/two"}
{"Action":"fail","Package":"p","Test":"A"}
{"Action":"fail","Package":"p"}`, prints: "failed:\n   p A/one\n1 passed"},
		{name: "a parent that fails by itself", code: 1, closing: "1 passed, 1 failed, 0 skipped", events: `
{"Action":"pass","Package":"p","Test":"A/one"}
{"Action":"fail","Package":"p","Test":"A"}
{"Action":"fail","Package":"p"}`},
		{name: "does not build", code: 1, closing: "0 passed, 1 failed, 0 skipped", events: `
{"ImportPath":"p [p.test]","Action":"build-output","Output":"p.go:1: undefined: x\n"}
{"ImportPath":"p [p.test]","Action":"build-fail"}
{"Action":"start","Package":"p"}
{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`, prints: "undefined: x"},
		{name: "died in a test", code: 1, closing: "1 passed, 1 failed, 0 skipped", events: `
{"Action":"pass","Package":"p","Test":"A"}
{"Action":"run","Package":"p","Test":"B"}
{"Action":"output","Package":"p","Test":"B","Output":"panic: test timed out\n"}
{"Action":"fail","Package":"p"}`, prints: "panic: test timed out"},
		{name: "stream cut off", code: 1, closing: "1 passed, 1 failed, 0 skipped", events: `
{"Action":"pass","Package":"p","Test":"A"}
{"Action":"run","Package":"p","Test":"B"}`},
		{name: "nothing ran", code: 1, closing: "0 passed, 0 failed, 0 skipped",
			events: "pattern ./nowhere: no such directory\n", prints: "no such directory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "deep", "sum.txt")
			var out strings.Builder
			code, err := run(strings.NewReader(strings.TrimPrefix(c.events, "\n")), &out, file, 10)
			if err != nil || code != c.code {
				t.Fatalf("code %d, error %v; want code %d\n%s", code, err, c.code, out.String())
			}
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			if got := lines[len(lines)-1]; got != c.closing {
				t.Errorf("last line %q, want %q\n%s", got, c.closing, out.String())
			}
			if !strings.Contains(out.String(), c.prints) {
				t.Errorf("report lacks %q:\n%s", c.prints, out.String())
			}
			if kept, err := os.ReadFile(file); err != nil || string(kept) != c.closing+"\n" {
				t.Errorf("summary file %q, %v", kept, err)
			}
		})
	}
}
