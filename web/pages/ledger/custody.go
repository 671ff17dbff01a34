package ledger

import (
	"net/http"
	"strconv"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/ledger"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// custodyView is what the bank holds for deals and what it was told to do: the
// same rows for the bank that keeps the accounts and for who keeps our book.
type custodyView struct {
	v           *site.Visit
	bank        bool
	held        []ledger.Held
	deals       int
	funds       money.Fen
	orders      []ledger.Order
	total, open int
	waiting     bool
	page        int
	path        string
	trial       ledger.Trial // for the people of the bank, in trials only
	typed       map[string]string
	err         error
}

// book shows it to who keeps the book.
func (p pages) book(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := custodyView{v: v, path: "/ledger/book"}
	if err := p.custody(r, &x); err != nil {
		return err
	}
	f := v.Workbench(r, v.L.T("web.custody.title"), "ledger")
	f.Crumb = []ui.Link{{Text: v.L.T("web.ledger.tasks"), Href: "/ledger"}, {Text: v.L.T("web.custody.title")}}
	return v.Show(w, r, f, custodyPage(x))
}

// bank shows it to the people of the bank that keeps the accounts.
func (p pages) bank(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if !v.Custodian() {
		return errs.New(errs.Forbidden, "web.custody.bank_only", nil)
	}
	return p.drawBank(w, r, v, http.StatusOK, custodyView{})
}

func (p pages) drawBank(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x custodyView) error {
	x.v, x.path, x.bank, x.trial = v, "/custody", true, p.Trial
	if err := p.custody(r, &x); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, v.Frame(r, v.L.T("web.custody.title"), "custody"), custodyPage(x))
}

// Unit: rows. Source: our choice; the accounts of a city's open deals fit one page.
const heldRows = 100

func (p pages) custody(r *http.Request, x *custodyView) (err error) {
	ctx, q := r.Context(), r.URL.Query()
	x.waiting, x.page = q.Get("view") == "open", site.PageOf(q)
	if x.held, x.deals, x.funds, err = p.Book.LedgerHeld(ctx, heldRows, 0); err != nil {
		return err
	}
	if x.orders, x.total, x.open, err = p.Book.LedgerOrders(ctx, x.waiting, pageRows, (x.page-1)*pageRows); err != nil {
		return err
	}
	return nil
}

func (x custodyView) figures() []ui.Figure {
	l := x.v.L
	return []ui.Figure{
		{Label: l.T("web.custody.funds"), Value: x.funds.InWan(), Unit: l.T("web.custody.wan"), Basis: l.T("web.custody.funds_basis", "n", x.deals)},
		{Label: l.T("web.custody.open"), Value: strconv.Itoa(x.open), Unit: l.T("web.custody.orders_unit"), Basis: l.T("web.custody.open_basis")},
	}
}

func (x custodyView) chips() []ui.FilterChip {
	l := x.v.L
	return []ui.FilterChip{{Text: l.T("web.custody.open"), Href: x.path + "?view=open", Count: x.open, Current: x.waiting}, {Text: l.T("web.custody.all"), Href: x.path, Count: -1, Current: !x.waiting}}
}

// deal is the page of a deal for who may read it there: the bank knows the
// account, not the file.
func (x custodyView) deal(no string) string {
	if x.bank {
		return ""
	}
	return dealURL(no)
}

func (x custodyView) heldTable() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.custody.accounts"), Stack: true, Cols: []ui.Col{{Text: l.T("web.ledger.sub_account")}, {Text: l.T("web.col.no")}, {Text: l.T("web.custody.held"), Right: true}, {Text: l.T("web.custody.frozen"), Right: true}, {Text: l.T("web.custody.leaves"), Right: true}}}
	for _, h := range x.held {
		no := string(h.Deal)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: hall.SubAccountPrefix + no, No: true}, {Text: no, Href: x.deal(no), No: true}, {Text: amount(h.Funds), NoWrap: true}, {Text: amount(h.Frozen), NoWrap: true}, {Text: amount(h.Leaves), NoWrap: true}}})
	}
	return t
}

func (x custodyView) orderTable() ui.Table {
	l, now := x.v.L, x.v.Env.Now()
	t := ui.Table{Caption: l.T("web.custody.orders"), Stack: true, Cols: []ui.Col{{Text: l.T("web.custody.what")}, {Text: l.T("web.col.no")}, {Text: l.T("web.custody.amount"), Right: true}, {Text: l.T("web.custody.other")}, {Text: l.T("web.custody.made"), Right: true}, {Text: l.T("web.custody.by"), Right: true}, {Text: l.T("web.custody.state")}}}
	for _, o := range x.orders {
		state, word := orderState(l, o, o.Late(now))
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: l.T("web.custody.code." + string(o.Code)), Sub: o.SubAccount}, {Text: o.Deal, Href: x.deal(o.Deal), No: true}, {Text: amount(o.Amount), NoWrap: true},
			{Text: o.Other.Name, Sub: tail(o.Other.Account)}, {Text: l.Moment(o.Made, now), NoWrap: true}, {Text: l.Moment(o.AnswerBy, now), NoWrap: true}, {Part: ui.Chip(state, word)},
		}})
	}
	return t
}

// orderState says what became of an instruction.
func orderState(l *lang.Localizer, o ledger.Order, late bool) (ui.State, string) {
	switch {
	case o.End == ledger.Voided:
		return ui.No, l.T("web.custody.end.voided")
	case o.End != "":
		return ui.Done, l.T("web.custody.end.posted")
	case late:
		return ui.Late, l.T("web.custody.end.late")
	case o.Sent.IsZero():
		return ui.Run, l.T("web.custody.end.unsent")
	}
	return ui.Run, l.T("web.custody.end.waits")
}

// Unit: digits. Source: our choice; enough to tell an account, too few to use it.
const shownDigits = 4

// tail is the end of an account number.
func tail(account string) string {
	if r := []rune(account); len(r) > shownDigits {
		return "…" + string(r[len(r)-shownDigits:])
	}
	return account
}

func (x custodyView) pager() ui.Pager {
	return ui.NewPager(x.page, pageRows, len(x.orders), x.total, func(n int) string {
		if x.waiting {
			return x.path + "?view=open&page=" + strconv.Itoa(n)
		}
		return x.path + "?page=" + strconv.Itoa(n)
	})
}
