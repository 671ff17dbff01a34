package form

import (
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// Rule is a named condition between fields that a filled form must meet, of a
// closed list. Declared as one line: "date_order term.from term.to".
type Rule struct {
	Name string   `json:"name"`
	Args []string `json:"args"`
}

// rules is the closed list. ok says whether the form meets it; it is asked
// only when every field it names is filled. The fault stands at the field that is
// asked last, of one page at the last one named.
var rules = map[string]struct {
	fields, words int
	many          bool // more words may follow
	ok            func(v []string, words []string, f Facts, cal *calendar.Calendar) bool
}{
	"date_order": {2, 0, false, func(v, _ []string, _ Facts, _ *calendar.Calendar) bool { return !day(v[1]).Before(day(v[0])) }},
	"not_future": {1, 0, false, func(v, _ []string, f Facts, _ *calendar.Calendar) bool { return !day(v[0]).After(f.Today) }},
	"future":     {1, 0, false, func(v, _ []string, f Facts, _ *calendar.Calendar) bool { return !day(v[0]).Before(f.Today) }},
	"differ":     {2, 0, false, func(v, _ []string, _ Facts, _ *calendar.Calendar) bool { return v[0] != v[1] }},
	"at_most": {2, 0, false, func(v, _ []string, _ Facts, _ *calendar.Calendar) bool {
		return !number(v[1]).GreaterThan(number(v[0]))
	}},
	// within 3mo since the day in the field: later, the applicant is told.
	"within": {1, 1, false, func(v, w []string, f Facts, cal *calendar.Calendar) bool {
		p, err := calendar.ParsePeriod(w[0])
		if err != nil {
			return false
		}
		r, err := cal.Due(day(v[0]), p, nil, calendar.Administrative)
		return err != nil || !f.Today.After(r.Date)
	}},
	// number_kind onright.number report.kind utility=utility other=utility+design:
	// what the number says of itself fits the answer; see [Checker.Kinds].
	kindRule: {2, 1, true, nil},
}

// ParseRule reads the one-line form and checks it against the paths that there
// are.
func ParseRule(line string, fields []string) (Rule, error) {
	words := strings.Fields(line)
	if len(words) == 0 {
		return Rule{}, errs.New(errs.Invalid, "kernel.form.no_such_rule", errs.Args{"name": "", "known": strings.Join(RuleNames(), " ")})
	}
	r := Rule{Name: words[0], Args: words[1:]}
	def, ok := rules[r.Name]
	if !ok {
		return r, errs.New(errs.Invalid, "kernel.form.no_such_rule", errs.Args{"name": r.Name, "known": strings.Join(RuleNames(), " ")})
	}
	if len(r.Args) < def.fields+def.words || len(r.Args) > def.fields+def.words && !def.many {
		return r, errs.New(errs.Invalid, "kernel.form.rule_words", errs.Args{"name": r.Name, "n": def.fields + def.words})
	}
	for _, f := range r.Args[:def.fields] {
		if fields != nil && !slices.Contains(fields, f) {
			return r, errs.New(errs.Invalid, "kernel.form.predicate_field", errs.Args{"name": r.Name, "field": f})
		}
	}
	return r, nil
}

// check gives the fault of a rule, nil when it is met or cannot be asked yet.
func (c Checker) rule(r Rule, it Item, v Values, f Facts) *errs.Error {
	def, ok := rules[r.Name]
	if !ok || len(r.Args) < def.fields+def.words {
		return nil
	}
	if r.Name == kindRule {
		return c.kindFault(it, r, strings.TrimSpace(v[r.Args[0]]), strings.TrimSpace(v[r.Args[1]]))
	}
	var texts []string
	for _, path := range r.Args[:def.fields] {
		if strings.TrimSpace(v[path]) == "" {
			return nil
		}
		texts = append(texts, strings.TrimSpace(v[path]))
	}
	if def.ok(texts, r.Args[def.fields:], f, c.Calendar) {
		return nil
	}
	args := errs.Args{}
	if other, ok := it.Field(r.Args[0]); ok {
		args["other"] = other.Label
	}
	if last, ok := it.Field(r.Args[def.fields-1]); ok {
		args["label"] = last.Label
	}
	if def.words > 0 {
		args["period"] = r.Args[def.fields]
	}
	return errs.At(it.latest(r.Args[:def.fields]), "kernel.form.rule."+r.Name, args)
}

// latest is the field whose page comes last.
func (it Item) latest(paths []string) string {
	at, last := "", -1
	for _, path := range paths {
		step, _, _ := strings.Cut(path, ".")
		if i := slices.IndexFunc(it.Steps, func(s Step) bool { return s.ID == step }); i >= last {
			at, last = path, i
		}
	}
	return at
}

// RuleNames lists the closed list, sorted.
func RuleNames() []string {
	var out []string
	for n := range rules {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		return calendar.Date{}
	}
	return d
}
