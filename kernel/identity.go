package kernel

import (
	"strings"
	"time"

	"quanlian/base/errs"
)

// Identity is whom an outside provider vouches for (统一身份认证): a person, and
// the organisation for which it says the person acts, if any.
type Identity struct {
	Provider string `json:"provider"` // its id in the configuration
	Subject  string `json:"subject"`  // its own name for the person; shown to nobody
	Name     string `json:"name"`
	OrgName  string `json:"org_name,omitempty"`
	OrgCode  string `json:"org_code,omitempty"` // unified social credit code
}

// LinkedIdentity is an outside identity with which a user may log in.
type LinkedIdentity struct {
	Key      string    `json:"-"`
	Provider string    `json:"provider"`
	Made     time.Time `json:"made"`
}

// LinkIdentity lets a user log in by an outside identity. Key is the hash of
// provider and subject. Claims is the organisation for which the provider says the
// person acts, where that has administrators already: they are told, and let the
// person in or not.
type LinkIdentity struct {
	User     UserID  `json:"user"`
	Key      string  `json:"-"`
	Provider string  `json:"provider"`
	Name     string  `json:"name"`
	Login    string  `json:"login"`
	Claims   PartyID `json:"claims,omitempty"`
}

// OwnedBy reports whether the actor is the user.
func (w LinkIdentity) OwnedBy(a Actor) bool { return w.User == a.User && a.System == "" }

// Guard refuses an identity that opens another log-in.
func (w LinkIdentity) Guard(v View, _ Actor, _ time.Time) error {
	had, err := Load(v, UserByIdentity{Key: w.Key})
	if err == nil && had.ID != "" && had.ID != w.User {
		err = errs.New(errs.Conflict, "kernel.identity.taken", nil)
	}
	return err
}

// Tells the administrators of the organisation who came in its name.
func (w LinkIdentity) Tells(v View, _ Actor) ([]Tell, error) {
	if w.Claims == "" {
		return nil, nil
	}
	to, err := administrators(v, w.Claims)
	if err != nil || len(to) == 0 {
		return nil, err
	}
	return []Tell{{To: to, Text: "kernel.notice.identity_claims", Args: map[string]string{"who": w.Name, "login": w.Login}}}, nil
}

// UnlinkIdentity takes an outside identity from a user.
type UnlinkIdentity struct {
	User UserID `json:"user"`
	Key  string `json:"-"`
}

// OwnedBy reports whether the actor is the user.
func (w UnlinkIdentity) OwnedBy(a Actor) bool { return w.User == a.User && a.System == "" }

// Guard keeps a user from locking oneself out: without a password there has to be
// another way in.
func (w UnlinkIdentity) Guard(v View, _ Actor, _ time.Time) error {
	u, err := Load(v, UserByID{ID: w.User})
	if err == nil && u.Fresh {
		err = errs.New(errs.Conflict, "kernel.identity.only_way", nil)
	}
	return err
}

// UserByIdentity asks for the user of an outside identity; the zero value when
// there is none.
type UserByIdentity struct{ Key string }

// Answer binds the query to its answer.
func (UserByIdentity) Answer(UserFacts) {}

// FirstLogIn opens a log-in for somebody whose identity opens none yet.
type FirstLogIn struct {
	Identity
	Key   string // hash of provider and subject
	User  UserID
	Login string
	Org   Party // the identity's organisation as it is known here; zero for unknown
	Kept  bool  // it has an administrator
}

// Waits reports whether the person acts for itself until the organisation's
// administrators let it in.
func (f FirstLogIn) Waits() bool { return f.OrgCode != "" && f.Kept }

// Writes are those of the log-in. Who comes for an organisation that nobody keeps
// yet keeps it: the provider vouched. Else one acts for oneself; where somebody keeps
// the organisation, its administrators are told and nothing is given. person and
// organisation are the kinds of the parties made.
func (f FirstLogIn) Writes(person, organisation string) []Write {
	link := LinkIdentity{User: f.User, Key: f.Key, Provider: f.Provider, Name: f.Name, Login: f.Login}
	writes := []Write{AddUser{ID: f.User, Login: f.Login, Name: f.Name}}
	party := Party{ID: PartyID("self-" + string(f.User)), Kind: person, Name: f.Name}
	switch {
	case f.Waits():
		link.Claims = f.Org.ID
	case f.OrgCode != "" && f.Org.ID != "":
		party = f.Org
	case f.OrgCode != "":
		party = Party{ID: PartyID("org-" + f.OrgCode), Kind: organisation, Name: f.OrgName, Code: f.OrgCode}
	}
	if party.ID != f.Org.ID {
		writes = append(writes, PutParty{Party: party})
	}
	return append(writes, PutMember{User: f.User, Party: party.ID, Duty: DutyHandler, Rights: AllRights()}, link)
}

// Write names, as they stand in the journal.
func (LinkIdentity) Write() string   { return "user.identity" }
func (UnlinkIdentity) Write() string { return "user.identity_end" }

// Check gives what a provider said in the form that the program keeps, or says
// that it cannot be used.
func (i Identity) Check() (Identity, error) {
	for _, s := range []*string{&i.Subject, &i.Name, &i.OrgName, &i.OrgCode} {
		*s = strings.TrimSpace(*s)
	}
	if i.Subject == "" || i.Name == "" || i.OrgCode == "" && i.OrgName != "" || i.OrgCode != "" && i.OrgName == "" {
		return i, errs.New(errs.Unavailable, "kernel.identity.incomplete", nil)
	}
	return i, nil
}
