package hall

import (
	"encoding/json"
	"slices"
	"strings"

	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/ledger"
)

// ListingView is the listing as a reader of the level sees it: the card; with
// the file also how the rights check came out; with the non-disclosure
// agreement also the secret part and the contact. See [DealData.Opens].
func ListingView(d ListingData, level kernel.Level) ListingData {
	if level < kernel.ViewDetail {
		d.Checks, d.Consents = nil, nil
		d.Seller.Code, d.Engaged = "", d.Engaged.public()
		if d.Publicity != nil {
			d.Publicity = d.Publicity.nameless()
		}
	}
	if level < kernel.ViewSecret {
		d.Secret, d.Contact = "", ""
	}
	return d
}

// NeedView is the need as a reader of the level sees it; of a confidential one
// nobody without its file sees more than the title.
func NeedView(d NeedData, level kernel.Level) NeedData {
	if level >= kernel.ViewDetail {
		return d
	}
	d.Buyer.Code, d.Deals, d.Pushed, d.Engaged = "", nil, nil, d.Engaged.public()
	if d.Confidential {
		d = NeedData{Title: d.Title, Industry: d.Industry, Mode: d.Mode, Confidential: true}
	}
	return d
}

// Opens is how much of the listing the deal opens to its two sides.
func (d DealData) Opens() kernel.Level {
	if d.NDA.Both() {
		return kernel.ViewSecret
	}
	return kernel.ViewSummary
}

// DealView is the deal as somebody in the role sees it. The public sees what a
// publicity must show: name, summary, way, price, sides, and whether they are
// related. Before the non-disclosure agreement the sides see each other's names
// only. After it they see everything but what is the other's own: what it says
// of its taxes, and its account but for the last digits. The broker's commission
// is told to everybody who takes part. A pairing that is not accepted by both
// shows each side the other's public card only.
func DealView(d DealData, level kernel.Level, role kernel.Role) DealData {
	if d.Pairing.Pending() && (role == Seller || role == Buyer) {
		return d.proposed(role)
	}
	if level < kernel.ViewDetail {
		return d.public()
	}
	staff := slices.Contains([]kernel.Role{Clerk, Finance, kernel.RoleHead, kernel.RoleSystem}, role)
	if !staff && d.Publicity != nil {
		d.Publicity = d.Publicity.nameless()
	}
	if level < kernel.ViewSecret {
		d = d.withoutPapers()
		d.Seller.Code, d.Buyer.Code = "", ""
		d.Disclosed, d.Offers, d.Checks, d.Consents, d.Pledgees, d.BackConsents = nil, nil, nil, nil, nil, nil
		if role != Broker {
			d.BrokerAccount = ledger.Party{}
		}
		d.SellerTax, d.BuyerTax, d.Money = nil, nil, Money{}
		return d
	}
	if !staff {
		d.Money.Refused = saidTo(d.Money.Refused, role)
	}
	if !staff && role != Seller {
		d.SellerTax, d.Money.Account = nil, mask(d.Money.Account)
	}
	if !staff && role != Buyer {
		d.BuyerTax, d.Money.PaidFrom.Account = nil, mask(d.Money.PaidFrom.Account)
	}
	if !staff && role != Seller && role != Buyer { // technical documents are the two sides'
		d = d.withoutPapers()
	}
	if !staff && role != Broker {
		d.BrokerAccount.Account = mask(d.BrokerAccount.Account)
	}
	if d.Pairing != nil && !staff && role == Seller {
		d.Pairing = d.Pairing.forSeller()
	}
	if !staff && d.Tax != nil {
		d.Tax = d.Tax.of(role)
	}
	return d
}

// withoutFiles are the deliveries without what was handed over.
func withoutFiles(list []Delivery) []Delivery {
	out := slices.Clone(list)
	for i := range out {
		out[i].Files, out[i].Digest = nil, ""
	}
	return out
}

// of is the closing sheet as one side may see it. One that cannot be read is
// not shown at all.
func (x TaxRef) of(role kernel.Role) *TaxRef {
	var s taxation.Sheet
	if err := json.Unmarshal(x.Sheet, &s); err != nil {
		return nil
	}
	raw, err := json.Marshal(s.For(taxation.Side(role)))
	if err != nil {
		return nil
	}
	x.Sheet = raw
	if x.Course != nil {
		var c taxation.Course
		if err := json.Unmarshal(x.Course, &c); err != nil {
			return nil
		}
		if x.Course, err = json.Marshal(c.For(taxation.Side(role))); err != nil {
			return nil
		}
	}
	x.Papers = slices.DeleteFunc(slices.Clone(x.Papers), func(p TaxPaper) bool { return p.For != role })
	if role != Seller {
		x.Relief = 0
	}
	return &x
}

// public is what a publicity shows.
func (d DealData) public() DealData {
	x := DealData{ListingNo: d.ListingNo, Right: d.Right, Title: d.Title, RightKind: d.RightKind, Seller: d.Seller, Opened: d.Opened}
	x.Seller.Code = ""
	if d.Publicity == nil || d.Terms == nil {
		return x
	}
	x.Buyer, x.Related, x.Publicity = d.Buyer, d.Related, d.Publicity.nameless()
	for i := range x.Publicity.Objections { // nobody has looked into what strangers wrote
		x.Publicity.Objections[i].Text, x.Publicity.Objections[i].Settled = "", ""
	}
	x.Buyer.Code = ""
	x.Terms = &Terms{Deal: d.Terms.Deal, Licence: d.Terms.Licence, PriceKind: d.Terms.PriceKind, Price: d.Terms.Price, Royalty: d.Terms.Royalty, VATIncluded: d.Terms.VATIncluded, Back: d.Terms.Back}
	return x
}

// nameless is the publicity without who objected: that is the centre's to know.
func (p Publicity) nameless() *Publicity {
	list := append([]Objection(nil), p.Objections...)
	for i := range list {
		list[i].By, list[i].Contact, list[i].Code = "", "", ""
	}
	p.Objections = list
	return &p
}

// Unit: characters. Source: what a bank prints on a receipt.
const shownDigits = 4

// mask leaves the last digits of an account.
func mask(account string) string {
	r := []rune(account)
	if len(r) <= shownDigits {
		return strings.Repeat("*", len(r))
	}
	return strings.Repeat("*", len(r)-shownDigits) + string(r[len(r)-shownDigits:])
}
