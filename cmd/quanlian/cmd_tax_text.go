package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/engine/taxation"
)

// taxText writes answers of the tax engine for a reader at a terminal.
type taxText struct {
	*lang.Localizer
	lang lang.Lang
}

const taxKey = "engine.taxation."

func (t taxText) of(x taxation.Text) string {
	if t.lang == lang.En {
		return x.EN
	}
	return x.ZH
}

// answer prints whatever the task asked for.
func (t taxText) answer(a taxation.Answer) string {
	var b strings.Builder
	switch {
	case a.Sheet != nil:
		t.sheet(&b, *a.Sheet)
	case a.Comparison != nil:
		t.comparison(&b, *a.Comparison)
	case a.Year != nil:
		t.year(&b, *a.Year)
	case a.Research != nil:
		t.lines(&b, a.Research.Lines)
	case a.Amortisation != nil:
		t.lines(&b, []taxation.Line{a.Amortisation.Line})
	case a.Reward != nil:
		t.lines(&b, []taxation.Line{*a.Reward})
	}
	fmt.Fprintf(&b, "\n%s (%s)", t.T(a.Disclaimer), a.RulesVersion)
	return b.String()
}

// sheet prints both sides, what they keep and pay, and what is to be met and done.
func (t taxText) sheet(b *strings.Builder, s taxation.Sheet) {
	fmt.Fprintf(b, "%s  %s  %s", s.DealID, s.Event, t.T(taxKey+"way."+string(s.Way)))
	if s.WhyNotExempt != "" {
		fmt.Fprintf(b, " (%s)", t.T(taxKey+"why."+s.WhyNotExempt))
	}
	b.WriteString("\n")
	t.lines(b, s.Lines)
	fmt.Fprintf(b, "\n%s %18s\n%s %18s\n", pad(t.T(taxKey+"sheet.keeps"), 40), s.Seller.Keeps, pad(t.T(taxKey+"sheet.cost"), 40), buyerCost(s))
	t.pot(b, s)
	t.conditions(b, s.Conditions)
	fmt.Fprintf(b, "\n%s\n", t.T(taxKey+"sheet.documents"))
	for _, d := range s.Documents {
		fmt.Fprintf(b, "  [%s] %s\n", t.met(d.Have), t.T(taxKey+"document."+d.Code))
	}
	fmt.Fprintf(b, "\n%s\n", t.T(taxKey+"sheet.reminders"))
	for _, r := range s.Reminders {
		fmt.Fprintf(b, "  %s %s  %s\n", pad(string(r.Due), 10), t.T(taxKey+"side."+string(r.Side)), t.T(taxKey+"reminder."+r.Code))
		if r.Moved != nil {
			for _, s := range r.Moved.Steps {
				fmt.Fprintf(b, "             %s\n", t.Fill(s.Code, s.Args))
			}
		}
	}
	for _, n := range s.Notices {
		fmt.Fprintf(b, "! %s\n", t.Fill(taxKey+"notice."+n.Code, n.Args))
	}
}

func buyerCost(s taxation.Sheet) money.Fen {
	if s.Buyer.CostPV != nil {
		return *s.Buyer.CostPV
	}
	return s.Buyer.Cost
}

// lines prints lines as a table, one side after the other.
func (t taxText) lines(b *strings.Builder, lines []taxation.Line) {
	for _, side := range []taxation.Side{taxation.SellerSide, taxation.BuyerSide} {
		first := true
		for _, l := range lines {
			if l.Side != side {
				continue
			}
			if first {
				fmt.Fprintf(b, "\n%s\n", t.T(taxKey+"side."+string(side)))
				first = false
			}
			t.line(b, l)
		}
	}
}

func (t taxText) line(b *strings.Builder, l taxation.Line) {
	name := t.T(taxKey + "item." + l.Item)
	if l.Part != "" && l.Part != taxation.Technology {
		name += " / " + t.T(taxKey+"part."+string(l.Part))
	}
	fmt.Fprintf(b, "  %s %18s  %s  [%s]", pad(name, 38), l.Amount, t.of(l.Formula), t.verified(l))
	if l.Why != "" {
		fmt.Fprintf(b, "  %s", t.T(taxKey+"why."+l.Why))
	}
	b.WriteString("\n")
	if basis := t.of(l.Basis); basis != "" {
		fmt.Fprintf(b, "  %s %18s  %s  %s  %s…%s\n", pad("", 38), "", l.RuleID, basis, l.ValidFrom, l.ValidTo)
	}
}

func (t taxText) verified(l taxation.Line) string {
	if l.Verified {
		return t.T(taxKey + "verified")
	}
	return t.T(taxKey + "unverified")
}

func (t taxText) met(ok bool) string {
	if ok {
		return t.T(taxKey + "sheet.met")
	}
	return t.T(taxKey + "sheet.unmet")
}

func (t taxText) conditions(b *strings.Builder, conds []taxation.Condition) {
	fmt.Fprintf(b, "\n%s\n", t.T(taxKey+"sheet.conditions"))
	for _, c := range conds {
		fmt.Fprintf(b, "  [%s] %s (%s)\n", t.met(c.Met), t.T(taxKey+"condition."+c.Code), t.of(c.Basis))
	}
}

func (t taxText) pot(b *strings.Builder, s taxation.Sheet) {
	if c := s.CIT; c != nil && c.Share != nil {
		fmt.Fprintln(b, t.T(taxKey+"sheet.pot", "used", c.PotUsed.String(), "own", c.Share.Exempt.String(), "left", c.PotLeft.String()))
	}
}

// comparison prints the verdict first, then the table that proves it.
func (t taxText) comparison(b *strings.Builder, c taxation.Comparison) {
	if c.Verdict != nil {
		said := make([]string, 0, len(c.Verdict.Sentences))
		for _, s := range c.Verdict.Sentences {
			said = append(said, t.Fill(taxKey+"verdict."+s.Code, s.Args))
		}
		comma, stop := "，", "。"
		if t.lang == lang.En {
			comma, stop = ", ", "."
		}
		fmt.Fprintln(b, strings.Join(said, comma)+stop)
	}
	if c.WhyNot != "" {
		fmt.Fprintln(b, t.T(taxKey+"why."+c.WhyNot))
	}
	for _, o := range c.Options {
		way := t.T(taxKey + "way." + string(o.Way))
		fmt.Fprintf(b, "\n== %s ==\n", way)
		t.lines(b, o.Sheet.Lines)
		fmt.Fprintf(b, "\n%s %18s\n%s %18s\n", pad(t.T(taxKey+"sheet.keeps"), 40), o.SellerKeeps, pad(t.T(taxKey+"sheet.cost"), 40), o.BuyerCost)
		t.pot(b, o.Sheet)
		t.whole(b, "whole_seller", way, o.SellerWhole)
		t.whole(b, "whole_buyer", way, o.BuyerWhole)
	}
	t.conditions(b, c.Conditions)
}

func (t taxText) whole(b *strings.Builder, code, way string, price *money.Fen) {
	if price != nil {
		fmt.Fprintln(b, t.T(taxKey+"sheet."+code, "way", way, "price", price.String()))
	}
}

// year prints the pot over the contracts of a year.
func (t taxText) year(b *strings.Builder, y taxation.YearResult) {
	fmt.Fprintf(b, "%-12s %-20s %18s %18s %18s %18s %18s\n", "", "", t.T(taxKey+"year.income"), t.T(taxKey+"year.exempt"), t.T(taxKey+"year.halved"), t.T(taxKey+"year.tax"), t.T(taxKey+"year.left"))
	for _, s := range append(y.Shares, y.Total) {
		fmt.Fprintf(b, "%-12s %-20s %18s %18s %18s %18s %18s\n", s.Date, s.ID, s.Income, s.Exempt, s.Halved, s.Tax, s.PotLeft)
	}
}

// pad fills a text to a width at the terminal, where a Chinese character takes two.
func pad(s string, width int) string {
	n := 0
	for _, r := range s {
		n++
		if utf8.RuneLen(r) > 2 {
			n++
		}
	}
	return s + strings.Repeat(" ", max(0, width-n))
}
