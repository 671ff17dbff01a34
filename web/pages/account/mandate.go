package account

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// grant gives a power of attorney in the name of the visitor's party.
func (p pages) grant(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	m, err := p.readMandate(r, v)
	if err == nil {
		err = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.GrantMandate{Mandate: m})
	}
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, "/account/mandates/"+string(m.ID), v.L.T("web.account.mandate_given"))
	case errs.Invalid:
		return p.drawMandates(w, r, v, httpx.Status(err), err)
	}
	return err
}

func (p pages) readMandate(r *http.Request, v *site.Visit) (kernel.Mandate, error) {
	m := kernel.Mandate{ID: kernel.MandateID(v.Env.NewID()), Principal: v.Actor.Party, Scope: r.PostForm["scope"], From: v.Env.Now()}
	if slices.Contains(m.Scope, "*") {
		m.Scope = []string{"*"}
	}
	for _, right := range kernel.GivenRights() {
		if slices.Contains(r.PostForm["rights"], string(right)) {
			m.Rights = append(m.Rights, right)
		}
	}
	if end, err := calendar.ParseDate(strings.TrimSpace(r.PostFormValue("to"))); err == nil && !end.IsZero() {
		m.To = end.At(24)
	}
	var unread errs.List
	if from := strings.TrimSpace(r.PostFormValue("from")); from != "" {
		day, err := calendar.ParseDate(from)
		switch {
		case err != nil || day.IsZero():
			unread.Add(errs.At("from", "web.absence.bad_date", nil))
		case day.At(0).After(m.From):
			m.From = day.At(0) // one that begins today begins at once
		}
	}
	agent, found := p.agent(r, v)
	m.Agent = agent
	bad := slices.Concat(errs.All(m.Check(v.Env.Now(), v.Env.Desk.Matters())), unread)
	if found != nil {
		bad.Add(errs.As(found))
	}
	// The paper comes last: what is refused above keeps no file.
	if len(bad) == 0 {
		paper, err := v.Upload(r, "paper", "web.account.power", site.Scans(), site.MaxScan)
		if err != nil {
			return m, err
		}
		m.DocSHA256 = paper.SHA256
	}
	return m, bad.Err()
}

// agent finds the next agent by id, code or whole name.
func (p pages) agent(r *http.Request, v *site.Visit) (kernel.PartyID, error) {
	text := strings.TrimSpace(r.PostFormValue("agent"))
	if text == "" {
		return "", nil
	}
	q, ok, err := v.Env.People.FindParty(r.Context(), text)
	if err == nil && !ok {
		err = errs.At("agent", "kernel.mandate.agent_unknown", nil)
	}
	return q.ID, err
}

// mandateView is the page of one power of attorney.
type mandateView struct {
	v     *site.Visit
	sheet site.Sheet
	row   mandateRow
	mine  bool // given by the visitor's party, who looks for itself
	admin bool
	cases []kernel.Case // open ones that it reaches; of one that ended, that it reached then
	total int
	ended bool // the principal looks back at one that is over
	// The agencies from which and to which it was handed over, "" for none.
	former, next string
}

// hands names the agencies before and after.
func (x *mandateView) hands(r *http.Request) error {
	list, err := x.v.Env.People.Mandates(r.Context(), "principal", x.row.m.Principal)
	for _, o := range list {
		var to *string
		switch {
		case o.ID == x.row.m.HandedFrom:
			to = &x.former
		case o.HandedFrom == x.row.m.ID:
			to = &x.next
		default:
			continue
		}
		q, err := x.v.Env.People.Party(r.Context(), o.Agent)
		if err != nil {
			return err
		}
		*to = q.Name
	}
	return err
}

// one finds a mandate of which the visitor's party is a side, or the one under
// which the visitor acts.
func (p pages) one(r *http.Request, v *site.Visit) (kernel.Mandate, bool, error) {
	under := v.Actor.Mandate
	for _, side := range []string{"principal", "agent"} {
		list, err := v.Env.People.Mandates(r.Context(), side, v.Actor.Party)
		if err != nil {
			return kernel.Mandate{}, false, err
		}
		for _, m := range list {
			if string(m.ID) == r.PathValue("id") && v.Actor.Party != "" && (under == "" || under == m.ID) {
				return m, under == "" && side == "principal", nil
			}
		}
	}
	return kernel.Mandate{}, false, errs.New(errs.NotFound, "kernel.mandate.no_such_mandate", nil)
}

func (p pages) mandate(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawMandate(w, r, v, http.StatusOK, nil)
}

// Unit: rows. Source: our choice; the number tells of the rest.
const mostReached = 50

func (p pages) drawMandate(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	m, mine, err := p.one(r, v)
	if err != nil {
		return err
	}
	if err := v.LearnUnits(r.Context()); err != nil {
		return err
	}
	x := mandateView{v: v, sheet: v.Sheet(r, "web.account", fault), mine: mine, admin: mine && v.Actor.Has(kernel.RightAdmin) && m.InForce(v.Env.Now())}
	if x.row, err = named(r, v, m); err != nil {
		return err
	}
	if err := x.hands(r); err != nil {
		return err
	}
	// What the agent sees by it, as the lists reckon.
	a := m.Reader(v.Actor.User)
	if m.InForce(v.Env.Now()) && (mine || m.AgentUser == "" || m.AgentUser == v.Actor.User) {
		if x.cases, x.total, err = v.Env.Cases.Cases(r.Context(), a, kernel.ViewDetail, kernel.CaseQuery{Open: true, Party: m.Principal, Limit: mostReached}); err != nil {
			return err
		}
	}
	if end := m.Ended(v.Env.Now()); mine && !end.IsZero() { // the agent sees them no more
		x.ended = true
		if x.cases, x.total, err = v.Env.Cases.Cases(r.Context(), a, kernel.ViewDetail, kernel.CaseQuery{OpenAt: end, Party: m.Principal, Limit: mostReached}); err != nil {
			return err
		}
	}
	f := accountFrame(r, v, "mandates")
	f.Crumb = []ui.Link{{Text: v.L.T("web.account.tab.mandates"), Href: "/account/mandates"}, {Text: x.row.agent}}
	if v.Actor.Mandate != "" {
		f.Crumb[0].Href = "/account"
	}
	return v.ShowStatus(w, r, status, f, mandatePage(x))
}

func (p pages) revoke(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	m, mine, err := p.one(r, v)
	if err == nil && (!mine || !m.InForce(v.Env.Now()) && m.RevokedAt.IsZero() && !v.Env.Now().Before(m.From)) {
		err = errs.New(errs.NotFound, "kernel.mandate.no_such_mandate", nil)
	}
	if err != nil {
		return err
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.RevokeMandate{ID: m.ID, Principal: m.Principal, At: v.Env.Now()}); err != nil {
		return err
	}
	return v.Go(w, r, "/account/mandates", v.L.T("web.account.mandate_revoked"))
}

// handOver ends a mandate and gives the same to another agent, in one act: at
// no instant is the principal without an agent, and no case is left out.
func (p pages) handOver(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	m, mine, err := p.one(r, v)
	if err == nil && (!mine || !m.InForce(v.Env.Now())) {
		err = errs.New(errs.NotFound, "kernel.mandate.no_such_mandate", nil)
	}
	if err != nil {
		return err
	}
	agent, err := p.agent(r, v)
	var next kernel.Mandate
	if err == nil {
		next, err = m.HandOver(kernel.MandateID(v.Env.NewID()), agent, v.Env.Now())
	}
	if err == nil {
		err = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.RevokeMandate{ID: m.ID, Principal: m.Principal, At: v.Env.Now()}, kernel.GrantMandate{Mandate: next})
	}
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, "/account/mandates/"+string(next.ID), v.L.T("web.account.mandate_handed"))
	case errs.Invalid:
		return p.drawMandate(w, r, v, httpx.Status(err), err)
	}
	return err
}

// power sends the paper of a mandate to either side.
func (p pages) power(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	m, _, err := p.one(r, v)
	if err == nil && m.DocSHA256 == "" {
		err = errs.New(errs.NotFound, "kernel.no_such_paper", nil)
	}
	if err != nil {
		return err
	}
	b, err := v.Env.Files.Get(m.DocSHA256)
	if err != nil {
		return err
	}
	media := http.DetectContentType(b)
	if !slices.Contains([]string{"application/pdf", "image/jpeg", "image/png"}, media) {
		media = "application/octet-stream"
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.Itoa(len(b)))
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", "inline; filename*=UTF-8''"+url.PathEscape(v.L.T("web.account.power")))
	_, err = w.Write(b)
	return err
}

func (x mandateView) path(rest string) string {
	return "/account/mandates/" + string(x.row.m.ID) + rest
}

func (x mandateView) facts() []ui.Pair {
	l, m := x.v.L, x.row.m
	state, word := standing(x.v, m)
	rows := []ui.Pair{{Key: l.T("web.account.principal"), Text: x.row.principal}, {Key: l.T("web.account.agent"), Text: x.row.agent}, {Key: l.T("web.account.field.scope"), Text: scopeText(x.v, m.Scope)},
		{Key: l.T("web.account.field.rights"), Text: rightsText(x.v, m.Rights)}, {Key: l.T("web.absence.col.days"), Text: daysText(x.v, m)}, {Key: l.T("web.account.col.state"), Part: ui.Chip(state, word)}}
	if x.former != "" {
		rows = append(rows, ui.Pair{Key: l.T("web.account.handed_from"), Text: l.T("web.account.handed_from_what", "who", x.former)})
	}
	if x.next != "" {
		rows = append(rows, ui.Pair{Key: l.T("web.account.handed_to"), Text: l.T("web.account.handed_to_what", "who", x.next)})
	}
	return rows
}

// paper is the uploaded power of attorney as a row.
func (x mandateView) paper() ui.File {
	return ui.File{Name: x.v.L.T("web.account.power"), Hash: x.row.m.DocSHA256, Href: x.path("/paper")}
}

func (x mandateView) table() ui.Table {
	l, caption := x.v.L, "web.account.reaches"
	if x.ended {
		caption = "web.account.reached"
	}
	t := ui.Table{Caption: l.T(caption), Stack: true, Cols: []ui.Col{{Text: l.T("web.col.no")}, {Text: l.T("web.col.title")}, {Text: l.T("web.col.state")}}}
	for _, c := range x.cases {
		href := ""
		if x.mine {
			href = x.v.Env.CaseURL(c)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: c.No, Href: href, No: true}, {Text: c.Title}, {Part: ui.Chip(x.v.StateOf(c), x.v.StateText(c))}}})
	}
	return t
}
