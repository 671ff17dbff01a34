package valuation

import (
	"math"
	"slices"
	"sort"
	"strings"
)

// The comparison indicators of the OECD (Squicciarini, Dernis, Criscuolo 2013,
// formulae from the literature, to be checked). Each is only telling within a
// cohort of the same IPC subclass and filing year: see [Cohort].

// IPC4 gives the subclass of an IPC symbol, "G01L" of "G01L 1/18"; "" when it
// is none.
func IPC4(symbol string) string {
	s := strings.ToUpper(strings.TrimSpace(symbol))
	if len(s) < 4 || s[0] < 'A' || s[0] > 'H' || !digit(s[1]) || !digit(s[2]) || s[3] < 'A' || s[3] > 'Z' {
		return ""
	}
	if len(s) > 4 && s[4] != ' ' && !digit(s[4]) {
		return ""
	}
	return s[:4]
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// Subclasses lists the distinct IPC subclasses in order; its length is the
// OECD scope of the patent.
func Subclasses(symbols []string) []string {
	out := make([]string, 0, len(symbols))
	for _, c := range symbols {
		if four := IPC4(c); four != "" {
			out = append(out, four)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Diversity is 1 − Σ s² over the shares of IPC subclasses. Over the documents
// that cite a patent it is generality, over those it cites originality. False
// without any document.
func Diversity(counts map[string]int) (float64, bool) {
	four := map[string]int{}
	total := 0
	for code, n := range counts {
		if c := IPC4(code); c != "" && n > 0 {
			four[c] += n
			total += n
		}
	}
	if total == 0 {
		return 0, false
	}
	squares := 0 // whole numbers, so that the order of the map cannot show
	for _, n := range four {
		squares += n * n
	}
	return 1 - float64(squares)/(float64(total)*float64(total)), true
}

// Radicalness is the share of cited documents whose subclass is none of the
// patent's own. False without a cited document.
func Radicalness(own []string, cited map[string]int) (float64, bool) {
	mine := Subclasses(own)
	out, total := 0, 0
	for code, n := range cited {
		c := IPC4(code)
		if c == "" || n <= 0 {
			continue
		}
		total += n
		if !slices.Contains(mine, c) {
			out += n
		}
	}
	if total == 0 {
		return 0, false
	}
	return float64(out) / float64(total), true
}

// GrantLag is 1 − Δt/max Δt: 1 for a grant on the day of filing, 0 for the
// slowest of the cohort. False when the maximum is not positive.
func GrantLag(days, maxDays int) (float64, bool) {
	if maxDays <= 0 || days < 0 {
		return 0, false
	}
	return 1 - float64(min(days, maxDays))/float64(maxDays), true
}

// FamilySize counts the offices of a family, the own one included.
func FamilySize(own string, members []FamilyMember) int {
	offices := []string{own}
	for _, m := range members {
		offices = append(offices, m.Office)
	}
	slices.Sort(offices)
	return len(slices.Compact(offices))
}

// Cohort is one measure of every patent of the same IPC subclass and filing
// year, sorted. Make it with [NewCohort].
type Cohort struct{ sorted []float64 }

// NewCohort sorts a copy of the values; NaN is left out.
func NewCohort(values []float64) Cohort {
	c := make([]float64, 0, len(values))
	for _, v := range values {
		if !math.IsNaN(v) {
			c = append(c, v)
		}
	}
	sort.Float64s(c)
	return Cohort{c}
}

// Len is the number of patents in the cohort.
func (c Cohort) Len() int { return len(c.sorted) }

// Percentile ranks a value from 0 to 100; equals count half.
func (c Cohort) Percentile(v float64) (float64, bool) {
	n := len(c.sorted)
	if n == 0 {
		return 0, false
	}
	below := sort.SearchFloat64s(c.sorted, v)
	upTo := sort.Search(n, func(i int) bool { return c.sorted[i] > v })
	return 100 * (float64(below) + float64(upTo-below)/2) / float64(n), true
}

// Unit: share of the cohort. Source: OECD normalisation as in domain.md §2.4.
const winsorAt = 0.98

// Normalised caps a value at the cohort's 98th percentile and divides by it,
// so that one outlier does not press all others to zero. False when the cap is
// not positive.
func (c Cohort) Normalised(v float64) (float64, bool) {
	n := len(c.sorted)
	if n == 0 {
		return 0, false
	}
	top := c.sorted[max(0, int(math.Ceil(winsorAt*float64(n)))-1)]
	if top <= 0 {
		return 0, false
	}
	return max(0, min(v, top)) / top, true
}

// Unit: share of the cohort. Source: OECD breakthrough inventions, domain.md §2.4.
const breakthroughShare = 0.01

// Breakthrough reports whether fewer than one in a hundred of the cohort is
// above the value: the top 1 %. False for a cohort under a hundred.
func (c Cohort) Breakthrough(v float64) bool {
	n := len(c.sorted)
	above := n - sort.Search(n, func(i int) bool { return c.sorted[i] > v })
	return n >= 100 && float64(above) < breakthroughShare*float64(n)
}

// Composite4 is the mean of the normalised forward citations of five years,
// family size, claims and generality. False when one of them is out of [0,1].
func Composite4(forward, family, claims, generality float64) (float64, bool) {
	sum := 0.0
	for _, v := range []float64{forward, family, claims, generality} {
		if !(v >= 0 && v <= 1) {
			return 0, false
		}
		sum += v
	}
	return sum / 4, true
}
