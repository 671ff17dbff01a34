package items

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
	"quanlian/web/httpx"
	"quanlian/web/itemform"
	"quanlian/web/rowpage"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: rows. Source: our choice: a page that one works through in some minutes.
const mendRows = 10

// linesField names, in the form, the rows that stand on the page.
const linesField = "_line"

// mendManyView is a page of faulty rows that are corrected in place.
type mendManyView struct {
	v         *site.Visit
	base, key string
	name      string
	all       int
	rows      []mendRow
	pager     ui.Pager
	fault     string
	action    string
}

// mendRow is one faulty row: what is wrong, the cells at fault, and the others.
type mendRow struct {
	line, name string
	why        []string
	wrong      []itemform.Block
	others     []itemform.Block
	open       bool
}

// faulty are the rows that have to be mended, as they stand.
func (p pages) faulty(r *http.Request, c kernel.Case, d itemflow.BatchData, v *site.Visit) (form.Item, []itemflow.BatchRow, map[int]SheetRow, error) {
	it, by, err := p.linesOf(r.Context(), v, d)
	if err != nil {
		return it, nil, nil, err
	}
	var bad []itemflow.BatchRow
	for _, x := range d.Rows {
		if x.State == rows.Bad {
			bad = append(bad, x)
		}
	}
	waits, err := rowpage.Waits(r, v, c)
	if err == nil && !rowpage.Mends(v, c, d.By, waits) {
		err = errs.New(errs.Conflict, "web.rows.mend_closed", nil)
	}
	return it, bad, by, err
}

// linesOf are the rows of the sheet as they count, by line, with the item by which
// it was drawn.
func (p pages) linesOf(ctx context.Context, v *site.Visit, d itemflow.BatchData) (form.Item, map[int]SheetRow, error) {
	it, err := p.Kept.KeptItem(ctx, d.Hash)
	if err != nil {
		return it, nil, err
	}
	content, err := v.Env.Files.Get(d.SHA256)
	if err != nil {
		return it, nil, err
	}
	list, err := p.Sheets.Rows(it, d.Name, content)
	if err != nil {
		return it, nil, err
	}
	by := map[int]SheetRow{}
	for _, x := range list {
		if m, ok := d.Mended[x.Line]; ok {
			x = SheetRow{Line: x.Line, Values: m.Values, Files: m.Files}
		}
		by[x.Line] = x
	}
	return it, by, nil
}

func (p pages) manyMend(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := p.batch(r, v)
	if err != nil {
		return err
	}
	it, bad, by, err := p.faulty(r, c, d, v)
	if errs.Is(err, "web.rows.mend_closed") || err == nil && len(bad) == 0 {
		return v.Go(w, r, manyCaseURL(c.No), "")
	}
	if err != nil {
		return err
	}
	return p.drawRows(w, r, v, http.StatusOK, c, faultyRows{it, bad, by}, nil)
}

// faultyRows are the faulty rows of a sheet with what they say.
type faultyRows struct {
	it  form.Item
	bad []itemflow.BatchRow
	by  map[int]SheetRow
}

func (p pages) drawRows(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, c kernel.Case, m faultyRows, fault error) error {
	l := v.L
	x := mendManyView{v: v, base: manyCaseURL(c.No), key: v.Key(), name: m.it.Name.In(l.Zh()), all: len(m.bad), action: r.URL.RequestURI()}
	if fault != nil {
		x.fault = l.Error(fault)
	}
	at := site.PageOf(r.URL.Query())
	from := min((at-1)*mendRows, len(m.bad))
	part := m.bad[from:min(from+mendRows, len(m.bad))]
	if lines := r.PostForm[linesField]; len(lines) > 0 { // the rows that were sent, whatever page they are on by now
		part = nil
		for _, b := range m.bad {
			if slices.Contains(lines, strconv.Itoa(b.Line)) {
				part = append(part, b)
			}
		}
	}
	for _, b := range part {
		x.rows = append(x.rows, p.mendRow(v, m.it, b, m.by[b.Line]))
	}
	x.pager = site.Pager(r.URL, at, mendRows, len(part), len(m.bad))
	f := v.Frame(r, l.T("web.rows.mend"), "my")
	f.Crumb = []ui.Link{{Text: x.name, Href: "/item/" + m.it.Code}, {Text: c.No, Href: x.base}, {Text: l.T("web.rows.mend")}}
	return v.ShowStatus(w, r, status, f, mendManyBody(x))
}

func rowName(line int, path string) string { return "r" + strconv.Itoa(line) + "." + path }

// mendRow draws the cells of a row, those at fault before the others.
func (p pages) mendRow(v *site.Visit, it form.Item, b itemflow.BatchRow, s SheetRow) mendRow {
	out := mendRow{line: strconv.Itoa(b.Line), name: b.About}
	values, faults := maps.Clone(s.Values), map[string]string{}
	if values == nil {
		values = form.Values{}
	}
	for path, raw := range s.Raw {
		values[path] = raw
	}
	for _, f := range b.Faults {
		text := v.L.Error(f.Err())
		if f.Field == "" {
			out.why = append(out.why, text)
		} else {
			faults[f.Field] = text
		}
	}
	shown := map[string]bool{}
	put := func(title string, c itemform.Control) {
		path := c.Field.Name
		c.Field.Error, c.Field.Name, c.Turns = faults[path], rowName(b.Line, path), false
		shown[path] = true
		into := &out.others
		if c.Field.Error != "" {
			into = &out.wrong
		}
		if n := len(*into); n == 0 || (*into)[n-1].Title != title {
			*into = append(*into, itemform.Block{Title: title})
		}
		last := &(*into)[len(*into)-1]
		last.Controls = append(last.Controls, c)
	}
	for _, step := range it.Steps {
		if step.Once() || !step.When.Holds(values, factsOf(v)) {
			continue
		}
		for _, block := range (itemform.Sheet{L: v.L, Step: step, Values: values, Facts: factsOf(v)}).Blocks() {
			title := ""
			if step.Repeat > 0 {
				title = step.Name.In(v.L.Zh()) + "　" + block.Title
			}
			for _, c := range block.Controls {
				put(title, c)
			}
		}
	}
	for _, mat := range it.Materials {
		if isMaterial(mat) {
			path := "file." + mat.ID
			put("", itemform.Control{Kind: form.KindText, Field: ui.Field{Name: path, Label: mat.Name.In(v.L.Zh()), Hint: v.L.T("web.rows.mend_files"), Value: strings.Join(s.Files[mat.ID], "；"), Optional: mat.Optional || faults[path] == ""}})
		}
	}
	for _, path := range slices.Sorted(maps.Keys(faults)) {
		if !shown[path] { // a cell of what all rows share
			out.why = append(out.why, faults[path])
		}
	}
	out.open = len(out.wrong) == 0
	return out
}

// typedRow is a row as the page says it.
func typedRow(post url.Values, it form.Item, line int, was SheetRow) itemflow.MendedRow {
	own := url.Values{}
	for k, x := range post {
		if path, ok := strings.CutPrefix(k, rowName(line, "")); ok {
			own[path] = x
		}
	}
	m := itemflow.MendedRow{Line: line, Values: maps.Clone(was.Values), Files: maps.Clone(was.Files)}
	if m.Values == nil {
		m.Values = form.Values{}
	}
	for _, s := range it.Steps {
		if !s.Once() {
			m.Values = itemform.Read(own, s, m.Values)
		}
	}
	for _, mat := range it.Materials {
		if x := "file." + mat.ID; isMaterial(mat) && own.Has(x) {
			if m.Files == nil {
				m.Files = map[string][]string{}
			}
			if m.Files[mat.ID] = form.List(strings.ReplaceAll(own.Get(x), "、", "；")); len(m.Files[mat.ID]) == 0 {
				delete(m.Files, mat.ID)
			}
		}
	}
	return m
}

// mendMany takes the rows of the page that were changed; the program looks at them
// again. What was typed stays, right or wrong.
func (p pages) mendMany(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := p.batch(r, v)
	if err != nil {
		return err
	}
	it, bad, by, closed := p.faulty(r, c, d, v)
	if closed != nil && !errs.Is(closed, "web.rows.mend_closed") {
		return closed
	}
	var in itemflow.MendInput
	for _, text := range r.PostForm[linesField] {
		line, _ := strconv.Atoi(text)
		was, ok := by[line]
		if !ok {
			continue
		}
		m := typedRow(r.PostForm, it, line, was)
		if !maps.Equal(m.Values, was.Values) || !maps.EqualFunc(m.Files, was.Files, slices.Equal) {
			in.Rows = append(in.Rows, m)
		}
		by[line] = SheetRow{Line: line, Values: m.Values, Files: m.Files}
	}
	fault := closed
	if fault == nil && len(in.Rows) == 0 {
		return v.Go(w, r, r.URL.RequestURI(), v.L.T("web.rows.mend_none"))
	}
	if fault == nil {
		r.Form.Del(site.VersionField) // the program works on the case all the time
		_, fault = v.Act(r, c, "mend", in)
	}
	switch errs.KindOf(fault) {
	case "":
		return v.Go(w, r, manyCaseURL(c.No), v.L.T("web.rows.mended", "n", len(in.Rows)))
	case errs.Invalid, errs.Conflict, errs.Forbidden, errs.TooEarly:
		return p.drawRows(w, r, v, httpx.Status(fault), c, faultyRows{it, asBad(bad, in.Rows), by}, fault)
	}
	return fault
}

// asBad are the faulty rows, and those of the page that are so no more: what was
// typed into them is still shown.
func asBad(bad []itemflow.BatchRow, typed []itemflow.MendedRow) []itemflow.BatchRow {
	for _, m := range typed {
		if !slices.ContainsFunc(bad, func(b itemflow.BatchRow) bool { return b.Line == m.Line }) {
			bad = append(bad, itemflow.BatchRow{Row: rows.Row{Line: m.Line}})
		}
	}
	return bad
}
