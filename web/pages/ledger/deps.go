package ledger

import (
	"context"
	"net/http"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/web/site"
)

// Book reads the book for the clerk.
type Book interface {
	FindLedgerTasks(ctx context.Context, f ledger.TaskFilter) ([]ledger.OpenTask, int, map[ledger.TaskKind]int, error)
	LedgerTask(ctx context.Context, id string) (ledger.OpenTask, error)
	LedgerEntries(ctx context.Context, deal ledger.Escrow) ([]ledger.Transfer, error)
	LedgerSuspense(ctx context.Context) ([]ledger.State, error)
	LedgerHeld(ctx context.Context, limit, offset int) ([]ledger.Held, int, money.Fen, error)
	LedgerOrders(ctx context.Context, waiting bool, limit, offset int) ([]ledger.Order, int, int, error)
	LedgerStatements(ctx context.Context, limit int) ([]ledger.ReadStatement, error)
}

// Statements reads the bank's statements and compares them with the book.
type Statements interface {
	// Read keeps the file and compares it; zero days are taken from its lines.
	Read(ctx context.Context, name string, raw []byte, account string, first, last calendar.Date) (ledger.Compared, error)
	// Kept compares a file once more that was read before.
	Kept(ctx context.Context, name, sha, account string, first, last calendar.Date) (ledger.Compared, error)
	// Fetch asks the bank for its statement, where it has an interface for that.
	Fetch(ctx context.Context, first, last calendar.Date) (ledger.Compared, error)
	// CanFetch reports whether it has.
	CanFetch() bool
	// Enter books what the comparison suggests, in the name of the actor; doing
	// it twice changes nothing.
	Enter(ctx context.Context, a kernel.Actor, s ledger.Compared) error
}

// Deps are what the pages read from.
type Deps struct {
	Book       Book
	Statements Statements
	// Trial makes the bank behave badly; nil where it is real.
	Trial ledger.Trial
}

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	list := []site.Route{
		{Method: "GET", Pattern: "/ledger", Page: p.tasks},
		{Method: "GET", Pattern: "/ledger/book", Page: p.book},
		{Method: "GET", Pattern: "/ledger/task", Page: p.task},
		{Method: "POST", Pattern: "/ledger/task", Page: p.endTask},
		{Method: "GET", Pattern: "/ledger/strays", Page: p.strays},
		{Method: "POST", Pattern: "/ledger/strays", Page: p.clear},
		{Method: "GET", Pattern: "/ledger/statements", Page: p.statements},
		{Method: "POST", Pattern: "/ledger/statements", Page: p.upload},
		{Method: "POST", Pattern: "/ledger/statements/enter", Page: p.enter},
	}
	for i := range list {
		list[i].Auth, list[i].Page = site.Staff, keeper(list[i].Page)
	}
	list = append(list, site.Route{Method: "GET", Pattern: "/custody", Page: p.bank, Auth: site.LoggedIn})
	if d.Trial != nil {
		list = append(list, site.Route{Method: "POST", Pattern: "/custody/trial", Page: p.tryBank, Auth: site.LoggedIn})
	}
	return list
}

type pages struct{ Deps }

// keeper lets in whoever may read the book.
func keeper(page site.Page) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		if err := v.May("ledger.read"); err != nil {
			return err
		}
		return page(w, r, v)
	}
}
