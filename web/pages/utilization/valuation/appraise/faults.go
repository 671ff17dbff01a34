package appraise

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
)

// together joins what could not be read with what the engine finds in the rest,
// each field once, so that everything is mended in one go.
func together(typed, computed error) error {
	if typed == nil || errs.KindOf(typed) != errs.Invalid || errs.KindOf(computed) != errs.Invalid {
		if typed != nil {
			return typed
		}
		return computed
	}
	all := errs.All(typed)
	for _, e := range errs.All(computed) {
		same := func(x *errs.Error) bool { return field(x.Field) == field(e.Field) }
		// What is typed and cannot be read is not missing.
		if e.Field != "" && e.Code != "engine.valuation.one_of" && !slices.ContainsFunc(all, same) {
			all.Add(e)
		}
	}
	return all.Err()
}

// named says the faults of a method with the names that the form gives its fields,
// at the fields where it asks, and rates in per cent as they are typed.
func named(l *lang.Localizer, m string, fault error) error {
	if errs.KindOf(fault) != errs.Invalid {
		return fault
	}
	var out errs.List
	for _, e := range errs.All(fault) {
		at := *e
		at.Args = maps.Clone(e.Args)
		path, year := listed(m, e.Field)
		if path == "discount" {
			path = "discount/rate"
		}
		at.Field = path
		if e.Code == "engine.valuation.one_of" {
			at.Code = "web.appraise.one_of." + strings.Split(path, "/")[0]
		}
		if _, names := e.Args["field"].(string); names {
			at.Args["field"] = inputName(l, path)
			if year > 0 {
				at.Args["field"] = l.T("web.appraise.year_field", "field", inputName(l, path), "n", year)
			}
		}
		if k := kindOf(m, path); e.Code == "engine.valuation.out_of_range" && (k == percent || k == list) {
			for _, name := range []string{"value", "min", "max"} {
				at.Args[name] = inPercent(at.Args[name])
			}
		}
		out.Add(&at)
	}
	return out.Err()
}

// listed is the question that a path answers, and the year of it when the answer is
// a list.
func listed(m, path string) (question string, year int) {
	head, last, ok := strings.Cut(path, "/")
	n, err := strconv.Atoi(last)
	if k := kindOf(m, head); !ok || err != nil || k != list && k != amounts {
		return path, 0
	}
	return head, n + 1
}

func inPercent(v any) any {
	text, _ := v.(string)
	d, err := decimal.NewFromString(text)
	if err != nil {
		return v
	}
	return d.Shift(2).String() + "%"
}

// fullName is the name of a field in the summary: that of a comparable says of
// which.
func fullName(l *lang.Localizer, name string) string {
	path := strings.ReplaceAll(name, ".", "/")
	if rest, ok := strings.CutPrefix(path, "comparables/"); ok {
		n, err := strconv.Atoi(strings.Split(rest, "/")[0])
		if err == nil {
			return l.T("web.appraise.comparable_field", "n", n+1, "field", inputName(l, path))
		}
	}
	return inputName(l, path)
}
