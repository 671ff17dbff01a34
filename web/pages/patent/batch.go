package patent

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/registry"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// The legal status of many patents at once (法律状态批量查询): a list of numbers,
// answered on the page and as a workbook. Nothing of it is kept.

// Batch is what the page stands on.
type Batch struct {
	// Number reads a number as people write it.
	Number func(text string) (string, *errs.Error)
	// List reads the column of numbers of a table, at most so many.
	List func(name string, body []byte, most int) ([]string, error)
	Book func(out io.Writer, name string, rows [][]any) error
}

// Unit: numbers, bytes. Source: our choice: the portfolio of a firm on one page,
// and a table of so many rows with room for other columns.
const (
	mostInBatch  = 500
	largestBatch = 2 << 20
)

const batchPath = "/patents/status"

type batchView struct {
	v     *site.Visit
	sheet site.Sheet
	rows  []batchRow
	day   calendar.Date
	asked bool
}

// batchRow is the answer to one number; Fault says why there is none.
type batchRow struct {
	typed, number, title, owners, fee, term, rests, seen string
	doc                                                  string // the publication or grant number by which it was asked
	status                                               registry.Status
	since                                                string
	fault                                                string
	unknown                                              bool // the register does not have it
}

func (p pages) askBatch(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := batchView{v: v, sheet: v.Sheet(r, "web.batch", nil)}
	x.sheet.Set("numbers", strings.Join(r.URL.Query()["n"], "\n"))
	x.sheet.Set("day", calendar.DateOf(v.Env.Now()).String())
	return p.drawBatch(w, r, http.StatusOK, x)
}

func (p pages) drawBatch(w http.ResponseWriter, r *http.Request, status int, x batchView) error {
	f := x.v.Frame(r, x.v.L.T("web.batch.title"), "patents")
	f.Crumb = []ui.Link{{Text: x.v.L.T("web.nav.patents"), Href: "/patents"}, {Text: x.v.L.T("web.batch.title")}}
	f.Description = x.v.L.T("web.batch.lead", "most", mostInBatch)
	return x.v.ShowStatus(w, r, status, f, batchBody(x))
}

// answerBatch looks up what was asked: the page, or the same as a workbook.
func (p pages) answerBatch(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	numbers, day, err := p.batchAsked(r, v)
	if err == nil {
		err = v.Try(r, "status", "")
	}
	if err != nil {
		return p.drawBatch(w, r, httpx.Status(err), batchView{v: v, sheet: v.Sheet(r, "web.batch", err)})
	}
	x := batchView{v: v, sheet: v.Sheet(r, "web.batch", nil), day: day, asked: true}
	x.sheet.Set("numbers", strings.Join(numbers, "\n"))
	x.sheet.Set("day", day.String())
	if x.rows, err = p.batchRows(r, v, numbers, day); err != nil {
		return err
	}
	if r.PostFormValue("as") == "xlsx" {
		var out bytes.Buffer
		if err := p.batch.Book(&out, v.L.T("web.batch.sheet"), x.book()); err != nil {
			return err
		}
		return site.Download(w, v.L.T("web.batch.sheet")+" "+day.String()+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", out.Bytes())
	}
	return p.drawBatch(w, r, http.StatusOK, x)
}

// batchAsked are the numbers that were typed and those of the table, each once, and
// the day that is asked about.
func (p pages) batchAsked(r *http.Request, v *site.Visit) ([]string, calendar.Date, error) {
	var l errs.List
	today := calendar.DateOf(v.Env.Now())
	day, err := calendar.ParseDate(r.PostFormValue("day"))
	switch {
	case strings.TrimSpace(r.PostFormValue("day")) == "":
		day = today
	case err != nil:
		l.Add(errs.At("day", "web.batch.bad_day", nil))
	case day.After(today):
		l.Add(errs.At("day", "web.batch.later", errs.Args{"day": today.String()}))
	}
	typed := strings.FieldsFunc(r.PostFormValue("numbers"), func(c rune) bool { return strings.ContainsRune(",，、;；\n\t\r", c) })
	listed, err := p.batchTable(r)
	if err != nil {
		l.Add(errs.As(err))
	}
	var out []string
	for _, n := range append(typed, listed...) {
		if n = strings.TrimSpace(n); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	if len(out) > mostInBatch {
		l.Add(errs.At("numbers", "web.batch.too_many", errs.Args{"most": mostInBatch}))
	}
	if len(out) == 0 && len(l) == 0 {
		l.Add(errs.At("numbers", "web.batch.none", nil))
	}
	return out, day, l.Err()
}

// batchTable reads the numbers of the table that was sent with the form.
func (p pages) batchTable(r *http.Request) ([]string, error) {
	f, h, err := r.FormFile("table")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && h.Size == 0 && h.Filename == "" {
		return nil, nil
	}
	if err != nil {
		return nil, errs.At("table", "web.upload.broken", nil)
	}
	defer func() { _ = f.Close() }()
	if h.Size > largestBatch {
		return nil, errs.At("table", "web.batch.too_large", errs.Args{"mb": largestBatch >> 20})
	}
	body, err := io.ReadAll(io.LimitReader(f, largestBatch))
	if err != nil {
		return nil, errs.At("table", "web.upload.broken", nil)
	}
	list, err := p.batch.List(h.Filename, body, mostInBatch+1)
	if e := errs.As(err); e != nil {
		at := *e
		at.Field = "table"
		return nil, &at
	}
	return list, nil
}

// batchRows answers each number in the order in which it was asked.
func (p pages) batchRows(r *http.Request, v *site.Visit, numbers []string, day calendar.Date) ([]batchRow, error) {
	out := make([]batchRow, len(numbers))
	var known, docs []string
	for i, n := range numbers {
		out[i].typed = n
		number, doc, fault := p.named(n)
		if fault != nil {
			out[i].fault = v.L.Error(fault)
			continue
		}
		if out[i].number, out[i].doc = number, doc; doc != "" {
			docs = append(docs, doc)
			continue
		}
		known = append(known, number)
	}
	of, err := p.rights.RightsByDoc(r.Context(), docs)
	if err != nil {
		return nil, err
	}
	for i := range out {
		if out[i].doc != "" {
			out[i].number = of[out[i].doc]
			known = append(known, out[i].number)
		}
	}
	views, err := p.rights.RightsByNo(r.Context(), known)
	if err != nil {
		return nil, err
	}
	for i := range out {
		switch view, has := views[out[i].number]; {
		case out[i].number == "" && out[i].doc != "":
			out[i].unknown, out[i].fault = true, v.L.T("web.batch.doc_not_here")
		case out[i].number == "":
		case !has:
			out[i].unknown, out[i].fault = true, v.L.T("web.batch.not_here")
		case view == nil:
			out[i].fault = v.L.T("web.batch.unreadable")
		default:
			out[i].fill(v, *view, day)
		}
	}
	return out, nil
}

// documentLike is a text that begins or ends as a publication number does and no
// application number: CN before at most nine digits, or a letter of a kind after them.
var documentLike = regexp.MustCompile(`^(CN)?[0-9]{7,9}[A-W][0-9]?$|^CN[0-9]{7,9}$|^WO[0-9]{4}/?[0-9]{6}`)

// named reads a number of either sort: that of the application, or that under which
// it was published or granted.
func (p pages) named(text string) (number, doc string, fault *errs.Error) {
	number, fault = p.batch.Number(text)
	if fault == nil {
		return number, "", nil
	}
	pub, err := ident.ParsePublication(width.Narrow.String(text))
	if err == nil {
		return "", pub.String(), nil
	}
	if plain := strings.ToUpper(strings.Join(strings.Fields(width.Narrow.String(text)), "")); documentLike.MatchString(plain) {
		fault = errs.As(err)
	}
	return "", "", fault
}

// fill says how a right stood on the day, by all that is known today.
func (x *batchRow) fill(v *site.Visit, view registry.View, day calendar.Date) {
	l := v.L
	s := registry.AsOf(view.Events, day, v.Env.Now())
	x.title, x.status = view.Right.Title, s.Status
	if !s.Since.IsZero() {
		x.since = s.Since.String()
	}
	var names, rests []string
	for _, o := range s.Owners {
		names = append(names, o.Name)
	}
	x.owners, x.term = strings.Join(names, l.T("web.patent.and")), dateText(s)
	for _, b := range burdens(l, s) {
		if b.Text != "" {
			rests = append(rests, l.T("web.batch.rests_one", "what", b.Key, "which", b.Text))
		}
	}
	x.rests = strings.Join(rests, l.T("web.patent.and"))
	if fee, err := s.FeeStatus(v.Env.Calendar); err == nil {
		x.fee = l.T("web.patent.fee_text." + string(fee.Standing))
		if !fee.NextDue.IsZero() {
			x.fee += l.T("web.enter.next") + l.T("web.patent.fee_next", "year", fee.NextYear, "day", fee.NextDue.String())
		}
	}
	if !view.ObservedAt.IsZero() {
		x.seen = clock(view.ObservedAt)
	} else {
		x.seen = l.T("web.look.never")
	}
}

func (x batchView) heads() []string {
	l := x.v.L
	return []string{l.T("web.patent.number"), l.T("web.patent.title"), l.T("web.batch.status_on", "day", x.day.String()), l.T("web.batch.since"), l.T("web.patent.owners"), l.T("web.patent.fee"), l.T("web.batch.rests"), l.T("web.patent.term_end"), l.T("web.patent.observed"), l.T("web.batch.asked_by")}
}

func (r batchRow) statusText(l textOf) string {
	if r.fault != "" {
		return r.fault
	}
	return l("web.patent.status_text." + string(r.status))
}

type textOf func(key string, args ...any) string

// book is the answer as rows of texts, and below them what it rests on.
func (x batchView) book() [][]any {
	l := x.v.L
	var head []any
	for _, h := range x.heads() {
		head = append(head, h)
	}
	rows := [][]any{head}
	for _, r := range x.rows {
		number := r.number
		if number == "" {
			number = r.typed
		}
		rests := r.rests
		if rests == "" && r.fault == "" {
			rests = l.T("web.batch.rests_none")
		}
		rows = append(rows, []any{number, r.title, r.statusText(l.T), r.since, r.owners, r.fee, rests, r.term, r.seen, r.typed})
	}
	return append(rows, nil, []any{x.sum()}, []any{l.T("web.batch.rests_on", "at", clock(x.v.Env.Now()))}, []any{l.T("web.batch.no_proof")})
}

// table is the answer on the page.
func (x batchView) table() ui.Table {
	l, heads := x.v.L, x.heads()
	t := ui.Table{Caption: l.T("web.batch.title"), Stack: true}
	for _, i := range []int{0, 2, 4, 5, 6, 7, 8} {
		t.Cols = append(t.Cols, ui.Col{Text: heads[i]})
	}
	for _, r := range x.rows {
		if r.fault != "" {
			state, word := ui.State("late"), l.T("web.batch.bad")
			if r.unknown {
				state, word = "idle", l.T("web.batch.unknown")
			}
			number := r.number
			if number == "" {
				number = r.typed
			}
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: number, No: r.number != ""}, {Part: ui.Light(state, word)}, {Text: r.fault, Span: len(t.Cols) - 2}}})
			continue
		}
		status := ui.Cell{Part: ui.Chip(chip(r.status), r.statusText(l.T))}
		if r.since != "" {
			status.Sub = l.T("web.batch.since_day", "day", r.since)
		}
		rests := r.rests
		if rests == "" {
			rests = l.T("web.batch.rests_none")
		}
		sub := r.title
		if r.doc != "" {
			sub = l.T("web.batch.by_doc", "title", r.title, "doc", r.doc)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: r.number, Href: "/patent/" + r.number, Sub: sub, No: true}, status, {Text: r.owners}, {Text: r.fee}, {Text: rests}, {Text: r.term, NoWrap: true}, {Text: r.seen},
		}})
	}
	return t
}

// sum counts the answers.
func (x batchView) sum() string {
	l := x.v.L
	by := map[registry.Status]int{}
	var unknown, bad int
	var order []registry.Status
	for _, r := range x.rows {
		switch {
		case r.unknown:
			unknown++
		case r.fault != "":
			bad++
		default:
			if by[r.status]++; by[r.status] == 1 {
				order = append(order, r.status)
			}
		}
	}
	var parts []string
	for _, s := range order {
		parts = append(parts, l.T("web.batch.of", "what", l.T("web.patent.status_text."+string(s)), "n", strconv.Itoa(by[s])))
	}
	if unknown > 0 {
		parts = append(parts, l.T("web.batch.of", "what", l.T("web.batch.unknown"), "n", strconv.Itoa(unknown)))
	}
	if bad > 0 {
		parts = append(parts, l.T("web.batch.of", "what", l.T("web.batch.bad"), "n", strconv.Itoa(bad)))
	}
	return l.T("web.batch.sum", "n", len(x.rows), "parts", strings.Join(parts, l.T("web.enter.next")))
}

func (x batchView) tableField() ui.Field {
	f := x.sheet.Field("table", "")
	f.Type, f.Optional, f.Most = "file", true, largestBatch
	return f
}
