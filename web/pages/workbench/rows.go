package workbench

import (
	"slices"
	"strconv"
	"strings"

	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

func itoa(n int) string { return strconv.Itoa(n) }

// col is a head by which the list can be sorted; sort "" is the usual order.
func (x inboxView) col(text, sort, direction string) ui.Col {
	c := ui.Col{Text: text, SortHref: x.f.With("sort", sort)}
	if usual := x.f.Sort == "" && !x.f.Past(); x.f.Sort == sort && sort != "" || usual && sort == "" {
		c.Sorted = direction
	}
	return c
}

func (x inboxView) table() ui.Table {
	l, v := x.v.L, x.v
	opened := x.col(l.T("web.inbox.came"), "opened", "descending")
	if opened.Right = true; x.f.Sort == "opened" {
		opened.SortHref = x.f.With("sort", "oldest")
	}
	if x.f.Sort == "oldest" {
		opened.Sorted = "ascending"
	}
	t := ui.Table{Caption: l.T("web.inbox.view." + x.f.View), Select: "case", Keys: true, Stack: true, Cols: []ui.Col{
		{Text: l.T("web.col.no")}, x.col(l.T("web.col.limit"), "", "ascending"), x.col(l.T("web.col.title"), "title", "ascending"),
		{Text: l.T("web.inbox.unit")}, {Text: l.T("web.inbox.district")}, {Text: l.T("web.col.state")}, {Text: l.T("web.col.assignee")}, opened}}
	for _, c := range x.cases {
		t.Rows = append(t.Rows, ui.Row{Key: c.No, Name: c.No, Current: x.at != nil && c.ID == x.at.ID, Moves: strings.Join(x.offers[c.ID], " "), Preview: x.preview(c), Cells: []ui.Cell{
			{Text: c.No, Href: x.f.Case(v.Env.CaseURL(c)), No: true}, {Part: ui.LimitLight(l, v.Nearest(c)), NoWrap: true}, {Text: v.TitleText(c), Href: x.preview(c), Clip: true, Sub: v.AwaitsText(c)},
			{Text: v.UnitText(c.Unit), Clip: true}, {Text: v.DistrictText(c.District), NoWrap: true}, {Part: ui.Chip(v.StateOf(c), v.StateText(c))}, {Text: x.assignee(c), NoWrap: true}, {Text: l.Moment(c.Opened, v.Env.Now()), NoWrap: true},
		}})
	}
	return t
}

func (x inboxView) assignee(c kernel.Case) string {
	switch c.Assignee {
	case "":
		return "—"
	case x.v.Actor.User:
		return x.v.L.T("web.inbox.me")
	}
	return x.nameOf(c.Assignee)
}

func (x inboxView) pager() ui.Pager {
	q := x.f.Values()
	u := *x.address
	u.RawQuery = q.Encode()
	return site.Pager(&u, x.page, pageRows, len(x.cases), x.total)
}

// bulkMoves are the moves of the bulk bar that the visitor may try in the case:
// to take it, to hand it on, and what it waits for.
func (x inboxView) bulkMoves(c kernel.Case) []string {
	f := x.v.Env.Desk.Flows[c.Flow]
	if f == nil {
		return nil
	}
	main := ""
	if m := x.Matters[c.Flow].Main; m != nil {
		main = m(c)
	}
	var out []string
	for _, m := range f.Offered(x.v.Actor, c) {
		switch m.Name {
		case kernel.MoveClaim:
			if c.Assignee == "" {
				out = append(out, m.Name)
			}
		case kernel.MoveReassign, main:
			out = append(out, m.Name)
		}
	}
	return out
}

// barMove is a button of the bulk bar.
type barMove struct{ name, text, key string }

// bar lists the moves of the page's rows, those that everybody knows first.
func (x inboxView) bar() []barMove {
	out := []barMove{{kernel.MoveClaim, x.v.L.T("web.inbox.claim"), "a"}, {kernel.MoveReassign, x.v.L.T("web.inbox.hand_on"), "r"}}
	for _, c := range x.cases {
		for _, m := range x.offers[c.ID] {
			if !slices.ContainsFunc(out, func(b barMove) bool { return b.name == m }) {
				out = append(out, barMove{name: m, text: x.v.MoveText(c.Flow, m)})
			}
		}
	}
	return out
}

// facts of the case in the preview.
// what names the item of a case, or its procedure.
func (x inboxView) what(c kernel.Case) string {
	if c.Item != "" {
		return x.itemText(c.Item)
	}
	return x.v.FlowText(c.Flow)
}

func (x inboxView) facts() []ui.Pair {
	l, c := x.v.L, *x.at
	whose := x.v.WhoseText(c)
	if x.v.Yours(c) && c.Assignee != "" && c.Assignee != x.v.Actor.User {
		whose = l.T("web.inbox.view.turn") // a colleague has it
	}
	rows := []ui.Pair{{Key: l.T("web.col.flow"), Text: x.what(c)}, {Key: l.T("web.inbox.unit"), Text: x.v.UnitText(c.Unit)}, {Key: l.T("web.case.whose"), Text: whose}, {Key: l.T("web.col.assignee"), Text: x.assignee(c)}, {Key: l.T("web.col.opened"), Text: l.ISO(c.Opened)}}
	if c.District != "" {
		rows = slices.Insert(rows, 2, ui.Pair{Key: l.T("web.inbox.district"), Text: x.v.DistrictText(c.District)})
	}
	if owed := x.v.OwedText(c); owed != "" {
		rows = append(rows, ui.Pair{Key: l.T("web.items.still_owed"), Text: owed})
	}
	for _, s := range x.v.Limits(c) {
		rows = append(rows, ui.Pair{Key: x.v.LimitText(c.Flow, s.Limit), Part: ui.LimitLight(l, s.Light), Note: s.Light.Till})
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

// action is where a button of the bar leads: taking a few cases is done at once.
func (b barMove) action() string {
	if b.name == kernel.MoveClaim {
		return "/inbox/claim"
	}
	return "/bulk"
}

func (b barMove) cap() string { return strings.ToUpper(b.key) }
