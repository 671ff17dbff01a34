package hall

import (
	"cmp"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/kernel"
)

// Few is the number of deals from which a figure of a broker is shown; below it
// a figure would tell of single deals. Unit: deals. Source: our choice [D], the
// least threshold that statistical offices use for cells of a table.
const Few = 3

// FiguresMonths is how far back the figures of a broker reach. Unit: months.
// Source: our choice [D].
const FiguresMonths = 36

// BrokerFilter is what the directory is searched by.
type BrokerFilter struct {
	Text    string
	Section string // of the IPC
	Limit   int
	Offset  int
}

// BrokerRow is one broker of the directory.
type BrokerRow struct {
	No      string         `json:"no"` // of its page
	Party   kernel.PartyID `json:"party"`
	Name    string         `json:"name"`
	About   string         `json:"about"`
	Fields  []string       `json:"fields"`
	Updated time.Time      `json:"updated"`
}

// Brokered is one deal that a broker took part in, as its figures need it.
type Brokered struct {
	State    kernel.State
	Section  string
	Price    money.Fen
	Proposed time.Time // zero when the broker did not bring the two together
	Opened   time.Time
	Signed   time.Time
	Settled  time.Time
}

// Band is a class of value of all deals together, from From to below To; To is 0
// for the last. Unit: fen. Source: our choice [D].
type Band struct{ From, To money.Fen }

func bands() []Band {
	edges := []money.Fen{0, 100 * money.Wan, 500 * money.Wan, 1000 * money.Wan, 5000 * money.Wan}
	out := make([]Band, len(edges))
	for i, e := range edges {
		out[i].From = e
		if i+1 < len(edges) {
			out[i].To = edges[i+1]
		}
	}
	return out
}

// FieldCount is how many settled deals lie in a section of the IPC.
type FieldCount struct {
	Section string
	N       int
}

// Figures are what the hall's own records say of a broker. Of fewer than [Few]
// deals no value, no field and no average is given.
type Figures struct {
	From, To calendar.Date // days of settlement, of signature
	Settled  int
	Running  int   // deals under way today
	Value    *Band // of all settled deals together; nil for too few
	Fields   []FieldCount
	Rest     int // settled deals of fields with too few
	Signed   int // pairings of the broker that came to a contract
	Median   *int
}

// FiguresOf reckons the figures as of a day.
func FiguresOf(list []Brokered, to calendar.Date) Figures {
	f := Figures{From: to.AddMonths(-FiguresMonths), To: to}
	within := func(t time.Time) bool {
		d := calendar.DateOf(t)
		return !t.IsZero() && !d.Before(f.From) && !d.After(to)
	}
	var value money.Fen
	var days []int
	fields := map[string]int{}
	for _, b := range list {
		if b.State != DealSettled && b.State != DealEnded && b.State != DealProposed {
			f.Running++
		}
		if b.State == DealSettled && within(b.Settled) {
			f.Settled++
			value += b.Price
			fields[b.Section]++
		}
		if !b.Proposed.IsZero() && within(b.Signed) {
			f.Signed++
			days = append(days, int(b.Signed.Sub(b.Proposed)/(24*time.Hour)))
		}
	}
	if f.Settled >= Few {
		for _, x := range bands() {
			if value >= x.From && (x.To == 0 || value < x.To) {
				f.Value = &x
			}
		}
	}
	for s, n := range fields {
		if n >= Few {
			f.Fields = append(f.Fields, FieldCount{s, n})
		} else {
			f.Rest += n
		}
	}
	slices.SortFunc(f.Fields, func(a, b FieldCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Section, b.Section))
	})
	if f.Signed >= Few {
		slices.Sort(days)
		m := days[len(days)/2]
		if len(days)%2 == 0 {
			m = (days[len(days)/2-1] + m) / 2
		}
		f.Median = &m
	}
	return f
}
