package rehearsal

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	service "quanlian/chain/service/rehearsal"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: rehearsals. Source: our choice; more columns do not fit a page.
const mostCompared = 5

func (p pages) compare(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	a, err := officer(v)
	if err != nil {
		return err
	}
	var list []showView
	for _, id := range r.URL.Query()["id"] {
		x, err := p.Store.Rehearsal(r.Context(), a, id)
		if err != nil {
			return err
		}
		if x.State == service.Done && len(list) < mostCompared {
			list = append(list, p.view(r.Context(), v, x))
		}
	}
	return v.Show(w, r, frame(r, v, v.L.T("web.rehearse.compared"), ui.Link{Text: v.L.T("web.rehearse.compared")}), comparePage(v, list))
}

// finished is a rehearsal with its answer.
func (p pages) finished(r *http.Request, v *site.Visit) (service.Rehearsal, error) {
	x, err := p.one(r, v)
	if err == nil && x.State != service.Done {
		err = errs.New(errs.TooEarly, "service.rehearsal.not_done", nil)
	}
	return x, err
}

// fileName is a name that every system takes.
func fileName(x service.Rehearsal, end string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, x.Question.Name) + end
}

// input is the replay's input: the command gives the same answer from it.
func (p pages) input(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := p.finished(r, v)
	if err != nil {
		return err
	}
	raw, err := p.Store.RehearsalInput(r.Context(), x.ID)
	if err != nil {
		return err
	}
	if err := v.Env.Desk.Remember(r.Context(), v.Actor, "export", kernel.Case{}, fileName(x, ".input.json")); err != nil {
		return err
	}
	return site.Download(w, fileName(x, ".input.json"), "application/json", raw)
}

func (p pages) answer(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := p.finished(r, v)
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(map[string]any{"question": x.Question, "basis": x.Basis, "answer": x.Answer}, "", "  ")
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return site.Download(w, fileName(x, ".json"), "application/json", raw)
}

func (p pages) book(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := p.finished(r, v)
	if err != nil {
		return err
	}
	s := p.view(r.Context(), v, x)
	var out bytes.Buffer
	if err := p.Book(&out, s.sheets()); err != nil {
		return err
	}
	return site.Download(w, fileName(x, ".xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", out.Bytes())
}

// sheets are the tables of the page, figures as figures.
func (s showView) sheets() []Sheet {
	l := s.v.L
	short := Sheet{Name: l.T("web.rehearse.short")}
	for _, text := range append(append(s.sentences(), s.warnings()...), s.truth(), l.T("engine.rehearsal.note"), s.reproduce()) {
		short.Rows = append(short.Rows, []any{text})
	}
	weeks := Sheet{Name: l.T("web.rehearse.backlog"), Rows: [][]any{{l.T("web.rehearse.week"), l.T("web.rehearse.was"), l.T("web.rehearse.low"), l.T("web.rehearse.high"), l.T("web.rehearse.would"), l.T("web.rehearse.low"), l.T("web.rehearse.high")}}}
	for i, b := range s.base.Backlog {
		row := []any{b.End.String(), b.Open.Mean, b.Open.Low, b.Open.High}
		if s.tried != nil {
			t := s.tried.Backlog[i].Open
			row = append(row, t.Mean, t.Low, t.High)
		}
		weeks.Rows = append(weeks.Rows, row)
	}
	return []Sheet{short, sheetOf(l.T("web.rehearse.units"), s.units()), sheetOf(l.T("web.rehearse.promises"), s.promises()), weeks, sheetOf(l.T("web.rehearse.known"), s.itemFacts())}
}

// sheetOf is a table of the page as a sheet: what is shown as a mark stays out.
func sheetOf(name string, t ui.Table) Sheet {
	out := Sheet{Name: name}
	var head []any
	for _, c := range t.Cols {
		head = append(head, c.Text)
	}
	out.Rows = append(out.Rows, head)
	for _, r := range t.Rows {
		var row []any
		for _, c := range r.Cells {
			if n, err := strconv.Atoi(c.Text); err == nil {
				row = append(row, n)
				continue
			}
			row = append(row, c.Text)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// Unit: rows. Source: our choice; a page stays under 100 KB.
const pageCases = 50

// cases are those that the answer rests on, as they were replayed.
func (p pages) cases(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := p.finished(r, v)
	if err != nil {
		return err
	}
	raw, err := p.Store.RehearsalInput(r.Context(), x.ID)
	if err != nil {
		return err
	}
	q, err := engine.ReadRequest(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	item, unit := r.URL.Query().Get("item"), r.URL.Query().Get("unit")
	list := slices.DeleteFunc(q.Cases, func(c engine.Case) bool { return item != "" && c.Item != item || unit != "" && c.Unit != unit })
	s := p.view(r.Context(), v, x)
	at, _ := strconv.Atoi(r.URL.Query().Get("page"))
	last := max(1, (len(list)+pageCases-1)/pageCases)
	at = min(max(at, 1), last)
	from := min((at-1)*pageCases, len(list))
	part := list[from:min(from+pageCases, len(list))]
	pager := site.Pager(r.URL, at, pageCases, len(part), len(list))
	title := v.L.T("web.rehearse.cases_of", "name", x.Question.Name)
	f := frame(r, v, title, ui.Link{Text: x.Question.Name, Href: "/rehearse/" + x.ID}, ui.Link{Text: v.L.T("web.rehearse.cases")})
	return v.Show(w, r, f, casesPage(v, title, s.caseRows(part), pager))
}

func (s showView) caseRows(list []engine.Case) ui.Table {
	l := s.v.L
	t := ui.Table{Caption: l.T("web.rehearse.cases"), Stack: true, Cols: []ui.Col{{Text: l.T("web.col.no")}, {Text: l.T("web.rehearse.field.item")}, {Text: l.T("web.board.unit")}, {Text: l.T("web.rehearse.col.arrived")}, {Text: l.T("web.rehearse.col.minutes"), Right: true}, {Text: l.T("web.rehearse.col.waits")}}}
	assumed := map[string]bool{}
	for _, f := range s.x.Basis.Items {
		assumed[f.ID] = f.Assumed
	}
	for _, c := range list {
		minutes := l.T("web.rehearse.drawn")
		if c.Minutes > 0 && !assumed[c.Item] {
			minutes = strconv.Itoa(c.Minutes)
		}
		var waits []string
		for _, x := range c.Pauses {
			if x.Unit != "" {
				waits = append(waits, l.T("web.rehearse.helped_by", "unit", s.unitText(x.Unit)))
				continue
			}
			waits = append(waits, l.T("web.rehearse.n_days", "n", x.Days))
		}
		of := kernel.Case{No: c.ID}
		if strings.Contains(c.Item, "/") {
			of.Flow = kernel.FlowAddr(c.Item)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: c.ID, Href: s.v.Env.CaseURL(of), No: true}, {Text: s.names[c.Item]}, {Text: s.unitText(c.Unit)}, {Text: l.Moment(c.Arrived, s.v.Env.Now()), NoWrap: true}, {Text: minutes}, {Text: l.List(waits)}}})
	}
	return t
}

// reproduce says what gives the same answer again.
func (s showView) reproduce() string {
	return s.v.L.T("web.rehearse.reproduce", "seed", strconv.FormatUint(s.x.Answer.Seed, 10), "runs", s.x.Answer.Runs, "calendar", s.x.Answer.Calendar, "at", s.v.L.ISO(s.x.Basis.AsOf)+" "+s.v.L.Clock(s.x.Basis.AsOf))
}
