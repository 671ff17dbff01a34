package ledger

import (
	"time"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// TransferID names one entry for ever. The constructors of this package make
// it from the deal and the act, so that doing the same thing twice is the same
// id and books once.
type TransferID string

// Phase says how final an entry is.
type Phase string

// The phases. A hold (Pending) is never changed: a Posted or Voided entry that
// names it in PendingOf ends it.
const (
	Posted  Phase = "posted"
	Pending Phase = "pending"
	Voided  Phase = "voided"
)

// Unit: bytes. Source: design of ours; an id must fit an index row of every database.
const maxID = 200

// Unit: fen. Source: design of ours; 10 trillion yuan, far above any deal.
const maxAmount = money.Fen(1_000_000_000_000_000)

// Transfer is one immutable double entry: the amount leaves Debit and enters
// Credit.
type Transfer struct {
	ID        TransferID `json:"id"`
	Debit     AccountID  `json:"debit"`
	Credit    AccountID  `json:"credit"`
	Amount    money.Fen  `json:"amount"` // > 0
	Code      Code       `json:"code"`
	Phase     Phase      `json:"phase"`
	PendingOf TransferID `json:"pending_of,omitempty"` // the hold that this entry ends
	// IdempotencyKey is a second name under which the same business act is
	// known, for callers that cannot choose the id. Empty: the id alone.
	IdempotencyKey string    `json:"key,omitempty"`
	Ref            string    `json:"ref,omitempty"` // case, document or bank reference
	At             time.Time `json:"at,omitzero"`   // when it was recorded, UTC
	// Linked ties the entry to the next one of its batch: both or none.
	Linked bool `json:"linked,omitempty"`
}

// Post makes the entry that ends a hold with the amount that really moved, at
// most that of the hold; what was not moved is free again. Its id follows from
// the hold, so a doubled answer books once.
func (t Transfer) Post(amount money.Fen, ref string, at time.Time) Transfer {
	return t.end(Posted, amount, "/posted", ref, at)
}

// Void makes the entry that ends a hold without moving anything.
func (t Transfer) Void(ref string, at time.Time) Transfer {
	return t.end(Voided, t.Amount, "/voided", ref, at)
}

func (t Transfer) end(p Phase, amount money.Fen, suffix, ref string, at time.Time) Transfer {
	return Transfer{
		ID: t.ID + TransferID(suffix), Debit: t.Debit, Credit: t.Credit, Amount: amount,
		Code: t.Code, Phase: p, PendingOf: t.ID, Ref: ref, At: at,
	}
}

// same reports whether o asks for the same booking; the time and the link are
// no part of it, a repeated request carries its own.
func (t Transfer) same(o Transfer) bool {
	return t.Debit == o.Debit && t.Credit == o.Credit && t.Amount == o.Amount && t.Code == o.Code &&
		t.Phase == o.Phase && t.PendingOf == o.PendingOf && t.IdempotencyKey == o.IdempotencyKey && t.Ref == o.Ref
}

// check looks at the entry alone, without the book.
func (t Transfer) check() *errs.Error {
	args := errs.Args{"transfer": string(t.ID)}
	switch {
	case t.ID == "" || len(t.ID) > maxID || len(t.IdempotencyKey) > maxID:
		return errs.New(errs.Invalid, "ledger.bad_id", args)
	case t.Amount <= 0 || t.Amount > maxAmount:
		return errs.New(errs.Invalid, "ledger.bad_amount", errs.Args{"transfer": string(t.ID), "amount": t.Amount.Plain()})
	case t.Debit == t.Credit:
		return errs.New(errs.Invalid, "ledger.same_account", errs.Args{"transfer": string(t.ID), "account": string(t.Debit)})
	case t.Phase != Posted && t.Phase != Pending && t.Phase != Voided:
		return errs.New(errs.Invalid, "ledger.bad_phase", args)
	case t.Phase == Pending && t.PendingOf != "", t.Phase == Voided && t.PendingOf == "":
		return errs.New(errs.Invalid, "ledger.bad_phase", args)
	}
	return nil
}
