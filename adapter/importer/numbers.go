package importer

import (
	"regexp"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/registry"
)

// scientific is what Excel makes of a long number.
var scientific = regexp.MustCompile(`^(\d)(?:\.(\d+))?[eE]\+?(\d{1,3})$`)

// kinds joins the kinds of base/ident to those of the register.
var kinds = map[ident.PatentKind]registry.Kind{
	ident.Invention: registry.Invention, ident.UtilityModel: registry.UtilityModel, ident.Design: registry.Design,
}

// expand undoes scientific notation where no digit is lost; ok is false when
// digits are lost.
func expand(s string) (string, bool) {
	m := scientific.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return s, true
	}
	digits, places := m[1]+m[2], 0
	for _, c := range m[3] {
		places = places*10 + int(c-'0')
	}
	// Unit: significant digits. Source: IEEE 754 double as Excel keeps it: 15.
	const kept = 15
	if len(digits) != places+1 || len(digits) > kept {
		return s, false
	}
	return digits, true
}

// RightNumber reads the number of a patent as office programs leave it: what has
// one meaning is mended, what has lost digits is refused.
func RightNumber(text string) (string, *errs.Error) {
	in := entry{cells: map[Field]cell{AppNo: {text: strings.TrimSpace(cleanText(text))}}}
	var r registry.Right
	in.number(&r)
	if len(in.reasons) > 0 {
		return "", in.reasons[0].Err
	}
	return r.Number, nil
}

// number reads the application number, mends what has one meaning, and takes
// the kind of patent from it.
func (in *entry) number(r *registry.Right) {
	text, whole := expand(in.get(AppNo))
	switch {
	case text == "":
		in.refuse(AppNo, errs.New(errs.Invalid, "importer.number.missing", nil))
		return
	case !whole:
		in.refuse(AppNo, errs.New(errs.Invalid, "importer.number.scientific", errs.Args{"value": text}))
		return
	}
	a, err := ident.ParseApplication(text)
	if errs.Is(err, "base.ident.patent.no_check") {
		if s, ok := errs.As(err).Args["suggest"].(string); ok {
			in.note(AppNo, errs.New(errs.Invalid, "importer.number.check_added", errs.Args{"value": text, "number": s}))
			a, err = ident.ParseApplication(s)
		}
	}
	if err != nil {
		in.badNumber(text, err)
		return
	}
	r.Number, r.Kind = a.String(), kinds[a.Kind()]
	if in.has(KindName) {
		if k, ok := kindNamed(in.get(KindName)); ok && k != r.Kind {
			in.refuse(KindName, errs.New(errs.Invalid, "importer.number.other_kind", errs.Args{"kind": in.get(KindName), "number": r.Number}))
		}
	}
	// A divided application and a PCT entry keep an earlier filing date; a later
	// one comes from drawings handed in afterwards, or from a typing error.
	if f := in.quietDate(AppDate); !f.IsZero() && f.Year > a.Year() {
		in.note(AppDate, errs.New(errs.Invalid, "importer.number.later_year", errs.Args{"date": f.String(), "number": r.Number}))
	}
}

// badNumber refuses a number, with the one it could be when the row tells it.
func (in *entry) badNumber(text string, err error) {
	if strings.Trim(strings.ToUpper(text), "CNZL .") == "" {
		if p := in.get(PriorityNo); p != "" && in.get(PriorityDate) == in.get(AppDate) {
			_, perr := ident.ParseApplication(p)
			if e := errs.As(perr); e != nil && e.Args["suggest"] != nil {
				p, _ = e.Args["suggest"].(string)
			}
			in.refuse(AppNo, errs.New(errs.Invalid, "importer.number.empty_hint", errs.Args{"hint": p}))
			return
		}
		in.refuse(AppNo, errs.New(errs.Invalid, "importer.number.missing", nil))
		return
	}
	in.refuse(AppNo, fault(err, "importer.number.bad", errs.Args{"value": text}))
}

// quietDate reads a date whose faults are told elsewhere.
func (in *entry) quietDate(f Field) calendar.Date {
	n := len(in.reasons)
	d := in.date(f)
	in.reasons = in.reasons[:n]
	return d
}

// kindNamed reads the kind of patent in words.
func kindNamed(s string) (registry.Kind, bool) {
	for _, w := range []struct {
		word string
		kind registry.Kind
	}{
		{"实用新型", registry.UtilityModel}, {"新型", registry.UtilityModel}, {"外观", registry.Design}, {"发明", registry.Invention},
		{"utility", registry.UtilityModel}, {"design", registry.Design}, {"invention", registry.Invention},
	} {
		if strings.Contains(strings.ToLower(s), w.word) {
			return w.kind, true
		}
	}
	return "", false
}

// oldPublication is the form before 1989: the application number with a letter.
var oldPublication = regexp.MustCompile(`^(?:CN)?(8[5-8][123]\d{5})([A-Z])$`)

// opposedUntil is the last day on which B, U and S announced an examined
// application for opposition and not a grant.
// Unit: date. Source: 专利法 (1984) arts 39, 41, opposition abolished by the amendment in force on 1993-01-01 [M].
var opposedUntil = calendar.On(1992, 12, 31)

// publication reads one publication number with its day.
func (in *entry) publication(f Field, day calendar.Date) registry.Document {
	s := strings.ToUpper(strings.ReplaceAll(in.get(f), " ", ""))
	if s == "" {
		return registry.Document{}
	}
	if m := oldPublication.FindStringSubmatch(s); m != nil {
		return registry.Document{Number: "CN" + m[1] + m[2], Date: day}
	}
	p, err := ident.ParsePublication(s)
	if err != nil {
		if f == GrantNo && errs.Is(err, "base.ident.publication.form") { // some lists repeat the patent number here
			if _, aerr := ident.ParseApplication(s); aerr == nil {
				return registry.Document{}
			}
		}
		in.refuse(f, fault(err, "importer.number.bad", errs.Args{"value": s}))
		return registry.Document{}
	}
	no := p.String()
	return registry.Document{Number: no, Date: day, Grant: p.Granted() && grants(no, day)}
}

// grants tells the first announcement of a grant from examined applications
// before 1993 and from corrected or amended prints (B8, C1 …).
func grants(number string, day calendar.Date) bool {
	last := number[len(number)-1]
	if last >= '0' && last <= '9' {
		return false
	}
	if last == 'C' || last == 'Y' || last == 'D' {
		return true
	}
	return day.IsZero() || day.After(opposedUntil)
}

// creditCode reads a unified social credit code.
func creditCode(s string) (string, *errs.Error) {
	text, whole := expand(s)
	if !whole {
		return "", errs.New(errs.Invalid, "importer.number.scientific", errs.Args{"value": s})
	}
	u, err := ident.ParseUSCC(text)
	if err != nil {
		return "", fault(err, "importer.number.bad", errs.Args{"value": s})
	}
	return u.String(), nil
}

var locarno = regexp.MustCompile(`^(\d{2}-\d{2})(?:\(\d+\))?$`)

// classes reads IPC or Locarno classes. A class that cannot be read is left
// out and noted: the right is none the less what it is.
func (in *entry) classes(r *registry.Right) {
	raw := in.ipc
	if len(raw) == 0 {
		raw = append(splitList(in.get(IPCMain), true), splitList(in.get(IPC), true)...)
	}
	seen := map[string]bool{}
	for _, s := range append(raw, splitList(in.get(Locarno), true)...) {
		if m := locarno.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
			if !seen[m[1]] {
				r.Locarno = append(r.Locarno, m[1])
			}
			seen[m[1]] = true
			continue
		}
		c, err := ident.ParseIPC(s)
		if err != nil {
			in.note(IPC, fault(err, "importer.class.unreadable", errs.Args{"value": s}))
			continue
		}
		if k := c.String(); !seen[k] {
			r.IPC = append(r.IPC, k)
			seen[k] = true
		}
	}
	if len(r.IPC) > 0 {
		r.IPCMain = r.IPC[0]
	}
}

// Digits undoes scientific notation where no digit is lost; ok is false when
// digits are lost and have to be typed anew.
func Digits(text string) (whole string, ok bool) { return expand(text) }
