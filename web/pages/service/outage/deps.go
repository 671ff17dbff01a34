package outage

import (
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/lang"
	"quanlian/chain/service/outage"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Deps are what the pages stand on.
type Deps struct {
	Register outage.Register
	Declared func() city.Outages
	// Unit names the office that keeps the register.
	Unit func(kernel.UnitID) (city.Unit, bool)
}

type pages struct{ Deps }

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	return []site.Route{
		{Method: "GET", Pattern: "/outages", Page: p.list},
		{Method: "GET", Pattern: "/outages/new", Page: p.declare, Auth: site.Staff},
		{Method: "POST", Pattern: "/outages/new", Page: p.declared, Auth: site.Staff},
		{Method: "GET", Pattern: "/outages/{no}", Page: p.show},
		{Method: "POST", Pattern: "/outages/{no}/end", Page: p.end, Auth: site.Staff},
		{Method: "POST", Pattern: "/outages/{no}/withdraw", Page: p.withdraw, Auth: site.Staff},
		{Method: "GET", Pattern: "/outages/{no}/correct", Page: p.correct, Auth: site.Staff},
		{Method: "POST", Pattern: "/outages/{no}/correct", Page: p.corrected, Auth: site.Staff},
	}
}

// keeps reports whether the visitor keeps the register.
func (p pages) keeps(v *site.Visit) bool {
	for _, post := range v.Actor.Posts {
		if post.Unit == p.Declared().Unit && (post.Role == kernel.RoleClerk || post.Role == kernel.RoleHead) {
			return true
		}
	}
	return false
}

// span says from when to when.
func span(l *lang.Localizer, s outage.Statement, now time.Time) string {
	from := moment(l, s.From)
	switch {
	case !s.To.IsZero():
		return l.T("web.outage.from_to", "from", from, "to", moment(l, s.To))
	case !s.Expected.IsZero():
		return l.T("web.outage.from_expected", "from", from, "to", moment(l, s.Expected))
	case s.From.After(now):
		return l.T("web.outage.from", "from", from)
	}
	return l.T("web.outage.since", "from", from)
}

// moment is a day and a clock time.
func moment(l *lang.Localizer, t time.Time) string { return l.Date(t) + " " + l.Clock(t) }

// what is the sentence in the reader's language, in Chinese where there is no
// English one.
func what(l *lang.Localizer, s outage.Statement) string {
	if !l.Zh() && s.WhatEn != "" {
		return s.WhatEn
	}
	return s.What
}

func (p pages) parts(l *lang.Localizer, ids []string) string { return partsOf(p.Declared(), l, ids) }

// partsOf names the systems; their names have commas of their own.
func partsOf(o city.Outages, l *lang.Localizer, ids []string) string {
	var out []string
	for _, id := range ids {
		if x, ok := o.Part(id); ok {
			id = x.Name.In(l.Zh())
		}
		out = append(out, id)
	}
	return strings.Join(out, l.T("web.outage.and"))
}

// stateOf is how an outage stands, as a shape.
func stateOf(s kernel.State) ui.State {
	switch s {
	case outage.Running:
		return ui.Late
	case outage.Announced:
		return ui.You
	case outage.Over:
		return ui.Done
	}
	return ui.Idle
}

// kindText names a limit or day that is moved.
func kindText(l *lang.Localizer, kind string) string {
	kind, _, _ = strings.Cut(kind, "/")
	if key := "web.outage.kind." + kind; l.Has(key) {
		return l.T(key)
	}
	return kind
}

func kinds(l *lang.Localizer, list []string) string {
	var out []string
	for _, k := range list {
		out = append(out, kindText(l, k))
	}
	return l.List(out)
}

// Warnings are the outages that every page warns of.
func Warnings(o city.Outages, rows []outage.Row, l *lang.Localizer, now time.Time) []ui.Warning {
	var out []ui.Warning
	for _, r := range rows {
		s := r.Now().Statement
		out = append(out, ui.Warning{
			Running: r.State == outage.Running, Title: l.T("web.outage.warn." + string(r.State)),
			Text: what(l, s) + l.T("web.ui.bracket", "text", partsOf(o, l, s.Parts)), Span: span(l, s, now), Href: "/outages/" + r.No, No: r.No,
		})
	}
	return out
}

func dates(l *lang.Localizer, a, b calendar.Date) string {
	return l.ISO(a.At(0)) + " → " + l.ISO(b.At(0))
}
