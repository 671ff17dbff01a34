package classify

import (
	"math"

	"quanlian/base/errs"
)

// Example is a text with its true IPC subclasses.
type Example struct {
	Text   string
	Codes  []string
	Weight float64 // 1 for a patent; less for a weak teacher such as the scheme's wording
	Weak   bool    // never held out for thresholds and rates
}

// Options steer the training.
type Options struct {
	Rounds      int     // passes over the examples
	Rate        float64 // step of AdaGrad
	MinCount    int     // a feature must stand in so many examples
	MaxFeatures int     // the most frequent ones are kept
	HoldOut     int     // one example in HoldOut is held out to find threshold and rates
}

// DefaultOptions are what the measured figures rest on.
// Unit: passes, step, examples, features, one in n. Source: [D], chosen on inner
// splits of cn_patent_ipc_9740, docs/measured/matching.md.
func DefaultOptions() Options {
	return Options{Rounds: 3, Rate: 0.5, MinCount: 2, MaxFeatures: 60_000, HoldOut: 6}
}

// CodeNoExamples is the language key of a training without a usable example.
const CodeNoExamples = "engine.matching.no_examples"

// Train learns a model: once on most examples to find threshold and rates on the
// rest, then on all of them.
func Train(examples []Example, o Options) (*Model, error) {
	usable := make([]Example, 0, len(examples))
	for _, e := range examples {
		if len(e.Codes) > 0 && e.Weight > 0 && len(grams(e.Text)) > 0 {
			usable = append(usable, e)
		}
	}
	if len(usable) == 0 {
		return nil, errs.New(errs.Invalid, CodeNoExamples, nil)
	}
	learn, held := split(usable, o.HoldOut)
	trial := fit(learn, o)
	m := fit(usable, o)
	m.Threshold, m.Rates = judge(trial, held)
	return m, nil
}

// split holds out one patent in n, evenly over the list.
func split(all []Example, n int) (learn, held []Example) {
	seen := 0
	for _, e := range all {
		if !e.Weak {
			seen++
			if n > 1 && seen%n == 0 {
				held = append(held, e)
				continue
			}
		}
		learn = append(learn, e)
	}
	return learn, held
}

// trainer holds the dense weights while a model is learned.
type trainer struct {
	m       *Model
	weights [][]float32 // by feature, then code
	squares [][]float32 // sums of squared gradients (AdaGrad)
	beliefs []float32
}

func fit(examples []Example, o Options) *Model {
	m := &Model{Features: vocabulary(examples, o)}
	m.Codes = codes(examples)
	m.index()
	t := &trainer{m: m, beliefs: make([]float32, len(m.Codes))}
	m.Bias = make([]float32, len(m.Codes))
	t.weights = matrix(len(m.Features), len(m.Codes))
	t.squares = matrix(len(m.Features), len(m.Codes))
	vectors := make([][]value, len(examples))
	for i, e := range examples {
		vectors[i] = m.vector(e.Text)
	}
	for round := range o.Rounds {
		for _, i := range shuffled(len(examples), uint64(round)) {
			t.step(vectors[i], examples[i], o.Rate)
		}
	}
	m.keep(t.weights)
	return m
}

func matrix(rows, columns int) [][]float32 {
	cells := make([]float32, rows*columns)
	out := make([][]float32, rows)
	for i := range out {
		out[i] = cells[i*columns : (i+1)*columns]
	}
	return out
}

// quietGradient is the belief under which a wrong code is left alone: it makes
// training several times faster and costs nothing measurable.
// Unit: share. Source: [D], measured on cn_patent_ipc_9740.
const quietGradient = 1e-3

// biasRate is the step of the bias.
// Unit: step. Source: [D].
const biasRate = 0.05

// step moves the weights a little towards one example.
func (t *trainer) step(x []value, e Example, rate float64) {
	z := t.beliefs
	copy(z, t.m.Bias)
	for _, v := range x {
		w := t.weights[v.feature]
		for c := range z {
			z[c] += v.amount * w[c]
		}
	}
	softmax(z)
	for _, code := range e.Codes {
		z[t.m.codeAt[code]] -= 1 / float32(len(e.Codes))
	}
	var moving []int
	for c := range z {
		if z[c] > quietGradient || z[c] < -quietGradient {
			z[c] *= float32(e.Weight)
			t.m.Bias[c] -= biasRate * z[c]
			moving = append(moving, c)
		}
	}
	for _, v := range x {
		w, s := t.weights[v.feature], t.squares[v.feature]
		for _, c := range moving {
			g := z[c] * v.amount
			s[c] += g * g
			w[c] -= float32(rate) * g / float32(math.Sqrt(float64(s[c])+1e-6))
		}
	}
}

func softmax(z []float32) {
	most := z[0]
	for _, v := range z {
		most = max(most, v)
	}
	sum := float32(0)
	for c := range z {
		z[c] = float32(math.Exp(float64(z[c] - most)))
		sum += z[c]
	}
	for c := range z {
		z[c] /= sum
	}
}

// shuffled is a fixed order that differs from round to round: SplitMix64 drives
// a Fisher-Yates shuffle, so no clock and no chance takes part.
func shuffled(n int, round uint64) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	state := round*0x9E3779B97F4A7C15 + 1
	for i := n - 1; i > 0; i-- {
		state += 0x9E3779B97F4A7C15
		z := (state ^ state>>30) * 0xBF58476D1CE4E5B9
		z = (z ^ z>>27) * 0x94D049BB133111EB
		j := int((z ^ z>>31) % uint64(i+1))
		out[i], out[j] = out[j], out[i]
	}
	return out
}
