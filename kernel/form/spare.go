package form

import (
	"slices"
	"strings"
)

// What a register says in place of a paper (登记信息摘录).
const (
	ExtractParty  = "party"  // the applicant, of the register of parties
	ExtractBoth   = "both"   // the same, and the other party where the form gives a code that is there
	ExtractRight  = "right"  // the rights whose numbers stand in the field Register
	ExtractRights = "rights" // all rights in force of which the applicant is an owner
)

// CaseOfDeal stands among the items of [Material.Cases] for a deal (交易), whose
// contract has the paper.
const CaseOfDeal = "deal"

// OfDeal reports whether the contract of a deal can take the material's place.
func (m Material) OfDeal() bool { return slices.Contains(m.Cases, CaseOfDeal) }

// Extracts is the closed list.
func Extracts() []string { return []string{ExtractParty, ExtractBoth, ExtractRight, ExtractRights} }

// Spared reports whether the material need not be handed in by an applicant whom
// the platform knows: a register has what it would prove.
func (m Material) Spared(v Values, f Facts) bool {
	switch {
	case !m.Spare:
		return false
	case m.Register != "":
		list := List(v[m.Register])
		return len(list) > 0 && !slices.ContainsFunc(list, func(n string) bool { return !slices.Contains(f.Confirmed, n) })
	case m.Extract == ExtractRights:
		return f.Owns
	case m.Extract == ExtractParty || m.Extract == ExtractBoth:
		return f.Party.Name != "" && (f.Party.Code != "" || f.Party.Kind == person)
	}
	return true // as items of earlier days declare it
}

// Number is one of a form, as it is written there and in normal form.
type Number struct {
	Written, Normal string
	Wrong           bool // not of the format that the field asks for
}

// Spared reports the same of a material of this item: of two parties the other one
// is known by its code alone.
func (it Item) Spared(m Material, v Values, f Facts) bool {
	return m.Spared(v, f) && (m.Extract != ExtractBoth || !it.asksOther() || len(it.OtherCodes(v, f.Party.Code)) > 0)
}

// OtherCodes are the credit codes in the form that are those of neither the
// applicant, whose own is given, nor the agent.
func (it Item) OtherCodes(v Values, own string) []string {
	var out []string
	for _, s := range it.Steps {
		for _, f := range s.Fields {
			if !asksOther(s, f) {
				continue
			}
			paths := []string{f.ID}
			if s.Repeat > 0 {
				paths = nil
				for i := range v.Rows(s) {
					paths = append(paths, Row(f.ID, i))
				}
			}
			for _, path := range paths {
				if code := strings.TrimSpace(v[path]); code != "" && code != own && !slices.Contains(out, code) {
					out = append(out, code)
				}
			}
		}
	}
	return out
}

func (it Item) asksOther() bool {
	return slices.ContainsFunc(it.Steps, func(s Step) bool {
		return slices.ContainsFunc(s.Fields, func(f Field) bool { return asksOther(s, f) })
	})
}

func asksOther(s Step, f Field) bool {
	return f.Format == "uscc" && s.ID != "applicant" && s.ID != "agent"
}

// Numbers are those in a field of the form; none where the item has no such field.
func (c Checker) Numbers(it Item, path string, values Values) []Number {
	field, ok := it.Field(path)
	if !ok {
		return nil
	}
	var out []Number
	for _, n := range List(values[path]) {
		x := Number{Written: n, Normal: n}
		if f, ok := c.Formats[field.Format]; ok {
			normal, err := f(n)
			if x.Wrong = err != nil; err == nil {
				x.Normal = normal
			}
		}
		out = append(out, x)
	}
	return out
}

// person is the kind of party that has no code of its own.
const person = "person"
