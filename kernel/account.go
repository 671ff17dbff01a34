package kernel

import (
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
)

// UserFacts is what stands of a log-in.
type UserFacts struct {
	ID     UserID `json:"id"`
	Login  string `json:"login"`
	Name   string `json:"name"`
	Closed bool   `json:"closed"`
	Fresh  bool   `json:"fresh"` // no password was ever set
	// Vouched: an identity of an outside provider opens it.
	Vouched bool      `json:"vouched,omitempty"`
	Made    time.Time `json:"made"`
}

// UserByID asks for a log-in; the zero value when there is none.
type UserByID struct{ ID UserID }

// Answer binds the query to its answer.
func (UserByID) Answer(UserFacts) {}

// UserByLogin asks for a log-in by its name; the zero value when there is none.
type UserByLogin struct{ Login string }

// Answer binds the query to its answer.
func (UserByLogin) Answer(UserFacts) {}

// LogIn is one session of a user, as shown to that user.
type LogIn struct {
	ID      string    `json:"id"`
	User    UserID    `json:"user"`
	Made    time.Time `json:"made"`
	Seen    time.Time `json:"seen"`
	Address string    `json:"address"` // masked
	Agent   string    `json:"agent"`   // what the browser says it is
	Ended   time.Time `json:"ended,omitzero"`
}

// AddUser makes a log-in without a password: its person sets one by a link that
// opens once. Party is the organisation whose administrator makes it for a
// member to come; "" for the city's administrator.
type AddUser struct {
	ID    UserID  `json:"id"`
	Login string  `json:"login"`
	Name  string  `json:"name"`
	Party PartyID `json:"party,omitempty"`
}

// OwnedBy reports whether the actor makes it for its own organisation.
func (w AddUser) OwnedBy(a Actor) bool {
	return w.Party != "" && w.Party == a.Party && a.Mandate == "" && a.Has(RightAdmin)
}

// Unit: characters. Source: our choice; a log-in is typed by people.
const (
	leastLogin = 2
	mostLogin  = 60
)

// Guard looks at the name and whether somebody has it.
func (w AddUser) Guard(v View, _ Actor, _ time.Time) error {
	var bad errs.List
	if n := len([]rune(w.Login)); n < leastLogin || n > mostLogin || strings.ContainsFunc(w.Login, func(r rune) bool { return r <= ' ' }) {
		bad.Add(errs.At("login", "kernel.user.bad_login", errs.Args{"least": leastLogin, "most": mostLogin}))
	}
	if strings.TrimSpace(w.Name) == "" {
		bad.Add(errs.At("name", "kernel.user.no_name", nil))
	}
	had, err := Load(v, UserByLogin{Login: w.Login})
	if err != nil {
		return err
	}
	if had.ID != "" {
		bad.Add(errs.At("login", "kernel.user.login_taken", errs.Args{"login": w.Login}))
	}
	return bad.Err()
}

// CloseUser closes a log-in or opens it again. Its sessions end with it.
type CloseUser struct {
	User   UserID `json:"user"`
	Closed bool   `json:"closed"`
}

// Guard keeps administrators from closing themselves out.
func (w CloseUser) Guard(v View, a Actor, _ time.Time) error {
	if w.User == a.User {
		return errs.New(errs.Conflict, "kernel.user.close_oneself", nil)
	}
	return known(v, w.User)
}

// SetPassword sets one's own password. Hash is the encoded argon2id hash, never
// a password. All other sessions of the user end.
type SetPassword struct {
	User UserID `json:"user"`
	Hash string `json:"-"`
	Keep string `json:"-"` // the session that stays
}

// OwnedBy reports whether the actor is the user.
func (w SetPassword) OwnedBy(a Actor) bool { return w.User == a.User }

// EndLogIns ends the sessions of a user, all but the one to keep.
type EndLogIns struct {
	User UserID `json:"user"`
	Keep string `json:"-"`
	Only string `json:"-"` // end this one alone
}

// OwnedBy reports whether the actor is the user.
func (w EndLogIns) OwnedBy(a Actor) bool { return w.User == a.User }

// IssueLink makes a link with which a person sets a password, once. Hash is
// that of the secret in the link; the secret is kept nowhere. Older links of
// the user open nothing any more.
type IssueLink struct {
	User  UserID    `json:"user"`
	Hash  string    `json:"-"`
	Until time.Time `json:"until"`
	Party PartyID   `json:"party,omitempty"` // whose administrator makes it, "" for the city's
}

// OwnedBy reports whether the actor makes it for its own organisation.
func (w IssueLink) OwnedBy(a Actor) bool {
	return w.Party != "" && w.Party == a.Party && a.Mandate == "" && a.Has(RightAdmin)
}

// Guard lets an organisation's administrator make a link only for a member who
// cannot log in yet, neither by a password nor by an outside identity: with a link
// one takes over the log-in, and a member may belong to others too.
func (w IssueLink) Guard(v View, a Actor, now time.Time) error {
	u, err := Load(v, UserByID{ID: w.User})
	switch {
	case err != nil:
		return err
	case u.ID == "" || u.Closed:
		return errs.New(errs.Conflict, "kernel.no_such_user", nil)
	case !w.Until.After(now):
		return errs.New(errs.Invalid, "kernel.user.link_over", nil)
	case w.Party == "":
		return nil
	case !u.Fresh || u.Vouched:
		return errs.New(errs.Forbidden, "kernel.user.has_password", nil)
	}
	list, err := Load(v, MembersOf{Party: w.Party})
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(m Member) bool { return m.User == w.User }) {
		return errs.New(errs.NotFound, "kernel.no_such_user", nil)
	}
	return nil
}

// UseLink sets a password by a link, which then opens nothing any more. It is
// written by the system actor of the log-in, for nobody has logged in yet.
type UseLink struct {
	Link string `json:"-"` // hash of the secret
	Hash string `json:"-"` // of the password
}

// Write names, as they stand in the journal.
func (AddUser) Write() string     { return "user.add" }
func (CloseUser) Write() string   { return "user.close" }
func (SetPassword) Write() string { return "user.password" }
func (EndLogIns) Write() string   { return "user.end_logins" }
func (IssueLink) Write() string   { return "user.link" }
func (UseLink) Write() string     { return "user.link_used" }

func known(v View, id UserID) error {
	u, err := Load(v, UserByID{ID: id})
	if err == nil && u.ID == "" {
		err = errs.New(errs.NotFound, "kernel.no_such_user", nil)
	}
	return err
}
