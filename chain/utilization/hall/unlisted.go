package hall

import (
	"slices"
	"strings"

	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/registry"
)

// Unlisted are the rights of the register that fit a need and do not stand in the
// hall, the best first, and how they were found.
type Unlisted struct {
	Version  string           `json:"version"`  // of the formula, over the register
	Compared int              `json:"compared"` // rights that were looked at
	Reading  bool             `json:"reading"`  // the register is still being read
	Left     []Left           `json:"left_out"`
	Matches  []matching.Match `json:"matches"` // by the number of the right
}

// overRegister is the version under which outcomes of proposals from the register
// are counted: apart from those of listings, which can be asked for at once.
func overRegister(version string) string { return version + registerTail }

const registerTail = "/register"

// OverRegister reports whether a version counts proposals from the register.
func OverRegister(version string) bool { return strings.HasSuffix(version, registerTail) }

// unlistedLeast is the score from which a right of the register is proposed: its
// owner is troubled for it, who offers nothing.
// Unit: points of 100. Source: our choice [D]; below a fifth a word or two agree.
const unlistedLeast = 20

// UnlistedOf are the matches of the register.
func UnlistedOf(res *matching.Result) Unlisted {
	res.Matches = slices.DeleteFunc(res.Matches, func(m matching.Match) bool { return m.Score < unlistedLeast })
	return Unlisted{Version: overRegister(res.Formula.Version), Compared: res.Compared, Left: LeftOut(res), Matches: res.Matches}
}

// LeftOut counts what each condition of a need left out.
func LeftOut(res *matching.Result) []Left {
	var out []Left
	for _, e := range res.Excluded {
		out = append(out, Left{Code: e.Code, N: len(e.Nos)})
	}
	return out
}

// RegisterQuestion is the need as it is put to the register: only rights in force.
// What a listing alone says (price, way, place of the seller) is unknown there and
// keeps nothing out.
func (d NeedData) RegisterQuestion() matching.Need {
	q := d.Question()
	q.Rules.AllowPending, q.Rules.Regions, q.Rules.MaxPrice = false, nil, 0
	return q
}

// Alive reports whether the register knows the right to be in force, and free to
// be offered where it is.
func Alive(s registry.State) bool { return standing(s) == matching.RightAlive }

// Known reports whether the register knows how the right stands.
func Known(s registry.State) bool { return standing(s) != matching.RightUnknown }

// InHall are the states of a listing that keep its right from being proposed as
// not listed.
func InHall() []kernel.State { return []kernel.State{ListingListed, ListingContract} }
