package classify

import (
	"encoding/gob"
	"io"
	"sort"

	"quanlian/base/errs"
)

// Model knows how telling each feature is for each IPC subclass.
type Model struct {
	Codes     []string
	Features  []Feature
	Bias      []float32
	Weights   [][]Weight // by feature, the weights that matter
	Threshold float64    // belief from which a suggestion counts as chosen
	Rates     []Rate     // how often suggestions were right, by belief, ascending

	featureAt map[uint64]int32
	codeAt    map[string]int
}

// Weight is how far a feature speaks for one code.
type Weight struct {
	Code   uint16
	Amount float32
}

// Rate is how often held-out suggestions of at least this belief, and below the
// next, were right.
type Rate struct {
	Belief float64 `json:"belief"`
	Right  float64 `json:"right"`
	Seen   int     `json:"seen"`
}

// Suggestion is an IPC subclass for a text.
type Suggestion struct {
	Code   string  `json:"code"`
	Belief float64 `json:"belief"` // the model's share, all codes together 1
	Right  float64 `json:"right"`  // of suggestions this strong so many were right, 0..1
	Chosen bool    `json:"chosen"` // at or above the threshold, or the best of all
}

// tinyWeight is dropped from a learned model.
// Unit: weight. Source: [D]; the largest weights are about 8.
const tinyWeight = 0.02

// keep stores the weights that matter.
func (m *Model) keep(dense [][]float32) {
	m.Weights = make([][]Weight, len(dense))
	for f, row := range dense {
		for c, w := range row {
			if w > tinyWeight || w < -tinyWeight {
				m.Weights[f] = append(m.Weights[f], Weight{uint16(c), w})
			}
		}
	}
}

func (m *Model) index() {
	m.featureAt = make(map[uint64]int32, len(m.Features))
	for i, f := range m.Features {
		m.featureAt[f.Gram] = int32(i)
	}
	m.codeAt = make(map[string]int, len(m.Codes))
	for i, c := range m.Codes {
		m.codeAt[c] = i
	}
}

// Suggest gives the most likely subclasses, at most n, best first; none when the
// model knows nothing of the text.
func (m *Model) Suggest(s string, n int) []Suggestion {
	beliefs := m.beliefs(s)
	if beliefs == nil {
		return nil
	}
	order := make([]int, len(beliefs))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return beliefs[order[i]] > beliefs[order[j]] })
	out := make([]Suggestion, 0, n)
	for rank, c := range order[:min(n, len(order))] {
		b := float64(beliefs[c])
		out = append(out, Suggestion{
			Code: m.Codes[c], Belief: b, Right: m.rate(b), Chosen: rank == 0 || b >= m.Threshold,
		})
	}
	return out
}

func (m *Model) beliefs(s string) []float32 {
	x := m.vector(s)
	if len(x) == 0 {
		return nil
	}
	z := append([]float32(nil), m.Bias...)
	for _, v := range x {
		for _, w := range m.Weights[v.feature] {
			z[w.Code] += v.amount * w.Amount
		}
	}
	softmax(z)
	return z
}

func (m *Model) rate(belief float64) float64 {
	right := 0.0
	for _, r := range m.Rates {
		if belief >= r.Belief {
			right = r.Right
		}
	}
	return right
}

// CodeModel is the language key of a model that cannot be read.
const CodeModel = "engine.matching.model_unreadable"

// Save writes the model.
func (m *Model) Save(w io.Writer) error { return gob.NewEncoder(w).Encode(m) }

// Load reads what Save wrote; anything else gives CodeModel: train again.
func Load(r io.Reader) (*Model, error) {
	m := &Model{}
	if err := gob.NewDecoder(r).Decode(m); err != nil {
		return nil, errs.Wrap(errs.Invalid, CodeModel, err)
	}
	if len(m.Bias) != len(m.Codes) || len(m.Weights) != len(m.Features) || len(m.Codes) == 0 {
		return nil, errs.New(errs.Invalid, CodeModel, nil)
	}
	for _, row := range m.Weights {
		for _, w := range row {
			if int(w.Code) >= len(m.Codes) {
				return nil, errs.New(errs.Invalid, CodeModel, nil)
			}
		}
	}
	m.index()
	return m, nil
}
