package hall

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/httpx"
	"quanlian/web/moveform"
	"quanlian/web/pages/patent"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// formView is a page with one form.
type formView struct {
	L        *lang.Localizer
	Title    string
	Lead     string
	Action   string
	Send     string
	Suggest  string // asks for suggestions first; "" offers none
	Note     string
	Token    string
	Key      string
	Controls []moveform.Control
	Faults   []ui.FieldFault
	Fault    string
	Right    *rightView
	Choose   *rightsView // the seller's rights; nil asks for a number
	Version  int64       // of the case that is changed; 0 for a new one
	Before   []templ.Component
	Consents []consentField // co-owners and pledgees whose paper is wanted
	Autosave string         // where what is typed is kept; "" keeps nothing
	Look     *patent.Due    // the right must be looked up first
}

// rightView is what the register says of the right that shall be listed.
type rightView struct {
	Number string
	Facts  []ui.Pair
	Checks []ui.Check
	Wanted []hall.Wanted
	Look   *patent.Due
}

// long are fields that take many words.
var long = []string{"summary", "secret", "text", "target", "materials", "acceptance", "improve", "disputes", "further", "note", "reason", "result"}

func (p pages) newNeed(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	values, note := restored(r, v, needDraft, map[string]string{"text": r.URL.Query().Get("q")})
	return p.needForm(w, r, v, http.StatusOK, values, nil, nil, note)
}

func (p pages) needForm(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, values map[string]string, list []hall.Class, err error, notes ...string) error {
	l := v.L
	x := formView{L: l, Title: l.T("web.hall.need_new"), Lead: l.T("web.hall.need_lead"), Action: "/hall/needs/new", Autosave: site.DraftURL(needDraft), Note: strings.Join(notes, ""), Send: l.T("web.hall.need_send"), Token: v.Token(), Key: v.Key()}
	if p.Classes != nil {
		x.Suggest = l.T("web.hall.class_suggest")
	}
	if len(list) > 0 {
		x.Note = l.T("web.hall.class_note")
	}
	faults := ui.FaultsOf(l, err)
	spec := moveform.Spec{L: l, Flow: hall.Need, Many: []string{"ipc"}, Long: long, Values: values, Faults: faults}
	spec.Choices, spec.Text = p.choicesOf(v, "", list, strings.FieldsFunc(values["ipc"], func(r rune) bool { return r == ',' }))
	x.controls(spec, needForm{}, err)
	return v.ShowStatus(w, r, status, v.Frame(r, x.Title, "needs"), formBody(x))
}

// needForm is what a buyer fills in; the rest of a need is the hall's.
type needForm struct {
	Title        string        `json:"title"`
	Text         string        `json:"text"`
	Target       string        `json:"target"`
	IPC          []string      `json:"ipc"`
	Other        string        `json:"other"`
	Industry     string        `json:"industry"`
	Budget       money.Fen     `json:"budget"`
	BudgetFirm   bool          `json:"budget_firm"`
	Deadline     calendar.Date `json:"deadline"`
	Maturity     int           `json:"maturity"`
	Mode         string        `json:"mode"`
	District     string        `json:"district"`
	LocalOnly    bool          `json:"local_only"`
	Confidential bool          `json:"confidential"`
}

func (p pages) fill(x *formView, v *site.Visit, flow kernel.FlowAddr, input any, values map[string]string, err error) {
	x.controls(moveform.Spec{L: v.L, Flow: flow, Choices: func(path string) []string { return hall.Choices("", path) }, Long: long, Values: values, Faults: ui.FaultsOf(v.L, err)}, input, err)
}

// controls draws the questions with what is wrong.
func (x *formView) controls(spec moveform.Spec, input any, err error) {
	x.Controls, x.Faults = spec.Controls(input), spec.Faults.Summary(nil)
	if err != nil && len(x.Faults) == 0 {
		x.Fault = x.L.Error(err)
	}
}

func (p pages) postNeed(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if r.PostForm.Has("_suggest") {
		return p.suggest(w, r, v)
	}
	var in hall.NeedData
	err := moveform.Read(r.PostForm, &in, func() error { return in.Faults(calendar.DateOf(v.Env.Now())) })
	if err == nil {
		in.IPC, err = typedClasses(r)
	}
	if err == nil {
		receipt, e := v.Open(r, hall.Need, "post", in)
		if e == nil {
			v.DropDraft(r, needDraft)
			return p.opened(w, r, v, receipt.No, receipt.Pending, "/hall/need/")
		}
		err = e
	}
	if k := errs.KindOf(err); k != errs.Invalid && k != errs.Conflict {
		return err
	}
	return p.needForm(w, r, v, httpx.Status(err), moveform.Typed(r.PostForm), nil, err)
}

func (p pages) opened(w http.ResponseWriter, r *http.Request, v *site.Visit, no, pending, base string) error {
	if pending != "" {
		return v.Go(w, r, "/my/approvals/"+pending, v.L.T("web.case.waits_inside"))
	}
	return v.Go(w, r, base+no, v.L.T("web.hall.sent", "no", no))
}

func (p pages) newListing(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := r.URL.Query()
	values, note := restored(r, v, listDraft(q.Get("right")), map[string]string{"right": q.Get("right"), "deal": cmp.Or(q.Get("deal"), "assignment"), "territory": v.L.T("web.hall.offer_default.territory"), "field": v.L.T("web.hall.offer_default.field")})
	return p.listForm(w, r, v, http.StatusOK, values, nil, note)
}

func (p pages) listForm(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, values map[string]string, err error, notes ...string) error {
	l := v.L
	x := formView{L: l, Note: strings.Join(notes, ""), Autosave: site.DraftURL(listDraft(values["right"])), Title: l.T("web.hall.list_new"), Lead: l.T("web.hall.list_lead"), Action: "/hall/new", Send: l.T("web.hall.list_send"), Token: v.Token(), Key: v.Key()}
	if number := values["right"]; number != "" {
		rv, e := p.rightOf(r, v, number)
		if e != nil && err == nil {
			err = e
		}
		x.Right = rv
		if rv != nil {
			own, e := p.ownListing(r.Context(), v, rv.Number)
			if e != nil {
				return e
			}
			if own != nil {
				x.Before = append(x.Before, own)
			}
		}
		p.fill(&x, v, hall.Listing, listForm{}, values, err)
		if rv != nil {
			x.Look = rv.Look
			x.Consents = consentFields(l, rv.Wanted, values, ui.FaultsOf(l, err))
		}
	} else {
		var e error
		if x.Choose, e = p.chosen(r, v); e != nil {
			return e
		}
	}
	return v.ShowStatus(w, r, status, v.Frame(r, x.Title, "hall"), formBody(x))
}

// listForm is what a seller fills in; co-owners' consents are papers.
type listForm struct {
	Right     string    `json:"right"`
	Deal      string    `json:"deal"`
	Licence   string    `json:"licence"`
	Price     money.Fen `json:"price"`
	PriceOpen bool      `json:"price_open"`
	Territory string    `json:"territory"`
	Field     string    `json:"field"`
	Maturity  int       `json:"maturity"`
	Industry  string    `json:"industry"`
	Equipment money.Fen `json:"equipment"`
	KnowHow   bool      `json:"know_how"`
	Training  bool      `json:"training"`
	Summary   string    `json:"summary"`
	Secret    string    `json:"secret"`
	Contact   string    `json:"contact"`
}

// rightOf shows the register's words and the check before anything is sent.
func (p pages) rightOf(r *http.Request, v *site.Visit, number string) (*rightView, error) {
	view, err := p.Rights.Right(r.Context(), number)
	if err != nil {
		return nil, err
	}
	now := v.Env.Now()
	day := calendar.DateOf(now)
	s := registry.AsOf(view.Events, day, now)
	findings, err := registry.RightsCheck(s, registry.Facts{Deal: registry.Assignment, Sellers: []registry.Owner{{Party: string(v.Actor.Party), Name: v.Party.Name, USCC: v.Party.Code}},
		ObservedAt: view.ObservedAt, Now: now, MaxAge: p.Rules.FactsMaxAge}, registry.AtListing, day, v.Env.Calendar)
	if err != nil {
		return nil, err
	}
	names := ""
	for _, o := range s.Owners {
		names += o.Name + " "
	}
	due, err := patent.DueOf(r.Context(), v, p.Rules, view, "")
	if err != nil {
		return nil, err
	}
	return &rightView{
		Number: view.Right.Number, Look: due,
		Facts: []ui.Pair{{Key: v.L.T("web.patent.title"), Text: view.Right.Title}, {Key: v.L.T("web.patent.number"), Text: view.Right.Number, No: true}, {Key: v.L.T("web.patent.owners"), Text: names},
			{Key: v.L.T("web.patent.ipc"), Text: view.Right.IPCMain}, {Key: v.L.T("web.patent.term_end"), Text: s.TermEnd.String()}},
		Checks: Checks(v.L, findings), Wanted: hall.WantedConsents(s, self(v)),
	}, nil
}

// Checks turns findings into lights; none means that all is well.
func Checks(l *lang.Localizer, findings []registry.Finding) []ui.Check {
	if len(findings) == 0 {
		return []ui.Check{{State: "done", Text: l.T("web.hall.check_clear")}}
	}
	var out []ui.Check
	for _, f := range findings {
		s := ui.State("idle")
		switch f.Severity {
		case registry.Block:
			s = "no"
		case registry.Warn:
			s = "soon"
		}
		out = append(out, ui.Check{State: s, Text: l.Fill(f.Code, f.Args)})
	}
	return out
}

func (p pages) list(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	var in hall.ListInput
	wanted, err := p.wanted(r, v, r.PostFormValue("right"), self(v))
	if errs.KindOf(err) == errs.NotFound {
		err = nil // the form says so at its field
	}
	if err == nil {
		err = p.takeConsentFiles(r, v, wanted)
	}
	if err == nil && r.PostForm.Has("_look") {
		return p.lookFirst(w, r, v, wanted)
	}
	if e := moveform.Read(r.PostForm, &in); err == nil {
		err = e
	}
	if err == nil {
		receipt, e := v.Open(r, hall.Listing, "list", in)
		if e == nil {
			v.DropDraft(r, listDraft(in.Right))
			return p.opened(w, r, v, receipt.No, receipt.Pending, "/hall/listing/")
		}
		err = e
	}
	if k := errs.KindOf(err); k != errs.Invalid && k != errs.Conflict && k != errs.NotFound {
		return err
	}
	return p.listForm(w, r, v, httpx.Status(err), typedListing(r, wanted), err)
}

// typedListing is what was typed, with the names of files that the form holds
// already.
func typedListing(r *http.Request, wanted []hall.Wanted) map[string]string {
	typed := moveform.Typed(r.PostForm)
	for i := range wanted {
		name := "_consent-name." + strconv.Itoa(i)
		typed[name] = r.PostForm.Get(name)
	}
	return typed
}

// lookFirst asks for a look-up of the right and draws the form again as it was
// typed, which is kept until the seller comes back.
func (p pages) lookFirst(w http.ResponseWriter, r *http.Request, v *site.Visit, wanted []hall.Wanted) error {
	note, err := patent.AskLook(r, v, r.PostFormValue("right"))
	if err != nil && errs.KindOf(err) != errs.Invalid {
		return err
	}
	typed := typedListing(r, wanted)
	v.SaveDraft(r, listDraft(r.PostFormValue("right")), typed)
	return p.listForm(w, r, v, http.StatusOK, typed, err, note)
}

func (p pages) inquire(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSummary)
	if err != nil {
		return err
	}
	in := hall.InquireInput{Listing: c.ID, Related: r.FormValue("related") != "", Note: r.FormValue("note"), Need: kernel.CaseID(r.FormValue("need"))}
	if n := number(r.FormValue("rank")); n > 0 {
		in.Match = &hall.MatchRef{Rank: n, Score: float64(number(r.FormValue("score"))), Algorithm: r.FormValue("algorithm")}
	}
	receipt, err := v.Open(r, hall.Deal, "inquire", in)
	if err != nil {
		return err
	}
	return p.opened(w, r, v, receipt.No, receipt.Pending, "/hall/deal/")
}
