package city

import (
	"fmt"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/ident"
	"quanlian/catalogue/source"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// Seals is what a city declares of its offices' seals (电子印章) on decisions of
// declared items; the zero value declares none.
type Seals struct {
	Holders []SealHolder
	Rules   []SealRule
}

// SealHolder is a body that has a seal, and the units whose decisions carry it.
type SealHolder struct {
	Units []kernel.UnitID
	Name  string // as the certificate says it
	Code  string // unified social credit code
}

// SealRule says, from a day on, what the decisions of some flows carry.
type SealRule struct {
	ID    string
	From  calendar.Date
	Flows []string // standard flows; empty means all
	// Papers are the notices that it is about; empty means decisions.
	Papers []string
	Need   itemflow.SealNeed
	Says   form.Text // on the paper
	Basis  form.Basis
}

// Seal is what holds for a decision of a unit in a flow on a day: of the rules
// that name the flow, the youngest in force.
func (c City) Seal(unit kernel.UnitID, flow string, on calendar.Date) itemflow.SealRule {
	return c.sealOf(unit, flow, on, func(r SealRule) bool { return len(r.Papers) == 0 })
}

// NoticeSeal is the same of a notice; the zero value where no rule names it.
func (c City) NoticeSeal(unit kernel.UnitID, flow, notice string, on calendar.Date) itemflow.SealRule {
	return c.sealOf(unit, flow, on, func(r SealRule) bool { return slices.Contains(r.Papers, notice) })
}

func (c City) sealOf(unit kernel.UnitID, flow string, on calendar.Date, about func(SealRule) bool) itemflow.SealRule {
	var rule SealRule
	for _, r := range c.Seals.Rules {
		if about(r) && !r.From.After(on) && (len(r.Flows) == 0 || slices.Contains(r.Flows, flow)) && !r.From.Before(rule.From) {
			rule = r
		}
	}
	h, _ := find(c.Seals.Holders, func(h SealHolder) bool { return slices.Contains(h.Units, unit) })
	return itemflow.SealRule{ID: rule.ID, Need: rule.Need, Holder: h.Name, Code: h.Code, Says: rule.Says, Basis: rule.Basis}
}

// sealsFile is the name of the file; a city may do without it.
const sealsFile = "seals.yaml"

// readSeals reads the file if the city has one.
func (c *City) readSeals(layers source.Layers, to *source.Faults) {
	m := optional(layers, sealsFile, to)
	if m == nil {
		return
	}
	for _, x := range m.Get("holders").List() {
		c.sealHolder(x.Map())
	}
	needs := []string{string(itemflow.SealNone), string(itemflow.SealAsked), string(itemflow.SealRequired)}
	for _, x := range m.Must("rules").List() {
		r := x.Map()
		rule := SealRule{ID: matching(r.Must("id"), idForm, "port"), From: r.Must("from").Date(), Flows: r.Get("flows").Some(itemflow.Names()...), Papers: r.Get("papers").Some(itemflow.Notices()...), Need: itemflow.SealNeed(r.Must("seal").OneOf(needs...)), Says: r.MustText("says"), Basis: legal(r.Must("basis"))}
		if rule.Need == itemflow.SealRequired && slices.Contains(rule.Papers, itemflow.NoticeCorrection) {
			// the time to answer it runs from its day: it waits for nothing
			r.Get("seal").Fault("catalogue.city.seal_correction")
		}
		r.Done()
		if slices.ContainsFunc(c.Seals.Rules, func(o SealRule) bool { return o.ID == rule.ID }) {
			r.Fault("catalogue.source.twice", "value", rule.ID)
		}
		c.Seals.Rules = append(c.Seals.Rules, rule)
	}
	c.everyUnitSeals(m)
	m.Done()
}

func (c *City) sealHolder(h *source.Map) {
	holder := SealHolder{Name: h.Must("name").String()}
	code := h.Must("code")
	holder.Code = code.String()
	if _, err := ident.ParseUSCC(holder.Code); err != nil {
		code.Fault("catalogue.city.seal_code", "code", holder.Code)
	}
	units := h.Must("units")
	for _, x := range units.List() {
		u := kernel.UnitID(x.String())
		if _, known := c.Unit(u); !known {
			x.Of(UnitsFile).Stray(string(u), "catalogue.city.no_unit", "unit", u)
		}
		if slices.ContainsFunc(c.Seals.Holders, func(o SealHolder) bool { return slices.Contains(o.Units, u) }) {
			x.Fault("catalogue.source.twice", "value", string(u))
		}
		holder.Units = append(holder.Units, u)
	}
	h.Done()
	c.Seals.Holders = append(c.Seals.Holders, holder)
}

// everyUnitSeals finds units whose decisions shall carry a seal that nobody has.
func (c *City) everyUnitSeals(m *source.Map) {
	if !slices.ContainsFunc(c.Seals.Rules, func(r SealRule) bool { return r.Need != itemflow.SealNone }) {
		return
	}
	for _, u := range c.Units {
		if !slices.ContainsFunc(c.Seals.Holders, func(h SealHolder) bool { return slices.Contains(h.Units, u.ID) }) {
			m.Of(UnitsFile).Stray(string(u.ID), "catalogue.city.no_seal", "unit", string(u.ID))
		}
	}
}

// sealsText is the file of a new city: no seal yet, and the papers say so.
func sealsText() string {
	var b strings.Builder
	b.WriteString(`# 电子印章：哪些决定要加盖、由谁的印章、文书上怎么写。旧规则不改，只加新行，按决定之日取当时有效的一条。
# 接入签名服务以后：写上印章持有者（holders），再加一条 seal: required 的规则。
# 规则说的是决定；通知另写一条，用papers点名：correction补正、suspended中止、resumed恢复办理。
# The offices' seals on decisions. Never edit an old rule, add a new one. Once a
# signature service is joined, name who holds the seals and add a rule. A rule is
# about decisions; one about notices names them: papers: [suspended, resumed].
# holders:
#   - {units: [patent-window], name: 证书上的机构名称, code: 统一社会信用代码}
rules:
`)
	says := form.Text{Zh: "本文书未加盖电子印章。", En: "No electronic seal is on this paper."}
	basis := source.Pairs("law", source.Quote("待填"), "says", source.Both(form.Text{Zh: "待填：本市关于用印的规定", En: "to be filled in: the city's rule on seals"}), "tag", "D")
	fmt.Fprintf(&b, "  - {id: no-seal, from: 2026-01-01, seal: none, says: %s, basis: %s}\n", source.Both(says), basis)
	return b.String()
}
