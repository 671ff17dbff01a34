package appraise

import (
	"maps"
	"slices"
	"strconv"
	"strings"

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

// named says the faults with the names that the form gives its fields.
func named(l *lang.Localizer, fault error) error {
	if errs.KindOf(fault) != errs.Invalid {
		return fault
	}
	var out errs.List
	for _, e := range errs.All(fault) {
		at := *e
		if path, ok := e.Args["field"].(string); ok {
			at.Args = maps.Clone(e.Args)
			at.Args["field"] = inputName(l, path)
		}
		out.Add(&at)
	}
	return out.Err()
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
