package items

import (
	"context"
	"slices"
	"strconv"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// extract is what a register says in place of a spared paper (登记信息摘录).
type extract struct {
	Material string      // its id
	Name     string      // and its name
	At       time.Time   // as of which
	Parts    []SheetPart // one for each party or right
}

// Unit: rights. Source: our choice: a list of more is looked up where it stands.
const mostListed = 200

// extractor looks into the registers for one form, as they stood at an instant.
type extractor struct {
	pages
	ctx    context.Context
	l      *lang.Localizer
	named  func(district string) string
	it     form.Item
	values form.Values
	facts  form.Facts
	at     time.Time // as of which
	now    time.Time
}

// extracts are those for the spared papers of a case, as of its filing.
func (p pages) extracts(ctx context.Context, v *site.Visit, it form.Item, d itemflow.Data) ([]extract, error) {
	if d.Applicant.Party == "" {
		return nil, nil // nothing is spared to whom the platform does not know
	}
	x := extractor{pages: p, ctx: ctx, l: v.L, named: v.DistrictText, it: it, values: d.Values, facts: d.Facts(), at: d.Filed, now: v.Env.Now()}
	var out []extract
	for _, m := range it.Materials {
		e, ok, err := x.of(m)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, e)
		}
	}
	return out, nil
}

// drafted is the extract for a paper of a form that is not sent yet.
func (p pages) drafted(ctx context.Context, v *site.Visit, it form.Item, values form.Values, m form.Material) (extract, bool, error) {
	if v.Party.ID == "" {
		return extract{}, false, nil
	}
	return extractor{pages: p, ctx: ctx, l: v.L, named: v.DistrictText, it: it, values: values, facts: p.confirmed(v, it, values), at: v.Env.Now(), now: v.Env.Now()}.of(m)
}

// of gives the extract for a material; ok is false where it is not spared by one.
func (x extractor) of(m form.Material) (e extract, ok bool, err error) {
	if m.Extract == "" || !m.When.Holds(x.values, x.facts) || !x.it.Spared(m, x.values, x.facts) {
		return e, false, nil
	}
	e = extract{Material: m.ID, Name: m.Name.In(x.l.Zh()), At: x.at}
	switch m.Extract {
	case form.ExtractParty:
		e.Parts = []SheetPart{x.party(x.facts.Party, x.at)}
	case form.ExtractBoth:
		e.Parts = []SheetPart{x.party(x.facts.Party, x.at)}
		err = x.others(&e)
	case form.ExtractRight:
		err = x.rights(&e, m.Register)
	case form.ExtractRights:
		err = x.owned(&e)
	}
	return e, err == nil, err
}

func (x extractor) row(p *SheetPart, key, text string) {
	if text != "" {
		p.Rows = append(p.Rows, [2]string{x.l.T(key), text})
	}
}

func (x extractor) day(p *SheetPart, key string, d calendar.Date) {
	if !d.IsZero() {
		x.row(p, key, d.String())
	}
}

// seen ends a part: which register, and when it was asked.
func (x extractor) seen(p *SheetPart, source string, at time.Time) {
	x.row(p, "web.extract.source", source)
	x.row(p, "web.extract.at", x.l.Second(at))
}

func (x extractor) party(who kernel.Party, at time.Time) SheetPart {
	p := SheetPart{Name: who.Name}
	x.row(&p, "web.extract.name", who.Name)
	x.row(&p, "web.extract.code", who.Code)
	x.row(&p, "web.extract.kind", x.l.T("web.extract.kind."+who.Kind))
	x.row(&p, "web.extract.district", x.named(who.District))
	x.seen(&p, x.l.T("web.extract.of_parties"), at)
	return p
}

// others are the parties on the other side, by the codes that the form gives.
func (x extractor) others(e *extract) error {
	for _, code := range x.it.OtherCodes(x.values, x.facts.Party.Code) {
		who, err := x.Registers.Party(x.ctx, code)
		if err != nil {
			return err
		}
		if who.ID == "" {
			p := SheetPart{Name: code}
			x.row(&p, "web.extract.code", code)
			x.row(&p, "web.extract.result", x.l.T("web.extract.other_unknown"))
			x.seen(&p, x.l.T("web.extract.of_parties"), x.now)
			e.Parts = append(e.Parts, p)
			continue
		}
		e.Parts = append(e.Parts, x.party(who, x.now))
	}
	if len(e.Parts) == 1 {
		p := SheetPart{Name: x.l.T("web.extract.other")}
		x.row(&p, "web.extract.other", x.l.T("web.extract.other_unsaid"))
		e.Parts = append(e.Parts, p)
	}
	return nil
}

func (x extractor) rights(e *extract, field string) error {
	for _, n := range x.Checker.Numbers(x.it, field, x.values) {
		view, ok, err := x.Registers.Right(x.ctx, n.Normal)
		if err != nil {
			return err
		}
		if ok {
			e.Parts = append(e.Parts, x.right(view))
		}
	}
	return nil
}

// right is the row of the register as of the instant.
func (x extractor) right(view registry.View) SheetPart {
	l, s := x.l, registry.AsOf(view.Events, calendar.DateOf(x.at), x.at)
	p := SheetPart{Name: view.Right.Number}
	x.row(&p, "web.extract.number", view.Right.Number)
	x.row(&p, "web.extract.right_kind", l.T("registry.kind."+string(view.Right.Kind)))
	x.row(&p, "web.extract.title_right", view.Right.Title)
	var owners []string
	for _, o := range s.Owners {
		owners = append(owners, o.Name)
	}
	x.row(&p, "web.extract.owners", l.List(owners))
	status := l.T("registry.status." + string(s.Status))
	if !s.Since.IsZero() {
		status = l.T("web.extract.since", "what", status, "day", s.Since.String())
	}
	x.row(&p, "web.extract.status", status)
	x.day(&p, "web.extract.filed", s.Filing)
	x.day(&p, "web.extract.granted", s.Granted)
	x.day(&p, "web.extract.ends", s.TermEnd)
	if s.FeePaidYear > 0 {
		x.row(&p, "web.extract.fee", l.T("web.extract.fee_year", "year", s.FeePaidYear))
	}
	x.row(&p, "web.extract.pledges", x.burdens(s.Pledges))
	x.row(&p, "web.extract.preserved", x.burdens(slices.Concat(s.Preservations, s.Suspensions)))
	x.row(&p, "web.extract.licences", x.burdens(slices.Concat(s.Licences, s.OpenLicences)))
	source := l.T("web.extract.of_rights")
	if !view.ObservedAt.IsZero() && !view.ObservedAt.After(x.at) { // seen since: that says nothing of then
		source = l.T("web.extract.observed", "day", calendar.DateOf(view.ObservedAt).String())
	}
	x.seen(&p, source, x.at)
	return p
}

// burdens says what rests on a right, and that nothing does.
func (x extractor) burdens(list []registry.Encumbrance) string {
	var out []string
	for _, b := range list {
		who := ""
		if b.Party != nil {
			who = b.Party.Name
		}
		text := b.Ref
		if who != "" {
			text = x.l.T("web.extract.burden", "ref", b.Ref, "who", who)
		}
		if !b.Since.IsZero() {
			text = x.l.T("web.extract.since", "what", text, "day", b.Since.String())
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return x.l.T("web.extract.nothing")
	}
	return x.l.List(out)
}

// owned lists the rights in force of the applicant, as the register has them today.
func (x extractor) owned(e *extract) error {
	list, n, err := x.InForce(x.ctx, x.facts.Party.ID, mostListed)
	if err != nil {
		return err
	}
	p := SheetPart{Name: x.facts.Party.Name}
	x.row(&p, "web.extract.count", x.l.T("web.extract.rights_n", "n", n))
	for _, o := range list {
		p.Rows = append(p.Rows, [2]string{o.Number, o.Title})
	}
	if n > len(list) {
		x.row(&p, "web.extract.more", strconv.Itoa(n-len(list)))
	}
	x.seen(&p, x.l.T("web.extract.of_rights"), x.now)
	e.Parts = append(e.Parts, p)
	return nil
}

// sheet is the extract as a page to be checked.
func (e extract) sheet(l *lang.Localizer) sheet {
	s := sheet{Title: l.T("web.extract.title_of", "name", e.Name)}
	for _, p := range e.Parts {
		for _, r := range p.Rows {
			s.Rows = append(s.Rows, ui.Pair{Key: r[0], Text: r[1]})
		}
	}
	return s
}

// rows are the extract in the table of the desk.
func (e extract) rows(l *lang.Localizer) []ui.Row {
	out := []ui.Row{{Group: true, Cells: []ui.Cell{{Text: l.T("web.extract.title_of", "name", e.Name), Span: 2}}}}
	for _, p := range e.Parts {
		for _, r := range p.Rows {
			out = append(out, ui.Row{Cells: []ui.Cell{{Text: r[0]}, {Text: r[1]}}})
		}
	}
	return out
}

// paper is the extract as it is printed.
func (e extract) paper(l *lang.Localizer, no string) Sheet {
	return Sheet{Title: l.T("web.extract.title"), No: no, Lead: l.T("web.extract.lead", "name", e.Name), Parts: e.Parts}
}
