package sqlstore

import (
	"strings"
	"unicode"

	"quanlian/base/ident"
	"quanlian/kernel"
	"quanlian/registry"
)

// sought is the part of it that no cell of case_list can answer.
func (s *Store) sought(q kernel.CaseQuery, of table) (string, []any) {
	w, args := "", []any(nil)
	if q.Party != "" && of != narrow { // there each leg asks for itself
		w, args = taking(q.Party, of.id)
	}
	if len(q.Nos) > 0 {
		w += " and c.no in (?)"
		args = append(args, in(q.Nos))
	}
	if !q.OpenAt.IsZero() {
		w += " and c.opened <= ? and (" + of.closed + " = 0 or " + of.closed + " > ?)"
		args = append(args, micros(q.OpenAt), micros(q.OpenAt))
	}
	if q.Text != "" {
		cond, with := s.holds(q.Text)
		w += " and (" + strings.ReplaceAll(cond, "#", "c.no") + " or " + strings.ReplaceAll(cond, "#", "c.title")
		args = append(args, with, with)
		if q.Inside {
			inside, more := s.inside(q.Text, of)
			w, args = w+inside, append(args, more...)
		}
		for _, name := range q.Headed {
			w, args = w+" or c.flow like ?", append(args, "%."+name)
		}
		w += ")"
	}
	return w, args
}

// inside is the rest of what an office looks for: the case with the code, those
// about the right with the number, and those in which a party of the name takes part.
func (s *Store) inside(words string, of table) (string, []any) {
	cond, with := s.holds(words)
	// Whether any party has such a name is asked once, before it is asked of each case.
	named := "from parties p where " + strings.ReplaceAll(cond, "#", "p.name")
	return " or " + of.id + " in (select k.id from cases k where k.track = ? and k.track <> '') or " + of.id + " in (select k.id from cases k where k.about in (?) and k.about <> '') or exists (select 1 " + named + ") and exists (select 1 from case_access b where b.case_id = " + of.id +
		" and b.subject in (select 'party:' || p.id " + named + "))", []any{kernel.Typed(words), in(abouts(words)), with, with}
}

// abouts are what a case may be about by a number as somebody typed it: with ZL or
// CN, blanks, in full width, without the dot, or as it stands.
func abouts(words string) []string {
	out := []string{registry.About(kernel.Typed(words))}
	if a, err := ident.ParseApplication(words); err == nil {
		out = append(out, registry.About(a.String()))
	}
	return out
}

// holds is the condition that a text (#) holds words, small or capital. Words
// without letters that have both, as Chinese ones, are only looked for: a pattern
// takes several times as long.
func (s *Store) holds(words string) (cond string, with any) {
	plain := !strings.ContainsFunc(words, func(r rune) bool { return unicode.ToUpper(r) != unicode.ToLower(r) })
	switch {
	case plain && s.postgres:
		return "strpos(#, ?) > 0", words
	case plain:
		return "instr(#, ?) > 0", words
	}
	return "# " + s.like() + " ?", "%" + words + "%"
}

// taking is the condition that a party takes part in the case with the id.
func taking(p kernel.PartyID, id string) (string, []any) {
	return " and exists (select 1 from case_access b where b.case_id = " + id + " and b.subject = ?)", []any{"party:" + string(p)}
}
