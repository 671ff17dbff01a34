package kernel

import (
	"slices"
	"time"
)

// Actor is who acts, for whom, and under which mandate. It is filled from the
// log-in, or by the program for a system actor; a move never trusts input for it.
type Actor struct {
	User    UserID    `json:"user,omitempty"`
	Name    string    `json:"name,omitempty"` // shown in the case's history
	Party   PartyID   `json:"party,omitempty"`
	Org     string    `json:"-"`                 // name of the party, for pages
	Mandate MandateID `json:"mandate,omitempty"` // "" when acting as member of the party itself
	Duty    Duty      `json:"duty,omitempty"`    // place in the party's own approval chain
	Rights  []Right   `json:"rights,omitempty"`
	// Scope is the list of matters a mandate covers; nil means all.
	Scope []string `json:"scope,omitempty"`
	Posts []Post   `json:"posts,omitempty"`
	// OnePost: of several offices the actor chose to act under this one alone.
	OnePost bool `json:"one_post,omitempty"`
	System  Role `json:"system,omitempty"` // name of the system actor
	// Token is set when a program acts for the person, by the API.
	Token TokenID `json:"token,omitempty"`
}

// Post is one office that a staff member holds; one person may hold several.
type Post struct {
	Unit     UnitID `json:"unit"`
	Role     Role   `json:"role"`
	District string `json:"district,omitempty"` // "" means the whole city
	// DeputyFor names the absent holder whom this post stands in for (代理).
	DeputyFor  UserID `json:"deputy_for,omitempty"`
	DeputyName string `json:"deputy_name,omitempty"`
}

// Key names a post among those of one person.
func (p Post) Key() string {
	k := string(p.Unit) + "/" + string(p.Role) + "/" + p.District
	if p.DeputyFor != "" {
		k += "/" + string(p.DeputyFor)
	}
	return k
}

// Hat names the way of acting among those of one person: an organisation, a
// mandate, all offices together or a single one.
func (a Actor) Hat() string {
	switch {
	case a.Mandate != "":
		return "mandate:" + string(a.Mandate)
	case a.Party != "":
		return "party:" + string(a.Party)
	case a.OnePost && len(a.Posts) == 1:
		return "post:" + a.Posts[0].Key()
	case len(a.Posts) == 0:
		return "self"
	}
	return "office"
}

// Unit is an office of the city, with its names.
type Unit struct {
	ID       UnitID    `json:"id"`
	Zh       string    `json:"zh"`
	En       string    `json:"en"`
	District string    `json:"district,omitempty"`
	Closed   time.Time `json:"closed,omitzero"`
}

// Duty is a step of an organisation's internal approval: 经办, 审核, 负责人.
type Duty string

// The duties inside an organisation, in the order in which they act.
const (
	DutyHandler  Duty = "handler"  // 经办
	DutyReviewer Duty = "reviewer" // 审核
	DutyHead     Duty = "head"     // 负责人
)

// SystemActor is the program acting under the name of an outside party, a
// timer or the demo.
func SystemActor(name Role) Actor { return Actor{System: name, Name: string(name)} }

// Has reports whether the actor holds the right for its party.
func (a Actor) Has(r Right) bool { return slices.Contains(a.Rights, r) }

// OnlySees reports whether the actor acts for a party and may do nothing but look.
func (a Actor) OnlySees() bool {
	return a.Party != "" && !slices.ContainsFunc(a.Rights, func(r Right) bool { return r != RightView })
}

// Covers reports whether the actor's mandate reaches the matter.
func (a Actor) Covers(matter string) bool {
	return a.Scope == nil || slices.Contains(a.Scope, matter) || slices.Contains(a.Scope, "*")
}

// Subjects are the names under which case_access knows the actor. Lists and
// permissions use the same names, so that what is listed is what is allowed.
func (a Actor) Subjects() []string {
	var s []string
	if a.User != "" {
		s = append(s, "user:"+string(a.User))
	}
	if a.Party != "" && a.Has(RightView) {
		s = append(s, "party:"+string(a.Party))
	}
	for _, p := range a.Posts {
		if u := p.subject(); !slices.Contains(s, u) { // head and supervisor of one office
			s = append(s, u)
		}
	}
	return append(s, "public")
}

func (p Post) subject() string {
	if p.District != "" {
		return "unit:" + string(p.Unit) + "@" + p.District
	}
	return "unit:" + string(p.Unit)
}

// Mandate is a power of attorney (委托书): an agent acts for a principal
// within a scope, with rights, between dates. Source: 民法典 161–175.
type Mandate struct {
	ID        MandateID `json:"id"`
	Principal PartyID   `json:"principal"`
	Agent     PartyID   `json:"agent"`
	AgentUser UserID    `json:"agent_user,omitempty"` // only this person; "" any member of the agent
	Scope     []string  `json:"scope"`                // matters; ["*"] for all
	Rights    []Right   `json:"rights"`
	From      time.Time `json:"from"`
	To        time.Time `json:"to"` // exclusive; zero means until revoked
	RevokedAt time.Time `json:"revoked_at,omitzero"`
	// HandedFrom is the mandate whose cases this one took over (移交).
	HandedFrom MandateID `json:"handed_from,omitempty"`
	DocSHA256  string    `json:"doc_sha256,omitempty"`
}

// InForce reports whether the mandate stands at the instant.
func (m Mandate) InForce(at time.Time) bool {
	if at.Before(m.From) || (!m.To.IsZero() && !at.Before(m.To)) {
		return false
	}
	return m.RevokedAt.IsZero() || at.Before(m.RevokedAt)
}

// Party is a person or an organisation as the kernel needs it; registers know
// more of it.
type Party struct {
	ID       PartyID `json:"id"`
	Kind     string  `json:"kind"`
	Name     string  `json:"name"`
	Code     string  `json:"code,omitempty"` // unified social credit code or masked id
	District string  `json:"district,omitempty"`
	// Approval lists the duties that must approve before anything leaves the
	// organisation; nil means that the handler sends alone.
	Approval []Duty `json:"approval,omitempty"`
	// Quiet: its administrators are not told of every filing in its name.
	Quiet bool `json:"quiet,omitempty"`
	Registered
}
