package hall

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// unlistedCard is a right of the register that is not listed.
type unlistedCard struct {
	ui.Match
	Ask   string // where its owner is asked; "" for who may not
	Asked *ui.Link
}

// unlistedView is what the register has beside the hall.
type unlistedView struct {
	L       *lang.Localizer
	Note    string
	Reading bool
	Matches []unlistedCard
	Asked   *ui.Table // what was asked for this need
}

// unlisted gives the best rights of the register that are not listed. That the
// owner of the need was shown them is remembered.
func (p pages) unlisted(ctx context.Context, v *site.Visit, c kernel.Case, d hall.NeedData) (unlistedView, error) {
	l := v.L
	asked, err := p.requestsOf(ctx, v, c)
	if err != nil {
		return unlistedView{}, err
	}
	found, err := p.Unlisted.Unlisted(ctx, d, matchTop)
	if err != nil {
		return unlistedView{}, err
	}
	x := unlistedView{L: l, Reading: found.Reading, Asked: askedTable(v, asked)}
	x.Note = l.T("web.hall.unlisted_note", "n", strconv.Itoa(found.Compared)) + leftOut(l, found.Left) + byVersion(v, found.Version)
	var list []placed
	for _, m := range found.Matches {
		no := m.Patent.No
		q := url.Values{"place": {strconv.Itoa(m.Rank)}, "score": {strconv.Itoa(m.Score)}, "version": {found.Version}}.Encode()
		base := v.Env.CaseURL(c)
		card := unlistedCard{Match: matchOf(l, known(m), m.Patent.Owner, no)}
		card.Href = base + "/right/" + url.PathEscape(no) + "?" + q
		for _, k := range asked {
			if k.About == aboutRight(no) {
				card.Asked = &ui.Link{Text: l.T("web.hall.asked_already", "no", k.No, "state", v.StateText(k)), Href: "/case/" + k.No}
				break
			}
		}
		if card.Asked == nil && ownNeed(v, d) && c.State == hall.NeedOpen && v.Actor.Has(kernel.RightSubmit) {
			card.Ask = base + "/ask/" + url.PathEscape(no) + "?" + q
		}
		x.Matches, list = append(x.Matches, card), append(list, placed{no, m.Rank})
	}
	if ownNeed(v, d) {
		p.shown(ctx, v, c.No, found.Version, list)
	}
	return x, nil
}

// known leaves out what stands over the list already.
func known(m matching.Match) matching.Match {
	var lacks []matching.Message
	for _, x := range m.Lacks {
		if x.Code != matching.LackUnlisted && x.Code != matching.LackNoPrice {
			lacks = append(lacks, x)
		}
	}
	m.Lacks = lacks
	return m
}

// openRight leads from a proposal to its patent and remembers that the owner of the
// need opened it.
func (p pages) openRight(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	ctx, q := r.Context(), r.URL.Query()
	c, d, err := p.needOf(r, v)
	if err != nil {
		return err
	}
	view, err := p.Rights.Right(ctx, r.PathValue("number"))
	if err != nil {
		return err
	}
	if version := q.Get("version"); version != "" && ownNeed(v, d) {
		f := kernel.Feedback{User: v.Actor.User, Subject: c.No, Object: view.Right.Number, Kind: string(matching.Opened), Version: version, Place: number(q.Get("place"))}
		if err := v.Env.Desk.Do(ctx, v.Actor, "opened/"+c.No+"/"+view.Right.Number+"/"+version+"/"+string(v.Actor.User), f); err != nil {
			slog.WarnContext(ctx, "that a match was opened is not remembered", "need", c.No, "error", err)
		}
	}
	http.Redirect(w, r, "/patent/"+url.PathEscape(view.Right.Number), http.StatusSeeOther)
	return nil
}

// needOf is the need in the address.
func (p pages) needOf(r *http.Request, v *site.Visit) (kernel.Case, hall.NeedData, error) {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSummary)
	if err == nil && c.Flow != hall.Need {
		err = errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": r.PathValue("no")})
	}
	if err != nil {
		return c, hall.NeedData{}, err
	}
	d, err := hall.NeedOf(c)
	return c, d, err
}

// requestsOf are the requests to list that were made for the need, the latest
// first.
func (p pages) requestsOf(ctx context.Context, v *site.Visit, need kernel.Case) ([]kernel.Case, error) {
	list, _, err := v.Env.Cases.Cases(ctx, v.Actor, kernel.ViewDetail, kernel.CaseQuery{Flow: hall.Request, Party: need.PartyAs(kernel.RoleOwner), Sort: "opened", Uncounted: true, Limit: 100})
	var out []kernel.Case
	for _, k := range list {
		if k.Parent == need.ID {
			out = append(out, k)
		}
	}
	return out, err
}

// askedTable is what owners were asked for a need and what they said.
func askedTable(v *site.Visit, list []kernel.Case) *ui.Table {
	l := v.L
	if len(list) == 0 {
		return nil
	}
	t := ui.Table{Caption: l.T("web.hall.requests"), Stack: true, Cols: []ui.Col{{Text: l.T("web.patent.title")}, {Text: l.T("web.hall.request_state")}, {Text: l.T("web.hall.request_answer")}}}
	for _, k := range list {
		d, err := hall.RequestOf(k)
		if err != nil {
			continue
		}
		answer := ui.Cell{Text: d.Reason}
		switch {
		case d.Listing != "":
			answer = ui.Cell{Text: d.Listing, Href: "/hall/listing/" + d.Listing, Sub: l.T("web.hall.request_go")}
		case k.State == hall.RequestMoot:
			answer.Text = l.T("web.hall.request_moot")
		case k.State == hall.RequestAsked && len(d.Refused) > 0:
			answer.Text = l.T("web.hall.request_some", "why", d.Why(), "until", d.Until.String())
		case k.State == hall.RequestAsked:
			answer.Text = l.T("web.hall.request_until", "until", d.Until.String())
		case k.State == hall.RequestCentre:
			answer.Text = l.T("web.hall.request_centre")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: d.Title, Href: "/case/" + k.No, Sub: k.No}, {Text: v.StateText(k)}, answer}})
	}
	return &t
}

// ownersText names the owners.
func ownersText(names []string) string { return strings.Join(names, "；") }
