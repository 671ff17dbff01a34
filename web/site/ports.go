package site

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/ui"
)

// Cases reads cases, in the scope of the actor.
type Cases interface {
	Cases(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) ([]kernel.Case, int, error)
	CountByState(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) (map[kernel.State]int, error)
	Counts(ctx context.Context, a kernel.Actor, level kernel.Level, list ...kernel.CaseCount) ([]kernel.Counted, error)
	Stubs(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) ([]kernel.CaseStub, error)
	Beside(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery, id kernel.CaseID) (before, after *kernel.Case, err error)
	Case(ctx context.Context, a kernel.Actor, idOrNo string, level kernel.Level) (kernel.Case, error)
	History(ctx context.Context, id kernel.CaseID) ([]kernel.Entry, error)
	Messages(ctx context.Context, id kernel.CaseID, level kernel.Level) ([]kernel.Message, error)
	Papers(ctx context.Context, id kernel.CaseID, level kernel.Level) ([]kernel.Paper, error)
	Notices(ctx context.Context, a kernel.Actor, limit int) ([]kernel.Notice, error)
	SeeNotices(ctx context.Context, a kernel.Actor, id kernel.CaseID, at time.Time) error
	SeeAllNotices(ctx context.Context, a kernel.Actor, upTo, at time.Time) error
	Approvals(ctx context.Context, p kernel.PartyID) ([]desk.Pending, error)
	Stray(ctx context.Context, limit int) ([]kernel.Stray, int, error)
	Draft(ctx context.Context, u kernel.UserID, p kernel.PartyID, subject string) (json.RawMessage, time.Time, bool, error)
	DraftHands(ctx context.Context, u kernel.UserID, p kernel.PartyID) ([]kernel.DraftHand, error)
	LeftDrafts(ctx context.Context, a kernel.Actor, at time.Time) ([]kernel.HeldDraft, map[kernel.UserID]string, error)
}

// People reads parties and the hats of a user.
type People interface {
	Hats(ctx context.Context, u kernel.UserID, at time.Time) ([]kernel.Actor, error)
	Party(ctx context.Context, id kernel.PartyID) (kernel.Party, error)
	FindParty(ctx context.Context, text string) (kernel.Party, bool, error)
	Mandates(ctx context.Context, side string, p kernel.PartyID) ([]kernel.Mandate, error)
	Tokens(ctx context.Context, u kernel.UserID, p kernel.PartyID) ([]kernel.Token, error)
	TokenByHash(ctx context.Context, hash string) (kernel.Token, bool, error)
	Members(ctx context.Context, p kernel.PartyID) ([]kernel.Member, error)
	UserFacts(ctx context.Context, login string, id kernel.UserID) (kernel.UserFacts, error)
	LogIns(ctx context.Context, u kernel.UserID, since time.Time, limit int) ([]kernel.LogIn, error)
	Contact(ctx context.Context, u kernel.UserID) (kernel.Contact, error)
	Deliveries(ctx context.Context, u kernel.UserID, limit int) ([]kernel.Delivery, error)
	UserByIdentity(ctx context.Context, key string) (kernel.UserFacts, error)
	Identities(ctx context.Context, u kernel.UserID) ([]kernel.LinkedIdentity, error)
	PartyByCode(ctx context.Context, code string) (kernel.Party, error)
	LinkOpen(ctx context.Context, hash string, at time.Time) (kernel.UserFacts, bool, error)
	Users(ctx context.Context, words string, limit, offset int) ([]kernel.UserRow, int, error)
	UserSheet(ctx context.Context, id kernel.UserID) (kernel.UserSheet, error)
	Parties(ctx context.Context, words string, limit, offset int) ([]kernel.PartyRow, int, error)
	PartyChanges(ctx context.Context, p kernel.PartyID, limit int) ([]kernel.PartyChange, error)
	Breaches(ctx context.Context, p kernel.PartyID, limit int) ([]kernel.Case, error)
	Readings(ctx context.Context, p kernel.PartyID, c kernel.CaseID, limit int) ([]kernel.Reading, error)
	Assigned(ctx context.Context, u kernel.UserID, units []kernel.UnitID) ([]kernel.Assigned, error)
	Bulks(ctx context.Context, by kernel.UserID, limit int) ([]kernel.BulkStanding, error)
	Bulk(ctx context.Context, by kernel.UserID, id string) (kernel.BulkStanding, []kernel.BulkItem, error)
	Units(ctx context.Context) ([]kernel.Unit, error)
	Deputies(ctx context.Context, side string, u kernel.UserID, limit int) ([]kernel.StandIn, error)
	DeputiesOf(ctx context.Context, unit kernel.UnitID, limit int) ([]kernel.StandIn, error)
	Staff(ctx context.Context, unit kernel.UnitID, at time.Time) ([]kernel.StaffLoad, error)
	Names(ctx context.Context, ids []kernel.UserID) (map[kernel.UserID]string, error)
	Colleagues(ctx context.Context, units []kernel.UnitID, at time.Time) ([]kernel.Colleague, error)
}

// Proofs makes receipts out of the journal and its log.
type Proofs interface {
	// EntryReceipt makes the receipt of an entry of a case; show says which of
	// its fields the reader may see, given who made it. Tooearly while the log
	// does not hold it. The caller has checked that the reader may see the case.
	EntryReceipt(ctx context.Context, c kernel.CaseID, entry string, show func(by kernel.UserID, field string) bool) ([]byte, error)
	// PaperReceipt makes the receipt that binds the content of a paper.
	PaperReceipt(ctx context.Context, paper string, show func(field string) bool) ([]byte, error)
	// Keys are all keys of the log.
	Keys() []evidence.Key
	// StillHolds checks that the log of today holds what it held then.
	StillHolds(ctx context.Context, then evidence.Checkpoint) error
}

// Login knows who sits behind a request. adapter/login fulfils it.
type Login interface {
	// Middleware loads the session before, and saves it after, what it wraps.
	Middleware(next http.Handler) http.Handler
	// User is who has logged in, "" for nobody; Session is the id in the list
	// of the user's log-ins.
	User(ctx context.Context) (kernel.UserID, error)
	Session(ctx context.Context) string
	// Known is who sits behind a request before the middleware, "" for nobody.
	Known(r *http.Request) string
	// Hat is the way of acting chosen last (kernel.Actor.Hat); SetHat chooses.
	Hat(ctx context.Context) string
	SetHat(ctx context.Context, hat string)
	// LogIn checks the password; its errors tell no secret: forbidden
	// web.login.wrong, or unavailable web.login.too_often.
	LogIn(ctx context.Context, login, password, address, agent string) error
	// Check compares a password; its fault stands at the field "old".
	Check(ctx context.Context, login, password string) error
	// Try counts a try under the limit of log-ins, as for a code.
	Try(ctx context.Context, what string) error
	// Hash encodes a password, or says at the field "password" what is wrong
	// with it. Secret makes the secret of a link and its hash.
	Hash(password string) (string, error)
	Secret() (secret, hash string, err error)
	SecretHash(secret string) string
	// Begin begins a session of a user for whom an outside provider vouched.
	Begin(ctx context.Context, user kernel.UserID, address, agent string) error
	// Keep keeps a text in the session; Kept gives it and forgets it.
	Keep(ctx context.Context, key, text string)
	Kept(ctx context.Context, key string) string
	// LogOut ends the session.
	LogOut(ctx context.Context) error
	// Flash keeps a notice for the next page; TakeFlash gives and forgets it.
	Flash(ctx context.Context, text string)
	TakeFlash(ctx context.Context) string
}

// Tries counts how often something is tried, by keys <kind>:<who>; false when one
// was tried too often. adapter/login fulfils it.
type Tries interface {
	Allow(ctx context.Context, keys ...string) (bool, error)
}

// DemoUser is one log-in offered on the log-in page of the demo.
type DemoUser struct {
	Login, Password string
	Role            string // language key: what the person is
	Who             string
}

// Env is what pages stand on. It is set once, before use.
type Env struct {
	Desk     *desk.Desk
	Cases    Cases
	People   People
	Login    Login
	Site     func(zh bool) ui.Site
	Calendar *calendar.Calendar
	Now      func() time.Time
	Demo     []DemoUser // nil outside the demo
	// Vouchers are the outside providers by which one may log in (统一身份认证).
	Vouchers []Voucher
	// Played stands in for a provider in trials; nil where none is played.
	Played *PlayedVoucher
	// DemoClock puts the clock of the demo on to a later day; nil outside the demo.
	DemoClock func(calendar.Date) error
	NewID     func() string
	// TurnOf tells whose move it is in a case.
	TurnOf func(kernel.Case) kernel.Role
	// Stands names how a case stands today where its state does not say it, as a
	// state of its flow; "" for as the state says, nil where nobody knows.
	Stands func(c kernel.Case, today calendar.Date) kernel.State
	// CaseURL is the page of a case: a matter's own, or the general one.
	CaseURL func(kernel.Case) string
	// ItemName names an item by its code, "" for none; nil where there are no items.
	ItemName func(zh bool, code string) string
	// EnglishName gives the English name of an item in force by its Chinese one; "" for
	// anything else, nil where nobody knows.
	EnglishName func(name string) string
	// DistrictName is the short name of a district in a language; nil: as it is kept.
	DistrictName func(zh bool, short string) string
	Secure       bool
	// PublicURL is the address of the pages as the world sees them; "" where it is
	// not known: then it is the one that was asked.
	PublicURL string
	Proofs    Proofs // nil where the program keeps no log
	// Tries limits what anybody may try without a log-in: tracking, objections.
	Tries Tries
	// Held keeps forms that came when the session was over; nil: they are lost.
	Held Held
	// HeldWords say, of a field of a form that was sent to the path, its label and
	// its value in words; "" for a label that is not known. nil where nobody says it.
	HeldWords func(ctx context.Context, l *lang.Localizer, path, name, value string) (label, text string)
	// Custodian is the bank that keeps the custody accounts; "" for none known.
	Custodian kernel.PartyID
	// AtCounter reports whether the actor works at a counter; nil where there are none.
	AtCounter func(ctx context.Context, a kernel.Actor) bool
	// Files keeps what visitors upload.
	Files Files
	// Left is what a notice says that a trial lays into a folder instead of
	// sending it; nil where notices leave the house.
	Left func(kernel.Delivery) string
	// Warnings are the outages that every page warns of; nil where none are kept.
	Warnings func(ctx context.Context, l *lang.Localizer) []ui.Warning
	// English draws the English reading copy of a paper that the program issued; nil
	// where there is none.
	English func(ctx context.Context, id string) ([]byte, error)
	// Scans says of hashes what a virus scanner said; nil where there is none.
	Scans func(ctx context.Context, hashes []string) (map[string]kernel.ScanState, error)
}
