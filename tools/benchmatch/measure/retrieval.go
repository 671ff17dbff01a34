package measure

import (
	"errors"
	"slices"
	"time"

	"quanlian/adapter/segment"
	"quanlian/engine/matching"
	"quanlian/engine/matching/index"
)

// depth is how many answers are looked at: MRR@10, recall@10.
const depth = 10

// Figures are what one engine did with one set.
type Figures struct {
	Engine      string
	MRR, Recall float64
	P50, P95    time.Duration
	Build       time.Duration
	Questions   int
}

// Run fills an engine with a set and asks every question.
func Run(e Engine, s Set) (Figures, error) {
	f := Figures{Engine: e.Name(), Questions: len(s.Questions)}
	start := time.Now()
	for _, d := range s.Docs {
		if err := e.Add(d); err != nil {
			return f, err
		}
	}
	if err := e.Ready(); err != nil {
		return f, err
	}
	f.Build = time.Since(start)
	return f, ask(e, s.Questions, &f)
}

func ask(e Engine, questions []Question, f *Figures) error {
	var took []time.Duration
	for _, q := range questions {
		start := time.Now()
		got, err := e.Search(q.Text, depth)
		if err != nil {
			return err
		}
		took = append(took, time.Since(start))
		if i := slices.Index(got, q.Answer); i >= 0 {
			f.Recall++
			f.MRR += 1 / float64(i+1)
		}
	}
	n := float64(max(1, len(questions)))
	f.Recall, f.MRR = f.Recall/n, f.MRR/n
	f.P50, f.P95 = percentile(took, 50), percentile(took, 95)
	return nil
}

func percentile(took []time.Duration, p int) time.Duration {
	if len(took) == 0 {
		return 0
	}
	slices.Sort(took)
	return took[min(len(took)-1, len(took)*p/100)]
}

// Compare runs every engine on a set, ours first.
func Compare(dir string, s Set) (all []Figures, err error) {
	if err := (segment.Gse{}).Load(); err != nil {
		return nil, err
	}
	engines, err := Engines(dir)
	for _, e := range engines {
		if err == nil {
			var f Figures
			f, err = Run(e, s)
			all = append(all, f)
		}
		err = errors.Join(err, e.Close())
	}
	return all, err
}

// Engines makes ours and the peers, empty.
func Engines(dir string) ([]Engine, error) {
	out := []Engine{NewOurs(segment.Gse{}, index.DefaultParams())}
	fts, err := NewFTS5(dir)
	if err != nil {
		return out, err
	}
	out = append(out, fts)
	for _, cut := range []bool{true, false} {
		b, err := NewBleve(dir, cut)
		if err != nil {
			return out, err
		}
		out = append(out, b)
	}
	return out, nil
}

// WithoutDictionary is ours with pairs for words.
func WithoutDictionary(s Set) (Figures, error) {
	f, err := Run(NewOurs(matching.Pairs{}, index.DefaultParams()), s)
	f.Engine += ", no dictionary"
	return f, err
}
