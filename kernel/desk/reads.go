package desk

import (
	"context"
	"sync"

	"quanlian/kernel"
)

// What is read, as the journal and the page of readers name it.
const (
	ReadCase = "case" // the file of a case was opened
	// ReadCounter: shown at a counter to who serves the person whose it is.
	ReadCounter = "counter"
	ReadPaper   = "paper" // a paper was fetched
)

// Remember writes into the journal that the actor looks into the file of
// another, once an hour for the same look. What cannot be remembered must not
// be shown or sent: its error ends the request.
func (d *Desk) Remember(ctx context.Context, a kernel.Actor, what string, c kernel.Case, paper string) error {
	if !kernel.Remembered(a, c) {
		return nil
	}
	return d.remember(ctx, a, kernel.Journaled{What: what, Case: c.ID, Paper: paper})
}

// RememberServed writes into the journal that a counter was shown a file of the
// person who stands there. The clerk takes part in it by nothing but that.
func (d *Desk) RememberServed(ctx context.Context, a kernel.Actor, c kernel.Case) error {
	return d.remember(ctx, a, kernel.Journaled{What: ReadCounter, Case: c.ID})
}

func (d *Desk) remember(ctx context.Context, a kernel.Actor, w kernel.Journaled) error {
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
