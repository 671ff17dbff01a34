package main

import (
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"quanlian/catalogue/source"
	"quanlian/chain/utilization/hall"
	"quanlian/chain/utilization/valuation"
	"quanlian/kernel"
)

// TestCheckKnowsEveryFlow: whatever a server runs, check knows, so that no case
// of it is told to be lost.
func TestCheckKnowsEveryFlow(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	h, err := build(t.Context(), config{Database: "sqlite:" + filepath.Join(dir, "q.db"), Dir: dir, FakeParties: true}.withDefaults(), slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	on := &inspection{cfg: config{}.withDefaults(), facts: map[string]any{}}
	if faults, err := checkDeclared(t.Context(), on); err != nil || len(source.Grave(faults)) > 0 {
		t.Fatal(faults, err)
	}
	known := map[string]bool{}
	for _, f := range on.flows {
		known[string(f.Addr)] = true
	}
	for addr := range h.desk.Flows {
		if !known[string(addr)] {
			t.Errorf("check does not know the flow %s", addr)
		}
	}
	if len(on.flows) != len(h.desk.Flows) {
		t.Errorf("check knows %d flows, the server runs %d", len(on.flows), len(h.desk.Flows))
	}
}

// TestMovesOfPartiesAskForARight: an agent or a member who may only look makes no
// move in any flow.
func TestMovesOfPartiesAskForARight(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	h, err := build(t.Context(), config{Database: "sqlite:" + filepath.Join(dir, "q.db"), Dir: dir, FakeParties: true}.withDefaults(), slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	parties := []kernel.Role{kernel.RoleOwner, hall.Seller, hall.Buyer, hall.Broker, valuation.Expert}
	for addr, f := range h.desk.Flows {
		for _, m := range slices.Concat(f.Opens, f.Moves) {
			if m.Right == "" && slices.ContainsFunc(m.By, func(r kernel.Role) bool { return slices.Contains(parties, r) }) {
				t.Errorf("%s: %s is a party's and asks for no right", addr, m.Name)
			}
		}
	}
}
