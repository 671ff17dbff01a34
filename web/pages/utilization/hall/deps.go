package hall

import (
	"context"
	"io"
	"time"

	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/kernel/rows"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/web/rowpage"
	"quanlian/web/signed"
	"quanlian/web/site"
)

// Listings searches the open listings.
type Listings interface {
	HallListings(ctx context.Context, a kernel.Actor, f hall.ListingFilter) ([]hall.ListingRow, int, []hall.Facet, error)
	// HallGone tells anybody what became of a listing that was public.
	HallGone(ctx context.Context, no string) (hall.Gone, error)
	// HallSigning reports whether another deal is taking the right of a deal.
	HallSigning(ctx context.Context, c kernel.Case) (bool, error)
	// HallTaken are those of the rights that a deal is taking for itself.
	HallTaken(ctx context.Context, rights []string) (map[string]bool, error)
}

// Rights reads the register.
type Rights interface {
	Right(ctx context.Context, number string) (registry.View, error)
	FindRights(ctx context.Context, f registry.Filter) ([]registry.Row, int, error)
	// RightsByNo gives rights with their events; nil stands for one that cannot be read.
	RightsByNo(ctx context.Context, numbers []string) (map[string]*registry.View, error)
	// RightsSeen tells when the office's register was last looked up for rights.
	RightsSeen(ctx context.Context, numbers []string) (map[string]time.Time, error)
}

// Book reads the custody account of a deal.
type Book interface {
	Position(ctx context.Context, deal string) (ledger.Position, error)
	LedgerEntries(ctx context.Context, deal ledger.Escrow) ([]ledger.Transfer, error)
	// LedgerTasks are the open tasks of a deal, of all with "".
	LedgerTasks(ctx context.Context, deal ledger.Escrow) ([]ledger.OpenTask, error)
	// LedgerSuspense is the money that waits to be given to a deal.
	LedgerSuspense(ctx context.Context) ([]ledger.State, error)
	// SellerDeals are the deals that may have paid a seller and share its year's pot.
	SellerDeals(ctx context.Context, seller kernel.PartyID) ([]kernel.Case, error)
}

// Brokers reads the directory of brokers and what their figures rest on.
type Brokers interface {
	HallBrokers(ctx context.Context, f hall.BrokerFilter) ([]hall.BrokerRow, int, error)
	HallBrokerPage(ctx context.Context, p kernel.PartyID) (string, error)
	HallBrokered(ctx context.Context, brokers []kernel.PartyID) (map[kernel.PartyID][]hall.Brokered, error)
	LedgerStatesOf(ctx context.Context, deals []ledger.Escrow) (map[ledger.Escrow][]ledger.State, error)
}

// Matcher finds listings for a need; nil means that none is set up.
type Matcher interface {
	Propose(ctx context.Context, a kernel.Actor, d hall.NeedData, top int) (hall.Proposals, error)
}

// Unlisted finds rights of the register that are not listed; nil means that none is
// set up.
type Unlisted interface {
	Unlisted(ctx context.Context, d hall.NeedData, top int) (hall.Unlisted, error)
}

// Sheets writes the workbooks of a listing from a sheet: the one to fill in, and
// the one of the rows that were refused.
type Sheets interface {
	Template(w io.Writer) error
	Faults(w io.Writer, name string, content []byte, faults map[int][]rows.Fault) error
	// Max is the largest sheet, in bytes.
	Max() int64
}

// Classifier suggests classes for a text; nil means that none is set up.
type Classifier interface {
	Suggest(text string, n int) []hall.Class
}

// Outcomes counts how far proposals came.
type Outcomes interface {
	Outcomes(ctx context.Context, since time.Time) ([]matching.Came, error)
}

// Deps are what the pages of the hall read from.
type Deps struct {
	Listings Listings
	Rights   Rights
	Book     Book
	Matcher  Matcher
	Unlisted Unlisted
	Classes  Classifier
	Outcomes Outcomes
	Brokers  Brokers
	// Explain asks the matching engine for its word on a pairing.
	Explain func(ctx context.Context, c kernel.CaseID) error
	Rules   hall.Rules
	// Follows is what can follow a settled deal, in the order it is shown.
	Follows []Follow
	Sheets  Sheets
	// Signatures checks what was signed; nil checks nothing.
	Signatures signed.Checker
	// Districts are those of the city, by their short names.
	Districts func() []string
	// Print draws a paper that is kept nowhere, its foot on every page.
	Print func(title string, parts []PrintPart, foot string) ([]byte, error)
}

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	return []site.Route{
		{Method: "GET", Pattern: "/hall", Page: p.search, Auth: site.Open},
		{Method: "GET", Pattern: "/hall/needs", Page: p.needs, Auth: site.Open},
		{Method: "GET", Pattern: "/hall/needs/new", Page: p.newNeed, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/needs/new", Page: p.postNeed, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/hall/matching", Page: p.outcomes, Auth: site.Staff},
		{Method: "GET", Pattern: "/hall/need/{no}/match/{listing}", Page: p.openMatch, Auth: site.Open},
		{Method: "GET", Pattern: "/hall/need/{no}/right/{number}", Page: p.openRight, Auth: site.Open},
		{Method: "GET", Pattern: "/hall/need/{no}/ask/{number}", Page: p.askOwner, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/need/{no}/ask/{number}", Page: p.sendAskOwner, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/hall/new", Page: p.newListing, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/new", Page: p.list, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/listing/{no}/inquire", Page: p.inquire, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/hall/listing/{no}/consents", Page: p.consents, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/listing/{no}/consents", Page: p.addConsents, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/listing/{no}/consents/check", Page: p.checkConsent, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/hall/sheet", Page: p.sheets, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/sheet", Page: p.uploadSheet, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/hall/sheet/template", Page: p.template, Auth: site.Open},
		{Method: "GET", Pattern: "/hall/sheet/{no}", Page: p.sheet, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/hall/sheet/{no}/faults", Page: p.faults, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/sheet/{no}/look", Page: p.lookSheet, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/sheet/{no}/{move}", Page: p.moveSheet, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/hall/sheet/{no}/look", Page: p.backToSheet, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/hall/sheet/{no}/{move}", Page: rowpage.Back("/hall/sheet/"), Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/hall/brokers", Page: p.brokers, Auth: site.Open},
		{Method: "GET", Pattern: "/hall/brokers/new", Page: p.newBroker, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/brokers/new", Page: p.publishBroker, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/hall/brokers/{no}", Page: p.broker, Auth: site.Open},
		{Method: "GET", Pattern: "/hall/brokers/{no}/edit", Page: p.editBroker, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/brokers/{no}/edit", Page: p.saveBroker, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/brokers/{no}/move/{move}", Page: p.moveBroker, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/hall/invite", Page: p.invite, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/hall/invite", Page: p.sendInvite, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/broker", Page: p.pipeline, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/broker/pairs", Page: p.pairs, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/broker/pair", Page: p.pair, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/broker/pair", Page: p.sendPair, Auth: site.LoggedIn},
		{Method: "GET", Pattern: reckonPath, Page: p.askReckon, Auth: site.Open},
		{Method: "POST", Pattern: reckonPath, Page: p.answerReckon, Auth: site.Open},
		{Method: "GET", Pattern: "/hall/deal/{no}/tax", Page: p.tax, Auth: site.LoggedIn},
	}
}

type pages struct{ Deps }
