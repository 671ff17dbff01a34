package hall

import (
	"slices"
	"strings"
	"time"

	"quanlian/engine/matching"
	"quanlian/registry"
)

// Proposals are the open listings that fit a need, the best first, and how they
// were found.
type Proposals struct {
	Version  string     `json:"version"`       // of the formula
	Compared int        `json:"compared"`      // listings that were looked at
	Unknown  []string   `json:"unknown_words"` // words of the need that no patent speaks of
	Left     []Left     `json:"left_out"`      // near by content, but against a condition of the need
	Matches  []Proposal `json:"matches"`
}

// Left counts the listings that one condition left out.
type Left struct {
	Code string `json:"code"`
	N    int    `json:"n"`
}

// Proposal is one listing with the reasons for and against it.
type Proposal struct {
	Listing ListingRow     `json:"listing"`
	Match   matching.Match `json:"match"`
}

// Stamp says when the card of a listing and the register's entry of its right
// last changed, so that what is made of them can follow.
type Stamp struct {
	No    string
	Open  bool // it stands in the hall
	Card  time.Time
	Right time.Time
}

// Changed is the later of the two.
func (s Stamp) Changed() time.Time {
	if s.Right.After(s.Card) {
		return s.Right
	}
	return s.Card
}

// licences are the ways a listing can be offered beside assignment.
var licences = []registry.LicenceKind{registry.Ordinary, registry.Sole, registry.Exclusive, registry.Cross}

// modes are the ways of dealing that fit what the need asks for; none when it
// does not matter.
func (d NeedData) modes() []string {
	var out []string
	switch d.Mode {
	case string(registry.Assignment):
		return []string{d.Mode}
	case string(registry.LicenceDeal):
		for _, l := range licences {
			out = append(out, string(l))
		}
	}
	return out
}

// Question is the need as the matcher reads it. A buyer is not led to its own;
// the hall itself sees to it that what is listed may be dealt with.
func (d NeedData) Question() matching.Need {
	q := matching.Need{Text: d.Title + "。" + d.Text + "。" + d.Target, IPC: d.IPC, Industry: d.Industry, Maturity: d.Maturity, Modes: d.modes(), Region: d.District}
	q.Rules.AllowPending = true
	if d.Buyer.ID != "" {
		q.Rules.ExcludeOwners = []string{string(d.Buyer.ID)}
	}
	if d.Budget > 0 {
		q.Budget = &matching.Range{Low: d.BudgetLow, High: d.Budget}
	}
	if d.BudgetFirm {
		q.Rules.MaxPrice = d.Budget
	}
	if d.LocalOnly && d.District != "" {
		q.Rules.Regions = []string{d.District}
	}
	return q
}

// Offered is a listing as the matcher reads it; the number is the listing's. The
// day tells how the right stands.
func Offered(row ListingRow, v *registry.View, s registry.State) matching.Patent {
	p := matching.Patent{No: row.No, Title: row.Title, Abstract: row.Summary, Kind: row.Kind, OwnerID: row.Seller, Owner: row.SellerName, Maturity: row.Maturity, Modes: []string{row.Deal}, Region: row.District, Listed: true}
	if row.Licence != "" {
		p.Modes = []string{row.Licence}
	}
	if row.IPC != "" {
		p.IPC = []string{row.IPC}
	}
	if row.Industry != "" {
		p.Industries = []string{row.Industry}
	}
	if !row.PriceOpen {
		p.Price = &matching.Range{Low: row.Price, High: row.Price}
	}
	if v != nil {
		known(&p, v, s)
	}
	return p
}

// known adds what the register says.
func known(p *matching.Patent, v *registry.View, s registry.State) {
	p.Abstract, p.Right = v.Right.Abstract, standing(s)
	if len(v.Right.IPC) > 0 {
		p.IPC = v.Right.IPC
	}
	if len(v.Right.Claims) > 0 {
		p.Claim1 = v.Right.Claims[0].Text
	}
}

// Registered is a right of the register as the matcher reads it; where it stands
// in the hall, with what is offered there. The number is the right's.
func Registered(row *ListingRow, v *registry.View, s registry.State) matching.Patent {
	p := matching.Patent{Title: v.Right.Title, Kind: string(v.Right.Kind)}
	if row != nil {
		p = Offered(*row, v, s)
	}
	known(&p, v, s)
	p.No = v.Right.Number
	if p.Owner == "" {
		var names []string
		for _, o := range s.Owners {
			names = append(names, o.Name)
		}
		p.Owner = strings.Join(names, "；")
	}
	return p
}

// standing is the state of a right as far as it decides whether it is offered.
func standing(s registry.State) matching.RightState {
	switch {
	case s.Status.Ended():
		return matching.RightDead
	case len(s.Preservations) > 0 || len(s.Suspensions) > 0:
		return matching.RightPreserved
	case slices.ContainsFunc(s.Licences, func(e registry.Encumbrance) bool { return e.Licence == registry.Exclusive }):
		return matching.RightExclusive
	case s.Status == registry.StatusPending:
		return matching.RightPending
	case s.Status == registry.StatusGranted:
		return matching.RightAlive
	}
	return matching.RightUnknown
}
