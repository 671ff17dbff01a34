package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/ident"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/ledger"
	"quanlian/registry"
)

// Cases reads cases, in the scope of the actor.
type Cases interface {
	Cases(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) ([]kernel.Case, int, error)
	CasesFrom(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) ([]kernel.Case, []kernel.CasePlace, error)
	CountByState(ctx context.Context, a kernel.Actor, level kernel.Level, q kernel.CaseQuery) (map[kernel.State]int, error)
	Case(ctx context.Context, a kernel.Actor, idOrNo string, level kernel.Level) (kernel.Case, error)
	History(ctx context.Context, id kernel.CaseID) ([]kernel.Entry, error)
	Messages(ctx context.Context, id kernel.CaseID, level kernel.Level) ([]kernel.Message, error)
	Papers(ctx context.Context, id kernel.CaseID, level kernel.Level) ([]kernel.Paper, error)
	Paper(ctx context.Context, id string) (kernel.Paper, kernel.CaseID, error)
	Notices(ctx context.Context, a kernel.Actor, limit int) ([]kernel.Notice, error)
	SeeNotices(ctx context.Context, a kernel.Actor, id kernel.CaseID, at time.Time) error
	Approvals(ctx context.Context, p kernel.PartyID) ([]desk.Pending, error)
	Stray(ctx context.Context, limit int) ([]kernel.Stray, int, error)
	Draft(ctx context.Context, u kernel.UserID, p kernel.PartyID, subject string) (json.RawMessage, time.Time, bool, error)
	Drafts(ctx context.Context, u kernel.UserID, p kernel.PartyID) ([]kernel.Draft, error)
	DraftHands(ctx context.Context, u kernel.UserID, p kernel.PartyID) ([]kernel.DraftHand, error)
	LeftDrafts(ctx context.Context, a kernel.Actor, at time.Time) ([]kernel.HeldDraft, map[kernel.UserID]string, error)
	Changes(ctx context.Context, a kernel.Actor, after int64, limit int) (kernel.Changes, error)
}

// People reads parties, the hats of a user, and tokens.
type People interface {
	Hats(ctx context.Context, u kernel.UserID, at time.Time) ([]kernel.Actor, error)
	Party(ctx context.Context, id kernel.PartyID) (kernel.Party, error)
	FindParty(ctx context.Context, text string) (kernel.Party, bool, error)
	Mandates(ctx context.Context, side string, p kernel.PartyID) ([]kernel.Mandate, error)
	Readings(ctx context.Context, p kernel.PartyID, c kernel.CaseID, limit int) ([]kernel.Reading, error)
	TokenByHash(ctx context.Context, hash string) (kernel.Token, bool, error)
	Members(ctx context.Context, p kernel.PartyID) ([]kernel.Member, error)
	Staff(ctx context.Context, unit kernel.UnitID, at time.Time) ([]kernel.StaffLoad, error)
	Units(ctx context.Context) ([]kernel.Unit, error)
	Bulks(ctx context.Context, by kernel.UserID, limit int) ([]kernel.BulkStanding, error)
	Bulk(ctx context.Context, by kernel.UserID, id string) (kernel.BulkStanding, []kernel.BulkItem, error)
	UsedToken(ctx context.Context, id kernel.TokenID, at time.Time) error
}

// Rights reads the register, and what of it is offered in the hall.
type Rights interface {
	Right(ctx context.Context, number string) (registry.View, error)
	FindRights(ctx context.Context, f registry.Filter) ([]registry.Row, int, error)
	HallListings(ctx context.Context, a kernel.Actor, f hall.ListingFilter) ([]hall.ListingRow, int, []hall.Facet, error)
}

// Book reads the custody account of a deal, and for who keeps the book what
// does not fit the bank's.
type Book interface {
	FindLedgerTasks(ctx context.Context, f ledger.TaskFilter) ([]ledger.OpenTask, int, map[ledger.TaskKind]int, error)
	LedgerTask(ctx context.Context, id string) (ledger.OpenTask, error)
	LedgerEntries(ctx context.Context, deal ledger.Escrow) ([]ledger.Transfer, error)
	LedgerSuspense(ctx context.Context) ([]ledger.State, error)
	LedgerHeld(ctx context.Context, limit, offset int) ([]ledger.Held, int, money.Fen, error)
	LedgerOrders(ctx context.Context, waiting bool, limit, offset int) ([]ledger.Order, int, int, error)
	LedgerStatements(ctx context.Context, limit int) ([]ledger.ReadStatement, error)
	Position(ctx context.Context, deal string) (ledger.Position, error)
	SellerDeals(ctx context.Context, seller kernel.PartyID) ([]kernel.Case, error)
}

// Statements reads the bank's statements and compares them with the book.
type Statements interface {
	Read(ctx context.Context, name string, raw []byte, account string, first, last calendar.Date) (ledger.Compared, error)
	Kept(ctx context.Context, name, sha, account string, first, last calendar.Date) (ledger.Compared, error)
	Fetch(ctx context.Context, first, last calendar.Date) (ledger.Compared, error)
	CanFetch() bool
	Enter(ctx context.Context, a kernel.Actor, s ledger.Compared) error
}

// Matcher finds listings for a need.
type Matcher interface {
	Propose(ctx context.Context, a kernel.Actor, d hall.NeedData, top int) (hall.Proposals, error)
}

// Files gives the content of papers.
type Files interface {
	Get(sha string) ([]byte, error)
	Put(content []byte) (sha string, err error)
}

// Matter is what a matter adds for its flows; zero fields add nothing.
type Matter struct {
	// Told: the shapes of its inputs stand in the document.
	Told bool
	// Seen is the record of a case as the actor sees it; nil shows none: what is
	// whose to see is the matter's to say.
	Seen func(a kernel.Actor, c kernel.Case) (any, error)
	// Level lowers what the actor sees, as before a non-disclosure agreement.
	Level func(a kernel.Actor, c kernel.Case) kernel.Level
	// Idle leaves out a move that has nothing to do in the case as it stands.
	Idle func(a kernel.Actor, c kernel.Case, move string) bool
	// Field is where a fault that a guard found stands in the input; nil: under the
	// same name.
	Field func(string) string
	// Choices are the values that a field of a move may have.
	Choices func(move, path string) []string
	// Own are the values that fields, by their paths, may have in this case alone.
	Own func(c kernel.Case, zh bool) map[string][]Named
}

// Named is a value that a field may have, and its name.
type Named struct{ Code, Name string }

// Deps is what the API stands on. It is set once, before use.
type Deps struct {
	Desk   *desk.Desk
	Cases  Cases
	People People
	Rights Rights
	Book   Book
	// Custodian is the bank that keeps the custody accounts, "" for none; nil: there is none.
	Custodian func() kernel.PartyID
	// Statements of the bank; nil: none are read.
	Statements Statements
	Matcher    Matcher  // nil: there is none
	Unlisted   Unlisted // nil: there is none
	Items      Items    // nil: there are none
	// ItemName names an item by its code, "" for none; nil where there are no items.
	ItemName func(zh bool, code string) string
	Files    Files
	Rules    hall.Rules
	Calendar *calendar.Calendar
	IPC      ident.Scheme // to look up symbols in; nil: they are not
	Matters  map[kernel.FlowAddr]Matter
	// DraftName names the form of a draft that stands in no case, "" for none.
	DraftName func(ctx context.Context, zh bool, subject string) string
	// TurnOf tells whose move it is in a case.
	TurnOf func(kernel.Case) kernel.Role
	Now    func() time.Time
	NewID  func() string
	Log    *slog.Logger
	// PublicURL is the address of the pages as the world sees them, "" when none
	// is named.
	PublicURL string
	Limits    Limits
	// Note adds an id to the access log of the request; nil notes nothing.
	Note func(ctx context.Context, key, value string)
}
