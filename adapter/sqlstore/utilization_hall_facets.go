package sqlstore

import (
	"context"
	"strings"

	"quanlian/base/ident"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
)

// listingField is a field that the hall is counted and filtered by. The kind of
// the owner is the party's of today.
type listingField struct {
	name, sql string
	of        func(hall.ListingFilter) string // the values asked for; of price, see [priced]
}

var listingFields = []listingField{
	{"deal", "h.deal", func(f hall.ListingFilter) string { return f.Deal }},
	{"licence", "h.licence", func(f hall.ListingFilter) string { return f.Licence }},
	{"price", "case when h.price_open = 1 then '" + hall.PriceIsOpen + "' else '' end", func(hall.ListingFilter) string { return "" }},
	{"grade", "h.grade", func(f hall.ListingFilter) string { return f.Grade }},
	{"maturity", "case when h.maturity > 8 then '" + hall.MaturityMade + "' when h.maturity > 5 then '" + hall.MaturityProved + "' when h.maturity > 0 then '" + hall.MaturityLab + "' else '' end", func(f hall.ListingFilter) string { return f.Maturity }},
	{"owner", "coalesce((select p.kind from parties p where p.id = h.seller), '')", func(f hall.ListingFilter) string { return f.Owner }},
	{"kind", "h.kind", func(f hall.ListingFilter) string { return f.Kind }},
	{"section", "h.section", func(f hall.ListingFilter) string { return f.Section }},
	{"district", "h.district", func(f hall.ListingFilter) string { return f.District }},
}

// condition is one filter of the hall, named after the facet it belongs to.
type condition struct {
	field, sql string
	args       []any
}

func (s *Store) listingConditions(f hall.ListingFilter) []condition {
	var out []condition
	add := func(field, sql string, args ...any) { out = append(out, condition{field, sql, args}) }
	if f.Text != "" {
		typed := f.Text
		if n, err := ident.ParseApplication(typed); err == nil { // ZL and spaces are how people write it
			typed = n.String()
		}
		w, args := s.saying(matching.AskedFor(typed, nil), f.Any, "h.words")
		add("", w, args...)
	}
	for _, x := range listingFields {
		if value := x.of(f); value != "" {
			add(x.name, x.sql+" in (?)", in(strings.Split(value, ",")))
		}
	}
	if w, args := priced(f); w != "" {
		add("price", w, args...)
	}
	if f.Right != "" {
		add("", "h.right_no = ?", f.Right)
	}
	if len(f.Rights) > 0 {
		add("", "h.right_no in (?)", in(f.Rights))
	}
	if f.Seller != "" {
		add("", "h.seller = ?", string(f.Seller))
	}
	return out
}

// priced is the condition on the price: within its ends, or open where that is
// asked for.
func priced(f hall.ListingFilter) (string, []any) {
	var ends []string
	var args []any
	if f.PriceMin > 0 {
		ends, args = append(ends, "h.price >= ?"), append(args, int64(f.PriceMin))
	}
	if f.PriceMax > 0 {
		ends, args = append(ends, "h.price <= ?"), append(args, int64(f.PriceMax))
	}
	within := strings.Join(append(ends, "h.price_open = 0"), " and ")
	switch {
	case len(ends) > 0 && f.PriceOpen:
		return "(" + within + " or h.price_open = 1)", args
	case len(ends) > 0:
		return within, args
	case f.PriceOpen:
		return "h.price_open = 1", nil
	}
	return "", nil
}

// saying is the condition that a column, in normal form, says everything that is
// asked, or any of it, in one way or another.
func (s *Store) saying(asked []matching.Asked, some bool, column string) (string, []any) {
	var all []string
	var args []any
	for _, a := range asked {
		var ways []string
		for _, f := range a.Forms() {
			ways = append(ways, column+" "+s.like()+" ? escape '!'")
			args = append(args, "%"+escapeLike(f)+"%")
		}
		all = append(all, "("+strings.Join(ways, " or ")+")")
	}
	switch {
	case len(all) == 0:
		return "1 = 1", nil
	case some:
		return "(" + strings.Join(all, " or ") + ")", args
	}
	return strings.Join(all, " and "), args
}

// where joins the conditions, those of one facet left out.
func where(from string, base []any, conds []condition, without string) (string, []any) {
	w, args := from, append([]any(nil), base...)
	for _, c := range conds {
		if c.field != without {
			w += " and " + c.sql
			args = append(args, c.args...)
		}
	}
	return w, args
}

func (s *Store) listingFacets(ctx context.Context, from string, base []any, conds []condition) ([]hall.Facet, error) {
	var out []hall.Facet
	for _, field := range listingFields {
		w, args := where(from, base, conds, field.name)
		rows, err := many[struct {
			Value string `bun:"value"`
			N     int    `bun:"n"`
		}](ctx, s.r, "select value, count(*) as n from (select "+field.sql+" as value "+w+") as x where value <> '' group by value order by n desc, value", args...)
		if err != nil {
			return nil, err
		}
		f := hall.Facet{Field: field.name}
		for _, r := range rows {
			f.Values = append(f.Values, hall.FacetValue{Value: r.Value, Count: r.N})
		}
		out = append(out, f)
	}
	return out, nil
}
