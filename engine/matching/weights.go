package matching

// Part is one of the six things a match is scored by.
type Part string

// The parts, in the order of the formula.
const (
	Content  Part = "content"
	IPC      Part = "ipc"
	Industry Part = "industry"
	Maturity Part = "maturity"
	Price    Part = "price"
	Region   Part = "region"
)

// Share is how much of the score a part makes.
type Share struct {
	Part  Part    `json:"part"`
	Share float64 `json:"share"`
}

// Weights is a version of the formula. A change of any number, and of any word
// list by which matching decides, is a new version, so that outcomes are counted
// apart: m2 is m1 with other stop words, m3 is m2 with others again and the traditional
// characters that the table lacked (發, 減, 報, 碼), m4 is m3 with 用电容 cut as 用 电容
// and with a content that is the share of what was asked, unknown words included;
// m5 lets the other parts count only as far as the content fits, shows nothing below
// leastContent, asks of a long need its weightiest words, and takes a single
// character inside a longer word for a part of it; m6 trusts an English term's first
// Chinese word more than the others, as a Chinese need does with its synonyms, and
// holds a long English need to the points that a patent speaks of, as a short one.
// TestVersionNamesItsWords holds it.
type Weights struct {
	Version  string  `json:"algorithm_version"`
	From     string  `json:"effective_from"` // day YYYY-MM-DD
	Basis    string  `json:"basis"`
	Verified bool    `json:"verified"` // false: a design of ours, no published rule
	Shares   []Share `json:"shares"`
}

// DefaultWeights is the formula in use.
// Unit: share of 1. Source: domain rulebook §3.3 [D], no law or standard.
func DefaultWeights() Weights {
	return Weights{
		Version: "m6", From: "2026-11-27", Basis: "domain.md §3.3 [D]",
		Shares: []Share{{Content, .45}, {IPC, .20}, {Industry, .10}, {Maturity, .10}, {Price, .10}, {Region, .05}},
	}
}

// PartScore is the score of a match in one part.
type PartScore struct {
	Part  Part    `json:"part"`
	Share float64 `json:"share"` // of the formula
	Known bool    `json:"known"`
	Value float64 `json:"value"` // 0..1; 0 when unknown
}

// fullFit is the content from which the other parts count in full; below it they
// count in proportion. Price or region of a patent that has nothing of what was
// asked say nothing for it.
// Unit: value of the content, 0..1. Source: [D], docs/measured/matching.md.
const fullFit = 0.5

// leastContent is the content below which a patent is not shown.
// Unit: value of the content, 0..1. Source: [D], docs/measured/matching.md.
const leastContent = 0.10

// contentOf is the value of the content among parts.
func contentOf(parts []PartScore) float64 {
	for _, p := range parts {
		if p.Part == Content {
			return p.Value
		}
	}
	return 0
}

// total adds up the known parts, all but the content by as much as the content
// fits, and scales them as if they were all.
func total(parts []PartScore) float64 {
	fit := min(1, contentOf(parts)/fullFit)
	sum, share := 0.0, 0.0
	for _, p := range parts {
		if !p.Known {
			continue
		}
		share += p.Share
		if p.Part == Content {
			sum += p.Share * p.Value
		} else {
			sum += p.Share * p.Value * fit
		}
	}
	if share == 0 {
		return 0
	}
	return sum / share
}
