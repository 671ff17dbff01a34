package caseview

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Desk is what a matter shows its staff in the three panes of the desk: what
// was filled in, the checklist, and the attachments. It is drawn for who holds
// an office in the case; everybody else sees the general page.
type Desk struct {
	Title    string
	Contents ui.Table
	Checks   []CheckLine
	Files    []DeskFile
}

// CheckLine is a line of the checklist: who ticked it, or the box to tick it.
type CheckLine struct {
	ID, Text string
	Ticked   string // who and when; "" while nobody has
}

// DeskFile is an attachment that can be looked at beside the form.
type DeskFile struct {
	ID, Name, Media, Hash, Fact string
}

// deskView is the desk page.
type deskView struct {
	view
	desk    Desk
	clock   ui.Clock
	limits  []limitLine
	at, two *DeskFile // the attachment shown, and a second one beside it
	before  string    // address of the neighbours in the inbox
	next    string
	ticked  int
	keys    []ui.KeyHint
}

// desk draws the staff page; ok is false when the visitor has none here.
func (p pages) desk(w http.ResponseWriter, r *http.Request, v *site.Visit, m Matter, c kernel.Case, status int, x view) (bool, error) {
	if m.Desk == nil || !HoldsOffice(v.Actor, c) {
		return false, nil
	}
	d, err := m.Desk(r.Context(), v, c)
	if err != nil {
		return true, err
	}
	y := deskView{view: x, desk: d, clock: clock(v, c), limits: limits(v, c), at: pick(d.Files, r.URL.Query().Get("file"), 0), two: pick(d.Files, r.URL.Query().Get("beside"), -1)}
	for _, k := range d.Checks {
		if k.Ticked != "" {
			y.ticked++
		}
	}
	if y.before, y.next, err = p.neighbours(r.Context(), v, c); err != nil {
		return true, err
	}
	y.Moves = slices.DeleteFunc(y.Moves, func(f moveForm) bool { return f.Name == "check" && len(d.Checks) > 0 })
	l := v.L
	y.keys = []ui.KeyHint{{Keys: []string{"E"}, Text: l.T("web.desk.key_main")}, {Keys: []string{"B"}, Text: l.T("web.desk.key_notify")}, {Keys: []string{"R"}, Text: l.T("web.desk.key_reassign")},
		{Keys: []string{"J", "K"}, Text: l.T("web.desk.key_next")}, {Keys: []string{"V"}, Text: l.T("web.desk.key_compare")}}
	return true, v.ShowStatus(w, r, status, v.Workbench(r, c.No, "inbox"), deskBody(y))
}

// HoldsOffice reports whether the visitor handles the case by a post.
func HoldsOffice(a kernel.Actor, c kernel.Case) bool {
	roles, _ := kernel.RolesOf(a, c)
	return slices.ContainsFunc(a.Posts, func(p kernel.Post) bool { return slices.Contains(roles, p.Role) })
}

func pick(files []DeskFile, id string, usual int) *DeskFile {
	if i := slices.IndexFunc(files, func(f DeskFile) bool { return f.ID == id }); i >= 0 {
		return &files[i]
	}
	if usual >= 0 && usual < len(files) {
		return &files[usual]
	}
	return nil
}

// Unit: cases. Source: our own bound: who has more has the inbox for it.
const neighbourhood = 200

// neighbours are the cases before and after this one among those whose turn is
// the visitor's, in the order of the inbox.
func (p pages) neighbours(ctx context.Context, v *site.Visit, c kernel.Case) (before, next string, err error) {
	var roles []kernel.Role
	for _, post := range v.Actor.Posts {
		roles = append(roles, post.Role)
	}
	list, _, err := v.Env.Cases.Cases(ctx, v.Actor, kernel.ViewDetail, kernel.CaseQuery{Open: true, Turn: roles, Limit: neighbourhood})
	if err != nil {
		return "", "", err
	}
	i := slices.IndexFunc(list, func(k kernel.Case) bool { return k.ID == c.ID })
	if i > 0 {
		before = v.Env.CaseURL(list[i-1])
	}
	if i+1 < len(list) {
		next = v.Env.CaseURL(list[i+1])
	}
	return before, next, nil
}

// clock draws the nearest limit: what ran, what stood still, what is left.
func clock(v *site.Visit, c kernel.Case) ui.Clock {
	all := v.Limits(c)
	if len(all) == 0 {
		return ui.Clock{}
	}
	s := all[0]
	used, left, held := float64(s.Left.Elapsed), float64(max(0, s.Left.Days)), float64(s.Left.Due.Paused)
	whole := used + left + held
	out := ui.Clock{From: v.L.MonthDay(s.Limit.From), To: s.Left.Due.Date.String(), Sentence: v.LimitText(c.Flow, s.Limit) + "　" + s.Light.Till}
	if whole > 0 {
		out.Parts = []ui.ClockPart{{Share: 100 * used / whole}, {Share: 100 * held / whole, Held: true}}
	}
	out.Moved = v.MovedText(s.Left.Due.Moved)
	for _, k := range c.Pauses {
		text := v.L.MonthDay(k.From)
		if !k.To.IsZero() {
			text += "—" + v.L.MonthDay(k.To)
		}
		out.Pauses = append(out.Pauses, text+"　"+v.L.T("web.desk.pause", "why", v.PauseText(c, k)))
	}
	return out
}

// keyOf is the key of a move's button.
func (m moveForm) keyOf(first bool) string {
	switch {
	case first:
		return "e"
	case m.Name == "notify_once":
		return "b"
	case m.Name == kernel.MoveReassign:
		return "r"
	}
	return ""
}

// beside is the address that shows the next attachment as the second one.
func (x deskView) beside() string {
	if x.two != nil {
		return x.Base + "?file=" + x.at.ID
	}
	for i, f := range x.desk.Files {
		if x.at != nil && f.ID == x.at.ID {
			return x.Base + "?file=" + f.ID + "&beside=" + x.desk.Files[(i+1)%len(x.desk.Files)].ID
		}
	}
	return x.Base
}

func (x deskView) counted() string {
	return x.L.T("web.desk.checked", "n", strconv.Itoa(x.ticked), "of", strconv.Itoa(len(x.desk.Checks)))
}

func (f DeskFile) picture() bool { return f.Media == "image/png" || f.Media == "image/jpeg" }

func (f DeskFile) shown() bool { return f.picture() || f.Media == "application/pdf" }
