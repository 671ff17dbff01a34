package incoming

import (
	"maps"
	"net/http"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/service/incoming"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// listView is the page of a list of results: what was read of it, row by row.
type listView struct {
	v     *site.Visit
	sheet site.Sheet
	sha   string // of the file
	paper string // id of the upload
	name  string
	table ui.Table
	ready int
	bad   int
	done  bool
	backs []kernel.Upload // papers of the offices, to go by their names into the cases
	gone  map[string]kernel.CaseID
}

func (x listView) ids() []string { return backView{papers: x.backs}.ids() }

// of are the papers whose names say the number of the case or the office's; each
// goes into one case only.
func (x *listView) of(c kernel.Case, no string) backView {
	out := backView{v: x.v}
	for _, p := range x.backs {
		if x.gone[p.ID] == "" && (said(p.Name, c.No) || len(no) >= leastNumber && said(p.Name, no)) {
			x.gone[p.ID] = c.ID
			out.papers = append(out.papers, p)
		}
	}
	return out
}

// stray are the names of the papers that go into no case.
func (x *listView) stray() string {
	out := backView{v: x.v}
	for _, p := range x.backs {
		if x.gone[p.ID] == "" {
			out.papers = append(out.papers, p)
		}
	}
	return out.names()
}

// said reports whether a file's name says the number, and not a longer one.
func said(file, no string) bool {
	file, no = strings.ToUpper(file), strings.ToUpper(no)
	for at := 0; no != ""; at++ {
		i := strings.Index(file[at:], no)
		if i < 0 {
			return false
		}
		at += i
		if !wordy(file[:at], -1) && !wordy(file[at+len(no):], 0) {
			return true
		}
	}
	return false
}

// wordy reports whether text begins, or at -1 ends, with a letter or digit of a
// number.
func wordy(text string, at int) bool {
	if text == "" {
		return false
	}
	b := text[0]
	if at < 0 {
		b = text[len(text)-1]
	}
	return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z'
}

func (p pages) list(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawList(w, r, http.StatusOK, listView{v: v, sheet: v.Sheet(r, "web.incoming", nil)})
}

func (p pages) drawList(w http.ResponseWriter, r *http.Request, status int, x listView) error {
	f := x.v.Workbench(r, x.v.L.T("web.incoming.list"), "inbox")
	return x.v.ShowStatus(w, r, status, f, listPage(&x))
}

// kinds are those in which a list comes.
func kinds() []site.FileKind { return append(site.Tables(), kernel.FileXML) }

// tried reads a list and shows what would be done with each row; nothing is done.
func (p pages) tried(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := listView{v: v, sheet: v.Sheet(r, "web.incoming", nil)}
	paper, err := v.Upload(r, "list", "kernel.itemflow.paper.outside", kinds(), site.MaxScan)
	if err == nil && paper.ID == "" {
		err = errs.At("list", "service.incoming.no_file", nil)
	}
	if err == nil {
		x.backs, err = p.taking(r, v, "papers")
	}
	if err == nil {
		x.sha, x.paper, x.name = paper.SHA256, paper.ID, paper.Name
		err = asSent(r, p.judge(r, v, &x, false), paper.Name)
	}
	if err != nil {
		return p.refused(w, r, x, err)
	}
	return p.drawList(w, r, http.StatusOK, x)
}

// asSent lets a refusal of a list say the name that it was sent under: what is kept
// has the ending of what it holds behind it.
func asSent(r *http.Request, err error, kept string) error {
	e := errs.As(err)
	if e == nil || e.Args["file"] != kept || r.MultipartForm == nil || len(r.MultipartForm.File["list"]) == 0 {
		return err
	}
	sent := *e
	sent.Args = maps.Clone(e.Args)
	sent.Args["file"] = kernel.FileName(r.MultipartForm.File["list"][0].Filename)
	return &sent
}

func (p pages) refused(w http.ResponseWriter, r *http.Request, x listView, err error) error {
	if errs.KindOf(err) != errs.Invalid {
		return err
	}
	if e := errs.As(err); e.Field == "" {
		e.Field = "list"
		err = e
	}
	x.sheet = x.v.Sheet(r, "web.incoming", err)
	return p.drawList(w, r, httpx.Status(err), x)
}

// taken does what was shown, each row an act of its own under a key that the file
// and the case give: a file that comes twice changes nothing. The file is the
// visitor's own upload, whatever the form says of it.
func (p pages) taken(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := listView{v: v, sheet: v.Sheet(r, "web.incoming", nil)}
	u, err := p.Upload(r.Context(), r.PostFormValue("paper"))
	if errs.KindOf(err) == errs.NotFound || err == nil && u.By != v.Actor.User {
		return p.refused(w, r, x, errs.At("list", "service.incoming.no_file", nil))
	}
	if err != nil {
		return err
	}
	x.sha, x.paper, x.name = u.SHA256, u.ID, u.Name
	if x.backs, err = p.taking(r, v, "papers"); err != nil {
		return err
	}
	if err := p.judge(r, v, &x, true); err != nil {
		return p.refused(w, r, x, err)
	}
	x.done = true
	return p.drawList(w, r, http.StatusOK, x)
}

// judge reads the file again and looks at every row; do makes the moves as well.
func (p pages) judge(r *http.Request, v *site.Visit, x *listView, do bool) error {
	body, err := v.Env.Files.Get(x.sha)
	if err != nil {
		return errs.At("list", "service.incoming.no_file", nil)
	}
	rows, err := p.Rows(x.name, body, calendar.DateOf(v.Env.Now()))
	if err != nil {
		return err
	}
	out, err := p.known(r, v)
	if err != nil {
		return err
	}
	l := v.L
	x.table = ui.Table{Caption: l.T("web.incoming.list"), Stack: true, Cols: []ui.Col{{Text: l.T("web.incoming.line"), Right: true}, {Text: l.T("web.col.no")}, {Text: l.T("web.incoming.field.no")}, {Text: l.T("web.incoming.field.day")}, {Text: l.T("web.incoming.field.what")}, {Text: l.T("itemflow.field.papers")}, {Text: l.T("web.col.state")}}}
	seen := map[kernel.CaseID]bool{}
	x.gone = map[string]kernel.CaseID{}
	for _, row := range rows {
		c, fault := out.match(row)
		if fault == nil && seen[c.ID] {
			fault = errs.New(errs.Invalid, "service.incoming.row_twice", errs.Args{"no": c.No})
		}
		seen[c.ID] = true
		came := backView{v: v}
		if fault == nil {
			came = x.of(c, row.Found.No)
		}
		if fault == nil && row.Found.What == incoming.Grant && len(came.papers) == 0 {
			fault = errs.New(errs.Invalid, "service.incoming.row_no_paper", errs.Args{"no": c.No})
		}
		state, text := ui.Run, l.T("web.incoming.would")
		if fault == nil && do {
			move, input := moveOf(row.Found.What, "", row.Found.No, row.Found.Day, row.Reason, came.ids()) // the list has rows of others: no case gets it
			fault = errs.As(act(r, v, c, "back/"+x.sha+"/"+string(c.ID)+"/"+move, move, input))
			state, text = ui.Done, l.T("web.incoming.did")
		}
		if fault != nil {
			x.bad++
			state, text = ui.Late, l.Error(fault)
		} else {
			x.ready++
		}
		x.table.Rows = append(x.table.Rows, rowOf(v, row, c, came.names(), state, text))
	}
	return nil
}

func rowOf(v *site.Visit, row incoming.Row, c kernel.Case, papers string, state ui.State, text string) ui.Row {
	no := ui.Cell{Text: row.Found.Case, No: true}
	if c.ID != "" {
		no = ui.Cell{Text: c.No, No: true, Href: v.Env.CaseURL(c)}
	}
	day, what := "", ""
	if !row.Found.Day.IsZero() {
		day = row.Found.Day.String()
	}
	if row.Found.What != "" {
		what = v.L.T("web.incoming.what." + row.Found.What)
	}
	return ui.Row{Cells: []ui.Cell{{Text: strconv.Itoa(row.Line)}, no, {Text: row.Found.No, No: true}, {Text: day, NoWrap: true}, {Text: what}, {Text: papers}, {Part: ui.Light(state, text)}}}
}

// known are the cases of the visitor's offices that are out, by our number, by the
// other office's, and by the numbers in their forms.
type known struct {
	byNo, byOther map[string]kernel.Case
	twice         map[string]bool
}

// Unit: cases. Source: our own bound; the store gives at most so many at once.
const atOnce = 500

func (p pages) known(r *http.Request, v *site.Visit) (known, error) {
	k := known{byNo: map[string]kernel.Case{}, byOther: map[string]kernel.Case{}, twice: map[string]bool{}}
	for offset := 0; ; offset += atOnce {
		list, _, err := v.Env.Cases.Cases(r.Context(), v.Officer(), kernel.ViewDetail, kernel.CaseQuery{States: []kernel.State{itemflow.Forwarded, itemflow.Decided, itemflow.Delivered}, Sort: "opened", Limit: atOnce, Offset: offset})
		if err != nil {
			return k, err
		}
		for _, c := range list {
			if !itemflow.Standard(c.Flow) {
				continue
			}
			k.byNo[c.No] = c
			d, err := itemflow.DataOf(c)
			if err != nil {
				return k, err
			}
			if d.Outside != nil && d.Outside.No != "" {
				k.other(d.Outside.No, c)
			}
			for _, value := range d.Values {
				for _, n := range form.List(value) {
					if len(n) >= leastNumber {
						k.other(n, c)
					}
				}
			}
		}
		if len(list) < atOnce {
			return k, nil
		}
	}
}

// Unit: characters. Source: the shortest number of a register that base/ident
// knows has eight; shorter words are answers.
const leastNumber = 8

func (k known) other(no string, c kernel.Case) {
	if old, ok := k.byOther[no]; ok && old.ID != c.ID {
		k.twice[no] = true
	}
	k.byOther[no] = c
}

// match finds the case of a row, or says why there is none.
func (k known) match(row incoming.Row) (kernel.Case, *errs.Error) {
	if row.Fault != nil {
		return kernel.Case{}, row.Fault
	}
	f := row.Found
	c, ok := k.byNo[f.Case]
	switch {
	case f.Case != "" && !ok:
		return c, errs.New(errs.NotFound, "service.incoming.row_no_case", errs.Args{"no": f.Case})
	case !ok && k.twice[f.No]:
		return c, errs.New(errs.Invalid, "service.incoming.row_many", errs.Args{"no": f.No})
	case !ok:
		if c, ok = k.byOther[f.No]; !ok {
			return c, errs.New(errs.NotFound, "service.incoming.row_no_case", errs.Args{"no": f.No})
		}
	}
	if c.State != itemflow.Forwarded {
		return c, errs.New(errs.Conflict, "service.incoming.row_stands", errs.Args{"no": c.No})
	}
	return c, nil
}
