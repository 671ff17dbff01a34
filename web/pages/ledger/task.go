package ledger

import (
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/ledger"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// taskView is one task with what the book knows around it.
type taskView struct {
	v       *site.Visit
	task    ledger.OpenTask
	entries []ledger.Transfer
	note    string
	err     error
}

func (p pages) task(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawTask(w, r, v, http.StatusOK, r.URL.Query().Get("id"), "", nil)
}

func (p pages) drawTask(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, id, note string, fault error) error {
	x := taskView{v: v, note: note, err: fault}
	var err error
	if x.task, err = p.Book.LedgerTask(r.Context(), id); err != nil {
		return err
	}
	if x.task.Deal != "" {
		if x.entries, err = p.Book.LedgerEntries(r.Context(), ledger.Escrow(x.task.Deal)); err != nil {
			return err
		}
	}
	f := v.Workbench(r, v.L.T("web.ledger.task"), "ledger")
	f.Crumb = []ui.Link{{Text: v.L.T("web.ledger.tasks"), Href: "/ledger"}, {Text: kindText(v, x.task.Kind)}}
	return v.ShowStatus(w, r, status, f, taskPage(x))
}

// endTask closes a task with a word of what was done, or has the bank asked
// anew about an instruction that it leaves unanswered.
func (p pages) endTask(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	id, note := r.PostFormValue("id"), strings.TrimSpace(r.PostFormValue("note"))
	t, err := p.Book.LedgerTask(r.Context(), id)
	if err != nil {
		return err
	}
	if r.PostFormValue("ask") != "" && t.Kind == ledger.TaskSilent {
		if err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), ledger.AskAgain{Key: t.Key}); err != nil {
			return err
		}
		return v.Go(w, r, taskURL(id), v.L.T("web.ledger.asked_again"))
	}
	err = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), ledger.CloseTask{ID: id, By: string(v.Actor.User), Note: note})
	if k := errs.KindOf(err); k == errs.Invalid || k == errs.Conflict {
		return p.drawTask(w, r, v, httpx.Status(err), id, note, err)
	}
	if err != nil {
		return err
	}
	return v.Go(w, r, "/ledger", v.L.T("web.ledger.ended", "what", kindText(v, t.Kind)))
}

func (x taskView) closed() bool { return !x.task.Closed.IsZero() }

func (x taskView) facts() []ui.Pair {
	l, t := x.v.L, x.task
	rows := []ui.Pair{{Key: l.T("web.ledger.since"), Text: l.Moment(t.Made, x.v.Env.Now())}}
	add := func(key, text string) {
		if text != "" {
			rows = append(rows, ui.Pair{Key: l.T(key), Text: text, No: true})
		}
	}
	add("web.ledger.sub_account", t.SubAccount)
	add("web.ledger.key", string(t.Key))
	add("web.ledger.bank_ref", t.BankRef)
	rows = append(rows, ui.Pair{Key: l.T("web.ledger.ours"), Text: amount(t.Ours)}, ui.Pair{Key: l.T("web.ledger.theirs"), Text: amount(t.Theirs)})
	if t.Ours != 0 && t.Theirs != 0 && t.Ours != t.Theirs {
		rows = append(rows, ui.Pair{Key: l.T("web.ledger.gap"), Text: (t.Theirs - t.Ours).String()})
	}
	return rows
}

func (x taskView) end() []ui.Pair {
	l, t := x.v.L, x.task
	by := t.By
	if t.By == string(ledger.BankRole) {
		by = l.T("web.role.bank")
	}
	return []ui.Pair{{Key: l.T("web.ledger.ended_at"), Text: l.Moment(t.Closed, x.v.Env.Now())}, {Key: l.T("web.ledger.ended_by"), Text: by}, {Key: l.T("web.ledger.note"), Text: t.Note}}
}

// table is the book of the deal, the newest entry first; what belongs to the
// instruction in question is marked.
func (x taskView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.ledger.entries"), Cols: []ui.Col{{Text: l.T("web.ledger.entry")}, {Text: l.T("web.ledger.phase")}, {Text: l.T("web.ledger.from_to")}, {Text: l.T("web.ledger.bank_ref")}, {Text: l.T("web.hall.amount"), Right: true}, {Text: l.T("web.ledger.at"), Right: true}}}
	for _, e := range slices.Backward(x.entries) {
		mine := x.task.Key != "" && (e.ID == x.task.Key || e.PendingOf == x.task.Key)
		ref := e.Ref
		if ref == x.task.Deal {
			ref = ""
		}
		t.Rows = append(t.Rows, ui.Row{Chosen: mine, Cells: []ui.Cell{
			{Text: l.T("web.ledger.code." + string(e.Code)), Sub: string(e.ID)}, {Part: ui.Light(phaseState(e.Phase), l.T("web.ledger.phase."+string(e.Phase)))},
			{Text: sideText(x.v, e.Debit) + " → " + sideText(x.v, e.Credit), NoWrap: true}, {Text: ref, No: true}, {Text: e.Amount.String(), NoWrap: true}, {Text: l.Moment(e.At, x.v.Env.Now()), NoWrap: true},
		}})
	}
	return t
}

func phaseState(p ledger.Phase) ui.State {
	switch p {
	case ledger.Posted:
		return ui.Done
	case ledger.Pending:
		return ui.Run
	}
	return ui.No
}

// sideText names an account by whose money it shows.
func sideText(v *site.Visit, id ledger.AccountID) string {
	a, err := ledger.ParseAccount(id)
	if err != nil {
		return string(id)
	}
	text := v.L.T("web.ledger.account." + string(a.Kind))
	if n := a.Tranche(); n > 0 {
		text = v.L.T("web.ledger.account_of", "account", text, "n", n)
	}
	return text
}

// amount prints money; nothing known is a dash, never a zero.
func amount(f money.Fen) string {
	if f == 0 {
		return "—"
	}
	return f.String()
}
