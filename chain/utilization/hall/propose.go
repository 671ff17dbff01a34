package hall

import "quanlian/engine/matching"

// Proposals are the open listings that fit a need, the best first, and how they
// were found.
type Proposals struct {
	Version  string     `json:"version"`       // of the formula
	Compared int        `json:"compared"`      // patents that were looked at
	Unknown  []string   `json:"unknown_words"` // words of the need that no patent speaks of
	Matches  []Proposal `json:"matches"`
}

// Proposal is one listing with the reasons for and against it.
type Proposal struct {
	Listing ListingRow     `json:"listing"`
	Match   matching.Match `json:"match"`
}

// Question is the need as the matcher reads it. A buyer is not led to its own.
func (d NeedData) Question() matching.Need {
	q := matching.Need{Text: d.Title + "。" + d.Text + "。" + d.Target, IPC: d.IPC, Industry: d.Industry, Maturity: d.Maturity}
	if d.Buyer.ID != "" {
		q.Rules.ExcludeOwners = []string{string(d.Buyer.ID)}
	}
	if d.Budget > 0 {
		q.Budget = &matching.Range{Low: d.BudgetLow, High: d.Budget}
	}
	return q
}
