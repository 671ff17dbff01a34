package sqlstore

import (
	"context"
	"time"
)

// Lease is a thing that one process at a time may do: number the journal, keep
// the log, speak with a bank. Fence grows with every change of hands: who
// writes outside the database carries it, so that a process that slept through
// the end of its lease is refused.
type Lease struct {
	Name  string
	Fence int64
	Until time.Time
}

// TakeLease takes a lease that is free or run out, or renews one's own; ok is
// false while another holds it. The instants are those of the wall clock, the
// same on all machines up to what NTP leaves: ttl has to be far longer.
func (s *Store) TakeLease(ctx context.Context, name, holder string, now time.Time, ttl time.Duration) (l Lease, ok bool, err error) {
	l = Lease{Name: name, Until: now.Add(ttl)}
	err = s.inTx(ctx, func(t *tx) error {
		ok, err = one(t.ctx, t.db, &l.Fence, `insert into leases (name, holder, fence, until) values (?, ?, 1, ?)
			on conflict (name) do update set fence = case when leases.holder = excluded.holder then leases.fence else leases.fence + 1 end,
			holder = excluded.holder, until = excluded.until
			where leases.holder = excluded.holder or leases.until <= ? returning fence`, name, holder, micros(l.Until), micros(now))
		return err
	})
	return l, ok && err == nil, err
}

// DropLease gives a lease back, so that another need not wait for its end.
func (s *Store) DropLease(ctx context.Context, name, holder string) error {
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update leases set until = 0 where name = ? and holder = ?", name, holder)
		return err
	})
}
