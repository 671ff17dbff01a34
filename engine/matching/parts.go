package matching

import (
	"strings"

	"quanlian/engine/matching/classify"
)

// contentValue puts a score between nothing and every telling word found well
// onto 0..1: as much of the value as of the weight of what was asked.
func contentValue(score, full float64) float64 {
	if full <= 0 {
		return 0
	}
	return min(1, score/full)
}

// depth values of the classification, each for agreeing so far.
// Unit: share. Source: domain rulebook §3.3 (section 1, subclass 4, group 7);
// the values [D].
const (
	depthSection  = 0.15
	depthClass    = 0.40
	depthSubclass = 0.70
	depthGroup    = 1.00
)

// ipcDepth is how far two symbols agree.
func ipcDepth(a, b string) float64 {
	a, b = normalIPC(a), normalIPC(b)
	switch {
	case a == "" || b == "" || a[0] != b[0]:
		return 0
	case !samePrefix(a, b, 3):
		return depthSection
	case !samePrefix(a, b, 4):
		return depthClass
	case mainGroup(a) == "" || mainGroup(a) != mainGroup(b):
		return depthSubclass
	}
	return depthGroup
}

func normalIPC(s string) string {
	return strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(s), " ", ""))
}

func samePrefix(a, b string, n int) bool {
	return len(a) >= n && len(b) >= n && a[:n] == b[:n]
}

// mainGroup is the symbol up to the stroke: G01L1/18 gives G01L1.
func mainGroup(s string) string {
	if len(s) < 5 {
		return ""
	}
	group, _, _ := strings.Cut(s, "/")
	return group
}

// ipcValue compares the need's classes with the patent's: the best pair counts,
// measured against how deep the need's class goes, a suggested class for as much
// as the model believes in it beside its best.
func ipcValue(need []wanted, patent []string) (value float64, code string, known bool) {
	if len(need) == 0 || len(patent) == 0 {
		return 0, "", false
	}
	for _, n := range need {
		deepest := ipcDepth(n.code, n.code)
		if deepest == 0 {
			continue
		}
		known = true
		for _, p := range patent {
			if v := n.trust * ipcDepth(n.code, p) / deepest; v > value {
				value, code = v, normalIPC(p)
			}
		}
	}
	return value, code, known
}

// wanted is a class of the need and how far it is to be trusted.
type wanted struct {
	code  string
	trust float64
}

func wantedIPC(confirmed []string, suggested []classify.Suggestion) []wanted {
	var out []wanted
	for _, c := range confirmed {
		out = append(out, wanted{c, 1})
	}
	if len(out) > 0 || len(suggested) == 0 {
		return out
	}
	for _, s := range suggested {
		if s.Chosen {
			out = append(out, wanted{s.Code, s.Belief / suggested[0].Belief})
		}
	}
	return out
}

// industryLevels are the values of agreeing in section, division, group, class
// of GB/T 4754 (C, C40, C402, C4021).
// Unit: share. Source: [D].
var industryLevels = []struct {
	letters int
	value   float64
}{{5, 1}, {4, 0.8}, {3, 0.6}, {1, 0.2}}

func industryValue(need string, patent []string) (float64, bool) {
	if need == "" || len(patent) == 0 {
		return 0, false
	}
	best := 0.0
	for _, p := range patent {
		for _, level := range industryLevels {
			n := min(level.letters, len(need))
			if samePrefix(need, p, n) {
				value := level.value
				if len(need) < level.letters {
					value = 1 // agrees as far as the need goes
				}
				best = max(best, value)
				break
			}
		}
	}
	return best, true
}

// maturityStep is what each missing level of readiness costs.
// Unit: share for a level. Source: [D].
const maturityStep = 0.25

func maturityValue(need, patent int) (float64, bool) {
	if need == 0 || patent == 0 {
		return 0, false
	}
	return max(0, 1-maturityStep*float64(max(0, need-patent))), true
}

// priceReach is how far above the budget a price is worth nothing.
// Unit: share of the budget's upper end. Source: [D].
const priceReach = 0.5

// priceValue is the part of the asked range that the budget covers; a price
// below the budget is covered, one above counts less the further it lies.
func priceValue(budget, price *Range) (float64, bool) {
	if budget == nil || price == nil || budget.High <= 0 || price.High < price.Low {
		return 0, false
	}
	if price.High <= budget.High {
		return 1, true
	}
	if price.Low < budget.High {
		return float64(budget.High-price.Low) / float64(price.High-price.Low), true
	}
	over := float64(price.Low-budget.High) / float64(budget.High)
	return max(0, 1-over/priceReach), true
}

// regionLevels are the values of the same county, city, province, and of none.
// Unit: share. Source: [D]; digits of the division code after GB/T 2260.
var regionLevels = []struct {
	digits int
	value  float64
}{{6, 1}, {4, 0.9}, {2, 0.6}, {0, 0.3}}

func regionValue(need, patent string) (float64, bool) {
	if need == "" || patent == "" {
		return 0, false
	}
	if need == patent {
		return regionLevels[0].value, true
	}
	if !isCode(need) || !isCode(patent) { // names that differ tell nothing of how near they are
		return regionLevels[len(regionLevels)-1].value, true
	}
	for _, level := range regionLevels {
		if samePrefix(need, patent, level.digits) {
			return level.value, true
		}
	}
	return 0, true
}

// isCode tells a division code from a name.
func isCode(s string) bool { return s[0] >= '0' && s[0] <= '9' }
