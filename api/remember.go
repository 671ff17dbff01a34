package api

import (
	"context"
	"sync"

	"quanlian/kernel"
)

// What is read, as the journal and the page of readers name it.
const (
	readCase  = "case"
	readPaper = "paper"
)

// remember writes into the journal that a program looks into the file of
// another. What cannot be remembered must not be sent.
func (a *API) remember(ctx context.Context, v *visitor, what string, c kernel.Case, paper string) error {
	if !kernel.Remembered(v.Actor, c) {
		return nil
	}
	w := kernel.Journaled{What: what, Case: c.ID, Paper: paper}
	key := w.Key(v.Actor, a.Now())
	if a.reads.had(key) {
		return nil
	}
	if err := a.Desk.Do(ctx, v.Actor, key, w); err != nil {
		return err
	}
	a.reads.put(key)
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
