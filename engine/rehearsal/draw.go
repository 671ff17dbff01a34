package rehearsal

import "math"

// efforts draws the hands-on minutes of every case of one run. A case's draw
// depends on the seed, the run and the case alone, never on the variant.
func (v *variant) efforts(run int) []int {
	pool, items := map[string][]int{}, map[string]Item{}
	for _, it := range v.q.Items {
		items[it.ID] = it
	}
	for _, c := range v.q.Cases {
		if c.Minutes > 0 {
			pool[c.Item] = append(pool[c.Item], c.Minutes)
		}
	}
	out := make([]int, len(v.cases))
	for i, c := range v.cases {
		u := quantile(v.q.Seed, uint64(run), v.keys[i])
		if e := items[c.Item].Effort; e != (Effort{}) {
			out[i] = e.at(u)
		} else {
			out[i] = pool[c.Item][int(u*float64(len(pool[c.Item])))]
		}
	}
	return out
}

// extra marks the draws that say which cases come twice or not at all. Unit:
// none. Source: our choice, a run that no request may have.
const extra = 1 << 32

// arriving are the cases as they came, or more or fewer of them, in the order of
// their arrival, each with the key of its draws. A case that comes once more
// comes together with the one it is made from.
func (q *Request) arriving(factor float64) ([]Case, []uint64) {
	n := len(q.Cases)
	cases, keys := make([]Case, 0, n), make([]uint64, 0, n)
	if factor == 0 {
		factor = 1
	}
	for i, c := range q.Cases {
		copies := int(factor)
		if quantile(q.Seed, extra, uint64(i)) < factor-float64(copies) {
			copies++
		}
		for k := range copies {
			cases, keys = append(cases, c), append(keys, uint64(k*n+i))
		}
	}
	return cases, keys
}

// quantile is a number in [0, 1) that looks drawn and follows from its seed.
func quantile(seed ...uint64) float64 {
	var x uint64
	for _, s := range seed {
		x = mix(x + gamma + s)
	}
	return float64(x>>11) / (1 << 53)
}

// The step of SplitMix64. Unit: none. Source: Steele, Lea, Flood, Fast splittable
// pseudorandom number generators (OOPSLA 2014).
const gamma = 0x9e3779b97f4a7c15

func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// at is the effort at the quantile u of the triangle.
func (e Effort) at(u float64) int {
	low, mode, high := float64(e.Low), float64(e.Likely), float64(e.High)
	if high == low {
		return e.Low
	}
	if cut := (mode - low) / (high - low); u < cut {
		return int(math.Round(low + math.Sqrt(u*(high-low)*(mode-low))))
	}
	return int(math.Round(high - math.Sqrt((1-u)*(high-low)*(high-mode))))
}
