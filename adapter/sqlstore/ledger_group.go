package sqlstore

import (
	"context"
	"sync"

	"quanlian/base/errs"
	"quanlian/ledger"
)

// LedgerGroup joins the entries of many callers into few durable transactions
// (group commit): while one batch is written, the next one gathers. There is no
// worker behind it: whoever finds nobody writing writes for all.
type LedgerGroup struct {
	store *Store
	most  int

	mu      sync.Mutex
	queue   []*groupCall
	writing bool
}

type groupCall struct {
	ts   []ledger.Transfer
	out  []ledger.Result
	err  error
	done chan struct{}
	lead chan struct{} // closed when the caller must write the next batch
}

// LedgerBatch is the most entries of one transaction. Unit: entries. Source:
// measured (docs/measured/ledger.md): larger ones gain nothing and hold the
// writer longer.
const LedgerBatch = 8192

// NewLedgerGroup makes a group of at most most entries a transaction, 0 for
// [LedgerBatch].
func (s *Store) NewLedgerGroup(most int) *LedgerGroup {
	if most <= 0 {
		most = LedgerBatch
	}
	return &LedgerGroup{store: s, most: most}
}

// Apply books the entries, together with those of other callers, and returns
// when they are durable. Linked entries stay together. When ctx ends first the
// outcome is unknown: the same entries again are harmless.
func (g *LedgerGroup) Apply(ctx context.Context, ts ...ledger.Transfer) ([]ledger.Result, error) {
	if len(ts) == 0 {
		return nil, nil
	}
	if ts[len(ts)-1].Linked {
		return nil, errs.New(errs.Invalid, "ledger.chain_open", errs.Args{"transfer": string(ts[len(ts)-1].ID)})
	}
	c := &groupCall{ts: ts, done: make(chan struct{}), lead: make(chan struct{})}
	g.mu.Lock()
	g.queue = append(g.queue, c)
	if !g.writing {
		g.writing = true
		close(c.lead)
	}
	g.mu.Unlock()
	for {
		select {
		case <-c.done:
			return c.out, c.err
		default:
		}
		select {
		case <-c.done:
		case <-c.lead:
			g.write()
			<-c.done
		case <-ctx.Done():
			if g.leave(c) {
				return nil, errs.Wrap(errs.Unavailable, "adapter.sqlstore.cancelled", ctx.Err())
			}
			ctx = context.WithoutCancel(ctx) // too late to leave
		}
	}
}

// leave takes a caller that gives up out of the queue. One that was called to
// write, or whose entries are being written, stays.
func (g *LedgerGroup) leave(c *groupCall) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-c.lead:
		return false
	default:
	}
	for i, q := range g.queue {
		if q == c {
			g.queue = append(g.queue[:i:i], g.queue[i+1:]...)
			return true
		}
	}
	return false
}

// write writes one batch from the head of the queue and calls the next writer.
func (g *LedgerGroup) write() {
	g.mu.Lock()
	n, size := 0, 0
	for n < len(g.queue) && (n == 0 || size+len(g.queue[n].ts) <= g.most) {
		size += len(g.queue[n].ts)
		n++
	}
	batch := g.queue[:n:n]
	g.queue = g.queue[n:]
	g.mu.Unlock()

	all := make([]ledger.Transfer, 0, size)
	for _, c := range batch {
		all = append(all, c.ts...)
	}
	// The entries of others are in it: the end of one caller's context must
	// not end theirs.
	out, err := g.store.ApplyBatch(context.Background(), all)
	for _, c := range batch {
		if c.err = err; err == nil {
			c.out, out = out[:len(c.ts):len(c.ts)], out[len(c.ts):]
		}
		close(c.done)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.writing = len(g.queue) > 0; g.writing {
		close(g.queue[0].lead)
	}
}
