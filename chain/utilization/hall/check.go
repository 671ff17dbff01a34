package hall

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
)

// Check is one run of the rights check (权利核查) with what it found.
type Check struct {
	Purpose    registry.Purpose   `json:"purpose"`
	At         time.Time          `json:"at"`
	ObservedAt time.Time          `json:"observed_at"`
	Findings   []registry.Finding `json:"findings"`
	Blocked    bool               `json:"blocked"`
}

// right loads a right inside the act.
func right(v kernel.View, number string) (registry.View, error) {
	return kernel.Load(v, registry.RightByNumber{Number: number})
}

// checkInput is what a rights check needs besides the register.
type checkInput struct {
	kind     registry.DealKind
	licence  registry.LicenceKind
	sellers  []registry.Owner
	buyers   []registry.Owner
	consents []registry.Owner
	pledgees []string
	purpose  registry.Purpose
}

// run makes the rights check of domain.md §3.2 on the day of now.
func (r Rules) run(v registry.View, in checkInput, now time.Time) (Check, error) {
	day := calendar.DateOf(now)
	state := registry.AsOf(v.Events, day, now)
	f, err := registry.RightsCheck(state, registry.Facts{
		Deal: in.kind, Licence: in.licence, Sellers: in.sellers, Buyers: in.buyers, OwnerConsents: in.consents,
		PledgeConsent: in.pledgees, ObservedAt: v.ObservedAt, Now: now, MaxAge: r.FactsMaxAge,
	}, in.purpose, day, r.Calendar)
	if err != nil {
		return Check{}, err
	}
	return Check{Purpose: in.purpose, At: now, ObservedAt: v.ObservedAt, Findings: f, Blocked: registry.Blocked(f)}, nil
}

// err refuses when the check blocks: the first blocking finding names why, the
// others follow.
func (c Check) err() error {
	var l errs.List
	for _, f := range c.Findings {
		if f.Severity == registry.Block {
			args := errs.Args{"article": f.Article}
			for k, v := range f.Args {
				args[k] = v
			}
			l.Add(&errs.Error{Kind: errs.Conflict, Code: f.Code, Args: args})
		}
	}
	return l.Err()
}

// errAt is err at the field that named the right.
func (c Check) errAt(field string) error {
	l := errs.All(c.err())
	for _, e := range l {
		e.Field = field
	}
	return l.Err()
}

// owner is a party as the register names it.
func owner(p PartyRef) registry.Owner {
	return registry.Owner{Party: string(p.ID), Name: p.Name, USCC: p.Code}
}

func owners(ps []PartyRef) []registry.Owner {
	out := make([]registry.Owner, 0, len(ps))
	for _, p := range ps {
		out = append(out, owner(p))
	}
	return out
}

// PartyRef is a party as a case remembers it: its name at the time.
type PartyRef struct {
	ID   kernel.PartyID `json:"id"`
	Name string         `json:"name"`
	Kind string         `json:"kind"`
	Code string         `json:"code,omitempty"`
}

func refOf(p kernel.Party) PartyRef {
	return PartyRef{ID: p.ID, Name: p.Name, Kind: p.Kind, Code: p.Code}
}

// Kinds of party that have further duties before they sell.
const (
	KindUniversity = "university" // publicity of an agreed price (促进科技成果转化法18)
	KindInstitute  = "institute"
	KindStateOwned = "state_owned" // 国有: 评估备案
)

// public reports whether the seller's agreed price must be made public.
func (p PartyRef) public() bool { return p.Kind == KindUniversity || p.Kind == KindInstitute }
