package ledger

import (
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// AccountID names an account as <scope>/<kind>[/<part>]. The scope is the case
// number of the deal, or "@" and the bank for money that has no deal yet.
type AccountID string

// Kind says whose money an account shows.
type Kind string

// The kinds of account. Free, Locked and Frozen mirror the custody sub-account
// of one deal at the bank.
const (
	Payer    Kind = "payer"    // 付款方: the buyer's own account, outside; runs negative as money comes in
	Free     Kind = "free"     // 可用: in custody, promised to no tranche
	Locked   Kind = "locked"   // 已锁定: in custody, promised to one tranche
	Frozen   Kind = "frozen"   // 已冻结: in custody, under dispute or preservation
	Payee    Kind = "payee"    // 收款方: the seller's own account, outside
	Broker   Kind = "broker"   // 经纪佣金: the broker's own account, outside
	Outside  Kind = "outside"  // 银行侧: where stray money came from
	Suspense Kind = "suspense" // 暂记: money at the bank that fits no deal, one account per bank reference
)

// Limited reports whether the balance of such an account may never go below
// zero: everything but the two sources of money.
func (k Kind) Limited() bool { return k != Payer && k != Outside }

// InCustody reports whether the bank holds this money for a deal.
func (k Kind) InCustody() bool { return k == Free || k == Locked || k == Frozen }

// Known reports whether k is one of the kinds.
func (k Kind) Known() bool {
	switch k {
	case Payer, Free, Locked, Frozen, Payee, Broker, Outside, Suspense:
		return true
	}
	return false
}

// CNY is the only currency of the book today; it stands on every account so
// that a second one needs no rewriting of rows.
const CNY = "CNY"

// Account is one line of the chart of accounts. It never changes.
type Account struct {
	ID       AccountID `json:"id"`
	Scope    string    `json:"scope"` // the deal, or "@" and the bank
	Kind     Kind      `json:"kind"`
	Part     string    `json:"part,omitempty"` // tranche, tranche:party, or bank reference
	Currency string    `json:"currency"`
}

// NewAccount composes an account and its id.
func NewAccount(scope string, kind Kind, part string) Account {
	id := scope + "/" + string(kind)
	if part != "" {
		id += "/" + part
	}
	return Account{ID: AccountID(id), Scope: scope, Kind: kind, Part: part, Currency: CNY}
}

// ParseAccount reads an id back into its account.
func ParseAccount(id AccountID) (Account, error) {
	p := strings.SplitN(string(id), "/", 3)
	if len(p) < 2 || p[0] == "" || !Kind(p[1]).Known() || len(p) == 3 && p[2] == "" {
		return Account{}, errs.New(errs.Invalid, "ledger.bad_account", errs.Args{"account": string(id)})
	}
	part := ""
	if len(p) == 3 {
		part = p[2]
	}
	return NewAccount(p[0], Kind(p[1]), part), nil
}

// Tranche is the number of the tranche the account belongs to, 0 for none.
func (a Account) Tranche() int {
	head, _, _ := strings.Cut(a.Part, ":")
	n, err := strconv.Atoi(head)
	if err != nil || a.Kind == Suspense || a.Kind == Outside {
		return 0
	}
	return n
}

// Balance is what the entries of one account add up to, in fen.
type Balance struct {
	DebitsPosted   money.Fen `json:"debits_posted"`
	CreditsPosted  money.Fen `json:"credits_posted"`
	DebitsPending  money.Fen `json:"debits_pending"`  // reserved by instructions under way
	CreditsPending money.Fen `json:"credits_pending"` // announced, not there yet
}

// Net is what the account holds by final entries.
func (b Balance) Net() money.Fen { return b.CreditsPosted - b.DebitsPosted }

// Available is what may still be spent: final money less reservations. Money
// that is only announced does not count.
func (b Balance) Available() money.Fen { return b.Net() - b.DebitsPending }

// State is an account with its balance.
type State struct {
	Account
	Balance
}
