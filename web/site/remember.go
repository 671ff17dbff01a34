package site

import (
	"net/http"
	"slices"
	"sync"

	"quanlian/kernel"
)

// What is read, as the journal and the page of readers name it.
const (
	ReadCase   = "case"   // the file of a case was opened
	ReadPaper  = "paper"  // a paper was fetched
	ReadExport = "export" // a list was taken out
)

// Remember writes into the journal that the visitor looks into the file of
// another, once an hour for the same thing. What cannot be remembered must not
// be shown, so its error ends the page. One's own file is no secret from
// oneself.
func (v *Visit) Remember(r *http.Request, what string, c kernel.Case, paper string) error {
	roles, _ := kernel.RolesOf(v.Actor, c)
	if !v.LoggedIn() || !kernel.TakesPart(v.Actor, c) || slices.Contains(roles, kernel.RoleOwner) {
		return nil
	}
	key := "read/" + what + "/" + string(v.Actor.User) + "/" + v.Actor.Hat() + "/" + string(c.ID) + "/" + paper + "/" + v.Env.Now().UTC().Format("2006010215")
	if v.Env.reads.had(key) {
		return nil
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, key, kernel.Journaled{What: what, Case: c.ID, Paper: paper}); err != nil {
		return err
	}
	v.Env.reads.put(key)
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
