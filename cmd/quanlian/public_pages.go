package main

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"time"

	"quanlian/adapter/importer"
	"quanlian/adapter/login"
	"quanlian/adapter/paper"
	"quanlian/adapter/sqlstore"
	"quanlian/catalogue/city"
	"quanlian/catalogue/documents"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	itempages "quanlian/web/pages/items"
	"quanlian/web/pages/patent"
	"quanlian/web/pages/portal"
	"quanlian/web/pages/track"
	hallpages "quanlian/web/pages/utilization/hall"
)

// Tries of what anybody may do without a log-in. Unit: tries at once, minutes for
// each further one. Source: our choice: an office behind one address looks up some
// cases, a code of eight letters is not guessed in a lifetime;
// one who books for a family books some times, not all.
func publicTries(all login.Together) *login.Tries {
	return login.NewTries(map[string]login.Pace{
		"track": {Burst: 30, Every: time.Minute / 4}, "track-of": {Burst: 10, Every: time.Minute},
		"held": {Burst: 20, Every: time.Minute}, "object": {Burst: 5, Every: 10 * time.Minute},
		"book": {Burst: 20, Every: 2 * time.Minute}, "status": {Burst: 30, Every: time.Minute / 4}, "reckon": {Burst: 30, Every: time.Minute / 4},
	}, all)
}

// sharedTries counts tries for all instances, in the database.
type sharedTries struct{ *sqlstore.Store }

// TakeTries takes one of each.
func (t sharedTries) TakeTries(ctx context.Context, list []login.Counted, now time.Time) (bool, error) {
	out := make([]sqlstore.Try, len(list))
	for i, x := range list {
		out[i] = sqlstore.Try{Name: x.Name, Burst: x.Pace.Burst, Every: x.Pace.Every}
	}
	return t.Store.TakeTries(ctx, out, now)
}

// patentBatch is what the legal status of many patents is looked up with.
var patentBatch = patent.Batch{
	Number: importer.RightNumber, Book: listBook,
	List: func(name string, body []byte, most int) ([]string, error) {
		return importer.NumberList(name, bytes.NewReader(body), incomingUnzip, most)
	},
}

// printParts draws a paper that is handed out at once and kept nowhere.
func (h *house) printParts(title string, parts []hallpages.PrintPart, foot string) ([]byte, error) {
	blocks := []documents.Block{{Kind: documents.Title, Text: title}}
	for _, p := range parts {
		if p.Name != "" {
			blocks = append(blocks, documents.Block{Kind: documents.Heading, Text: p.Name})
		}
		for _, s := range p.Lines {
			blocks = append(blocks, documents.Block{Kind: documents.Paragraph, Text: s})
		}
		for _, cells := range p.Rows {
			blocks = append(blocks, documents.Block{Kind: documents.TableRow, Cells: cells})
		}
	}
	return paper.Render(paper.Sheet{Blocks: blocks, Foot: foot, Sample: h.cfg.FakeParties, Wide: true})
}

// portalDeps are what the home page shows.
func (h *house) portalDeps() portal.Deps {
	u := &used{h: h}
	return portal.Deps{Today: h.items.Today, City: func() city.City { return h.items.Now().City }, Bundles: h.items.Bundles, Used: u.codes, Listings: h.store}
}

// used remembers for a while which items are applied for most.
type used struct {
	h    *house
	mu   sync.Mutex
	at   time.Time
	list []string
	anew bool // they are being counted
}

// Unit: minutes, days, items. Source: our choice: what is usual changes slowly.
const (
	usedFor   = 5 * time.Minute
	usedSince = 90 * 24 * time.Hour
	mostUsed  = 6
)

// codes are the items in use. In a big city they take a second to count: whoever
// comes meanwhile gets what was counted last, and nobody waits but the first.
func (u *used) codes(ctx context.Context) []string {
	u.mu.Lock()
	now := u.h.now()
	if now.Sub(u.at).Abs() < usedFor || u.anew {
		defer u.mu.Unlock()
		return u.list
	}
	last := u.list
	u.anew = true
	u.mu.Unlock()
	count := func(ctx context.Context) []string {
		list, err := u.h.store.ItemUse(ctx, now.Add(-usedSince), mostUsed)
		u.mu.Lock()
		defer u.mu.Unlock()
		if u.anew = false; err != nil {
			slog.WarnContext(ctx, "items in use could not be counted", "error", err)
			return u.list
		}
		u.at, u.list = now, list
		return list
	}
	if len(last) == 0 {
		return count(ctx)
	}
	go count(context.WithoutCancel(ctx))
	return last
}

// trackDeps are what the page of tracking stands on. The page compares the code;
// the case is found whoever asks.
func (h *house) trackDeps() track.Deps {
	return track.Deps{
		Case: func(ctx context.Context, no string) (kernel.Case, error) {
			return h.store.Case(ctx, kernel.SystemActor("tracking"), no, kernel.ViewSecret)
		},
		Name: func(_ context.Context, zh bool, c kernel.Case) string {
			d, err := itemflow.DataOf(c)
			if err != nil {
				return c.No
			}
			return d.Name.In(zh)
		},
		Steps: itempages.Steps, Missing: h.missing,
		Place: func(zh bool, id kernel.UnitID) (string, string, string) {
			u, _ := h.items.Now().City.Unit(id)
			return u.Name.In(zh), u.Place().In(zh), u.Advice
		},
	}
}

// missing names what the applicant was asked for and has not brought.
func (h *house) missing(ctx context.Context, zh bool, c kernel.Case) []string {
	d, err := itemflow.DataOf(c)
	it, ierr := h.store.KeptItem(ctx, c.ItemHash)
	if err != nil || ierr != nil || !c.Closed.IsZero() {
		return nil
	}
	var ids, out []string
	if n := d.Notified; n != nil && n.Answered.IsZero() {
		ids = append(ids, n.Missing...)
	}
	for _, id := range ids {
		if m, ok := it.Material(id); ok {
			out = append(out, m.Name.In(zh))
		}
	}
	return out
}
