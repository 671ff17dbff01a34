package matching

import "quanlian/base/money"

// Patent is what matching knows of a patent. Empty means unknown.
type Patent struct {
	No         string     `json:"no"`
	Title      string     `json:"title"`
	Abstract   string     `json:"abstract,omitempty"`
	Claim1     string     `json:"claim1,omitempty"`
	Kind       string     `json:"kind,omitempty"`     // invention, utility_model, design
	OwnerID    string     `json:"owner_id,omitempty"` // as the register knows the owner
	Owner      string     `json:"owner,omitempty"`
	IPC        []string   `json:"ipc,omitempty"`
	Industries []string   `json:"industries,omitempty"` // GB/T 4754: C4021
	Maturity   int        `json:"maturity,omitempty"`   // technology readiness 1 to 9
	Price      *Range     `json:"price,omitempty"`
	Modes      []string   `json:"modes,omitempty"`  // assignment, exclusive, sole, ordinary, open
	Region     string     `json:"region,omitempty"` // division code of 6 digits, or a name
	Right      RightState `json:"right,omitempty"`
	Listed     bool       `json:"listed,omitempty"`
}

// Range is an amount of money from Low to High, both included.
type Range struct {
	Low  money.Fen `json:"low"`
	High money.Fen `json:"high"`
}

// RightState is how a right stands today.
type RightState string

// The states of a right that matter for offering it.
const (
	RightUnknown   RightState = ""
	RightAlive     RightState = "alive"
	RightPending   RightState = "pending"   // applied for, not granted
	RightDead      RightState = "dead"      // lapsed, expired, withdrawn, invalidated
	RightPreserved RightState = "preserved" // 保全 or 中止: may not be disposed of
	RightExclusive RightState = "exclusive" // an exclusive licence (独占许可) runs
)

// Need is what somebody looks for. Only Text is necessary.
type Need struct {
	Text     string   `json:"text"`
	IPC      []string `json:"ipc,omitempty"`      // confirmed by the asker; empty: the suggested ones
	Industry string   `json:"industry,omitempty"` // GB/T 4754
	Budget   *Range   `json:"budget,omitempty"`
	Maturity int      `json:"maturity,omitempty"` // at least this readiness
	Modes    []string `json:"modes,omitempty"`
	Region   string   `json:"region,omitempty"`
	Rules    Rules    `json:"rules,omitzero"`
}

// Rules are the hard filters of a need.
type Rules struct {
	Kinds         []string  `json:"kinds,omitempty"`          // only these kinds
	ExcludeOwners []string  `json:"exclude_owners,omitempty"` // the asker's own and affiliated parties
	Sanctioned    []string  `json:"sanctioned,omitempty"`     // parties on a list that forbids dealing
	ExcludeNos    []string  `json:"exclude_nos,omitempty"`    // marked "does not fit" before
	MaxPrice      money.Fen `json:"max_price,omitempty"`
	Regions       []string  `json:"regions,omitempty"` // only these; a patent without a region is not in them
	ListedOnly    bool      `json:"listed_only,omitempty"`
	AllowPending  bool      `json:"allow_pending,omitempty"` // applications may be offered too
}
