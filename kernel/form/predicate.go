package form

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// Predicate is a named condition of the closed list: its name, then the field
// and the words it speaks of. Declared as one line: "one_of licence.kind sole
// exclusive".
type Predicate struct {
	Name string   `json:"name,omitempty"`
	Args []string `json:"args,omitempty"`
}

// IsZero reports whether there is no condition.
func (p Predicate) IsZero() bool { return p.Name == "" }

// Facts are what predicates may look at besides the form.
type Facts struct {
	Party kernel.Party  // who applies
	Agent bool          // through an agent
	Today calendar.Date // the day on which is filed
	// District of the applicant, or of the place the case is about.
	District string
	// Confirmed are the numbers in the form that the register of rights has as in
	// force; see [Material.Spared].
	Confirmed []string
	// Owns: the register names the party as owner of a right in force.
	Owns bool
}

// predicates is the closed list: name, how many arguments (the last may be
// given several times when many is set), and what it asks.
var predicates = map[string]struct {
	least int
	many  bool
	field bool // the first argument names a field
	holds func(args []string, v Values, f Facts) bool
}{
	"filled":     {1, false, true, func(a []string, v Values, _ Facts) bool { return strings.TrimSpace(v[a[0]]) != "" }},
	"empty":      {1, false, true, func(a []string, v Values, _ Facts) bool { return strings.TrimSpace(v[a[0]]) == "" }},
	"one_of":     {2, true, true, func(a []string, v Values, _ Facts) bool { return overlap(List(v[a[0]]), a[1:]) }},
	"none_of":    {2, true, true, func(a []string, v Values, _ Facts) bool { return !overlap(List(v[a[0]]), a[1:]) }},
	"more_than":  {2, false, true, func(a []string, v Values, _ Facts) bool { return number(v[a[0]]).GreaterThan(number(a[1])) }},
	"several":    {1, false, true, func(a []string, v Values, _ Facts) bool { return len(List(v[a[0]])) > 1 }},
	"party_kind": {1, true, false, func(a []string, _ Values, f Facts) bool { return slices.Contains(a, f.Party.Kind) }},
	"by_agent":   {0, false, false, func(_ []string, _ Values, f Facts) bool { return f.Agent }},
	"district":   {1, true, false, func(a []string, _ Values, f Facts) bool { return slices.Contains(a, f.District) }},
}

// ParsePredicate reads the one-line form. fields are the paths that there are;
// nil does not check them.
func ParsePredicate(line string, fields []string) (Predicate, error) {
	words := strings.Fields(line)
	if len(words) == 0 {
		return Predicate{}, nil
	}
	p := Predicate{Name: words[0], Args: words[1:]}
	def, ok := predicates[p.Name]
	switch {
	case !ok:
		return p, errs.New(errs.Invalid, "kernel.form.no_such_predicate", errs.Args{"name": p.Name, "known": strings.Join(PredicateNames(), " ")})
	case len(p.Args) < def.least, len(p.Args) > def.least && !def.many:
		return p, errs.New(errs.Invalid, "kernel.form.predicate_words", errs.Args{"name": p.Name, "n": def.least})
	case def.field && fields != nil && !slices.Contains(fields, p.Args[0]):
		return p, errs.New(errs.Invalid, "kernel.form.predicate_field", errs.Args{"name": p.Name, "field": p.Args[0]})
	}
	return p, nil
}

// Holds reports whether the condition is met; no condition always is.
func (p Predicate) Holds(v Values, f Facts) bool {
	if p.IsZero() {
		return true
	}
	def, ok := predicates[p.Name]
	return ok && len(p.Args) >= def.least && def.holds(p.Args, v, f)
}

// Field is the field that the condition looks at, "" for none.
func (p Predicate) Field() string {
	if def, ok := predicates[p.Name]; ok && def.field && len(p.Args) > 0 {
		return p.Args[0]
	}
	return ""
}

// PredicateNames lists the closed list, sorted.
func PredicateNames() []string {
	var out []string
	for n := range predicates {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// number reads a decimal; what is none counts as zero.
func number(s string) decimal.Decimal {
	d, err := decimal.NewFromString(strings.ReplaceAll(strings.TrimSpace(s), ",", ""))
	if err != nil {
		return decimal.Zero
	}
	return d
}
