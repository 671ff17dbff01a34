package registry

import (
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// ItemChecks looks at what an application says, in the register and among the
// parties, as of the day on which it is asked. It says no where it cannot tell.
func ItemChecks(v kernel.View, it form.Item, d itemflow.Data) ([]itemflow.Auto, error) {
	var out []itemflow.Auto
	for _, c := range it.Checklist {
		var a itemflow.Auto
		var err error
		switch c.Auto {
		case form.AutoOwner:
			a, err = ownerCheck(v, it, d)
		case form.AutoParty:
			a, err = partyCheck(v, d)
		default:
			continue
		}
		if err != nil {
			return nil, err
		}
		a.Check = c.ID
		out = append(out, a)
	}
	return out, nil
}

// InForce reports whether the register has the number as a granted
// right, as it was known at that instant.
func InForce(v kernel.View, number string, at time.Time) (bool, error) {
	view, err := kernel.Load(v, RightByNumber{Number: number})
	if k := errs.KindOf(err); k == errs.NotFound || k == errs.Invalid {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return AsOf(view.Events, calendar.DateOf(at), at).Status == StatusGranted, nil
}

// Owns reports whether the register names the party as owner of a right that was
// in force at that instant.
func Owns(v kernel.View, p kernel.PartyID, at time.Time) (bool, error) {
	return kernel.Load(v, OwnsInForce{Party: p, Day: calendar.DateOf(at)})
}

func said(ok bool, code string, pairs ...string) itemflow.Auto {
	a := itemflow.Auto{OK: ok, Code: code, Args: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		a.Args[pairs[i]] = pairs[i+1]
	}
	return a
}

// ownerCheck compares the owners in the register with the applicant.
func ownerCheck(v kernel.View, it form.Item, d itemflow.Data) (itemflow.Auto, error) {
	numbers := rightsOf(it, d.Values)
	if len(numbers) == 0 {
		return said(false, "registry.auto.no_right"), nil
	}
	var seen []string
	for _, n := range numbers {
		view, err := kernel.Load(v, RightByNumber{Number: n})
		if errs.KindOf(err) == errs.NotFound {
			return said(false, "registry.auto.unknown", "number", n), nil
		}
		if err != nil {
			return itemflow.Auto{}, err
		}
		s := AsOf(view.Events, calendar.DateOf(d.Filed), d.Filed)
		names := ownerNames(s.Owners)
		switch {
		case s.Status != StatusGranted:
			return said(false, "registry.auto.not_in_force", "number", n, "owner", names), nil
		case len(s.Owners) != 1 || !isApplicant(s.Owners[0], d.Applicant):
			return said(false, "registry.auto.other_owner", "number", n, "owner", names, "applicant", d.Applicant.Name), nil
		}
		seen = append(seen, n+" "+names+" "+calendar.DateOf(view.ObservedAt).String())
	}
	return said(true, "registry.auto.owner", "applicant", d.Applicant.Name, "seen", strings.Join(seen, "；")), nil
}

func isApplicant(o Owner, a itemflow.Applicant) bool {
	same, _ := SameParty(Owner{Name: o.Name, USCC: o.USCC}, Owner{Name: a.Name, USCC: a.Code})
	return same
}

func ownerNames(list []Owner) string {
	var out []string
	for _, o := range list {
		out = append(out, o.Name)
	}
	return strings.Join(out, "、")
}

// rightsOf are the numbers of rights in the form, in their normal form.
func rightsOf(it form.Item, values form.Values) []string {
	var out []string
	for path, value := range values {
		f, ok := it.Field(path)
		if !ok || f.Register != "rights" {
			continue
		}
		for _, n := range form.List(value) {
			if p, err := ident.Parse(ident.KindPatent, n); err == nil {
				n = p.Normal
			}
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	slices.Sort(out)
	return out
}

// partyCheck compares what the form says of the applicant with its account.
func partyCheck(v kernel.View, d itemflow.Data) (itemflow.Auto, error) {
	if d.Applicant.Party == "" {
		return said(false, "registry.auto.no_account"), nil
	}
	p, err := kernel.Load(v, kernel.PartyByID{ID: d.Applicant.Party})
	if err != nil {
		return itemflow.Auto{}, err
	}
	name, code := d.Values["applicant.name"], d.Values["applicant.code"]
	if name == "" {
		name, code = d.Applicant.Name, d.Applicant.Code
	}
	if name != p.Name || !strings.EqualFold(code, p.Code) {
		return said(false, "registry.auto.other_party", "form", name+" "+code, "account", p.Name+" "+p.Code), nil
	}
	return said(true, "registry.auto.party", "account", p.Name+" "+p.Code), nil
}
