package caseview

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"quanlian/kernel"
	"quanlian/web/inbox"
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
	Why      string // what the program saw, or who took its tick back
	// Back: the tick is the program's and may be taken back, with a reason.
	Back bool
}

// DeskFile is an attachment that can be looked at beside the form.
type DeskFile struct {
	ID, Name, Media, Hash, Fact string // Fact begins with the name of the file
	Shut                        string // why nobody opens it; "" when it may be opened
	Said                        string // what to know before opening it
}

// deskView is the desk page.
type deskView struct {
	view
	desk    Desk
	clock   ui.Clock
	limits  []limitLine
	at, two *DeskFile // the attachment shown, and a second one beside it
	before  string    // address of the neighbours in the list
	next    string
	list    string // address of the list, and the end that remembers it
	tail    string
	ticked  int
	handler string
	tick    bool // lines may be ticked, and ticks taken back, as the case stands
	keys    []ui.KeyHint
	late    string // why that may come too late for us
	awaits  string // what the applicant has yet to bring, or which other city has the case
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
	y := deskView{view: x, desk: d, awaits: v.AwaitsText(c), late: v.OwedLate(c), clock: clock(v, c), limits: limits(v, c), at: pick(d.Files, r.URL.Query().Get("file"), 0), two: pick(d.Files, r.URL.Query().Get("beside"), -1)}
	f, _ := inbox.Remembered(v, r.URL.Query().Get(inbox.Param))
	y.list, y.tail = f.With("", ""), listOf(r)
	for _, k := range d.Checks {
		if k.Ticked != "" {
			y.ticked++
		}
	}
	if y.handler, err = handler(r.Context(), v, c); err != nil {
		return true, err
	}
	if y.before, y.next, err = p.neighbours(r, v, c); err != nil {
		return true, err
	}
	check := func(f moveForm) bool { return f.Name == "check" && len(d.Checks) > 0 } // it stands in the checklist
	y.tick = slices.ContainsFunc(y.Moves, check)
	y.Moves = slices.DeleteFunc(y.Moves, check)
	for i := range y.Moves {
		y.Moves[i].ThenNext = true
	}
	l := v.L
	if len(y.Moves) > 0 {
		y.keys = []ui.KeyHint{{Keys: []string{"E"}, Text: l.T("web.desk.key_main")}, {Keys: []string{"B"}, Text: l.T("web.desk.key_notify")}, {Keys: []string{"R"}, Text: l.T("web.desk.key_reassign")}}
	}
	y.keys = append(y.keys, []ui.KeyHint{
		{Keys: []string{"J", "K"}, Text: l.T("web.desk.key_next")}, {Keys: []string{"V"}, Text: l.T("web.desk.key_compare")}, {Keys: []string{"Ctrl", "Enter"}, Text: l.T("web.desk.key_then_next")}, {Keys: []string{"U"}, Text: l.T("web.desk.key_list")}, {Keys: []string{"?"}, Text: l.T("web.keys.all")}}...)
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

// neighbours are the cases before and after this one in the list from which it
// was opened, else among those whose turn is the visitor's.
func (p pages) neighbours(r *http.Request, v *site.Visit, c kernel.Case) (before, next string, err error) {
	f, from := inbox.Remembered(v, r.URL.Query().Get(inbox.Param))
	link := func(k *kernel.Case) string {
		switch {
		case k == nil:
			return ""
		case from:
			return f.Case(v.Env.CaseURL(*k))
		}
		return v.Env.CaseURL(*k)
	}
	one, two, err := v.Env.Cases.Beside(r.Context(), v.Actor, kernel.ViewDetail, f.Query(v), c.ID)
	return link(one), link(two), err
}

// listOf is the list that a page of the case remembers, as the end of an address.
func listOf(r *http.Request) string {
	if list := r.URL.Query().Get(inbox.Param); list != "" {
		return "?" + url.Values{inbox.Param: {list}}.Encode()
	}
	return ""
}

// after is where a move leads: to the case again, or on to the next of the list.
func (p pages) after(r *http.Request, v *site.Visit, c kernel.Case) (string, error) {
	if r.FormValue("_then") != "next" {
		return v.Env.CaseURL(c) + listOf(r), nil
	}
	_, next, err := p.neighbours(r, v, c)
	if err != nil || next != "" {
		return next, err
	}
	f, _ := inbox.Remembered(v, r.URL.Query().Get(inbox.Param))
	return f.With("", ""), nil
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
		return x.fileURL(*x.at)
	}
	for i, f := range x.desk.Files {
		if x.at != nil && f.ID == x.at.ID {
			return x.fileURL(f) + "&beside=" + x.desk.Files[(i+1)%len(x.desk.Files)].ID
		}
	}
	return x.Base
}

// fileURL shows an attachment; the list is remembered.
func (x deskView) fileURL(f DeskFile) string {
	out := x.Base + "?file=" + f.ID
	if x.tail != "" {
		out += "&" + x.tail[1:]
	}
	return out
}

func (x deskView) counted() string {
	return x.L.T("web.desk.checked", "n", strconv.Itoa(x.ticked), "of", strconv.Itoa(len(x.desk.Checks)))
}

func (f DeskFile) picture() bool { return f.Media == "image/png" || f.Media == "image/jpeg" }

func (f DeskFile) shown() bool { return f.picture() || f.Media == "application/pdf" }
