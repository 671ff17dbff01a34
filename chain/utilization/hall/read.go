package hall

import (
	"time"

	"quanlian/base/money"
	"quanlian/kernel"
)

// ListingFilter is what the hall is searched by; zero fields do not filter.
type ListingFilter struct {
	// Text: words, each in title, summary, seller, number or IPC, in Chinese or in
	// English where the list of concepts knows them; a patent number in any form.
	Text string
	Any  bool // one of the words is enough
	// Deal to Owner and District: any of several with commas between them.
	Deal     string
	Licence  string
	Kind     string // of right
	Section  string // first letter of the IPC
	Grade    string
	Maturity string // bands: [MaturityLab] and its like
	Owner    string // kinds of the party that sells
	PriceMin money.Fen
	PriceMax money.Fen
	// PriceOpen: open prices too where an end of the price is set, else only these.
	PriceOpen bool
	Right     string
	Rights    []string // any of them
	District  string
	Seller    kernel.PartyID
	// States: listed when empty. Others are found by those who take part in
	// them: their own drafts and what was sold.
	States []kernel.State
	Sort   string       // newest (default), price_up, price_down, score
	After  ListingPlace // beyond it in the order; instead of Offset
	Limit  int
	Offset int
}

// PriceIsOpen is the one value of the facet of the price (面议).
const PriceIsOpen = "open"

// Bands of maturity, by levels of GB/T 22900. Source: our choice, look/LOOK.md,
// picture 05.
const (
	MaturityLab    = "lab"    // 1 to 5
	MaturityProved = "proved" // 6 to 8, a prototype
	MaturityMade   = "made"   // 9, in production
)

// ListingPlace is where a listing stands in the order of a list, whichever: by it
// one reads on. The zero value is before the first.
type ListingPlace struct {
	No      string    `json:"no"`
	Updated int64     `json:"u,omitempty"` // Unit: microseconds, as it is stored
	Open    bool      `json:"o,omitempty"` // the price is open
	Price   money.Fen `json:"p,omitempty"`
	Bare    bool      `json:"b,omitempty"` // without a grade that counts
	Score   float64   `json:"s,omitempty"`
}

// Place is that of the row.
func (r ListingRow) Place() ListingPlace {
	return ListingPlace{No: r.No, Updated: r.Updated.UnixMicro(), Open: r.PriceOpen, Price: r.Price, Bare: r.Grade == "" || r.Grade == "low", Score: r.Score}
}

// ListingRow is one card of the hall.
type ListingRow struct {
	Case       kernel.CaseID `json:"case"`
	No         string        `json:"no"`
	Right      string        `json:"right"`
	Title      string        `json:"title"`
	Summary    string        `json:"summary"`
	Kind       string        `json:"kind"`
	Deal       string        `json:"deal"`
	Licence    string        `json:"licence,omitempty"`
	IPC        string        `json:"ipc"`
	Seller     string        `json:"seller"`
	SellerName string        `json:"seller_name"`
	Price      money.Fen     `json:"price"`
	PriceOpen  bool          `json:"price_open"`
	Grade      string        `json:"grade,omitempty"` // see [Evaluation.Letter]
	Score      float64       `json:"score,omitempty"`
	Confidence float64       `json:"confidence,omitempty"`
	Evaluated  time.Time     `json:"evaluated,omitzero"`
	Maturity   int           `json:"maturity"`
	Industry   string        `json:"industry"`
	State      kernel.State  `json:"state"`
	TermEnd    string        `json:"term_end"`
	District   string        `json:"district"`
	Valid      string        `json:"valid"` // last day on offer
	Updated    time.Time     `json:"updated"`
}

// Facet counts the values of one field in the scope of the reader, with the
// other filters applied.
type Facet struct {
	Field  string       `json:"field"`
	Values []FacetValue `json:"values"`
}

// FacetValue is one value of a facet.
type FacetValue struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}
