package patent

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/httpx"
	"quanlian/web/moveform"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Due is a right that must be looked up in the office's register before anything
// rests on it, and what the visitor can do about it.
type Due struct {
	L        *lang.Localizer
	Number   string
	Seen     string // when it was looked up last
	Due      string // what that stops
	LookHref string // for who keeps the register
	Asked    string // number of the visitor's own request that waits
	Ask      bool   // the visitor may ask
	Deal     string // number of the deal that asks
	Token    string
	Key      string
}

// DueOf is nil for a right that was looked up of late, and for who can do nothing.
// deal is the number of the deal that waits for it, "" for none.
func DueOf(ctx context.Context, v *site.Visit, rules hall.Rules, view registry.View, deal string) (*Due, error) {
	if !v.LoggedIn() || !rules.Stale(view, v.Env.Now()) {
		return nil, nil
	}
	x := &Due{L: v.L, Number: view.Right.Number, Seen: seenText(v, view.ObservedAt), Deal: deal, Token: v.Token(), Key: v.Key(),
		Due: v.L.T("web.look.due", "hours", int(rules.FactsMaxAge.Hours()))}
	if v.May(mayEnter) == nil {
		x.LookHref = "/patent/" + x.Number + "/look"
		return x, nil
	}
	if v.Actor.Party == "" {
		return nil, nil
	}
	list, err := requests(ctx, v, x.Number)
	if err != nil {
		return nil, err
	}
	if len(list) > 0 {
		x.Asked = list[0].No
	}
	x.Ask = x.Asked == "" && v.Actor.Has(kernel.RightDraft)
	return x, nil
}

// requests are the look-ups of the right that wait, as far as the visitor takes
// part in them.
func requests(ctx context.Context, v *site.Visit, number string) ([]kernel.Case, error) {
	list, _, err := v.Env.Cases.Cases(ctx, v.Actor, kernel.ViewDetail, kernel.CaseQuery{Flow: hall.Look, States: []kernel.State{hall.LookAsked}, About: registry.About(number), Uncounted: true, Limit: pageSize})
	return list, err
}

func seenText(v *site.Visit, at time.Time) string {
	if at.IsZero() {
		return v.L.T("web.look.never")
	}
	return v.L.T("web.look.seen", "at", clock(at))
}

func (x enterView) seen() string { return seenText(x.v, x.at) }

// clock prints an instant with its day, as it is compared with a paper.
func clock(at time.Time) string { return at.In(calendar.China).Format("2006-01-02 15:04") }

// ask asks for a look-up.
func (p pages) ask(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	number := r.PathValue("number")
	to := "/patent/" + url.PathEscape(number)
	if no := r.PostFormValue("deal"); no != "" {
		to = "/hall/deal/" + url.PathEscape(no)
	}
	note, err := AskLook(r, v, number)
	if err != nil {
		return err
	}
	return v.Go(w, r, to, note)
}

// AskLook asks for a look-up of the right and says what became of it: one that is
// fresh, or asked for already, is no fault.
func AskLook(r *http.Request, v *site.Visit, number string) (string, error) {
	receipt, err := v.Open(r, hall.Look, "ask", hall.AskLookInput{Right: number})
	switch {
	case err == nil:
		return v.L.T("web.look.sent", "no", receipt.No), nil
	case errs.Is(err, "utilization.hall.look_fresh"), errs.Is(err, "utilization.hall.look_asked"):
		return v.L.Error(err), nil
	}
	return "", err
}

// lookView is the page on which staff say that they looked.
type lookView struct {
	v        *site.Visit
	right    registry.Right
	seen     string
	asked    []string
	stands   []ui.Pair
	controls []moveform.Control
	faults   []ui.FieldFault
	fault    string
	hours    int
}

func (p pages) look(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	now := v.Env.Now().In(calendar.China)
	return p.drawLook(w, r, v, http.StatusOK, map[string]string{"day": calendar.DateOf(now).String(), "time": now.Format("15:04")}, nil)
}

func (p pages) drawLook(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, typed map[string]string, fault error) error {
	if err := v.May(mayEnter); err != nil {
		return err
	}
	view, err := p.rights.Right(r.Context(), r.PathValue("number"))
	if err != nil {
		return err
	}
	list, err := requests(r.Context(), v, view.Right.Number)
	if err != nil {
		return err
	}
	l := v.L
	spec := moveform.Spec{L: l, Flow: hall.Look, Drop: []string{"right"}, Files: map[string]string{"papers": site.Accept(site.Scans())}, Values: typed, Faults: ui.FaultsOf(l, fault)}
	x := lookView{v: v, right: view.Right, seen: seenText(v, view.ObservedAt), controls: spec.Controls(hall.LookInput{}), faults: spec.Faults.Summary(nil), hours: int(p.rules.FactsMaxAge.Hours())}
	if fault != nil && len(x.faults) == 0 {
		x.fault = l.Error(fault)
	}
	for _, c := range list {
		if d, err := hall.LookOf(c); err == nil {
			x.asked = append(x.asked, l.T("web.look.asked_by", "name", d.By.Name, "no", c.No))
		}
	}
	x.stands = stands(v, view)
	f := v.Workbench(r, l.T("web.look.title"), "")
	f.Crumb = []ui.Link{{Text: l.T("web.nav.patents"), Href: "/patents"}, {Text: view.Right.Number, Href: "/patent/" + view.Right.Number}, {Text: l.T("web.look.title")}}
	return v.ShowStatus(w, r, status, f, lookPage(x))
}

// stands is the register's word, line by line, to compare the office's with.
func stands(v *site.Visit, view registry.View) []ui.Pair {
	now := v.Env.Now()
	out := Standing(v, registry.AsOf(view.Events, calendar.DateOf(now), now))
	for i := range out {
		if out[i].Text == "" {
			out[i].Text = v.L.T("web.look.nothing")
		}
	}
	return out
}

func (p pages) postLook(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := v.May(mayEnter); err != nil {
		return err
	}
	if id := r.PostForm.Get(moveform.RemoveFile); id != "" {
		moveform.DropFile(r, "papers", id)
		return p.drawLook(w, r, v, http.StatusOK, moveform.Typed(r.PostForm), nil)
	}
	in := hall.LookInput{}
	err := moveform.TakeFiles(r, "papers", func() (moveform.Taken, error) {
		f, err := v.Upload(r, "papers", "utilization.hall.paper.look", site.Scans(), site.MaxScan)
		return moveform.Taken{ID: f.ID, Name: f.Name}, err
	})
	if err == nil {
		err = moveform.Read(r.PostForm, &in)
	}
	if err == nil {
		err = p.looked(r, v, in)
	}
	switch errs.KindOf(err) {
	case "":
		view, err := p.rights.Right(r.Context(), r.PathValue("number"))
		if err != nil {
			return err
		}
		at := view.ObservedAt
		return v.Go(w, r, "/patent/"+view.Right.Number, v.L.T("web.look.done", "at", clock(at), "until", clock(at.Add(p.rules.FactsMaxAge))))
	case errs.Invalid, errs.Conflict:
		return p.drawLook(w, r, v, httpx.Status(err), moveform.Typed(r.PostForm), err)
	}
	return err
}

// looked answers a request that waits, with it all others, or says unasked that
// somebody looked.
func (p pages) looked(r *http.Request, v *site.Visit, in hall.LookInput) error {
	list, err := requests(r.Context(), v, r.PathValue("number"))
	if err != nil {
		return err
	}
	if len(list) > 0 {
		_, err = v.Act(r, list[0], "confirm", in)
		return err
	}
	in.Right = r.PathValue("number")
	_, err = v.Open(r, hall.Look, "record", in)
	return err
}

// Register reads a right.
type Register interface {
	Right(ctx context.Context, number string) (registry.View, error)
}

// LookMatter is what a look-up adds to the page of its case.
func LookMatter(rights Register) caseview.Matter {
	waits := func(kernel.Case) []string { return []string{"confirm"} } // which has a page of its own
	return caseview.Matter{Nav: "patents", Skip: []string{"confirm"}, Waits: waits, Long: []string{"reason"}, Panels: func(ctx context.Context, v *site.Visit, c kernel.Case, _ kernel.Level) ([]templ.Component, error) {
		seen, err := hall.Seen(v.Actor, c)
		if err != nil {
			return nil, err
		}
		d, ok := seen.(hall.LookData)
		if !ok {
			return nil, errs.New(errs.Internal, "kernel.wrong_answer", nil)
		}
		out := []templ.Component{lookFacts(v.L, lookPairs(v, d))}
		if c.State != hall.LookAsked || v.May(mayEnter) != nil {
			return out, nil
		}
		view, err := rights.Right(ctx, d.Right)
		if err != nil {
			return nil, err
		}
		to := lookTo{l: v.L, href: "/patent/" + d.Right + "/look", stands: stands(v, view), enter: "/patent/" + d.Right + "/enter"}
		return append([]templ.Component{caseview.First(lookStep(to))}, out...), nil
	}}
}

// lookTo leads staff from a request to where it is answered.
type lookTo struct {
	l           *lang.Localizer
	href, enter string
	stands      []ui.Pair
}

func lookPairs(v *site.Visit, d hall.LookData) []ui.Pair {
	l := v.L
	out := []ui.Pair{{Key: l.T("web.patent.number"), Text: d.Right, No: true, Href: "/patent/" + d.Right}}
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Pair{Key: l.T(key), Text: text})
		}
	}
	add("web.look.who", d.By.Name)
	if !d.Was.IsZero() {
		add("web.look.was", clock(d.Was))
	}
	if f := d.Found; f != nil {
		add("web.look.found", clock(f.At))
		add("utilization.hall.look.field.source", f.Source)
		add("web.look.by", f.Name)
	}
	if d.Fresh {
		add("web.look.how", l.T("web.look.freshened"))
	}
	add("web.look.why", d.Why)
	return out
}
