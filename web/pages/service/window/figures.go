package window

import (
	"net/http"
	"strconv"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

type figuresView struct {
	v      *site.Visit
	day    string
	table  ui.Table
	booked *ui.Table // who booked the day, of one unit
	other  []ui.Link // the days beside it
}

// besides are the days before and after, for who looks back; none after today.
func besides(r *http.Request, v *site.Visit, day calendar.Date) []ui.Link {
	at := func(key string, d calendar.Date) ui.Link {
		return ui.Link{Text: v.L.T(key, "day", v.L.DateWeekday(d.At(0))), Href: r.URL.Path + "?day=" + d.String()}
	}
	out := []ui.Link{at("web.window.day_before", day.AddDays(-1))}
	if day.Before(calendar.DateOf(v.Env.Now())) {
		out = append(out, at("web.window.day_after", day.AddDays(1)))
	}
	return out
}

// figures are the day of the visitor's units in numbers; a line leads to its
// numbers.
func (p pages) figures(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	now := v.Env.Now()
	day, err := calendar.ParseDate(r.URL.Query().Get("day"))
	if err != nil {
		day = calendar.DateOf(now)
	}
	l := v.L
	x := figuresView{v: v, day: day.String(), other: besides(r, v, day), table: ui.Table{Caption: l.T("web.window.figures"), Cols: cols(v, "unit", "booked", "taken_n", "waiting", "served", "per_hour", "mean_wait", "long_wait", "missed_share", "bad")}}
	for _, id := range posts(v) {
		u, ok := p.City().Unit(id)
		if !ok || u.Queue == nil {
			continue
		}
		list, err := p.Windows.WindowQueue(r.Context(), id, day)
		if err != nil {
			return err
		}
		shifts, err := p.Windows.WindowShifts(r.Context(), id, day)
		if err != nil {
			return err
		}
		booked, err := p.Windows.WindowBookings(r.Context(), id, day)
		if err != nil {
			return err
		}
		x.table.Rows = append(x.table.Rows, figureRow(v, u.Name.In(l.Zh()), "/counter/figures/"+string(id)+"?day="+day.String(), window.FiguresOf(list, shifts, now, p.Rules.Shuts(u, day)), window.VisitsOf(booked)))
	}
	return v.Show(w, r, v.Workbench(r, l.T("web.window.figures"), "counter"), figuresPage(x))
}

func cols(v *site.Visit, keys ...string) []ui.Col {
	var out []ui.Col
	for i, k := range keys {
		out = append(out, ui.Col{Text: v.L.T("web.window.col." + k), Right: i > 0})
	}
	return out
}

func figureRow(v *site.Visit, name, href string, f window.Figures, b window.Visits) ui.Row {
	none := v.L.T("web.window.too_few")
	rate, share, mean, long := none, none, none, none
	if n, ok := f.PerHour(); ok {
		rate = strconv.FormatFloat(n, 'f', 1, 64)
	}
	if s, ok := f.MissedShare(); ok {
		share = v.L.T("web.window.share", "pct", strconv.FormatFloat(s*100, 'f', 0, 64), "n", f.Missed, "of", f.Called)
	}
	if f.Waits > 0 {
		mean, long = minutes(v, f.MeanWait), minutes(v, f.LongWait)
	}
	row := ui.Row{Cells: []ui.Cell{{Text: name, Href: href}}}
	for _, t := range []string{visitsText(v.L, b), itoa(f.Taken), itoa(f.Waiting), itoa(f.Served), rate, mean, long, share, itoa(f.Bad) + "/" + itoa(f.Rated)} {
		row.Cells = append(row.Cells, ui.Cell{Text: t})
	}
	return row
}

// visitsText is how many booked, and of them who came and who did not.
func visitsText(l *lang.Localizer, b window.Visits) string {
	if b.Booked == 0 {
		return itoa(0)
	}
	return l.T("web.window.visits", "n", b.Booked, "came", b.Came, "missed", b.Missed)
}

func minutes(v *site.Visit, d time.Duration) string {
	return v.L.T("web.window.minutes", "n", int(d.Round(time.Minute)/time.Minute))
}

// numbers are the numbers of one unit on a day.
func (p pages) numbers(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	u, err := p.unit(r)
	if err != nil {
		return err
	}
	if !works(v, u.ID) {
		return errs.New(errs.Forbidden, "service.window.not_your_unit", errs.Args{"unit": u.Name})
	}
	day, err := calendar.ParseDate(r.URL.Query().Get("day"))
	if err != nil {
		day = calendar.DateOf(v.Env.Now())
	}
	list, err := p.Windows.WindowQueue(r.Context(), u.ID, day)
	if err != nil {
		return err
	}
	l := v.L
	x := figuresView{v: v, day: u.Name.In(l.Zh()) + "　" + day.String(), other: besides(r, v, day), table: ui.Table{Caption: l.T("web.window.figures"), Cols: cols(v, "number", "state", "taken_at", "called_at", "began_at", "ended_at", "counter", "rating")}}
	for _, t := range list {
		row := ui.Row{Cells: []ui.Cell{{Text: t.Label(), No: true}, {Text: v.StateName(window.Ticket, t.State)}}}
		for _, at := range []time.Time{t.Taken, t.Called, t.Began, t.Ended} {
			text := "—"
			if !at.IsZero() {
				text = l.Clock(at)
			}
			row.Cells = append(row.Cells, ui.Cell{Text: text})
		}
		row.Cells = append(row.Cells, ui.Cell{Text: t.Counter}, ratingCell(l, t))
		x.table.Rows = append(x.table.Rows, row)
	}
	if x.booked, err = p.bookedTable(r, v, u.ID, day); err != nil {
		return err
	}
	return v.Show(w, r, v.Workbench(r, l.T("web.window.figures"), "counter"), figuresPage(x))
}

// ratingCell is what was rated; of a visit that nobody rated yet, the way to its
// code, which the visitor may ask for when rating device and slip both fail.
func ratingCell(l *lang.Localizer, t window.TicketRow) ui.Cell {
	switch {
	case t.Rating != nil && t.Rating.Again != nil:
		return ui.Cell{Text: l.T("web.window.grades", "was", gradeText(l, t.Rating.Stars), "now", gradeText(l, t.Rating.Again.Stars))}
	case t.Rating != nil:
		return ui.Cell{Text: gradeText(l, t.Rating.Stars)}
	case t.State == window.Done || t.State == window.Moved:
		return ui.Cell{Text: l.T("web.window.rate_code"), Href: "/rate/" + t.Code}
	}
	return ui.Cell{Text: "—"}
}

// gradeText is a grade in the words in which it was given.
func gradeText(l *lang.Localizer, stars int) string {
	return l.T("itemflow.value.grade." + itemflow.Grades()[len(itemflow.Grades())-stars])
}

func works(v *site.Visit, id kernel.UnitID) bool {
	for _, p := range posts(v) {
		if p == id {
			return true
		}
	}
	return false
}

// caseQR is the tracking address of a case that was handed in at the visitor's
// own counter.
func (p pages) caseQR(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	shift, _, err := p.mine(r, v)
	if err != nil {
		return err
	}
	if shift != nil {
		x, ok, err := p.slipNo(r, v, *shift, r.PathValue("no"))
		if err != nil {
			return err
		}
		if ok {
			return writeQR(w, addressOf(r, v, "/track?no="+x.No+"&code="+x.Track))
		}
	}
	return errs.New(errs.NotFound, "web.no_such_page", nil)
}
