package hall

import (
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// DeliverInput names a batch of technical documents.
type DeliverInput struct {
	What     string `json:"what"`
	Document string `json:"document,omitempty"`
}

func deliver() kernel.Move {
	return kernel.MoveOf[DealData, DeliverInput, none]{
		Name: "deliver", From: []kernel.State{DealDelivery}, By: []kernel.Role{Seller}, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[DealData, DeliverInput, none]) error {
			if t.Input.What == "" {
				return errs.At("what", "utilization.hall.delivery_what", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, DeliverInput, none]) (kernel.Out[DealData], error) {
			t.Data.Delivered = append(t.Data.Delivered, Delivery{What: t.Input.What, Document: t.Input.Document, At: t.Now})
			return kernel.Out[DealData]{Data: t.Data, Effects: []kernel.Effect{tell(Buyer, "delivered", t.Case.No)}}, nil
		},
	}.Build()
}

func acceptDelivery() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "accept_delivery", From: []kernel.State{DealDelivery}, By: []kernel.Role{Buyer}, Right: kernel.RightSubmit, Outward: true,
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			n := len(t.Data.Delivered)
			if n == 0 || !t.Data.Delivered[n-1].Accepted.IsZero() {
				return kernel.Out[DealData]{}, errs.New(errs.Conflict, "utilization.hall.nothing_delivered", nil)
			}
			list := append([]Delivery(nil), t.Data.Delivered...)
			for i := range list {
				if list[i].Accepted.IsZero() {
					list[i].Accepted = t.Now
				}
			}
			t.Data.Delivered = list
			return kernel.Out[DealData]{Data: t.Data, Effects: []kernel.Effect{tell(Seller, "accepted_delivery", t.Case.No)}}, nil
		},
	}.Build()
}

// InvoiceInput is the number of the seller's invoice.
type InvoiceInput struct {
	No     string        `json:"no"`
	Kind   string        `json:"kind"`
	Amount money.Fen     `json:"amount"`
	Date   calendar.Date `json:"date"`
}

// Lengths of invoice numbers. Unit: digits. Source: 数电票 20 digits (国家税务总局
// 公告2024年第11号), paper invoices 8 digits.
const (
	invoiceLong  = 20
	invoiceShort = 8
)

func invoice() kernel.Move {
	return kernel.MoveOf[DealData, InvoiceInput, none]{
		Name: "invoice", From: []kernel.State{DealDelivery}, By: []kernel.Role{Seller}, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[DealData, InvoiceInput, none]) error {
			var l errs.List
			if n := len(t.Input.No); (n != invoiceLong && n != invoiceShort) || !digits(t.Input.No) {
				l.Add(errs.At("no", "utilization.hall.invoice_number", nil))
			}
			if t.Input.Kind != "special" && t.Input.Kind != "ordinary" {
				l.Add(errs.At("kind", "utilization.hall.invoice_kind", nil))
			}
			if t.Input.Amount <= 0 {
				l.Add(errs.At("amount", "utilization.hall.invoice_amount", nil))
			}
			return l.Err()
		},
		Effects: func(t kernel.Turn[DealData, InvoiceInput, none]) (kernel.Out[DealData], error) {
			inv := Invoice(t.Input)
			t.Data.Invoice = &inv
			return kernel.Out[DealData]{Data: t.Data, Effects: []kernel.Effect{tell(Buyer, "invoiced", t.Case.No)}}, nil
		},
	}.Build()
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// ReportInput is the base of one period of a running royalty.
type ReportInput struct {
	Report ledger.RoyaltyReport `json:"report"`
}

// reportSales takes the licensee's report; what is due becomes one more tranche
// that the buyer pays in.
func (r Rules) reportSales() kernel.Move {
	return kernel.MoveOf[DealData, ReportInput, none]{
		Name: "report_sales", From: []kernel.State{DealDelivery}, By: []kernel.Role{Buyer}, Right: kernel.RightSubmit, Outward: true,
		Guard: func(t kernel.Turn[DealData, ReportInput, none]) error {
			if t.Data.Terms == nil || t.Data.Terms.Royalty == nil {
				return errs.New(errs.Conflict, "utilization.hall.no_royalty", nil)
			}
			if t.Input.Report.Period != len(t.Data.Money.Reports)+1 || t.Input.Report.Base.IsNegative() {
				return errs.At("report.period", "utilization.hall.report_period", errs.Args{"next": len(t.Data.Money.Reports) + 1})
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, ReportInput, none]) (kernel.Out[DealData], error) {
			t.Data.Money.Reports = append(t.Data.Money.Reports, t.Input.Report)
			e := t.Data.Escrow(t.Case.No)
			return kernel.Out[DealData]{To: DealDeposit, Data: t.Data, Effects: []kernel.Effect{
				ledger.Record{Accounts: e.Accounts(t.Data.trancheNumbers())}, tell(Seller, "reported", t.Case.No),
			}}, nil
		},
	}.Build()
}

// DisputeInput freezes the disputed part of the tranche that is due.
type DisputeInput struct {
	Amount money.Fen `json:"amount"`
	Reason string    `json:"reason"`
}

func dispute() kernel.Move {
	return kernel.MoveOf[DealData, DisputeInput, moneyFacts]{
		Name: "dispute", From: []kernel.State{DealDelivery}, By: []kernel.Role{Buyer}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ DisputeInput) (moneyFacts, error) {
			return loadMoney(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, DisputeInput, moneyFacts]) error {
			n := t.Data.nextTranche()
			if t.Input.Amount <= 0 || t.Input.Amount > t.Facts.position.Standing(n).Releasable() {
				return errs.At("amount", "utilization.hall.dispute_amount", errs.Args{"most": t.Facts.position.Standing(n).Releasable().String()})
			}
			return reason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[DealData, DisputeInput, moneyFacts]) (kernel.Out[DealData], error) {
			n := t.Data.nextTranche()
			t.Data.Disputes = append(t.Data.Disputes, Dispute{Tranche: n, Amount: t.Input.Amount, By: side(t.Roles), Reason: t.Input.Reason, At: t.Now})
			f := t.Data.Escrow(t.Case.No).Freeze(n, len(t.Data.Disputes), t.Input.Amount, t.Now)
			return kernel.Out[DealData]{Data: t.Data, Effects: []kernel.Effect{
				ledger.Record{Transfers: []ledger.Transfer{f}}, tell(Seller, "disputed", t.Case.No), tell(Clerk, "disputed", t.Case.No),
			}}, nil
		},
	}.Build()
}

// EndDisputeInput gives the frozen money back to the tranche.
type EndDisputeInput struct {
	Result string `json:"result"`
}

func endDispute() kernel.Move {
	return kernel.MoveOf[DealData, EndDisputeInput, none]{
		Name: "end_dispute", From: []kernel.State{DealDelivery}, By: []kernel.Role{Clerk, kernel.RoleHead},
		Guard: func(t kernel.Turn[DealData, EndDisputeInput, none]) error {
			if t.Data.openDispute() < 0 {
				return errs.New(errs.Conflict, "utilization.hall.no_dispute", nil)
			}
			return reason(t.Input.Result)
		},
		Effects: func(t kernel.Turn[DealData, EndDisputeInput, none]) (kernel.Out[DealData], error) {
			i := t.Data.openDispute()
			list := append([]Dispute(nil), t.Data.Disputes...)
			list[i].Ended, list[i].Result = t.Now, t.Input.Result
			t.Data.Disputes = list
			thaw := t.Data.Escrow(t.Case.No).Thaw(list[i].Tranche, i+1, list[i].Amount, t.Now)
			return kernel.Out[DealData]{Data: t.Data, Effects: []kernel.Effect{
				ledger.Record{Transfers: []ledger.Transfer{thaw}}, tell(Seller, "dispute_over", t.Case.No), tell(Buyer, "dispute_over", t.Case.No),
			}}, nil
		},
	}.Build()
}

func (d DealData) openDispute() int {
	for i, x := range d.Disputes {
		if x.Ended.IsZero() {
			return i
		}
	}
	return -1
}

// TerminateInput says why the deal ends and where the money goes back.
type TerminateInput struct {
	Reason string `json:"reason"`
}

// terminate ends the deal before title has passed: what is in custody goes back
// to the buyer. After registration a deal is undone by a new one.
func (r Rules) terminate() kernel.Move {
	return kernel.MoveOf[DealData, TerminateInput, moneyFacts]{
		Name: "terminate", By: []kernel.Role{Clerk, kernel.RoleHead},
		From: []kernel.State{DealInquiry, DealNDA, DealTalks, DealPublicity, DealDraft, DealSigning, DealDeposit, DealRecording},
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ TerminateInput) (moneyFacts, error) {
			return loadMoney(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, TerminateInput, moneyFacts]) error { return reason(t.Input.Reason) },
		Effects: func(t kernel.Turn[DealData, TerminateInput, moneyFacts]) (kernel.Out[DealData], error) {
			d := t.Data
			d.Ending = t.Input.Reason
			out := kernel.Out[DealData]{To: DealEnded, Data: d, Change: func(c *kernel.Case) { hide(c); c.Meet("whole_deal", t.Now); c.Meet("licence_record", t.Now) },
				Effects: []kernel.Effect{kernel.ClearTimer{Name: "publicity"}, tell(Seller, "terminated", t.Case.No), tell(Buyer, "terminated", t.Case.No)}}
			if d.Contract != nil && d.Contract.Signatures.Both() && excludes(*d.Terms) {
				out.Effects = append(out.Effects, kernel.MoveChild{Case: d.Listing, Move: "free"})
			}
			return r.refund(t, out)
		},
	}.Build()
}

func (r Rules) refund(t kernel.Turn[DealData, TerminateInput, moneyFacts], out kernel.Out[DealData]) (kernel.Out[DealData], error) {
	p, e := t.Facts.position, out.Data.Escrow(t.Case.No)
	amount := p.Available
	var rec ledger.Record
	for _, s := range p.Tranches {
		if s.Releasable() > 0 {
			rec.Transfers = append(rec.Transfers, e.Unlock(s.Tranche, out.Data.Money.Refunds+1, s.Releasable(), t.Now))
			amount += s.Releasable()
		}
	}
	if amount <= 0 {
		return out, nil
	}
	out.Data.Money.Refunds++
	hold := e.Refund(out.Data.Money.Refunds, amount, t.Now)
	effects, err := ledger.Instruct(hold, out.Data.Money.SubAccount, ledger.Party{Name: out.Data.Buyer.Name}, t.Now.Add(r.BankAnswers), "bank_answer")
	if err != nil {
		return out, err
	}
	out.To = DealRefunding
	if len(rec.Transfers) > 0 {
		out.Effects = append(out.Effects, rec)
	}
	out.Effects = append(out.Effects, effects...)
	return out, nil
}
