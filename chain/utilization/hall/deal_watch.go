package hall

import (
	"fmt"
	"slices"
	"time"

	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// Watched are the states of a deal in which money is in custody or on its way:
// what the register learns of the right then is looked at at once, and both sides
// and the centre are told, not only whoever next wants to pay or be paid.
func Watched() []kernel.State {
	return []kernel.State{DealDeposit, DealDepositing, DealRecording, DealOffice, DealDelivery, DealReleasing, DealRunning}
}

// look makes the rights check as the next step of the deal would, but for how old
// the look at the register is: that is a question of the moment one pays.
func (r Rules) look(d DealData, f dealRights, now time.Time) (Check, error) {
	r.FactsMaxAge = 0
	return r.check(d, f, d.purpose(), now)
}

// purpose is that of a look at the rights while money is in custody: once the office
// has entered the deal, our own act stands in the register.
func (d DealData) purpose() registry.Purpose {
	if d.recorded() {
		return registry.AtRelease
	}
	return registry.AtDeposit
}

// despite are the bars that do not keep the next payment from the seller, by the
// word of the head on a dispute about it. What comes into the register later bars
// it all the same.
func (d DealData) despite() []string {
	var out []string
	for _, x := range d.Disputes {
		if x.Tranche == d.nextTranche() {
			out = append(out, x.Despite...)
		}
	}
	return out
}

// despite is the look with some bars counted as warnings.
func (c Check) despite(bars []string) Check {
	if len(bars) == 0 {
		return c
	}
	c.Findings = slices.Clone(c.Findings)
	for i, f := range c.Findings {
		if f.Severity == registry.Block && slices.Contains(bars, barOf(f)) {
			c.Findings[i].Severity = registry.Warn
		}
	}
	c.Blocked = registry.Blocked(c.Findings)
	return c
}

// barOf tells one bar from another.
func barOf(f registry.Finding) string {
	code := f.Code
	if code == backBarred {
		code = backBarredOld
	}
	return fmt.Sprint(code, " ", f.Args["ref"])
}

// Barred is the newest rights check when it forbids the deal to go on, nil else.
func (d DealData) Barred() *Check {
	if n := len(d.Checks); n > 0 && d.Checks[n-1].Blocked {
		return &d.Checks[n-1]
	}
	return nil
}

// blocks are what forbids the deal, to compare two looks.
func (c *Check) blocks() []string {
	var out []string
	if c == nil {
		return out
	}
	for _, f := range c.Findings {
		if f.Severity == registry.Block {
			out = append(out, barOf(f))
		}
	}
	return out
}

// alerts are what does not forbid the deal and yet may take the right away: a
// request for invalidation.
func (d DealData) alerts() []string {
	if len(d.Checks) == 0 {
		return nil
	}
	return d.Checks[len(d.Checks)-1].alerts()
}

func (c Check) alerts() []string {
	var out []string
	for _, f := range c.Findings {
		if f.Code == "registry.check.challenged" {
			out = append(out, barOf(f))
		}
	}
	return out
}

// Unsigned are the states of a deal that is agreed and not signed.
func Unsigned() []kernel.State { return []kernel.State{DealPublicity, DealDraft, DealSigning} }

// Early is what forbids a deal that nobody has signed yet, and what may take the
// right away; nothing is written.
func (r Rules) Early(d DealData, find func(number string) (registry.View, error), now time.Time) ([]registry.Finding, error) {
	f, err := d.found(find)
	if err != nil {
		return nil, err
	}
	r.FactsMaxAge = 0
	c, err := r.check(d, f, registry.AtSignature, now)
	return slices.DeleteFunc(c.Findings, func(f registry.Finding) bool {
		return f.Severity != registry.Block && f.Code != "registry.check.challenged"
	}), err
}

// News reports whether a look at the register would tell the deal something: a
// new bar, or the end of one. Who follows the register asks before acting; find
// reads a right by its number.
func (r Rules) News(c kernel.Case, find func(number string) (registry.View, error), now time.Time) (bool, error) {
	d, err := DealOf(c)
	if err != nil || !slices.Contains(Watched(), c.State) {
		return false, err
	}
	f, err := d.found(find)
	if err != nil {
		return false, err
	}
	x, err := r.look(d, f, now)
	return err == nil && (!slices.Equal(d.Barred().blocks(), x.blocks()) || !slices.Equal(d.alerts(), x.alerts())), err
}

// watch takes what the register has learnt of the rights of a running deal into
// its file, and tells both sides and the centre.
func (r Rules) watch() kernel.Move {
	return kernel.MoveOf[DealData, none, dealRights]{
		Name: "watch", From: Watched(), By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Facts: func(v kernel.View, _ kernel.Case, d DealData, _ none) (dealRights, error) {
			return d.rights(v)
		},
		Effects: func(t kernel.Turn[DealData, none, dealRights]) (kernel.Out[DealData], error) {
			return r.looked(t.Case, t.Data, t.Facts, t.Now)
		},
	}.Build()
}

// looked takes a new look into the file and tells everybody, if it says something
// else than the last one.
func (r Rules) looked(c kernel.Case, d DealData, f dealRights, now time.Time) (kernel.Out[DealData], error) {
	x, err := r.look(d, f, now)
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	out := kernel.Out[DealData]{Data: d}
	var said []string
	if !slices.Equal(d.Barred().blocks(), x.blocks()) {
		said = append(said, map[bool]string{true: barredWord(c.State), false: "rights_clear"}[x.Blocked])
	}
	if a := x.alerts(); !slices.Equal(d.alerts(), a) {
		said = append(said, map[bool]string{true: "rights_challenged", false: "rights_unchallenged"}[len(a) > 0])
	}
	if len(said) == 0 {
		return out, nil
	}
	out.Data.Checks = append(slices.Clone(d.Checks), x)
	for _, word := range said {
		out.Effects = append(out.Effects, tell(Seller, word, c.No), tell(Buyer, word, c.No), tell(Clerk, word, c.No))
	}
	return out, nil
}

// barredWord is the notice of a bar: before the deposit and between the periods of
// a royalty no money lies in custody that could stay there.
func barredWord(s kernel.State) string {
	switch s {
	case DealDeposit:
		return "rights_barred_unpaid"
	case DealRunning:
		return "rights_barred_running"
	}
	return "rights_barred"
}

// BarredView is what a deal that the register bars has to say: the money that
// stays where it is, and which ways out there are.
type BarredView struct {
	Check  *Check
	Held   ledger.Position
	Record bool // the office has entered the deal
	Title  bool // and title has passed
}

// BarredBy tells of the bar, nil for none.
func (d DealData) BarredBy(s kernel.State, p ledger.Position) *BarredView {
	c := d.Barred()
	if c == nil || !slices.Contains(Watched(), s) {
		return nil
	}
	return &BarredView{Check: c, Held: p, Record: d.recorded(), Title: d.transferred()}
}
