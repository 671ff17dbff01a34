package hall

import (
	"bytes"
	"net/http"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/rows"
	"quanlian/web/httpx"
	"quanlian/web/rowpage"
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
		at, of := rows.Step(c)
		x.Mine = append(x.Mine, ui.OwnCase{Title: d.Name, Href: v.Env.CaseURL(c), No: c.No, Fact: l.T("web.sheet.counts", "rows", len(d.Rows), "listed", d.Count(rows.Made)), Step: at, Of: of,
			Yours: v.Yours(c), State: v.StateOf(c), Move: v.StateText(c), Do: l.T("web.sheet.open"), Note: l.Moment(c.Updated, v.Env.Now())})
	}
	f := v.Frame(r, l.T("web.sheet.title"), "hall")
	f.Crumb = []ui.Link{{Text: l.T("web.nav.hall"), Href: "/hall"}, {Text: l.T("web.sheet.title")}}
	return v.ShowStatus(w, r, status, f, sheetsBody(x))
}

func (p pages) template(w http.ResponseWriter, _ *http.Request, v *site.Visit) error {
	var b bytes.Buffer
	if err := p.Sheets.Template(&b); err != nil {
		return err
	}
	return rowpage.Workbook(w, v.L.T("web.sheet.template_file")+".xlsx", b.Bytes())
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
	var b bytes.Buffer
	if err := p.Sheets.Faults(&b, d.Name, content, rowpage.Wrong(c.State, d.List)); err != nil {
		return err
	}
	return rowpage.Workbook(w, c.No+"-"+v.L.T("web.sheet.faults_file")+".xlsx", b.Bytes())
}

// moveSheet makes a move of the page and comes back to it.
func (p pages) moveSheet(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret)
	if err != nil {
		return err
	}
	status, fault, err := rowpage.Act(w, r, v, c, "/hall/sheet/"+c.No)
	if fault != nil {
		return p.sheetPage(w, r, v, status, fault)
	}
	return err
}
