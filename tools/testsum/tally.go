package main

import (
	"fmt"
	"io"
	"sort"
	"strings"
)

// event is one line of `go test -json` (go doc test2json).
type event struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Output      string
	Elapsed     float64
	FailedBuild string
}

// test is what is known of one test so far.
type test struct {
	parent bool   // has subtests
	result string // pass, fail, skip, or "" while it runs
	output strings.Builder
}

// pack is what is known of one package so far.
type pack struct {
	tests  map[string]*test
	order  []string
	output strings.Builder // outside any test
}

type timing struct {
	name    string
	seconds float64
}

// tally follows the events and counts.
type tally struct {
	out                     io.Writer
	packs                   map[string]*pack
	builds                  map[string]*strings.Builder
	times, single           []timing // of packages, and of tests without subtests
	failures                []string
	passed, failed, skipped int
}

func newTally(out io.Writer) *tally {
	return &tally{out: out, packs: map[string]*pack{}, builds: map[string]*strings.Builder{}}
}

func (t *tally) take(e event) {
	switch e.Action {
	case "build-output":
		t.build(e.ImportPath).WriteString(e.Output)
		return
	case "build-fail":
		fmt.Fprintf(t.out, "--- does not build: %s\n%s", e.ImportPath, t.build(e.ImportPath))
		return
	}
	if e.Package == "" {
		return
	}
	p := t.pack(e.Package)
	if e.Test == "" {
		t.takePackage(p, e)
		return
	}
	t.takeTest(p, e)
}

func (t *tally) takeTest(p *pack, e event) {
	it := p.test(e.Test)
	if e.Elapsed > 0 && !it.parent {
		t.single = append(t.single, timing{e.Package + " " + e.Test, e.Elapsed})
	}
	switch e.Action {
	case "output":
		it.output.WriteString(e.Output)
	case "pass", "skip":
		it.result = e.Action
		it.output.Reset()
	case "fail":
		it.result = e.Action
		fmt.Fprintf(t.out, "--- FAIL %s %s (%.2f s)\n%s", e.Package, e.Test, e.Elapsed, it.output.String())
	}
}

func (t *tally) takePackage(p *pack, e event) {
	switch e.Action {
	case "output":
		p.output.WriteString(e.Output)
	case "pass", "skip", "fail":
		t.times = append(t.times, timing{e.Package, e.Elapsed})
		t.count(p, e)
		delete(t.packs, e.Package)
	}
}

// count closes a package: only leaves count, and a failed package in which no
// test failed counts as one failure, with everything it printed.
func (t *tally) count(p *pack, e event) {
	failedHere := 0
	for _, name := range p.order {
		it := p.tests[name]
		if it.result == "" && e.Action == "fail" { // it was running when the package died
			it.result = "fail"
			fmt.Fprintf(t.out, "--- FAIL %s %s (did not end)\n%s", e.Package, name, it.output.String())
		}
		switch {
		case it.result == "fail" && (!it.parent || !p.leafFailed(name)):
			failedHere++
			t.failures = append(t.failures, e.Package+" "+name)
		case it.parent:
		case it.result == "pass":
			t.passed++
		case it.result == "skip":
			t.skipped++
		}
	}
	if e.Action == "fail" && failedHere == 0 {
		failedHere = 1
		t.failures = append(t.failures, e.Package)
		fmt.Fprintf(t.out, "--- FAIL %s\n%s", e.Package, p.output.String())
	}
	t.failed += failedHere
}

// leafFailed tells whether a test below the parent failed, so that the parent
// is not counted beside it.
func (p *pack) leafFailed(parent string) bool {
	for _, name := range p.order {
		if strings.HasPrefix(name, parent+"/") && p.tests[name].result == "fail" {
			return true
		}
	}
	return false
}

// finish closes what never ended, and names what was slowest and, last, what
// failed: of a long run somebody may see the end alone.
func (t *tally) finish(slowest int) {
	for name, p := range t.packs {
		t.count(p, event{Action: "fail", Package: name})
	}
	t.most("slowest packages:", t.times, slowest)
	t.most("slowest tests:", t.single, slowest)
	if len(t.failures) > 0 {
		fmt.Fprintln(t.out, "failed:")
	}
	for _, name := range t.failures {
		fmt.Fprintln(t.out, "  ", name)
	}
}

func (t *tally) most(title string, list []timing, n int) {
	if len(list) == 0 {
		return
	}
	sort.Slice(list, func(i, j int) bool { return list[i].seconds > list[j].seconds })
	fmt.Fprintln(t.out, title)
	for _, it := range list[:min(n, len(list))] {
		fmt.Fprintf(t.out, "%8.1f s  %s\n", it.seconds, it.name)
	}
}

func (t *tally) closing() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", t.passed, t.failed, t.skipped)
}

func (t *tally) build(path string) *strings.Builder {
	if t.builds[path] == nil {
		t.builds[path] = &strings.Builder{}
	}
	return t.builds[path]
}

func (t *tally) pack(name string) *pack {
	if t.packs[name] == nil {
		t.packs[name] = &pack{tests: map[string]*test{}}
	}
	return t.packs[name]
}

// test finds or makes the test and marks its parents as parents.
func (p *pack) test(name string) *test {
	if it := p.tests[name]; it != nil {
		return it
	}
	it := &test{}
	p.tests[name] = it
	p.order = append(p.order, name)
	for i := strings.LastIndexByte(name, '/'); i > 0; i = strings.LastIndexByte(name[:i], '/') {
		p.test(name[:i]).parent = true
	}
	return it
}
