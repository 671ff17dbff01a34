package hall

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/rows"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// sheetView is a sheet with what was found, or brought about, row by row.
type sheetView struct {
	L          *lang.Localizer
	No, Name   string
	Token      string
	Keys       map[string]string
	State      ui.State
	StateText  string
	Flash      string
	Fault      string
	Lead       string
	Going      bool // the program works on it: the page comes back by itself
	Still      bool // the reader wants no refreshing
	Done, All  int
	Good, Bad  int
	Start      bool
	Recheck    bool
	Stop       bool
	Waiting    bool // for the organisation's own approval
	FaultsHref string
	PaperHref  string
	Chips      []ui.FilterChip
	Table      ui.Table
	Pager      ui.Pager
	Choose     bool
	Ended      bool
}

// Unit: rows. Source: our choice; a page stays under 100 KB.
const sheetPageRows = 50

// refreshAfter is when the page of a sheet at work comes back. Unit: seconds.
// Source: our choice; a batch of rows takes about as long.
const refreshAfter = "3"

func (p pages) sheet(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.sheetPage(w, r, v, http.StatusOK, nil)
}

func (p pages) sheetPage(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret)
	if err != nil {
		return err
	}
	d, err := hall.BulkOf(c)
	if err != nil {
		return err
	}
	l := v.L
	x := sheetView{L: l, No: c.No, Name: d.Name, Token: v.Token(), State: v.StateOf(c), StateText: v.StateText(c), Flash: v.Flash, Keys: map[string]string{}, PaperHref: "/paper/" + d.Paper,
		Good: d.Count(rows.Good), Bad: d.Count(rows.Bad, rows.Failed), Still: r.URL.Query().Get("still") != "", Ended: !c.Closed.IsZero()}
	for k := range sheetMoves {
		x.Keys[k] = v.Key()
	}
	if fault != nil {
		x.Fault = l.Error(fault)
	}
	if x.Bad > 0 {
		x.FaultsHref = "/hall/sheet/" + c.No + "/faults"
	}
	if err := p.standing(r, v, c, d, &x); err != nil {
		return err
	}
	x.rows(d, r.URL.Query())
	if x.Going && !x.Still {
		w.Header().Set("Refresh", refreshAfter)
	}
	f := v.Frame(r, c.No, "hall")
	f.Crumb = []ui.Link{{Text: l.T("web.nav.hall"), Href: "/hall"}, {Text: l.T("web.sheet.title"), Href: "/hall/sheet"}, {Text: c.No}}
	return v.ShowStatus(w, r, status, f, sheetBody(x))
}

// standing says where the sheet stands and what can be done.
func (p pages) standing(r *http.Request, v *site.Visit, c kernel.Case, d hall.BulkData, x *sheetView) error {
	l := v.L
	may := v.Actor.Party == d.Seller.ID && v.Actor.Has(kernel.RightSubmit)
	stop := may && v.Actor.Has(kernel.RightWithdraw)
	switch c.State {
	case rows.Checking:
		x.Going, x.All, x.Done = true, len(d.Rows), len(d.Rows)-d.Count("")
		x.Lead = l.T("web.sheet.lead_checking")
		x.Stop = stop
	case rows.Checked:
		x.Lead = l.T("web.sheet.lead_checked", "good", x.Good, "bad", x.Bad)
		list, err := v.Env.Cases.Approvals(r.Context(), v.Actor.Party)
		if err != nil {
			return err
		}
		for _, a := range list {
			x.Waiting = x.Waiting || a.Command != nil && a.Command.Case == c.ID
		}
		x.Start, x.Recheck, x.Choose, x.Stop = may && x.Good > 0 && !x.Waiting, may && !x.Waiting, may && x.Good > 0 && !x.Waiting, stop
	case rows.Working:
		x.Done = d.Count(rows.Made, rows.Waiting, rows.Failed)
		x.Going, x.All = true, x.Done+d.Count(rows.Chosen)
		x.Lead = l.T("web.sheet.lead_listing")
		x.Stop = stop
	case rows.Refused:
		if d.Fault != nil {
			x.Lead = l.Error(d.Fault.Err())
		}
	default:
		x.Lead = l.T("web.sheet.lead_done", "listed", d.Count(rows.Made), "waiting", d.Count(rows.Waiting), "failed", d.Count(rows.Failed), "left", d.Count(rows.Chosen, rows.Good))
	}
	return nil
}

// rowStates are the filters over the rows, in the order shown.
var rowStates = []rows.State{rows.Good, rows.Bad, rows.Chosen, rows.Made, rows.Waiting, rows.Failed}

// rows fills the table: the chosen state, one page of it.
func (x *sheetView) rows(d hall.BulkData, q url.Values) {
	l, base := x.L, "/hall/sheet/"+x.No
	only := rows.State(q.Get("rows"))
	if !slices.Contains(rowStates, only) {
		only = ""
	}
	x.Chips = append(x.Chips, ui.FilterChip{Text: l.T("web.sheet.all"), Count: len(d.Rows), Href: base, Current: only == ""})
	var list []hall.BulkRow
	for _, s := range rowStates {
		if n := d.Count(s); n > 0 {
			x.Chips = append(x.Chips, ui.FilterChip{Text: l.T("web.sheet.state." + string(s)), Count: n, Href: base + "?rows=" + string(s), Current: only == s})
		}
	}
	for _, r := range d.Rows {
		if only == "" || r.State == only {
			list = append(list, r)
		}
	}
	page := max(1, number(q.Get("page")))
	from := min((page-1)*sheetPageRows, len(list))
	to := min(from+sheetPageRows, len(list))
	x.Table = ui.Table{Caption: l.T("web.sheet.rows"), Stack: true, Cols: []ui.Col{{Text: l.T("web.sheet.line")}, {Text: l.T("web.sheet.patent")}, {Text: l.T("web.hall.way")}, {Text: l.T("web.sheet.price"), Right: true}, {Text: l.T("web.sheet.result")}}}
	if x.Choose {
		x.Table.Select = "lines"
	}
	for _, r := range list[from:to] {
		x.Table.Rows = append(x.Table.Rows, x.row(r))
	}
	href := func(n int) string {
		return base + "?" + url.Values{"rows": {string(only)}, "page": {strconv.Itoa(n)}}.Encode()
	}
	last := (len(list) + sheetPageRows - 1) / sheetPageRows
	x.Pager = ui.Pager{From: from + 1, To: to, Total: len(list), Pages: ui.Pages(page, last, href)}
	if page > 1 {
		x.Pager.Prev = href(page - 1)
	}
	if page < last {
		x.Pager.Next = href(page + 1)
	}
}

func (x *sheetView) row(r hall.BulkRow) ui.Row {
	l, line := x.L, strconv.Itoa(r.Line)
	way, price := "", r.Price
	switch {
	case r.Kind != "":
		way = word(l, "licence", string(r.Kind))
	case r.Deal != "":
		way = word(l, "deal", string(r.Deal))
	}
	if price == "" {
		price = l.T("web.hall.price_open")
	}
	out := ui.Row{Name: r.Right, Cells: []ui.Cell{{Text: line}, {Text: r.Title, Sub: r.Right}, {Text: way, NoWrap: true}, {Text: price, NoWrap: true}, {Part: rowResult(x.result(r))}}}
	if r.Title == "" {
		out.Cells[1] = ui.Cell{Text: cmp.Or(r.Right, r.Number), No: true}
	}
	if x.Choose && r.State == rows.Good {
		out.Key = line
	}
	return out
}

// resultView is what was found, or brought about, of one row.
type resultView struct {
	State    ui.State
	Text     string
	Why      []string
	No, Href string
}

func (x *sheetView) result(r hall.BulkRow) resultView {
	l := x.L
	out := resultView{State: ui.Idle, Text: l.T("web.sheet.state.unread"), No: r.No}
	if r.State != "" {
		out.Text = l.T("web.sheet.state." + string(r.State))
	}
	switch r.State {
	case rows.Good:
		out.State = ui.OK
	case rows.Bad, rows.Failed:
		out.State = ui.No
	case rows.Chosen:
		out.State = ui.Run
	case rows.Made:
		out.State = ui.Done
	case rows.Waiting:
		out.State = ui.Hold
	}
	if r.No != "" {
		out.Href = "/hall/listing/" + r.No
	}
	for _, f := range r.Faults {
		out.Why = append(out.Why, l.Error(f.Err()))
	}
	return out
}
