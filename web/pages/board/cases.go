package board

import (
	"net/http"
	"net/url"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/workload"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// asked is a figure of the board as an address says it.
type asked struct {
	figure    workload.Figure
	unit, who string // who may be pool
	day       calendar.Date
}

// href is the list of the cases that the figure counts.
func (a asked) href() string {
	q := url.Values{"show": {string(a.figure)}}
	for k, s := range map[string]string{"unit": a.unit, "who": a.who} {
		if s != "" {
			q.Set(k, s)
		}
	}
	if !a.day.IsZero() {
		q.Set("day", a.day.String())
	}
	return "/board/cases?" + q.Encode()
}

// listOf leads from a figure to its list; nothing leads nowhere.
func listOf(n int, a asked) string {
	if n == 0 {
		return ""
	}
	return a.href()
}

func readAsked(q url.Values) asked {
	a := asked{figure: workload.Figure(q.Get("show")), unit: q.Get("unit"), who: q.Get("who")}
	if !a.figure.Known() {
		a.figure = workload.Open
	}
	a.day, _ = calendar.ParseDate(q.Get("day"))
	return a
}

// of is the question to the board.
func (a asked) of() workload.Asked {
	out := workload.Asked{Figure: a.figure, Unit: kernel.UnitID(a.unit), Day: a.day, Pool: a.who == pool}
	if !out.Pool {
		out.User = kernel.UserID(a.who)
	}
	return out
}

// inbox is the list of the inbox in which one acts on these cases; "" where it has
// no such list.
func (a asked) inbox() string {
	q := url.Values{"view": {"all"}}
	switch a.figure {
	case workload.Open:
	case workload.Late, workload.Soon, workload.Fine, workload.Held:
		q.Set("light", string(a.figure))
	case workload.None:
		q.Set("light", "none")
	default:
		return ""
	}
	if a.unit != "" {
		q.Set("unit", a.unit)
	}
	switch a.who {
	case "":
	case pool:
		q.Set("who", "nobody")
	default:
		q.Set("who", a.who)
	}
	return "/inbox?" + q.Encode()
}

// listView is the page of the cases behind a figure.
type listView struct {
	v     *site.Visit
	asked asked
	rows  []workload.Listed // of the page
	total int
	kept  int // of closed ones with a promise
	names map[kernel.UserID]string
	pager ui.Pager
}

// Unit: rows. Source: our choice.
const listRows = 50

func (p pages) cases(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	now := v.Env.Now()
	today := calendar.DateOf(now)
	x := listView{v: v, asked: readAsked(r.URL.Query())}
	since := calendar.On(today.Year, today.Month, 1)
	if a := x.asked; (a.figure == workload.Came || a.figure == workload.Closed) && !a.day.IsZero() {
		since = a.day
	}
	open, closed, err := p.work.Work(r.Context(), v.Officer(), since.At(0))
	if err != nil {
		return err
	}
	list := workload.Of(open, closed, now, v.Env.Calendar).Wait(itemflow.AwaitsAcceptance, v.Env.Calendar).Cases(x.asked.of())
	x.total = len(list)
	for _, c := range list {
		if c.Closed != nil && c.Closed.Kept {
			x.kept++
		}
	}
	page := min(site.PageOf(r.URL.Query()), max(1, (x.total+listRows-1)/listRows))
	from := (page - 1) * listRows
	x.rows = list[from:min(from+listRows, x.total)]
	x.pager = site.Pager(r.URL, page, listRows, len(x.rows), x.total)
	if x.names, err = p.work.Names(r.Context(), x.users()); err != nil {
		return err
	}
	return v.Show(w, r, v.Workbench(r, x.title(), "board"), casesPage(x))
}

func (x listView) users() []kernel.UserID {
	ids := []kernel.UserID{}
	if x.asked.who != "" && x.asked.who != pool {
		ids = append(ids, kernel.UserID(x.asked.who))
	}
	for _, c := range x.rows {
		if u := c.Case().Assignee; u != "" {
			ids = append(ids, u)
		}
	}
	return ids
}

// title says what is counted, of whom, and when.
func (x listView) title() string {
	l, a := x.v.L, x.asked
	if i := bandOf(a.figure); i >= 0 {
		return l.T("web.board.list.band", "band", bandText(l, i))
	}
	return l.T("web.board.list."+string(a.figure), "day", a.day.String())
}

// where names the office and the person, "" for all.
func (x listView) where() string {
	l, a := x.v.L, x.asked
	var parts []string
	if a.unit != "" {
		parts = append(parts, x.v.UnitText(kernel.UnitID(a.unit)))
	}
	switch {
	case a.who == pool:
		parts = append(parts, l.T("web.inbox.nobody"))
	case a.who != "":
		parts = append(parts, x.name(kernel.UserID(a.who)))
	}
	return l.List(parts)
}

func (x listView) lead() string {
	l := x.v.L
	out := l.T("web.board.list.lead", "n", x.total)
	if s := x.where(); s != "" {
		out = s + l.T("web.board.list.of") + out
	}
	if x.asked.figure == workload.Judged {
		out += l.T("web.board.list.kept", "n", x.kept)
	}
	return out
}

func (x listView) name(id kernel.UserID) string {
	if n := x.names[id]; n != "" {
		return n
	}
	return x.v.L.T("web.inbox.colleague")
}

// back is the board where one came from.
func (x listView) back() string { return link(x.asked.unit, x.asked.who) }

func (x listView) table() ui.Table {
	l, v := x.v.L, x.v
	closed := x.asked.figure.OfClosed()
	end := ui.Col{Text: l.T("web.col.limit")}
	if closed {
		end.Text = l.T("web.board.list.promise")
	}
	t := ui.Table{Caption: x.title(), Stack: true, Cols: []ui.Col{{Text: l.T("web.col.no")}, end, {Text: l.T("web.col.title")}, {Text: l.T("web.inbox.unit")}, {Text: l.T("web.col.state")}, {Text: l.T("web.col.assignee")}, {Text: l.T("web.inbox.came"), Right: true}}}
	if closed || x.asked.figure == workload.Came {
		t.Cols = append(t.Cols, ui.Col{Text: l.T("web.board.list.ended"), Right: true})
	}
	for _, row := range x.rows {
		c := row.Case()
		who, ended := "—", "—"
		if c.Assignee != "" {
			who = x.name(c.Assignee)
		}
		if !c.Closed.IsZero() {
			ended = l.Moment(c.Closed, v.Env.Now())
		}
		cells := []ui.Cell{{Text: c.No, Href: v.Env.CaseURL(c), No: true}, x.limit(row), {Text: v.TitleText(c)}, {Text: v.UnitText(c.Unit)}, {Part: ui.Chip(v.StateOf(c), v.StateText(c))}, {Text: who, NoWrap: true}, {Text: l.Moment(c.Opened, v.Env.Now()), NoWrap: true}, {Text: ended, NoWrap: true}}
		t.Rows = append(t.Rows, ui.Row{Cells: cells[:len(t.Cols)]})
	}
	return t
}

// limit is how the limit of an open case stands, and whether a closed one kept its.
func (x listView) limit(row workload.Listed) ui.Cell {
	l := x.v.L
	switch f := row.Closed; {
	case f == nil:
		return ui.Cell{Part: ui.LimitLight(l, x.v.Nearest(row.Case())), NoWrap: true}
	case !f.Judged:
		return ui.Cell{Text: "—"}
	case f.Kept:
		return ui.Cell{Part: ui.Light(ui.Done, l.T("web.board.list.in_time")), NoWrap: true}
	}
	return ui.Cell{Part: ui.Light(ui.Late, l.T("web.board.list.missed")), NoWrap: true}
}

func bandOf(f workload.Figure) int {
	for i := range (workload.Bands{}) {
		if workload.Band(i) == f {
			return i
		}
	}
	return -1
}
