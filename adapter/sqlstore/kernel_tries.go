package sqlstore

import (
	"context"
	"time"
)

// Try is one try of something that may be tried so many times at once, then
// once in an interval.
type Try struct {
	Name  string // of what is counted; kept as it is, so hashed by who gives it
	Burst int
	Every time.Duration
}

// Clocks of processes differ a little, and tries come in another order than they
// were timed: so small a part of the interval is not missed. Unit: parts.
// Source: our choice.
const trySlack = 100

// TakeTries takes one try of each in turn, for all processes together: false when
// one is not to be had now, and none after it is taken. Callers name kinds in one
// order, so that two never wait for each other. A row holds the instant at which
// all tries are back.
func (s *Store) TakeTries(ctx context.Context, list []Try, now time.Time) (ok bool, err error) {
	err = s.inPlainTx(ctx, func(t *tx) error {
		ok = true
		for _, x := range list {
			at, one := micros(now), x.Every.Microseconds()
			n, err := t.exec(`insert into tries (name, full_at) values (?, ?) on conflict (name) do update
				set full_at = case when tries.full_at > ? then tries.full_at else ? end + ? where tries.full_at + ? <= ?`,
				x.Name, at+one, at, at, one, one, at+int64(x.Burst)*one+one/trySlack)
			if err != nil {
				return err
			}
			if ok = n > 0; !ok {
				return nil
			}
		}
		return nil
	})
	return ok && err == nil, err
}

// ForgetTry gives all tries of something back.
func (s *Store) ForgetTry(ctx context.Context, name string) error {
	return s.inPlainTx(ctx, func(t *tx) error {
		_, err := t.exec("delete from tries where name = ?", name)
		return err
	})
}

// SweepTries forgets what nothing counts of any more.
func (s *Store) SweepTries(ctx context.Context, now time.Time) error {
	return s.inPlainTx(ctx, func(t *tx) error {
		_, err := t.exec("delete from tries where full_at <= ?", micros(now))
		return err
	})
}
