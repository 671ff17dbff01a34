package valuation

import (
	"math"

	"quanlian/base/errs"
)

// Judgment is a panel's pairwise comparison of siblings (层次分析法判断矩阵): one
// matrix for each expert, shape (n, n) in the order of Items, entry [i][j] how
// many times more i counts than j, on Saaty's scale 1/9 to 9.
type Judgment struct {
	Items    []string      `json:"items"`
	Matrices [][][]float64 `json:"matrices"`
}

// AHP is the outcome: the weights and how consistent the judgment was.
type AHP struct {
	Weights map[string]float64 `json:"weights"`
	Lambda  float64            `json:"lambda_max"`
	CI      float64            `json:"ci"`
	CR      float64            `json:"cr"`
	Experts int                `json:"experts"`
	Items   []string           `json:"items"`
	Each    []Alone            `json:"each"` // what each expert's own matrix says, unnamed
}

// randomIndex is the mean consistency index of random matrices by size.
// Unit: index. Source: Saaty, The Analytic Hierarchy Process (1980), RI table
// for n = 1 to 10 (from memory, to be checked; other simulations differ in the second decimal).
var randomIndex = [...]float64{0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49}

// Unit: ratio. Source: Saaty 1980; domain.md §2.2 (CR < 0.1).
const maxCR = 0.1

// Unit: ratio. Source: Saaty's scale ends at 9; two decimals typed for 1/9 pass.
const scaleTop, reciprocalTolerance = 9.0, 0.02

// Weights computes the principal eigenvector. Several experts are joined by the
// geometric mean of their entries (几何平均), which keeps the matrix reciprocal and
// lets nobody's order of asking matter; each expert alone and the joint matrix
// must have CR < 0.1.
//
// Source: Aczél and Saaty, Procedures for synthesizing ratio judgements, Journal
// of Mathematical Psychology 27 (1983): the geometric mean alone keeps
// reciprocity and unanimity (from memory, to be checked).
func (j Judgment) Weights() (AHP, error) {
	n := len(j.Items)
	if n < 1 || n >= len(randomIndex) || len(j.Matrices) == 0 {
		return AHP{}, errs.New(errs.Invalid, "engine.valuation.ahp_size", errs.Args{"n": n, "max": len(randomIndex) - 1})
	}
	var each []Alone
	joint := make([][]float64, n)
	for i := range joint {
		joint[i] = make([]float64, n)
	}
	for k, m := range j.Matrices {
		if err := checkMatrix(m, n); err != nil {
			return AHP{}, err
		}
		w, _, cr := eigen(m)
		if cr >= maxCR {
			return AHP{}, inconsistent(k+1, cr)
		}
		each = append(each, Alone{Weights: rounded(w), CR: round(cr, 6)})
		for i := range m {
			for l := range m[i] {
				joint[i][l] += math.Log(m[i][l]/m[l][i]) / 2 // exact reciprocal of typed decimals
			}
		}
	}
	for i := range joint {
		for l := range joint[i] {
			joint[i][l] = math.Exp(joint[i][l] / float64(len(j.Matrices)))
		}
	}
	w, lambda, cr := eigen(joint)
	if cr >= maxCR {
		return AHP{}, inconsistent(0, cr)
	}
	out := AHP{Weights: map[string]float64{}, Lambda: lambda, CI: cr * randomIndex[n], CR: cr, Experts: len(j.Matrices), Items: j.Items, Each: each}
	for i, id := range j.Items {
		if _, twice := out.Weights[id]; twice {
			return AHP{}, errs.New(errs.Invalid, "engine.valuation.ahp_item_twice", errs.Args{"id": id})
		}
		out.Weights[id] = w[i]
	}
	return out, nil
}

// rounded gives weights to nine decimals, as they are printed elsewhere.
func rounded(w []float64) []float64 {
	out := make([]float64, len(w))
	for i, v := range w {
		out[i] = round(v, 9)
	}
	return out
}

func inconsistent(expert int, cr float64) *errs.Error {
	return errs.New(errs.Invalid, "engine.valuation.ahp_inconsistent", errs.Args{"cr": round(cr, 4), "expert": expert})
}

func checkMatrix(m [][]float64, n int) error {
	bad := func(i, j int) error {
		return errs.New(errs.Invalid, "engine.valuation.ahp_matrix", errs.Args{"row": i + 1, "column": j + 1})
	}
	if len(m) != n {
		return bad(len(m), 0)
	}
	for i := range m {
		if len(m[i]) != n {
			return bad(i, len(m[i]))
		}
	}
	for i := range m {
		for j := range m {
			a, b := m[i][j], m[j][i]
			inScale := a >= 1/scaleTop-reciprocalTolerance/scaleTop && a <= scaleTop
			if !inScale || math.Abs(a*b-1) > reciprocalTolerance || (i == j && a != 1) {
				return bad(i, j)
			}
		}
	}
	return nil
}

// Unit: steps; weight. Source: power iteration on a positive matrix converges
// geometrically; both are far beyond what ten rows need.
const eigenSteps, eigenTolerance = 1000, 1e-14

// eigen finds the principal eigenvector by power iteration, summing to one,
// with its eigenvalue and Saaty's consistency ratio.
func eigen(m [][]float64) (w []float64, lambda, cr float64) {
	n := len(m)
	w, next := make([]float64, n), make([]float64, n)
	for i := range w {
		w[i] = 1 / float64(n)
	}
	for range eigenSteps {
		lambda = 0
		for i := range m {
			next[i] = 0
			for j := range m {
				next[i] += m[i][j] * w[j]
			}
			lambda += next[i] // w sums to one, so the sum of Mw is the eigenvalue
		}
		moved := 0.0
		for i := range w {
			v := next[i] / lambda
			moved = max(moved, math.Abs(v-w[i]))
			w[i] = v
		}
		if moved < eigenTolerance {
			break
		}
	}
	if n > 2 {
		cr = max(0, (lambda-float64(n))/float64(n-1)/randomIndex[n])
	}
	return w, lambda, cr
}
