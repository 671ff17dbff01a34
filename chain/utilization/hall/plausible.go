package hall

import (
	"maps"
	"regexp"
	"slices"

	"quanlian/base/errs"
)

// Unit: characters. Source: our own bounds, of a long answer and of a name.
const (
	longText = 5000
	nameText = 200
)

// named are the fields that hold a name and no prose.
var named = []string{"contact", "district", "field", "territory"}

// aDivision is a division of GB/T 4754-2017: a section's letter and two digits.
var aDivision = regexp.MustCompile(`^[A-T][0-9]{2}$`)

// chosen adds a fault where a value is none of those that its field may have.
func chosen(l *errs.List, field, value string) {
	if value != "" && !slices.Contains(Choices("", field), value) {
		l.Add(errs.At(field, "utilization.hall.no_such_choice", errs.Args{"value": value}))
	}
}

// within adds a fault for each text that is longer than its field.
func within(l *errs.List, texts map[string]string) {
	for _, field := range slices.Sorted(maps.Keys(texts)) {
		most := longText
		if slices.Contains(named, field) {
			most = nameText
		}
		if n := len([]rune(texts[field])); n > most {
			l.Add(errs.At(field, "utilization.hall.too_long", errs.Args{"n": n, "most": most}))
		}
	}
}

func division(l *errs.List, code string) {
	if code != "" && !aDivision.MatchString(code) {
		l.Add(errs.At("industry", "utilization.hall.industry_unknown", errs.Args{"code": code}))
	}
}
