package sqlstore

import (
	"cmp"
	"context"

	"github.com/uptrace/bun"

	"quanlian/chain/service/window"
	"quanlian/kernel"
)

// projectMachine writes by which hash a machine is found: of its link while that
// pairs, then of its own secret.
func (t *tx) projectMachine(c kernel.Case) error {
	d, err := window.MachineOf(c)
	if err != nil {
		return err
	}
	_, err = t.exec(`insert into window_machines (case_id, unit, state, hash) values (?, ?, ?, ?) on conflict (case_id) do update set state = excluded.state, hash = excluded.hash`,
		string(c.ID), string(d.Unit), string(c.State), cmp.Or(d.Hash, d.Proof))
	return err
}

// alive are the states of a machine that its unit has.
var alive = []kernel.State{window.Offered, window.Paired}

// WindowMachine finds a machine by the hash of its secret, or of its link.
func (s *Store) WindowMachine(ctx context.Context, hash string) (window.MachineRow, bool, error) {
	return first(machines(ctx, s.r, "w.hash = ? and w.state in (?)", orNobody(hash), in(alive)))
}

// WindowMachines lists the machines of a unit that are not revoked.
func (s *Store) WindowMachines(ctx context.Context, u kernel.UnitID) ([]window.MachineRow, error) {
	return machines(ctx, s.r, "w.unit = ? and w.state in (?)", string(u), in(alive))
}

func machines(ctx context.Context, db bun.IDB, cond string, args ...any) ([]window.MachineRow, error) {
	list, err := told(ctx, db, "window_machines", cond, "c.opened, w.case_id", args...)
	var out []window.MachineRow
	for _, c := range list {
		r := window.MachineRow{Case: c.ID, State: c.State}
		if err := read(c, &r.MachineData); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, err
}
