package my

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/inbox"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Routes of this folder.
func Routes(e *site.Env, d Deps) []site.Route {
	p := pages{e, d}
	return []site.Route{
		{Method: "GET", Pattern: "/my", Page: p.show, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/my/notices", Page: p.seeAll, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/my/approvals/{id}", Page: p.approval, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/my/approvals/{id}", Page: p.approve, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/my/in-name/{no}", Page: p.inNamePage, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/my/in-name/{no}", Page: p.stop, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/my/approvals/{id}/back", Page: p.takeBack, Auth: site.LoggedIn},
	}
}

type pages struct {
	env *site.Env
	Deps
}

// Unit: rows. Source: our choice: a page that one reads to its end.
const (
	perPage     = 10
	atOnce      = 500
	mostNotices = 5
	readNotices = 60 // of both kinds together
	mostDrafts  = 3  // beside the list
)

// view is the page.
type view struct {
	v         *site.Visit
	deps      Deps
	look      look
	entries   []entry // of the page
	total     int     // as narrowed
	counts    map[string]int
	mine      map[kernel.CaseID]bool // whose move it is in cases of which only a stub is known
	kinds     []ui.Option
	clients   []ui.Option
	client    kernel.Actor // whose cases an agent looks at, when not its own
	page      int
	notices   []kernel.Notice
	approvals []desk.Pending
	agency    string         // whose word they wait for, when not that of the party itself
	refused   []desk.Pending // prepared by the visitor
	waiting   int            // of both, for the visitor
	about     func(desk.Pending) string
	dates     []dateRow
	drafts    []draftCard
	passed    passed
	bookings  []Booked
}

// dateRow is the end of a limit that comes near.
type dateRow struct {
	c    kernel.Case
	what string
	at   string
}

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := view{v: v, deps: p.Deps, look: readLook(r.URL.Query()), page: site.PageOf(r.URL.Query())}
	own := ownActor(x.chooseClient())
	var err error
	if x.approvals, err = p.waiting(r, &x); err != nil {
		return err
	}
	if err = p.list(r.Context(), &x, own); err != nil {
		return err
	}
	if x.dates, err = p.nearDates(r.Context(), x, own); err != nil {
		return err
	}
	if err := p.around(r, &x, own); err != nil {
		return err
	}
	return v.Show(w, r, x.frame(r), page(x))
}

// frame of the page: staff stay at their workbench.
func (x view) frame(r *http.Request) ui.Frame {
	if !x.v.Staff() {
		return x.v.Frame(r, x.title(), "my")
	}
	f := x.v.Workbench(r, x.title(), "inbox")
	f.Crumb = []ui.Link{{Text: x.v.L.T("web.nav.inbox"), Href: inbox.Path}, {Text: x.title()}}
	return f
}

func (x view) title() string {
	if x.v.Staff() {
		return x.v.L.T("web.my.staff")
	}
	return x.v.L.T("web.nav.my")
}

// around reads what stands beside the list: notices, approvals, drafts, bookings.
func (p pages) around(r *http.Request, x *view, own kernel.Actor) error {
	var err error
	if x.notices, err = x.v.Env.Cases.Notices(r.Context(), x.v.Actor, readNotices); err != nil {
		return err
	}
	if x.refused, err = p.returned(r, x.v); err != nil {
		return err
	}
	x.words()
	x.about = func(w desk.Pending) string {
		if w.Open == nil {
			return w.Title
		}
		what := about(x.v, w, w.Open.Flow)
		if h := holds(x.v, w); h != "" {
			return what + x.v.L.T("web.ui.colon") + h
		}
		if w.Open.Item == "" { // the kind alone does not tell what was asked
			what += x.v.L.T("web.ui.colon") + x.v.MoveText(w.Open.Flow, w.Open.Move)
		}
		return what
	}
	if err = p.readDrafts(r.Context(), x); err != nil {
		return err
	}
	if p.Bookings != nil && own.Party != "" && own.Covers("service/window") {
		x.bookings, err = p.Bookings(r.Context(), x.v.L.Zh(), own.Party)
	}
	return err
}

// chooseClient is under which hat the cases are read: an agent looks at those of
// one client without acting for it yet.
func (x *view) chooseClient() kernel.Actor {
	now := x.v.Actor
	for _, h := range x.v.Hats {
		if h.Mandate == "" && h.Hat() != x.v.Actor.Hat() {
			continue
		}
		if h.Hat() == x.look.client {
			now = h
		}
		name, _ := x.v.HatText(h)
		x.clients = append(x.clients, ui.Option{Value: h.Hat(), Text: name, Selected: h.Hat() == x.look.client, Count: -1})
	}
	if len(x.clients) < 2 {
		x.clients = nil
	}
	if now.Hat() == x.v.Actor.Hat() {
		x.look.client = ""
	}
	x.client = now
	return now
}

// ownActor leaves offices out: the cases of an office stand in its inbox.
func ownActor(a kernel.Actor) kernel.Actor {
	if a.Party != "" {
		a.Posts = nil
	}
	return a
}

// waiting lists what waits for a word inside one's party; under a mandate, what the
// agency has not let out yet of what it does for the client.
func (p pages) waiting(r *http.Request, x *view) ([]desk.Pending, error) {
	v := x.v
	if v.Actor.Party == "" {
		return nil, nil
	}
	org, personal, err := v.Inside(r.Context())
	if err != nil || org == "" {
		return nil, err
	}
	list, err := v.Env.Cases.Approvals(r.Context(), org)
	if v.Actor.Mandate == "" || err != nil {
		return list, err
	}
	agency, err := v.Env.People.Party(r.Context(), org)
	x.agency = agency.Name
	return slices.DeleteFunc(list, func(w desk.Pending) bool {
		return w.Actor.Mandate != v.Actor.Mandate || personal && w.Actor.User != v.Actor.User
	}), err
}

// words keeps what waits inside the organisation where the list is not narrowed,
// and counts with the visitor's moves what waits for a word of theirs or came back
// to them; where only these are asked for, nothing else of it stands there.
func (x *view) words() {
	if x.look.kind != "" || x.look.text != "" {
		x.approvals, x.refused = nil, nil
	}
	if x.look.client != "" { // of what the agency does for that client
		other := func(p desk.Pending) bool { return p.Actor.Hat() != x.look.client }
		x.approvals, x.refused = slices.DeleteFunc(x.approvals, other), slices.DeleteFunc(x.refused, other)
	}
	var own []desk.Pending
	for _, p := range x.approvals {
		if desk.MayApprove(p, x.v.Actor) == nil {
			own = append(own, p)
		}
	}
	x.waiting = len(own) + len(x.refused)
	if x.look.state == "yours" {
		x.approvals = own
	}
}

// returned lists what the visitor prepared and an organisation of theirs refused.
func (p pages) returned(r *http.Request, v *site.Visit) ([]desk.Pending, error) {
	var out []desk.Pending
	for _, h := range v.Hats {
		if h.Party == "" || h.Mandate != "" {
			continue
		}
		list, err := p.Returned(r.Context(), h.Party)
		if err != nil {
			return nil, err
		}
		for _, w := range list {
			if w.Actor.User == v.Actor.User {
				out = append(out, w)
			}
		}
	}
	return out, nil
}

// nearDates are the ends of the limits that run, the nearest first: of the cases
// next to their limit, and of those beyond one, which may have another.
func (p pages) nearDates(ctx context.Context, x view, own kernel.Actor) ([]dateRow, error) {
	now := p.env.Now()
	today := calendar.DateOf(now)
	var out []dateRow
	for _, q := range []kernel.CaseQuery{
		{Light: kernel.CaseRunning, DueAfter: today.At(0).Add(-time.Microsecond)}, {Light: kernel.CaseRunning, DueBy: today.At(0).Add(-time.Microsecond)}, {Light: kernel.CaseHeld}, {Yours: true},
	} {
		q.Open, q.Part, q.Not, q.Limit, q.Uncounted = true, true, inbox.Apart, mostNotices, true
		if own.Party == "" {
			q.Assignee = own.User
		}
		list, _, err := p.env.Cases.Cases(ctx, own, kernel.ViewDetail, q)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if q.Yours { // what is owed has a day of its own
				out = append(out, x.owedDate(c, today)...)
				continue
			}
			for _, s := range x.v.Limits(c) {
				if s.Light.Kind != ui.LimitClosed && !s.Left.Due.Date.Before(today) {
					out = append(out, dateRow{c: c, what: x.v.LimitText(c.Flow, s.Limit), at: s.Left.Due.Date.String()})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b dateRow) int { return strings.Compare(a.at, b.at) })
	return out[:min(len(out), mostNotices)], nil
}

// own is the row of a case.
func (x view) own(c kernel.Case) ui.OwnCase {
	v := x.v
	o := ui.OwnCase{Title: strings.TrimSuffix(v.TitleText(c), "　"+v.Party.Name), Href: v.Env.CaseURL(c), No: c.No, Fact: v.FlowText(c.Flow), Yours: x.isYours(c), State: v.StateOf(c), Limit: v.Nearest(c), Note: v.WhoseText(c), Move: v.StateText(c), Do: v.L.T("web.my.see")}
	if x.deps.Step != nil {
		o.Step, o.Of = x.deps.Step(v, c)
	}
	if o.Of == 0 {
		o.Step, o.Of = stepOf(v.Env.Desk.Flows[c.Flow], c)
	}
	if o.Yours && x.owes(c) { // beside the work of the office
		o.Move, o.Do, o.State = v.L.T("web.my.supply", "list", v.OwedNames(c)), v.L.T("web.my.act"), ui.You
	} else if o.Yours && x.inside(c) {
		o.Yours, o.Move, o.Note, o.State = false, v.L.T("web.my.inside"), "", ui.Hold
	} else if o.Yours {
		o.Move, o.Do, o.Note, o.State = x.next(c), v.L.T("web.my.act"), "", ui.You
	}
	if o.Limit.Till != "" && o.Limit.Kind != ui.LimitClosed {
		o.Till = v.L.T("web.my.until", "day", o.Limit.Till)
	}
	if o.Yours && x.deps.Owed != nil {
		if by := x.deps.Owed(c); !by.IsZero() { // the applicant's own day, not the office's clock
			o.Limit, o.Till = ui.Limit{}, v.L.T("web.my.until", "day", v.L.Date(by.At(0)))
		}
	}
	return o
}

// inside reports whether a move of the case waits for a word inside one's party.
func (x view) inside(c kernel.Case) bool {
	return slices.ContainsFunc(x.approvals, func(w desk.Pending) bool { return w.Command != nil && w.Command.Case == c.ID })
}

// isYours reports whether the next move is that of whose cases are shown.
func (x view) isYours(c kernel.Case) bool {
	if yours, ok := x.mine[c.ID]; ok {
		return yours
	}
	turn := x.v.Env.TurnOf(c)
	if !c.Closed.IsZero() { // closed, and something is asked still: a promise to make good
		roles, _ := kernel.RolesOf(x.client, c)
		return turn == kernel.RoleOwner && slices.Contains(roles, turn)
	}
	return kernel.Yours(x.client, c, turn) || x.owes(c)
}

// next names what the visitor can do now, else the state.
func (x view) next(c kernel.Case) string {
	f := x.v.Env.Desk.Flows[c.Flow]
	if f == nil {
		return x.v.StateText(c)
	}
	turn := x.v.Env.TurnOf(c)
	if c.Hold != nil && c.Hold.Kind == kernel.HoldCorrection {
		return x.v.L.T("web.my.correct")
	}
	var waits []string
	if x.deps.Waits != nil {
		waits = x.deps.Waits(c)
	}
	offered := f.Offered(x.client, c)
	if x.deps.Main != nil {
		main := x.deps.Main(c)
		if slices.ContainsFunc(offered, func(o kernel.Move) bool { return o.Name == main && slices.Contains(o.By, turn) }) {
			return x.v.MoveText(c.Flow, main)
		}
	}
	for _, m := range f.Moves {
		if m.Hidden || m.Anytime || !slices.Contains(m.By, turn) || !slices.Contains(m.From, c.State) || x.deps.Idle != nil && x.deps.Idle(x.client, c, m.Name) {
			continue
		}
		if len(waits) > 0 && !slices.Contains(waits, m.Name) {
			continue
		}
		// the first is the way on: who may not go it is not sent on a later one,
		// which may well be to give up
		if slices.ContainsFunc(offered, func(o kernel.Move) bool { return o.Name == m.Name }) {
			return x.v.MoveText(c.Flow, m.Name)
		}
		break
	}
	return x.v.StateText(c)
}

// stepOf says where a case stands among the steps that its table draws; a
// table that draws none counts its states on the way to the end.
func stepOf(f *kernel.Flow, c kernel.Case) (n, of int) {
	if f == nil {
		return 0, 0
	}
	var steps []string
	now := ""
	for _, s := range f.States {
		step := s.Step
		if step == "" && (!s.Terminal || s.Name == c.State) {
			step = string(s.Name)
		}
		if s.Name == c.State {
			now = step
		}
		if step != "" && !slices.Contains(steps, step) && (s.Step != "" || !draws(f)) {
			steps = append(steps, step)
		}
	}
	return slices.Index(steps, now) + 1, len(steps)
}

// draws reports whether the table names steps of a chain.
func draws(f *kernel.Flow) bool {
	return slices.ContainsFunc(f.States, func(s kernel.StateDef) bool { return s.Step != "" })
}
