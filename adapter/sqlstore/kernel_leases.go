package sqlstore

import (
	"context"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel/desk"
)

// Lease is a thing that one process at a time may do: number the journal, keep
// the log, speak with a bank. Fence grows with every change of hands: who
// writes outside the database carries it, so that a process that slept through
// the end of its lease is refused.
type Lease struct {
	Name   string
	Holder string
	Fence  int64
	Until  time.Time
}

// TakeLease takes a lease that is free or run out, or renews one's own; ok is
// false while another holds it. The instants are those of the wall clock, the
// same on all machines up to what NTP leaves: ttl has to be far longer.
func (s *Store) TakeLease(ctx context.Context, name, holder string, now time.Time, ttl time.Duration) (l Lease, ok bool, err error) {
	l = Lease{Name: name, Holder: holder, Until: now.Add(ttl)}
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

// InTxUnder runs f in one transaction that holds only while the lease does:
// conflict adapter.sqlstore.lease_lost, and nothing written, when it has passed
// to another.
func (s *Store) InTxUnder(ctx context.Context, l Lease, f func(desk.Tx) error) error {
	return s.inTx(ctx, func(t *tx) error {
		if err := t.under(l); err != nil {
			return err
		}
		return f(t)
	})
}

// under checks the fence and locks the row of the lease: nobody takes it
// before what it protects is written.
func (t *tx) under(l Lease) error {
	n, err := t.exec("update leases set holder = holder where name = ? and holder = ? and fence = ?", l.Name, l.Holder, l.Fence)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "adapter.sqlstore.lease_lost", errs.Args{"lease": l.Name})
	}
	return err
}
