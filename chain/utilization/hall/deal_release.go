package hall

import (
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

func askRelease() kernel.Move {
	return kernel.MoveOf[DealData, AccountInput, none]{
		Name: "ask_release", Needs: []string{"account", "bank"}, From: []kernel.State{DealDelivery}, By: []kernel.Role{Seller}, Right: kernel.RightPay, Outward: true,
		Guard: func(t kernel.Turn[DealData, AccountInput, none]) error {
			if t.Data.nextTranche() == 0 {
				return errs.New(errs.Conflict, "utilization.hall.all_paid", nil)
			}
			if err := needAccount(t.Input); err != nil {
				return err
			}
			return t.Data.askable(t.Case.No, t.Now)
		},
		Effects: func(t kernel.Turn[DealData, AccountInput, none]) (kernel.Out[DealData], error) {
			d, n := t.Data, t.Data.nextTranche()
			// Asking again does not start the days anew; another account does.
			if d.Money.Asked[n].IsZero() || d.Money.Account != t.Input.Account {
				d.Money.Asked = put(d.Money.Asked, n, t.Now)
			}
			d.Money.Account, d.Money.Bank = t.Input.Account, t.Input.Bank
			return kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{tell(Buyer, "release_asked", t.Case.No)}}, nil
		},
	}.Build()
}

// askable says what the next payment still lacks, or nil. The buyer's days to speak
// run from the question, so it is asked once the buyer can answer it; the register is
// looked at on the day of the release.
func (d DealData) askable(no string, now time.Time) error {
	n := d.nextTranche()
	p, err := d.payment(no, n)
	if err != nil {
		return err
	}
	facts, err := d.facts(no, n, now)
	if err != nil {
		return err
	}
	p.Needs = slices.DeleteFunc(slices.Clone(p.Needs), func(c ledger.Condition) bool { return c == ledger.RightsClear })
	return p.Ready(facts, now)
}

// paidTo is where the seller is paid.
func (d DealData) paidTo() ledger.Party {
	return ledger.Party{Name: d.Seller.Name, Account: d.Money.Account, Bank: d.Money.Bank}
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
	d, n := t.Data, t.Data.nextTranche()
	var out kernel.Out[DealData]
	switch {
	case n == 0 && d.openDispute() >= 0:
		return out, errs.New(errs.Conflict, "utilization.hall.all_frozen", nil)
	case n == 0:
		return out, errs.New(errs.Conflict, "utilization.hall.all_paid", nil)
	case d.Money.Asked[n].IsZero():
		return out, errs.New(errs.TooEarly, "utilization.hall.not_asked", nil)
	case d.EndOpen() != nil && d.EndOpen().By == Buyer && side(t.Roles) == Seller: // who wants to end the deal is not silent
		return out, errs.New(errs.Conflict, "utilization.hall.end_open", nil)
	}
	if err := r.consent(d, n, t.Case.No, side(t.Roles), t.Now); err != nil {
		return out, err
	}
	d, err := r.checked(d, t.Facts.dealRights, d.purpose(), t.Now)
	if err != nil {
		return out, err
	}
	p, err := d.payment(t.Case.No, n)
	if err != nil {
		return out, err
	}
	facts, err := d.facts(t.Case.No, n, t.Now)
	if err != nil {
		return out, err
	}
	if err := p.Ready(facts, t.Now); err != nil {
		return out, err
	}
	return r.instructRelease(t, d, p)
}

// consent asks for the word of both sides; a dispute takes its own part out of
// the tranche and leaves the rest to this rule.
func (r Rules) consent(d DealData, n int, no string, by kernel.Role, now time.Time) error {
	c := ledger.Consent{Noticed: d.Money.Asked[n], Seller: d.Money.Asked[n]}
	if by == Buyer {
		c.Buyer = now
	}
	given, _, end, err := d.LedgerTerms(no).Given(c, now, r.Calendar)
	if err == nil && !given {
		err = errs.New(errs.TooEarly, "utilization.hall.no_consent", errs.Args{"until": end.Date.String()})
	}
	return err
}

// silentEnd is the last day of the days that the buyer has to speak.
func (d DealData) silentEnd(no string, asked time.Time, cal *calendar.Calendar) (calendar.Date, error) {
	_, _, end, err := d.LedgerTerms(no).Given(ledger.Consent{Noticed: asked}, asked, cal)
	return end.Date, err
}

func (r Rules) instructRelease(t kernel.Turn[DealData, none, moneyFacts], d DealData, p ledger.Payment) (kernel.Out[DealData], error) {
	var out kernel.Out[DealData]
	seller, broker := d.due(p, t.Facts.position.Standing(p.Tranche))
	if seller+broker <= 0 {
		return out, errs.New(errs.Conflict, "utilization.hall.all_frozen", nil)
	}
	n := d.Money.Releases[p.Tranche] + 1
	d.Money.Releases = put(d.Money.Releases, p.Tranche, n)
	d.Money.Agreed = put(d.Money.Agreed, p.Tranche, t.Now)
	e := d.Escrow(t.Case.No)
	send := func(hold ledger.Transfer, to ledger.Party) error {
		effects, err := ledger.Instruct(hold, d.Money.SubAccount, to, t.Now.Add(r.BankAnswers), "bank_answer")
		out.Effects = append(out.Effects, effects...)
		return err
	}
	if seller > 0 {
		if err := send(e.Release(p.Tranche, n, "", seller, t.Now), d.paidTo()); err != nil {
			return out, err
		}
	}
	if broker > 0 {
		if err := send(e.PayBroker(p.Tranche, n, broker, t.Now), d.BrokerAccount); err != nil {
			return out, err
		}
	}
	out.To, out.Data = DealReleasing, d
	out.Effects = append(out.Effects, tell(other(side(t.Roles)), "releasing", t.Case.No))
	return out, nil
}

// invoiced reports whether the invoices cover what was paid with the tranche.
func (d DealData) invoiced(no string, n int) (bool, error) {
	left, err := d.toInvoice(no, n)
	return left <= 0, err
}

// toInvoice is what no invoice covers of what was paid, tranche n included.
func (d DealData) toInvoice(no string, n int) (money.Fen, error) {
	plan, err := d.Plan(no)
	if err != nil {
		return 0, err
	}
	var have, want money.Fen
	for _, i := range d.Invoices {
		have += i.Amount
	}
	for _, p := range plan {
		if p.Tranche == n || !d.Money.Paid[p.Tranche].IsZero() || !d.Money.Parked[p.Tranche].IsZero() {
			want += p.Amount - d.Money.Returned[p.Tranche]
		}
	}
	return want - have, nil
}

// ToInvoice is the amount that an invoice for the next payment should have, or,
// once all is paid, one for what the seller kept; zero where it is covered.
func (d DealData) ToInvoice(s kernel.State, no string) money.Fen {
	left, err := d.toInvoice(no, d.nextTranche())
	if s == DealTaxing {
		left, _, err = d.taxable(no)
		for _, i := range d.Invoices {
			left -= i.Amount
		}
	}
	if err != nil {
		return 0
	}
	return max(0, left)
}

// facts are the conditions of a release of tranche n as the deal proves them.
func (d DealData) facts(no string, n int, now time.Time) ([]ledger.Fact, error) {
	var f []ledger.Fact
	add := func(c ledger.Condition, ref string, at time.Time) {
		f = append(f, ledger.Fact{Condition: c, Ref: ref, ObservedAt: at})
	}
	if d.Contract != nil && d.Contract.Signatures.Both() {
		add(ledger.ContractSigned, d.Contract.Hash, d.Contract.Drafted)
	}
	if d.Money.Deposits > 0 {
		add(ledger.PaidIn, d.Money.SubAccount, d.Opened)
	}
	if n := len(d.Checks); n > 0 && !d.Checks[n-1].Blocked {
		add(ledger.RightsClear, "", d.Checks[n-1].At)
	}
	if d.recorded() {
		c := ledger.LicenceRecorded
		if d.Record.Kind == recordTransfer {
			c = ledger.TransferRegistered
		}
		add(c, d.Record.No, d.Record.Filed)
	}
	for _, x := range d.Delivered {
		if x.Accepted.IsZero() {
			continue
		}
		if d.documents(x, n) {
			add(ledger.DocsAccepted, x.What, x.Accepted)
		}
		if x.Tranche == n {
			add(ledger.MilestoneAccepted, x.What, x.Accepted)
		}
	}
	if ok, err := d.invoiced(no, n); err != nil {
		return nil, err
	} else if ok && d.Invoice != nil {
		add(ledger.InvoiceIssued, d.Invoice.No, now)
	}
	for _, rep := range d.Money.Reports {
		add(ledger.ReportFiled, rep.Base.String(), now)
	}
	return f, nil
}

// Facts are the conditions of the next release that are met, for the page.
func (d DealData) Facts(no string, now time.Time) ([]ledger.Fact, error) {
	if d.Terms == nil {
		return nil, nil
	}
	return d.facts(no, d.nextTranche(), now)
}
