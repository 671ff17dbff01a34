package api

import (
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits say how often one may ask.
type Limits struct {
	// Token is of one token, Address of an address without a valid one.
	// Unit: requests a second; Burst: requests at once.
	Token        float64 `yaml:"token"`
	TokenBurst   int     `yaml:"token_burst"`
	Address      float64 `yaml:"address"`
	AddressBurst int     `yaml:"address_burst"`
}

// DefaultLimits are the values that ship with the program.
// Unit: requests a second, requests at once. Source: our choice: a system that
// mirrors its cases asks some hundred times in a row, then seldom; a person who
// tries the public operations by hand stays far below.
func DefaultLimits() Limits {
	return Limits{Token: 20, TokenBurst: 200, Address: 5, AddressBurst: 60}
}

// buckets hold a token bucket for each key, forgotten when not used for long.
type buckets struct {
	mu    sync.Mutex
	by    map[string]*bucket
	rate  rate.Limit
	burst int
}

type bucket struct {
	l    *rate.Limiter
	last time.Time
}

// Unit: entries. Source: our own bound on memory, about 20 MB.
const mostBuckets = 100_000

func newBuckets(perSecond float64, burst int) *buckets {
	return &buckets{by: map[string]*bucket{}, rate: rate.Limit(perSecond), burst: burst}
}

// standing is what a bucket says after a request.
type standing struct {
	ok    bool
	wait  time.Duration // until one may ask again, when not ok
	left  int           // requests at once from here
	full  time.Duration // until the bucket is full again
	burst int
}

// take takes one request from the key's bucket, or says how long to wait.
func (b *buckets) take(key string, now time.Time) standing {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.by[key]
	if e == nil {
		if len(b.by) >= mostBuckets {
			b.sweep(now)
		}
		e = &bucket{l: rate.NewLimiter(b.rate, b.burst)}
		b.by[key] = e
	}
	e.last = now
	s := standing{ok: true, burst: b.burst}
	r := e.l.ReserveN(now, 1)
	if s.wait = r.DelayFrom(now); s.wait > 0 {
		r.CancelAt(now)
		s.ok = false
	}
	have := max(0, e.l.TokensAt(now))
	s.left, s.full = int(have), time.Duration((float64(b.burst)-have)/float64(b.rate)*float64(time.Second))
	return s
}

// tell writes what is left into the headers. Source: draft-ietf-httpapi-
// ratelimit-headers-10: quota q and window w of the policy, remaining r and the
// seconds t after which the quota is whole again. The bucket fills evenly.
func (s standing) tell(h http.Header) {
	h.Set("RateLimit-Policy", fmt.Sprintf(`"default";q=%d`, s.burst))
	h.Set("RateLimit", fmt.Sprintf(`"default";r=%d;t=%d`, s.left, seconds(s.full)))
}

// seconds is a wait in whole seconds, rounded up.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// sweep forgets buckets that are full again.
func (b *buckets) sweep(now time.Time) {
	full := time.Duration(float64(b.burst) / float64(b.rate) * float64(time.Second))
	for k, e := range b.by {
		if now.Sub(e.last) > full {
			delete(b.by, k)
		}
	}
}

// address is what requests without a valid token are counted by.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
