package catalogue

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/catalogue/items/sheet"
	change "quanlian/chain/service/catalogue"
	"quanlian/kernel/desk"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// xlsxType is the media type of workbooks.
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Largest workbook. Unit: bytes. Source: our own choice; the whole list has 700 KB.
const maxBook = 20 << 20

func (p pages) export(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	var out bytes.Buffer
	set := p.Today(r.Context())
	if err := p.Book.Export(&out, v.L, set); err != nil {
		return err
	}
	return download(w, "items-"+set.Day.String()+".xlsx", out.Bytes())
}

func download(w http.ResponseWriter, name string, body []byte) error {
	w.Header().Set("Content-Type", xlsxType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Header().Set("Cache-Control", "no-store")
	_, err := w.Write(body)
	return err
}

// bringView is the page that takes a workbook in.
type bringView struct {
	v      *site.Visit
	from   string
	note   string
	faults ui.Faults
}

func (p pages) bring(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := editors(v); err != nil {
		return err
	}
	return p.drawBring(w, r, v, http.StatusOK, bringView{v: v, from: v.Env.Calendar.NextWorkday(p.today(v).AddDays(1)).String()})
}

func (p pages) drawBring(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x bringView) error {
	f := v.Workbench(r, v.L.T("service.catalogue.import"), "catalogue")
	f.Crumb = []ui.Link{{Text: v.L.T("service.catalogue.name"), Href: "/catalogue"}, {Text: v.L.T("service.catalogue.import")}}
	return v.ShowStatus(w, r, status, f, bringPage(x))
}

// dryRun keeps the file and judges it; nothing is changed.
func (p pages) dryRun(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := editors(v); err != nil {
		return err
	}
	x := bringView{v: v, from: r.PostFormValue("from"), note: r.PostFormValue("note")}
	var bad errs.List
	from, err := calendar.ParseDate(x.from)
	switch {
	case err != nil:
		bad.Add(errs.At("from", "catalogue.source.not_date", errs.Args{"value": x.from}))
	case from.Before(p.today(v)):
		bad.Add(errs.At("from", "service.catalogue.day_past", errs.Args{"day": x.from}))
	}
	paper, err := v.Upload(r, "file", "service.catalogue.workbook", []site.FileKind{site.Tables()[0]}, maxBook)
	if err != nil {
		bad.Add(errs.As(err))
	} else if paper.SHA256 == "" {
		bad.Add(errs.At("file", "service.catalogue.no_file", nil))
	}
	if bad.Err() == nil {
		_, err = p.reading(r, v, paper.SHA256, from)
		if e := errs.As(err); e != nil && e.Kind == errs.Invalid {
			bad.Add(errs.At("file", e.Code, e.Args))
		} else if err != nil {
			return err
		}
	}
	if err := bad.Err(); err != nil {
		x.faults = ui.FaultsOf(v.L, err)
		return p.drawBring(w, r, v, http.StatusUnprocessableEntity, x)
	}
	return httpx.SeeOther(w, r, "/catalogue/import/"+paper.SHA256+"?from="+from.String()+"&note="+urlText(x.note))
}

func (p pages) reading(r *http.Request, v *site.Visit, sha string, from calendar.Date) (Reading, error) {
	body, err := v.Env.Files.Get(sha)
	if err != nil {
		return nil, err
	}
	return p.Book.Read(bytes.NewReader(body), v.L, p.Today(r.Context()), from)
}

// resultView is what a workbook would change.
type resultView struct {
	v       *site.Visit
	sha     string
	from    string
	note    string
	all     int
	changed []sheet.Built
	diffs   map[string][]items.Change
	faults  []sheet.Fault
	missing []string
}

func (p pages) resultOf(r *http.Request, v *site.Visit) (resultView, error) {
	x := resultView{v: v, sha: r.PathValue("sha"), from: r.FormValue("from"), note: r.FormValue("note"), diffs: map[string][]items.Change{}}
	if err := editors(v); err != nil {
		return x, err
	}
	from, err := calendar.ParseDate(x.from)
	if err != nil {
		return x, errs.At("from", "catalogue.source.not_date", errs.Args{"value": x.from})
	}
	b, err := p.reading(r, v, x.sha, from)
	if err != nil {
		return x, err
	}
	x.all, x.changed, x.faults, x.missing = sheet.Count(b.All()), b.Changed(), b.Faults(), b.Missing()
	for _, c := range x.changed {
		was, _ := p.Today(r.Context()).Item(c.Item.Code)
		x.diffs[c.Item.Code] = items.Diff(was, c.Item)
	}
	return x, nil
}

func (p pages) result(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := p.resultOf(r, v)
	if err != nil {
		return err
	}
	f := v.Workbench(r, v.L.T("service.catalogue.dry_run"), "catalogue")
	f.Crumb = []ui.Link{{Text: v.L.T("service.catalogue.name"), Href: "/catalogue"}, {Text: v.L.T("service.catalogue.import"), Href: "/catalogue/import"}, {Text: v.L.T("service.catalogue.dry_run")}}
	return v.Show(w, r, f, resultPage(x))
}

func (p pages) errors(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := editors(v); err != nil {
		return err
	}
	b, err := p.reading(r, v, r.PathValue("sha"), calendar.Date{})
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := b.Errors(&out); err != nil {
		return err
	}
	return download(w, "items-errors.xlsx", out.Bytes())
}

// take opens a change for each chosen item and sends it to approval; what
// cannot go on is named, the rest goes.
func (p pages) take(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := p.resultOf(r, v)
	if err != nil {
		return err
	}
	var done, left []string
	for _, b := range x.changed {
		if !slices.Contains(r.PostForm["item"], b.Item.Code) {
			continue
		}
		switch no, err := p.takeOne(r, v, b, x.note); errs.KindOf(err) {
		case "":
			done = append(done, no)
		case errs.Internal, errs.Unavailable:
			return err
		default:
			left = append(left, v.L.T("service.catalogue.not_taken", "code", b.Item.Code, "why", v.L.Error(err)))
		}
	}
	note := v.L.T("service.catalogue.taken", "n", len(done))
	if len(left) > 0 {
		note += " " + strings.Join(left, " ")
	}
	return v.Go(w, r, "/catalogue?view=open", note)
}

func (p pages) takeOne(r *http.Request, v *site.Visit, b sheet.Built, note string) (string, error) {
	in := change.EditInput{Item: b.Item, Note: note, Base: b.Base}
	if was, ok := p.Now(r.Context()).InForce(b.Item.Code, b.Item.From); ok {
		in.Base = was.Hash
	}
	raw, err := json.Marshal(in)
	if err != nil {
		return "", errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	key := r.PostFormValue(site.KeyField) + "/" + b.Item.Code
	rec, err := v.Env.Desk.Open(r.Context(), v.Officer(), desk.OpenCommand{Flow: change.Change, Move: "edit", Key: key, Input: raw})
	if err != nil {
		return "", err
	}
	_, err = v.Env.Desk.Act(r.Context(), v.Officer(), desk.Command{Case: rec.Case, Move: "submit", Key: key + "/submit", Input: json.RawMessage("{}")})
	return rec.No, err
}

func (x resultView) figures() []ui.Figure {
	l := x.v.L
	wrong := map[string]bool{}
	for _, f := range x.faults {
		wrong[f.Table+strconv.Itoa(f.Row)] = true
	}
	return []ui.Figure{
		{Label: l.T("service.catalogue.rows_read"), Value: strconv.Itoa(x.all)},
		{Label: l.T("service.catalogue.rows_changed"), Value: strconv.Itoa(len(x.changed))},
		{Label: l.T("service.catalogue.rows_wrong"), Value: strconv.Itoa(len(wrong))},
	}
}

// faultTable lists the mistakes as they stand in the workbook. Rows are those
// that Excel shows: two rows of headings stand above.
func (x resultView) faultTable() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("service.catalogue.rows_wrong"), Stack: true, Cols: []ui.Col{{Text: l.T("service.catalogue.sheet")}, {Text: l.T("service.catalogue.row")}, {Text: l.T("service.catalogue.column")}, {Text: l.T("service.catalogue.mistake")}}}
	for _, f := range x.faults {
		col := ""
		if f.Col != "" {
			col = sheet.Heading(l, f.Table, f.Col)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.T("itembook.table." + f.Table)}, {Text: strconv.Itoa(f.Row + 3)}, {Text: col}, {Text: l.Fill(f.Code, f.Args)}}})
	}
	return t
}

func (x resultView) changeTable() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("service.catalogue.rows_changed"), Stack: true, Select: "item", Cols: []ui.Col{{Text: l.T("itembook.col.code")}, {Text: l.T("service.catalogue.item")}, {Text: l.T("itembook.col.from")}, {Text: l.T("service.catalogue.differences")}}}
	for _, b := range x.changed {
		var places []string
		for _, c := range x.diffs[b.Item.Code] {
			if s := label(l, c.Field); !slices.Contains(places, s) {
				places = append(places, s)
			}
		}
		// Unit: places named. Source: what a row holds; the change shows all.
		const most = 4
		text := l.List(places[:min(len(places), most)])
		if n := len(places) - most; n > 0 {
			text = l.T("service.catalogue.and_more", "list", text, "n", n)
		}
		if b.New {
			text = l.T("service.catalogue.new_item")
		}
		t.Rows = append(t.Rows, ui.Row{Key: b.Item.Code, Name: b.Item.Name.In(l.Zh()), Chosen: true, Cells: []ui.Cell{{Text: b.Item.Code, No: true}, {Text: b.Item.Name.In(l.Zh())}, {Text: b.Item.From.String(), NoWrap: true}, {Text: text}}})
	}
	return t
}

func urlText(s string) string { return url.QueryEscape(s) }
