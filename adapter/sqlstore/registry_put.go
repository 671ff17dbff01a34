package sqlstore

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/registry"
)

// RightsSink takes records in bulk; it is the sink of the importers.
type RightsSink struct {
	s   *Store
	now func() time.Time
}

// Sink gives the sink of the register.
func (s *Store) Sink(now func() time.Time) RightsSink { return RightsSink{s, now} }

// Put stores records in one transaction and projects their rights anew. The
// same record again changes nothing; it still says that the register was seen.
func (x RightsSink) Put(ctx context.Context, records []registry.Record) (added, changed, same int, err error) {
	now := x.now()
	err = x.s.inTx(ctx, func(t *tx) error {
		added, changed, same, err = t.putRecords(records, now, now)
		return err
	})
	return added, changed, same, err
}

// putRecords stores records. added counts rights that were not known, changed
// records that add to a known one.
func (t *tx) putRecords(records []registry.Record, observed, now time.Time) (added, changed, same int, err error) {
	known, err := t.knownKeys(records)
	if err != nil {
		return 0, 0, 0, err
	}
	fresh := map[string][]registry.Record{}
	var order []string
	for _, r := range records {
		if r.Key == "" {
			r.Key = registry.RecordKey(r)
		}
		if known[r.Key] {
			same++
			continue
		}
		known[r.Key] = true
		if _, ok := fresh[r.Right.Number]; !ok {
			order = append(order, r.Right.Number)
		}
		fresh[r.Right.Number] = append(fresh[r.Right.Number], r)
	}
	old, err := t.oldRecords(order)
	if err != nil {
		return 0, 0, 0, err
	}
	for _, number := range order {
		if len(old[number]) == 0 {
			added++
			changed += len(fresh[number]) - 1
		} else {
			changed += len(fresh[number])
		}
		if err := t.project1(number, old[number], fresh[number], observed, now); err != nil {
			return 0, 0, 0, err
		}
	}
	if !observed.IsZero() {
		err = t.seen(records, observed)
	}
	return added, changed, same, err
}

// project1 stores the fresh records of one right and projects it anew.
func (t *tx) project1(number string, old, fresh []registry.Record, observed, now time.Time) error {
	for _, r := range fresh {
		body, err := json.Marshal(r)
		if err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		if _, err := t.exec("insert into records (key, right_no, source, doc, body) values (?, ?, ?, ?, ?)", r.Key, number, r.Source, day(r.Doc), string(body)); err != nil {
			return err
		}
	}
	right, events := registry.Project(append(slices.Clone(old), fresh...))
	if err := t.appendEvents(number, events, now); err != nil {
		return err
	}
	return t.putRight(right, observed, now)
}

func (t *tx) knownKeys(records []registry.Record) (map[string]bool, error) {
	keys := make([]string, 0, len(records))
	for _, r := range records {
		keys = append(keys, r.Key)
	}
	have, err := many[string](t.ctx, t.db, "select key from records where key in (?)", in(keys))
	out := map[string]bool{}
	for _, k := range have {
		out[k] = true
	}
	return out, err
}

func (t *tx) oldRecords(numbers []string) (map[string][]registry.Record, error) {
	rows, err := many[string](t.ctx, t.db, "select body from records where right_no in (?)", in(numbers))
	if err != nil {
		return nil, err
	}
	out := map[string][]registry.Record{}
	for _, b := range rows {
		var r registry.Record
		if err := json.Unmarshal([]byte(b), &r); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		out[r.Right.Number] = append(out[r.Right.Number], r)
	}
	return out, nil
}

// appendEvents adds events to a right's history; those that stand are left.
func (t *tx) appendEvents(number string, events []registry.Event, now time.Time) error {
	for _, e := range events {
		if e.RecordedAt.IsZero() {
			e.RecordedAt = now
		}
		body, err := json.Marshal(e)
		if err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		if _, err := t.exec("insert into right_events (id, right_no, kind, valid_from, recorded, body) values (?, ?, ?, ?, ?, ?) on conflict (id) do nothing",
			e.ID, number, string(e.Kind), day(e.ValidFrom), micros(e.RecordedAt), string(body)); err != nil {
			return err
		}
	}
	return nil
}

// putRight writes the projection with its owners and status as of now.
func (t *tx) putRight(r registry.Right, observed, now time.Time) error {
	events, err := t.events(r.Number)
	if err != nil {
		return err
	}
	state := registry.AsOf(events, calendar.DateOf(now), now)
	names := make([]string, 0, len(state.Owners))
	for _, o := range state.Owners {
		names = append(names, o.Name)
	}
	body, err := json.Marshal(r)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	if _, err := t.exec(`insert into rights (number, kind, title, abstract, owners, ipc_main, filing, granted, status, term_end, observed, body, updated)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (number) do update set kind = excluded.kind, title = excluded.title, abstract = excluded.abstract, owners = excluded.owners, ipc_main = excluded.ipc_main,
		filing = excluded.filing, granted = excluded.granted, status = excluded.status, term_end = excluded.term_end, body = excluded.body, updated = excluded.updated,
		observed = case when excluded.observed > rights.observed then excluded.observed else rights.observed end`,
		r.Number, string(r.Kind), r.Title, r.Abstract, strings.Join(names, "；"), r.IPCMain, day(r.Filing), day(r.Granted), string(state.Status), day(state.TermEnd), micros(observed), string(body), micros(now)); err != nil {
		return err
	}
	return t.putOwners(r.Number, state.Owners)
}

// putOwners keeps under which party id, code or name a right is found.
func (t *tx) putOwners(number string, owners []registry.Owner) error {
	if _, err := t.exec("delete from right_owners where right_no = ?", number); err != nil {
		return err
	}
	for _, o := range owners {
		for _, s := range []string{"party:" + o.Party, "uscc:" + o.USCC, "name:" + o.Name} {
			if strings.HasSuffix(s, ":") {
				continue
			}
			if _, err := t.exec("insert into right_owners (right_no, subject) values (?, ?) on conflict (subject, right_no) do nothing", number, s); err != nil {
				return err
			}
		}
	}
	return nil
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

// ObserveAll notes that the whole of the office's register was looked at, as
// after a delivery without changes.
func (s *Store) ObserveAll(ctx context.Context, at time.Time) error {
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update rights set observed = ? where observed < ?", micros(at), micros(at))
		return err
	})
}

// day prints a date as the tables keep it.
func day(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
