package sqlstore

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/registry"
)

// RightsSink takes records in bulk; it is the sink of the importers.
type RightsSink struct {
	s    *Store
	now  func() time.Time
	seen time.Time
}

// Sink gives the sink of the register.
func (s *Store) Sink(now func() time.Time) RightsSink { return RightsSink{s: s, now: now} }

// LookedUp is the sink of a file for which the office's register was asked at the
// instant: whatever it confirms was seen then.
func (x RightsSink) LookedUp(at time.Time) RightsSink {
	x.seen = at
	return x
}

// Put stores records in one transaction and projects their rights anew. The
// same record again changes nothing. A file tells how the office's register
// stood on the day of its documents, not today: only who says when the office was
// asked ([RightsSink.LookedUp]), or a delivery of it ([Store.ObserveAll]), makes
// rights fresh.
func (x RightsSink) Put(ctx context.Context, records []registry.Record) (added, changed, same int, err error) {
	now := x.now()
	err = x.s.inTx(ctx, func(t *tx) error {
		added, changed, same, err = t.putRecords(records, x.seen, now)
		return err
	})
	return added, changed, same, err
}

// ObserveAll notes that the whole of the office's register was looked at, as
// after a delivery without changes.
func (s *Store) ObserveAll(ctx context.Context, at time.Time) error {
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update rights set observed = ? where observed < ?", micros(at), micros(at))
		return err
	})
}

// putRecords stores records and projects their rights. added counts rights
// that were not known, changed records that add to a known one. A zero observed
// means the day of the documents themselves.
func (t *tx) putRecords(records []registry.Record, observed, now time.Time) (added, changed, same int, err error) {
	fresh, same, err := t.unknownRecords(records)
	if err != nil {
		return 0, 0, 0, err
	}
	batch, err := t.loadRights(fresh)
	if err != nil {
		return 0, 0, 0, err
	}
	for _, r := range fresh {
		p := batch.at(r.Right.Number)
		if p.known() {
			changed++
		} else {
			added++
		}
		p.take(r, observed, now)
	}
	if err := t.saveRecords(fresh); err != nil {
		return 0, 0, 0, err
	}
	if err := t.saveRights(batch, now); err != nil {
		return 0, 0, 0, err
	}
	if !observed.IsZero() {
		err = t.seen(records, observed)
	}
	return added, changed, same, err
}

// unknownRecords are those whose content the register does not hold yet.
func (t *tx) unknownRecords(records []registry.Record) (fresh []registry.Record, same int, err error) {
	keys := make([]string, len(records))
	for i, r := range records {
		if keys[i] = r.Key; r.Key == "" {
			keys[i] = registry.RecordKey(r)
		}
	}
	have, err := many[string](t.ctx, t.db, "select key from records where key in (?)", in(keys))
	if err != nil {
		return nil, 0, err
	}
	known := make(map[string]bool, len(records))
	for _, k := range have {
		known[k] = true
	}
	for i, r := range records {
		if known[keys[i]] {
			same++
			continue
		}
		known[keys[i]] = true
		r.Key = keys[i]
		fresh = append(fresh, r)
	}
	return fresh, same, nil
}

// putting is one right while records or events are added to it.
type putting struct {
	number   string
	stored   bool // a row of rights stands already
	observed time.Time
	records  []registry.Record
	events   []registry.Event // that stand, then the new ones
	stand    int              // how many of them stand
}

func (p *putting) known() bool { return p.stored || len(p.records) > 0 }

// take adds a record.
func (p *putting) take(r registry.Record, observed, now time.Time) {
	p.records = append(p.records, r)
	if observed.IsZero() && !r.Doc.IsZero() {
		observed = r.Doc.At(0)
	}
	p.see(observed, now)
}

// see moves on the instant at which the office's register was last seen.
func (p *putting) see(observed, now time.Time) {
	if observed.After(p.observed) && !observed.After(now) {
		p.observed = observed
	}
}

// add appends events that do not stand yet.
func (p *putting) add(events []registry.Event, now time.Time) error {
	for _, e := range events {
		if e.Right == "" {
			e.Right = p.number
		}
		if e.Right != p.number {
			return errs.New(errs.Invalid, "adapter.sqlstore.event_of_other_right", errs.Args{"right": p.number, "other": e.Right})
		}
		if e.ID == "" {
			e.ID = registry.EventID(e)
		}
		if slices.ContainsFunc(p.events, func(old registry.Event) bool { return old.ID == e.ID }) {
			continue
		}
		if e.RecordedAt.IsZero() {
			e.RecordedAt = now
		}
		p.events = append(p.events, e)
	}
	return nil
}

// rights are the rights of one transaction in the order in which they came.
type rights struct {
	order []*putting
	by    map[string]*putting
}

func (b *rights) at(number string) *putting { return b.by[number] }

// loadRights reads what stands of the rights that the records speak of.
func (t *tx) loadRights(fresh []registry.Record) (*rights, error) {
	b := &rights{by: map[string]*putting{}}
	var numbers []string
	for _, r := range fresh {
		n := r.Right.Number
		if b.by[n] == nil {
			b.by[n] = &putting{number: n}
			b.order, numbers = append(b.order, b.by[n]), append(numbers, n)
		}
	}
	return b, t.fillRights(b, numbers)
}

func (t *tx) fillRights(b *rights, numbers []string) error {
	stored, err := many[struct {
		Number   string `bun:"number"`
		Observed int64  `bun:"observed"`
	}](t.ctx, t.db, "select number, observed from rights where number in (?)", in(numbers))
	if err != nil || len(stored) == 0 {
		return err
	}
	for _, r := range stored {
		b.by[r.Number].stored, b.by[r.Number].observed = true, instant(r.Observed)
	}
	records, err := bodies[registry.Record](t, "select body from records where right_no in (?)", in(numbers))
	if err != nil {
		return err
	}
	for _, r := range records {
		p := b.by[r.Right.Number]
		p.records = append(p.records, r)
	}
	events, err := bodies[registry.Event](t, "select body from right_events where right_no in (?)", in(numbers))
	if err != nil {
		return err
	}
	for _, e := range events {
		p := b.by[e.Right]
		p.events, p.stand = append(p.events, e), p.stand+1
	}
	return nil
}

// bodies reads rows that are kept whole as JSON.
func bodies[T any](t *tx, q string, args ...any) ([]T, error) {
	rows, err := many[string](t.ctx, t.db, q, args...)
	if err != nil {
		return nil, err
	}
	out := make([]T, len(rows))
	for i, b := range rows {
		if err := json.Unmarshal([]byte(b), &out[i]); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
	}
	return out, nil
}

// seen notes that the office's register was looked at for these rights.
func (t *tx) seen(records []registry.Record, at time.Time) error {
	numbers := make([]string, 0, len(records))
	for _, r := range records {
		numbers = append(numbers, r.Right.Number)
	}
	_, err := t.exec("update rights set observed = ? where number in (?) and observed < ?", micros(at), in(numbers), micros(at))
	return err
}

// day prints a date as the tables keep it.
func day(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
