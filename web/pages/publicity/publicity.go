package publicity

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/httpx"
	"quanlian/web/itemform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Kept gives the item that a case was opened by.
type Kept interface {
	KeptItem(ctx context.Context, hash string) (form.Item, error)
}

// Deps are what the pages stand on.
type Deps struct {
	Kept Kept
	// Deal is what anybody may read of a deal whose price stands open.
	Deal func(ctx context.Context, v *site.Visit, c kernel.Case) ([]ui.Pair, error)
}

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	return []site.Route{
		{Method: "GET", Pattern: "/publicity", Page: p.list},
		{Method: "GET", Pattern: "/publicity/{no}", Page: p.show},
		{Method: "POST", Pattern: "/publicity/{no}/object", Page: p.object},
	}
}

type pages struct{ Deps }

// dealStands is the state in which a deal of the hall stands open; the web
// knows it by name only.
const dealStands kernel.State = "publicity"

// Unit: rows. Source: look/LOOK.md §4.
const pageSize = 25

// Open lists what stands open to objections, that which ends first first.
func Open(ctx context.Context, v *site.Visit, limit, offset int) ([]kernel.Case, int, error) {
	q := kernel.CaseQuery{States: []kernel.State{itemflow.Publishing, dealStands}, Open: true, Sort: "opened", Limit: limit, Offset: offset}
	return v.Env.Cases.Cases(ctx, kernel.Actor{}, kernel.ViewSummary, q)
}

// Notice is a case in publicity as a line of a list.
type Notice struct {
	Name, Who, Href, No string
	To                  calendar.Date
	Moved               []calendar.Moved // outages that moved To
	Objections          int
}

// NoticeOf reads it; ok is false for a case whose data say nothing of it.
func NoticeOf(v *site.Visit, c kernel.Case) (Notice, bool) {
	if itemflow.Standard(c.Flow) {
		d, err := itemflow.DataOf(c)
		if err != nil || d.Publicity == nil {
			return Notice{}, false
		}
		return Notice{Name: d.Name.In(v.L.Zh()), Who: d.Applicant.Name, Href: "/publicity/" + c.No, No: c.No, To: d.Publicity.To, Moved: moved(v, d), Objections: len(d.Publicity.Objections)}, true
	}
	deal, ok := dealOf(c)
	if !ok {
		return Notice{}, false
	}
	return Notice{Name: v.L.T("web.publicity.deal", "title", deal.Title), Who: deal.Seller.Name, Href: "/publicity/" + c.No, No: c.No, To: deal.Publicity.To, Moved: moved(v, deal.data()), Objections: len(deal.Publicity.Objections)}, true
}

// deal is what this page reads of a deal of the hall.
type deal struct {
	Title     string         `json:"title"`
	Publicity *dealPublicity `json:"publicity"`
	Seller    struct {
		Name string `json:"name"`
	} `json:"seller"`
}

type dealPublicity struct {
	itemflow.Publicity
	Stretched *itemflow.Stretched `json:"stretched"`
}

// data is the deal as if it were an item in publicity.
func (d deal) data() itemflow.Data {
	out := itemflow.Data{Publicity: &d.Publicity.Publicity, Applicant: itemflow.Applicant{Name: d.Seller.Name}}
	if s := d.Publicity.Stretched; s != nil {
		out.Stretched = map[string]itemflow.Stretched{itemflow.DayPublicity: *s}
	}
	return out
}

// moved are the outages that moved the end of the publicity.
func moved(v *site.Visit, d itemflow.Data) []calendar.Moved {
	s := d.Stretched[itemflow.DayPublicity]
	_, out := v.Env.Calendar.PastShut(s.Plain, s.Shut)
	return out
}

func dealOf(c kernel.Case) (deal, bool) {
	var d deal
	return d, json.Unmarshal(c.Data, &d) == nil && d.Publicity != nil
}

// listView is the list.
type listView struct {
	v     *site.Visit
	table ui.Table
	total int
	pager ui.Pager
}

func (p pages) list(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	page := site.PageOf(r.URL.Query())
	cases, total, err := Open(r.Context(), v, pageSize, (page-1)*pageSize)
	if err != nil {
		return err
	}
	l := v.L
	x := listView{v: v, total: total, pager: site.Pager(r.URL, page, pageSize, len(cases), total)}
	x.table = ui.Table{Caption: l.T("web.publicity.title"), Stack: true, Cols: []ui.Col{{Text: l.T("web.publicity.what")}, {Text: l.T("web.items.applicant")}, {Text: l.T("web.col.no")}, {Text: l.T("web.publicity.until"), Right: true}, {Text: l.T("web.publicity.objections"), Right: true}}}
	for _, c := range cases {
		if n, ok := NoticeOf(v, c); ok {
			x.table.Rows = append(x.table.Rows, ui.Row{Cells: []ui.Cell{{Text: n.Name, Href: n.Href, Sub: strings.Join(v.MovedText(n.Moved), "　")}, {Text: n.Who}, {Text: n.No, No: true}, {Text: l.Date(n.To.At(0)), NoWrap: true}, {Text: strconv.Itoa(n.Objections)}}})
		}
	}
	return v.Show(w, r, v.Frame(r, l.T("web.publicity.title"), ""), listPage(x))
}

// showView is one case in publicity with the form of an objection.
type showView struct {
	v       *site.Visit
	no      string
	name    string
	lead    string
	how     string
	facts   []ui.Pair
	content []ui.Pair
	sheet   site.Sheet
	fault   string
	over    bool
}

// open gives the case while it stands open; notfound else, whatever it is.
func (p pages) open(r *http.Request, v *site.Visit) (kernel.Case, itemflow.Data, error) {
	c, err := v.Env.Cases.Case(r.Context(), kernel.Actor{}, r.PathValue("no"), kernel.ViewSummary)
	if err != nil {
		return c, itemflow.Data{}, err
	}
	if deal, ok := dealOf(c); ok && !itemflow.Standard(c.Flow) && c.State == dealStands {
		return c, deal.data(), nil
	}
	if !itemflow.Standard(c.Flow) || c.State != itemflow.Publishing {
		return c, itemflow.Data{}, errs.New(errs.NotFound, "web.publicity.over", nil)
	}
	d, err := itemflow.DataOf(c)
	if err == nil && d.Publicity == nil {
		err = errs.New(errs.NotFound, "web.publicity.over", nil)
	}
	return c, d, err
}

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.draw(w, r, v, http.StatusOK, nil)
}

func (p pages) draw(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	c, d, err := p.open(r, v)
	if err != nil {
		return err
	}
	l := v.L
	x := showView{v: v, no: c.No, how: l.T("web.publicity.how_text"), sheet: v.Sheet(r, "web.publicity", fault)}
	if fault != nil && !x.sheet.Faults.Any() {
		x.fault = l.Error(fault)
	}
	x.over = calendar.DateOf(v.Env.Now()).After(d.Publicity.To)
	x.facts = []ui.Pair{
		{Key: l.T("web.items.applicant"), Text: d.Applicant.Name}, {Key: l.T("web.col.no"), Text: c.No, No: true},
		{Key: l.T("web.items.publicity"), Text: l.Date(d.Publicity.From.At(0)) + " — " + l.Date(d.Publicity.To.At(0))},
	}
	x.facts = append(x.facts, v.MovedRows(l.T("web.outage.case_panel"), moved(v, d))...)
	x.facts = append(x.facts, ui.Pair{Key: l.T("web.publicity.objections"), Text: strconv.Itoa(len(d.Publicity.Objections))})
	if err := p.about(r.Context(), &x, c, d); err != nil {
		return err
	}
	f := v.Frame(r, x.name, "")
	f.Crumb = []ui.Link{{Text: l.T("web.publicity.title"), Href: "/publicity"}, {Text: x.name}}
	return v.ShowStatus(w, r, status, f, showPage(x))
}

// about fills in what stands open: the public answers of an item's form, or the
// deal, whose terms are on its own page.
func (p pages) about(ctx context.Context, x *showView, c kernel.Case, d itemflow.Data) error {
	l := x.v.L
	if !itemflow.Standard(c.Flow) {
		deal, _ := dealOf(c)
		x.name, x.lead = l.T("web.publicity.deal", "title", deal.Title), l.T("web.publicity.deal_lead")
		x.how = l.T("web.publicity.how_deal")
		x.facts = x.facts[1:] // the sides stand below, by their part in the deal
		var err error
		x.content, err = p.Deal(ctx, x.v, c)
		return err
	}
	it, err := p.Kept.KeptItem(ctx, c.ItemHash)
	if err != nil {
		return err
	}
	x.name, x.lead = it.Name.In(l.Zh()), it.Lead.In(l.Zh())
	for _, path := range it.Public {
		if f, ok := it.Field(path); ok && !f.Private && d.Values[path] != "" {
			x.content = append(x.content, ui.Pair{Key: f.Label.In(l.Zh()), Text: itemform.AnswerText(l, f, d.Values[path])})
		}
	}
	return nil
}

// object takes the objection of anybody. What was typed is drawn again with every
// fault, also when too many came from one place.
func (p pages) object(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, _, err := p.open(r, v)
	if err != nil {
		return err
	}
	if err := v.Try(r, "object", ""); err != nil {
		return p.draw(w, r, v, http.StatusTooManyRequests, err)
	}
	move := "object"
	if !itemflow.Standard(c.Flow) {
		move = "object_openly" // of a deal; "object" is its clerk's
	}
	in := itemflow.ObjectInput{Name: r.PostFormValue("name"), Contact: r.PostFormValue("contact"), Text: r.PostFormValue("text")}
	raw, err := json.Marshal(in)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	// The version is not compared: another's objection is no reason to refuse one.
	_, err = v.Env.Desk.Act(r.Context(), kernel.Actor{}, desk.Command{Case: c.ID, Move: move, Key: "objection/" + r.PostFormValue(site.KeyField), Input: raw})
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, "/publicity/"+c.No, p.received(r, v, in))
	case errs.Invalid, errs.Conflict:
		return p.draw(w, r, v, httpx.Status(err), err)
	}
	return err
}
