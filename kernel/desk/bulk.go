package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// errTried ends a trial: its transaction is rolled back.
var errTried = errors.New("tried")

// Try makes the decisions of opening moves and changes nothing: permission,
// facts, guard and the computation of what would follow, each command against
// the state as it is. It gives one error for each command, nil where the act
// would be made. The last word is the act's own.
func (d *Desk) Try(ctx context.Context, a kernel.Actor, cmds ...OpenCommand) ([]error, error) {
	var out []error
	err := d.Store.InTx(ctx, func(tx Tx) error {
		out = make([]error, len(cmds))
		s := &session{desk: d, tx: tx, actor: a, now: d.Now()}
		for i, cmd := range cmds {
			if out[i] = s.try(cmd); infra(out[i]) {
				return out[i]
			}
		}
		return errTried
	})
	if errors.Is(err, errTried) {
		return out, nil
	}
	return nil, err
}

// Joins is the cheap guard of one case of a bulk: by state and office alone the
// move stands open to the actor, and leaves something to do.
func (d *Desk) Joins(a kernel.Actor, c kernel.Case, move string) (kernel.Move, error) {
	f := d.Flows[c.Flow]
	if f == nil {
		return kernel.Move{}, errs.New(errs.Conflict, "kernel.no_such_flow", errs.Args{"flow": c.Flow})
	}
	m, ok := f.Find(move)
	if !ok || m.Hidden {
		return m, errs.New(errs.Conflict, "kernel.bulk.no_such_move", errs.Args{"no": c.No})
	}
	roles, _ := kernel.RolesOf(a, c)
	if err := f.Fits(m, c, roles); err != nil {
		return m, err
	}
	if f.Idle(a, c, move) {
		return m, errs.New(errs.Conflict, "kernel.bulk.nothing_to_do", errs.Args{"no": c.No})
	}
	return m, nil
}

// Unit: cases. Source: our own bound: how many are tried before others may write
// again.
const triedOnce = 50

// TryActs is [Desk.Try] for moves in cases that stand: what a bulk would come
// to, before it is begun.
func (d *Desk) TryActs(ctx context.Context, a kernel.Actor, cmds ...Command) ([]error, error) {
	var out []error
	for part := range slices.Chunk(cmds, triedOnce) {
		said, err := d.tryActs(ctx, a, part)
		if err != nil {
			return nil, err
		}
		out = append(out, said...)
	}
	return out, nil
}

func (d *Desk) tryActs(ctx context.Context, a kernel.Actor, cmds []Command) ([]error, error) {
	var out []error
	err := d.Store.InTx(ctx, func(tx Tx) error {
		out = make([]error, len(cmds))
		s := &session{desk: d, tx: tx, actor: a, now: d.Now()}
		for i, cmd := range cmds {
			if out[i] = s.tryAct(cmd); infra(out[i]) {
				return out[i]
			}
		}
		return errTried
	})
	if errors.Is(err, errTried) {
		return out, nil
	}
	return nil, err
}

// infra tells a fault of the machine from a decision.
func infra(err error) bool {
	k := errs.KindOf(err)
	return err != nil && (k == errs.Internal || k == errs.Unavailable)
}

func (s *session) try(cmd OpenCommand) error {
	f, m, err := s.desk.find(cmd.Flow, cmd.Move)
	if err != nil {
		return err
	}
	if err := s.permit(f.Addr, m, nil, openingRoles(s.actor), kernel.ViewSecret); err != nil {
		return err
	}
	return s.wouldRun(m, s.blank(f, cmd), cmd.Input)
}

// wouldRun says why a move would be refused, nil when it would not: it is run,
// and nothing of what it gives is written.
func (s *session) wouldRun(m kernel.Move, c kernel.Case, input json.RawMessage) error {
	_, err := m.Run(s.tx, kernel.TurnInput{Case: c, Input: input, Actor: s.actor, Now: s.now, NewID: s.desk.NewID, Number: func(string) string { return "" }, Approval: s.approval})
	return err
}

func (s *session) tryAct(cmd Command) error {
	c, err := kernel.Load(s.tx, kernel.CaseByID{ID: cmd.Case})
	if err != nil {
		return err
	}
	m, err := s.allowed(c, cmd)
	if err != nil {
		return err
	}
	return s.wouldRun(m, c, cmd.Input)
}

// covered reports whether the organisation has approved this act with the bulk
// that it is one of: the approval was given to a move of that very bulk which
// covers such acts, prepared by the same person for the same party under the same
// mandate, and the act's key is one of the bulk's.
func (s *session) covered(cmd OpenCommand) (bool, error) {
	if cmd.Under == "" || cmd.Approval == "" || !strings.HasPrefix(cmd.Key, string(cmd.Under)+"/") {
		return false, nil
	}
	p, err := s.tx.Pending(cmd.Approval)
	if err != nil || p == nil || p.State != PendingSent || !sameHat(p.Actor, s.actor) {
		return false, err
	}
	move := p.moveOf(cmd.Under)
	if move == "" {
		return false, nil
	}
	bulk, err := kernel.Load(s.tx, kernel.CaseByID{ID: cmd.Under})
	if err != nil {
		return false, err
	}
	_, m, err := s.desk.find(bulk.Flow, move)
	return err == nil && slices.Contains(m.Covers, string(cmd.Flow)+":"+cmd.Move), err
}

func sameHat(a, b kernel.Actor) bool {
	return a.User == b.User && a.Party == b.Party && a.Mandate == b.Mandate
}

// moveOf is the move of the case that the approval was given to, "" when it was
// given to something else: to a move in it, or to the one that opened it.
func (p Pending) moveOf(c kernel.CaseID) string {
	switch {
	case p.Command != nil && p.Command.Case == c:
		return p.Command.Move
	case p.Open != nil && p.Receipt != nil && p.Receipt.Case == c:
		return p.Open.Move
	}
	return ""
}
