package city

import (
	"fmt"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/source"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// Outages is what a city declares of outages of its systems (系统故障); the zero
// value declares none.
type Outages struct {
	Unit  kernel.UnitID // whose staff declare them
	Parts []OutagePart
	Rules []OutageRule
	// Elsewhere says what holds for limits that are not the city's to move.
	Elsewhere []form.Basis
}

// OutagePart is a part of the systems, with the limits that cannot be kept while
// it is down.
type OutagePart struct {
	ID     string
	Name   form.Text
	Limits []string
}

// OutageRule says, from a day on, which limits end on the first working day after
// an outage that their last day fell into.
type OutageRule struct {
	ID     string
	From   calendar.Date
	Limits []string
	Says   form.Text
	Basis  form.Basis
}

// Part finds a part of the systems.
func (o Outages) Part(id string) (OutagePart, bool) {
	return find(o.Parts, func(p OutagePart) bool { return p.ID == id })
}

// Rule is the rule in force on a day; ok is false before the first.
func (o Outages) Rule(on calendar.Date) (rule OutageRule, ok bool) {
	for _, r := range o.Rules {
		if !r.From.After(on) && (!ok || r.From.After(rule.From)) {
			rule, ok = r, true
		}
	}
	return rule, ok
}

// outagesFile is the name of the file; a city may do without it.
const outagesFile = "outages.yaml"

// movable are the limits and days that a rule on outages may name, beside limits
// that an item names itself. Shape: (6).
func movable() []string {
	return []string{"statutory", "committed", "acceptance", itemflow.DayCorrection, itemflow.DaySupply, itemflow.DayPublicity}
}

// readOutages reads the file if the city has one.
func (c *City) readOutages(layers source.Layers, to *source.Faults) {
	m := optional(layers, outagesFile, to)
	if m == nil {
		return
	}
	unit := m.Must("unit")
	c.Outages.Unit = kernel.UnitID(unit.String())
	if _, known := c.Unit(c.Outages.Unit); !known {
		unit.Of(UnitsFile).Stray(string(c.Outages.Unit), "catalogue.city.no_unit", "unit", c.Outages.Unit)
	}
	for _, x := range m.Must("parts").List() {
		p := x.Map()
		c.Outages.Parts = append(c.Outages.Parts, OutagePart{ID: matching(p.Must("id"), idForm, "filing"), Name: p.MustText("name"), Limits: p.Get("limits").Some(movable()...)})
		p.Done()
	}
	for _, x := range m.Must("rules").List() {
		r := x.Map()
		rule := OutageRule{ID: matching(r.Must("id"), idForm, "next-workday"), From: r.Must("from").Date(), Limits: r.Must("limits").Some(movable()...), Says: r.MustText("says"), Basis: legal(r.Must("basis"))}
		r.Done()
		if slices.ContainsFunc(c.Outages.Rules, func(o OutageRule) bool { return o.From == rule.From }) {
			r.Fault("catalogue.source.twice", "value", rule.From.String())
		}
		c.Outages.Rules = append(c.Outages.Rules, rule)
	}
	for _, x := range m.Get("elsewhere").List() {
		c.Outages.Elsewhere = append(c.Outages.Elsewhere, legal(x))
	}
	m.Done()
}

func legal(n source.Node) form.Basis {
	b := n.Map()
	out := form.Basis{Law: b.Must("law").String(), Article: b.Get("article").String(), Says: b.MustText("says"), Tag: b.Must("tag").String()}
	b.Done()
	return out
}

// toFill stands for the rules of a city that is being made.
const toFill = "本市办理规则（待填）"

func outagesText(like City) string {
	o := like.Outages
	list := func(v []string) string { return "[" + strings.Join(v, ", ") + "]" }
	basis := func(b form.Basis) string {
		return source.Pairs("law", source.Quote(b.Law), "article", source.Said(b.Article), "says", source.Both(b.Says), "tag", b.Tag)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `# 系统故障：谁登记、哪些系统、故障中到期的期限怎么顺延。本市的规则和依据请核实后改；旧规则不改，只加新行。
# Outages: who declares them, of which systems, how what ends in one is moved. Replace rule and basis by the city's own.
unit: %s
parts:
`, o.Unit)
	for _, p := range o.Parts {
		fmt.Fprintf(&b, "  - {id: %s, name: %s, limits: %s}\n", p.ID, source.Both(p.Name), list(p.Limits))
	}
	b.WriteString("rules:\n")
	for _, r := range o.Rules[max(0, len(o.Rules)-1):] { // the one in force; its basis is that city's own
		r.Basis.Law = toFill
		fmt.Fprintf(&b, "  - {id: %s, from: %s, limits: %s, says: %s, basis: %s}\n", r.ID, r.From, list(r.Limits), source.Both(r.Says), basis(r.Basis))
	}
	b.WriteString("elsewhere:\n")
	for _, e := range o.Elsewhere {
		fmt.Fprintf(&b, "  - %s\n", basis(e))
	}
	return b.String()
}
