package kernel

import "time"

// Reading is one look into a file of a party, by somebody else.
type Reading struct {
	At    time.Time `json:"at"`
	Actor Actor     `json:"actor"`
	What  string    `json:"what"` // language key suffix: case, paper, export
	Paper string    `json:"paper,omitempty"`
	Case  CaseID    `json:"case"`
	No    string    `json:"no"`
	Title string    `json:"title"`
}

// BulkStanding is a bulk and how far it has come.
type BulkStanding struct {
	Bulk
	Open, Done, Refused int
}
