package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
)

// SubAccount is what the bank holds for one deal, by our book.
type SubAccount struct {
	Account string    `json:"account" doc:"api.field.task.sub_account"`
	Deal    string    `json:"deal" doc:"api.field.task.deal"`
	Funds   money.Fen `json:"funds" doc:"api.field.custody.funds"`
	Frozen  money.Fen `json:"frozen" doc:"api.field.custody.frozen"`
	Leaves  money.Fen `json:"leaves" doc:"api.field.custody.leaves"`
}

// SubAccounts are a page of them with the sum over all.
type SubAccounts struct {
	listOf[SubAccount]
	Funds money.Fen `json:"funds" doc:"api.field.custody.all"`
}

// BankOrder is an instruction to the bank with what became of it.
type BankOrder struct {
	Key      string       `json:"key" doc:"api.field.order.key"`
	Code     ledger.Code  `json:"code" doc:"api.field.order.code"`
	Name     string       `json:"name" doc:"api.field.order.name"`
	Deal     string       `json:"deal" doc:"api.field.task.deal"`
	Account  string       `json:"account" doc:"api.field.task.sub_account"`
	Amount   money.Fen    `json:"amount" doc:"api.field.entry.amount"`
	Other    string       `json:"other" doc:"api.field.order.other"`
	Made     time.Time    `json:"made" doc:"api.field.order.made"`
	Sent     time.Time    `json:"sent,omitzero" doc:"api.field.order.sent"`
	AnswerBy time.Time    `json:"answer_by" doc:"api.field.order.answer_by"`
	End      ledger.Phase `json:"end,omitempty" enum:"posted,voided" doc:"api.field.order.end"`
	Late     bool         `json:"late" doc:"api.field.order.late"`
}

// BankOrders are a page of them with how many wait for the bank.
type BankOrders struct {
	listOf[BankOrder]
	Waiting int `json:"waiting" doc:"api.field.order.waiting"`
}

func (s *spoken) custody() {
	add(s, op{id: "list_custody", method: http.MethodGet, path: "/ledger/custody", tag: tagHall, token: true, fails: readOne}, s.a.custodyAccounts)
	add(s, op{id: "list_orders", method: http.MethodGet, path: "/ledger/orders", tag: tagHall, token: true, fails: readOne}, s.a.bankOrders)
}

// mayReadCustody: the bank that keeps the accounts, and who keeps the book.
func (a *API) mayReadCustody(v *visitor) error {
	if a.Custodian != nil && v.Actor.Party != "" && v.Actor.Party == a.Custodian() && v.Actor.Mandate == "" && slices.Contains(v.Actor.Rights, kernel.RightView) {
		return nil
	}
	return a.mayReadBook(v)
}

func (a *API) custodyAccounts(ctx context.Context, v *visitor, in *Page) (*out[SubAccounts], error) {
	if err := a.mayReadCustody(v); err != nil {
		return nil, err
	}
	list, total, funds, err := a.Book.LedgerHeld(ctx, in.Limit, in.Offset)
	res := SubAccounts{listOf[SubAccount]{Total: total, Offset: in.Offset, Items: []SubAccount{}}, funds}
	for _, h := range list {
		res.Items = append(res.Items, SubAccount{Account: hall.SubAccountPrefix + string(h.Deal), Deal: string(h.Deal), Funds: h.Funds, Frozen: h.Frozen, Leaves: h.Leaves})
	}
	return say(res), err
}

type bankOrdersIn struct {
	Page
	Waiting bool `query:"waiting" doc:"api.field.query.orders_waiting"`
}

func (a *API) bankOrders(ctx context.Context, v *visitor, in *bankOrdersIn) (*out[BankOrders], error) {
	if err := a.mayReadCustody(v); err != nil {
		return nil, err
	}
	list, total, open, err := a.Book.LedgerOrders(ctx, in.Waiting, in.Limit, in.Offset)
	res := BankOrders{listOf[BankOrder]{Total: total, Offset: in.Offset, Items: []BankOrder{}}, open}
	for _, o := range list {
		res.Items = append(res.Items, BankOrder{Key: string(o.Key), Code: o.Code, Name: v.L.T("web.custody.code." + string(o.Code)), Deal: o.Deal, Account: o.SubAccount, Amount: o.Amount,
			Other: o.Other.Name, Made: o.Made, Sent: o.Sent, AnswerBy: o.AnswerBy, End: o.End, Late: o.Late(a.Now())})
	}
	return say(res), err
}
