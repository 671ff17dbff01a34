package patent

import (
	"context"
	"sync"
	"time"

	"quanlian/base/calendar"
	"quanlian/registry"
)

// counted remembers for a while how the whole register divides: nine of ten
// visitors ask for that, and a large register takes long to count.
type counted struct {
	mu    sync.Mutex
	at    time.Time
	day   calendar.Date
	cells []registry.Cell
}

// Unit: seconds. Source: our choice; a right that came in is found at once, the
// numbers beside the list follow.
const countedFor = 30 * time.Second

// A small register is counted every time. Unit: rights. Source: our choice; ten
// thousand are counted in a few milliseconds.
const fewRights = 10_000

// cells count what a search finds by the fields of its facets.
func (p pages) cells(ctx context.Context, f registry.Filter, now time.Time) ([]registry.Cell, error) {
	if f.Text != "" || f.IPC != "" || f.Owner != "" || f.Conflict {
		return p.rights.RightCells(ctx, f)
	}
	c := p.all
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.day == f.Day && now.Sub(c.at).Abs() < countedFor {
		if total, _ := registry.Facets(c.cells, registry.Filter{}); total > fewRights {
			return c.cells, nil
		}
	}
	cells, err := p.rights.RightCells(ctx, f)
	if err == nil {
		c.at, c.day, c.cells = now, f.Day, cells
	}
	return cells, err
}
