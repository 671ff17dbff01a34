package hall

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/moveform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// brokersView is the directory.
type brokersView struct {
	L      *lang.Localizer
	Text   string
	For    string // case that a broker shall be invited to
	Facets []ui.Facet
	Chosen int
	Cards  []brokerCard
	Total  int
	Pager  ui.Pager
	Own    ui.Link // one's own page, or where it is made
}

type brokerCard struct {
	Name, Href, About, Settled string
	Facts                      []string
}

func (p pages) brokers(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := r.URL.Query()
	page := site.PageOf(q)
	f := hall.BrokerFilter{Text: q.Get("q"), Section: q.Get("section"), Limit: pageSize, Offset: (page - 1) * pageSize}
	if f.Section != "" && !strings.Contains(strings.Join(hall.Sections(), " "), f.Section) {
		f.Section = ""
	}
	rows, total, err := p.Brokers.HallBrokers(r.Context(), f)
	if err != nil {
		return err
	}
	ids := make([]kernel.PartyID, len(rows))
	for i, b := range rows {
		ids[i] = b.Party
	}
	deals, err := p.Brokers.HallBrokered(r.Context(), ids)
	if err != nil {
		return err
	}
	x := brokersView{L: v.L, Text: f.Text, For: q.Get("for"), Total: total, Pager: site.Pager(r.URL, page, pageSize, len(rows), total)}
	fc := ui.Facet{Legend: v.L.T("utilization.hall.broker.field.fields"), Name: "section"}
	for _, s := range hall.Sections() {
		fc.Options = append(fc.Options, ui.Option{Value: s, Text: word(v.L, "section", s), Count: -1, Selected: s == f.Section})
	}
	if f.Section != "" {
		x.Chosen = 1
	}
	x.Facets = []ui.Facet{fc}
	today := calendar.DateOf(v.Env.Now())
	for _, b := range rows {
		c := brokerCard{Name: b.Name, Href: brokerHref(b.No, x.For), About: b.About, Settled: countText(v.L, hall.FiguresOf(deals[b.Party], today).Settled)}
		for _, s := range b.Fields {
			c.Facts = append(c.Facts, word(v.L, "section", s))
		}
		x.Cards = append(x.Cards, c)
	}
	if x.Own, err = p.ownPage(r, v); err != nil {
		return err
	}
	return v.Show(w, r, v.Frame(r, v.L.T("web.broker.directory"), "hall"), brokersBody(x))
}

func brokerHref(no, forCase string) string {
	if forCase == "" {
		return "/hall/brokers/" + no
	}
	return "/hall/brokers/" + no + "?" + url.Values{"for": {forCase}}.Encode()
}

// ownPage leads to the page of the visitor's own organisation.
func (p pages) ownPage(r *http.Request, v *site.Visit) (ui.Link, error) {
	if v.Actor.Party == "" {
		return ui.Link{}, nil
	}
	no, err := p.Brokers.HallBrokerPage(r.Context(), v.Actor.Party)
	if err != nil || no != "" {
		return ui.Link{Text: v.L.T("web.broker.own"), Href: "/hall/brokers/" + no}, err
	}
	return ui.Link{Text: v.L.T("web.broker.publish"), Href: "/hall/brokers/new"}, nil
}

// countText is a count of deals, or that it is too few to tell.
func countText(l *lang.Localizer, n int) string {
	switch {
	case n == 0:
		return l.T("web.broker.none")
	case n < hall.Few:
		return l.T("web.broker.few", "n", hall.Few)
	}
	return l.T("web.broker.deals", "n", n)
}

// brokerView is the public page of one broker.
type brokerView struct {
	L                 *lang.Localizer
	Name, Lead, Flash string
	State             string // what is unusual: suspended, closed
	Figures           []ui.Pair
	Basis             string
	About, Contact    string
	Fields            []string
	Updated           string
	Invite            ui.Link
	Edit              ui.Link
	Moves             []brokerMove
	Token             string
}

// brokerMove is a move of the page as a form.
type brokerMove struct {
	Name, Title, Action, Key, Version string
	Controls                          []moveform.Control
}

func (p pages) broker(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := brokerCase(r, v)
	if err != nil {
		return err
	}
	return p.drawBroker(w, r, v, http.StatusOK, c, d, nil, "")
}

// brokerCase is the page that the address names, if the visitor may see it.
func brokerCase(r *http.Request, v *site.Visit) (kernel.Case, hall.BrokerPageData, error) {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSummary)
	if err == nil && c.Flow != hall.BrokerPage {
		err = errs.New(errs.NotFound, "kernel.no_such_case", nil)
	}
	if err != nil {
		return c, hall.BrokerPageData{}, err
	}
	d, err := hall.BrokerPageOf(c)
	return c, d, err
}

func (p pages) drawBroker(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, c kernel.Case, d hall.BrokerPageData, fault error, move string) error {
	l := v.L
	deals, err := p.Brokers.HallBrokered(r.Context(), []kernel.PartyID{d.Party.ID})
	if err != nil {
		return err
	}
	figures := hall.FiguresOf(deals[d.Party.ID], calendar.DateOf(v.Env.Now()))
	x := brokerView{L: l, Name: d.Party.Name, Lead: l.T("web.broker.lead", "no", c.No), Flash: v.Flash, Figures: figurePairs(l, figures), Basis: l.T("web.broker.basis", "from", figures.From.String(), "to", figures.To.String(), "few", hall.Few),
		About: d.About, Contact: d.Contact, Updated: l.T("web.broker.updated", "day", calendar.DateOf(d.Updated).String()), Token: v.Token()}
	for _, s := range d.Fields {
		x.Fields = append(x.Fields, word(l, "section", s))
	}
	if c.State != hall.PagePublished {
		x.State = v.StateText(c)
	}
	roles, _ := kernel.RolesOf(v.Actor, c)
	for _, role := range roles {
		if role == kernel.RoleOwner && c.State != hall.PageClosed {
			x.Edit = ui.Link{Text: v.MoveText(c.Flow, "edit"), Href: "/hall/brokers/" + c.No + "/edit"}
		}
	}
	if v.LoggedIn() && v.Actor.Party != "" && v.Actor.Party != d.Party.ID && c.State == hall.PagePublished {
		x.Invite = ui.Link{Text: l.T("web.broker.invite"), Href: "/hall/invite?" + url.Values{"broker": {c.No}, "case": {r.URL.Query().Get("for")}}.Encode()}
	}
	if f := v.Env.Desk.Flows[c.Flow]; f != nil && v.LoggedIn() {
		for _, mv := range f.Offered(v.Actor, c) {
			if mv.Name == "edit" {
				continue
			}
			spec := moveform.Spec{L: l, Flow: c.Flow, Long: long, Values: map[string]string{}}
			if mv.Name == move {
				spec.Values, spec.Faults = moveform.Typed(r.PostForm), ui.FaultsOf(l, fault)
			}
			x.Moves = append(x.Moves, brokerMove{Name: mv.Name, Title: v.MoveText(c.Flow, mv.Name), Action: "/hall/brokers/" + c.No + "/move/" + mv.Name, Key: v.Key(), Version: strconv.FormatInt(c.Version, 10), Controls: spec.Controls(mv.NewInput())})
		}
	}
	f := v.Frame(r, d.Party.Name, "hall")
	f.Crumb = []ui.Link{{Text: l.T("web.broker.directory"), Href: "/hall/brokers"}, {Text: d.Party.Name}}
	return v.ShowStatus(w, r, status, f, brokerBody(x))
}

// figurePairs are the figures with what each rests on.
func figurePairs(l *lang.Localizer, f hall.Figures) []ui.Pair {
	few := l.T("web.broker.few", "n", hall.Few)
	value, median := few, few
	switch {
	case f.Settled == 0:
		value = l.T("web.broker.none")
	case f.Value != nil && f.Value.To == 0:
		value = l.T("web.broker.band_from", "from", f.Value.From.InWan())
	case f.Value != nil:
		value = l.T("web.broker.band", "from", f.Value.From.InWan(), "to", f.Value.To.InWan())
	}
	switch {
	case f.Signed == 0:
		median = l.T("web.broker.none")
	case f.Median != nil:
		median = l.T("web.broker.days", "n", *f.Median)
	}
	var fields []string
	for _, x := range f.Fields {
		fields = append(fields, l.T("web.broker.field_n", "field", word(l, "section", x.Section), "n", x.N))
	}
	switch {
	case f.Rest > 0 && len(fields) == 0:
		fields = []string{few}
	case f.Rest > 0:
		fields = append(fields, l.T("web.broker.field_rest", "n", hall.Few))
	}
	if len(fields) == 0 {
		fields = []string{l.T("web.broker.none")}
	}
	return []ui.Pair{
		{Key: l.T("web.broker.fig.settled"), Text: countText(l, f.Settled), Note: l.T("web.broker.fig.settled_of")},
		{Key: l.T("web.broker.fig.value"), Text: value, Note: l.T("web.broker.fig.value_of")},
		{Key: l.T("web.broker.fig.fields"), Text: l.List(fields), Note: l.T("web.broker.fig.fields_of")},
		{Key: l.T("web.broker.fig.median"), Text: median, Note: l.T("web.broker.fig.median_of", "n", countText(l, f.Signed))},
		{Key: l.T("web.broker.fig.running"), Text: countText(l, f.Running), Note: l.T("web.broker.fig.running_of")},
		{Key: l.T("web.broker.fig.rating"), Text: l.T("web.broker.unknown"), Note: l.T("web.broker.fig.rating_of")},
	}
}

func (p pages) newBroker(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.brokerForm(w, r, v, http.StatusOK, "/hall/brokers/new", map[string]string{}, nil, 0)
}

func (p pages) brokerForm(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, action string, values map[string]string, err error, version int64) error {
	l := v.L
	x := formView{L: l, Title: l.T("web.broker.form"), Lead: l.T("web.broker.form_lead"), Action: action, Send: l.T("web.broker.form_send"), Token: v.Token(), Key: v.Key(), Version: version}
	x.controls(moveform.Spec{L: l, Flow: hall.BrokerPage, Many: []string{"fields"}, Long: []string{"about"}, Values: values, Faults: ui.FaultsOf(l, err),
		Choices: func(path string) []string {
			if path == "fields" {
				return hall.Sections()
			}
			return nil
		}, Text: func(_, value string) string { return word(l, "section", value) }}, hall.BrokerPageInput{}, err)
	return v.ShowStatus(w, r, status, v.Frame(r, x.Title, "hall"), formBody(x))
}

func (p pages) publishBroker(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	in := pageInput(r)
	receipt, err := v.Open(r, hall.BrokerPage, "publish", in)
	if err == nil {
		return p.opened(w, r, v, receipt.No, receipt.Pending, "/hall/brokers/")
	}
	if !retry(err) {
		return err
	}
	return p.brokerForm(w, r, v, httpx.Status(err), "/hall/brokers/new", pageValues(in), err, 0)
}

func pageInput(r *http.Request) hall.BrokerPageInput {
	return hall.BrokerPageInput{About: strings.TrimSpace(r.PostForm.Get("about")), Contact: strings.TrimSpace(r.PostForm.Get("contact")), Fields: r.PostForm["fields"]}
}

func pageValues(in hall.BrokerPageInput) map[string]string {
	return map[string]string{"about": in.About, "contact": in.Contact, "fields": strings.Join(in.Fields, ",")}
}

// retry reports whether the form is shown again with what is wrong.
func retry(err error) bool {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.TooEarly:
		return true
	}
	return false
}

func (p pages) editBroker(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := brokerCase(r, v)
	if err != nil {
		return err
	}
	if v.Actor.Party != d.Party.ID {
		return errs.New(errs.Forbidden, "kernel.not_your_move", errs.Args{"no": c.No})
	}
	return p.brokerForm(w, r, v, http.StatusOK, "/hall/brokers/"+c.No+"/edit", pageValues(hall.BrokerPageInput{About: d.About, Contact: d.Contact, Fields: d.Fields}), nil, c.Version)
}

func (p pages) saveBroker(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, _, err := brokerCase(r, v)
	if err != nil {
		return err
	}
	in := pageInput(r)
	receipt, err := v.Act(r, c, "edit", in)
	if err == nil {
		return p.opened(w, r, v, c.No, receipt.Pending, "/hall/brokers/")
	}
	if !retry(err) {
		return err
	}
	return p.brokerForm(w, r, v, httpx.Status(err), "/hall/brokers/"+c.No+"/edit", pageValues(in), err, c.Version)
}

// moveBroker suspends, restores or closes a page.
func (p pages) moveBroker(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := brokerCase(r, v)
	if err != nil {
		return err
	}
	move := r.PathValue("move")
	if _, err := v.Act(r, c, move, kernel.ReasonInput{Reason: r.PostForm.Get("reason")}); err != nil {
		if !retry(err) {
			return err
		}
		return p.drawBroker(w, r, v, httpx.Status(err), c, d, err, move)
	}
	if _, err := v.Env.Cases.Case(r.Context(), v.Actor, c.No, kernel.ViewSummary); err != nil {
		return v.Go(w, r, "/hall/brokers", v.L.T("web.case.done", "act", v.MoveText(c.Flow, move)))
	}
	return v.Go(w, r, "/hall/brokers/"+c.No, v.L.T("web.case.done", "act", v.MoveText(c.Flow, move)))
}
