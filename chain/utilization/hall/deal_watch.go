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
func (r Rules) look(d DealData, v registry.View, now time.Time) (Check, error) {
	r.FactsMaxAge = 0
	purpose := registry.AtDeposit
	if d.recorded() {
		purpose = registry.AtRelease
	}
	return r.run(v, d.checkInput(purpose), now)
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
			out = append(out, fmt.Sprint(f.Code, " ", f.Args["ref"]))
		}
	}
	return out
}

// News reports whether a look at the register would tell the deal something: a
// new bar, or the end of one. Who follows the register asks before acting.
func (r Rules) News(c kernel.Case, v registry.View, now time.Time) (bool, error) {
	d, err := DealOf(c)
	if err != nil || !slices.Contains(Watched(), c.State) {
		return false, err
	}
	x, err := r.look(d, v, now)
	return err == nil && !slices.Equal(d.Barred().blocks(), x.blocks()), err
}

// watch takes what the register has learnt of the right of a running deal into
// its file, and tells both sides and the centre.
func (r Rules) watch() kernel.Move {
	return kernel.MoveOf[DealData, none, registry.View]{
		Name: "watch", From: Watched(), By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Facts: func(v kernel.View, _ kernel.Case, d DealData, _ none) (registry.View, error) {
			return right(v, d.Right)
		},
		Effects: func(t kernel.Turn[DealData, none, registry.View]) (kernel.Out[DealData], error) {
			d := t.Data
			x, err := r.look(d, t.Facts, t.Now)
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			out := kernel.Out[DealData]{Data: d}
			if slices.Equal(d.Barred().blocks(), x.blocks()) {
				return out, nil
			}
			out.Data.Checks = append(slices.Clone(d.Checks), x)
			word := "rights_barred"
			if !x.Blocked {
				word = "rights_clear"
			}
			out.Effects = []kernel.Effect{tell(Seller, word, t.Case.No), tell(Buyer, word, t.Case.No), tell(Clerk, word, t.Case.No)}
			return out, nil
		},
	}.Build()
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
