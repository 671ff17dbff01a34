package registry

import (
	"slices"
	"strings"

	"quanlian/base/errs"
)

// owner asks that the sellers be the registered owners of the day. At release
// an assignment has been registered, so the buyers must stand there instead:
// it takes effect on registration, not on signature (专利法10).
func (c *check) owner() {
	if len(c.s.Owners) == 0 {
		c.add(c.early(), "registry.check.owner_unknown", "专利法10", nil)
		return
	}
	owners := errs.Args{"owners": names(c.s.Owners), "sellers": names(c.f.Sellers), "buyers": names(c.f.Buyers)}
	if c.at == AtRelease && c.f.Deal.transfers() {
		switch {
		case sameOwners(c.s.Owners, c.f.Buyers):
		case c.allHold(c.f.Sellers):
			c.add(Block, "registry.check.transfer_not_registered", "专利法10", owners)
		default:
			c.add(Block, "registry.check.buyer_not_owner", "专利法10", owners)
		}
		c.nameOnly(c.f.Buyers)
		return
	}
	if len(c.f.Sellers) == 0 || !c.allHold(c.f.Sellers) {
		c.add(Block, "registry.check.seller_not_owner", "专利法10", owners)
		return
	}
	c.nameOnly(c.f.Sellers)
}

// allHold reports whether every party is a registered owner.
func (c *check) allHold(parties []Owner) bool {
	for _, p := range parties {
		if !Holds(c.s.Owners, p) {
			return false
		}
	}
	return len(parties) > 0
}

// nameOnly warns where only the name says that a party is the owner.
func (c *check) nameOnly(parties []Owner) {
	for _, p := range parties {
		if !slices.ContainsFunc(c.s.Owners, func(o Owner) bool { same, weak := SameParty(o, p); return same && !weak }) && Holds(c.s.Owners, p) {
			c.add(Warn, "registry.check.owner_by_name_only", "", errs.Args{"name": p.Name})
		}
	}
}

// coOwners asks for the consent of all co-owners. One alone may give an
// ordinary licence unless they agreed otherwise (专利法14).
func (c *check) coOwners() {
	if len(c.s.Owners) < 2 || (c.at == AtRelease && c.f.Deal.transfers()) {
		return
	}
	var missing []Owner
	for _, o := range c.s.Owners {
		if !Holds(c.f.Sellers, o) && !Holds(c.f.OwnerConsents, o) {
			missing = append(missing, o)
		}
	}
	if len(missing) == 0 {
		return
	}
	args := errs.Args{"owners": names(missing)}
	if c.f.Deal == LicenceDeal && c.f.Licence == Ordinary {
		c.add(Warn, "registry.check.co_owner_ordinary_licence", "专利法14", args)
		return
	}
	c.add(c.early(), "registry.check.co_owner_consent", "专利法14", args)
}

// burdens looks at preservation, suspension, pledge and challenge.
func (c *check) burdens() {
	for _, b := range c.s.Preservations {
		c.add(Block, "registry.check.preserved"+lasting(b), "细则104", errs.Args{"ref": b.Ref, "since": b.Since.String(), "until": b.Until.String()})
	}
	for _, b := range c.s.Suspensions {
		c.add(Block, "registry.check.suspended"+lasting(b), "细则103、105", errs.Args{"ref": b.Ref, "since": b.Since.String(), "until": b.Until.String()})
	}
	for _, b := range c.s.Pledges {
		args := errs.Args{"ref": b.Ref, "pledgee": "", "since": b.Since.String()}
		if b.Party != nil {
			args["pledgee"] = b.Party.Name
		}
		switch {
		case c.f.Deal == PledgeDeal:
			c.add(Block, "registry.check.already_pledged", "专利权质押登记办法（461号）", args)
		case c.buyersOwn(b):
			c.add(Warn, "registry.check.pledged_by_buyer", "专利法10", args)
		case slices.Contains(c.f.PledgeConsent, b.Ref):
			c.add(Info, "registry.check.pledge_with_consent", "民法典444", args)
		default:
			c.add(c.early(), "registry.check.pledge_consent", "民法典444", args)
		}
	}
	for _, b := range c.s.Challenges {
		c.add(Warn, "registry.check.challenged", "专利法45、47", errs.Args{"ref": b.Ref, "since": b.Since.String()})
	}
}

// lasting marks the sentence about what rests on a right until it is lifted: no
// last day was entered.
func lasting(b Encumbrance) string {
	if b.Until.IsZero() {
		return "_open"
	}
	return ""
}

// buyersOwn tells a pledge that the new owner gave after title had passed: it is no
// burden of the seller's, and must not keep the price from the seller.
func (c *check) buyersOwn(b Encumbrance) bool {
	return c.at == AtRelease && c.f.Deal.transfers() && !c.s.OwnersSince.IsZero() && b.Since.After(c.s.OwnersSince) && sameOwners(c.s.Owners, c.f.Buyers)
}

// licences looks for licences that the new deal would contradict.
func (c *check) licences() {
	exclusive := c.f.Deal == LicenceDeal && (c.f.Licence == Exclusive || c.f.Licence == Sole)
	for _, b := range c.s.Licences {
		if c.ours(b) {
			continue // the deal's own licence, on record since it was signed
		}
		args := errs.Args{"ref": b.Ref, "kind": string(b.Licence), "scope": b.Scope, "until": b.Until.String()}
		strong := b.Licence == Exclusive || b.Licence == Sole
		switch {
		case c.f.Deal.transfers() || c.f.Deal == PledgeDeal:
			c.add(Warn, "registry.check.licence_binds_buyer", "专利法12", args)
		case strong && b.Scope == "":
			c.add(Block, "registry.check.licence_conflict", "专利法12、细则86", args)
		case strong:
			c.add(Warn, "registry.check.licence_conflict_scope", "专利法12", args)
		case exclusive:
			c.add(Warn, "registry.check.ordinary_licence_exists", "专利法12", args)
		}
	}
	for _, b := range c.s.OpenLicences {
		if exclusive {
			c.add(Block, "registry.check.open_licence_in_force", "专利法51", errs.Args{"ref": b.Ref, "since": b.Since.String()})
		} else if c.f.Deal.transfers() {
			c.add(Warn, "registry.check.open_licence_binds_buyer", "专利法50、51", errs.Args{"ref": b.Ref, "since": b.Since.String()})
		}
	}
}

// ours tells the licence that this very deal has put on record.
func (c *check) ours(b Encumbrance) bool {
	return c.at == AtRelease && c.f.Deal == LicenceDeal && b.Party != nil && b.Licence == c.f.Licence && Holds(c.f.Buyers, *b.Party)
}

// information tells what a buyer of a utility model or design should ask for,
// and when little of the term is left.
func (c *check) information() {
	if c.s.Kind == UtilityModel || c.s.Kind == Design {
		switch {
		case len(c.s.Evaluations) > 0:
			c.add(Info, "registry.check.evaluation_report", "专利法66", errs.Args{"ref": c.s.Evaluations[0].Ref})
		case c.f.Deal == OpenLicenceDeal:
			c.add(Block, "registry.check.evaluation_report_needed", "专利法50", nil)
		default:
			c.add(Info, "registry.check.no_evaluation_report", "专利法66", nil)
		}
	}
	if !c.s.TermEnd.IsZero() && c.s.Status == StatusGranted && c.s.TermEnd.DaysSince(c.s.ValidAt) <= termSoon {
		c.add(Warn, "registry.check.term_ends_soon", "专利法42", errs.Args{"end": c.s.TermEnd.String()})
	}
}

// termSoon is when the end of the term is pointed out.
// Unit: calendar days. Source: design decision [D].
const termSoon = 365

// names joins the names of parties.
func names(list []Owner) string {
	out := make([]string, len(list))
	for i, o := range list {
		out[i] = o.Name
	}
	return strings.Join(out, "、")
}
