package board

import (
	"strconv"

	"quanlian/kernel/workload"
	"quanlian/web/ui"
)

// pool is the word of the address for cases that nobody has.
const pool = "pool"

func (x view) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.board.units"), Stack: true, Cols: []ui.Col{{Text: l.T("web.board.unit")}, {Text: l.T("web.board.open"), Right: true}, {Text: l.T("web.board.per_head"), Right: true}, {Text: l.T("web.board.made_of")},
		{Text: l.T("web.board.soon_short"), Right: true}, {Text: l.T("web.board.overdue"), Right: true}, {Text: l.T("web.board.longest"), Right: true}, {Text: l.T("web.board.mean"), Right: true}, {Text: l.T("web.board.on_time"), Right: true}}}
	var all workload.Load
	for _, u := range x.b.Units {
		sum(&all, u.Load)
		name, opened := x.v.UnitText(u.ID), x.unit == string(u.ID)
		mark, to := "▸ ", link(string(u.ID), "")
		if opened {
			mark, to = "▾ ", link("", "")
		}
		t.Rows = append(t.Rows, ui.Row{Current: opened, Cells: x.cells(asked{unit: string(u.ID)}, ui.Cell{Text: mark + name, Href: to, Strong: true}, u.Load, x.heads(u, to))})
		if opened {
			t.Rows = append(t.Rows, x.people(u)...)
		}
	}
	foot := x.cells(asked{}, ui.Cell{Text: l.T("web.board.all")}, all, ui.Cell{})
	foot[7] = ui.Cell{Text: "—"}
	t.Rows = append(t.Rows, ui.Row{Total: true, Cells: foot})
	return t
}

// perHead is a dash where nobody has a case yet: all wait to be taken.
func perHead(u workload.Unit) string {
	if u.PerHead() == 0 {
		return "—"
	}
	return strconv.FormatFloat(u.PerHead(), 'f', 1, 64)
}

// heads is what each has; it leads to who they are.
func (x view) heads(u workload.Unit, to string) ui.Cell {
	c := ui.Cell{Text: perHead(u)}
	if u.PerHead() > 0 {
		c.Href = to
	}
	return c
}

func sum(to *workload.Load, l workload.Load) {
	to.Open += l.Open
	to.Soon += l.Soon
	to.Late += l.Late
	to.Held += l.Held
	to.Longest = max(to.Longest, l.Longest)
	to.Done += l.Done
	to.OnTime += l.OnTime
	to.Judged += l.Judged
}

func (x view) people(u workload.Unit) []ui.Row {
	var out []ui.Row
	for _, p := range u.People {
		id, name := string(p.User), x.names[p.User]
		if p.User == "" {
			id, name = pool, x.v.L.T("web.inbox.nobody")
		}
		mark, to := "▸ ", link(string(u.ID), id)
		opened := x.who == id
		if opened {
			mark, to = "▾ ", link(string(u.ID), "")
		}
		out = append(out, ui.Row{Level: 1, Cells: x.cells(asked{unit: string(u.ID), who: id}, ui.Cell{Text: mark + name, Href: to}, p.Load, ui.Cell{Text: "—"})})
		if opened {
			out = append(out, x.cases(string(u.ID), id, p)...)
		}
	}
	return out
}

// Unit: rows. Source: our choice; the list behind the figure has the rest.
const shownCases = 30

func (x view) cases(unit, who string, p workload.Person) []ui.Row {
	var out []ui.Row
	for i, s := range p.Cases {
		if i == shownCases {
			out = append(out, ui.Row{Level: 2, Cells: []ui.Cell{{Text: x.v.L.T("web.board.rest", "n", count(len(p.Cases)-shownCases)), Href: asked{figure: workload.Open, unit: unit, who: who}.href()}, {}, {}, {}, {}, {}, {}, {}, {}}})
			break
		}
		out = append(out, ui.Row{Level: 2, Cells: []ui.Cell{
			{Text: s.Case.No, Href: x.v.Env.CaseURL(s.Case), No: true, Sub: x.v.TitleText(s.Case)}, {}, {},
			{Part: ui.Chip(x.v.StateOf(s.Case), x.v.StateText(s.Case))}, {Text: due(s), NoWrap: true}, {Part: ui.LimitLight(x.v.L, x.v.Nearest(s.Case))}, {}, {}, {},
		}})
	}
	return out
}

func due(s workload.Standing) string {
	if s.Due.IsZero() {
		return "—"
	}
	return s.Due.String()[5:]
}

// cells are the figures of an office or a person, each with the list of what it counts.
func (x view) cells(of asked, name ui.Cell, d workload.Load, perHead ui.Cell) []ui.Cell {
	to := func(f workload.Figure, n int) string { of.figure = f; return listOf(n, of) }
	late := ui.Cell{Text: "0"}
	if d.Late > 0 {
		late = ui.Cell{Part: ui.LightLink(ui.Late, count(d.Late), to(workload.Late, d.Late))}
	}
	longest, mean, onTime := "—", "—", "—"
	if d.Longest > 0 {
		longest = x.v.L.T("web.board.days", "n", d.Longest)
	}
	if d.Done > 0 {
		mean = x.v.L.T("web.board.mean_days", "n", strconv.FormatFloat(d.MeanDays(), 'f', 1, 64))
	}
	if d.Judged > 0 {
		onTime = share(d.OnTime, d.Judged)
	}
	return []ui.Cell{name, {Text: count(d.Open), Href: to(workload.Open, d.Open)}, perHead, {Part: ui.StackBar(x.made(d), x.parts(d, to))}, {Text: count(d.Soon), Href: to(workload.Soon, d.Soon)}, late,
		{Text: longest, Href: to(workload.Late, d.Longest)}, {Text: mean, Href: to(workload.Done, d.Done)}, {Text: onTime, Href: to(workload.Judged, d.Judged)}}
}

func (x view) made(d workload.Load) string {
	return x.v.L.T("web.board.made", "ok", count(d.Open-d.Soon-d.Late-d.Held), "soon", count(d.Soon), "late", count(d.Late), "held", count(d.Held))
}

func (x view) parts(d workload.Load, to func(workload.Figure, int) string) []ui.Share {
	var out []ui.Share
	for _, p := range []struct {
		figure workload.Figure
		state  ui.State
		n      int
	}{{workload.Fine, ui.OK, d.Open - d.Soon - d.Late - d.Held}, {workload.Soon, ui.Soon, d.Soon}, {workload.Late, ui.Late, d.Late}, {workload.Held, ui.Hold, d.Held}} {
		if p.n > 0 {
			out = append(out, ui.Share{Percent: 100 * float64(p.n) / float64(d.Open), State: p.state, Text: x.v.L.T("web.board.list."+string(p.figure)) + " " + count(p.n), Href: to(p.figure, p.n)})
		}
	}
	return out
}
