package ledger

import (
	"net/http"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/ledger"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// tryBank makes the invented bank of a trial behave as its people choose.
func (p pages) tryBank(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if !v.Custodian() {
		return errs.New(errs.Forbidden, "web.custody.bank_only", nil)
	}
	done := ""
	switch key := r.PostFormValue("speak"); {
	case key != "":
		p.Trial.Speak(ledger.TransferID(key))
		done = v.L.T("web.custody.trial.spoken")
	case r.PostFormValue("forward") != "":
		p.Trial.Forward()
		done = v.L.T("web.custody.trial.forwarded")
	case r.PostFormValue("pay") != "":
		account := strings.TrimSpace(r.PostFormValue("account"))
		amount, err := paidIn(account, r.PostFormValue("amount"))
		if err != nil {
			return p.drawBank(w, r, v, httpx.Status(err), custodyView{err: err, typed: map[string]string{"account": account, "amount": r.PostFormValue("amount")}})
		}
		p.Trial.PayIn(account, amount, ledger.Party{Name: "（演示）不明付款人", Account: "6210000000000000"})
		done = v.L.T("web.custody.trial.paid", "amount", amount.String(), "account", account)
	default:
		p.Trial.SetManner(ledger.Manner(r.PostFormValue("manner")))
		done = v.L.T("web.custody.trial.set", "manner", v.L.T(mannerKey(p.Trial.Manner())))
	}
	return v.Go(w, r, "/custody", done)
}

func paidIn(account, typed string) (money.Fen, error) {
	var bad errs.List
	if account == "" {
		bad.Add(errs.At("account", "web.custody.trial.no_account", nil))
	}
	amount, err := money.Parse(strings.TrimSpace(typed))
	if err != nil || amount <= 0 {
		bad.Add(errs.At("amount", "web.custody.trial.bad_amount", nil))
	}
	return amount, bad.Err()
}

func mannerKey(m ledger.Manner) string {
	if m == ledger.MannerGood {
		return "web.custody.trial.manner.good"
	}
	return "web.custody.trial.manner." + string(m)
}

func (x custodyView) manners() []ui.Option {
	var out []ui.Option
	for _, m := range ledger.Manners() {
		out = append(out, ui.Option{Value: string(m), Text: x.v.L.T(mannerKey(m)), Selected: m == x.trial.Manner()})
	}
	return out
}

func (x custodyView) trialField(name string) ui.Field {
	l := x.v.L
	return ui.Field{Name: name, Label: l.T("web.custody.trial." + name), Hint: l.T("web.custody.trial." + name + "_hint"), Value: x.typed[name], Error: ui.FaultsOf(l, x.err).Of(name)}
}

// label names a field of the trial in the summary of what is wrong.
func (x custodyView) label(name string) string { return x.v.L.T("web.custody.trial." + name) }
