package rowpage

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/rows"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Spec is what a matter says of its page.
type Spec struct {
	Words   string // language keys begin so: web.sheet
	Base    string // address of the page
	List    ui.Link
	Nav     string
	Cols    []ui.Col
	Another ui.Link // where another is begun
	// CaseHref is the page of the case that a row became.
	CaseHref func(no string) string
	Fault    error
	// Results is where the list of what became of each row is taken; "" for none.
	Results string
	// Mend is where faulty rows are corrected on a page; "" for none.
	Mend string
	// Again is where the mended sheet is sent with what all rows share already in
	// place; "" where nothing is shared.
	Again string
	// More is what the matter has to say beside the faulty rows; nil for nothing.
	More templ.Component
}

// Page is what the template draws.
type Page struct {
	v         *site.Visit
	spec      Spec
	no, name  string
	keys      map[string]string
	state     ui.State
	stateText string
	fault     string
	lead      string
	going     bool // the program works on it: the page comes back by itself
	still     bool // the reader wants no refreshing
	done, all int
	good, bad int
	awaits    int // rows in which nothing is to be mended
	noted     int // rows that are worth a look before they are sent
	ended     bool
	left      int // rows of an ended sheet that were not sent
	start     bool
	recheck   bool
	stop      bool
	pause     bool
	resume    bool
	waiting   string // address of the organisation's own approval; "" when none is waited for
	faults    string
	mend      string
	again     string
	results   string
	paper     string
	chips     []ui.FilterChip
	table     ui.Table
	pager     ui.Pager
	choose    bool
}

// Unit: rows. Source: our choice; a page stays under 100 KB.
const pageRows = 50

// refreshAfter is when the page of rows at work comes back. Unit: seconds.
// Source: our choice; a batch of rows takes about as long.
const refreshAfter = "3"

// Show draws the page of a case; cells gives the middle cells of a row and its name.
func Show[T any, P rows.Of[T]](w http.ResponseWriter, r *http.Request, v *site.Visit, status int, c kernel.Case, l rows.List[T, P], s Spec, cells func(T) (name string, cells []ui.Cell)) error {
	x := Page{v: v, spec: s, no: c.No, name: l.Name, state: v.StateOf(c), stateText: v.StateText(c), keys: map[string]string{},
		good: l.Count(rows.Good), bad: l.Count(rows.Bad, rows.Failed), awaits: l.Count(rows.Awaits), still: r.URL.Query().Get("still") != ""}
	for k := range Moves {
		x.keys[k] = v.Key()
	}
	if l.Paper != "" {
		x.paper = "/paper/" + l.Paper
	}
	if s.Fault != nil {
		x.fault = v.L.Error(s.Fault)
	}
	if s.Results != "" && l.Count(rows.Made, rows.Waiting, rows.Failed) > 0 {
		x.results = s.Results
	}
	if ended(c.State) {
		x.ended, x.left = true, l.Count(rows.Good, rows.Chosen, rows.Awaits)
	}
	if x.bad+x.left > 0 && l.SHA256 != "" {
		x.faults = s.Base + "/faults"
	}
	waiting, err := waitsAs(r, v, c)
	if err != nil {
		return err
	}
	waits := waiting.ID != ""
	if waits {
		choose(&l, waiting)
		x.waiting, x.state, x.stateText = "/my/approvals/"+waiting.ID, ui.Hold, v.L.T("web.rows.waits")
	}
	if x.bad > 0 && Mends(v, c, l.By, waits) {
		x.mend = s.Mend
	}
	if v.Actor.Party == l.By.Party && v.Actor.Has(kernel.RightSubmit) && (x.faults != "" || c.State == rows.Refused) {
		x.again = s.Again
	}
	for i := range l.Rows {
		if P(&l.Rows[i]).Base().Noted() {
			x.noted++
		}
	}
	x.stand(c, counts[T, P]{l}, l.By, waits, l.Fault)
	x.fill(r, counts[T, P]{l}, func(i int) (*rows.Row, string, []ui.Cell) {
		name, list := cells(l.Rows[i])
		return P(&l.Rows[i]).Base(), name, list
	})
	if x.going && !x.still {
		w.Header().Set("Refresh", refreshAfter)
	}
	f := v.Frame(r, c.No, s.Nav)
	f.Crumb = []ui.Link{s.List, s.Another, {Text: c.No}}
	return v.ShowStatus(w, r, status, f, page(x))
}

// counter counts rows without knowing what they are.
type counter interface {
	Count(states ...rows.State) int
	len() int
	at(i int) rows.State
	noted(i int) bool
}

type counts[T any, P rows.Of[T]] struct{ rows.List[T, P] }

func (c counts[T, P]) len() int { return len(c.Rows) }

func (c counts[T, P]) at(i int) rows.State { return P(&c.Rows[i]).Base().State }

func (c counts[T, P]) noted(i int) bool { return P(&c.Rows[i]).Base().Noted() }

// Waits reports whether the start waits for a word inside the organisation.
func Waits(r *http.Request, v *site.Visit, c kernel.Case) (bool, error) {
	a, err := waitsAs(r, v, c)
	return a.ID != "", err
}

// waitsAs is the start that waits inside the organisation; without id when none does.
func waitsAs(r *http.Request, v *site.Visit, c kernel.Case) (desk.Pending, error) {
	if c.State != rows.Checked || v.Actor.Party == "" {
		return desk.Pending{}, nil
	}
	list, err := v.Env.Cases.Approvals(r.Context(), v.Actor.Party)
	for _, a := range list {
		if a.Command != nil && a.Command.Case == c.ID {
			return a, err
		}
	}
	return desk.Pending{}, err
}

// choose marks the rows that would be sent, so that they are seen among the others.
func choose[T any, P rows.Of[T]](l *rows.List[T, P], a desk.Pending) {
	var in rows.StartInput
	_ = json.Unmarshal(a.Command.Input, &in) // no input: every good row
	l.Rows = slices.Clone(l.Rows)
	for i := range l.Rows {
		if r := P(&l.Rows[i]).Base(); in.Takes(*r) {
			r.State = rows.Chosen
		}
	}
}

// Mends reports whether the visitor may correct rows: its maker's organisation,
// while nothing of the sheet waits for a word inside.
func Mends(v *site.Visit, c kernel.Case, by rows.Maker, waits bool) bool {
	return c.State == rows.Checked && !waits && v.Actor.Party == by.Party && v.Actor.Has(kernel.RightSubmit)
}

// stand says where the rows stand and what can be done.
func (x *Page) stand(c kernel.Case, l counter, by rows.Maker, waits bool, fault *rows.Fault) {
	say := func(key string, args ...any) { x.lead = x.v.L.T(x.spec.Words+"."+key, args...) }
	may := x.v.Actor.Party == by.Party && x.v.Actor.Has(kernel.RightSubmit)
	stop := may && x.v.Actor.Has(kernel.RightWithdraw)
	switch c.State {
	case rows.Checking:
		x.going, x.all, x.done, x.stop = true, l.len(), l.len()-l.Count(""), stop
		say("lead_checking")
	case rows.Checked:
		if x.checked(); waits {
			x.lead = x.v.L.T("web.rows.lead_waits", "n", l.Count(rows.Chosen))
		}
		x.stop = stop
		x.start = may && x.good > 0 && !waits
		x.recheck, x.choose = may && !waits, x.start
	case rows.Working:
		x.done = l.Count(rows.Made, rows.Waiting, rows.Failed)
		x.going, x.all, x.stop, x.pause = true, x.done+l.Count(rows.Chosen), stop, may
		say("lead_working")
	case rows.Paused:
		x.done = l.Count(rows.Made, rows.Waiting, rows.Failed)
		x.all, x.stop, x.resume = x.done+l.Count(rows.Chosen), stop, may
		x.lead = x.v.L.T("web.rows.paused")
	case rows.Refused:
		if fault != nil {
			x.lead = x.v.L.Error(fault.Err())
		}
	default:
		say("lead_done", "made", l.Count(rows.Made), "waiting", l.Count(rows.Waiting), "failed", l.Count(rows.Failed), "left", l.Count(rows.Chosen, rows.Good, rows.Awaits))
	}
}

// checked says what the check found: what can be done, what is to be mended, and
// what only waits for something outside.
func (x *Page) checked() {
	key, args := "lead_checked", []any{"good", x.good, "bad", x.bad}
	switch {
	case x.good == 0 && x.bad == 0 && x.awaits > 0:
		x.lead = x.v.L.T(x.spec.Words+".lead_only_awaits", "n", x.awaits)
		return
	case x.good == 0:
		key = "lead_none"
	}
	if x.lead = x.v.L.T(x.spec.Words+"."+key, args...); x.awaits > 0 {
		x.lead += x.v.L.T(x.spec.Words+".lead_awaits", "n", x.awaits)
	}
}

// notedRows asks, in the address, for the rows that are worth a look.
const notedRows = "noted"

// fill fills the table: the chosen state, one page of it.
func (x *Page) fill(r *http.Request, l counter, row func(i int) (*rows.Row, string, []ui.Cell)) {
	t, base := x.v.L, x.spec.Base
	only := rows.State(r.URL.Query().Get("rows"))
	if !slices.Contains(rows.States(), only) {
		only = ""
	}
	x.chips = append(x.chips, ui.FilterChip{Text: t.T("web.rows.all"), Count: l.len(), Href: base, Current: only == ""})
	for _, s := range rows.States() {
		if n := l.Count(s); n > 0 {
			x.chips = append(x.chips, ui.FilterChip{Text: x.stateName(s), Count: n, Href: base + "?rows=" + string(s), Current: only == s})
		}
	}
	worth := r.URL.Query().Get("rows") == notedRows
	if x.noted > 0 {
		x.chips[0].Current = x.chips[0].Current && !worth
		x.chips = append(x.chips, ui.FilterChip{Text: t.T("web.rows.noted_chip"), Count: x.noted, Href: base + "?rows=" + notedRows, Current: worth})
	}
	var shown []int
	for i := range l.len() {
		if worth && !l.noted(i) {
			continue
		}
		if only == "" || l.at(i) == only {
			shown = append(shown, i)
		}
	}
	at := site.PageOf(r.URL.Query())
	from := min((at-1)*pageRows, len(shown))
	part := shown[from:min(from+pageRows, len(shown))]
	cols := append([]ui.Col{{Text: t.T("web.rows.line")}}, x.spec.Cols...)
	x.table = ui.Table{Caption: t.T("web.rows.rows"), Stack: true, Cols: append(cols, ui.Col{Text: t.T("web.rows.result")})}
	if x.choose {
		x.table.Select = "lines"
	}
	for _, i := range part {
		b, name, cells := row(i)
		line := strconv.Itoa(b.Line)
		out := ui.Row{Name: name, Cells: append(append([]ui.Cell{{Text: line}}, cells...), ui.Cell{Part: result(x.result(*b))})}
		if x.choose && b.State == rows.Good {
			out.Key = line
		}
		x.table.Rows = append(x.table.Rows, out)
	}
	x.pager = site.Pager(r.URL, at, pageRows, len(part), len(shown))
}

func (x *Page) stateName(s rows.State) string {
	if x.unsent(s) {
		return x.v.L.T("web.rows.unsent")
	}
	return x.v.L.T(x.spec.Words + ".state." + string(s))
}

// unsent reports whether rows that stand so will not be sent from this sheet.
func (x *Page) unsent(s rows.State) bool {
	return x.ended && (s == rows.Good || s == rows.Chosen || s == rows.Awaits)
}

// resultView is what was found, or brought about, of one row.
type resultView struct {
	state    ui.State
	text     string
	why      []string
	notes    []ui.Link // with the case that a note names
	no, href string
}

func (x *Page) result(r rows.Row) resultView {
	out := resultView{state: ui.Idle, text: x.v.L.T("web.rows.unread"), no: r.No}
	if r.State != "" {
		out.text = x.stateName(r.State)
		out.state = map[rows.State]ui.State{rows.Good: ui.OK, rows.Bad: ui.No, rows.Failed: ui.No, rows.Awaits: ui.Soon, rows.Chosen: ui.Run, rows.Made: ui.Done, rows.Waiting: ui.Hold}[r.State]
		if x.unsent(r.State) {
			out.state = ui.Idle
		}
	}
	if r.No != "" {
		out.href = x.spec.CaseHref(r.No)
	}
	for _, f := range r.Faults {
		out.why = append(out.why, x.v.L.Error(f.Err()))
	}
	if !r.Noted() && r.State != rows.Bad {
		return out
	}
	for _, f := range r.Notes {
		n := ui.Link{Text: x.v.L.Error(f.Err())}
		if no, ok := f.Args["no"].(string); ok {
			n.Href = x.spec.CaseHref(no)
		}
		out.notes = append(out.notes, n)
	}
	return out
}
