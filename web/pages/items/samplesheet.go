package items

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/web/itemform"
)

// filledSheet is the form of an item as it looks when it is filled in, with
// invented answers.
func (p pages) filledSheet(l *lang.Localizer, it form.Item) Sheet {
	values, facts := p.Catalogue().Example(it, l.Zh())
	s := sampleSheet(l, it, "web.samples.title_filled", "web.samples.lead_filled")
	s.Mark, s.Parts, s.Sign = l.T("web.samples.mark"), filledParts(l, it, values, facts), l.T("web.samples.no_seal")
	return s
}

// statedSheet is an example of a paper that somebody else states.
func (p pages) statedSheet(l *lang.Localizer, it form.Item, m form.Material) Sheet {
	st, _ := p.Catalogue().Statement(it, m, l.Zh())
	s := sampleSheet(l, it, "web.samples.title_filled", "web.samples.lead_stated")
	s.Title, s.Mark = l.T("web.samples.title_filled", "name", m.Name.In(l.Zh())), l.T("web.samples.mark")
	s.Parts, s.Sign = []SheetPart{{Name: it.Name.In(l.Zh()), Rows: st.Rows}}, l.T("web.samples.sign_stated", "who", st.Sign)
	return s
}

func sampleSheet(l *lang.Localizer, it form.Item, title, lead string) Sheet {
	return Sheet{Title: l.T(title, "name", it.Name.In(l.Zh())), Lead: l.T(lead), No: it.Code, Widths: []float64{2, 3},
		Foot: l.T("web.samples.foot", "code", it.Code, "from", it.From.String())}
}

// blankSheet is the form of an item as a paper to be filled in by hand.
func blankSheet(l *lang.Localizer, it form.Item) Sheet {
	s := sampleSheet(l, it, "web.samples.title_blank", "web.samples.lead_blank")
	s.Sign = l.T("web.samples.sign")
	for _, step := range it.Steps {
		part := SheetPart{Name: step.Name.In(l.Zh()), Lead: conditionText(l, it, step.When)}
		if step.Repeat > 1 {
			part.Lead = strings.TrimSpace(part.Lead + "　" + l.T("web.samples.rows", "n", step.Repeat))
		}
		for row := range max(1, min(step.Least, step.Repeat)) {
			for _, f := range step.Fields {
				if f.Kind == form.KindNote {
					continue
				}
				label := blankLabel(l, it, f)
				if step.Repeat > 1 {
					label = strconv.Itoa(row+1) + "　" + label
				}
				part.Rows = append(part.Rows, [2]string{label, blankAnswer(l, f)})
			}
		}
		if len(part.Rows) > 0 {
			s.Parts = append(s.Parts, part)
		}
	}
	return s
}

// blankLabel is the question with what helps to answer it.
func blankLabel(l *lang.Localizer, it form.Item, f form.Field) string {
	out := f.Label.In(l.Zh())
	if f.Optional {
		out += l.T("web.samples.optional")
	}
	for _, more := range []string{conditionText(l, it, f.When), f.Hint.In(l.Zh())} {
		if more != "" {
			out += "\n" + more
		}
	}
	return out
}

// Unit: characters. Source: measured: what fits beside the question on A4.
const oneLine = 24

// blankAnswer is the room for an answer, or what may be ticked.
func blankAnswer(l *lang.Localizer, f form.Field) string {
	switch f.Kind {
	case form.KindChoice, form.KindChoices:
		var out []string
		for _, o := range f.Options {
			out = append(out, "□ "+o.Text.In(l.Zh()))
		}
		if line := strings.Join(out, "　"); utf8.RuneCountInString(line) <= oneLine {
			return line
		}
		return strings.Join(out, "\n")
	case form.KindYes:
		return "□ " + l.T("web.itemform.yes")
	case form.KindDate:
		return l.T("web.samples.date")
	case form.KindAmount:
		return "　　　　　　　　" + l.T("web.ui.yuan")
	case form.KindLong:
		return "\n\n\n\n　"
	case form.KindRefs:
		return "\n\n　"
	}
	return strings.TrimRight("　　　　　　　　"+f.Unit.In(l.Zh()), " ")
}

// filledParts are the pages of a filled form, without what was left open.
func filledParts(l *lang.Localizer, it form.Item, v form.Values, facts form.Facts) []SheetPart {
	var out []SheetPart
	for _, step := range it.Steps {
		if !step.When.Holds(v, facts) {
			continue
		}
		p := SheetPart{Name: step.Name.In(l.Zh())}
		for _, a := range itemform.Answers(l, step, v, facts) {
			if a.Text != "" {
				p.Rows = append(p.Rows, [2]string{a.Label, a.Text})
			}
		}
		if len(p.Rows) > 0 {
			out = append(out, p)
		}
	}
	return out
}
