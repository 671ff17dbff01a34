package caseview

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/moveform"
	"quanlian/web/site"
)

// warnings are moves that take something back: outlined, never filled.
var warnings = []string{"decline", "terminate", "dispute", "ask_end", "refuse_end", "suspend", "back_to_talks", "refuse", "drop_broker", "withdraw_pairing", "send_back", "take_off", "revoke", "drop", "withdraw_seal", "withdraw_notice_seal", "ask_withdrawal", kernel.MoveWithdraw, kernel.MoveSuspend, "ask_suspension", kernel.MoveReturn}

// moves draws the moves that the reader may try, the reader's turn first.
func (p pages) moves(ctx context.Context, v *site.Visit, m Matter, c kernel.Case, turn kernel.Role, back redo) ([]moveForm, error) {
	f := v.Env.Desk.Flows[c.Flow]
	if f == nil || !v.LoggedIn() {
		return nil, nil
	}
	var out []moveForm
	for _, mv := range f.Offered(v.Actor, c) {
		if slices.Contains(m.Skip, mv.Name) || f.Idle(v.Actor, c, mv.Name) || m.Idle != nil && m.Idle(ctx, v, c, mv.Name) {
			continue
		}
		spec, err := Spec(ctx, v, m, c, mv)
		if err != nil {
			return nil, err
		}
		x := moveForm{Name: mv.Name, Title: v.MoveText(c.Flow, mv.Name), Key: v.Key(), Version: strconv.FormatInt(c.Version, 10),
			Warn: slices.Contains(warnings, mv.Name)}
		if back.move == mv.Name {
			spec.RowsOf = back.rows // the list that one more row was asked for
			spec.Values, spec.Faults = back.typed, faultsOf(v, back.err).In(spec.Of)
			x.Faults, x.Open = spec.Faults.Summary(nil), true
		} else if len(spec.Controls(mv.NewInput())) > 0 {
			restore(ctx, v, c, &spec, &x)
		}
		x.Hint = hint(ctx, v, m, c, mv.Name)
		if m.Buttons != nil {
			x.Buttons = m.Buttons(ctx, v, c, mv.Name)
		}
		x.Primary = slices.Contains(mv.By, turn) && !x.Warn && !strings.HasPrefix(mv.Name, "std.")
		if m.Main != nil {
			x.Primary = mv.Name == m.Main(c)
		}
		if m.Waits != nil {
			x.Primary = slices.Contains(m.Waits(c), mv.Name)
		}
		x.Primary = x.Primary || mv.Name == kernel.MoveSignOff // it is offered to who is asked alone
		if m.Parts != nil {
			spec.Parts = m.Parts(v, mv.Name, spec.Values)
		}
		x.Controls = spec.Controls(mv.NewInput())
		out = append(out, x)
	}
	var waits []string
	if m.Waits != nil {
		waits = m.Waits(c)
	}
	slices.SortStableFunc(out, func(a, b moveForm) int {
		if d := rank(a) - rank(b); d != 0 || !a.Primary {
			return d
		}
		return slices.Index(waits, a.Name) - slices.Index(waits, b.Name) // the first way on first
	})
	return out, nil
}

// Button sends a move's form with a field set, "" for none.
type Button struct {
	Text, Field, Value string
	Warn               bool // it takes something away
	Main               bool // the usual answer
}

// heads reports whether the reader heads the office whose clerk has the turn, and
// may do what the case waits for: it is then the head's as well.
func heads(turn kernel.Role, roles []kernel.Role, moves []moveForm) bool {
	return turn == kernel.RoleClerk && slices.Contains(roles, kernel.RoleHead) && slices.ContainsFunc(moves, func(m moveForm) bool { return m.Primary })
}

// hint is the line over a move's form.
func hint(ctx context.Context, v *site.Visit, m Matter, c kernel.Case, move string) string {
	lead := words.Lead(v.L, c.Flow, move)
	if m.Hint == nil {
		return lead
	}
	more := m.Hint(ctx, v, c, move)
	if lead == "" || more == "" {
		return lead + more
	}
	return v.L.T("web.case.hint_and", "lead", lead, "more", more)
}

// choices are those of one move's form.
func choices(m Matter, move string) moveform.Choices {
	if m.Choices == nil {
		return nil
	}
	return func(path string) []string { return m.Choices(move, path) }
}

// restore fills the form with what its reader had typed before.
func restore(ctx context.Context, v *site.Visit, c kernel.Case, spec *moveform.Spec, x *moveForm) {
	subject := site.DraftSubject(c, x.Name)
	x.Autosave = site.DraftURL(subject)
	typed, at := v.Draft(ctx, subject)
	if len(typed) == 0 {
		return
	}
	values := maps.Clone(spec.Values)
	if values == nil {
		values = map[string]string{}
	}
	maps.Copy(values, typed)
	spec.Values, x.Open, x.Draft = values, true, v.L.T("web.draft.restored", "at", v.L.Moment(at, v.Env.Now()))
	if came := v.CameText(ctx, subject); came != "" {
		x.Draft = came
	}
	if v.Hands() {
		x.Hand = site.HandURL(subject)
	}
}

func rank(m moveForm) int {
	switch {
	case m.Primary:
		return 0
	case strings.HasPrefix(m.Name, "std."):
		return 2
	}
	return 1
}

func (p pages) move(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSummary)
	if err != nil {
		return err
	}
	f := v.Env.Desk.Flows[c.Flow]
	if f == nil {
		return errs.New(errs.NotFound, "kernel.no_such_flow", errs.Args{"flow": c.Flow})
	}
	mv, ok := f.Find(r.PathValue("move"))
	if !ok {
		return errs.New(errs.NotFound, "kernel.no_such_move", errs.Args{"move": r.PathValue("move")})
	}
	if list := r.PostForm.Get(moveform.MoreField); list != "" {
		return p.draw(w, r, v, c, http.StatusOK, redo{move: mv.Name, typed: moveform.Typed(r.PostForm), rows: map[string]int{list: moveform.Shown(r.PostForm, list) + 1}})
	}
	input := mv.NewInput()
	again, err := p.takeFiles(r, v, c, mv.Name)
	if again {
		return p.draw(w, r, v, c, http.StatusOK, redo{move: mv.Name, typed: moveform.Typed(r.PostForm)})
	}
	if err == nil {
		err = moveform.Read(r.Form, input, moveform.On(input, calendar.DateOf(v.Env.Now())))
	}
	if err == nil {
		to, e := p.after(r, v, c) // the act may take the case off the list
		if e != nil {
			return e
		}
		receipt, e := v.Act(r, c, mv.Name, input)
		if e == nil {
			v.DropDraft(r, site.DraftSubject(c, mv.Name))
			note := v.L.T("web.case.done", "act", v.MoveText(c.Flow, mv.Name))
			if receipt.Pending != "" {
				note = v.L.T("web.case.waits_inside")
			}
			if r.FormValue("_then") != "" {
				note = c.No + "　" + note
			}
			return v.Go(w, r, to, note)
		}
		err = e
	}
	if !fault(err) {
		return err
	}
	back := redo{move: mv.Name, typed: moveform.Typed(r.PostForm), err: err}
	if errs.Is(err, "kernel.stale") {
		back.since, _ = strconv.ParseInt(r.FormValue(site.VersionField), 10, 64)
	}
	return p.draw(w, r, v, c, httpx.Status(err), back)
}

// takeFiles puts the files of a form away before it is read; again asks for the
// form once more, as one of them was taken back.
func (p pages) takeFiles(r *http.Request, v *site.Visit, c kernel.Case, move string) (again bool, err error) {
	u, ok := p.matters[c.Flow].Files[move]
	if !ok {
		return false, nil
	}
	if id := r.PostForm.Get(moveform.RemoveFile); id != "" {
		moveform.DropFile(r, u.Path, id)
		return true, nil
	}
	return false, moveform.TakeFiles(r, u.Path, func() (moveform.Taken, error) {
		paper, err := v.Upload(r, u.Path, u.Kind, u.Kinds, u.Most)
		return moveform.Taken{ID: paper.ID, Name: paper.Name}, err
	})
}

func (p pages) message(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret)
	if err != nil {
		return err
	}
	text := strings.TrimSpace(r.FormValue("text"))
	if text != "" {
		msg := kernel.PostMessage{ID: v.Env.NewID(), Case: c.ID, From: v.Actor.User, Party: v.Actor.Party, Text: text, Level: kernel.ViewSecret}
		if err := v.Env.Desk.Do(r.Context(), v.Actor, r.FormValue(site.KeyField), msg); err != nil {
			return err
		}
	}
	v.DropDraft(r, site.DraftSubject(c, messageForm))
	return v.Go(w, r, v.Env.CaseURL(c)+"#messages", "")
}

// messageForm names what is typed of a message before it is sent.
const messageForm = "message"

// writing is a message that is being typed: what was kept of it, with a sentence
// about it, and where it is kept.
type writing struct{ Text, Draft, Autosave string }

func written(ctx context.Context, v *site.Visit, c kernel.Case) writing {
	if !v.LoggedIn() {
		return writing{}
	}
	subject := site.DraftSubject(c, messageForm)
	x := writing{Autosave: site.DraftURL(subject)}
	if typed, at := v.Draft(ctx, subject); typed["text"] != "" {
		x.Text, x.Draft = typed["text"], v.L.T("web.draft.restored", "at", v.L.Moment(at, v.Env.Now()))
	}
	return x
}
