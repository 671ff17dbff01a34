package taxation

import (
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/money"
)

// Side is whose line it is.
type Side string

// The two sides.
const (
	SellerSide Side = "seller"
	BuyerSide  Side = "buyer"
)

// Line is one line of a tax sheet: what, on which base, at which rate, by which article.
// Amounts are as the article states them, never signed by whose pocket they leave.
// Item has its text under engine.taxation.item.<item>, Why under engine.taxation.why.<why>.
type Line struct {
	Side      Side            `json:"side"`
	Item      string          `json:"item"`
	Part      PartKind        `json:"part,omitempty"` // when the line speaks of one part of the price
	RuleID    string          `json:"rule_id,omitempty"`
	Base      money.Fen       `json:"base_fen"`
	Rate      decimal.Decimal `json:"rate"`
	Amount    money.Fen       `json:"amount_fen"`
	Formula   Text            `json:"formula"`
	Basis     Text            `json:"basis"`
	ValidFrom Date            `json:"valid_from,omitempty"`
	ValidTo   Date            `json:"valid_to,omitempty"`
	Verified  bool            `json:"verified"`
	Tag       string          `json:"tag,omitempty"`
	Why       string          `json:"why,omitempty"` // set on every line of zero
}

// cite fills a line with its rule.
func (l Line) cite(r Rule) Line {
	l.RuleID, l.Basis, l.ValidFrom, l.ValidTo, l.Verified, l.Tag = r.ID, r.Basis, r.EffectiveFrom, r.EffectiveTo, r.Verified, r.Tag
	return l
}

// and adds a second rule on which the line rests as well: the narrower validity and
// the weaker verification count.
func (l Line) and(r Rule) Line {
	if !strings.Contains(l.Basis.ZH, r.Basis.ZH) {
		l.Basis = Text{l.Basis.ZH + "；" + r.Basis.ZH, l.Basis.EN + "; " + r.Basis.EN}
	}
	l.ValidFrom = max(l.ValidFrom, r.EffectiveFrom)
	if r.EffectiveTo != "" && (l.ValidTo == "" || r.EffectiveTo < l.ValidTo) {
		l.ValidTo = r.EffectiveTo
	}
	l.Verified = l.Verified && r.Verified
	if !r.Verified {
		l.Tag = r.Tag
	}
	return l
}

// same makes a formula that reads alike in both languages.
func same(s string) Text { return Text{s, s} }

// percent prints a rate: 0.0003 is 0.03%.
func percent(r decimal.Decimal) string { return r.Shift(2).String() + "%" }

// times is the formula base×rate.
func times(base money.Fen, rate decimal.Decimal) Text {
	return same(base.String() + "×" + percent(rate))
}

// Condition is one thing a relief hangs on. Its text is engine.taxation.condition.<code>.
type Condition struct {
	Tax     string `json:"tax"` // vat or cit
	Code    string `json:"code"`
	Met     bool   `json:"met"`
	Curable bool   `json:"curable"` // can still be met before filing
	Basis   Text   `json:"basis"`
	Why     string `json:"why,omitempty"` // the Why of the zero when unmet
}

// Notice is something to know. Its text is engine.taxation.notice.<code>.
type Notice struct {
	Code string         `json:"code"`
	Args map[string]any `json:"args,omitempty"`
}

// Document is a paper to keep (备查资料). Its text is engine.taxation.document.<code>.
type Document struct {
	Code  string `json:"code"`
	Have  bool   `json:"have"`
	Basis Text   `json:"basis"`
}

// Reminder is a date by which a party shall act; [Sheet.Roll] moves it off a rest day.
// Its text is engine.taxation.reminder.<code>.
type Reminder struct {
	Side  Side   `json:"side"`
	Code  string `json:"code"`
	Due   Date   `json:"due,omitempty"`
	Basis Text   `json:"basis"`
	Moved *Moved `json:"moved,omitempty"` // nil while it stands where the tax law puts it
}

// Moved says from where a due day was moved, and by what.
type Moved struct {
	From        Date            `json:"from"`
	Basis       string          `json:"basis"`
	Verified    bool            `json:"verified"`
	Provisional bool            `json:"provisional,omitempty"` // the year's days off are not announced yet
	Steps       []calendar.Step `json:"steps"`
}

// sum adds the amounts of the lines of a side and of the items named.
func sum(lines []Line, side Side, items ...string) money.Fen {
	var total money.Fen
	for _, l := range lines {
		if l.Side != side {
			continue
		}
		for _, it := range items {
			if l.Item == it {
				total += l.Amount
			}
		}
	}
	return total
}
