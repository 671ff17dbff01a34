package ledger

// Code says why an entry is made; each code fixes between which kinds of
// account it may stand and whether the bank must confirm it first.
type Code string

// The codes.
const (
	Deposit    Code = "deposit"    // 存入: payer → free, by the bank
	Lock       Code = "lock"       // 锁定: free → locked, promised to a tranche
	Unlock     Code = "unlock"     // 解锁: locked → free
	Freeze     Code = "freeze"     // 冻结: locked → frozen, the disputed part only
	Thaw       Code = "thaw"       // 解冻: frozen → locked
	Release    Code = "release"    // 放款: locked → payee, by the bank
	Commission Code = "commission" // 佣金: locked → broker, by the bank
	Refund     Code = "refund"     // 退款: free → payer, by the bank
	Stray      Code = "stray"      // 不明来款: outside → suspense, seen at the bank
	Attribute  Code = "attribute"  // 认领: suspense → free of a deal
	Return     Code = "return"     // 原路退回: suspense → outside, by the bank
	Adjust     Code = "adjust"     // 调账: any two accounts, with a reason and two signatures
)

type codeRule struct {
	debit, credit Kind // "" for any
	byBank        bool // only a hold may begin it, only the bank's answer ends it
	samePart      bool // both sides belong to the same tranche
}

var codeRules = map[Code]codeRule{
	Deposit:    {Payer, Free, true, false},
	Lock:       {Free, Locked, false, false},
	Unlock:     {Locked, Free, false, false},
	Freeze:     {Locked, Frozen, false, true},
	Thaw:       {Frozen, Locked, false, true},
	Release:    {Locked, Payee, true, true},
	Commission: {Locked, Broker, true, true},
	Refund:     {Free, Payer, true, false},
	Stray:      {Outside, Suspense, false, false},
	Attribute:  {Suspense, Free, false, false},
	Return:     {Suspense, Outside, true, false},
	Adjust:     {},
}

// Codes lists every code in the order money moves.
func Codes() []Code {
	return []Code{Deposit, Lock, Unlock, Freeze, Thaw, Release, Commission, Refund, Stray, Attribute, Return, Adjust}
}

// ByBank reports whether the code moves money at the bank, so that only the
// bank's answer makes it final.
func (c Code) ByBank() bool { return codeRules[c].byBank }

// Out reports whether the code sends money out of custody.
func (c Code) Out() bool {
	return c == Release || c == Commission || c == Refund || c == Return
}

// fits reports whether an entry of this code may stand between the accounts.
func (c Code) fits(debit, credit Account) bool {
	r, ok := codeRules[c]
	if !ok {
		return false
	}
	if r.debit != "" && debit.Kind != r.debit || r.credit != "" && credit.Kind != r.credit {
		return false
	}
	if r.samePart && debit.Tranche() != credit.Tranche() {
		return false
	}
	return c == Adjust || c == Attribute || debit.Scope == credit.Scope
}
