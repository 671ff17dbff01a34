package ledger

import (
	"time"

	"quanlian/base/money"
)

// Line is one line of a bank statement (对账单).
type Line struct {
	No         int        `json:"no"` // position in the file, from 1
	BankRef    string     `json:"bank_ref"`
	SubAccount string     `json:"sub_account"`
	In         bool       `json:"in"` // 贷方: money came in
	Amount     money.Fen  `json:"amount"`
	Balance    *money.Fen `json:"balance,omitempty"` // after the line, when the bank prints it
	Date       time.Time  `json:"date"`
	Key        TransferID `json:"key,omitempty"` // our key, when the bank carries it through
	Other      Party      `json:"other"`
	Memo       string     `json:"memo,omitempty"`
}

// Movement is one movement at the bank as our book has it: an instruction, or a
// stray receipt.
type Movement struct {
	Key        TransferID `json:"key"`
	Deal       string     `json:"deal,omitempty"`
	Code       Code       `json:"code"`
	SubAccount string     `json:"sub_account"`
	In         bool       `json:"in"`
	Amount     money.Fen  `json:"amount"`
	BankRef    string     `json:"bank_ref,omitempty"`
	Date       time.Time  `json:"date"`
	Final      bool       `json:"final"` // the bank has confirmed it; otherwise under way
}

// Movements lists what the bank must show, from the instructions and the
// entries. A voided instruction moves nothing and is left out; a surplus that
// came with a deposit is joined to it.
func Movements(instructions []Instruction, entries []Transfer) []Movement {
	ends := map[TransferID]Transfer{}
	strays := map[string]Transfer{}
	for _, t := range entries {
		switch {
		case t.PendingOf != "":
			ends[t.PendingOf] = t
		case t.Code == Stray:
			strays[t.Ref] = t
		}
	}
	var out []Movement
	for _, in := range instructions {
		m := Movement{Key: in.Key, Deal: in.Deal, Code: in.Code, SubAccount: in.SubAccount, In: !in.Code.Out(), Amount: in.Amount, Date: in.AnswerBy}
		if end, ok := ends[in.Key]; ok {
			if end.Phase == Voided {
				continue
			}
			m.Final, m.Amount, m.BankRef, m.Date = true, end.Amount, end.Ref, end.At
			if s, ok := strays[end.Ref]; ok && m.In {
				m.Amount += s.Amount
				delete(strays, end.Ref)
			}
		}
		out = append(out, m)
	}
	for _, t := range entries {
		if t.Code == Stray && strays[t.Ref].ID == t.ID {
			out = append(out, Movement{Key: t.ID, Code: Stray, In: true, Amount: t.Amount, BankRef: t.Ref, Date: t.At, Final: true})
		}
	}
	return out
}
