package kernel

import (
	"encoding/json"
	"slices"
	"time"
)

// Case is one running procedure (办件) under one number.
type Case struct {
	ID       CaseID   `json:"id"`
	No       string   `json:"no"` // shown number, as YL2026-JY-00318
	Flow     FlowAddr `json:"flow"`
	Item     string   `json:"item,omitempty"`      // declared item it was opened by
	ItemHash string   `json:"item_hash,omitempty"` // content hash of that item, as it stood
	Title    string   `json:"title"`
	// About is the thing of a register that the case is about, as "right:" and its
	// number: titles change and are shared, so what else is about it is found by this.
	About string `json:"about,omitempty"`
	// Track is the code by which who has it follows the case without a log-in, "" for
	// none.
	Track   string `json:"track,omitempty"`
	State   State  `json:"state"`
	Version int64  `json:"version"` // grows by one with every act
	// Data is the matter's own typed record.
	Data     json.RawMessage `json:"data"`
	Access   []Access        `json:"access"`
	Assignee UserID          `json:"assignee,omitempty"`
	Unit     UnitID          `json:"unit,omitempty"`
	District string          `json:"district,omitempty"`
	Parent   CaseID          `json:"parent,omitempty"`
	Links    []Link          `json:"links,omitempty"`
	Hold     *Hold           `json:"hold,omitempty"` // 补正 or 中止 is on
	Pauses   []Pause         `json:"pauses,omitempty"`
	Limits   []Limit         `json:"limits,omitempty"`
	Signers  []Signer        `json:"signers,omitempty"` // 加签, 会签
	Opened   time.Time       `json:"opened"`
	Updated  time.Time       `json:"updated"`
	Closed   time.Time       `json:"closed,omitzero"`

	recall *recall // nil but for who draws a page
}

// Relation is one of the closed list by which somebody may see a case.
type Relation string

// The relations. SQL filters on them and policies read the same ones.
const (
	RelOwner    Relation = "owner"    // the party whose case it is
	RelInvited  Relation = "invited"  // another party that takes part
	RelAssignee Relation = "assignee" // the staff member who has it
	RelUnit     Relation = "unit"     // the office that handles it
	RelDistrict Relation = "district" // the office's branch in a district
	RelMandate  Relation = "mandate"  // an agent, through its principal
	RelPublic   Relation = "public"   // anybody
)

// Level is how much of a case a relation opens: each includes those before it.
type Level int

// Levels of disclosure (披露层级).
const (
	ViewSummary Level = 1 // what is on a card
	ViewDetail  Level = 2 // the file
	ViewSecret  Level = 3 // what is under a non-disclosure agreement, prices and messages included
)

// Access is one row of who may see a case, as what, and how much.
type Access struct {
	Relation Relation `json:"relation"`
	Subject  string   `json:"subject"` // party:ID, user:ID, unit:ID, unit:ID@district, public
	As       Role     `json:"as"`
	Level    Level    `json:"level"`
}

// PartyAccess lets a party take part in a role.
func PartyAccess(rel Relation, p PartyID, as Role, level Level) Access {
	return Access{Relation: rel, Subject: "party:" + string(p), As: as, Level: level}
}

// UnitAccess lets the staff of an office handle a case.
func UnitAccess(u UnitID, as Role) Access {
	return Access{Relation: RelUnit, Subject: "unit:" + string(u), As: as, Level: ViewSecret}
}

// PublicAccess opens a case to anybody up to the level.
func PublicAccess(level Level) Access {
	return Access{Relation: RelPublic, Subject: "public", As: RolePublic, Level: level}
}

// Grant adds the access or raises its level; other rows stay.
func (c *Case) Grant(a Access) {
	for i := range c.Access {
		if c.Access[i].Subject == a.Subject && c.Access[i].As == a.As {
			c.Access[i].Level = max(c.Access[i].Level, a.Level)
			return
		}
	}
	c.Access = append(slices.Clone(c.Access), a)
}

// Revoke removes every access of the subject.
func (c *Case) Revoke(subject string) {
	c.Access = slices.DeleteFunc(slices.Clone(c.Access), func(a Access) bool { return a.Subject == subject })
}

// PartyAs is the party that takes part in the role, or "".
func (c Case) PartyAs(r Role) PartyID {
	for _, a := range c.Access {
		if a.As == r && len(a.Subject) > 6 && a.Subject[:6] == "party:" {
			return PartyID(a.Subject[6:])
		}
	}
	return ""
}

// Link joins a case to another one.
type Link struct {
	Kind string `json:"kind"`
	Case CaseID `json:"case"`
}

// Hold is an overlay on a state: the case waits and its clock stands still.
type Hold struct {
	Kind   HoldKind  `json:"kind"`
	Reason string    `json:"reason"`
	Since  time.Time `json:"since"`
	// Answer is what was asked for in a correction; shown to the owner.
	Answer string `json:"answer,omitempty"`
}

// HoldKind is why a case waits.
type HoldKind string

// The holds: 补正 waits for the owner, 中止 for a cause outside.
const (
	HoldCorrection HoldKind = "correction"
	HoldSuspended  HoldKind = "suspended"
)

// Signer is one more person whose word is needed (加签, 会签).
type Signer struct {
	User     UserID    `json:"user"`
	Asked    UserID    `json:"asked_by"`
	Joint    bool      `json:"joint"` // 会签: all of them; otherwise one opinion
	SignedAt time.Time `json:"signed_at,omitzero"`
	Opinion  string    `json:"opinion,omitempty"`
}

// RolesOf are the roles that the actor has in the case, and the highest level
// of disclosure that they open.
func RolesOf(a Actor, c Case) (roles []Role, level Level) {
	if a.System != "" {
		return []Role{a.System, RoleSystem}, ViewSecret
	}
	subjects := a.Subjects()
	for _, acc := range c.Access {
		if !slices.Contains(subjects, acc.Subject) {
			continue
		}
		if acc.Relation != RelPublic && a.Scope != nil && !a.Covers(c.Flow.Matter()) {
			continue
		}
		roles = append(roles, postRoles(a, acc)...)
		level = max(level, acc.Level)
	}
	if c.Assignee != "" && c.Assignee == a.User || standsIn(a, c) {
		roles, level = append(roles, RoleClerk), ViewSecret
	}
	return roles, level
}

// postRoles: through a unit one has the role of one's post there; through
// anything else the role that the access names.
func postRoles(a Actor, acc Access) []Role {
	if acc.Relation != RelUnit && acc.Relation != RelDistrict {
		return []Role{acc.As}
	}
	var r []Role
	for _, p := range a.Posts {
		if p.subject() == acc.Subject {
			r = append(r, p.Role)
		}
	}
	return r
}
