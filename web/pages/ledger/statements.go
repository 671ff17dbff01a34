package ledger

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/ledger"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// statementsView is the form for a statement and the statements read before.
type statementsView struct {
	v     *site.Visit
	fetch bool // the bank can be asked for it
	read  []ledger.ReadStatement
	typed map[string]string
	err   error
}

// label names a field in the summary of what is wrong.
func (x statementsView) label(name string) string {
	if key := map[string]string{"first": "web.ledger.first_day", "last": "web.ledger.last_day"}[name]; key != "" {
		return x.v.L.T(key)
	}
	return ""
}

// Unit: rows. Source: our choice; older ones stand in the journal.
const mostStatements = 50

func (p pages) statements(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawStatements(w, r, v, http.StatusOK, statementsView{v: v})
}

func (p pages) drawStatements(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x statementsView) error {
	x.fetch = p.Statements.CanFetch()
	var err error
	if x.read, err = p.Book.LedgerStatements(r.Context(), mostStatements); err != nil {
		return err
	}
	f := v.Workbench(r, v.L.T("web.ledger.statements"), "ledger")
	f.Crumb = []ui.Link{{Text: v.L.T("web.ledger.tasks"), Href: "/ledger"}, {Text: v.L.T("web.ledger.statements")}}
	return v.ShowStatus(w, r, status, f, statementsPage(x))
}

// period reads the two days of the form; empty ones are taken from the file.
func period(r *http.Request) (first, last calendar.Date, err error) {
	var bad errs.List
	day := func(name string) calendar.Date {
		text := strings.TrimSpace(r.PostFormValue(name))
		if text == "" {
			return calendar.Date{}
		}
		d, err := calendar.ParseDate(text)
		if err != nil {
			bad.Add(errs.At(name, "web.form.date", nil))
		}
		return d
	}
	first, last = day("first"), day("last")
	if len(bad) == 0 && !first.IsZero() && !last.IsZero() && last.Before(first) {
		bad.Add(errs.At("last", "web.ledger.period_order", nil))
	}
	return first, last, bad.Err()
}

// upload reads a file and shows how it fits the book; nothing is booked.
func (p pages) upload(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	s, err := p.uploaded(r)
	if k := errs.KindOf(err); k == errs.Invalid || k == errs.Conflict {
		x := statementsView{v: v, err: err, typed: map[string]string{"account": r.PostFormValue("account"), "first": r.PostFormValue("first"), "last": r.PostFormValue("last")}}
		return p.drawStatements(w, r, v, httpx.Status(err), x)
	}
	if err != nil {
		return err
	}
	return p.drawStatement(w, r, v, s)
}

func (p pages) uploaded(r *http.Request) (ledger.Compared, error) {
	first, last, err := period(r)
	if err != nil {
		return ledger.Compared{}, err
	}
	if r.PostFormValue("fetch") != "" && p.Statements.CanFetch() {
		return p.Statements.Fetch(r.Context(), first, last)
	}
	file, head, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return ledger.Compared{}, errs.At("file", "web.ledger.no_file", nil)
	}
	if err != nil {
		return ledger.Compared{}, errs.Wrap(errs.Invalid, "web.edge.broken_form", err)
	}
	defer func() { _ = file.Close() }()
	raw, err := io.ReadAll(file)
	if err != nil {
		return ledger.Compared{}, errs.Wrap(errs.Invalid, "web.edge.broken_form", err)
	}
	s, err := p.Statements.Read(r.Context(), head.Filename, raw, strings.TrimSpace(r.PostFormValue("account")), first, last)
	if e := errs.As(err); e != nil && e.Kind == errs.Invalid && e.Field == "" {
		at := *e
		at.Field = "file"
		return s, &at
	}
	return s, err
}

// enter books what the comparison suggests; the file is compared once more,
// because the book may have moved on since it was looked at.
func (p pages) enter(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	first, last, err := period(r)
	if err != nil {
		return err
	}
	s, err := p.Statements.Kept(r.Context(), r.PostFormValue("name"), r.PostFormValue("sha256"), r.PostFormValue("account"), first, last)
	if err != nil {
		return err
	}
	if len(s.Refused) > 0 {
		return p.drawStatement(w, r, v, s)
	}
	if err := p.Statements.Enter(r.Context(), v.Actor, s); err != nil {
		return err
	}
	c := s.Report.Count
	return v.Go(w, r, "/ledger/statements", v.L.T("web.ledger.entered", "name", s.Name, "matched", c[ledger.Matched], "answers", c[ledger.Answers], "tasks", s.Tasks()))
}

// statementView is one statement beside the book, before anything is booked.
type statementView struct {
	v *site.Visit
	s ledger.Compared
}

func (p pages) drawStatement(w http.ResponseWriter, r *http.Request, v *site.Visit, s ledger.Compared) error {
	f := v.Workbench(r, v.L.T("web.ledger.compare"), "ledger")
	f.Crumb = []ui.Link{{Text: v.L.T("web.ledger.tasks"), Href: "/ledger"}, {Text: v.L.T("web.ledger.statements"), Href: "/ledger/statements"}, {Text: s.Name}}
	return v.Show(w, r, f, statementPage(statementView{v, s}))
}
