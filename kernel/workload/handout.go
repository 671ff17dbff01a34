package workload

import (
	"cmp"
	"slices"
	"time"

	"quanlian/kernel"
)

// Staff is one who can be given cases of an office, with what he has.
type Staff struct {
	User     kernel.UserID
	Unit     kernel.UnitID
	District string // "" serves the whole city
	Open     int
	Last     time.Time // when he was given a case last
}

// Waiting is a case that nobody has.
type Waiting struct {
	Case     kernel.CaseID
	Unit     kernel.UnitID
	District string
	Opened   time.Time
}

// Handed is who gets which case.
type Handed struct {
	Case kernel.CaseID
	User kernel.UserID
}

// HandOut gives out the cases of offices that hand out by load (按负荷派件): the
// oldest case first, to who serves its district if there is anybody, of those
// to who has the fewest, of those to who has waited longest. The same input
// gives the same result.
func HandOut(waiting []Waiting, staff []Staff) []Handed {
	waiting, staff = slices.Clone(waiting), slices.Clone(staff)
	slices.SortFunc(waiting, func(a, b Waiting) int { return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.Case, b.Case)) })
	var out []Handed
	for _, w := range waiting {
		best := -1
		for i, s := range staff {
			if s.Unit == w.Unit && (s.District == "" || s.District == w.District) && (best < 0 || better(s, staff[best], w.District)) {
				best = i
			}
		}
		if best < 0 {
			continue // an office without staff keeps its pool
		}
		staff[best].Open++
		staff[best].Last = w.Opened
		out = append(out, Handed{Case: w.Case, User: staff[best].User})
	}
	return out
}

// better reports whether a gets a case of the district rather than b.
func better(a, b Staff, district string) bool {
	near := func(s Staff) int {
		if s.District != "" && s.District == district {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(near(a), near(b)), cmp.Compare(a.Open, b.Open), a.Last.Compare(b.Last), cmp.Compare(a.User, b.User)) < 0
}
