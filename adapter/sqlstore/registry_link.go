package sqlstore

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"quanlian/kernel"
	"quanlian/registry"
)

// partyKey is what a party is known by.
type partyKey struct {
	ID   string `bun:"id"`
	Kind string `bun:"kind"`
	Name string `bun:"name"`
	Code string `bun:"code"`
}

// linkOwners fills the party of every owner that the register of parties knows:
// by its code, or by its whole name when one party alone bears it and no code
// speaks against it. Persons are never linked by a name: many share one.
func linkOwners(ctx context.Context, db bun.IDB, v *registry.View) error {
	owners := unlinkedOwners(v)
	if len(owners) == 0 {
		return nil
	}
	var names, codes []string
	for _, o := range owners {
		names = append(names, spellings(o.Name)...)
		if o.USCC != "" {
			codes = append(codes, strings.ToUpper(o.USCC))
		}
	}
	parties, err := many[partyKey](ctx, db, "select id, kind, name, code from parties where name in (?) or code in (?) order by id", in(names), in(codes))
	if err != nil {
		return err
	}
	for _, o := range owners {
		o.Party = partyOf(*o, parties)
	}
	return nil
}

// unlinkedOwners are all places in which a party is named without its id.
func unlinkedOwners(v *registry.View) []*registry.Owner {
	var out []*registry.Owner
	add := func(o *registry.Owner) {
		if o.Party == "" {
			out = append(out, o)
		}
	}
	for i := range v.Right.Applicants {
		add(&v.Right.Applicants[i])
	}
	for i := range v.Events {
		d := &v.Events[i].Detail
		for j := range d.Owners {
			add(&d.Owners[j])
		}
		if d.Party != nil {
			add(d.Party)
		}
	}
	return out
}

// partyOf is the party that an owner is, "" when none or more than one may be meant.
func partyOf(o registry.Owner, parties []partyKey) string {
	var byName []string
	for _, p := range parties {
		same, onlyName := registry.SameParty(o, registry.Owner{Name: p.Name, USCC: p.Code})
		switch {
		case !same || p.Kind == string(registry.Person):
		case !onlyName:
			return p.ID
		default:
			byName = append(byName, p.ID)
		}
	}
	if len(byName) == 1 {
		return byName[0]
	}
	return ""
}

var (
	fullBrackets = strings.NewReplacer("(", "（", ")", "）")
	halfBrackets = strings.NewReplacer("（", "(", "）", ")")
)

// spellings are the writings of one name met in registers.
func spellings(name string) []string {
	out := []string{name}
	for _, s := range []string{fullBrackets.Replace(name), halfBrackets.Replace(name)} {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// subjectsOf are the names under which the rights of an owner stand; a party is
// found by its code and name too, unless it is a person.
func subjectsOf(ctx context.Context, db bun.IDB, owner string) ([]string, error) {
	if name, ok := strings.CutPrefix(owner, "name:"); ok {
		return prefixed([]string{"bare:", "coded:", "named:"}, []string{name}), nil
	}
	id, ok := strings.CutPrefix(owner, "party:")
	if !ok {
		return []string{owner}, nil
	}
	out := []string{owner}
	var p partyKey
	found, err := one(ctx, db, &p, "select id, kind, name, code from parties where id = ?", id)
	if err != nil || !found || p.Kind == string(registry.Person) {
		return out, err
	}
	by := []string{"bare:", "coded:"}
	if p.Code != "" { // a name beside another code is not this party's
		by = by[:1]
		out = append(out, "uscc:"+p.Code)
	}
	namesakes, err := many[kernel.PartyID](ctx, db, "select id from parties where name = ? and id <> ?", p.Name, id)
	if err != nil || len(namesakes) > 0 {
		return out, err
	}
	return append(out, prefixed(by, spellings(p.Name))...), nil
}

func prefixed(prefixes, names []string) []string {
	var out []string
	for _, p := range prefixes {
		for _, n := range names {
			out = append(out, p+n)
		}
	}
	return out
}
