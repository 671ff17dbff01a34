package hall

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/rows"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// sheetsView is the page on which a sheet is put in.
type sheetsView struct {
	L          *lang.Localizer
	Token, Key string
	Accept     string
	Max        int64 // MB
	Rows       int
	Fault      string
	Faults     []ui.FieldFault
	May        bool
	Mine       []ui.OwnCase
}

// Unit: cases. Source: our choice, what one looks back at.
const mySheets = 10

func (p pages) sheets(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.sheetsPage(w, r, v, http.StatusOK, nil)
}

func (p pages) sheetsPage(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	l := v.L
	x := sheetsView{L: l, Token: v.Token(), Key: v.Key(), Accept: site.Accept(site.Tables()), Max: p.Sheets.Max() >> 20, Rows: hall.MaxSheetRows, May: v.Actor.Party != "" && v.Actor.Has(kernel.RightSubmit)}
	x.Faults = ui.FaultsOf(l, fault).Summary(nil)
	if fault != nil && len(x.Faults) == 0 {
		x.Fault = l.Error(fault)
	}
	list, _, err := v.Env.Cases.Cases(r.Context(), v.Actor, kernel.ViewDetail, kernel.CaseQuery{Flow: hall.Bulk, Sort: "opened", Limit: mySheets})
	if err != nil {
		return err
	}
	for _, c := range list {
		d, err := hall.BulkOf(c)
		if err != nil {
			return err
		}
		x.Mine = append(x.Mine, ui.OwnCase{Title: d.Name, Href: v.Env.CaseURL(c), No: c.No, Fact: l.T("web.sheet.counts", "rows", len(d.Rows), "listed", d.Count(rows.Made)), Step: bulkStep(c.State), Of: 3,
			Yours: v.Yours(c), State: v.StateOf(c), Move: v.StateText(c), Do: l.T("web.sheet.open"), Note: l.Moment(c.Updated, v.Env.Now())})
	}
	f := v.Frame(r, l.T("web.sheet.title"), "hall")
	f.Crumb = []ui.Link{{Text: l.T("web.nav.hall"), Href: "/hall"}, {Text: l.T("web.sheet.title")}}
	return v.ShowStatus(w, r, status, f, sheetsBody(x))
}

// bulkStep is how far a sheet has come, of three steps.
func bulkStep(s kernel.State) int {
	switch s {
	case rows.Checking, rows.Refused:
		return 1
	case rows.Checked:
		return 2
	}
	return 3
}

func (p pages) template(w http.ResponseWriter, _ *http.Request, v *site.Visit) error {
	var b bytes.Buffer
	if err := p.Sheets.Template(&b); err != nil {
		return err
	}
	return workbook(w, v.L.T("web.sheet.template_file")+".xlsx", b.Bytes())
}

// workbook sends an Excel file.
func workbook(w http.ResponseWriter, name string, body []byte) error {
	h := w.Header()
	h.Set("Content-Type", kernel.FileXLSX.Media)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	_, err := w.Write(body)
	return err
}

// uploadSheet takes the file; what becomes of it is shown on its own page.
func (p pages) uploadSheet(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	paper, err := v.Upload(r, "sheet", "utilization.hall.paper.sheet", site.Tables(), p.Sheets.Max())
	if err == nil && paper.ID == "" {
		err = errs.At("sheet", "web.sheet.none", nil)
	}
	if err == nil {
		receipt, e := v.Open(r, hall.Bulk, "upload", hall.UploadInput{Upload: paper.ID})
		if e == nil {
			return v.Go(w, r, "/hall/sheet/"+receipt.No, "")
		}
		err = e
	}
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.Forbidden:
		return p.sheetsPage(w, r, v, httpx.Status(err), err)
	}
	return err
}

// faults sends the rows that have to be mended.
func (p pages) faults(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret)
	if err != nil {
		return err
	}
	d, err := hall.BulkOf(c)
	if err != nil {
		return err
	}
	content, err := v.Env.Files.Get(d.SHA256)
	if err != nil {
		return err
	}
	wrong := map[int][]rows.Fault{}
	for _, row := range d.Rows {
		if slices.Contains([]rows.State{rows.Bad, rows.Failed}, row.State) {
			wrong[row.Line] = row.Faults
		}
	}
	var b bytes.Buffer
	if err := p.Sheets.Faults(&b, d.Name, content, wrong); err != nil {
		return err
	}
	return workbook(w, c.No+"-"+v.L.T("web.sheet.faults_file")+".xlsx", b.Bytes())
}

// sheetMoves are the moves of the page, by the last part of the address.
var sheetMoves = map[string]string{"start": "start", "recheck": "recheck", "stop": kernel.MoveWithdraw}

// moveSheet makes one of them and comes back to the page.
func (p pages) moveSheet(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	move, ok := sheetMoves[r.PathValue("move")]
	if !ok {
		return errs.New(errs.NotFound, "kernel.no_such_move", errs.Args{"move": r.PathValue("move")})
	}
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret)
	if err != nil {
		return err
	}
	var in any
	switch move {
	case "start":
		in = rows.StartInput{Lines: r.PostForm["lines"]}
		if r.PostFormValue("only") != "" && len(r.PostForm["lines"]) == 0 {
			return p.sheetPage(w, r, v, http.StatusUnprocessableEntity, errs.At("lines", "kernel.rows.none", nil))
		}
		if r.PostFormValue("only") == "" {
			in = rows.StartInput{}
		}
	case kernel.MoveWithdraw:
		in = kernel.ReasonInput{Reason: v.L.T("web.sheet.stopped")}
	}
	r.Form.Del(site.VersionField) // the program works on the case all the time
	receipt, err := v.Act(r, c, move, in)
	switch errs.KindOf(err) {
	case "":
		note := ""
		if receipt.Pending != "" {
			note = v.L.T("web.case.waits_inside")
		}
		return v.Go(w, r, "/hall/sheet/"+c.No, note)
	case errs.Invalid, errs.Conflict, errs.Forbidden:
		return p.sheetPage(w, r, v, httpx.Status(err), err)
	}
	return err
}
