package hall

import (
	"context"
	"net/http"
	"net/url"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/web/httpx"
	"quanlian/web/moveform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// inviteForm is what the inviter fills in; the broker and the case stand in the
// address.
type inviteForm struct {
	Rate  decimal.Decimal `json:"rate"`
	Fixed money.Fen       `json:"fixed"`
	From  string          `json:"from"`
	Days  int             `json:"days"`
	Note  string          `json:"note"`
}

func (p pages) invite(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.inviteForm(w, r, v, http.StatusOK, map[string]string{"days": "7"}, nil)
}

// inviteForm asks first for the case when the address names none.
func (p pages) inviteForm(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, values map[string]string, err error) error {
	l, q := v.L, r.URL.Query()
	page, broker, e := p.pageByNo(r.Context(), v, q.Get("broker"))
	if e != nil {
		return e
	}
	if q.Get("case") == "" {
		return p.chooseCase(w, r, v, page, broker)
	}
	c, e := v.Env.Cases.Case(r.Context(), v.Actor, q.Get("case"), kernel.ViewDetail)
	if e != nil {
		return e
	}
	side := sideIn(v, c)
	if side == "" {
		return errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": c.No})
	}
	if values["from"] == "" {
		values["from"] = string(side)
	}
	x := formView{L: l, Title: l.T("web.broker.invite_title", "name", broker.Party.Name), Lead: l.T("web.broker.invite_lead"), Action: r.URL.RequestURI(), Send: v.MoveText(hall.Invitation, "invite"), Token: v.Token(), Key: v.Key()}
	x.Before = append(x.Before, factsPanel(l.T("web.broker.invite_to"), []ui.Pair{{Key: v.FlowText(c.Flow), Text: c.No, No: true, Note: c.Title}, {Key: l.T("web.broker.you_are"), Text: l.T("web.role." + string(side))}}))
	choices := func(path string) []string {
		if path == "from" && c.Flow != hall.Deal {
			return []string{string(side)}
		}
		return hall.Choices("", path)
	}
	x.controls(moveform.Spec{L: l, Flow: hall.Invitation, Choices: choices, Long: long, Values: values, Faults: ui.FaultsOf(l, err)}, inviteForm{}, err)
	return v.ShowStatus(w, r, status, v.Frame(r, x.Title, "hall"), formBody(x))
}

// sideIn is the side on which the visitor's organisation stands in the case.
func sideIn(v *site.Visit, c kernel.Case) kernel.Role {
	if v.Actor.Party == "" {
		return ""
	}
	switch {
	case c.Flow == hall.Listing && c.PartyAs(kernel.RoleOwner) == v.Actor.Party, c.Flow == hall.Deal && c.PartyAs(hall.Seller) == v.Actor.Party:
		return hall.Seller
	case c.Flow == hall.Need && c.PartyAs(kernel.RoleOwner) == v.Actor.Party, c.Flow == hall.Deal && c.PartyAs(hall.Buyer) == v.Actor.Party:
		return hall.Buyer
	}
	return ""
}

func (p pages) pageByNo(ctx context.Context, v *site.Visit, no string) (kernel.Case, hall.BrokerPageData, error) {
	c, err := v.Env.Cases.Case(ctx, v.Actor, no, kernel.ViewSummary)
	if err == nil && c.Flow != hall.BrokerPage {
		err = errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": no})
	}
	if err != nil {
		return c, hall.BrokerPageData{}, err
	}
	d, err := hall.BrokerPageOf(c)
	return c, d, err
}

// chooseCase lists one's own cases that take a broker.
func (p pages) chooseCase(w http.ResponseWriter, r *http.Request, v *site.Visit, page kernel.Case, broker hall.BrokerPageData) error {
	l := v.L
	x := chooseView{L: l, Title: l.T("web.broker.invite_title", "name", broker.Party.Name), Lead: l.T("web.broker.choose_case")}
	for _, f := range []kernel.FlowAddr{hall.Deal, hall.Listing, hall.Need} {
		list, _, err := v.Env.Cases.Cases(r.Context(), v.Actor, kernel.ViewDetail, kernel.CaseQuery{Flow: f, Party: v.Actor.Party, Open: true, Sort: "updated", Limit: 100})
		if err != nil {
			return err
		}
		for _, c := range list {
			if sideIn(v, c) == "" || !hall.TakesBroker(c) || c.PartyAs(hall.Broker) != "" {
				continue
			}
			x.Cases = append(x.Cases, chosenCase{Link: ui.Link{Text: c.Title, Href: "/hall/invite?" + url.Values{"broker": {page.No}, "case": {c.No}}.Encode()}, Facts: []string{v.FlowText(c.Flow), c.No, v.StateText(c)}})
		}
	}
	return v.Show(w, r, v.Frame(r, x.Title, "hall"), chooseBody(x))
}

// chooseView lists cases of which one is chosen.
type chooseView struct {
	L     *lang.Localizer
	Title string
	Lead  string
	Cases []chosenCase
}

type chosenCase struct {
	Link  ui.Link
	Facts []string
}

func (p pages) sendInvite(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := r.URL.Query()
	_, broker, err := p.pageByNo(r.Context(), v, q.Get("broker"))
	if err != nil {
		return err
	}
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, q.Get("case"), kernel.ViewDetail)
	if err != nil {
		return err
	}
	var in inviteForm
	ask := func() hall.InviteInput {
		return hall.InviteInput{Case: c.ID, Broker: broker.Party.ID, Rate: in.Rate, Fixed: in.Fixed, From: ledger.Side(in.From), Days: in.Days, Note: in.Note}
	}
	err = moveform.Read(r.PostForm, &in, func() error { return ask().Faults() })
	if err == nil {
		receipt, e := v.Open(r, hall.Invitation, "invite", ask())
		if e == nil {
			return p.opened(w, r, v, receipt.No, receipt.Pending, "/case/")
		}
		err = e
	}
	if !retry(err) {
		return err
	}
	return p.inviteForm(w, r, v, httpx.Status(err), moveform.Typed(r.PostForm), err)
}
