package valuation

import (
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
)

// Outcome is the answer on one kind of high-value patent.
type Outcome string

// The outcomes. Unknown: a fact is missing. NotEstablished: the rule itself is
// not known, so that nobody can compute it.
const (
	Yes            Outcome = "yes"
	No             Outcome = "no"
	Unknown        Outcome = "unknown"
	NotEstablished Outcome = "not_established"
)

// HighValueKind is one of the five kinds (五类高价值发明专利).
type HighValueKind struct {
	ID       int     `json:"id"` // 1–5
	Name     Name    `json:"name"`
	Outcome  Outcome `json:"outcome"`
	Evidence string  `json:"evidence,omitempty"`
	Source   string  `json:"source,omitempty"`
	AsOf     Day     `json:"as_of,omitempty"`
	Verified bool    `json:"verified"`
}

// HighValue says whether a patent is a high-value invention patent, computed by
// us and official apart: they may differ, and neither overwrites the other.
type HighValue struct {
	Eligible Outcome         `json:"eligible"` // valid invention with a domestic owner
	Kinds    []HighValueKind `json:"kinds"`
	Computed Outcome         `json:"computed"`
	Official Outcome         `json:"official"` // as the office published it, or unknown
	Differs  bool            `json:"differs"`
	AsOf     Day             `json:"as_of"`
}

// PledgeThreshold is the amount from which a pledge counts as 较高质押融资金额.
// The official amount was not found; nil leaves kind 4 not established.
type PledgeThreshold struct {
	AmountYuan decimal.Decimal `json:"amount_yuan"`
	Basis      string          `json:"basis"`
}

// Unit: years from the filing date, strictly more. Source: domain.md §2.3 (3),
// 维持年限超过10年; that it runs from the filing date is from memory, unverified.
const keptYears = 10

// HighValueOf answers the five kinds as of a day. Any one suffices, and a
// patent counts once however many it meets.
func (t *Tree) HighValueOf(s *Subject, at Day, pledge *PledgeThreshold) (HighValue, error) {
	if !at.Valid() {
		return HighValue{}, errs.At("as_of", "engine.valuation.bad_day", errs.Args{"value": string(at)})
	}
	h := HighValue{Eligible: t.eligible(s, at), Official: Unknown, AsOf: at}
	h.Kinds = []HighValueKind{
		strategic(s), abroad(s), keptLong(s, at), pledged(s, at, pledge), awarded(s),
	}
	h.Computed = anyOf(h.Eligible, h.Kinds)
	if s.OfficialHighValue.Known {
		h.Official = truth(s.OfficialHighValue.Value)
		h.Differs = (h.Computed == Yes || h.Computed == No) && h.Computed != h.Official
	}
	return h, nil
}

// anyOf joins the kinds: one yes suffices; no only when all are no; what is
// unknown or not established leaves the answer unknown.
func anyOf(eligible Outcome, kinds []HighValueKind) Outcome {
	if eligible == No {
		return No
	}
	open := false
	for _, k := range kinds {
		if k.Outcome == Yes {
			return eligible // yes, or unknown with an unknown condition
		}
		open = open || k.Outcome != No
	}
	if open {
		return Unknown
	}
	return No
}

// eligible: only valid invention patents with domestic owners count.
func (t *Tree) eligible(s *Subject, at Day) Outcome {
	if s.Kind != Invention {
		return No
	}
	end, _, ok := (&frozen{tree: t, at: at}).termEnd(s)
	switch {
	case s.Status.Known && s.Status.Value != InForce, ok && at >= end, s.OwnerDomestic.Known && !s.OwnerDomestic.Value:
		return No
	case !s.Status.Known || !s.OwnerDomestic.Known:
		return Unknown
	}
	return Yes
}

// kind starts one of the five with the fact it rests on.
func kind[T any](s *Subject, id int, zh, en string, f Fact[T]) HighValueKind {
	k := HighValueKind{ID: id, Name: Name{zh, en}, Outcome: Unknown}
	if f.Known {
		k.Source, k.AsOf = s.origin(f.Source, f.AsOf)
	}
	return k
}

func strategic(s *Subject) HighValueKind {
	f := s.StrategicIndustries
	k := kind(s, 1, "战略性新兴产业", "Strategic emerging industry", f)
	if f.Known {
		k.Outcome, k.Evidence = truth(len(f.Value) > 0), strings.Join(f.Value, ", ")
	}
	return k
}

// abroad wants a granted member: a pending one does not count.
func abroad(s *Subject) HighValueKind {
	k := kind(s, 2, "在海外有同族专利权", "Family patent granted abroad", s.Family)
	if !s.Family.Known {
		return k
	}
	k.Outcome = No
	for _, m := range s.Family.Value {
		if m.Status == "granted" && m.Office != "CN" && m.Office != "WO" {
			k.Outcome, k.Evidence = Yes, strings.TrimPrefix(k.Evidence+", "+m.Office, ", ")
		}
	}
	return k
}

func keptLong(s *Subject, at Day) HighValueKind {
	k := kind(s, 3, "维持年限超过10年", "Kept for more than ten years", s.FilingDate)
	if s.FilingDate.Known {
		k.Outcome, k.Evidence = truth(at > s.FilingDate.Value.AddYears(keptYears)), string(s.FilingDate.Value)
	}
	return k
}

func pledged(s *Subject, at Day, threshold *PledgeThreshold) HighValueKind {
	k := kind(s, 4, "实现较高质押融资金额", "Large amount raised by pledge", s.Finance)
	if !s.Finance.Known {
		return k
	}
	top, any := decimal.Zero, false
	for _, e := range s.Finance.Value {
		if e.Kind == "pledge" && e.Date <= at {
			any, top = true, decimal.Max(top, e.AmountYuan)
		}
	}
	switch {
	case !any:
		k.Outcome = No
	case threshold == nil:
		k.Outcome, k.Evidence = NotEstablished, top.StringFixed(2)
	case top.IsZero():
		k.Outcome = Unknown
	default:
		k.Outcome, k.Evidence = truth(top.GreaterThanOrEqual(threshold.AmountYuan)), top.StringFixed(2)
	}
	return k
}

func awarded(s *Subject) HighValueKind {
	k := kind(s, 5, "获得国家科学技术奖或中国专利奖", "National science prize or China Patent Award", s.Awards)
	if s.Awards.Known {
		k.Outcome, k.Evidence = truth(len(s.Awards.Value) > 0), strings.Join(s.Awards.Value, ", ")
	}
	return k
}

func truth(b bool) Outcome {
	if b {
		return Yes
	}
	return No
}

// HighValueTally counts patents, each once, computed and official apart.
type HighValueTally struct {
	Patents  int             `json:"patents"`
	Computed map[Outcome]int `json:"computed"`
	Official map[Outcome]int `json:"official"`
	Differ   int             `json:"differ"`
	ByKind   map[int]int     `json:"by_kind"` // overlapping: does not sum to the count
}

// CountHighValue tallies answers; by_kind may exceed the count, because a
// patent that meets three kinds is still one patent.
func CountHighValue(all []HighValue) HighValueTally {
	t := HighValueTally{Patents: len(all), Computed: map[Outcome]int{}, Official: map[Outcome]int{}, ByKind: map[int]int{}}
	for _, h := range all {
		t.Computed[h.Computed]++
		t.Official[h.Official]++
		if h.Differs {
			t.Differ++
		}
		for _, k := range h.Kinds {
			if h.Eligible == Yes && k.Outcome == Yes {
				t.ByKind[k.ID]++
			}
		}
	}
	return t
}
