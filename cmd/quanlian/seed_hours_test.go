package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"
)

// TestDemoBeginsAtAnyHour: the demo city can be made late in the evening, before
// the halls open, on a day of rest and after a long holiday.
func TestDemoBeginsAtAnyHour(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]string{
		"after the last time": "2026-11-26T17:05:00+08:00",
		"before the halls":    "2026-11-26T00:10:00+08:00",
		"on a Sunday":         "2026-11-22T23:50:00+08:00",
		"after a holiday":     "2026-10-08T09:30:00+08:00",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			end, err := time.Parse(time.RFC3339, at)
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(context.Background())
			dir := t.TempDir()
			clock := &heldClock{at: end.AddDate(0, 0, -demoDays)}
			h, err := build(ctx, config{Database: "sqlite:" + filepath.Join(dir, "q.db"), Dir: dir, FakeParties: true}.withDefaults(), slog.New(slog.DiscardHandler), clock.Now)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { stop(); _ = h.store.Close() })
			if err := h.seedUntil(ctx, clock, end); err != nil {
				t.Fatal(err)
			}
		})
	}
}
