package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// TestDemoBeginsAtAnyHour: the demo city can be made late in the evening, before
// the halls open, on a day of rest and after a long holiday.
func TestDemoBeginsAtAnyHour(t *testing.T) {
	t.Parallel()
	ends := map[string]string{
		"before the halls": "2026-11-26T00:10:00+08:00",
		"on a Sunday":      "2026-11-22T23:50:00+08:00",
	}
	if os.Getenv("QUANLIAN_LONG") != "" {
		ends["after the last time"] = "2026-11-26T17:05:00+08:00"
		ends["after a holiday"] = "2026-10-08T09:30:00+08:00"
	}
	for name, at := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			end, err := time.Parse(time.RFC3339, at)
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(context.Background())
			dir := t.TempDir()
			clock := &heldClock{at: storyBegins(end)}
			h, err := build(ctx, config{Database: "sqlite:" + filepath.Join(dir, "q.db"), Dir: dir, FakeParties: true}.withDefaults(), slog.New(slog.DiscardHandler), clock.Now)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { stop(); _ = h.store.Close() })
			if err := h.seedUntil(ctx, clock, end); err != nil {
				t.Fatal(err)
			}
			playedInTime(t, h, end)
		})
	}
}

// playedInTime: the visitors of the last working day came on that day, within its
// hours, and an outage of that day has moved a limit.
func playedInTime(t *testing.T, h *house, end time.Time) {
	t.Helper()
	day := demo.DayBefore(h.env.Calendar, calendar.DateOf(end))
	came, err := h.store.WindowQueue(t.Context(), "patent-window", day)
	if err != nil || len(came) < 6 {
		t.Fatalf("%d visitors on %s: %v", len(came), day, err)
	}
	for _, x := range came {
		if x.Taken.Before(day.At(9)) || x.Ended.After(day.At(17)) || !x.Ended.After(x.Taken) {
			t.Errorf("%s was here from %s to %s", x.Label(), x.Taken, x.Ended)
		}
	}
	moved := 0
	rows, _, err := h.store.Cases(t.Context(), kernel.SystemActor("test"), kernel.ViewDetail, kernel.CaseQuery{Limit: 500})
	for _, c := range rows {
		if d, err := itemflow.DataOf(c); itemflow.Standard(c.Flow) && err == nil {
			moved += len(d.Stretched)
		}
	}
	if err != nil || moved == 0 {
		t.Errorf("of %d cases no outage has moved a limit: %v", len(rows), err)
	}
}
