package taxation

import (
	"quanlian/base/errs"
)

// vatConditions lists what the VAT exemption hangs on, met or not.
func vatConditions(b Book, d *Deal) []Condition {
	if rule, ok := copyrightRule(b, d); ok {
		return []Condition{{Tax: "vat", Code: "vat_copyright_individual", Met: true, Basis: rule.Basis}}
	}
	rule, inForce := b.Find("vat.exempt.technology")
	lock, _ := b.Find("vat.waiver.lock")
	cond := func(code string, met, curable bool, basis Text, why string) Condition {
		c := Condition{Tax: "vat", Code: code, Met: met, Curable: curable, Basis: basis}
		if !met {
			c.Why = why
		}
		return c
	}
	// Unit: days. Source: 财税〔2016〕36号 2016-05-01; 10号公告 2027-12-31 (rules/vat.yaml).
	out := []Condition{cond("vat_in_force", inForce, false, rule.Basis, "no_exemption_in_force")}
	if !inForce {
		return out
	}
	_, isTechnology := scopeRule(b, d)
	out = append(out,
		cond("vat_technology", isTechnology, false, rule.Basis, "not_technology"),
		cond("vat_kind", d.Kind == Assignment || d.Kind == Licence || d.Kind == Development, false, rule.Basis, "kind_not_transfer"),
		cond("vat_not_waived", !waived(lock, d), false, lock.Basis, "waived"),
		cond("vat_written_contract", d.Papers.assumed || d.Papers.WrittenContract, true, rule.Basis, "no_written_contract"),
		cond("vat_recognition", d.Papers.assumed || d.Papers.RecognitionNo != "", true, rule.Basis, "no_recognition"),
		cond("vat_separate_accounts", d.Papers.assumed || d.Papers.SeparateAccounts, true, rule.Basis, "no_separate_accounts"))
	if d.SpecialInvoice {
		no, _ := b.Find("vat.exempt.no_special")
		out = append(out, cond("vat_no_special_invoice", false, false, no.Basis, "special_invoice"))
	}
	for _, p := range d.parts() {
		if p.Kind == RelatedService {
			return append(out, cond("vat_same_invoice", d.Papers.assumed || d.Papers.SameInvoice, true, rule.Basis, "not_same_invoice"))
		}
	}
	return out
}

// copyrightRule finds the exemption of an individual's sale of copyright.
func copyrightRule(b Book, d *Deal) (Rule, bool) {
	r, ok := b.Find("vat.exempt.copyright_individual")
	sells := d.Kind == Assignment && (d.Subject == Copyright || d.Subject == SoftwareCopyright)
	return r, ok && sells && d.Seller.Type == Individual
}

// scopeRule finds the list of technologies that names the subject. A trademark
// and data stand on neither list: they are no technology.
func scopeRule(b Book, d *Deal) (Rule, bool) {
	for _, id := range []string{"vat.exempt.scope", "vat.exempt.asked"} {
		if r, ok := b.Find(id); ok && r.lists(string(d.Subject)) {
			return r, true
		}
	}
	return Rule{}, false
}

// waived reports whether an earlier waiver still stands. A small-scale payer is not
// locked: it takes the exemption up again by no longer stating the waiver.
func waived(lock Rule, d *Deal) bool {
	since := d.Seller.WaivedSince
	if since == "" || d.vatDay() < since {
		return false
	}
	if d.Seller.VAT == SmallScale {
		return true // until the payer takes it up again
	}
	return d.vatDay() < since.addMonths(int(lock.Number().IntPart()))
}

// firstUnmet is the Why of the first condition that keeps the whole relief of a
// tax from applying, "" when none does. The invoice touches only the related service.
func firstUnmet(tax string, conds []Condition) string {
	for _, c := range conds {
		if c.Tax == tax && !c.Met && c.Code != "vat_same_invoice" {
			return c.Why
		}
	}
	return ""
}

// incurable is the Why of the first unmet condition that no paper can cure.
func incurable(tax string, conds []Condition) string {
	for _, c := range conds {
		if c.Tax == tax && !c.Met && !c.Curable {
			return c.Why
		}
	}
	return ""
}

// simplifiedOpen reports whether the seller may be taxed by the simplified levy, and
// whether an election binds it to that levy on the day.
func simplifiedOpen(b Book, d *Deal) (open, locked bool) {
	_, inForce := b.Find("vat.simplified.nonenterprise")
	open = inForce && d.Seller.Type == NonEnterprise && d.Seller.VAT == General
	since := d.Seller.SimplifiedSince
	if lock, ok := b.Find("vat.simplified.lock"); ok && open && since != "" && since <= d.vatDay() {
		locked = d.vatDay() < since.addMonths(int(lock.Number().IntPart()))
	}
	return open, locked
}

// chooseWay is the way the deal is taxed: the one asked for if it is open, else
// what the facts give.
func chooseWay(b Book, d *Deal, conds []Condition) (Way, error) {
	open, locked := simplifiedOpen(b, d)
	switch d.Way {
	case Simplified:
		if !open {
			return "", errs.At("way", "engine.taxation.way_not_open", errs.Args{"way": string(d.Way)})
		}
		return Simplified, nil
	case Taxed:
		if locked {
			return "", errs.At("way", "engine.taxation.simplified_locked", errs.Args{"since": string(d.Seller.SimplifiedSince)})
		}
		return Taxed, nil
	}
	if firstUnmet("vat", conds) == "" {
		return Exempt, nil
	}
	if open && d.Seller.SimplifiedSince != "" && d.Seller.SimplifiedSince <= d.vatDay() {
		return Simplified, nil
	}
	return Taxed, nil
}
