package registry

import (
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
)

// PartyKind is what a party is (主体类型).
type PartyKind string

// The kinds of party.
const (
	Enterprise PartyKind = "enterprise" // 企业
	Person     PartyKind = "person"     // 自然人
	University PartyKind = "university" // 高等学校
	Institute  PartyKind = "institute"  // 科研院所
	Agency     PartyKind = "agency"     // 代理机构
	Bank       PartyKind = "bank"       // 银行
	Department PartyKind = "department" // 政府部门
)

// Party is one enterprise, person or body, with every name it ever had
// (主体). Names and mergers are appended, never changed: a deed of 2019 shows
// the name of 2019.
type Party struct {
	ID          string       `json:"id"`
	Kind        PartyKind    `json:"kind"`
	Names       []NameSpan   `json:"names"`
	Identifiers []Identifier `json:"identifiers,omitempty"`
	Links       []MergeLink  `json:"links,omitempty"`
}

// NameSpan is a name with the days on which it was borne and when we learnt it.
type NameSpan struct {
	Name       string        `json:"name"`
	From       calendar.Date `json:"from,omitzero"`  // first day; zero: since ever
	Until      calendar.Date `json:"until,omitzero"` // last day; zero: still
	RecordedAt time.Time     `json:"recorded_at"`
	Source     string        `json:"source,omitempty"`
}

// Identifier is a code of the party under a scheme.
type Identifier struct {
	Scheme string        `json:"scheme"` // uscc, id_card, agency_code …
	Value  string        `json:"value"`
	From   calendar.Date `json:"from,omitzero"`
	Until  calendar.Date `json:"until,omitzero"`
}

// LinkKind says how one party went over into another.
type LinkKind string

// The kinds of link.
const (
	Absorbed  LinkKind = "absorbed"  // 吸收合并
	Merged    LinkKind = "merged"    // 新设合并
	Divided   LinkKind = "divided"   // 分立: rights go where events say; the link is not followed
	Duplicate LinkKind = "duplicate" // two entries of the same party: true for every day
)

// MergeLink says that the party continues in another from a day on.
type MergeLink struct {
	Into       string        `json:"into"`
	Kind       LinkKind      `json:"kind"`
	On         calendar.Date `json:"on,omitzero"`
	RecordedAt time.Time     `json:"recorded_at"`
	Source     string        `json:"source,omitempty"`
}

// NameAt is the name borne on a day, as known at an instant; "" when none is
// known. Of two names for the day the one that began later counts, then the one
// recorded later.
func (p Party) NameAt(day calendar.Date, knownAt time.Time) string {
	var best *NameSpan
	for i := range p.Names {
		n := &p.Names[i]
		if n.RecordedAt.After(knownAt) || day.Before(n.From) || (!n.Until.IsZero() && day.After(n.Until)) {
			continue
		}
		if best == nil || laterName(*n, *best) {
			best = n
		}
	}
	if best == nil {
		return ""
	}
	return best.Name
}

// laterName orders two names that hold on the same day.
func laterName(a, b NameSpan) bool {
	if c := a.From.Compare(b.From); c != 0 {
		return c > 0
	}
	if !a.RecordedAt.Equal(b.RecordedAt) {
		return a.RecordedAt.After(b.RecordedAt)
	}
	return a.Name > b.Name
}

// FormerNames are the names borne before a day and no longer on it, oldest first.
func (p Party) FormerNames(day calendar.Date, knownAt time.Time) []string {
	now := p.NameAt(day, knownAt)
	spans := slices.Clone(p.Names)
	slices.SortStableFunc(spans, func(a, b NameSpan) int { return a.From.Compare(b.From) })
	var out []string
	for _, n := range spans {
		if !n.RecordedAt.After(knownAt) && n.Name != now && !day.Before(n.From) && !slices.Contains(out, n.Name) {
			out = append(out, n.Name)
		}
	}
	return out
}

// Identifier gives the code under a scheme on a day, "" when there is none.
func (p Party) Identifier(scheme string, day calendar.Date) string {
	for _, id := range p.Identifiers {
		if id.Scheme == scheme && !day.Before(id.From) && (id.Until.IsZero() || !day.After(id.Until)) {
			return id.Value
		}
	}
	return ""
}

// Successor follows mergers from a party to the one that continues it on a day,
// as known at an instant. A division is not followed, a ring of links ends
// where it began. find gives a party by id.
func Successor(id string, day calendar.Date, knownAt time.Time, find func(string) (Party, bool)) string {
	seen := map[string]bool{}
	for at := id; ; {
		if seen[at] {
			return id
		}
		seen[at] = true
		p, ok := find(at)
		if !ok {
			return at
		}
		next := p.next(day, knownAt)
		if next == "" {
			return at
		}
		at = next
	}
}

// next is where the latest followed link of the party leads on a day.
func (p Party) next(day calendar.Date, knownAt time.Time) string {
	var best *MergeLink
	for i := range p.Links {
		l := &p.Links[i]
		holds := l.Kind == Duplicate || !day.Before(l.On)
		if l.Kind == Divided || l.RecordedAt.After(knownAt) || !holds {
			continue
		}
		if best == nil || l.On.After(best.On) || (l.On == best.On && l.RecordedAt.After(best.RecordedAt)) {
			best = l
		}
	}
	if best == nil {
		return ""
	}
	return best.Into
}

// SameParty tells whether two names of the register mean the same party, and
// whether only the name says so. Ids decide, then codes, then the name without
// width, brackets and spaces.
func SameParty(a, b Owner) (same, byNameOnly bool) {
	switch {
	case a.Party != "" && b.Party != "":
		return a.Party == b.Party, false
	case a.USCC != "" && b.USCC != "":
		return strings.EqualFold(a.USCC, b.USCC), false
	}
	key := plainName(a.Name)
	return key != "" && key == plainName(b.Name), true
}

var nameSigns = strings.NewReplacer("（", "(", "）", ")", " ", "", "\u3000", "", "\u00a0", "", "·", "", "．", "", "，", ",", "－", "-")

// plainName makes the writings of one name equal.
func plainName(s string) string { return strings.ToUpper(nameSigns.Replace(s)) }
