package hall

import (
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/engine/taxation"
	"quanlian/ledger"
	"quanlian/registry"
)

// settlementPaper is what the two closing papers draw.
type settlementPaper struct {
	No     string       `json:"no"`
	Right  string       `json:"right"`
	Title  string       `json:"title"`
	Seller PartyRef     `json:"seller"`
	Buyer  PartyRef     `json:"buyer"`
	Day    string       `json:"day"`
	Price  money.Fen    `json:"price"` // as it turned out
	Fixed  money.Fen    `json:"fixed"` // as the contract has it
	Run    money.Fen    `json:"royalty,omitempty"`
	Unpaid money.Fen    `json:"unpaid,omitempty"` // of it, where the deal ended before
	VAT    said         `json:"vat"`
	Record *Recordation `json:"record,omitempty"`
	As     said         `json:"record_kind,omitzero"`
	Proof  *Recognition `json:"proof,omitempty"`
	Moved  Moved        `json:"-"`
	In     money.Fen    `json:"deposited"`
	Paid   money.Fen    `json:"paid"`
	Fee    money.Fen    `json:"commission,omitempty"`
	Back   money.Fen    `json:"refunded,omitempty"`
	Left   money.Fen    `json:"left"`

	Payments []settledLine  `json:"payments"`
	Files    []handedLine   `json:"files,omitempty"`
	Tax      *taxPaper      `json:"tax,omitempty"` // of one side
	Cross    bool           `json:"cross,omitempty"`
	Licensed []licensedLine `json:"licensed,omitempty"` // by a cross licence, both ways
}

// licensedLine is one right that a cross licence licenses, and to whom. The
// answer of the office for the contract holds for all of them.
type licensedLine struct {
	Right  string `json:"right"`
	Title  string `json:"title"`
	From   string `json:"from"`
	To     string `json:"to"`
	Record string `json:"record"`
	Day    string `json:"day"`
}

// licensed lists what a cross licence licenses, both ways.
func (d DealData) licensed() []licensedLine {
	if d.Terms.Licence != registry.Cross {
		return nil
	}
	no, day := "", ""
	if d.Record != nil && d.Record.No != "" {
		no, day = d.Record.No, d.Record.Date.String()
	}
	out := []licensedLine{{d.Right, d.Title, d.Seller.Name, d.Buyer.Name, no, day}}
	for _, b := range d.Terms.Back {
		out = append(out, licensedLine{b.Right, b.Title, d.Buyer.Name, d.Seller.Name, no, day})
	}
	return out
}

// settledLine is one payment as it was made.
type settledLine struct {
	Name   said      `json:"name"`
	Agreed money.Fen `json:"agreed"`
	Seller money.Fen `json:"seller"`
	Broker money.Fen `json:"broker"`
	Back   money.Fen `json:"back"`
	Day    string    `json:"day"`
}

// handedLine is one accepted batch of documents by its fingerprint: the settlement
// is the broker's to read too, the documents are not.
type handedLine struct {
	Batch  int    `json:"batch"`
	What   string `json:"what"`
	Count  int    `json:"count"`
	Digest string `json:"digest"`
	Day    string `json:"day"`
}

func (d DealData) handed() []handedLine {
	var out []handedLine
	for i, x := range d.Delivered {
		if len(x.Files) > 0 && !x.Accepted.IsZero() {
			out = append(out, handedLine{i + 1, x.What, len(x.Files), x.Digest, calendar.DateOf(x.Accepted).String()})
		}
	}
	return out
}

// settlementOf reckons the settlement from the plan and from what the book says.
func (d DealData) settlementOf(no string, p ledger.Position, price money.Fen, now time.Time) (settlementPaper, error) {
	x := settlementPaper{No: no, Right: d.Right, Title: d.Title, Seller: d.Seller, Buyer: d.Buyer, Day: calendar.DateOf(now).String(),
		Price: price, Fixed: d.Terms.Price, VAT: say("utilization.hall.paper.vat.", vatCode(d.Terms.VATIncluded)), Record: d.Record, Proof: d.Recognition,
		Moved: d.moved(price, p), In: p.Deposited, Paid: p.Released, Fee: p.Commission, Back: p.Refunded, Left: p.Custody(), Payments: []settledLine{}, Files: d.handed(), Cross: d.Terms.Licence == registry.Cross, Licensed: d.licensed()}
	if d.Record != nil {
		x.As = say("utilization.hall.paper.record.", d.Record.Kind)
	}
	plan, err := d.Plan(no)
	if err != nil {
		return x, err
	}
	for _, y := range plan {
		s := p.Standing(y.Tranche)
		line := settledLine{Name: d.paymentName(y), Agreed: y.Amount, Seller: s.Released, Broker: s.Commission, Back: d.Money.Returned[y.Tranche], Day: paidDay(d.Money.Paid[y.Tranche])}
		if y.Period > 0 {
			x.Run += y.Amount
			if d.Money.Paid[y.Tranche].IsZero() {
				x.Unpaid += y.Amount
			}
		}
		x.Payments = append(x.Payments, line)
	}
	return x, nil
}

// paymentName is what the papers call a payment: the period of a royalty, or the
// name that the sides gave it.
func (d DealData) paymentName(p ledger.Payment) said {
	if p.Period > 0 {
		return sayFilled("utilization.hall.royalty_period", errs.Args{"n": p.Period})
	}
	if name := d.Terms.Tranches[p.Tranche-1].Name; name != "" {
		return in(func(l *lang.Localizer) string { return Stock(l, name) })
	}
	return sayFilled("web.hall.term.tranche", errs.Args{"n": p.Tranche})
}

// MovedWords says what moved a due day, and by which rule; both empty where nothing
// did.
func MovedWords(m *taxation.Moved) (why, basis said) {
	if m == nil {
		return why, basis
	}
	for _, s := range m.Steps {
		w := sayFilled(s.Code, s.Args)
		why = said{join(why.ZH, w.ZH, "；"), join(why.EN, w.EN, "; ")}
	}
	if !m.Verified {
		u := say("web.hall.", "unverified")
		why = said{join(why.ZH, u.ZH, "　"), join(why.EN, u.EN, "; ")}
	}
	basis = said{m.Basis, m.Basis}
	if day, err := calendar.ParseDate(string(m.From)); err == nil {
		if r, _, err := calendar.RegimeAt(calendar.Tax, day); err == nil && r.BasisEN != "" {
			basis.EN = r.BasisEN
		}
	}
	return why, basis
}

// RateText writes a rate of tax as people do, 6%, and leaves out what is none:
// whole amounts carried over.
func RateText(r decimal.Decimal) string {
	if r.IsZero() || r.Equal(decimal.NewFromInt(1)) {
		return "—"
	}
	return sayRate(r)
}

// lineNote says why a line is zero, and whether its rule was not checked.
func lineNote(n taxation.Line) said {
	var zh, en string
	if n.Why != "" {
		w := say("engine.taxation.why.", n.Why)
		zh, en = w.ZH, w.EN
	}
	if !n.Verified && n.RuleID != "" {
		u := say("web.hall.", "unverified")
		zh, en = join(u.ZH, zh, "，"), join(u.EN, en, ", ")
	}
	if zh == "" {
		return said{"—", "—"}
	}
	return said{zh, en}
}

func join(a, b, comma string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + comma + b
}
