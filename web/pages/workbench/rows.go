package workbench

import (
	"slices"
	"strconv"

	"quanlian/kernel"
	"quanlian/web/ui"
)

func (x inboxView) chips() []ui.FilterChip {
	var out []ui.FilterChip
	for _, name := range chips(x.v) {
		chip := ui.FilterChip{Text: x.v.L.T("web.inbox.view." + name), Href: x.link("view", name), Count: x.counts[name], Current: name == x.view}
		if name == "late" && chip.Count > 0 {
			chip.State = ui.Late
		}
		out = append(out, chip)
	}
	return out
}

func (x inboxView) table() ui.Table {
	l, v := x.v.L, x.v
	t := ui.Table{Caption: l.T("web.inbox.view." + x.view), Select: "case", Keys: true, Cols: []ui.Col{
		{Text: l.T("web.col.no")}, {Text: l.T("web.col.title")}, {Text: l.T("web.col.flow")}, {Text: l.T("web.col.state")}, {Text: l.T("web.col.limit")}, {Text: l.T("web.col.assignee")}, {Text: l.T("web.col.updated"), Right: true}}}
	for _, c := range x.cases {
		who := l.T("web.inbox.nobody")
		if c.Assignee != "" {
			who = l.T("web.inbox.colleague")
		}
		if c.Assignee == v.Actor.User {
			who = l.T("web.inbox.me")
		}
		for _, p := range v.Actor.Posts {
			if c.Assignee != "" && p.DeputyFor == c.Assignee {
				who = p.DeputyName
			}
		}
		t.Rows = append(t.Rows, ui.Row{Key: c.No, Name: c.No, Current: x.at != nil && c.ID == x.at.ID, Cells: []ui.Cell{
			{Text: c.No, Href: v.Env.CaseURL(c), No: true}, {Text: c.Title, Href: x.link("case", c.No), Clip: true}, {Text: v.FlowText(c.Flow), NoWrap: true},
			{Part: ui.Chip(v.StateOf(c), v.StateText(c))}, {Part: ui.LimitLight(l, v.Nearest(c))}, {Text: who, NoWrap: true}, {Text: l.Moment(c.Updated, v.Env.Now()), NoWrap: true},
		}})
	}
	return t
}

func (x inboxView) pager() ui.Pager {
	last := (x.total + pageRows - 1) / pageRows
	p := ui.Pager{From: (x.page-1)*pageRows + 1, To: (x.page-1)*pageRows + len(x.cases), Total: x.total,
		Pages: ui.Pages(x.page, last, func(n int) string { return x.link("page", itoa(n)) })}
	if x.page > 1 {
		p.Prev = x.link("page", itoa(x.page-1))
	}
	if x.page < last {
		p.Next = x.link("page", itoa(x.page+1))
	}
	return p
}

func itoa(n int) string { return strconv.Itoa(n) }

// facts of the case in the preview.
func (x inboxView) facts() []ui.Pair {
	l, c := x.v.L, *x.at
	rows := []ui.Pair{{Key: l.T("web.col.no"), Text: c.No, No: true}, {Key: l.T("web.col.flow"), Text: x.v.FlowText(c.Flow)}, {Key: l.T("web.case.whose"), Text: x.v.WhoseText(c)}, {Key: l.T("web.col.opened"), Text: l.ISO(c.Opened)}}
	for _, s := range x.v.Limits(c) {
		rows = append(rows, ui.Pair{Key: x.v.LimitText(c.Flow, s.Limit), Part: ui.LimitLight(l, s.Light), Text: s.Light.Till})
	}
	if c.Hold != nil {
		rows = append(rows, ui.Pair{Key: l.T("web.case.held_since"), Text: l.ISO(c.Hold.Since), Note: c.Hold.Reason})
	}
	return rows
}

// Unit: lines. Source: the height of the preview; the rest is on the case page.
const lastEvents = 5

func (x inboxView) timeline() []ui.Event {
	var out []ui.Event
	for _, e := range slices.Backward(x.events) {
		ev := ui.Event{Time: x.v.L.Moment(e.At, x.v.Env.Now()), Who: x.v.WhoText(e), What: x.v.MoveText(x.at.Flow, e.Act), Note: e.Note}
		switch {
		case e.Actor.System != "":
			ev.Kind, ev.Who = ui.BySystem, x.v.RoleText(x.at.Flow, e.Actor.System)
		case e.Actor.User == x.v.Actor.User:
			ev.Kind = ui.ByReader
		}
		if out = append(out, ev); len(out) == lastEvents {
			break
		}
	}
	return out
}

// claimable reports whether the case in the preview waits for somebody.
func (x inboxView) claimable() bool {
	f := x.v.Env.Desk.Flows[x.at.Flow]
	return f != nil && x.at.Assignee == "" && x.at.Closed.IsZero() && slices.ContainsFunc(f.Offered(x.v.Officer(), *x.at), func(m kernel.Move) bool { return m.Name == kernel.MoveClaim })
}
