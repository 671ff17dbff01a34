package login

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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

// Counted is one thing of which a try is taken. Name is a hash of kind and who.
type Counted struct {
	Name string
	Pace Pace
}

// Together counts tries for all processes that serve one city; adapter/sqlstore
// fulfils it through cmd.
type Together interface {
	TakeTries(ctx context.Context, list []Counted, now time.Time) (bool, error)
	ForgetTry(ctx context.Context, name string) error
}

// Tries counts tries in token buckets by a key, forgotten when long unused. It is
// safe for concurrent use. Each process counts for itself first, which costs no
// write when it refuses; what it lets through is counted together.
type Tries struct {
	mu   sync.Mutex
	by   map[string]*entry
	pace func(key string) Pace
	all  Together // nil: each process for itself
}

type entry struct {
	l    *rate.Limiter
	last time.Time
}

// NewTries makes a counter. Keys are named <kind>:<who>; a kind without a pace of
// its own has that of "".
func NewTries(paces map[string]Pace, all Together) *Tries {
	return &Tries{by: map[string]*entry{}, all: all, pace: func(key string) Pace {
		kind, _, _ := strings.Cut(key, ":")
		if p, ok := paces[kind]; ok {
			return p
		}
		return paces[""]
	}}
}

// Tries of logging in. Unit: tries at once, minutes for each further one, entries
// kept, bytes of a key. Source: our choice; forty log-ins of one office before
// work come from one address.
const (
	burstLogin   = 8
	burstAddress = 60
	everyMinutes = 1
	mostEntries  = 100_000
	longestKey   = 200
)

func logInTries(all Together) *Tries {
	every := everyMinutes * time.Minute
	return NewTries(map[string]Pace{"login": {burstLogin, every}, "addr": {burstAddress, every / burstLogin}}, all)
}

// Allow takes one try of each key in turn; false when one has none left for now:
// those after it are not taken.
func (l *Tries) Allow(ctx context.Context, keys ...string) (bool, error) {
	now := time.Now()
	list := make([]Counted, 0, len(keys))
	for _, k := range keys {
		k = k[:min(len(k), longestKey)]
		if !l.allowHere(k, now) {
			return false, nil
		}
		list = append(list, Counted{hashed(k), l.pace(k)})
	}
	if l.all == nil {
		return true, nil
	}
	return l.all.TakeTries(ctx, list, now)
}

// hashed keeps log-ins and addresses out of what is stored.
func hashed(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

func (l *Tries) allowHere(key string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
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

func (l *Tries) forget(ctx context.Context, key string) error {
	key = key[:min(len(key), longestKey)]
	l.mu.Lock()
	delete(l.by, key)
	l.mu.Unlock()
	if l.all == nil {
		return nil
	}
	return l.all.ForgetTry(ctx, hashed(key))
}
