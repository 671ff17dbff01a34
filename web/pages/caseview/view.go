package caseview

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/moveform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Matter is what a matter adds to the general page; zero fields add nothing.
type Matter struct {
	// Steps draws the chain: the steps and which is now, from 1.
	Steps func(l *lang.Localizer, c kernel.Case, today calendar.Date) (now int, steps []ui.Step)
	// Panels are drawn in the main column below the moves; Aside beside them.
	Panels, Aside func(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error)
	// Prefill gives the values that a move's form begins with.
	Prefill func(ctx context.Context, v *site.Visit, c kernel.Case, move string) map[string]string
	// Choices, Long, Hide and Rows tune the forms.
	Choices    func(move, path string) []string
	Long, Hide []string
	// Drop are paths that the reader is not asked for, as what the other side alone
	// knows.
	Drop func(v *site.Visit, c kernel.Case, move string) []string
	Many []string
	// Parts are the pieces of a move's long form, by what it begins with.
	Parts func(v *site.Visit, move string, values map[string]string) []moveform.Part
	// Of gives choices, and their texts, that hang on the case itself.
	Of   func(ctx context.Context, v *site.Visit, c kernel.Case, move string) (moveform.Choices, func(path, value string) string)
	Rows int
	// More are lists with a button for one more row, and the key of its words.
	More map[string]string
	// Files are the uploads that moves take, by the move.
	Files map[string]Uploads
	// Level lowers what the reader sees, as before a non-disclosure agreement.
	Level func(v *site.Visit, c kernel.Case, level kernel.Level) kernel.Level
	// Open is the open list in which a visitor finds a case that is else one of
	// "my cases"; nil: there is none.
	Open func(l *lang.Localizer) ui.Link
	// Lead is the line below the number.
	Lead func(l *lang.Localizer, c kernel.Case) []string
	// Said is the reason that the reader may know of an entry of the history; nil
	// and "" say nothing.
	Said func(v *site.Visit, c kernel.Case, e kernel.Entry) string
	// Told words an entry of the history for its reader; nil leaves it as it is.
	Told func(v *site.Visit, c kernel.Case, e kernel.Entry, as ui.Event) ui.Event
	// Skip leaves moves out that other pages offer.
	Skip []string
	// Idle leaves a move out that has nothing to do for the reader in the case as
	// it stands; the guard would say so.
	Idle func(ctx context.Context, v *site.Visit, c kernel.Case, move string) bool
	// Hint is what the case itself adds to the line over a move's form; nil and ""
	// add nothing.
	Hint func(ctx context.Context, v *site.Visit, c kernel.Case, move string) string
	// Buttons are those of a move whose answer is the button that is pressed; nil
	// for the one that bears the move's name.
	Buttons func(ctx context.Context, v *site.Visit, c kernel.Case, move string) []Button
	// Says are sentences about whose move it is: what is to be done, by when, and
	// what follows.
	Says func(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]string, error)
	// Main names the move that a case as it stands waits for, and that a bulk may
	// make; nil: whose turn it is decides. Waits names several and no bulk.
	Main  func(c kernel.Case) string
	Waits func(c kernel.Case) []string
	// Desk gives what staff see in three panes; nil: the general page.
	Desk func(ctx context.Context, v *site.Visit, c kernel.Case) (Desk, error)
	// PaperState is what the row of a drawn paper says besides; "" leaves it.
	PaperState func(v *site.Visit, c kernel.Case, p kernel.Paper) (ui.State, string)
	// Titled heads the page with the title and puts the number below: what is read
	// by who has never heard of the number. From is the list in which it stands; nil
	// is the reader's own cases.
	Titled bool
	From   func(l *lang.Localizer) ui.Link
	// Nav is the entry of the navigation; "" is the hall's. Shown are kinds of
	// papers that the panels show already.
	Nav   string
	Shown []string
	// Gone is what a case that was public says to those who may not read it now.
	Gone func(r *http.Request, v *site.Visit, no string) (title string, body templ.Component, err error)
}

// Uploads are the files of one question of a move.
type Uploads struct {
	Path  string // of the input's field, which lists their ids
	Kind  string // language key of what they are
	Kinds []site.FileKind
	Most  int64 // Unit: bytes, of one file
}

// Matters are the additions by flow.
type Matters map[kernel.FlowAddr]Matter

// Routes of this folder.
func Routes(m Matters) []site.Route {
	p := pages{m}
	var out []site.Route
	for _, base := range []string{"/case/{no}", "/hall/deal/{no}", "/hall/listing/{no}", "/hall/need/{no}"} {
		out = append(out,
			site.Route{Method: "GET", Pattern: base, Page: p.show, Auth: site.Open},
			site.Route{Method: "GET", Pattern: base + "/receipt/{entry}", Page: p.receipt, Auth: site.Open},
			site.Route{Method: "POST", Pattern: base + "/move/{move}", Page: p.move, Auth: site.LoggedIn},
			site.Route{Method: "POST", Pattern: base + "/message", Page: p.message, Auth: site.LoggedIn},
		)
	}
	return out
}

type pages struct{ matters Matters }

// view is what the template draws.
type view struct {
	L        *lang.Localizer
	Case     kernel.Case
	Title    string // in the reader's language
	Titled   bool
	Lead     []string
	State    string
	Chip     ui.State
	Steps    []ui.Step
	Now      int
	Yours    bool
	Turn     string
	Says     []string
	Limits   []limitLine
	Hold     string
	Moves    []moveForm
	Waiting  []waitingInside
	Changed  []ui.Event // what changed since a stale form was drawn
	Fault    string
	Lost     []ui.Field // what was typed into a form that is not offered any more
	History  []ui.Event
	Messages []ui.Message
	CanWrite bool
	OnlySees bool // the reader may say nothing for its party
	Writing  writing
	Papers   []ui.File
	Panels   []templ.Component
	First    []templ.Component // those that stand before what else may be done
	Later    []templ.Component // those that stand below the papers
	Aside    []templ.Component
	Token    string
	Base     string
	Flash    string
	Key      string
}

// beside reports whether anything stands beside the case; without, its panels
// have the page's whole width.
func (x view) beside() bool { return len(x.Aside)+len(x.Limits)+len(x.History) > 0 }

// moveForm is one move as a form.
type moveForm struct {
	Name, Title, Action string
	Hint                string
	Key                 string
	Version             string
	Primary, Warn, Open bool
	ThenNext            bool   // a second button leads on to the next case
	Autosave, Draft     string // where the form saves itself; what it was filled with
	Hand                string // where the draft is given to a colleague
	Controls            []moveform.Control
	Faults              []ui.FieldFault
	Buttons             []Button
}

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSummary)
	if errs.KindOf(err) == errs.NotFound {
		return p.gone(w, r, v, err)
	}
	if err != nil {
		return err
	}
	return p.draw(w, r, v, c.Remembering(), http.StatusOK, redo{})
}

// redo is a form that came back with a fault.
type redo struct {
	move  string
	typed map[string]string
	err   error
	since int64
	rows  map[string]int // of the lists of the form, where one more was asked for
}

func (p pages) draw(w http.ResponseWriter, r *http.Request, v *site.Visit, c kernel.Case, status int, back redo) error {
	m := p.matters[c.Flow]
	if err := opened(r.Context(), v, c); err != nil {
		return err
	}
	x, err := p.view(r.Context(), v, m, c, back)
	if err != nil {
		return err
	}
	x.Base = strings.TrimSuffix(v.Env.CaseURL(c), "/")
	for i := range x.Moves {
		x.Moves[i].Action = x.Base + "/move/" + url.PathEscape(x.Moves[i].Name) + listOf(r)
		x.Moves[i].Open = x.Moves[i].Open || r.URL.Query().Get("do") == x.Moves[i].Name // a link leads to this form
	}
	if drawn, err := p.desk(w, r, v, m, c, status, x); drawn || err != nil {
		return err
	}
	f := v.Frame(r, c.No, cmp.Or(m.Nav, "hall"))
	if v.Actor.Party == "" && v.Staff() && (m.Nav == "inbox" || m.Nav == "catalogue") { // work of an office
		f = v.Workbench(r, c.No, m.Nav)
	}
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.my"), Href: "/my"}, {Text: c.No}}
	if v.Actor.Party == "" && v.Staff() {
		f.Crumb[0] = ui.Link{Text: v.L.T("web.nav.inbox"), Href: "/inbox"}
	}
	switch {
	case v.LoggedIn():
	case m.Open != nil:
		f.Crumb[0] = m.Open(v.L)
	case m.From == nil: // a stranger has no cases here
		f.Crumb = f.Crumb[1:]
	}
	if m.From != nil {
		f.Crumb[0] = m.From(v.L)
	}
	if m.Titled {
		f.Title = v.TitleText(c)
	}
	return v.ShowStatus(w, r, status, f, body(x))
}

func (p pages) view(ctx context.Context, v *site.Visit, m Matter, c kernel.Case, back redo) (view, error) {
	l := v.L
	level := p.level(v, c)
	x := view{L: l, Case: c, Title: v.TitleText(c), Titled: m.Titled, Token: v.Token(), Flash: v.Flash, Key: v.Key(), State: v.StateText(c), Chip: v.StateOf(c)}
	if m.Lead != nil {
		x.Lead = m.Lead(l, c)
	}
	if m.Steps != nil {
		x.Now, x.Steps = m.Steps(l, c, calendar.DateOf(v.Env.Now()))
	}
	turn := v.Env.TurnOf(c)
	roles, _ := kernel.RolesOf(v.Actor, c)
	x.Yours = turn != "" && slices.Contains(roles, turn)
	if turn != "" && !v.Yours(c) && (c.Closed.IsZero() || turn == kernel.RoleOwner) { // a case that waits for a correction is the applicant's
		x.Turn = v.WhoseText(c)
	}
	if c.Hold != nil && level >= kernel.ViewDetail { // its reason speaks of the file
		x.Hold = l.T("web.case.hold."+string(c.Hold.Kind), "reason", c.Hold.Reason)
	}
	x.Limits = limits(v, c)
	var err error
	if m.Says != nil {
		if x.Says, err = m.Says(ctx, v, c, level); err != nil {
			return x, err
		}
	}
	if x.Waiting, err = waiting(ctx, v, c); err != nil {
		return x, err
	}
	if x.Moves, err = p.moves(ctx, v, m, c, turn, back); err != nil {
		return x, err
	}
	x.Yours = x.Yours || m.Waits != nil && heads(turn, roles, x.Moves)
	x.Moves = slices.DeleteFunc(x.Moves, func(f moveForm) bool {
		return slices.ContainsFunc(x.Waiting, func(w waitingInside) bool { return w.Move == f.Name })
	})
	if back.err != nil {
		x.Fault = l.Error(back.err)
		x.Lost = lost(v, m, c, back, x.Moves)
	}
	if err := x.records(ctx, v, m, c, level, back.since); err != nil {
		return x, err
	}
	return x, x.panels(ctx, v, m, c, level)
}

// records fills history, messages and papers up to the reader's level.
func (x *view) records(ctx context.Context, v *site.Visit, m Matter, c kernel.Case, level kernel.Level, since int64) error {
	if level < kernel.ViewDetail {
		return nil
	}
	h, err := v.Env.Cases.History(ctx, c.ID)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(h) {
		ev := event(v, c, e)
		if m.Told != nil {
			ev = m.Told(v, c, e, ev)
		}
		if m.Said != nil && ev.Note == "" {
			ev.Note = m.Said(v, c, e)
		}
		x.History = append(x.History, ev)
		if since > 0 && e.Version > since {
			x.Changed = append(x.Changed, ev)
		}
	}
	papers, err := v.Env.Cases.Papers(ctx, c.ID, level)
	if err != nil {
		return err
	}
	for _, p := range papers {
		if !itemflow.PaperOpen(p, v.Actor, c) || slices.Contains(m.Shown, p.Kind) {
			continue
		}
		row := PaperRow(v, p)
		if m.PaperState != nil && p.SHA256 != "" {
			if state, word := m.PaperState(v, c, p); word != "" {
				row.State, row.Status = state, word
			}
		}
		x.Papers = append(x.Papers, row)
	}
	if level < kernel.ViewSecret {
		return nil
	}
	x.CanWrite, x.OnlySees = v.LoggedIn(), v.Actor.OnlySees()
	x.Writing = written(ctx, v, c)
	msgs, err := v.Env.Cases.Messages(ctx, c.ID, level)
	for _, m := range msgs {
		x.Messages = append(x.Messages, ui.Message{Who: m.Name, Org: m.Org, Time: v.L.Moment(m.Made, v.Env.Now()), Text: m.Text, Me: m.From == v.Actor.User})
	}
	return err
}

// PaperRow is the row of a paper of a case; what the program issued has its English
// copy beside it, in either language of the page.
func PaperRow(v *site.Visit, p kernel.Paper) ui.File {
	l, name := v.L, words.Paper(v.L, p)
	if p.For != "" && !strings.Contains(string(p.For), ",") { // of two that are called the same
		name = l.T("web.case.paper_of", "paper", name, "who", l.T("web.role."+string(p.For)))
	}
	f := ui.File{Name: name, Facts: p.Number, Hash: p.SHA256, State: "done", Status: l.T("web.case.paper_ready")}
	if f.Facts == "" && !p.Issued { // what others sent goes by the name of its file
		f.Facts = p.Name
	}
	if p.SHA256 == "" {
		f.State, f.Status = "run", l.T("web.case.paper_drawing")
		return f
	}
	f.Href = "/paper/" + p.ID
	if p.Issued && v.Env.English != nil && v.LoggedIn() {
		f.Also = ui.Link{Text: l.T("web.case.paper_english"), Href: f.Href + "/english"}
	}
	if p.Bound && v.Env.Proofs != nil && v.LoggedIn() {
		f.Proof = ui.Link{Text: l.T("web.receipt.short"), Href: f.Href + "/receipt"}
	}
	return f
}

func event(v *site.Visit, c kernel.Case, e kernel.Entry) ui.Event {
	ev := ui.Event{Time: v.L.Moment(e.At, v.Env.Now()), Who: v.WhoText(e), What: v.MoveText(c.Flow, e.Act), Note: e.Note, Proof: proof(v, c, e)}
	switch {
	case e.Erased:
		ev.Kind, ev.Note = ui.BySystem, v.L.T("web.case.erased")
	case e.Actor.System != "":
		ev.Kind, ev.Who = ui.BySystem, v.RoleText(c.Flow, e.Actor.System)
	case e.Actor.User == v.Actor.User:
		ev.Kind = ui.ByReader
	}
	return ev
}

// fault tells a form's own fault from one that the error page shows.
func fault(err error) bool {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.TooEarly, errs.Forbidden:
		return true
	}
	return false
}
