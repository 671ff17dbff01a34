package api

import (
	"context"
	"net/http"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel/desk"
	"quanlian/ledger"
)

// BookTask is trouble between the book and the bank that waits for a clerk.
type BookTask struct {
	ID         string          `json:"id" doc:"api.field.task.id"`
	Kind       ledger.TaskKind `json:"kind" doc:"api.field.task.kind"`
	Text       string          `json:"text" doc:"api.field.task.text"`
	No         string          `json:"no,omitempty" doc:"api.field.task.deal"`
	Entry      string          `json:"entry,omitempty" doc:"api.field.task.entry"`
	BankRef    string          `json:"bank_ref,omitempty" doc:"api.field.task.bank_ref"`
	SubAccount string          `json:"sub_account,omitempty" doc:"api.field.task.sub_account"`
	Ours       money.Fen       `json:"ours" doc:"api.field.task.ours"`
	Theirs     money.Fen       `json:"theirs" doc:"api.field.task.theirs"`
	Made       time.Time       `json:"made" doc:"api.field.task.made"`
	Closed     time.Time       `json:"closed,omitzero" doc:"api.field.task.closed"`
	By         string          `json:"by,omitempty" doc:"api.field.task.by"`
	Note       string          `json:"note,omitempty" doc:"api.field.task.note"`
}

// BookTasks is a part of the list, with the open ones counted by kind.
type BookTasks struct {
	listOf[BookTask]
	Open map[ledger.TaskKind]int `json:"open" doc:"api.field.task.open"`
}

// BookEntry is one entry of the book.
type BookEntry struct {
	ID     ledger.TransferID `json:"id" doc:"api.field.entry.id"`
	Code   ledger.Code       `json:"code" doc:"api.field.entry.code"`
	Text   string            `json:"text" doc:"api.field.entry.text"`
	Phase  ledger.Phase      `json:"phase" doc:"api.field.entry.phase"`
	Of     ledger.TransferID `json:"of,omitempty" doc:"api.field.entry.of"`
	Debit  ledger.AccountID  `json:"debit" doc:"api.field.entry.debit"`
	Credit ledger.AccountID  `json:"credit" doc:"api.field.entry.credit"`
	Amount money.Fen         `json:"amount" doc:"api.field.entry.amount"`
	Ref    string            `json:"ref,omitempty" doc:"api.field.entry.ref"`
	At     time.Time         `json:"at" doc:"api.field.entry.at"`
}

// StrayMoney is money that fits no deal.
type StrayMoney struct {
	Account ledger.AccountID `json:"account" doc:"api.field.stray_money.account"`
	BankRef string           `json:"bank_ref" doc:"api.field.task.bank_ref"`
	Amount  money.Fen        `json:"amount" doc:"api.field.stray_money.amount"`
}

// BankStatement is a statement of the bank that was compared with the book.
type BankStatement struct {
	Name   string               `json:"name" doc:"api.field.statement.name"`
	SHA256 string               `json:"sha256" doc:"api.field.paper.sha256"`
	First  calendar.Date        `json:"first" doc:"api.field.statement.first"`
	Last   calendar.Date        `json:"last" doc:"api.field.statement.last"`
	Lines  int                  `json:"lines" doc:"api.field.statement.lines"`
	Count  map[ledger.Class]int `json:"count" doc:"api.field.statement.count"`
	Made   time.Time            `json:"made" doc:"api.field.statement.made"`
	By     string               `json:"by" doc:"api.field.statement.by"`
}

func (s *spoken) bookWork() {
	add(s, op{id: "list_ledger_tasks", method: http.MethodGet, path: "/ledger/tasks", tag: tagHall, token: true, fails: readOne}, s.a.bookTasks)
	add(s, op{id: "list_ledger_entries", method: http.MethodGet, path: "/ledger/entries", tag: tagHall, token: true, fails: readOne}, s.a.bookEntries)
	add(s, op{id: "list_stray_money", method: http.MethodGet, path: "/ledger/strays", tag: tagHall, token: true, fails: readOne}, s.a.strayMoney)
	add(s, op{id: "list_statements", method: http.MethodGet, path: "/ledger/statements", tag: tagHall, token: true, fails: readOne}, s.a.statements)
}

// mayReadBook: who keeps the book, by an office's token.
func (a *API) mayReadBook(v *visitor) error {
	return a.Desk.Policy.Permit(desk.Request{Actor: v.Actor, Action: "ledger.read", At: a.Now()})
}

type bookTasksIn struct {
	Page
	Kind   string `query:"kind" maxLength:"40" doc:"api.field.task.kind"`
	Deal   string `query:"deal" maxLength:"64" doc:"api.field.task.deal"`
	Closed bool   `query:"closed" doc:"api.field.query.tasks_closed"`
}

func (a *API) bookTasks(ctx context.Context, v *visitor, in *bookTasksIn) (*out[BookTasks], error) {
	if err := a.mayReadBook(v); err != nil {
		return nil, err
	}
	list, total, open, err := a.Book.FindLedgerTasks(ctx, ledger.TaskFilter{Kind: ledger.TaskKind(in.Kind), Deal: in.Deal, Closed: in.Closed, Limit: in.Limit, Offset: in.Offset})
	res := BookTasks{listOf[BookTask]{Total: total, Offset: in.Offset, Items: []BookTask{}}, open}
	for _, t := range list {
		res.Items = append(res.Items, bookTaskOf(v, t))
	}
	return say(res), err
}

func bookTaskOf(v *visitor, t ledger.OpenTask) BookTask {
	return BookTask{ID: t.ID(), Kind: t.Kind, Text: v.L.Fill(t.TextKey(), t.Args()), No: t.Deal, Entry: string(t.Key), BankRef: t.BankRef, SubAccount: t.SubAccount,
		Ours: t.Ours, Theirs: t.Theirs, Made: t.Made, Closed: t.Closed, By: t.By, Note: t.Note}
}

type bookEntriesIn struct {
	Deal string `query:"deal" required:"true" minLength:"1" maxLength:"64" doc:"api.field.task.deal"`
}

// bookEntries are the entries of a deal; of a deal that is not there, none.
func (a *API) bookEntries(ctx context.Context, v *visitor, in *bookEntriesIn) (*out[listOf[BookEntry]], error) {
	if err := a.mayReadBook(v); err != nil {
		return nil, err
	}
	list, err := a.Book.LedgerEntries(ctx, ledger.Escrow(in.Deal))
	if err == nil && len(list) == 0 {
		err = errs.New(errs.NotFound, "api.no_entries", errs.Args{"no": in.Deal})
	}
	res := listOf[BookEntry]{Total: len(list), Items: []BookEntry{}}
	for _, t := range list {
		res.Items = append(res.Items, BookEntry{ID: t.ID, Code: t.Code, Text: v.L.T("web.ledger.code." + string(t.Code)), Phase: t.Phase, Of: t.PendingOf, Debit: t.Debit, Credit: t.Credit, Amount: t.Amount, Ref: t.Ref, At: t.At})
	}
	return say(res), err
}

func (a *API) strayMoney(ctx context.Context, v *visitor, _ *none) (*out[listOf[StrayMoney]], error) {
	if err := a.mayReadBook(v); err != nil {
		return nil, err
	}
	list, err := a.Book.LedgerSuspense(ctx)
	res := listOf[StrayMoney]{Total: len(list), Items: []StrayMoney{}}
	for _, s := range list {
		res.Items = append(res.Items, StrayMoney{Account: s.ID, BankRef: s.Part, Amount: s.Net()})
	}
	return say(res), err
}

func (a *API) statements(ctx context.Context, v *visitor, in *noticesIn) (*out[listOf[BankStatement]], error) {
	if err := a.mayReadBook(v); err != nil {
		return nil, err
	}
	list, err := a.Book.LedgerStatements(ctx, in.Limit)
	res := listOf[BankStatement]{Total: len(list), Items: []BankStatement{}}
	for _, s := range list {
		res.Items = append(res.Items, BankStatement{Name: s.Name, SHA256: s.SHA256, First: s.First, Last: s.Last, Lines: s.Lines, Count: s.Count, Made: s.Made, By: s.By})
	}
	return say(res), err
}
