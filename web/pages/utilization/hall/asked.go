package hall

import (
	"slices"
	"strconv"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/web/site"
)

// Unit: rows. Source: the most that a form offers of any list.
const mostBack = 10

// notAsked are fields that a move's form leaves out for the reader.
func notAsked(v *site.Visit, c kernel.Case, move string) []string {
	d, err := dealSeen(v, c)
	if err != nil {
		return nil
	}
	switch {
	case move == "offer": // the register says what they are called
		var out []string
		for i := range mostBack {
			out = append(out, "terms.back."+strconv.Itoa(i)+".title")
		}
		return out
	case move == "deliver" && d.Terms != nil && len(d.Terms.Milestones()) > 0:
		return []string{"document"} // files say what it said
	case move == "deliver":
		return []string{"tranche", "document"}
	case move == "ask_end" || move == "agree_end":
		return endNotAsked(v, c, d, move)
	case move == "decide_end": // the button says it
		return []string{"grant"}
	case move == "commission_again": // the centre sends it to the account that the broker named
		if roles, _ := kernel.RolesOf(v.Actor, c); !slices.Contains(roles, hall.Broker) {
			return []string{"account", "bank"}
		}
		return nil
	case move == "end_dispute":
		return endDisputeNotAsked(v, c, d)
	}
	return otherBooks(v, c, move)
}

// endDisputeNotAsked: what the bank had paid after all is asked for such a payment
// only, and whether a bar matters of the head alone.
func endDisputeNotAsked(v *site.Visit, c kernel.Case, d hall.DealData) []string {
	var out []string
	if !slices.ContainsFunc(d.Disputes, func(x hall.Dispute) bool { return x.Ended.IsZero() && x.Late != "" }) {
		out = append(out, "left")
	}
	if roles, _ := kernel.RolesOf(v.Actor, c); d.Barred() == nil || !slices.Contains(roles, kernel.RoleHead) {
		out = append(out, "despite")
	}
	return out
}

// otherBooks are the figures that only the other side knows.
func otherBooks(v *site.Visit, c kernel.Case, move string) []string {
	if move != "tax_facts" {
		return nil
	}
	if roles, _ := kernel.RolesOf(v.Actor, c); slices.Contains(roles, hall.Seller) {
		return []string{"buyer_books"}
	}
	return []string{"seller_books", "year", "separate_accounts", "same_invoice", "waived_since"}
}
