package kernel

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"quanlian/base/errs"
)

// SavedView is a filter of the inbox under a name of one's own: an address, to
// be opened again. With a unit it is shared with that office by its head.
type SavedView struct {
	ID    string    `json:"id"`
	User  UserID    `json:"user"`
	Unit  UnitID    `json:"unit,omitempty"`
	Name  string    `json:"name"`
	Query string    `json:"query"` // as it stands in the address
	Made  time.Time `json:"made,omitzero"`
	// Usual: the inbox of who asks opens with it.
	Usual bool `json:"usual,omitempty"`
}

// ViewsOf asks for the views of a user, those shared with it left out.
type ViewsOf struct{ User UserID }

// Answer binds the query to its answer.
func (ViewsOf) Answer([]SavedView) {}

// PutView keeps a view: a new one, or one of one's own under another name,
// another filter, shared or not.
type PutView struct {
	View SavedView `json:"view"`
}

// DropView forgets one of one's own views.
type DropView struct {
	ID   string `json:"id"`
	User UserID `json:"user"`
}

// UsualView chooses the view with which one's inbox opens; "" for none.
type UsualView struct {
	ID   string `json:"id"`
	User UserID `json:"user"`
}

// Write names, as they stand in the journal.
func (PutView) Write() string   { return "view.put" }
func (DropView) Write() string  { return "view.drop" }
func (UsualView) Write() string { return "view.usual" }

// OwnedBy: views are one's own.
func (w PutView) OwnedBy(a Actor) bool   { return a.User != "" && w.View.User == a.User }
func (w DropView) OwnedBy(a Actor) bool  { return a.User != "" && w.User == a.User }
func (w UsualView) OwnedBy(a Actor) bool { return a.User != "" && w.User == a.User }

// Unit: characters, views, bytes. Source: our choice: a name that fits on a
// button, as many as one looks through.
const (
	longestViewName  = 30
	mostViews        = 20
	longestViewQuery = 1000
)

// Guard looks at the name, at how many there are, and whether who shares it heads
// the office.
func (w PutView) Guard(v View, a Actor, _ time.Time) error {
	name := strings.TrimSpace(w.View.Name)
	list, err := Load(v, ViewsOf{User: a.User})
	if err != nil {
		return err
	}
	mine := slices.ContainsFunc(list, func(o SavedView) bool { return o.ID == w.View.ID })
	switch {
	case name == "":
		return errs.At("name", "kernel.view.no_name", nil)
	case utf8.RuneCountInString(name) > longestViewName:
		return errs.At("name", "kernel.view.name_long", errs.Args{"most": longestViewName})
	case slices.ContainsFunc(list, func(o SavedView) bool { return o.ID != w.View.ID && o.Name == name }):
		return errs.At("name", "kernel.view.name_taken", errs.Args{"name": name})
	case !mine && len(list) >= mostViews:
		return errs.New(errs.Conflict, "kernel.view.too_many", errs.Args{"most": mostViews})
	case len(w.View.Query) > longestViewQuery:
		return errs.New(errs.Invalid, "kernel.view.query_long", nil)
	case w.View.Unit != "" && !slices.ContainsFunc(a.Posts, func(p Post) bool { return p.Unit == w.View.Unit && p.Role == RoleHead && p.DeputyFor == "" }):
		return errs.New(errs.Forbidden, "kernel.view.not_head", nil)
	}
	return nil
}
