package hall

import (
	"encoding/json"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// States of a deal. The comment says whose move it is.
const (
	DealProposed   kernel.State = "proposed"   // a broker's pairing: whichever side has not answered
	DealInquiry    kernel.State = "inquiry"    // seller answers the buyer's inquiry
	DealNDA        kernel.State = "nda"        // whoever has not signed the non-disclosure agreement
	DealTalks      kernel.State = "talks"      // whoever did not make the last offer
	DealPublicity  kernel.State = "publicity"  // nobody: the agreed price stands open
	DealDraft      kernel.State = "draft"      // seller settles the contract's text
	DealSigning    kernel.State = "signing"    // whoever has not signed
	DealDeposit    kernel.State = "deposit"    // buyer pays in
	DealDepositing kernel.State = "depositing" // bank confirms
	DealRecording  kernel.State = "recording"  // seller hands the papers in
	DealOffice     kernel.State = "office"     // national office answers; the clock stands still
	DealDelivery   kernel.State = "delivery"   // seller delivers, buyer accepts, seller invoices
	DealReleasing  kernel.State = "releasing"  // bank pays
	DealRunning    kernel.State = "running"    // buyer reports the next period of a running royalty
	DealTaxing     kernel.State = "taxing"     // clerk closes with tax and settlement sheet
	DealRefunding  kernel.State = "refunding"  // bank pays back
	DealSettled    kernel.State = "settled"    // end
	DealEnded      kernel.State = "ended"      // end without a deal, money back
)

// DealData is the whole deal under one number.
type DealData struct {
	Listing   kernel.CaseID `json:"listing"`
	ListingNo string        `json:"listing_no"`
	Need      kernel.CaseID `json:"need,omitempty"`
	NeedNo    string        `json:"need_no,omitempty"`
	Right     string        `json:"right"`
	Title     string        `json:"title"`
	RightKind registry.Kind `json:"right_kind"`
	Seller    PartyRef      `json:"seller"`
	Buyer     PartyRef      `json:"buyer"`
	Broker    *PartyRef     `json:"broker,omitempty"`
	// Invitation is the one by which the broker came into this deal.
	Invitation kernel.CaseID `json:"invitation,omitempty"`
	// Brokerage is the broker's commission; it binds once both sides agreed.
	Brokerage     *ledger.Brokerage `json:"brokerage,omitempty"`
	BrokerAccount ledger.Party      `json:"broker_account,omitzero"`
	// Pairing is set when a broker brought the two together.
	Pairing *Pairing  `json:"pairing,omitempty"`
	Related bool      `json:"related"`        // the buyer says it is a related party of the seller
	Note    string    `json:"note,omitempty"` // the buyer's word with the inquiry
	Opened  time.Time `json:"opened"`

	// Evaluation is the listing's, as it stood when the deal was opened.
	Evaluation *Evaluation `json:"evaluation,omitempty"`
	Match      *MatchRef   `json:"match,omitempty"`

	NDA Signatures `json:"nda"`
	// Disclosed is what the agreement opened, as it stood when both had signed.
	Disclosed *Disclosure `json:"disclosed,omitempty"`
	Offers    []Offer     `json:"offers"`
	Terms     *Terms      `json:"terms,omitempty"` // what was agreed
	Publicity *Publicity  `json:"publicity,omitempty"`
	StateFile string      `json:"state_file,omitempty"` // 评估备案 number of a state-owned seller
	Filing    *FiledValue `json:"filing,omitempty"`     // all of it; nil where only the number was asked for
	Contract  *Contract   `json:"contract,omitempty"`
	Checks    []Check     `json:"checks"`
	Consents  []PartyRef  `json:"consents,omitempty"`
	Pledgees  []string    `json:"pledgees,omitempty"`
	// BackConsents are those of co-owners and pledgees of what is licensed back.
	BackConsents []Consent `json:"back_consents,omitempty"`

	Money       Money        `json:"money"`
	Recognition *Recognition `json:"recognition,omitempty"` // 技术合同认定登记
	Record      *Recordation `json:"record,omitempty"`
	Delivered   []Delivery   `json:"delivered"`
	Invoice     *Invoice     `json:"invoice,omitempty"` // the newest
	Invoices    []Invoice    `json:"invoices,omitempty"`
	Disputes    []Dispute    `json:"disputes,omitempty"`
	SellerTax   *TaxFacts    `json:"seller_tax,omitempty"`
	// SellerStated is the day on which the seller stated its facts.
	SellerStated calendar.Date `json:"seller_stated,omitzero"`
	BuyerTax     *TaxFacts     `json:"buyer_tax,omitempty"`
	Tax          *TaxRef       `json:"tax,omitempty"`
	Ending       string        `json:"ending,omitempty"`   // why it ended without a deal
	EndedBy      kernel.Role   `json:"ended_by,omitempty"` // who ended it; both by agreement: empty
	Ends         []EndAsk      `json:"ends,omitempty"`     // wishes to end it by agreement, the newest last
}

// MatchRef remembers how buyer and listing found each other.
type MatchRef struct {
	Rank      int     `json:"rank"`
	Score     float64 `json:"score"`
	Algorithm string  `json:"algorithm"`
}

// feedback says how far a proposal for a need came; nothing when the deal came
// about by itself.
func (d DealData) feedback(kind string, a kernel.Actor) []kernel.Effect {
	if d.Match == nil || d.Match.Algorithm == "" || d.NeedNo == "" {
		return nil
	}
	return []kernel.Effect{kernel.Feedback{User: a.User, Subject: d.NeedNo, Object: d.ListingNo, Kind: kind, Version: d.Match.Algorithm, Place: d.Match.Rank}}
}

// Signatures of the two sides.
type Signatures struct {
	Seller     time.Time     `json:"seller,omitzero"`
	SellerUser kernel.UserID `json:"seller_user,omitempty"`
	Buyer      time.Time     `json:"buyer,omitzero"`
	BuyerUser  kernel.UserID `json:"buyer_user,omitempty"`
}

// Both reports whether both sides have signed.
func (s Signatures) Both() bool { return !s.Seller.IsZero() && !s.Buyer.IsZero() }

// sign adds the side's signature; false when it stands already.
func (s *Signatures) sign(side kernel.Role, user kernel.UserID, at time.Time) bool {
	switch {
	case side == Seller && s.Seller.IsZero():
		s.Seller, s.SellerUser = at, user
	case side == Buyer && s.Buyer.IsZero():
		s.Buyer, s.BuyerUser = at, user
	default:
		return false
	}
	return true
}

// Disclosure is the secret part of a listing, handed over under the agreement.
type Disclosure struct {
	Secret  string    `json:"secret,omitempty"`
	Contact string    `json:"contact,omitempty"`
	At      time.Time `json:"at"`
}

// Terms are what one side offers and both agree: the standard form's blanks.
type Terms struct {
	Deal        registry.DealKind    `json:"deal"`
	Licence     registry.LicenceKind `json:"licence,omitempty"`
	PriceKind   ledger.PriceKind     `json:"price_kind"`
	Price       money.Fen            `json:"price"`        // without VAT; the entry fee with a royalty
	VATIncluded bool                 `json:"vat_included"` // the price as written contains VAT
	Tranches    []Part               `json:"tranches"`
	Royalty     *ledger.Royalty      `json:"royalty,omitempty"`
	Territory   string               `json:"territory"`
	Field       string               `json:"field"`
	From        calendar.Date        `json:"from,omitzero"` // of a licence
	To          calendar.Date        `json:"to,omitzero"`
	Sublicence  bool                 `json:"sublicence"` // 专利法12: only if the contract says so
	Equipment   money.Fen            `json:"equipment"`
	Materials   string               `json:"materials"`  // what is delivered
	Acceptance  string               `json:"acceptance"` // how it is accepted
	Improve     string               `json:"improve"`    // who owns improvements, 民法典875
	Disputes    string               `json:"disputes"`
	SilentDays  int                  `json:"silent_days"` // Unit: calendar days; 0 the default of seven
	// ShareOnly assigns the seller's share; the other owners stay.
	ShareOnly bool `json:"share_only,omitempty"`
	// Back is what a cross licence gives the seller in return.
	Back []BackLicence `json:"back,omitempty"`
	// Own are what the sides add to the standard form.
	Own OwnTerms `json:"own,omitzero"`
}

// Offer is one side's proposal.
type Offer struct {
	By    kernel.Role   `json:"by"`
	User  kernel.UserID `json:"user"`
	At    time.Time     `json:"at"`
	Note  string        `json:"note,omitempty"`
	Terms Terms         `json:"terms"`
}

// Contract is the text that both sign.
type Contract struct {
	Document   string        `json:"document"` // id of the issued paper
	Hash       string        `json:"hash"`     // of its frozen data: both sign the same
	Drafted    time.Time     `json:"drafted"`
	Signatures Signatures    `json:"signatures"`
	Effective  calendar.Date `json:"effective,omitzero"`
	// Digest is the SHA-256 of the drawn paper: both sign the same bytes.
	Digest string `json:"digest,omitempty"`
	// Signing is each side's way to its electronic signature.
	Signing Signing `json:"signing,omitzero"`
}

// Money is what the deal knows of the custody account besides the book.
type Money struct {
	SubAccount string                 `json:"sub_account,omitempty"` // at the bank
	Deposits   int                    `json:"deposits"`              // instructions given
	Releases   map[int]int            `json:"releases,omitempty"`    // instructions given for each tranche
	Refunds    int                    `json:"refunds"`
	Attributed int                    `json:"attributed,omitempty"` // stray receipts that were found to be this deal's
	Asked      map[int]time.Time      `json:"asked,omitempty"`      // when the seller asked for a tranche
	Agreed     map[int]time.Time      `json:"agreed,omitempty"`     // when the buyer agreed to release it
	Paid       map[int]time.Time      `json:"paid,omitempty"`       // when the bank confirmed it
	Came       map[int][]Came         `json:"came,omitempty"`       // what reached the seller, and when
	Account    string                 `json:"account,omitempty"`    // where the seller is paid
	Bank       string                 `json:"bank,omitempty"`       // that keeps the account
	Day        calendar.Date          `json:"day,omitzero"`         // up to which days of payment have come
	PaidFrom   ledger.Party           `json:"paid_from,omitzero"`   // the buyer's own account; refunds go there
	Reports    []ledger.RoyaltyReport `json:"reports,omitempty"`
	// Parked are tranches of which only the disputed part is left.
	Parked map[int]time.Time `json:"parked,omitempty"`
	// Returned is what a dispute gave back to the buyer, by tranche.
	Returned map[int]money.Fen `json:"returned,omitempty"`
	// Refused are orders that the bank did not carry out.
	Refused []Refusal `json:"refused,omitempty"`
}

// Recognition is the technology-contract registration. Its invariant is
// 成交额 ≥ 技术交易额 ≥ 技术性收入 ≥ 0.
type Recognition struct {
	No         string          `json:"no"`
	Kind       string          `json:"kind"` // 转让, 许可, 开发, 咨询, 服务
	Total      money.Fen       `json:"total"`
	Technology money.Fen       `json:"technology"`
	Income     money.Fen       `json:"income"`
	Rest       taxation.Rest   `json:"rest,omitempty"` // what the total holds besides technology
	Date       calendar.Date   `json:"date"`
	Files      []DeliveredFile `json:"files,omitempty"` // scans of the certificate
}

// Recordation is the act of the national office: transfer or licence record.
type Recordation struct {
	Kind     string        `json:"kind"` // transfer, licence
	Ask      string        `json:"ask"`
	Filed    time.Time     `json:"filed"`
	No       string        `json:"no,omitempty"` // of the notice or proof
	Date     calendar.Date `json:"date,omitzero"`
	Refused  string        `json:"refused,omitempty"`
	Attempts int           `json:"attempts"`
	// Owners are the registered owners after an assignment.
	Owners   []registry.Owner `json:"owners,omitempty"`
	Document string           `json:"document,omitempty"` // that says it, where staff entered the answer
	Files    []DeliveredFile  `json:"files,omitempty"`    // scans of it
}

// Invoice is the number that must stand before a release.
type Invoice struct {
	No     string        `json:"no"`
	Kind   string        `json:"kind"` // special (专用), ordinary (普通)
	Amount money.Fen     `json:"amount"`
	Date   calendar.Date `json:"date"`
}

// Dispute freezes the disputed part of a tranche only.
type Dispute struct {
	Tranche int         `json:"tranche"`
	Amount  money.Fen   `json:"amount"`
	By      kernel.Role `json:"by"`
	Reason  string      `json:"reason"`
	At      time.Time   `json:"at"`
	Ended   time.Time   `json:"ended,omitzero"`
	Result  string      `json:"result,omitempty"`
	ToBuyer money.Fen   `json:"to_buyer,omitempty"` // of the amount, what goes back to the buyer
	// Late is set when the bank first refused a payment and later said that it
	// was made: Left of the amount had really gone, by this kind of payment.
	Late ledger.Code `json:"late,omitempty"`
	Left money.Fen   `json:"left,omitempty"`
	// Despite are the bars of the register that, by the word of the head, do not
	// keep the rest of this payment from the seller.
	Despite []string `json:"despite,omitempty"`
}

// TaxRef points to the sheet that closed the deal.
type TaxRef struct {
	At     time.Time `json:"at"`
	Relief money.Fen `json:"relief"` // of the seller's income tax
	Note   string    `json:"note,omitempty"`
	Sheet  RawJSON   `json:"sheet"`            // the whole deal
	Course RawJSON   `json:"course,omitempty"` // payment by payment; none in a deal closed before
	// Papers are the sheets of each year and side.
	Papers []TaxPaper `json:"papers,omitempty"`
}

// TaxPaper is the tax sheet of one side for one year.
type TaxPaper struct {
	Year     int         `json:"year"`
	For      kernel.Role `json:"for"`
	Document string      `json:"document"`
}

// Escrow names the book of the deal.
func (d DealData) Escrow(no string) ledger.Escrow { return ledger.Escrow(no) }

// LedgerTerms are the terms as the book reckons with them.
func (d DealData) LedgerTerms(no string) ledger.Terms {
	t := ledger.Terms{Deal: ledger.Escrow(no)}
	if d.Terms == nil {
		return t
	}
	t.Kind, t.Assignment, t.Price, t.Royalty = d.Terms.PriceKind, d.Terms.Deal == registry.Assignment, d.Terms.Price, d.Terms.Royalty
	t.SilentDays, t.Brokerage = calendar.CalendarDays(d.Terms.SilentDays), d.Brokerage
	for i, p := range d.Terms.Tranches {
		t.Tranches = append(t.Tranches, ledger.Tranche{No: i + 1, Amount: p.Amount, Needs: p.Needs, Day: p.Day, Milestone: d.Terms.milestone(i + 1)})
	}
	return t
}

// LastOffer is the newest offer, nil when there is none.
func (d DealData) LastOffer() *Offer {
	if len(d.Offers) == 0 {
		return nil
	}
	return &d.Offers[len(d.Offers)-1]
}

// DealOf reads the deal of a case.
func DealOf(c kernel.Case) (DealData, error) {
	var d DealData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// readDeal is the record of a deal that is only looked at.
func readDeal(c kernel.Case) (DealData, error) { return kernel.Recall(c, DealOf) }
