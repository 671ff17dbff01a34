package login

import (
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pace is how often something may be tried: some times at once, then once in an
// interval.
type Pace struct {
	Burst int
	Every time.Duration
}

// Tries counts tries in token buckets by a key, forgotten when long unused. It is
// safe for concurrent use; each process counts for itself.
type Tries struct {
	mu   sync.Mutex
	by   map[string]*entry
	pace func(key string) Pace
}

type entry struct {
	l    *rate.Limiter
	last time.Time
}

// NewTries makes a counter. Keys are named <kind>:<who>; a kind without a pace of
// its own has that of "".
func NewTries(paces map[string]Pace) *Tries {
	return &Tries{by: map[string]*entry{}, pace: func(key string) Pace {
		kind, _, _ := strings.Cut(key, ":")
		if p, ok := paces[kind]; ok {
			return p
		}
		return paces[""]
	}}
}

// Tries of logging in. Unit: tries at once, minutes for each further one, entries
// kept, bytes of a key. Source: our choice; forty log-ins of one office before work come from one
// address.
const (
	burstLogin   = 8
	burstAddress = 60
	everyMinutes = 1
	mostEntries  = 100_000
	longestKey   = 200
)

func logInTries() *Tries {
	every := everyMinutes * time.Minute
	return NewTries(map[string]Pace{"login": {burstLogin, every}, "addr": {burstAddress, every / burstLogin}})
}

// Allow takes one try; false when there is none left for now.
func (l *Tries) Allow(key string) bool {
	key = key[:min(len(key), longestKey)]
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	e, ok := l.by[key]
	if !ok {
		if len(l.by) > mostEntries {
			l.sweep(now)
		}
		p := l.pace(key)
		e = &entry{l: rate.NewLimiter(rate.Every(p.Every), p.Burst)}
		l.by[key] = e
	}
	e.last = now
	return e.l.AllowN(now, 1)
}

// sweep forgets entries that were not tried for an hour.
func (l *Tries) sweep(now time.Time) {
	for k, e := range l.by {
		if now.Sub(e.last) > time.Hour {
			delete(l.by, k)
		}
	}
}

func (l *Tries) forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.by, key)
}
