package ui

import (
	"html"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Figure is a number that never stands alone: unit beside it, basis below.
type Figure struct {
	Label    string
	Value    string
	Unit     string
	Basis    string
	Change   string // against what, in words
	Href     string // to its definition, version, rows and source
	State    State  // with the label; "" for none
	Withheld string // why it is not published; then Value is not shown
	Source   Link
	Parts    []Link    // of the figure, behind the basis
	Trend    []float64 // drawn small beside it
	TrendIs  string    // what the trend says
}

// TileLink is a way in: what, and what for.
type TileLink struct{ Title, Text, Href string }

// Message is one note between the parties.
type Message struct {
	Who, Org, Time, Text string
	Me                   bool
}

// Task is a part of a form in the task list.
type Task struct {
	Text, Href string
	State      State
	Status     string
	Current    bool
	Note       string // small, below the text
}

// Bar is one part of a match score, 0 to 100.
type Bar struct {
	Label string
	Value float64
	Lack  string // why there is no value; then Value is not shown
}

// Quote is a sentence with the terms found in it.
type Quote struct {
	Pieces []Piece
	Place  string // where it stands: 摘要第2句
}

// Piece is a stretch of a sentence, marked where a term was found.
type Piece struct {
	Text string
	Mark bool
}

// Match is one found patent with its reasons.
type Match struct {
	Rank  int
	Score int
	Title []Piece
	Href  string
	Facts []string
	Quote Quote
	Why   string
	Lacks string
	Bars  []Bar // six of them
	Note  *Check
}

// MoneyKind is where a part of the money is.
type MoneyKind string

// The kinds: paid out, held by the bank, used before, free.
const (
	MoneyPaid MoneyKind = "is-paid"
	MoneyHeld MoneyKind = "is-held"
	MoneyPast MoneyKind = "is-past"
	MoneyFree MoneyKind = "is-free"
)

// MoneyPart is one part of a sum.
type MoneyPart struct {
	Text  string
	Share float64 // percent
	Kind  MoneyKind
}

// Share is a part of a stacked bar in a row.
type Share struct {
	Percent float64
	State   State // ok, soon, late
	Text    string
	Href    string // to what is counted; with Text
}

// Marked is a text with the found terms marked; no space comes in between.
func Marked(pieces []Piece) templ.Component {
	var b strings.Builder
	for _, p := range pieces {
		if p.Mark {
			b.WriteString("<mark>" + html.EscapeString(p.Text) + "</mark>")
			continue
		}
		b.WriteString(html.EscapeString(p.Text))
	}
	return templ.Raw(b.String())
}

// columns is the class of a grid of n columns.
func columns(n int) string { return "q-n" + strconv.Itoa(min(max(n, 1), 8)) }

// spark is a small line in a box of 92 by 40.
func spark(values []float64) *canvas {
	c := newCanvas(92, 40)
	lo, hi := clean(at(values, 0)), clean(at(values, 0))
	for _, v := range values {
		lo, hi = min(lo, clean(v)), max(hi, clean(v))
	}
	if hi == lo {
		hi = lo + 1
	}
	var pts [][2]float64
	for i, v := range values {
		pts = append(pts, [2]float64{3 + 84*float64(i)/float64(max(len(values)-1, 1)), 36 - 32*(clean(v)-lo)/(hi-lo)})
	}
	if len(pts) == 0 {
		return c
	}
	c.path("q-ln q-l1", false, pts...)
	end := pts[len(pts)-1]
	c.mark(0, "q-f1", end[0], end[1], 3)
	return c
}

// refBar is a bar with an upright line to compare with, 160 wide.
func refBar(value, ref, top float64) *canvas {
	c := newCanvas(160, 20)
	if top <= 0 {
		return c
	}
	class := "q-f1"
	if value < ref {
		class = "q-f3"
	}
	c.rect(class, "", 0, 5, 158*clean(value)/top, 10)
	c.rect("q-fink", "", 158*clean(ref)/top, 0, 2, 20)
	return c
}
