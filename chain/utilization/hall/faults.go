package hall

import (
	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// What is wrong with the input of a move whatever else stands in the case: who wrote
// one field so that it cannot be read hears of these in the same round. A field that
// could not be read is empty here, and nothing below blames another field for that.

// FaultsOn are what is wrong with an invoice on a day.
func (in InvoiceInput) FaultsOn(today calendar.Date) error {
	var l errs.List
	if n := len(in.No); (n != invoiceLong && n != invoiceShort) || !digits(in.No) {
		l.Add(errs.At("no", "utilization.hall.invoice_number", nil))
	}
	if in.Kind != invoiceSpecial && in.Kind != invoiceOrdinary {
		l.Add(errs.At("kind", "utilization.hall.invoice_kind", nil))
	}
	if in.Amount <= 0 {
		l.Add(errs.At("amount", "utilization.hall.invoice_amount", nil))
	}
	if in.Date.IsZero() || in.Date.After(today) {
		l.Add(errs.At("date", "utilization.hall.invoice_date", nil))
	}
	return l.Err()
}

// FaultsOn are what is wrong with a registration on a day; how its sums stand to each
// other is said once all of them can be read.
func (in RecognitionInput) FaultsOn(today calendar.Date) error {
	var l errs.List
	if in.No == "" {
		l.Add(errs.At("no", "utilization.hall.recognition_number", nil))
	}
	if in.Date.IsZero() || in.Date.After(today) {
		l.Add(errs.At("date", "utilization.hall.recognition_date", nil))
	}
	return l.Err()
}

// FaultsOn are what is wrong with a filed appraisal on a day.
func (in FileInput) FaultsOn(today calendar.Date) error { return in.check(today) }

// Faults of a dispute.
func (in DisputeInput) Faults() error { return reason(in.Reason) }

// Faults of the wish to end a deal.
func (in EndAskInput) Faults() error { return reason(in.Reason) }

// Faults of a commission that is asked.
func (in CommissionInput) Faults() error {
	return joined(CommissionTerms{From: in.From}.sided(), needAccount(AccountInput{Account: in.Account, Bank: in.Bank}))
}

// Faults of an invitation.
func (in InviteInput) Faults() error {
	var l errs.List
	if in.Days < 0 || in.Days > invitationMost {
		l.Add(errs.At("days", "utilization.hall.invitation_days", errs.Args{"most": invitationMost}))
	}
	return joined(l.Err(), in.terms().sided())
}

// Faults of a pairing.
func (in PairInput) Faults() error {
	var l errs.List
	if n := len([]rune(in.Words)); n < wordsLeast || n > wordsMost {
		l.Add(errs.At("words", "utilization.hall.pair_words", errs.Args{"least": wordsLeast, "most": wordsMost}))
	}
	return joined(l.Err(), CommissionInput{From: in.From, Account: in.Account, Bank: in.Bank}.Faults())
}

// sided is what is wrong with who bears the commission; the sums are not looked at.
func (x CommissionTerms) sided() error {
	x.Fixed, x.Rate = 1, x.Rate.Sub(x.Rate)
	var l errs.List
	for _, e := range errs.All(x.check(0, x.Rate)) {
		if e.Field == "from" {
			l.Add(e)
		}
	}
	return l.Err()
}

// joined is all that several checks found.
func joined(list ...error) error {
	var l errs.List
	for _, err := range list {
		for _, e := range errs.All(err) {
			l.Add(e)
		}
	}
	return l.Err()
}
