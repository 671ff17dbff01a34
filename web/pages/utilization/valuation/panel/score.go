package panel

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/valuation"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/moveform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// scoreView is the form on which one expert scores.
type scoreView struct {
	L                   *lang.Localizer
	Title, Lead         string
	Action, Back        string
	Patent              string
	Token, Key, Version string
	Autosave            string
	Restored            string
	Check               string // counts what is typed
	Groups              []scoreGroup
	Tally               tally
	Faults              []ui.FieldFault
	Fault               string
	// Left are reasons typed for what is no longer asked: shown, so that nobody
	// loses them.
	Left []ui.Field
}

// scoreGroup is one of the three values, or an indicator of its second level.
type scoreGroup struct {
	ID, Name string
	Parts    []scoreGroup
	Rows     []scoreRow
}

// scoreRow is one indicator: points, reason, what the program saw, and in the second
// round how far the panel was apart.
type scoreRow struct {
	ID, Name, Saw  string
	Light          light
	Points, Reason ui.Field
	Spread         string
	Reasons        []string
}

func (p pages) form(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret)
	if err != nil {
		return err
	}
	d, err := valuation.SeatOf(c)
	if err != nil {
		return err
	}
	if c.State != valuation.SeatScoring {
		return notNow(w, r, v, c)
	}
	left, err := d.ToWeigh()
	if err != nil {
		return err
	}
	if len(left) > 0 { // the comparisons come first
		return v.Go(w, r, weighURL(c, left[0].Parent), v.L.T("web.panel.weigh_first"))
	}
	typed, at := v.Draft(r.Context(), site.DraftSubject(c, "score"))
	restored := ""
	switch {
	case len(typed) == 0:
		typed = sentBefore(d)
	default:
		restored = v.L.T("web.draft.restored", "at", v.L.Moment(at, v.Env.Now()))
	}
	return scorePage(w, r, v, c, http.StatusOK, typed, restored, nil)
}

// notNow leads back to the seat before anything is typed in vain.
func notNow(w http.ResponseWriter, r *http.Request, v *site.Visit, c kernel.Case) error {
	return v.Go(w, r, v.Env.CaseURL(c), v.L.T("web.panel.not_now", "state", v.L.T("utilization.valuation.seat.state."+string(c.State))))
}

func scorePage(w http.ResponseWriter, r *http.Request, v *site.Visit, c kernel.Case, status int, typed map[string]string, restored string, fault error) error {
	d, err := valuation.SeatOf(c)
	if err != nil {
		return err
	}
	l := v.L
	names, err := leaves(l)
	if err != nil {
		return err
	}
	x := scoreView{L: l, Title: d.Title, Lead: l.T("web.panel.score_lead", "asked", len(d.Asked), "round", d.Round), Action: scoreURL(c), Check: scoreURL(c) + "/check", Back: v.Env.CaseURL(c), Patent: "/patent/" + d.Right + "?scene=" + d.Scene + "#evaluation",
		Token: v.Token(), Key: v.Key(), Version: strconv.FormatInt(c.Version, 10), Autosave: site.DraftURL(site.DraftSubject(c, "score")), Restored: restored}
	if n := len(d.Changeable()); n > 0 {
		x.Lead += l.T("web.panel.and_auto", "n", n)
	}
	faults := ui.FaultsOf(l, fault)
	x.Faults = faults.Summary(func(name string) string { return names[name[strings.LastIndexByte(name, '.')+1:]] })
	if fault != nil && len(x.Faults) == 0 {
		x.Fault = l.Error(fault)
	}
	if x.Tally, err = tallyOf(l, d, typed); err != nil {
		return err
	}
	if x.Groups, err = groupsOf(l, d, typed, x.Tally, faults); err != nil {
		return err
	}
	x.Faults = inOrder(x.Faults, x.Groups)
	x.Left = notAsked(l, d, names, typed)
	f := v.Frame(r, l.T("web.panel.score_title"), "my")
	f.Crumb = []ui.Link{{Text: l.T("web.nav.my"), Href: "/my"}, {Text: c.No, Href: x.Back}, {Text: l.T("web.panel.score_title")}}
	return v.ShowStatus(w, r, status, f, scoreBody(x))
}

// sentBefore are the points of a seat that is asked for them once more.
func sentBefore(d valuation.SeatData) map[string]string {
	out := map[string]string{}
	if d.Again == "" || d.Round > 1 {
		return out
	}
	for _, p := range d.Scores {
		out["score."+p.ID], out["reason."+p.ID] = strconv.FormatFloat(p.Score, 'f', -1, 64), p.Reason
	}
	return out
}

// notAsked are the reasons typed for indicators that the seat is not asked now, as
// after a second round was called while the page stood open.
func notAsked(l *lang.Localizer, d valuation.SeatData, names, typed map[string]string) []ui.Field {
	var out []ui.Field
	for name, text := range typed {
		id, ok := strings.CutPrefix(name, "reason.")
		open := slices.Contains(d.Asked, id) || slices.ContainsFunc(d.Changeable(), func(s valuation.Signal) bool { return s.ID == id })
		if ok && strings.TrimSpace(text) != "" && !open && names[id] != "" {
			out = append(out, ui.Field{Name: "left." + id, Label: id + " " + names[id], Value: text})
		}
	}
	slices.SortFunc(out, func(a, b ui.Field) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// score sends the points, or keeps them as a draft; what was typed is never lost.
func (p pages) score(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret)
	if err != nil {
		return err
	}
	d, err := valuation.SeatOf(c)
	if err != nil {
		return err
	}
	typed := moveform.Typed(r.PostForm)
	if r.PostForm.Has("_later") || r.PostForm.Has("_keep") {
		return keepScores(w, r, v, c, d, typed)
	}
	in, fault := readScores(d, typed)
	if fault == nil {
		_, fault = v.Act(r, c, "score", in)
	}
	switch errs.KindOf(fault) {
	case "":
		v.DropDraft(r, site.DraftSubject(c, "score"))
		return v.Go(w, r, v.Env.CaseURL(c), v.L.T("web.panel.sent"))
	case errs.Invalid, errs.Conflict, errs.Forbidden, errs.TooEarly:
		if now, err := v.Env.Cases.Case(r.Context(), v.Actor, c.No, kernel.ViewSecret); err == nil {
			c = now // what is asked may have changed since
		}
		return scorePage(w, r, v, c, httpx.Status(fault), typed, "", fault)
	}
	return fault
}

// keepScores keeps what was typed as a draft, and leads back to the case, or on to
// what is still open: from the part named by _keep on.
func keepScores(w http.ResponseWriter, r *http.Request, v *site.Visit, c kernel.Case, d valuation.SeatData, typed map[string]string) error {
	raw, err := json.Marshal(typed)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	err = v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.SaveDraft{User: v.Actor.User, Party: v.Actor.Party, Subject: site.DraftSubject(c, "score"), Data: raw})
	if kernel.Handed(err) { // what was typed stays on the page
		return scorePage(w, r, v, c, httpx.Status(err), typed, "", err)
	}
	if err != nil {
		return err
	}
	if !r.PostForm.Has("_keep") {
		return v.Go(w, r, v.Env.CaseURL(c), v.L.T("web.panel.saved"))
	}
	t, err := tallyOf(v.L, d, typed)
	if err != nil {
		return err
	}
	return v.Go(w, r, scoreURL(c)+"#"+t.next(r.PostFormValue("_keep")), v.L.T("web.panel.saved"))
}

// scoreCheck counts what is typed, for the page that shows it meanwhile.
func (p pages) scoreCheck(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret)
	if err != nil {
		return err
	}
	d, err := valuation.SeatOf(c)
	if err != nil {
		return err
	}
	t, err := tallyOf(v.L, d, moveform.Typed(r.PostForm))
	if err != nil {
		return err
	}
	return tallyAgain(v.L, t).Render(r.Context(), w)
}

func scoreURL(c kernel.Case) string { return "/valuation/seat/" + c.No + "/score" }

// halfWidth turns a digit or point of full width into its plain form.
func halfWidth(r rune) rune {
	if r >= '０' && r <= '９' || r == '．' {
		return r - '０' + '0'
	}
	return r
}

// readScores reads the points; an indicator without any is left to the guard, an
// automatic score that was wiped out stays.
func readScores(d valuation.SeatData, typed map[string]string) (valuation.ScoreInput, error) {
	var in valuation.ScoreInput
	var faults errs.List
	auto := map[string]string{}
	for _, s := range d.Changeable() {
		auto[s.ID] = s.Shown()
	}
	for _, id := range slices.Concat(d.Asked, slices.Collect(maps.Keys(auto))) {
		text := cmp.Or(strings.TrimSpace(strings.Map(halfWidth, typed["score."+id])), auto[id])
		if text == "" {
			continue
		}
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			faults.Add(errs.At("score."+id, "web.form.number", nil))
			continue
		}
		in.Scores = append(in.Scores, valuation.Points{ID: id, Score: n, Reason: strings.TrimSpace(typed["reason."+id])})
	}
	return in, faults.Err()
}
