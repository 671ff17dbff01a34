package ledger

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"quanlian/ledger"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// pageRows is the length of a page. Unit: rows. Source: look/LOOK.md §4.
const pageRows = 25

// tasksView is the list of tasks.
type tasksView struct {
	v      *site.Visit
	query  url.Values
	filter ledger.TaskFilter
	tasks  []ledger.OpenTask
	total  int
	open   map[ledger.TaskKind]int
	page   int
	strays []ledger.State
}

func (p pages) tasks(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := tasksView{v: v, query: r.URL.Query(), page: 1}
	if n, err := strconv.Atoi(x.query.Get("page")); err == nil && n > 1 {
		x.page = n
	}
	x.filter = ledger.TaskFilter{Kind: ledger.TaskKind(x.query.Get("kind")), Deal: x.query.Get("deal"), Closed: x.query.Get("view") == "closed", Limit: pageRows, Offset: (x.page - 1) * pageRows}
	var err error
	if x.tasks, x.total, x.open, err = p.Book.FindLedgerTasks(r.Context(), x.filter); err != nil {
		return err
	}
	if x.strays, err = p.Book.LedgerSuspense(r.Context()); err != nil {
		return err
	}
	return v.Show(w, r, v.Workbench(r, v.L.T("web.ledger.tasks"), "ledger"), tasksPage(x))
}

func (x tasksView) openTotal() int {
	n := 0
	for _, k := range x.open {
		n += k
	}
	return n
}

// link is the address of the list with one value changed.
func (x tasksView) link(name, value string) string {
	q := url.Values{}
	for _, k := range []string{"view", "kind", "deal", "page"} {
		if s := x.query.Get(k); s != "" && (k != "page" || name == "page") && (k != "kind" || name != "view") {
			q.Set(k, s)
		}
	}
	q.Set(name, value)
	if value == "" {
		q.Del(name)
	}
	return "/ledger?" + q.Encode()
}

func (x tasksView) chips() []ui.FilterChip {
	l := x.v.L
	chips := []ui.FilterChip{{Text: l.T("web.ledger.all_open"), Href: "/ledger", Count: x.openTotal(), Current: !x.filter.Closed && x.filter.Kind == ""}}
	for _, k := range slices.Sorted(maps.Keys(x.open)) {
		chips = append(chips, ui.FilterChip{Text: kindText(x.v, k), Href: "/ledger?kind=" + string(k), Count: x.open[k], Current: !x.filter.Closed && x.filter.Kind == k})
	}
	return append(chips, ui.FilterChip{Text: l.T("web.ledger.closed"), Href: x.link("view", "closed"), Count: -1, Current: x.filter.Closed})
}

func kindText(v *site.Visit, k ledger.TaskKind) string { return v.L.T("web.ledger.kind." + string(k)) }

// urgent are kinds behind which money may be gone.
var urgent = []ledger.TaskKind{ledger.TaskUnexplained, ledger.TaskOverpaid, ledger.TaskDouble, ledger.TaskSecondAnswer, ledger.TaskContradiction}

func kindState(t ledger.OpenTask) ui.State {
	switch {
	case !t.Closed.IsZero():
		return ui.Done
	case slices.Contains(urgent, t.Kind):
		return ui.Late
	}
	return ui.You
}

func (x tasksView) table() ui.Table {
	l, v := x.v.L, x.v
	t := ui.Table{Caption: l.T("web.ledger.tasks"), Keys: true, Cols: []ui.Col{{Text: l.T("web.ledger.what")}, {Text: l.T("web.ledger.sentence")}, {Text: l.T("web.col.no")}, {Text: l.T("web.ledger.ours"), Right: true}, {Text: l.T("web.ledger.theirs"), Right: true}, {Text: l.T("web.ledger.since"), Right: true}}}
	for _, k := range x.tasks {
		when := l.Moment(k.Made, v.Env.Now())
		if !k.Closed.IsZero() {
			when = l.Moment(k.Closed, v.Env.Now())
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Part: ui.Chip(kindState(k), kindText(v, k.Kind))}, {Text: l.Fill(k.TextKey(), k.Args()), Href: taskURL(k.ID())}, {Text: k.Deal, Href: dealURL(k.Deal), No: true},
			{Text: amount(k.Ours), NoWrap: true}, {Text: amount(k.Theirs), NoWrap: true}, {Text: when, NoWrap: true},
		}})
	}
	return t
}

func (x tasksView) pager() ui.Pager {
	return ui.NewPager(x.page, pageRows, len(x.tasks), x.total, func(n int) string { return x.link("page", strconv.Itoa(n)) })
}

func taskURL(id string) string { return "/ledger/task?id=" + url.QueryEscape(id) }

func dealURL(no string) string {
	if no == "" {
		return ""
	}
	return "/case/" + url.PathEscape(no)
}
