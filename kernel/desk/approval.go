package desk

import (
	"context"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// await keeps the command for the organisation's own approval when its rules
// ask for it; nil means that it may leave at once. What an agent does under a
// mandate leaves the agent's organisation, so that one's rules count. Staff and
// system actors have no such chain here. What its guard would refuse is refused
// before anybody is asked, and nobody is asked the same twice.
func (s *session) await(p Pending, try func() error) (*Pending, error) {
	if s.actor.Party == "" || s.actor.System != "" {
		return nil, nil
	}
	from := s.actor.Party
	if s.actor.Mandate != "" {
		m, err := kernel.Load(s.tx, kernel.MandateByID{ID: s.actor.Mandate})
		if err != nil {
			return nil, err
		}
		from = m.Agent
	}
	if from == "" {
		return nil, nil
	}
	party, err := kernel.Load(s.tx, kernel.PartyByID{ID: from})
	if err != nil {
		return nil, err
	}
	if len(party.Approval) == 0 {
		return nil, nil
	}
	p.ID, p.Party, p.Actor, p.Made, p.State = s.desk.NewID(), from, s.actor, s.now, PendingOpen
	p.Steps = stepsFor(party.Approval, s.actor)
	if len(p.Steps) == 0 {
		return nil, nil
	}
	if err := s.askedAlready(from, p); err != nil {
		return nil, err
	}
	if err := try(); err != nil {
		return nil, err
	}
	if err := s.tx.PutPending(p); err != nil {
		return nil, err
	}
	if err := s.desk.tellApproval(s.tx, p, s.actor, s.now); err != nil {
		return nil, err
	}
	return &p, s.tx.Journal(kernel.Entry{ID: s.desk.NewID(), Act: "approval.asked", Actor: s.actor, At: s.now, Note: p.ID, Salt: s.desk.Salt()})
}

// askedAlready refuses a move in a case that waits for the organisation's word as
// it is: sent twice, the second could never go.
func (s *session) askedAlready(from kernel.PartyID, p Pending) error {
	if p.Command == nil {
		return nil
	}
	waiting, err := s.tx.PendingOf(from)
	if err != nil {
		return err
	}
	for _, w := range waiting {
		if w.Command != nil && w.Command.Case == p.Command.Case && w.Command.Move == p.Command.Move {
			return errs.New(errs.Conflict, "kernel.approval_waits", errs.Args{"who": w.Actor.Name})
		}
	}
	return nil
}

func (s *session) pendingReceipt(p *Pending, key, hash string, c kernel.Case) Receipt {
	r := s.receipt(c, key, hash)
	if p != nil {
		r.Pending = p.ID
	}
	return r
}

// stepsFor are the words still wanted of what the actor prepares. The head's own
// word is there when the head prepares it; nobody else could give it.
func stepsFor(chain []kernel.Duty, a kernel.Actor) []kernel.Duty {
	return slices.DeleteFunc(slices.Clone(chain), func(d kernel.Duty) bool { return d == kernel.DutyHead && a.Duty == kernel.DutyHead })
}

// Approve gives one word of an organisation's internal approval. The last one
// sends the command in the name of its maker; a refusal ends it. Nobody
// approves twice, and the maker approves nothing of their own.
func (d *Desk) Approve(ctx context.Context, a kernel.Actor, id string, ok bool, note string) (Pending, error) {
	now := d.Now()
	number, err := d.numbersFor(ctx, id, now)
	if err != nil {
		return Pending{}, err
	}
	var out Pending
	numbers := drawOnce(number)
	err = d.Store.InTx(ctx, func(tx Tx) error {
		p, err := tx.Pending(id)
		if err != nil {
			return err
		}
		if p == nil || p.Party != a.Party {
			return errs.New(errs.NotFound, "kernel.no_such_approval", nil)
		}
		if err := MayApprove(*p, a); err != nil {
			return err
		}
		out = withWord(*p, a, ok, note, now)
		if out.State == PendingSent {
			s := &session{desk: d, tx: tx, actor: p.Actor, now: now, number: numbers.again(), approval: p.ID}
			r, err := s.send(out)
			if err != nil {
				return err
			}
			out.Receipt = &r
		}
		if err := tx.PutPending(out); err != nil {
			return err
		}
		if err := d.tellApproval(tx, out, a, now); err != nil {
			return err
		}
		return tx.Journal(kernel.Entry{ID: d.NewID(), Act: "approval." + string(out.State), Actor: a, At: now, Note: id + " " + note, Salt: d.Salt()})
	})
	return out, err
}

// numbersFor takes the numbers that sending the kept command may draw.
func (d *Desk) numbersFor(ctx context.Context, id string, now time.Time) (func(string) string, error) {
	item := ""
	err := d.Store.InTx(ctx, func(tx Tx) error {
		p, err := tx.Pending(id)
		if err == nil && p != nil && p.Open != nil {
			item = p.Open.Item
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return d.Store.Numbers(ctx, now.Year(), d.prefixes(item))
}

// MayApprove says why an actor may not give the next word, nil when it may.
func MayApprove(p Pending, a kernel.Actor) error {
	switch {
	case p.State != PendingOpen:
		return errs.New(errs.Conflict, "kernel.approval_over", nil)
	case a.Mandate != "" || !a.Has(kernel.RightApprove):
		return errs.New(errs.Forbidden, "kernel.may_not_approve", nil)
	case a.User == p.Actor.User:
		return errs.New(errs.Forbidden, "kernel.own_approval", nil)
	case len(p.Steps) == 0 || a.Duty != p.Steps[0] && a.Duty != kernel.DutyHead:
		return errs.New(errs.Forbidden, "kernel.not_your_step", nil)
	case slices.ContainsFunc(p.Done, func(x Approval) bool { return x.User == a.User }):
		return errs.New(errs.Conflict, "kernel.approved_twice", nil)
	}
	return nil
}

// withWord is the approval after one more word. The head's word stands for the
// steps before its own too: it could not be given a second time.
func withWord(p Pending, a kernel.Actor, ok bool, note string, now time.Time) Pending {
	at := max(0, slices.Index(p.Steps, a.Duty))
	p.Done = append(slices.Clone(p.Done), Approval{User: a.User, Name: a.Name, Duty: p.Steps[at], OK: ok, Note: note, At: now})
	p.Steps = p.Steps[at+1:]
	switch {
	case !ok:
		p.State = PendingRejected
	case len(p.Steps) == 0:
		p.State = PendingSent
	}
	return p
}

// send makes the kept move. Its version is not compared: the approval may have
// taken days, and the guards look at the case as it is now. The mandate under
// which it was made must still be in force.
func (s *session) send(p Pending) (Receipt, error) {
	if p.Actor.Mandate != "" {
		m, err := kernel.Load(s.tx, kernel.MandateByID{ID: p.Actor.Mandate})
		if err != nil {
			return Receipt{}, err
		}
		if !m.InForce(s.now) {
			return Receipt{}, errs.New(errs.Conflict, "kernel.mandate.over", nil)
		}
	}
	if p.Open != nil {
		return s.open(*p.Open, true)
	}
	cmd := *p.Command
	cmd.Version = 0
	return s.act(cmd, true)
}
