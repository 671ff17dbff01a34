package register

import (
	"context"
	"fmt"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/registry"
)

var start = time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)

func date(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// patent is what one document says of a granted invention.
func patent(t testing.TB, number, title, owner string) registry.Record {
	filing, grant := date(t, "2018-03-01"), date(t, "2020-06-02")
	owners := []registry.Owner{{Name: owner}}
	return keyed(registry.Record{Source: "csv", Doc: grant,
		Right: registry.Right{Number: number, Kind: registry.Invention, Title: title, Abstract: "本发明公开了" + title + "。", Applicants: owners, IPCMain: "H01M10/0525", Filing: filing, Granted: grant},
		Events: []registry.Event{
			registry.NewEvent(registry.Event{Right: number, Kind: registry.Filed, ValidFrom: filing, Detail: registry.Detail{Kind: registry.Invention, Owners: owners}}),
			registry.NewEvent(registry.Event{Right: number, Kind: registry.Granted, ValidFrom: grant, Detail: registry.Detail{Owners: owners}}),
		}})
}

func keyed(r registry.Record) registry.Record {
	r.Key = registry.RecordKey(r)
	return r
}

func put(t testing.TB, s *sqlstore.Store, at time.Time, records ...registry.Record) string {
	t.Helper()
	added, changed, same, err := s.Sink(func() time.Time { return at }).Put(context.Background(), records)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d new %d changed %d same", added, changed, same)
}

func apply(t testing.TB, s *sqlstore.Store, at time.Time, e kernel.Effect) error {
	t.Helper()
	return s.InTx(context.Background(), func(tx desk.Tx) error { return tx.Apply(desk.Meta{At: at}, e) })
}

func view(t testing.TB, s *sqlstore.Store, number string) registry.View {
	t.Helper()
	v, err := s.Right(context.Background(), number)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func party(t testing.TB, s *sqlstore.Store, p kernel.Party) {
	t.Helper()
	err := s.InTx(context.Background(), func(tx desk.Tx) error { return tx.Write(desk.Meta{At: start}, kernel.PutParty{Party: p}) })
	if err != nil {
		t.Fatal(err)
	}
}

// found gives the numbers that a search finds, in order.
func found(t testing.TB, s *sqlstore.Store, f registry.Filter) []string {
	t.Helper()
	rows, total, err := s.FindRights(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	if f.Limit == 0 && total != len(rows) {
		t.Errorf("%+v: %d rows of %d", f, len(rows), total)
	}
	out := make([]string, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.Number)
	}
	return out
}
