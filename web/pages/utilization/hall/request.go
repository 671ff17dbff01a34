package hall

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/httpx"
	"quanlian/web/moveform"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

func aboutRight(number string) string { return registry.About(number) }

// requestForm is what a buyer says to an owner.
type requestForm struct {
	Note string `json:"note"`
}

// askOwner is the page on which a buyer asks the owner of a right to list it.
func (p pages) askOwner(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawAskOwner(w, r, v, http.StatusOK, map[string]string{}, nil)
}

func (p pages) drawAskOwner(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, values map[string]string, fault error) error {
	c, d, err := p.needOf(r, v)
	if err != nil {
		return err
	}
	if !ownNeed(v, d) {
		return errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": c.No})
	}
	view, err := p.Rights.Right(r.Context(), r.PathValue("number"))
	if err != nil {
		return err
	}
	l, now := v.L, v.Env.Now()
	var names []string
	owners := registry.AsOf(view.Events, calendar.DateOf(now), now).Owners
	for _, o := range owners {
		names = append(names, o.Name)
	}
	goes, err := requestGoes(r.Context(), v, owners)
	if err != nil {
		return err
	}
	x := formView{L: l, Title: l.T("web.hall.ask_owner"), Lead: l.T("web.hall.ask_lead"), Action: r.URL.RequestURI(), Send: v.MoveText(hall.Request, "ask"), Token: v.Token(), Key: v.Key()}
	x.Before = append(x.Before, factsPanel(l.T("web.hall.ask_what"), []ui.Pair{{Key: l.T("web.patent.title"), Text: view.Right.Title}, {Key: l.T("web.patent.number"), Text: view.Right.Number, No: true, Href: "/patent/" + view.Right.Number},
		{Key: l.T("web.patent.owners"), Text: ownersText(names), Note: goes}, {Key: l.T("web.hall.need"), Text: d.Title, Href: v.Env.CaseURL(c), Note: needTold(v, d)}}))
	x.controls(moveform.Spec{L: l, Flow: hall.Request, Long: long, Values: values, Faults: ui.FaultsOf(l, fault)}, requestForm{}, fault)
	f := v.Frame(r, x.Title, "needs")
	f.Crumb = []ui.Link{{Text: l.T("web.nav.needs"), Href: "/hall/needs"}, {Text: c.No, Href: v.Env.CaseURL(c)}, {Text: x.Title}}
	return v.ShowStatus(w, r, status, f, formBody(x))
}

// requestGoes says to whom the request goes: only who has an account can be asked,
// see [hall.RequestInput].
func requestGoes(ctx context.Context, v *site.Visit, owners []registry.Owner) (string, error) {
	var here []string
	for _, o := range owners {
		p := kernel.PartyID(o.Party)
		if p == "" && o.USCC != "" {
			found, ok, err := v.Env.People.FindParty(ctx, o.USCC)
			if err != nil {
				return "", err
			}
			if ok {
				p = found.ID
			}
		}
		if p == "" {
			continue
		}
		members, err := v.Env.People.Members(ctx, p)
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(members, func(m kernel.Member) bool { return !m.Closed }) {
			here = append(here, o.Name)
		}
	}
	switch len(here) {
	case 0:
		return v.L.T("web.hall.ask_centre"), nil
	case len(owners):
		return v.L.T("web.hall.ask_here"), nil
	}
	return v.L.T("web.hall.ask_some", "names", ownersText(here)), nil
}

// needTold says what the owner will read of the need.
func needTold(v *site.Visit, d hall.NeedData) string {
	if d.Confidential {
		return v.L.T("web.hall.ask_confidential")
	}
	return v.L.T("web.hall.ask_public")
}

func (p pages) sendAskOwner(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, _, err := p.needOf(r, v)
	if err != nil {
		return err
	}
	var in requestForm
	err = moveform.Read(r.PostForm, &in)
	if err == nil {
		q := r.URL.Query()
		ask := hall.RequestInput{Need: c.ID, Right: r.PathValue("number"), Note: in.Note}
		if n := number(q.Get("place")); n > 0 {
			ask.Match = &hall.MatchRef{Rank: n, Score: float64(number(q.Get("score"))), Algorithm: q.Get("version")}
		}
		receipt, e := v.Open(r, hall.Request, "ask", ask)
		switch {
		case e == nil && receipt.Pending != "":
			return v.Go(w, r, "/my/approvals/"+receipt.Pending, v.L.T("web.case.waits_inside"))
		case e == nil:
			return v.Go(w, r, v.Env.CaseURL(c), v.L.T("web.hall.ask_sent", "no", receipt.No))
		}
		err = e
	}
	if !retry(err) {
		return err
	}
	return p.drawAskOwner(w, r, v, httpx.Status(err), moveform.Typed(r.PostForm), err)
}

// requestPanels shows what is asked for, what was answered, and what its reader
// can do now.
func (p pages) requestPanels(ctx context.Context, v *site.Visit, c kernel.Case, _ kernel.Level) ([]templ.Component, error) {
	seen, err := hall.Seen(v.Actor, c)
	if err != nil {
		return nil, err
	}
	d, ok := seen.(hall.RequestData)
	if !ok {
		return nil, errs.New(errs.Internal, "kernel.wrong_answer", nil)
	}
	l := v.L
	var out []templ.Component
	roles, _ := kernel.RolesOf(v.Actor, c)
	switch {
	case c.State == hall.RequestAsked && slices.Contains(roles, hall.Seller):
		own, err := p.ownListing(ctx, v, d.Right)
		if err != nil {
			return nil, err
		}
		if own == nil {
			own = nextStep(l.T("web.hall.request_list"), l.T("web.hall.request_list_lead", "until", d.Until.String()), ui.Link{Text: l.T("web.hall.list_new"), Href: "/hall/new?right=" + d.Right})
		}
		out = append(out, caseview.First(own))
	case c.State == hall.RequestListed && slices.Contains(roles, kernel.RoleOwner):
		x := matchesView{L: l, Need: string(c.Parent), Token: v.Token(), Key: v.Key()}
		out = append(out, caseview.First(requestMet(x, d.Listing)))
	}
	facts := requestFacts(v, c, d)
	if c.State != hall.RequestCentre || !v.Staff() {
		return append(out, factsPanel(l.T("utilization.hall.request.name"), facts)), nil
	}
	reach, err := p.reach(ctx, v, d.Right)
	if err != nil {
		return nil, err
	}
	facts = slices.Insert(facts, ownersRow+1, reach...)
	return append(out, caseview.First(factsPanel(l.T("utilization.hall.request.name"), facts))), nil
}

// ownersRow is where the owners stand among the facts: after title and number.
const ownersRow = 2

// reach is what the register knows of where its owner can be found.
func (p pages) reach(ctx context.Context, v *site.Visit, number string) ([]ui.Pair, error) {
	view, err := p.Rights.Right(ctx, number)
	if err != nil {
		return nil, err
	}
	r := view.Right
	var out []ui.Pair
	if at := strings.TrimSpace(r.Address + " " + r.Postcode); at != "" {
		out = append(out, ui.Pair{Key: v.L.T("web.patent.address"), Text: at})
	}
	if r.Agency != "" {
		out = append(out, ui.Pair{Key: v.L.T("web.patent.agency"), Text: strings.TrimSpace(r.Agency + " " + r.AgencyCode)})
	}
	return out, nil
}

func requestFacts(v *site.Visit, c kernel.Case, d hall.RequestData) []ui.Pair {
	l := v.L
	out := []ui.Pair{{Key: l.T("web.patent.title"), Text: d.Title}, {Key: l.T("web.patent.number"), Text: d.Right, No: true, Href: "/patent/" + d.Right}}
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Pair{Key: l.T(key), Text: text})
		}
	}
	add("web.patent.owners", ownersText(d.Owners))
	add("web.role.buyer", d.Buyer.Name)
	add("web.hall.request_word", d.Note)
	need := ui.Pair{Key: l.T("web.hall.need"), Text: strings.TrimSpace(d.Need.No + " " + d.Need.Title)}
	if !d.Need.Confidential || v.Actor.Party == d.Buyer.ID || v.Staff() {
		need.Href = "/hall/need/" + d.Need.No
	}
	out = append(out, need)
	add("web.hall.need_text", d.Need.Text)
	if c.State == hall.RequestAsked {
		add("web.hall.request_by", d.Until.String())
	}
	if d.Listing != "" {
		out = append(out, ui.Pair{Key: l.T("utilization.hall.listing.name"), Text: d.Listing, No: true, Href: "/hall/listing/" + d.Listing})
	}
	if c.State == hall.RequestMoot {
		add("web.hall.request_answer", l.T("web.hall.request_moot"))
	}
	if len(d.Asked) < 2 {
		add("web.hall.request_answer", d.Reason)
		return out
	}
	for _, p := range d.Asked {
		out = append(out, answerOf(v, c, d, p))
	}
	return out
}

// answerOf is what one of several owners said.
func answerOf(v *site.Visit, c kernel.Case, d hall.RequestData, p hall.PartyRef) ui.Pair {
	l := v.L
	x := ui.Pair{Key: l.T("web.hall.request_of", "name", p.Name), Text: l.T("web.hall.request_no_yet")}
	if !c.Closed.IsZero() {
		x.Text = l.T("web.hall.request_none")
	}
	for _, no := range d.Refused {
		if no.Owner.ID == p.ID {
			x.Text, x.Note = l.T("web.hall.request_no", "reason", no.Reason), l.Moment(no.At, v.Env.Now())
		}
	}
	return x
}

// refusers names the owners that said no.
func refusers(d hall.RequestData) []string {
	var out []string
	for _, x := range d.Refused {
		out = append(out, x.Owner.Name)
	}
	return out
}

// requestSays is what is to be done, by whom.
func (p pages) requestSays(_ context.Context, v *site.Visit, c kernel.Case, _ kernel.Level) ([]string, error) {
	if c.State == hall.RequestCentre {
		return []string{v.L.T("web.hall.request_centre_says")}, nil
	}
	d, err := hall.RequestOf(c)
	if roles, _ := kernel.RolesOf(v.Actor, c); err != nil || c.State != hall.RequestAsked || len(d.Refused) == 0 || !slices.Contains(roles, hall.Seller) {
		return nil, err
	}
	return []string{v.L.T("web.hall.request_co_owner", "names", ownersText(refusers(d)))}, nil
}
