package rehearsal

import (
	"net/url"
	"strconv"

	service "quanlian/chain/service/rehearsal"
	engine "quanlian/engine/rehearsal"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// itemFacts is what is known of each item: observed or assumed, with n. base is
// the address of its cases; "" for none.
func itemFacts(v *site.Visit, b service.Basis, names map[string]string, base string) ui.Table {
	l := v.L
	t := ui.Table{Caption: l.T("web.rehearse.known"), Stack: true, Cols: []ui.Col{{Text: l.T("web.rehearse.field.item")}, {Text: l.T("web.rehearse.col.cases"), Right: true}, {Text: l.T("web.rehearse.col.limit")},
		{Text: l.T("web.rehearse.col.observed"), Right: true}, {Text: l.T("web.rehearse.col.minutes"), Right: true}, {Text: l.T("web.rehearse.col.effort")}}}
	for _, f := range b.Items {
		limit, minutes, effort := l.T("web.rehearse.no_promise"), "—", ui.Chip(ui.OK, l.T("web.rehearse.is_observed"))
		if !f.Limit.IsZero() {
			limit = site.PeriodText(l, f.Limit)
			if f.Taken {
				limit += l.T("web.rehearse.from_acceptance")
			}
		}
		if f.Observed > 0 {
			minutes = strconv.Itoa(f.Minutes)
		}
		switch {
		case f.Assumed:
			effort = ui.Chip(ui.Hold, l.T("web.rehearse.is_assumed"))
		case f.Observed < service.Few:
			effort = ui.Chip(ui.Soon, l.T("web.rehearse.is_few"))
		}
		name := names[f.ID]
		if name == "" {
			name = f.ID
		}
		cell := ui.Cell{Text: name}
		if base != "" {
			cell.Href = base + "?item=" + url.QueryEscape(f.ID)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{cell, {Text: strconv.Itoa(f.Cases)}, {Text: limit}, {Text: strconv.Itoa(f.Observed)}, {Text: minutes}, {Part: effort}}})
	}
	return t
}

func (s showView) itemFacts() ui.Table {
	return itemFacts(s.v, s.x.Basis, s.names, "/rehearse/"+s.x.ID+"/cases")
}

// units is the table of the offices, as they are and as they would be.
func (s showView) units() ui.Table {
	l := s.v.L
	t := ui.Table{Caption: l.T("web.rehearse.units"), Stack: true, Cols: []ui.Col{{Text: l.T("web.board.unit")}, {Text: l.T("web.rehearse.col.cases"), Right: true}, {Text: l.T("web.rehearse.col.people"), Right: true}, {Text: l.T("web.rehearse.col.load"), Right: true},
		{Text: l.T("web.rehearse.col.base"), Right: true}}}
	if s.tried != nil {
		t.Cols = append(t.Cols, ui.Col{Text: l.T("web.rehearse.col.load_then"), Right: true}, ui.Col{Text: l.T("web.rehearse.col.share"), Right: true}, ui.Col{Text: l.T("web.rehearse.col.needs"), Right: true})
	}
	for i, u := range s.base.Units {
		cells := []ui.Cell{{Text: s.unitText(u.Unit), Href: "/rehearse/" + s.x.ID + "/cases?unit=" + url.QueryEscape(u.Unit)}, {Text: strconv.Itoa(u.Cases)}, {Text: s.people(i), Sub: s.away(u.Unit)}, {Text: percent(u.Load.Mean)}, {Text: spread(l, u.Share), NoWrap: true}}
		if s.tried != nil {
			then := s.tried.Units[i]
			cells = append(cells, ui.Cell{Text: percent(then.Load.Mean)}, ui.Cell{Text: spread(l, then.Share), NoWrap: true, Strong: then.Share.Mean > u.Share.Mean}, ui.Cell{Text: s.needed(u.Unit)})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

func (s showView) people(i int) string {
	now := strconv.Itoa(s.base.Units[i].Staff)
	if s.tried != nil && s.tried.Units[i].Staff != s.base.Units[i].Staff {
		return now + " → " + strconv.Itoa(s.tried.Units[i].Staff)
	}
	return now
}

// away says when people of the office were missing.
func (s showView) away(unit string) string {
	for _, f := range s.x.Basis.Units {
		if string(f.ID) == unit {
			return awayText(s.v.L, f)
		}
	}
	return ""
}

func (s showView) needed(unit string) string {
	for _, n := range s.tried.Needed {
		switch {
		case n.Unit == unit && n.Enough:
			return "+" + strconv.Itoa(n.Needs-n.Staff)
		case n.Unit == unit:
			return s.v.L.T("web.rehearse.not_by_people")
		}
	}
	return "—"
}

// promises is the table of the items whose promise is other, or not kept, really
// or in the replay.
func (s showView) promises() ui.Table {
	l := s.v.L
	t := ui.Table{Caption: l.T("web.rehearse.promises"), Stack: true, Cols: []ui.Col{{Text: l.T("web.rehearse.field.item")}, {Text: l.T("web.rehearse.col.cases"), Right: true}, {Text: l.T("web.rehearse.col.limit")}, {Text: l.T("web.rehearse.col.real"), Right: true}, {Text: l.T("web.rehearse.col.base"), Right: true}}}
	if s.tried != nil {
		t.Cols = append(t.Cols, ui.Col{Text: l.T("web.rehearse.col.limit_then")}, ui.Col{Text: l.T("web.rehearse.col.share"), Right: true})
	}
	for i, k := range s.base.Items {
		then := k
		if s.tried != nil {
			then = s.tried.Items[i]
		}
		f := s.fact(k.Item)
		if then.Limit.IsZero() || f.Late == 0 && k.Share.Mean == 0 && then.Share.Mean == 0 && k.Limit == then.Limit {
			continue
		}
		real := "—"
		if f.Judged > 0 {
			real = l.T("web.rehearse.real_of", "share", percent(float64(f.Late)/float64(f.Judged)), "late", f.Late, "judged", f.Judged)
		}
		cells := []ui.Cell{{Text: s.names[k.Item], Href: "/rehearse/" + s.x.ID + "/cases?item=" + url.QueryEscape(k.Item)}, {Text: strconv.Itoa(k.Cases)}, {Text: s.limitNow(k.Item)}, {Text: real, NoWrap: true, Strong: f.Late > 0}, {Text: spread(l, k.Share), NoWrap: true}}
		if s.tried != nil {
			cells = append(cells, ui.Cell{Text: site.PeriodText(l, then.Limit), Strong: k.Limit != then.Limit}, ui.Cell{Text: spread(l, then.Share), NoWrap: true, Strong: then.Share.Mean > k.Share.Mean})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// comparison puts rehearsals side by side: a column each.
func comparison(v *site.Visit, list []showView) ui.Table {
	l := v.L
	t := ui.Table{Caption: l.T("web.rehearse.compared"), Cols: []ui.Col{{Text: l.T("web.rehearse.figure")}}}
	for _, s := range list {
		t.Cols = append(t.Cols, ui.Col{Text: s.x.Question.Name, Right: true})
	}
	row := func(key string, of func(s showView) string) {
		cells := []ui.Cell{{Text: l.T(key), NoWrap: true}}
		for _, s := range list {
			cells = append(cells, ui.Cell{Text: of(s)})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	then := func(s showView) engine.Outcome {
		if s.tried != nil {
			return *s.tried
		}
		return s.base
	}
	row("web.rehearse.col.base", func(s showView) string { return spread(l, s.base.Share) })
	row("web.rehearse.col.share", func(s showView) string { return spread(l, then(s).Share) })
	row("web.rehearse.fig.late", func(s showView) string { return count(then(s).Late.Mean) })
	row("web.rehearse.fig.median", func(s showView) string { return days(then(s).Days.Mean) })
	row("web.rehearse.fig.slow", func(s showView) string { return days(then(s).Slow.Mean) })
	row("web.rehearse.fig.open", func(s showView) string { return count(then(s).Open.Mean) })
	row("web.rehearse.col.needs", func(s showView) string { return s.needsText() })
	row("web.rehearse.span_of", func(s showView) string { return s.x.Question.From.String() + "—" + s.x.Question.Until.String() })
	row("web.rehearse.col.cases", func(s showView) string { return strconv.Itoa(s.base.Cases) })
	return t
}

func (s showView) changesText() string {
	out := ""
	for i, c := range s.changes() {
		if i > 0 {
			out += s.v.L.T("web.rehearse.and")
		}
		out += c.Key + s.v.L.T("web.ui.colon") + c.Text
	}
	return out
}

func (s showView) needsText() string {
	if s.tried == nil || len(s.tried.Needed) == 0 {
		return "—"
	}
	out := ""
	for i, n := range s.tried.Needed {
		if i > 0 {
			out += s.v.L.T("web.rehearse.and")
		}
		out += s.unitText(n.Unit) + " " + s.needed(n.Unit)
	}
	return out
}
