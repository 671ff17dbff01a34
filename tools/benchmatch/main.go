// Command benchmatch prints what matching finds and how fast, beside plain
// SQLite FTS5 and plain bleve on the same documents in one run.
//
//	go run ./tools/benchmatch                      quality, speed at 10,000
//	go run ./tools/benchmatch -patents 1000000 -only speed -peers=false
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"quanlian/adapter/segment"
	"quanlian/engine/matching/classify"
	"quanlian/engine/matching/index"
	"quanlian/tools/benchmatch/measure"
)

func main() {
	patents := flag.Int("patents", 10_000, "made patents for the speed")
	needs := flag.Int("needs", 200, "needs for the speed")
	peers := flag.Bool("peers", true, "measure the peers' speed too")
	only := flag.String("only", "quality,english,push,ipc,speed", "parts to run, by comma")
	flag.Parse()
	data := measure.Here()
	if data == "" {
		fmt.Fprintln(os.Stderr, "benchmatch: the open data is not here; set QUANLIAN_SHARED")
		os.Exit(3)
	}
	parts := map[string]func() error{
		"quality": func() error { return quality(data) },
		"english": func() error { return english(data) },
		"push":    func() error { return push(data) },
		"ipc":     func() error { return ipc(data) },
		"speed":   func() error { return speed(data, *patents, *needs, *peers) },
	}
	for _, name := range strings.Split(*only, ",") {
		run, ok := parts[name]
		if !ok {
			run = func() error { return fmt.Errorf("no part %q", name) }
		}
		if err := run(); err != nil {
			fmt.Fprintln(os.Stderr, "benchmatch:", err)
			os.Exit(3)
		}
	}
}

func quality(data measure.Data) error {
	for _, crowd := range []bool{false, true} {
		set, err := data.AbstractToTitle(crowd)
		if err != nil {
			return err
		}
		all, err := inFolder(func(dir string) ([]measure.Figures, error) { return measure.Compare(dir, set) })
		if err != nil {
			return err
		}
		plain, err := measure.WithoutDictionary(set)
		if err != nil {
			return err
		}
		table(fmt.Sprintf("%s: the abstract finds its title, %d questions", set.Name, len(set.Questions)), append(all, plain))
	}
	return nil
}

func english(data measure.Data) error {
	set, err := data.EnglishToChinese()
	if err != nil {
		return err
	}
	all, err := inFolder(func(dir string) ([]measure.Figures, error) { return measure.Compare(dir, set) })
	if err != nil {
		return err
	}
	table(fmt.Sprintf("%s: %d questions, %d documents", set.Name, len(set.Questions), len(set.Docs)), all)
	return nil
}

// push prints what a notice of new matches tells by the score it begins at.
func push(data measure.Data) error {
	if err := (segment.Gse{}).Load(); err != nil {
		return err
	}
	for _, read := range []func() (measure.Set, error){data.TitleToAbstract, data.HalfToRest, data.EnglishToChinese} {
		set, err := read()
		if err != nil {
			return err
		}
		for _, facts := range []bool{false, true} {
			mrr, rows, err := measure.Pushed(set, facts, 35, 40, 45, 50, 55, 60, 65, 70)
			if err != nil {
				return err
			}
			fmt.Printf("\npush, %s, %d questions, price and place by chance: %v, MRR@10 %.3f\n", set.Name, len(set.Questions), facts, mrr)
			for _, r := range rows {
				fmt.Printf("  from %d: precision %.2f  recall %.2f  told %.2f a question\n", r.From, r.Precision, r.Recall, r.Tolds)
			}
		}
	}
	return nil
}

func ipc(data measure.Data) error {
	folds, err := data.Folds()
	if err != nil {
		return err
	}
	scheme, err := data.Scheme()
	if err != nil {
		return err
	}
	published, err := data.Published()
	if err != nil {
		return err
	}
	fmt.Println("\nIPC subclasses, micro-F1 over all 461 true labels, 4 folds, 7,798 titles")
	show := func(name string, c classify.Counts) {
		fmt.Printf("  %-48s F1 %.3f  precision %.3f  recall %.3f  ratio to published %.2f\n", name, c.F1(),
			float64(c.Right)/float64(c.Suggested), float64(c.Right)/float64(c.True), c.F1()/published.F1())
	}
	show("published SVM, title and abstract", published)
	for _, run := range []struct {
		name string
		weak []classify.Example
	}{{"ours, titles only", nil}, {"ours, titles and wording of the IPC", scheme}} {
		c, err := measure.CrossValidate(folds, run.weak, classify.DefaultOptions())
		if err != nil {
			return err
		}
		show(run.name, c)
	}
	return nil
}

func speed(data measure.Data, patents, needs int, peers bool) error {
	titles, err := data.Titles()
	if err != nil {
		return err
	}
	all, err := inFolder(func(dir string) (all []measure.Figures, err error) {
		ours := measure.NewOurs(segment.Gse{}, index.DefaultParams())
		engines := []measure.Engine{ours}
		if peers {
			made, err := measure.Engines(dir)
			if err != nil {
				return nil, err
			}
			engines = append(engines, made[1:]...)
		}
		for _, e := range engines {
			f, runErr := measure.Speed(e, titles, patents, needs)
			all = append(all, f)
			if err = errors.Join(err, runErr, e.Close()); err != nil {
				return all, err
			}
		}
		var mem runtime.MemStats
		runtime.ReadMemStats(&mem)
		s := ours.Index.Stats()
		fmt.Printf("\nindex: %d patents, %d terms, %d postings, %.1f MB; heap of the process %.0f MB\n",
			s.Patents, s.Terms, s.Postings, float64(s.Bytes)/1e6, float64(mem.HeapAlloc)/1e6)
		return all, nil
	})
	if err != nil {
		return err
	}
	table(fmt.Sprintf("speed at %d made patents, %d needs of 30 words", patents, needs), all)
	return nil
}

func inFolder(run func(dir string) ([]measure.Figures, error)) ([]measure.Figures, error) {
	dir, err := os.MkdirTemp("", "benchmatch")
	if err != nil {
		return nil, err
	}
	all, err := run(dir)
	return all, errors.Join(err, os.RemoveAll(dir))
}

// table prints figures; ratios are peer to ours in time, ours to peer in quality.
func table(title string, all []measure.Figures) {
	fmt.Printf("\n%s\n  %-30s %7s %9s %10s %10s %9s %10s %9s\n", title, "", "MRR@10", "recall@10", "p50", "p95", "build", "MRR ratio", "p95 ratio")
	for _, f := range all {
		fmt.Printf("  %-30s %7.3f %9.3f %10s %10s %9s %10.2f %9.1f\n", f.Engine, f.MRR, f.Recall,
			f.P50.Round(10*time.Microsecond), f.P95.Round(10*time.Microsecond), f.Build.Round(time.Millisecond),
			all[0].MRR/max(f.MRR, 1e-9), float64(f.P95)/float64(all[0].P95))
	}
}
