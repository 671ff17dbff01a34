package ledger

import (
	"strconv"
	"time"

	"quanlian/base/money"
)

// Escrow is the custody sub-account of one deal, named by the case number of
// the deal. Its methods make the entries of the deal with ids that follow from
// the act: n counts the acts of one kind, so that the same act is the same id.
type Escrow string

// Free is the account of money in custody that is promised to no tranche.
func (e Escrow) Free() Account { return NewAccount(string(e), Free, "") }

// Payer is the buyer's own account outside.
func (e Escrow) Payer() Account { return NewAccount(string(e), Payer, "") }

// Locked is the money promised to a tranche.
func (e Escrow) Locked(tranche int) Account { return e.part(Locked, tranche, "") }

// Frozen is the disputed part of a tranche.
func (e Escrow) Frozen(tranche int) Account { return e.part(Frozen, tranche, "") }

// Payee is the seller's own account outside, by tranche; party tells several
// sellers apart and is empty for one.
func (e Escrow) Payee(tranche int, party string) Account { return e.part(Payee, tranche, party) }

// Broker is the broker's own account outside, by tranche.
func (e Escrow) Broker(tranche int) Account { return e.part(Broker, tranche, "") }

func (e Escrow) part(k Kind, tranche int, party string) Account {
	part := strconv.Itoa(tranche)
	if party != "" {
		part += ":" + party
	}
	return NewAccount(string(e), k, part)
}

// Accounts lists the accounts to open for a deal: the two of the deal and four
// of each tranche, one more for each further seller.
func (e Escrow) Accounts(tranches []int, parties ...string) []Account {
	out := []Account{e.Payer(), e.Free()}
	if len(parties) == 0 {
		parties = []string{""}
	}
	for _, n := range tranches {
		out = append(out, e.Locked(n), e.Frozen(n), e.Broker(n))
		for _, p := range parties {
			out = append(out, e.Payee(n, p))
		}
	}
	return out
}

func (e Escrow) entry(code Code, id string, n int, from, to Account, amount money.Fen, at time.Time) Transfer {
	t := Transfer{
		ID:    TransferID(string(e) + "/" + string(code) + id + "/" + strconv.Itoa(n)),
		Debit: from.ID, Credit: to.ID, Amount: amount, Code: code, Phase: Posted, Ref: string(e), At: at,
	}
	if code.ByBank() {
		t.Phase = Pending
	}
	return t
}

func tranchePart(n int) string { return "/" + strconv.Itoa(n) }

// Expect announces a deposit (存入): a hold until the bank says it is there.
func (e Escrow) Expect(n int, amount money.Fen, at time.Time) Transfer {
	return e.entry(Deposit, "", n, e.Payer(), e.Free(), amount, at)
}

// Lock promises money to a tranche (锁定).
func (e Escrow) Lock(tranche, n int, amount money.Fen, at time.Time) Transfer {
	return e.entry(Lock, tranchePart(tranche), n, e.Free(), e.Locked(tranche), amount, at)
}

// Unlock takes the promise back (解锁), for a refund or a changed plan.
func (e Escrow) Unlock(tranche, n int, amount money.Fen, at time.Time) Transfer {
	return e.entry(Unlock, tranchePart(tranche), n, e.Locked(tranche), e.Free(), amount, at)
}

// Freeze sets the disputed part of a tranche aside (冻结); the rest of the
// tranche and the other tranches go on.
func (e Escrow) Freeze(tranche, n int, disputed money.Fen, at time.Time) Transfer {
	return e.entry(Freeze, tranchePart(tranche), n, e.Locked(tranche), e.Frozen(tranche), disputed, at)
}

// Thaw ends a freeze for this much (解冻): back to the tranche, from where a
// decision for the seller is released and one for the buyer unlocked and
// refunded.
func (e Escrow) Thaw(tranche, n int, amount money.Fen, at time.Time) Transfer {
	return e.entry(Thaw, tranchePart(tranche), n, e.Frozen(tranche), e.Locked(tranche), amount, at)
}

// Release sends money of a tranche to the seller (放款): a hold until the bank
// says it is paid. A tranche may be released in parts.
func (e Escrow) Release(tranche, n int, party string, amount money.Fen, at time.Time) Transfer {
	part := tranchePart(tranche)
	if party != "" {
		part += ":" + party
	}
	return e.entry(Release, part, n, e.Locked(tranche), e.Payee(tranche, party), amount, at)
}

// PayBroker sends the disclosed commission of a tranche to the broker (佣金),
// apart from the seller's money.
func (e Escrow) PayBroker(tranche, n int, amount money.Fen, at time.Time) Transfer {
	return e.entry(Commission, tranchePart(tranche), n, e.Locked(tranche), e.Broker(tranche), amount, at)
}

// Refund sends free money back to the buyer (退款).
func (e Escrow) Refund(n int, amount money.Fen, at time.Time) Transfer {
	return e.entry(Refund, "", n, e.Free(), e.Payer(), amount, at)
}

// Attribute gives a stray receipt to the deal it belongs to (认领).
func (e Escrow) Attribute(stray Account, n int, amount money.Fen, at time.Time) Transfer {
	return e.entry(Attribute, "/"+stray.Scope+"/"+stray.Part, n, stray, e.Free(), amount, at)
}

// StrayAccounts are the two accounts of one receipt at the bank that fits no
// deal: where it came from, and the suspense account it waits in.
func StrayAccounts(bank, bankRef string) (outside, suspense Account) {
	return NewAccount("@"+bank, Outside, bankRef), NewAccount("@"+bank, Suspense, bankRef)
}

// StrayReceipt books money that fits no deal (不明来款). The bank's own
// reference is its id: the same receipt is booked once, whatever tells of it.
func StrayReceipt(bank, bankRef string, amount money.Fen, at time.Time) (Transfer, []Account) {
	from, to := StrayAccounts(bank, bankRef)
	return Transfer{
		ID:    TransferID("@" + bank + "/" + string(Stray) + "/" + bankRef),
		Debit: from.ID, Credit: to.ID, Amount: amount, Code: Stray, Phase: Posted, Ref: bankRef, At: at,
	}, []Account{from, to}
}

// ReturnStray sends a stray receipt back where it came from (原路退回).
func ReturnStray(bank, bankRef string, n int, amount money.Fen, at time.Time) Transfer {
	from, to := StrayAccounts(bank, bankRef)
	return Transfer{
		ID:    TransferID("@" + bank + "/" + string(Return) + "/" + bankRef + "/" + strconv.Itoa(n)),
		Debit: to.ID, Credit: from.ID, Amount: amount, Code: Return, Phase: Pending, Ref: bankRef, At: at,
	}
}
