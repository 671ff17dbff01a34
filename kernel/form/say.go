package form

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/money"
)

var (
	slotRE = regexp.MustCompile(`\{([^{}]*)\}`)
	partRE = regexp.MustCompile(`\[([^\[\]]*)\]`)
)

// Slots are the names between braces in a sentence, in their order, each once; open
// are those that stand outside of brackets at least once.
func Slots(sentence string) (all, open []string) {
	names := func(s string) []string {
		var out []string
		for _, m := range slotRE.FindAllStringSubmatch(s, -1) {
			if !slices.Contains(out, m[1]) {
				out = append(out, m[1])
			}
		}
		return out
	}
	return names(sentence), names(partRE.ReplaceAllString(sentence, ""))
}

// Say fills a sentence with the answers of a form: {page.field} is an answer as a
// person reads it, {name} what known says. What stands in brackets is left out where
// an answer in it was not given.
func (it Item) Say(sentence Text, v Values, known map[string]Text) Text {
	fill := func(s string, zh bool) string {
		say := func(s string) (string, bool) {
			whole := true
			out := slotRE.ReplaceAllStringFunc(s, func(m string) string {
				name := m[1 : len(m)-1]
				x := known[name].In(zh)
				if _, ok := known[name]; !ok {
					x = it.answered(name, v, zh)
				}
				whole = whole && x != ""
				return x
			})
			return out, whole
		}
		var out strings.Builder
		from := 0
		for _, at := range partRE.FindAllStringIndex(s, -1) { // in one pass: an answer is never filled itself
			before, _ := say(s[from:at[0]])
			out.WriteString(before)
			if part, whole := say(s[at[0]+1 : at[1]-1]); whole {
				out.WriteString(part)
			}
			from = at[1]
		}
		rest, _ := say(s[from:])
		return out.String() + rest
	}
	return Text{Zh: fill(sentence.Zh, true), En: fill(sentence.En, false)}
}

// Leaves reports whether the form may be sent without an answer at the path.
func (it Item) Leaves(path string) bool {
	for _, s := range it.Steps {
		for _, f := range s.Fields {
			if f.ID == path {
				return f.Optional || !f.When.IsZero() || !s.When.IsZero() || s.Repeat > 0 && s.Least == 0
			}
		}
	}
	return true
}

// answered is the answer at a path as a person reads it, of every row where the page
// is filled several times.
func (it Item) answered(path string, v Values, zh bool) string {
	for _, s := range it.Steps {
		for _, f := range s.Fields {
			if f.ID != path {
				continue
			}
			if s.Repeat == 0 {
				return f.read(v[path], zh)
			}
			var out []string
			for i := range v.Rows(s) {
				if x := f.read(v[Row(path, i)], zh); x != "" {
					out = append(out, x)
				}
			}
			if slices.ContainsFunc(s.Fields, func(x Field) bool { return x.Names }) { // who is registered, and by which number
				return listed(out, zh)
			}
			return some(out, zh)
		}
	}
	return ""
}

// read is an answer in a sentence: as typed, but for what has words of its own.
func (f Field) read(value string, zh bool) string {
	value = strings.TrimSpace(value)
	if value == "" {
		return ""
	}
	if f.Names {
		return listed(called(value), zh)
	}
	switch f.Kind {
	case KindChoice, KindChoices:
		var out []string
		for _, x := range List(value) {
			if i := slices.IndexFunc(f.Options, func(o Option) bool { return o.Value == x }); i >= 0 {
				out = append(out, f.Options[i].Text.In(zh))
			}
		}
		return some(out, zh)
	case KindRefs:
		return some(List(value), zh)
	case KindAmount:
		if fen, err := money.Parse(value); err == nil {
			return map[bool]string{true: fen.String() + "元", false: "CNY " + fen.String()}[zh]
		}
	case KindDate:
		if d, err := calendar.ParseDate(value); err == nil && zh {
			return d.Chinese()
		}
	case KindLong:
		return closed(value, zh)
	}
	if f.Unit.En == percent {
		return value + "%"
	}
	if unit := f.Unit.In(zh); unit != "" {
		return value + map[bool]string{true: "", false: " "}[zh] + unit
	}
	return value
}

// percent is the unit that stands in a sentence as its sign.
const percent = "percent"

// closed makes one line of several and takes the full stop away: the sentence around
// it goes on.
func closed(value string, zh bool) string {
	var out []string
	for line := range strings.SplitSeq(value, "\n") {
		if line = strings.TrimRight(strings.TrimSpace(line), "。；;."); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, map[bool]string{true: "；", false: "; "}[zh])
}

// Unit: entries. Source: our choice: more make a sentence unreadable.
const mostNamed = 12

// some are the entries of a list, of a long one the first and how many there are.
func some(list []string, zh bool) string {
	sep, more := ", ", " and others (%d in all)"
	if zh {
		sep, more = "、", "等共%d项"
	}
	if len(list) <= mostNamed {
		return strings.Join(list, sep)
	}
	return strings.Join(list[:mostNamed], sep) + fmt.Sprintf(more, len(list))
}
