package desk

import (
	"context"
	"sync"

	"quanlian/kernel"
)

// What is read, as the journal and the page of readers name it.
const (
	ReadCase  = "case"  // the file of a case was opened
	ReadPaper = "paper" // a paper was fetched
)

// Remember writes into the journal that the actor looks into the file of
// another, once an hour for the same look. What cannot be remembered must not
// be shown or sent: its error ends the request.
func (d *Desk) Remember(ctx context.Context, a kernel.Actor, what string, c kernel.Case, paper string) error {
	if !kernel.Remembered(a, c) {
		return nil
	}
	w := kernel.Journaled{What: what, Case: c.ID, Paper: paper}
	key := w.Key(a, d.Now())
	if d.reads.had(key) {
		return nil
	}
	if err := d.Do(ctx, a, key, w); err != nil {
		return err
	}
	d.reads.put(key)
	return nil
}

// memo spares the database what was written this hour. Losing it loses nothing:
// the key makes the write happen once.
type memo struct {
	mu   sync.Mutex
	seen map[string]bool
}

// Unit: keys. Source: our choice, a few megabytes.
const mostReads = 20_000

func (m *memo) had(key string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.seen[key]
}

func (m *memo) put(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.seen == nil || len(m.seen) >= mostReads {
		m.seen = map[string]bool{}
	}
	m.seen[key] = true
}
