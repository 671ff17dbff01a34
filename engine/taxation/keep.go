package taxation

// documents lists the papers to keep for the reliefs (备查资料).
func documents(b Book, d *Deal) []Document {
	vat, vatOn := b.Find("vat.exempt.technology")
	cit, _ := b.Find("cit.transfer.conditions")
	basis := cit.Basis
	if vatOn {
		basis = Text{vat.Basis.ZH + "；" + cit.Basis.ZH, vat.Basis.EN + "; " + cit.Basis.EN}
	}
	p := d.Papers
	out := []Document{{"written_contract", p.WrittenContract, basis}}
	if p.CrossBorder {
		out = append(out, Document{"commerce_certificate", p.CommerceNo != "", cit.Basis})
	}
	out = append(out,
		Document{"recognition_certificate", p.RecognitionNo != "", basis},
		Document{"technology_income_statement", p.TechnologyIncome > 0, basis},
		Document{"separate_ledger_page", p.SeparateAccounts, basis})
	for _, part := range d.parts() {
		if part.Kind == RelatedService {
			out = append(out, Document{"same_invoice", p.SameInvoice, vat.Basis})
			break
		}
	}
	return append(out, Document{"cost_apportionment", d.SellerBooks.Apportioned > 0 || d.SellerBooks.Cost > 0, cit.Basis})
}

// reminders lists the days by which each party shall act.
func (s *Sheet) reminders(rules *Rules, b Book, d *Deal) []Reminder {
	var out []Reminder
	if d.at == nil || !d.at.stampDone {
		out = stampReminders(rules.At(d.Signed), d)
	}
	if rule, ok := b.Find("cit.settlement"); ok && s.CIT != nil {
		out = append(out, Reminder{Side: SellerSide, Code: "cit_settlement", Due: d.event().yearEnd().addMonths(int(rule.Number().IntPart())), Basis: rule.Basis})
	}
	if d.Papers.RecognitionNo == "" && incurable("vat", s.Conditions) == "" {
		rule, _ := b.Find("vat.exempt.technology")
		out = append(out, Reminder{Side: SellerSide, Code: "register_contract", Basis: rule.Basis})
	}
	if d.Seller.Type == Individual {
		rule, _ := b.Find("pit.royalty.prepay")
		out = append(out, Reminder{Side: BuyerSide, Code: "withhold", Basis: rule.Basis})
	}
	return out
}

// notices lists what the reader should know beside the lines.
func (s *Sheet) notices(b Book, d *Deal, v vatResult) []Notice {
	out := []Notice{}
	add := func(on bool, code string, args map[string]any) {
		if on {
			out = append(out, Notice{code, args})
		}
	}
	lock, _ := b.Find("vat.waiver.lock")
	_, electLocked := simplifiedOpen(b, d)
	waives := s.Way != Exempt && s.WhyNotExempt == "not_chosen" && d.Seller.VAT == General
	add(waives, "waiver_locks", map[string]any{"months": lock.Number().IntPart()})
	add(s.Way == Simplified && !electLocked, "simplified_binds_all", map[string]any{"months": lock.Number().IntPart()})
	add(s.Way == Exempt && d.Buyer.VAT == General, "no_special_invoice", nil)
	add(v.below, "below_threshold", nil)
	p := d.Papers
	add(p.TechnologyAmount > 0 && p.TechnologyAmount > s.Gross, "recognised_above_price", map[string]any{"amount": p.TechnologyAmount.String(), "price": s.Gross.String()})
	rest := d.RestOf()
	add(rest > 0 && d.at == nil, "recognised_rest", map[string]any{"technology": p.TechnologyAmount.String(), "rest": rest.String()})
	add(p.TechnologyIncome > 0 && s.CIT != nil && s.CIT.Why == "" && p.TechnologyIncome < s.CIT.Revenue, "recognised_below_revenue",
		map[string]any{"recognised": p.TechnologyIncome.String(), "revenue": revenueOf(s)})
	add(s.CIT != nil && s.CIT.Share != nil && s.CIT.Saved < 0, "half_dearer", nil)
	unverified := 0
	for _, l := range s.Lines {
		if !l.Verified && l.RuleID != "" {
			unverified++
		}
	}
	add(unverified > 0, "unverified_lines", map[string]any{"count": unverified})
	return out
}

func revenueOf(s *Sheet) string {
	if s.CIT == nil {
		return ""
	}
	return s.CIT.Revenue.String()
}
