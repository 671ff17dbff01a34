package form

import (
	"slices"
	"strings"

	"quanlian/base/errs"
)

// kindRule holds a number against the answer that says what it is: its words are
// <answer>=<kind>+<kind>. An answer that has no word fits every number.
const kindRule = "number_kind"

// kindsOf are the words of the rule, by answer.
func (r Rule) kindsOf() map[string][]string {
	out := map[string][]string{}
	for _, w := range r.Args[2:] {
		answer, kinds, _ := strings.Cut(w, "=")
		out[answer] = strings.Split(kinds, "+")
	}
	return out
}

// kindFault is what is wrong between a number and the answer: the answer, if
// another one fits; the number, if the item is for none of its kind, as soon as it
// is there.
func (c Checker) kindFault(it Item, r Rule, number, answer string) *errs.Error {
	if c.Kinds == nil || number == "" {
		return nil
	}
	kind, name := c.Kinds(number)
	by := r.kindsOf()
	fits, asked := by[answer]
	if kind == "" || !asked && answer != "" || slices.Contains(fits, kind) {
		return nil
	}
	field, _ := it.Field(r.Args[1])
	args := errs.Args{"value": number, "kind": name, "label": field.Label}
	var own, all []Text
	for _, o := range field.Options {
		kinds, asked := by[o.Value]
		all = append(all, o.Text)
		if !asked || slices.Contains(kinds, kind) {
			own = append(own, o.Text)
		}
	}
	if len(own) == 0 {
		args["answers"] = joined(all)
		return errs.At(r.Args[0], "kernel.form.rule.number_kind_none", args)
	}
	if answer == "" {
		return nil
	}
	args["answers"] = joined(own)
	return errs.At(r.Args[1], "kernel.form.rule.number_kind", args)
}

func joined(list []Text) Text {
	var zh, en []string
	for _, x := range list {
		zh, en = append(zh, "“"+x.Zh+"”"), append(en, "“"+x.En+"”")
	}
	return Text{Zh: strings.Join(zh, "或"), En: strings.Join(en, " or ")}
}
