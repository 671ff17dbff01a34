package my

import (
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// stopView is one filing in the party's name (名义提醒), with what its administrator
// can do when nobody of theirs arranged it.
type stopView struct {
	v      *site.Visit
	c      kernel.Case
	events []ui.Event
	end    string // the move that ends it, or asks for that; "" where none does any more
	heard  bool   // somebody can be told
	waits  string // where the end that was asked for waits inside the organisation
	more   ui.Link
	note   string
	err    error
}

// Unit: acts. Source: our choice: the last are what one was told of.
const mostInName = 10

func stopURL(no string) string { return "/my/in-name/" + no }

func (p pages) inNamePage(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawStop(w, r, v, http.StatusOK, nil)
}

// filed is the case of the address, for who keeps the party.
func (p pages) filed(r *http.Request, v *site.Visit) (stopView, error) {
	if v.Actor.Party == "" || v.Actor.Mandate != "" || !v.Actor.Has(kernel.RightAdmin) {
		return stopView{}, errs.New(errs.Forbidden, "web.org.not_inside", nil)
	}
	no := r.PathValue("no")
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, no, kernel.ViewSummary) // what was sent may be a card to its sender
	if err == nil && !kernel.TakesPart(v.Actor, c) {
		err = errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": no})
	}
	if err != nil {
		return stopView{}, err
	}
	if err := v.LearnUnits(r.Context()); err != nil {
		return stopView{}, err
	}
	x := stopView{v: v, c: c, note: r.PostFormValue("reason")}
	x.heard = slices.ContainsFunc(c.Access, func(a kernel.Access) bool {
		return a.Relation != kernel.RelPublic && !slices.Contains(v.Actor.Subjects(), a.Subject)
	})
	if f := v.Env.Desk.Flows[c.Flow]; f != nil {
		for _, m := range f.Offered(v.Actor, c) {
			if _, plain := m.NewInput().(*kernel.ReasonInput); plain && (m.Name == kernel.MoveWithdraw || m.Name == "ask_withdrawal") && !f.Idle(v.Actor, c, m.Name) {
				x.end = m.Name
			}
		}
	}
	list, err := v.Env.Cases.Approvals(r.Context(), v.Actor.Party)
	for _, w := range list {
		if w.Command != nil && w.Command.Case == c.ID && w.Command.Move == x.end {
			x.end, x.waits = "", "/my/approvals/"+w.ID
		}
	}
	return x, err
}

func (p pages) drawStop(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	x, err := p.filed(r, v)
	if err != nil {
		return err
	}
	x.err = fault
	list, err := v.Env.Cases.History(r.Context(), x.c.ID)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(list) {
		if e.Actor.Party != v.Actor.Party || len(x.events) == mostInName {
			continue
		}
		n := ui.Event{Time: v.L.Moment(e.At, v.Env.Now()), Who: v.WhoText(e), What: v.MoveText(x.c.Flow, e.Act), Kind: ui.ByReader}
		switch {
		case e.Actor.Mandate != "":
			n.Note, x.more = v.L.T("web.my.stop.mandate"), ui.Link{Text: v.L.T("web.my.stop.to_mandates"), Href: "/account/mandates"}
		case e.Actor.User != v.Actor.User && x.more.Href == "":
			x.more = ui.Link{Text: v.L.T("web.my.stop.to_members"), Href: "/org"}
		}
		x.events = append(x.events, n)
	}
	f := v.Frame(r, v.L.T("web.my.stop.title"), "my")
	f.Narrow = true
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.my"), Href: "/my"}, {Text: v.L.T("web.my.stop.title")}}
	return v.ShowStatus(w, r, status, f, stopPage(x))
}

// stop ends the filing, or tells who handles it that the party did not arrange it.
func (p pages) stop(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := p.filed(r, v)
	if err != nil {
		return err
	}
	done := ""
	reason := strings.TrimSpace(r.PostFormValue("reason"))
	switch {
	case len([]rune(reason)) < 2:
		err = errs.At("reason", "kernel.reason_needed", nil)
	case r.PostFormValue("do") == "end" && x.end != "":
		receipt, e := v.Act(r, x.c, x.end, kernel.ReasonInput{Reason: reason})
		err, done = e, v.L.T("web.my.stop.done_"+x.move(), "no", x.c.No, "who", x.office())
		if receipt.Pending != "" {
			done = v.L.T("web.case.waits_inside")
		}
	case r.PostFormValue("do") == "tell" && x.heard:
		msg := kernel.PostMessage{ID: v.Env.NewID(), Case: x.c.ID, From: v.Actor.User, Party: v.Actor.Party, Level: kernel.ViewSecret,
			Text: v.L.T("web.my.stop.message", "party", v.Party.Name, "reason", reason)}
		err, done = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), msg), v.L.T("web.my.stop.done_tell", "who", x.office())
	default: // it has gone on meanwhile
		return v.Go(w, r, stopURL(x.c.No), v.L.T("web.my.stop.moved"))
	}
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, stopURL(x.c.No), done)
	case errs.Conflict, errs.Invalid, errs.TooEarly:
		return p.drawStop(w, r, v, httpx.Status(err), err)
	}
	return err
}

// office names who handles the case; the other side where no office does.
func (x stopView) office() string {
	if x.c.Unit == "" {
		return x.v.L.T("web.my.stop.other_side")
	}
	return x.v.UnitText(x.c.Unit)
}

// move is the name of the move that ends it, as it stands in language keys.
func (x stopView) move() string { return strings.TrimPrefix(x.end, "std.") }

// what says what can be done.
func (x stopView) what() string {
	switch {
	case !x.c.Closed.IsZero():
		return x.v.L.T("web.my.stop.what.closed", "who", x.office())
	case x.waits != "":
		return x.v.L.T("web.my.stop.what.waits", "who", x.office())
	case x.end == "":
		return x.v.L.T("web.my.stop.what.none", "who", x.office())
	}
	return x.v.L.T("web.my.stop.what."+x.move(), "who", x.office())
}

func (x stopView) facts() []ui.Pair {
	l := x.v.L
	return []ui.Pair{
		{Key: l.T("web.col.no"), Part: caseLink(x.c.No, x.v.Env.CaseURL(x.c))}, {Key: l.T("web.col.title"), Text: x.v.TitleText(x.c)},
		{Key: l.T("web.my.stop.with"), Text: x.office()}, {Key: l.T("web.col.state"), Text: x.v.StateText(x.c)},
	}
}
