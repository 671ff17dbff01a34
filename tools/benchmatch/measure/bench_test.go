package measure

import (
	"testing"

	"quanlian/adapter/segment"
	"quanlian/engine/matching/classify"
	"quanlian/engine/matching/index"
)

func here(b *testing.B) Data {
	d := Here()
	if d == "" {
		b.Skip("the open data is not here; set QUANLIAN_SHARED")
	}
	return d
}

// BenchmarkNeed asks needs of ours and of each peer over the same 10,000 made
// patents; p50, p95 and recall@10 stand beside the time of one need. At a
// million ours stands alone: the peers' building alone would take an hour.
func BenchmarkNeed(b *testing.B) {
	titles, err := here(b).Titles()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("10000", func(b *testing.B) { needTenThousand(b, titles) })
	b.Run("1000000", func(b *testing.B) { needMillion(b, titles) })
}

// keptDir is where the index of a million patents stays between runs.
const keptDir = "../../../var/bench"

func needMillion(b *testing.B, titles []string) {
	o, needs, build, err := Kept(keptDir, titles, 1_000_000)
	if err != nil {
		b.Fatal(err)
	}
	f := Figures{Engine: o.Name(), Questions: len(needs)}
	if err := ask(o, needs, &f); err != nil {
		b.Fatal(err)
	}
	b.Run(o.Name(), func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := o.Search(needs[i%len(needs)].Text, depth); err != nil {
				b.Fatal(err)
			}
		}
		report(b, f, float64(f.P95))
		if build > 0 {
			b.ReportMetric(build.Seconds(), "build-s")
		}
	})
}

// report gives the figures of an engine; ours is the p95 of ours.
func report(b *testing.B, f Figures, ours float64) {
	b.ReportMetric(float64(f.P50.Microseconds()), "p50-µs")
	b.ReportMetric(float64(f.P95.Microseconds()), "p95-µs")
	b.ReportMetric(float64(f.P95)/ours, "p95-ratio")
	b.ReportMetric(f.Recall, "recall@10")
}

func needTenThousand(b *testing.B, titles []string) {
	engines, err := Engines(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	ours := 0.0
	for _, e := range engines {
		f, err := Speed(e, titles, 10_000, 200)
		if err != nil {
			b.Fatal(err)
		}
		if ours == 0 {
			ours = float64(f.P95)
		}
		question := NewMaker(titles, 2).text(needWords)
		b.Run(e.Name(), func(b *testing.B) {
			for b.Loop() {
				if _, err := e.Search(question, depth); err != nil {
					b.Fatal(err)
				}
			}
			report(b, f, ours)
		})
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAbstractFindsTitle reports MRR@10 on csl/ts for ours and the peers.
func BenchmarkAbstractFindsTitle(b *testing.B) {
	set, err := here(b).AbstractToTitle(true)
	if err != nil {
		b.Fatal(err)
	}
	all, err := Compare(b.TempDir(), set)
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range all {
		b.Run(f.Engine, func(b *testing.B) {
			for b.Loop() { // the measurement is over; one line for each engine
			}
			b.ReportMetric(f.MRR, "MRR@10")
			b.ReportMetric(f.Recall, "recall@10")
			b.ReportMetric(float64(f.P95.Microseconds()), "p95-µs")
			b.ReportMetric(all[0].MRR/f.MRR, "MRR-ratio")
		})
	}
}

// BenchmarkSuggest reports the micro-F1 of IPC subclasses from titles by
// cross-validation beside the published one, and the time of one suggestion.
func BenchmarkSuggest(b *testing.B) {
	d := here(b)
	folds, err := d.Folds()
	if err != nil {
		b.Fatal(err)
	}
	published, err := d.Published()
	if err != nil {
		b.Fatal(err)
	}
	c, err := CrossValidate(folds, nil, classify.DefaultOptions())
	if err != nil {
		b.Fatal(err)
	}
	m, err := classify.Train(folds["1"], classify.DefaultOptions())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		m.Suggest("一种柔性压阻触觉传感器及其温度补偿方法", 5)
	}
	b.ReportMetric(c.F1(), "micro-F1")
	b.ReportMetric(published.F1(), "published-F1")
}

// BenchmarkAdd adds made patents to ours.
func BenchmarkAdd(b *testing.B) {
	titles, err := here(b).Titles()
	if err != nil {
		b.Fatal(err)
	}
	m, o, i := NewMaker(titles, 1), NewOurs(segment.Gse{}, index.DefaultParams()), 0
	for b.Loop() {
		if err := o.Add(m.Patent(i)); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
