package hall

import (
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
)

// Kinds of invoice.
const (
	invoiceSpecial  = "special"  // 专用
	invoiceOrdinary = "ordinary" // 普通
)

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

func (r Rules) invoice() kernel.Move {
	return kernel.MoveOf[DealData, InvoiceInput, none]{
		Name: "invoice", Needs: []string{"no", "kind", "amount", "date"}, From: []kernel.State{DealDelivery, DealRecording, DealOffice, DealTaxing}, By: []kernel.Role{Seller}, Right: kernel.RightSubmit, Outward: true,
		Guard: func(t kernel.Turn[DealData, InvoiceInput, none]) error {
			l := errs.List(errs.All(t.Input.FaultsOn(calendar.DateOf(t.Now))))
			if slices.ContainsFunc(t.Data.Invoices, func(x Invoice) bool { return x.No == t.Input.No }) {
				l.Add(errs.At("no", "utilization.hall.invoice_twice", nil))
			}
			if t.Input.Kind == invoiceSpecial && !t.Input.Date.IsZero() {
				if err := r.noSpecial(t.Data, t.Case.No, t.Input.Date); err != nil {
					l.Add(err)
				}
			}
			return l.Err()
		},
		Effects: func(t kernel.Turn[DealData, InvoiceInput, none]) (kernel.Out[DealData], error) {
			inv := Invoice(t.Input)
			t.Data.Invoice, t.Data.Invoices = &inv, append(t.Data.Invoices, inv)
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
