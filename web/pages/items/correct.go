package items

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/httpx"
	"quanlian/web/itemform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// mendView is the page on which an applicant answers the notice of what is
// missing, or supplies what is owed.
type mendView struct {
	v        *site.Visit
	no, move string
	title    string
	lead     string
	version  string
	sheets   []mendSheet
	asked    []mendPaper // what the notice asks for, or what is owed
	others   []mendPaper
	brought  []brought
	stood    bool // files of what is asked for lie there already
	note     string
	faults   []ui.FieldFault
	fault    string
	window   string
	mark     string // of the answers that the page was drawn with
	clashes  []*clash
	draft    string // where what is typed is kept; "" where nothing is typed
}

// mend is what the two pages work on.
type mend struct {
	c    kernel.Case
	data itemflow.Data
	item form.Item
	d    draft
	move string
}

func (p pages) loadMend(r *http.Request, v *site.Visit, move string) (mend, error) {
	m := mend{move: move}
	var err error
	if m.c, err = v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewDetail); err != nil {
		return m, err
	}
	if m.data, err = itemflow.DataOf(m.c); err != nil {
		return m, err
	}
	if m.item, err = p.Kept.KeptItem(r.Context(), m.c.ItemHash); err != nil {
		return m, err
	}
	ok := false
	if m.d, ok, err = load(r.Context(), v, m.subject()); err != nil || ok {
		return m, err
	}
	for k, x := range m.data.Values {
		m.d.Values[k] = x
	}
	return m, nil
}

// noteField holds, in the draft, what the applicant says besides.
const noteField = "_note"

// together are the pages of the form that the correction shows, and the note.
func (m mend) together(v *site.Visit) together {
	if m.move != kernel.MoveCorrect {
		return together{it: m.item}
	}
	label := form.Text{Zh: v.L.T("web.items.mend_note"), En: v.L.T("web.items.mend_note")}
	note := form.Step{ID: noteField, Name: label, Fields: []form.Field{{ID: noteField, Label: label, Kind: form.KindLong, Optional: true}}}
	return together{it: m.item, steps: append(slices.Clone(m.item.Steps), note)}
}

func (m mend) base() string { return "/case/" + m.c.No + "/correct" }

func (m mend) subject() string { return site.DraftSubject(m.c, m.move) }

func (p pages) correct(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	m, err := p.loadMend(r, v, kernel.MoveCorrect)
	if err != nil {
		return err
	}
	return p.drawMend(w, r, v, http.StatusOK, m, nil)
}

func (p pages) supplyPage(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	m, err := p.loadMend(r, v, "supply")
	if err != nil {
		return err
	}
	return p.drawMend(w, r, v, http.StatusOK, m, nil)
}

// drawMend draws either page; the materials named in the notice come first.
func (p pages) drawMend(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, m mend, fault error) error {
	l := v.L
	faults := ui.FaultsOf(l, fault)
	x := mendView{v: v, no: m.c.No, move: m.move, version: strconv.FormatInt(m.c.Version, 10), note: m.d.Values[noteField]}
	t := m.together(v)
	x.window, x.mark, x.clashes = v.Env.NewID(), t.mark(m.d.Values), t.clashes(v, m.d, m.base())
	if fault != nil {
		if x.faults = faults.Summary(fieldNames([]form.Item{m.item}, l.Zh())); len(x.faults) == 0 {
			x.fault = l.Error(fault)
		}
	}
	x.stood = slices.ContainsFunc(m.wanted(), m.data.Has)
	p.mendParts(r, &x, m, faults)
	x.title, x.lead = l.T("web.items.supply_title"), supplyLead(v, m.data, m.item)
	if m.move == kernel.MoveCorrect {
		x.title, x.draft = l.T("web.items.correct_title"), m.base()+"/draft"
		if m.c.Hold != nil {
			x.lead = correctLead(l, m.item, m.c, m.data)
		}
	}
	f := v.Frame(r, x.title, "my")
	f.Narrow = true
	first := ui.Link{Text: l.T("web.nav.my"), Href: "/my"}
	if v.Actor.Party == "" && v.Staff() {
		first = ui.Link{Text: l.T("web.nav.inbox"), Href: "/inbox"}
	}
	f.Crumb = []ui.Link{first, {Text: m.c.No, Href: v.Env.CaseURL(m.c)}, {Text: x.title}}
	return v.ShowStatus(w, r, status, f, mendPage(x))
}

// row takes a row out, or says where one more is filled in; "" where neither was
// asked for.
func (m *mend) row(r *http.Request) string {
	drop, more := r.PostFormValue("_drop"), r.PostFormValue("_more")
	for _, s := range m.item.Steps {
		switch id, _, _ := strings.Cut(drop, "."); s.ID {
		case id:
			m.d.Values = itemform.DropRow(s, m.d.Values, drop)
			return m.base() + "?open=" + s.ID
		case more:
			return m.base() + "?more=" + s.ID + "#" + itemform.Sheet{Step: s, Values: m.d.Values}.Next()
		}
	}
	return ""
}

// sendMend takes files and answers, keeps them, and makes the move.
func (p pages) sendMend(move string) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		m, err := p.loadMend(r, v, move)
		if err != nil {
			return err
		}
		t := m.together(v)
		if by := r.PostFormValue("_choose"); by != "" {
			return p.chooseMend(w, r, v, m, by)
		}
		r.PostForm.Set(noteField, r.PostFormValue("note"))
		said := t.meld(r, v, &m.d)
		fault := p.mendFiles(r, v, &m)
		to := m.row(r)
		if err := m.d.save(r, v, m.subject()); err != nil {
			return err
		}
		if path := r.PostFormValue("_pick"); path != "" && fault == nil {
			step, _, _ := strings.Cut(path, ".")
			return v.Go(w, r, pickURL("/case/"+m.c.No, step, path), "")
		}
		if to != "" && fault == nil {
			return v.Go(w, r, to, "")
		}
		if fault == nil && !m.sorted(r) {
			if fault = t.settled(v, m.d, said); fault == nil {
				fault = p.unseen(r, v, m)
			}
			if fault == nil {
				fault = p.actMend(r, v, m)
			}
			if fault == nil {
				if err := drop(r, v, m.subject(), time.Time{}); err != nil {
					return err
				}
				return v.Go(w, r, v.Env.CaseURL(m.c), v.L.T("web.case.done", "act", v.MoveText(m.c.Flow, move)))
			}
		}
		switch errs.KindOf(fault) {
		case "", errs.Invalid, errs.Conflict, errs.TooEarly:
			return p.drawMend(w, r, v, max(httpx.Status(fault), http.StatusOK), m, fault)
		}
		return fault
	}
}

// mendAutosave keeps what is typed on a correction while it is being typed.
func (p pages) mendAutosave(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	m, err := p.loadMend(r, v, kernel.MoveCorrect)
	if err != nil {
		return err
	}
	if m.c.Hold == nil {
		return saidStale(w, v, errs.New(errs.Conflict, sentMended, errs.Args{"no": m.c.No, "href": v.Env.CaseURL(m.c)}))
	}
	r.PostForm.Set(noteField, r.PostFormValue("note"))
	t := m.together(v)
	said := t.meld(r, v, &m.d)
	if err := m.d.save(r, v, m.subject()); err != nil {
		return err
	}
	return saidMelded(w, v, t.whole(), said, m.base())
}

// chooseMend takes the choice between the texts of two windows.
func (p pages) chooseMend(w http.ResponseWriter, r *http.Request, v *site.Visit, m mend, by string) error {
	if err := m.together(v).choose(r, &m.d, by); err != nil {
		return p.drawMend(w, r, v, http.StatusConflict, m, err)
	}
	if err := m.d.save(r, v, m.subject()); err != nil {
		return err
	}
	return v.Go(w, r, m.base(), v.L.T("web.apart.chosen"))
}

func (p pages) actMend(r *http.Request, v *site.Visit, m mend) error {
	in := m.d.input()
	if m.move != kernel.MoveCorrect {
		_, err := v.Act(r, m.c, m.move, itemflow.FilesInput{Files: in.Files})
		return err
	}
	changed := form.Values{}
	for k, x := range m.d.Values {
		if k != noteField && m.data.Values[k] != x {
			changed[k] = x
		}
	}
	for k := range m.data.Values { // what was emptied
		if _, ok := m.d.Values[k]; !ok {
			changed[k] = ""
		}
	}
	_, err := v.Act(r, m.c, m.move, itemflow.CorrectInput{Values: changed, Files: in.Files, Keep: m.kept(), Out: m.out(), Note: m.d.Values[noteField]})
	return err
}
