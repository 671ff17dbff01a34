package ledger

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/ledger"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// straysView is the money that fits no deal.
type straysView struct {
	v       *site.Visit
	strays  []ledger.State
	tasks   map[string]ledger.OpenTask // by the bank's number: what is known of a receipt
	answers int                        // of outside parties that fit no case
	at      string
	typed   map[string]string
	err     error
}

func (p pages) strays(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawStrays(w, r, v, http.StatusOK, straysView{v: v})
}

func (p pages) drawStrays(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x straysView) error {
	var err error
	if x.strays, err = p.Book.LedgerSuspense(r.Context()); err != nil {
		return err
	}
	if x.tasks, err = p.receipts(r); err != nil {
		return err
	}
	if _, x.answers, err = v.Env.Cases.Stray(r.Context(), 1); err != nil {
		return err
	}
	f := v.Workbench(r, v.L.T("web.ledger.strays"), "ledger")
	f.Crumb = []ui.Link{{Text: v.L.T("web.ledger.tasks"), Href: "/ledger"}, {Text: v.L.T("web.ledger.strays")}}
	return v.ShowStatus(w, r, status, f, straysPage(x))
}

// clear gives a receipt to the deal it belongs to, or books that the bank has
// sent it back; its tasks end with it.
func (p pages) clear(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	ref := strings.TrimSpace(r.PostFormValue("ref"))
	note, err := "", error(nil)
	if r.PostFormValue("how") == "return" {
		note, err = p.returned(r, v, ref)
	} else {
		note, err = p.attributed(r, v, ref)
	}
	switch errs.KindOf(err) {
	case "":
	case errs.Internal, errs.Unavailable:
		return err
	default:
		return p.drawStrays(w, r, v, httpx.Status(err), straysView{v: v, at: ref, err: atForm(err, ref), typed: map[string]string{"deal": r.PostFormValue("deal/" + ref), "bank_ref": r.PostFormValue("bank_ref/" + ref)}})
	}
	if err := p.endTasks(r, v, ref, note); err != nil {
		return err
	}
	return v.Go(w, r, "/ledger/strays", note)
}

// atForm puts a fault to the field of the receipt's own form.
func atForm(err error, ref string) error {
	e := errs.As(err)
	if e == nil || e.Field == "" {
		return err
	}
	at := *e
	at.Field += "/" + ref
	return &at
}

func (p pages) attributed(r *http.Request, v *site.Visit, ref string) (string, error) {
	no := strings.TrimSpace(r.PostFormValue("deal/" + ref))
	a := v.Officer()
	c, err := v.Env.Cases.Case(r.Context(), a, no, kernel.ViewDetail)
	if err != nil {
		return "", errs.At("deal", "web.ledger.no_such_deal", errs.Args{"no": no})
	}
	in, err := json.Marshal(map[string]string{"bank_ref": ref})
	if err != nil {
		return "", errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	_, err = v.Env.Desk.Act(r.Context(), a, desk.Command{Case: c.ID, Move: "attribute", Key: r.PostFormValue(site.KeyField), Input: in})
	return v.L.T("web.ledger.attributed", "ref", ref, "no", no), err
}

func (p pages) returned(r *http.Request, v *site.Visit, ref string) (string, error) {
	strays, err := p.Book.LedgerSuspense(r.Context())
	if err != nil {
		return "", err
	}
	paid := strings.TrimSpace(r.PostFormValue("bank_ref/" + ref))
	for _, s := range strays {
		if s.Part != ref {
			continue
		}
		rec, err := ledger.ReturnedByHand(s, paid, v.Env.Now())
		if err != nil {
			return "", err
		}
		return v.L.T("web.ledger.returned", "ref", ref, "paid", paid), v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), rec)
	}
	return "", errs.New(errs.Conflict, "ledger.nothing_in_suspense", nil)
}

// endTasks ends what was before a clerk about the receipt, unless a part of it
// still waits.
func (p pages) endTasks(r *http.Request, v *site.Visit, ref, note string) error {
	left, err := p.Book.LedgerSuspense(r.Context())
	if err != nil || slices.ContainsFunc(left, func(s ledger.State) bool { return s.Part == ref }) {
		return err
	}
	tasks, err := p.receipts(r)
	t, ok := tasks[ref]
	if err != nil || !ok {
		return err
	}
	err = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField)+"/"+t.ID(), ledger.CloseTask{ID: t.ID(), By: string(v.Actor.User), Note: note})
	if errs.KindOf(err) == errs.Conflict { // a colleague was quicker
		return nil
	}
	return err
}

// receipts are the open tasks about receipts, by the bank's number.
func (p pages) receipts(r *http.Request) (map[string]ledger.OpenTask, error) {
	out := map[string]ledger.OpenTask{}
	for _, k := range []ledger.TaskKind{ledger.TaskAttribute, ledger.TaskSurplus} {
		list, _, _, err := p.Book.FindLedgerTasks(r.Context(), ledger.TaskFilter{Kind: k, Limit: 200})
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			out[t.BankRef] = t
		}
	}
	return out, nil
}

// deal is the deal whose sub-account the receipt was paid to, "" when unknown.
func (x straysView) deal(ref string) string {
	no, ok := strings.CutPrefix(x.tasks[ref].SubAccount, hall.SubAccountPrefix)
	if !ok {
		return ""
	}
	return no
}
