package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/ledger"
)

// TaskEnd ends a task of the book.
type TaskEnd struct {
	ID   string `json:"id" required:"true" maxLength:"400" doc:"api.field.task.id"`
	Note string `json:"note" required:"true" maxLength:"2000" doc:"api.field.task.note"`
}

// TaskAsk has the bank asked anew.
type TaskAsk struct {
	ID string `json:"id" required:"true" maxLength:"400" doc:"api.field.task.id"`
}

// StrayReturned says that the bank has sent a receipt back.
type StrayReturned struct {
	BankRef string `json:"bank_ref" required:"true" maxLength:"100" doc:"api.field.task.bank_ref"`
	Paid    string `json:"paid" required:"true" maxLength:"100" doc:"api.field.stray_money.paid"`
}

// StatementRef names a statement that was compared, to be booked.
type StatementRef struct {
	SHA256  string        `json:"sha256" required:"true" maxLength:"64" doc:"api.field.paper.sha256"`
	Name    string        `json:"name" required:"true" maxLength:"200" doc:"api.field.statement.name"`
	Account string        `json:"account" maxLength:"100" doc:"api.field.statement.account"`
	First   calendar.Date `json:"first,omitzero" doc:"api.field.statement.first"`
	Last    calendar.Date `json:"last,omitzero" doc:"api.field.statement.last"`
}

// Comparison is a statement beside the book; nothing of it is booked yet.
type Comparison struct {
	StatementRef
	Lines    int                  `json:"lines" doc:"api.field.statement.lines"`
	Count    map[ledger.Class]int `json:"count" doc:"api.field.statement.count"`
	Tasks    int                  `json:"tasks" doc:"api.field.statement.tasks"`
	Refused  []RefusedLine        `json:"refused" doc:"api.field.statement.refused"`
	Findings []Finding            `json:"findings" doc:"api.field.statement.findings"`
}

// RefusedLine is a row of the file that cannot be taken.
type RefusedLine struct {
	Row    int    `json:"row" doc:"api.field.statement.row"`
	Text   string `json:"text" doc:"api.field.statement.cells"`
	Detail string `json:"detail" doc:"api.field.fault.detail"`
}

// Finding is one line, or one movement that no line tells.
type Finding struct {
	Class   ledger.Class `json:"class" doc:"api.field.finding.class"`
	Text    string       `json:"text" doc:"api.field.finding.text"`
	Will    string       `json:"will" doc:"api.field.finding.will"`
	Line    int          `json:"line,omitempty" doc:"api.field.statement.row"`
	BankRef string       `json:"bank_ref,omitempty" doc:"api.field.task.bank_ref"`
	No      string       `json:"no,omitempty" doc:"api.field.task.deal"`
	Ours    money.Fen    `json:"ours" doc:"api.field.task.ours"`
	Theirs  money.Fen    `json:"theirs" doc:"api.field.task.theirs"`
	Task    string       `json:"task,omitempty" doc:"api.field.task.id"`
}

func (s *spoken) bookDone() {
	add(s, op{id: "end_ledger_task", method: http.MethodPost, path: "/ledger/tasks/end", tag: tagHall, token: true, body: TaskEnd{}, fails: writing}, s.a.endTask)
	add(s, op{id: "ask_bank_again", method: http.MethodPost, path: "/ledger/tasks/ask", tag: tagHall, token: true, body: TaskAsk{}, fails: writing}, s.a.askAgain)
	add(s, op{id: "return_stray_money", method: http.MethodPost, path: "/ledger/strays/returned", tag: tagHall, token: true, body: StrayReturned{}, status: http.StatusNoContent, fails: writing}, s.a.strayReturned)
	if s.a.Statements == nil {
		return
	}
	add(s, op{id: "compare_statement", method: http.MethodPost, path: "/ledger/statements/compare", tag: tagHall, token: true, fails: append([]int{http.StatusRequestEntityTooLarge}, writing...)}, s.a.compareStatement)
	add(s, op{id: "fetch_statement", method: http.MethodPost, path: "/ledger/statements/fetch", tag: tagHall, token: true, fails: writing}, s.a.fetchStatement)
	add(s, op{id: "enter_statement", method: http.MethodPost, path: "/ledger/statements", tag: tagHall, token: true, body: StatementRef{}, status: http.StatusCreated, fails: writing}, s.a.enterStatement)
}

type keyedIn struct {
	WithKey
	RawBody []byte `contentType:"application/json"`
}

func (a *API) endTask(ctx context.Context, v *visitor, in *keyedIn) (*out[BookTask], error) {
	b, err := read[TaskEnd](in.RawBody)
	if err != nil {
		return nil, err
	}
	if err := a.mayReadBook(v); err != nil {
		return nil, err
	}
	if err := a.Desk.Do(ctx, v.Actor, keyOf(v, in.Key), ledger.CloseTask{ID: b.ID, By: string(v.Actor.User), Note: strings.TrimSpace(b.Note)}); err != nil {
		return nil, err
	}
	return a.bookTask(ctx, v, b.ID)
}

func (a *API) bookTask(ctx context.Context, v *visitor, id string) (*out[BookTask], error) {
	t, err := a.Book.LedgerTask(ctx, id)
	return say(bookTaskOf(v, t)), err
}

func (a *API) askAgain(ctx context.Context, v *visitor, in *keyedIn) (*out[BookTask], error) {
	b, err := read[TaskAsk](in.RawBody)
	if err != nil {
		return nil, err
	}
	if err := a.mayReadBook(v); err != nil {
		return nil, err
	}
	t, err := a.Book.LedgerTask(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	if t.Kind != ledger.TaskSilent || !t.Closed.IsZero() {
		return nil, errs.New(errs.Conflict, "api.nothing_to_ask", nil)
	}
	if err := a.Desk.Do(ctx, v.Actor, keyOf(v, in.Key), ledger.AskAgain{Key: t.Key}); err != nil {
		return nil, err
	}
	return a.bookTask(ctx, v, b.ID)
}

// strayReturned books that the bank has sent a receipt back. A receipt that
// belongs to a deal is given to it by the deal's own move, attribute.
func (a *API) strayReturned(ctx context.Context, v *visitor, in *keyedIn) (*none, error) {
	b, err := read[StrayReturned](in.RawBody)
	if err != nil {
		return nil, err
	}
	if err := a.mayReadBook(v); err != nil {
		return nil, err
	}
	strays, err := a.Book.LedgerSuspense(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(strays, func(s ledger.State) bool { return s.Part == b.BankRef })
	if i < 0 {
		return nil, errs.New(errs.Conflict, "ledger.nothing_in_suspense", nil)
	}
	rec, err := ledger.ReturnedByHand(strays[i], strings.TrimSpace(b.Paid), a.Now())
	if err != nil {
		return nil, err
	}
	return &none{}, a.Desk.Do(ctx, v.Actor, keyOf(v, in.Key), rec)
}

type compareIn struct {
	Name    string `query:"name" required:"true" maxLength:"200" doc:"api.field.statement.name"`
	Account string `query:"account" maxLength:"100" doc:"api.field.statement.account"`
	First   string `query:"first" maxLength:"10" doc:"api.field.query.statement_first"`
	Last    string `query:"last" maxLength:"10" doc:"api.field.query.statement_last"`
	RawBody []byte `contentType:"application/octet-stream"`
}

// span reads the two days; empty ones are taken from the file.
func span(first, last string) (f, l calendar.Date, err error) {
	var bad errs.List
	day := func(name, text string) calendar.Date {
		if text == "" {
			return calendar.Date{}
		}
		d, err := calendar.ParseDate(text)
		if err != nil {
			bad.Add(errs.At(name, "kernel.wire.not_a_date", nil))
		}
		return d
	}
	f, l = day("first", first), day("last", last)
	if len(bad) == 0 && !f.IsZero() && !l.IsZero() && l.Before(f) {
		bad.Add(errs.At("last", "web.ledger.period_order", nil))
	}
	return f, l, bad.Err()
}

func (a *API) compareStatement(ctx context.Context, v *visitor, in *compareIn) (*out[Comparison], error) {
	if err := a.mayReadBook(v); err != nil {
		return nil, err
	}
	first, last, err := span(in.First, in.Last)
	if err != nil {
		return nil, err
	}
	s, err := a.Statements.Read(ctx, in.Name, in.RawBody, in.Account, first, last)
	if err != nil {
		return nil, err
	}
	return say(comparison(v, s)), nil
}

type fetchIn struct {
	First string `query:"first" maxLength:"10" doc:"api.field.statement.first"`
	Last  string `query:"last" maxLength:"10" doc:"api.field.statement.last"`
}

func (a *API) fetchStatement(ctx context.Context, v *visitor, in *fetchIn) (*out[Comparison], error) {
	if err := a.mayReadBook(v); err != nil {
		return nil, err
	}
	if !a.Statements.CanFetch() {
		return nil, errs.New(errs.Unavailable, "api.no_statement_interface", nil)
	}
	first, last, err := span(in.First, in.Last)
	if err != nil {
		return nil, err
	}
	s, err := a.Statements.Fetch(ctx, first, last)
	if err != nil {
		return nil, err
	}
	return say(comparison(v, s)), nil
}

// enterStatement books what the comparison suggests; the file is compared once
// more, since the book may have moved on. Twice changes nothing.
func (a *API) enterStatement(ctx context.Context, v *visitor, in *keyedIn) (*out[Comparison], error) {
	b, err := read[StatementRef](in.RawBody)
	if err != nil {
		return nil, err
	}
	if err := a.mayReadBook(v); err != nil {
		return nil, err
	}
	s, err := a.Statements.Kept(ctx, b.Name, b.SHA256, b.Account, b.First, b.Last)
	if err != nil {
		return nil, err
	}
	if len(s.Refused) > 0 {
		return nil, errs.New(errs.Conflict, "api.statement_rows", errs.Args{"n": len(s.Refused)})
	}
	if err := a.Statements.Enter(ctx, v.Actor, s); err != nil {
		return nil, err
	}
	return &out[Comparison]{Status: http.StatusCreated, Body: comparison(v, s)}, nil
}

func comparison(v *visitor, s ledger.Compared) Comparison {
	x := Comparison{StatementRef: StatementRef{s.SHA256, s.Name, s.Account, s.First, s.Last}, Lines: s.Lines, Count: s.Report.Count, Tasks: s.Tasks(), Refused: []RefusedLine{}, Findings: []Finding{}}
	for _, r := range s.Refused {
		x.Refused = append(x.Refused, RefusedLine{r.Row, r.Text, v.L.Error(r.Err)})
	}
	for _, f := range s.Report.Findings {
		y := Finding{Class: f.Class, Text: v.L.T("web.ledger.class." + string(f.Class)), Will: v.L.T("web.ledger.will." + string(f.Class))}
		if f.Line != nil {
			y.Line, y.BankRef, y.Theirs = f.Line.No, f.Line.BankRef, f.Line.Amount
		}
		if m := f.Movement; m != nil {
			y.No, y.Ours = m.Deal, m.Amount
		}
		if f.Task != nil {
			y.Task, y.Ours, y.Theirs = f.Task.ID(), f.Task.Ours, f.Task.Theirs
		}
		x.Findings = append(x.Findings, y)
	}
	return x
}
