package matching

import "slices"

// Hard filters, in the order they are asked; the code of the first that holds is
// the reason of the exclusion.
const (
	ExcludedDead      = "engine.matching.excluded.dead"
	ExcludedPreserved = "engine.matching.excluded.preserved"
	ExcludedExclusive = "engine.matching.excluded.exclusive"
	ExcludedPending   = "engine.matching.excluded.pending"
	ExcludedOwner     = "engine.matching.excluded.owner"
	ExcludedSanction  = "engine.matching.excluded.sanction"
	ExcludedKind      = "engine.matching.excluded.kind"
	ExcludedPrice     = "engine.matching.excluded.price"
	ExcludedUnlisted  = "engine.matching.excluded.unlisted"
	ExcludedMarked    = "engine.matching.excluded.marked"
	ExcludedMode      = "engine.matching.excluded.mode"
	ExcludedRegion    = "engine.matching.excluded.region"
)

// Exclusion is how many near patents were left out for one reason.
type Exclusion struct {
	Code string   `json:"code"`
	Nos  []string `json:"nos"`
}

// excluded gives the code of the first hard filter that holds, "" for none.
func excluded(n *Need, p *Patent) string {
	r := &n.Rules
	switch p.Right {
	case RightDead:
		return ExcludedDead
	case RightPreserved:
		return ExcludedPreserved
	case RightExclusive:
		return ExcludedExclusive
	case RightPending:
		if !r.AllowPending {
			return ExcludedPending
		}
	}
	switch {
	case isParty(r.Sanctioned, p):
		return ExcludedSanction
	case isParty(r.ExcludeOwners, p):
		return ExcludedOwner
	case slices.Contains(r.ExcludeNos, p.No):
		return ExcludedMarked
	case len(r.Kinds) > 0 && p.Kind != "" && !slices.Contains(r.Kinds, p.Kind):
		return ExcludedKind
	case r.MaxPrice > 0 && p.Price != nil && p.Price.Low > r.MaxPrice:
		return ExcludedPrice
	case len(r.Regions) > 0 && !slices.Contains(r.Regions, p.Region):
		return ExcludedRegion
	case r.ListedOnly && !p.Listed:
		return ExcludedUnlisted
	case len(n.Modes) > 0 && len(p.Modes) > 0 && !common(n.Modes, p.Modes):
		return ExcludedMode
	}
	return ""
}

// isParty finds the owner by id or by name.
func isParty(list []string, p *Patent) bool {
	return (p.OwnerID != "" && slices.Contains(list, p.OwnerID)) || (p.Owner != "" && slices.Contains(list, p.Owner))
}

func common(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}
