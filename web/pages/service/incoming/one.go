package incoming

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/service/incoming"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
	"quanlian/web/httpx"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Deps are what the pages stand on.
type Deps struct {
	// Rows reads a list of results.
	Rows func(name string, body []byte, today calendar.Date) ([]incoming.Row, error)
	// Book writes a list as a workbook.
	Book func(out io.Writer, name string, rows [][]any) error
	// Upload finds what was put in and lies in no case yet, and who put it in.
	Upload func(ctx context.Context, id string) (kernel.Upload, error)
}

type pages struct{ Deps }

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	return []site.Route{
		{Method: "GET", Pattern: "/case/{no}/back", Page: p.back, Auth: site.Staff},
		{Method: "POST", Pattern: "/case/{no}/back", Page: p.read, Auth: site.Staff},
		{Method: "POST", Pattern: "/case/{no}/back/take", Page: p.take, Auth: site.Staff},
		{Method: "GET", Pattern: "/results", Page: p.list, Auth: site.Staff},
		{Method: "GET", Pattern: "/results/template.xlsx", Page: p.template, Auth: site.Staff},
		{Method: "POST", Pattern: "/results", Page: p.tried, Auth: site.Staff},
		{Method: "POST", Pattern: "/results/take", Page: p.taken, Auth: site.Staff},
	}
}

// Unit: bytes. Source: our own bound [D]: a notice is a page or two.
const maxText = 20_000

// backView is the page of one case.
type backView struct {
	v      *site.Visit
	c      kernel.Case
	d      itemflow.Data
	text   string
	found  *incoming.Found
	doubts []string
	sheet  site.Sheet
	paper  string // id of the upload
	name   string // of the paper
	moves  []ui.Option
	fault  string
}

// forwarded gives the case while the other office has it.
func (p pages) forwarded(r *http.Request, v *site.Visit) (kernel.Case, itemflow.Data, error) {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewDetail)
	if err != nil {
		return c, itemflow.Data{}, err
	}
	switch {
	case !caseview.HoldsOffice(v.Actor, c):
		return c, itemflow.Data{}, errs.New(errs.Forbidden, "web.staff_only", nil)
	case !itemflow.Standard(c.Flow) || c.State != itemflow.Forwarded:
		return c, itemflow.Data{}, errs.New(errs.Conflict, "service.incoming.not_out", errs.Args{"no": c.No})
	}
	d, err := itemflow.DataOf(c)
	return c, d, err
}

func (p pages) back(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := p.forwarded(r, v)
	if err != nil {
		return err
	}
	return p.draw(w, r, http.StatusOK, backView{v: v, c: c, d: d, sheet: v.Sheet(r, "web.incoming", nil)})
}

func (p pages) draw(w http.ResponseWriter, r *http.Request, status int, x backView) error {
	l := x.v.L
	x.moves = x.sheet.Chosen("what", []ui.Option{{Value: incoming.Receipt, Text: l.T("web.incoming.what.receipt")}, {Value: incoming.Grant, Text: l.T("web.incoming.what.grant")}, {Value: incoming.Refuse, Text: l.T("web.incoming.what.refuse")}})
	f := x.v.Workbench(r, l.T("web.incoming.title"), "inbox")
	f.Crumb = []ui.Link{{Text: x.c.No, Href: x.v.Env.CaseURL(x.c)}, {Text: l.T("web.incoming.title")}}
	return x.v.ShowStatus(w, r, status, f, backPage(x))
}

// papers are the kinds in which a notice comes.
func papers() []site.FileKind { return append(site.Scans(), kernel.FileXML) }

// read recognises what was pasted and keeps the file; nothing is taken yet.
func (p pages) read(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := p.forwarded(r, v)
	if err != nil {
		return err
	}
	x := backView{v: v, c: c, d: d, text: r.FormValue("text"), sheet: v.Sheet(r, "web.incoming", nil)}
	paper, err := v.Upload(r, "paper", "kernel.itemflow.paper.outside", papers(), site.MaxScan)
	if err == nil && len(x.text) > maxText {
		err = errs.At("text", "service.incoming.long", errs.Args{"most": maxText})
	}
	if err == nil && strings.TrimSpace(x.text) == "" {
		err = errs.At("text", "service.incoming.empty", nil)
		x.text = paper.Name // a file's name often says the number
		if paper.ID != "" {
			err = nil
		}
	}
	if err == nil && paper.ID == "" { // what was pasted is kept as it came
		paper, err = v.Keep(r, kernel.Paper{Kind: "kernel.itemflow.paper.outside", Name: v.L.T("web.incoming.text_name") + ".txt", Media: "text/plain; charset=utf-8", Level: kernel.ViewDetail}, []byte(x.text))
	}
	if err != nil {
		if errs.KindOf(err) != errs.Invalid {
			return err
		}
		x.sheet = v.Sheet(r, "web.incoming", err)
		return p.draw(w, r, httpx.Status(err), x)
	}
	found := incoming.Read(x.text, calendar.DateOf(v.Env.Now()))
	x.found, x.paper, x.name = &found, paper.ID, paper.Name
	if found.Case != "" && found.Case != c.No {
		x.doubts = append(x.doubts, v.L.T("service.incoming.other_case", "no", found.Case))
	}
	for _, e := range found.Doubts {
		x.doubts = append(x.doubts, v.L.Error(e))
	}
	x.sheet.Set("no", found.No)
	x.sheet.Set("what", found.What)
	if !found.Day.IsZero() {
		x.sheet.Set("day", found.Day.String())
	}
	return p.draw(w, r, http.StatusOK, x)
}

// moveOf is the move that takes what came back.
func moveOf(what, no string, day calendar.Date, reason, paper string) (string, any) {
	var papers []itemflow.Put
	if paper != "" {
		papers = []itemflow.Put{{Upload: paper}}
	}
	if what == incoming.Receipt {
		return "receipt", itemflow.ReceiptInput{No: no, Day: day, Papers: papers}
	}
	return "result", itemflow.ResultInput{Outcome: what, No: no, Day: day, Reason: reason, Papers: papers}
}

// take makes the case's move with what the clerk confirmed.
func (p pages) take(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := p.forwarded(r, v)
	if err != nil {
		return err
	}
	day, err := calendar.ParseDate(r.PostFormValue("day"))
	if err != nil {
		err = errs.At("day", "service.incoming.no_day", nil)
	}
	if what := r.PostFormValue("what"); err == nil && what != incoming.Receipt && what != incoming.Grant && what != incoming.Refuse {
		err = errs.At("what", "service.incoming.no_outcome", nil)
	}
	if err == nil {
		move, input := moveOf(r.PostFormValue("what"), strings.TrimSpace(r.PostFormValue("no")), day, r.PostFormValue("reason"), r.PostFormValue("paper"))
		if _, err = v.Act(r, c, move, input); err == nil {
			return v.Go(w, r, v.Env.CaseURL(c), v.L.T("web.incoming.taken"))
		}
	}
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.TooEarly:
		x := backView{v: v, c: c, d: d, text: r.PostFormValue("text"), found: &incoming.Found{}, sheet: v.Sheet(r, "web.incoming", err), paper: r.PostFormValue("paper"), name: r.PostFormValue("name")}
		if !x.sheet.Faults.Any() {
			x.fault = v.L.Error(err)
		}
		return p.draw(w, r, httpx.Status(err), x)
	}
	return err
}

// act makes a move in a case under a key of its own.
func act(r *http.Request, v *site.Visit, c kernel.Case, key, move string, input any) error {
	raw, err := json.Marshal(input)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	_, err = v.Env.Desk.Act(r.Context(), v.Actor, desk.Command{Case: c.ID, Move: move, Key: key, Input: raw})
	return err
}
