package hall

import (
	"maps"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// BankCode names the custody bank in the book; a city has one or sets others.
const BankCode = "custody"

// moneyFacts are the register and the book as they stand inside the act.
type moneyFacts struct {
	view     registry.View
	position ledger.Position
}

func loadMoney(v kernel.View, c kernel.Case, d DealData) (moneyFacts, error) {
	var f moneyFacts
	var err error
	if f.view, err = right(v, d.Right); err != nil {
		return f, err
	}
	states, err := kernel.Load(v, ledger.StatesOf{Deal: d.Escrow(c.No)})
	if err != nil {
		return f, err
	}
	f.position = ledger.PositionOf(d.Escrow(c.No), states)
	return f, nil
}

// AccountInput names the payer's or the payee's own account.
type AccountInput struct {
	Account string `json:"account"`
	Bank    string `json:"bank,omitempty"`
}

func (r Rules) deposit() kernel.Move {
	return kernel.MoveOf[DealData, AccountInput, moneyFacts]{
		Name: "deposit", From: []kernel.State{DealDeposit}, By: []kernel.Role{Buyer}, Right: kernel.RightPay, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ AccountInput) (moneyFacts, error) {
			return loadMoney(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, AccountInput, moneyFacts]) error { return needAccount(t.Input) },
		Effects: func(t kernel.Turn[DealData, AccountInput, moneyFacts]) (kernel.Out[DealData], error) {
			d, err := r.checked(t.Data, t.Facts.view, registry.AtDeposit, t.Now)
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			missing, err := d.missing(t.Case.No, t.Facts.position)
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			e := d.Escrow(t.Case.No)
			d.Money.Deposits++
			hold := e.Expect(d.Money.Deposits, missing, t.Now)
			effects, err := ledger.Instruct(hold, d.Money.SubAccount, ledger.Party{Name: d.Buyer.Name, Account: t.Input.Account, Bank: t.Input.Bank}, t.Now.Add(r.BankAnswers), "bank_answer")
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			open := ledger.Record{Accounts: e.Accounts(d.trancheNumbers())}
			return kernel.Out[DealData]{To: DealDepositing, Data: d, Effects: append([]kernel.Effect{open}, effects...)}, nil
		},
	}.Build()
}

func needAccount(in AccountInput) error {
	if len(in.Account) < 4 {
		return errs.At("account", "utilization.hall.account_missing", nil)
	}
	return nil
}

// missing is what the buyer has still to pay in for the fixed tranches.
func (d DealData) missing(no string, p ledger.Position) (money.Fen, error) {
	plan, err := d.LedgerTerms(no).Schedule(nil)
	if err != nil {
		return 0, err
	}
	var sum money.Fen
	for _, x := range plan {
		sum += x.PayIn
	}
	sum -= p.Deposited
	if sum <= 0 {
		return 0, errs.New(errs.Conflict, "utilization.hall.paid_in_full", nil)
	}
	return sum, nil
}

func (d DealData) trancheNumbers() []int {
	var n []int
	for i := range d.Terms.Tranches {
		n = append(n, i+1)
	}
	for i := range d.Money.Reports {
		n = append(n, len(d.Terms.Tranches)+i+1)
	}
	return n
}

type bankFacts struct {
	known ledger.Known
	money moneyFacts
}

// bankAnswer takes whatever the bank says, in whatever order: the book decides
// what is booked, the deal goes on when the book says that the money is there.
func (r Rules) bankAnswer() kernel.Move {
	return kernel.MoveOf[DealData, ledger.Answer, bankFacts]{
		Name: "bank_answer", By: []kernel.Role{Bank}, Hidden: true, Anytime: true, OnHold: true, From: []kernel.State{DealSettled, DealEnded},
		Facts: func(v kernel.View, c kernel.Case, d DealData, a ledger.Answer) (bankFacts, error) {
			var f bankFacts
			var err error
			if f.known, err = kernel.Load(v, ledger.KnownOf{Bank: BankCode, BankRef: a.BankRef, Key: a.Key}); err != nil {
				return f, err
			}
			f.money, err = loadMoney(v, c, d)
			return f, err
		},
		Effects: func(t kernel.Turn[DealData, ledger.Answer, bankFacts]) (kernel.Out[DealData], error) {
			took, err := ledger.Take(t.Facts.known, t.Input, t.Now)
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			out := kernel.Out[DealData]{Data: t.Data}
			if rec := took.Record(); !rec.Empty() {
				out.Effects = append(out.Effects, rec)
			}
			if len(took.Tasks) > 0 {
				out.Effects = append(out.Effects, tell(Clerk, "bank_task", t.Case.No))
			}
			for _, x := range took.Transfers {
				if x.PendingOf != "" && x.Phase == ledger.Posted {
					return r.paid(t, out, t.Facts.known.Hold, x)
				}
				if x.PendingOf != "" && x.Phase == ledger.Voided {
					return r.refused(t, out), nil
				}
			}
			return out, nil
		},
	}.Build()
}

// paid goes on after the bank has confirmed a movement.
func (r Rules) paid(t kernel.Turn[DealData, ledger.Answer, bankFacts], out kernel.Out[DealData], hold, end ledger.Transfer) (kernel.Out[DealData], error) {
	switch hold.Code {
	case ledger.Deposit:
		return r.deposited(t, out, end.Amount)
	case ledger.Release:
		account, err := ledger.ParseAccount(hold.Debit)
		if err != nil {
			return out, err
		}
		d := out.Data
		d.Money.Paid = put(d.Money.Paid, account.Tranche(), t.Now)
		out.Data, out.To = d, DealDelivery
		if d.allPaid() {
			out.To = DealTaxing
			out.Effects = append(out.Effects, tell(Clerk, "tax_sheet", t.Case.No))
		}
		out.Effects = append(out.Effects, tell(Seller, "paid", t.Case.No), tell(Buyer, "paid", t.Case.No))
	case ledger.Refund:
		out.To = DealEnded
		out.Effects = append(out.Effects, tell(Buyer, "refunded", t.Case.No))
	}
	return out, nil
}

// deposited locks what has come in to its tranches; short money waits.
func (r Rules) deposited(t kernel.Turn[DealData, ledger.Answer, bankFacts], out kernel.Out[DealData], amount money.Fen) (kernel.Out[DealData], error) {
	p := t.Facts.money.position
	p.Deposited += amount
	if t.Case.State != DealDepositing {
		return out, nil // late money of a deal that went on or ended: it stays free, the clerk was told
	}
	if missing, err := out.Data.missing(t.Case.No, p); err == nil && missing > 0 {
		out.To = DealDeposit
		out.Effects = append(out.Effects, tell(Buyer, "short", t.Case.No))
		return out, nil
	}
	plan, err := out.Data.LedgerTerms(t.Case.No).Schedule(nil)
	if err != nil {
		return out, err
	}
	e := out.Data.Escrow(t.Case.No)
	var rec ledger.Record
	for _, x := range plan {
		rec.Transfers = append(rec.Transfers, e.Lock(x.Tranche, 1, x.PayIn, t.Now))
	}
	out.To = DealRecording
	out.Effects = append(out.Effects, rec, tell(Seller, "deposited", t.Case.No), tell(Buyer, "deposited", t.Case.No))
	return out, nil
}

// refused goes back to where the instruction was given.
func (r Rules) refused(t kernel.Turn[DealData, ledger.Answer, bankFacts], out kernel.Out[DealData]) kernel.Out[DealData] {
	switch {
	case t.Case.State == DealDepositing && t.Facts.known.Hold.Code == ledger.Deposit:
		out.To = DealDeposit
		out.Effects = append(out.Effects, tell(Buyer, "deposit_refused", t.Case.No))
	case t.Case.State == DealReleasing && t.Facts.known.Hold.Code == ledger.Release:
		out.To = DealDelivery
		out.Effects = append(out.Effects, tell(Seller, "release_refused", t.Case.No))
	}
	return out
}

// put sets one entry of a copied map.
func put(m map[int]time.Time, k int, at time.Time) map[int]time.Time {
	out := maps.Clone(m)
	if out == nil {
		out = map[int]time.Time{}
	}
	out[k] = at
	return out
}

// nextTranche is the first tranche that the bank has not paid yet, 0 for none.
func (d DealData) nextTranche() int {
	for _, n := range d.trancheNumbers() {
		if d.Money.Paid[n].IsZero() {
			return n
		}
	}
	return 0
}

func (d DealData) allPaid() bool { return d.nextTranche() == 0 }

func askRelease() kernel.Move {
	return kernel.MoveOf[DealData, AccountInput, none]{
		Name: "ask_release", From: []kernel.State{DealDelivery}, By: []kernel.Role{Seller}, Right: kernel.RightPay, Outward: true,
		Guard: func(t kernel.Turn[DealData, AccountInput, none]) error {
			if t.Data.nextTranche() == 0 {
				return errs.New(errs.Conflict, "utilization.hall.all_paid", nil)
			}
			return needAccount(t.Input)
		},
		Effects: func(t kernel.Turn[DealData, AccountInput, none]) (kernel.Out[DealData], error) {
			t.Data.Money.Asked = put(t.Data.Money.Asked, t.Data.nextTranche(), t.Now)
			t.Data.Money.Account = t.Input.Account
			return kernel.Out[DealData]{Data: t.Data, Effects: []kernel.Effect{tell(Buyer, "release_asked", t.Case.No)}}, nil
		},
	}.Build()
}

// release sends the next tranche. The buyer agrees by making the move; after
// the buyer's silence the seller may make it.
func (r Rules) release() kernel.Move {
	return kernel.MoveOf[DealData, none, moneyFacts]{
		Name: "release", From: []kernel.State{DealDelivery}, By: both, Right: kernel.RightPay, Outward: true,
		Facts:   func(v kernel.View, c kernel.Case, d DealData, _ none) (moneyFacts, error) { return loadMoney(v, c, d) },
		Effects: r.doRelease,
	}.Build()
}

func (r Rules) doRelease(t kernel.Turn[DealData, none, moneyFacts]) (kernel.Out[DealData], error) {
	d := t.Data
	n := d.nextTranche()
	if n == 0 {
		return kernel.Out[DealData]{}, errs.New(errs.Conflict, "utilization.hall.all_paid", nil)
	}
	terms := d.LedgerTerms(t.Case.No)
	consent := ledger.Consent{Noticed: d.Money.Asked[n], Seller: d.Money.Asked[n], Objected: d.disputed(n)}
	if side(t.Roles) == Buyer {
		consent.Buyer = t.Now
	}
	given, _, end, err := terms.Given(consent, t.Now, r.Calendar)
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	if !given {
		return kernel.Out[DealData]{}, errs.New(errs.TooEarly, "utilization.hall.no_consent", errs.Args{"until": end.Date.String()})
	}
	d, err = r.checked(d, t.Facts.view, registry.AtRelease, t.Now)
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	payment, err := d.payment(terms, n)
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	if err := payment.Ready(d.facts(t.Now), t.Now); err != nil {
		return kernel.Out[DealData]{}, err
	}
	return r.instructRelease(t, d, payment)
}

func (r Rules) instructRelease(t kernel.Turn[DealData, none, moneyFacts], d DealData, p ledger.Payment) (kernel.Out[DealData], error) {
	free := t.Facts.position.Standing(p.Tranche).Releasable()
	amount := min(p.ToSeller, free)
	if amount <= 0 {
		return kernel.Out[DealData]{}, errs.New(errs.Conflict, "utilization.hall.all_frozen", errs.Args{"tranche": p.Tranche})
	}
	d.Money.Releases = maps.Clone(d.Money.Releases)
	if d.Money.Releases == nil {
		d.Money.Releases = map[int]int{}
	}
	d.Money.Releases[p.Tranche]++
	d.Money.Agreed = put(d.Money.Agreed, p.Tranche, t.Now)
	hold := d.Escrow(t.Case.No).Release(p.Tranche, d.Money.Releases[p.Tranche], "", amount, t.Now)
	effects, err := ledger.Instruct(hold, d.Money.SubAccount, ledger.Party{Name: d.Seller.Name, Account: d.Money.Account}, t.Now.Add(r.BankAnswers), "bank_answer")
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	return kernel.Out[DealData]{To: DealReleasing, Data: d, Effects: append(effects, tell(other(side(t.Roles)), "releasing", t.Case.No))}, nil
}

func (d DealData) payment(terms ledger.Terms, n int) (ledger.Payment, error) {
	plan, err := terms.Schedule(d.Money.Reports)
	if err != nil {
		return ledger.Payment{}, err
	}
	i := slices.IndexFunc(plan, func(p ledger.Payment) bool { return p.Tranche == n })
	if i < 0 {
		return ledger.Payment{}, errs.New(errs.Internal, "utilization.hall.no_tranche", errs.Args{"tranche": n})
	}
	return plan[i], nil
}

// disputed reports whether a dispute over the tranche is open.
func (d DealData) disputed(n int) bool {
	return slices.ContainsFunc(d.Disputes, func(x Dispute) bool { return x.Tranche == n && x.Ended.IsZero() })
}

// facts are the conditions of a release as the deal proves them.
func (d DealData) facts(now time.Time) []ledger.Fact {
	var f []ledger.Fact
	add := func(c ledger.Condition, ref string, at time.Time) {
		f = append(f, ledger.Fact{Condition: c, Ref: ref, ObservedAt: at})
	}
	if d.Contract != nil && d.Contract.Signatures.Both() {
		add(ledger.ContractSigned, d.Contract.Hash, d.Contract.Drafted)
	}
	if n := len(d.Checks); n > 0 && !d.Checks[n-1].Blocked {
		add(ledger.RightsClear, "", d.Checks[n-1].At)
	}
	if d.Record != nil && d.Record.No != "" {
		c := ledger.LicenceRecorded
		if d.Record.Kind == recordTransfer {
			c = ledger.TransferRegistered
		}
		add(c, d.Record.No, d.Record.Filed)
	}
	for _, x := range d.Delivered {
		if !x.Accepted.IsZero() {
			add(ledger.DocsAccepted, x.What, x.Accepted)
			add(ledger.MilestoneAccepted, x.What, x.Accepted)
		}
	}
	if d.Invoice != nil {
		add(ledger.InvoiceIssued, d.Invoice.No, now)
	}
	for _, rep := range d.Money.Reports {
		add(ledger.ReportFiled, rep.Base.String(), now)
	}
	return f
}
