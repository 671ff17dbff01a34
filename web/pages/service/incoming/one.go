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
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/httpx"
	"quanlian/web/moveform"
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
	// Item is the version of an item by which a case was opened.
	Item func(ctx context.Context, hash string) (form.Item, error)
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
	papers []kernel.Upload // what came, as it was put in
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

// theirs asks for the office's own paper while none of what came is a file.
func (x backView) theirs() (ui.Field, bool) {
	for _, p := range x.papers {
		if !strings.HasPrefix(p.Media, "text/plain") {
			return ui.Field{}, false
		}
	}
	return x.sheet.Field("papers", ""), true
}

func (x backView) ids() []string {
	var out []string
	for _, p := range x.papers {
		out = append(out, p.ID)
	}
	return out
}

func (x backView) names() string {
	var out []string
	for _, p := range x.papers {
		out = append(out, p.Name)
	}
	return x.v.L.List(out)
}

// taking puts the files of a field away; with them come those that the form had
// already. Another's upload is none.
func (p pages) taking(r *http.Request, v *site.Visit, field string) ([]kernel.Upload, error) {
	fault := moveform.TakeFiles(r, field, func() (moveform.Taken, error) {
		paper, err := v.Upload(r, field, "kernel.itemflow.paper.outside", papers(), site.MaxScan)
		return moveform.Taken{ID: paper.ID, Name: paper.Name}, err
	})
	var out []kernel.Upload
	for _, id := range strings.Split(r.PostFormValue(field), ",") {
		if id == "" {
			continue
		}
		u, err := p.Upload(r.Context(), id)
		switch {
		case errs.KindOf(err) == errs.NotFound || err == nil && u.By != v.Actor.User:
			continue
		case err != nil:
			return out, err
		}
		out = append(out, u)
	}
	return out, fault
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
	x.papers, err = p.taking(r, v, "paper")
	if err == nil && len(x.text) > maxText {
		err = errs.At("text", "service.incoming.long", errs.Args{"most": maxText})
	}
	if err == nil && strings.TrimSpace(x.text) == "" {
		err = errs.At("text", "service.incoming.empty", nil)
		if len(x.papers) > 0 {
			x.text, err = x.names(), nil // a file's name often says the number
		}
	}
	if err == nil && len(x.papers) == 0 { // what was pasted is kept as it came
		var paper kernel.Paper
		paper, err = v.Keep(r, kernel.Paper{Kind: "kernel.itemflow.paper.outside", Name: v.L.T("web.incoming.text_name") + ".txt", Media: "text/plain; charset=utf-8", Level: kernel.ViewDetail}, []byte(x.text))
		x.papers = []kernel.Upload{{Paper: paper, By: v.Actor.User}}
	}
	if err != nil {
		if errs.KindOf(err) != errs.Invalid {
			return err
		}
		x.sheet = v.Sheet(r, "web.incoming", err)
		return p.draw(w, r, httpx.Status(err), x)
	}
	found := incoming.Read(x.text, calendar.DateOf(v.Env.Now()))
	x.found = &found
	if found.Case != "" && found.Case != c.No {
		x.doubts = append(x.doubts, v.L.T("service.incoming.other_case", "no", found.Case))
	}
	for _, e := range found.Doubts {
		x.doubts = append(x.doubts, v.L.Error(e))
	}
	if it, err := p.Item(r.Context(), c.ItemHash); err == nil && len(it.Providers) > 0 {
		x.sheet.Set("issuer", it.Providers[0].Zh)
	}
	x.sheet.Set("no", found.No)
	x.sheet.Set("what", found.What)
	if !found.Day.IsZero() {
		x.sheet.Set("day", found.Day.String())
	}
	return p.draw(w, r, http.StatusOK, x)
}

// moveOf is the move that takes what came back.
func moveOf(what, issuer, no string, day calendar.Date, reason string, papers []string) (string, any) {
	if what == incoming.Receipt {
		return "receipt", itemflow.ReceiptInput{No: no, Day: day, Papers: papers}
	}
	return "result", itemflow.ResultInput{Outcome: what, Issuer: issuer, No: no, Day: day, Reason: reason, Papers: papers}
}

// take makes the case's move with what the clerk confirmed.
func (p pages) take(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := p.forwarded(r, v)
	if err != nil {
		return err
	}
	x := backView{v: v, c: c, d: d, text: r.PostFormValue("text"), found: &incoming.Found{}}
	if x.papers, err = p.taking(r, v, "papers"); err != nil && errs.KindOf(err) != errs.Invalid {
		return err
	}
	day, bad := calendar.ParseDate(r.PostFormValue("day"))
	if err == nil && bad != nil {
		err = errs.At("day", "service.incoming.no_day", nil)
	}
	if what := r.PostFormValue("what"); err == nil && what != incoming.Receipt && what != incoming.Grant && what != incoming.Refuse {
		err = errs.At("what", "service.incoming.no_outcome", nil)
	}
	if err == nil {
		move, input := moveOf(r.PostFormValue("what"), r.PostFormValue("issuer"), strings.TrimSpace(r.PostFormValue("no")), day, r.PostFormValue("reason"), x.ids())
		if _, err = v.Act(r, c, move, input); err == nil {
			return v.Go(w, r, v.Env.CaseURL(c), v.L.T("web.incoming.taken"))
		}
	}
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.TooEarly:
		x.sheet = v.Sheet(r, "web.incoming", err)
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
