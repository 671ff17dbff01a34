package kernel

import "time"

// UserRow is a log-in in the administrator's list.
type UserRow struct {
	UserFacts
	Posts   int `json:"posts"`
	Parties int `json:"parties"`
}

// UserSheet is a log-in with all that hangs on it.
type UserSheet struct {
	UserFacts
	Held    []Tenure     `json:"held"`
	Members []Membership `json:"members"`
	Has     []Assigned   `json:"has"` // open cases
	Seen    time.Time    `json:"seen,omitzero"`
}

// Membership is a party that a user belongs to.
type Membership struct {
	Party  PartyID `json:"party"`
	Name   string  `json:"name"`
	Duty   Duty    `json:"duty"`
	Rights []Right `json:"rights"`
}

// PartyRow is a party in the administrator's list.
type PartyRow struct {
	Party
	Members int `json:"members"`
}
