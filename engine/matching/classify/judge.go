package classify

// thresholds tried, and the beliefs at which the rates are counted.
// Unit: share of belief. Source: [D].
const (
	thresholdSteps = 100
	rateSteps      = 20
)

// Counts are true and false suggestions of a test; F1 of all labels together is
// the micro-F1.
type Counts struct {
	Right, Suggested, True int
}

// F1 is the harmonic mean of precision and recall.
func (c Counts) F1() float64 {
	if c.Suggested+c.True == 0 {
		return 0
	}
	return 2 * float64(c.Right) / float64(c.Suggested+c.True)
}

// Evaluate counts the chosen suggestions of a model on examples it has not seen.
// A true code that the model never learned counts as missed.
func (m *Model) Evaluate(examples []Example) Counts {
	return m.count(examples, m.Threshold)
}

func (m *Model) count(examples []Example, threshold float64) Counts {
	var all Counts
	for _, e := range examples {
		all.add(m.beliefs(e.Text), m.truth(e), len(e.Codes), threshold)
	}
	return all
}

func (m *Model) truth(e Example) map[int]bool {
	out := make(map[int]bool, len(e.Codes))
	for _, code := range e.Codes {
		if c, ok := m.codeAt[code]; ok {
			out[c] = true
		}
	}
	return out
}

// add counts one text: what reaches the threshold, or else the best.
func (c *Counts) add(beliefs []float32, truth map[int]bool, trueCount int, threshold float64) {
	c.True += trueCount
	best, chosen := 0, 0
	for code, b := range beliefs {
		if b > beliefs[best] {
			best = code
		}
		if float64(b) >= threshold {
			chosen++
			c.Suggested++
			if truth[code] {
				c.Right++
			}
		}
	}
	if chosen == 0 && len(beliefs) > 0 {
		c.Suggested++
		if truth[best] {
			c.Right++
		}
	}
}

// judge finds the threshold of the best F1 on held-out examples and how often
// suggestions of each strength are right.
func judge(m *Model, held []Example) (float64, []Rate) {
	beliefs := make([][]float32, len(held))
	truths := make([]map[int]bool, len(held))
	for i, e := range held {
		beliefs[i], truths[i] = m.beliefs(e.Text), m.truth(e)
	}
	threshold, bestF1 := 0.5, -1.0
	for step := 1; step < thresholdSteps; step++ {
		t := float64(step) / thresholdSteps
		var c Counts
		for i, e := range held {
			c.add(beliefs[i], truths[i], len(e.Codes), t)
		}
		if f := c.F1(); f > bestF1 {
			threshold, bestF1 = t, f
		}
	}
	return threshold, rates(beliefs, truths)
}

// rates counts right suggestions by strength and evens the steps out so that a
// stronger belief never has a smaller rate (pool adjacent violators).
func rates(beliefs [][]float32, truths []map[int]bool) []Rate {
	var seen, right [rateSteps]int
	for i, bs := range beliefs {
		for c, b := range bs {
			step := min(int(b*rateSteps), rateSteps-1)
			seen[step]++
			if truths[i][c] {
				right[step]++
			}
		}
	}
	type pool struct{ from, seen, right int }
	var pools []pool
	for s := range rateSteps {
		if seen[s] == 0 {
			continue
		}
		pools = append(pools, pool{s, seen[s], right[s]})
		for n := len(pools); n > 1 && pools[n-2].right*pools[n-1].seen >= pools[n-1].right*pools[n-2].seen; n-- {
			pools[n-2].seen += pools[n-1].seen
			pools[n-2].right += pools[n-1].right
			pools = pools[:n-1]
		}
	}
	var out []Rate
	for _, p := range pools {
		out = append(out, Rate{float64(p.from) / rateSteps, float64(p.right) / float64(p.seen), p.seen})
	}
	return out
}
