package desk

import (
	"encoding/json"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// session is one act inside one transaction.
type session struct {
	desk   *Desk
	tx     Tx
	actor  kernel.Actor
	now    time.Time
	number func(prefix string) string
	opened []kernel.CaseID
	depth  int
	// approval is the organisation's own under which the act is sent.
	approval string
}

// Unit: nested moves. Source: our own bound; a chain of moves deeper than this
// is a loop in the tables.
const maxDepth = 8

func (s *session) act(cmd Command, approved bool) (Receipt, error) {
	c, err := kernel.Load(s.tx, kernel.CaseByID{ID: cmd.Case})
	if err != nil {
		return Receipt{}, err
	}
	m, err := s.allowed(c, cmd)
	if err != nil {
		return Receipt{}, err
	}
	f := s.desk.Flows[c.Flow]
	if m.Outward && !approved {
		p, err := s.await(Pending{Command: &cmd, Title: c.Title}, func() error { return s.wouldRun(m, c, cmd.Input) })
		if err != nil || p != nil {
			return s.pendingReceipt(p, cmd.Key, hashOf(s.actor.User, s.actor.Party, cmd.fingerprint()), c), err
		}
	}
	out, err := m.Run(s.tx, kernel.TurnInput{Case: c, Input: cmd.Input, Actor: s.actor, Now: s.now, NewID: s.desk.NewID, Number: s.number, Approval: s.approval})
	if err != nil {
		return Receipt{}, err
	}
	next, err := s.commit(f, m, c, out, cmd)
	if err != nil {
		return Receipt{}, err
	}
	if m.Outward {
		if err := s.tripwire(next, m.Name); err != nil {
			return Receipt{}, err
		}
	}
	return s.receipt(next, cmd.Key, hashOf(s.actor.User, s.actor.Party, cmd.fingerprint())), nil
}

// allowed finds the move and asks whether the actor may make it in the case as
// it stands; the move's own guard comes after.
func (s *session) allowed(c kernel.Case, cmd Command) (kernel.Move, error) {
	f, m, err := s.desk.find(c.Flow, cmd.Move)
	if err != nil {
		return m, err
	}
	roles, level := kernel.RolesOf(s.actor, c)
	if len(roles) == 0 { // not even the existence is theirs to know
		return m, errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": cmd.Case})
	}
	if cmd.Version != 0 && cmd.Version != c.Version {
		return m, errs.New(errs.Conflict, "kernel.stale", errs.Args{"no": c.No, "seen": cmd.Version, "version": c.Version})
	}
	if err := f.Fits(m, c, roles); err != nil {
		return m, err
	}
	return m, s.permit(f.Addr, m, &c, roles, level)
}

func (s *session) open(cmd OpenCommand, approved bool) (Receipt, error) {
	f, m, err := s.desk.find(cmd.Flow, cmd.Move)
	if err != nil {
		return Receipt{}, err
	}
	c := s.blank(f, cmd)
	roles := openingRoles(s.actor)
	if err := s.permit(f.Addr, m, nil, roles, kernel.ViewSecret); err != nil {
		return Receipt{}, err
	}
	if !approved {
		if approved, err = s.covered(cmd); err != nil {
			return Receipt{}, err
		}
	}
	if m.Outward && !approved {
		p, err := s.await(Pending{Open: &cmd, Title: string(cmd.Flow)}, func() error { return s.wouldRun(m, c, cmd.Input) })
		if err != nil || p != nil {
			return s.pendingReceipt(p, cmd.Key, hashOf(s.actor.User, s.actor.Party, cmd.fingerprint()), kernel.Case{}), err
		}
	}
	if c.No = s.number(prefixOf(f, cmd)); c.No == "" {
		return Receipt{}, errs.New(errs.Invalid, "kernel.no_number", errs.Args{"flow": f.Addr})
	}
	out, err := m.Run(s.tx, kernel.TurnInput{Case: c, Input: cmd.Input, Actor: s.actor, Now: s.now, NewID: s.desk.NewID, Number: s.number, Approval: s.approval})
	if err != nil {
		return Receipt{}, err
	}
	next, err := s.commit(f, m, c, out, Command{Case: c.ID, Move: m.Name, Key: cmd.Key, Input: cmd.Input})
	if err != nil {
		return Receipt{}, err
	}
	if cmd.Under == "" { // of a sheet's rows they were told when the sheet was sent
		if err := s.tripwire(next, m.Name); err != nil {
			return Receipt{}, err
		}
	}
	return s.receipt(next, cmd.Key, hashOf(s.actor.User, s.actor.Party, cmd.fingerprint())), nil
}

// tripwire tells the administrators of the party what was sent in its name.
func (s *session) tripwire(c kernel.Case, move string) error {
	tells, err := kernel.Tripwire(s.tx, s.actor, c, move)
	if err != nil {
		return err
	}
	for _, t := range tells {
		if err := s.tx.Tell(Meta{Case: c, Actor: s.actor, Act: move, At: s.now, NewID: s.desk.NewID}, t); err != nil {
			return err
		}
	}
	return nil
}

// blank is the case before its opening move: without a number, its owner and
// its office in their roles.
func (s *session) blank(f *kernel.Flow, cmd OpenCommand) kernel.Case {
	c := kernel.Case{ID: kernel.CaseID(s.desk.NewID()), Flow: f.Addr, Item: cmd.Item, ItemHash: cmd.ItemHash, Unit: cmd.Unit, District: cmd.District, Parent: cmd.Under, Opened: s.now, Data: json.RawMessage("{}")}
	if s.actor.Party != "" {
		c.Grant(kernel.PartyAccess(kernel.RelOwner, s.actor.Party, kernel.RoleOwner, kernel.ViewSecret))
	}
	if c.Unit != "" {
		c.Grant(kernel.UnitAccess(c.Unit, kernel.RoleClerk))
	}
	return c
}

// prefixOf is the prefix of the case's number: the flow's, or for a declared
// item its code.
func prefixOf(f *kernel.Flow, cmd OpenCommand) string {
	if f.Prefix != "" {
		return f.Prefix
	}
	return cmd.Item
}

// openingRoles are the roles that one has before there is a case.
func openingRoles(a kernel.Actor) []kernel.Role {
	if a.System != "" {
		return []kernel.Role{a.System, kernel.RoleSystem}
	}
	var r []kernel.Role
	if a.Party != "" {
		r = append(r, kernel.RoleOwner)
	}
	for _, p := range a.Posts {
		r = append(r, p.Role)
	}
	return r
}

func (s *session) permit(addr kernel.FlowAddr, m kernel.Move, c *kernel.Case, roles []kernel.Role, level kernel.Level) error {
	return s.desk.Policy.Permit(Request{
		Actor: s.actor, Action: string(addr) + ":" + m.Name, Case: c, Roles: roles,
		By: m.By, Right: m.Right, Level: level, At: s.now,
	})
}

// commit writes the outcome: state, access, pauses, effects, journal.
func (s *session) commit(f *kernel.Flow, m kernel.Move, was kernel.Case, out kernel.Outcome, cmd Command) (kernel.Case, error) {
	c := out.Case
	def, ok := f.StateDef(c.State)
	if !ok {
		return c, errs.New(errs.Internal, "kernel.unknown_state", errs.Args{"state": c.State, "flow": f.Addr})
	}
	c.Version, c.Updated = was.Version+1, s.now
	if def.Terminal && c.Closed.IsZero() {
		c.Closed = s.now
	} else if !def.Terminal {
		c.Closed = time.Time{}
	}
	c.Pauses = pauseByState(f, was, c, s.now)
	if err := s.tx.PutCase(c, was.Version); err != nil {
		return c, err
	}
	names, err := s.apply(f, m, c, out.Effects)
	if err != nil {
		return c, err
	}
	whom, name := kernel.ForWhom(s.actor, was, m.By)
	return c, s.tx.Journal(kernel.Entry{
		ID: s.desk.NewID(), Case: c.ID, No: c.No, Flow: f.Addr, Act: m.Name, Actor: s.actor, For: whom, ForName: name, At: s.now, From: was.State, To: c.State,
		Version: c.Version, Key: cmd.Key, Note: cmd.Note, Input: cmd.Input, Effects: names, Salt: s.desk.Salt(),
	})
}

// pauseByState opens a pause when a case enters a state in which the clock
// stands still, and ends it when the case leaves.
func pauseByState(f *kernel.Flow, was, c kernel.Case, now time.Time) []kernel.Pause {
	before, _ := f.StateDef(was.State)
	after, _ := f.StateDef(c.State)
	p := append([]kernel.Pause(nil), c.Pauses...)
	if before.Paused && was.State != c.State {
		for i := range p {
			if p[i].To.IsZero() && p[i].Reason == string(was.State) {
				p[i].To = now
			}
		}
	}
	if after.Paused && was.State != c.State {
		p = append(p, kernel.Pause{From: now, Reason: string(c.State)})
	}
	return p
}

func (s *session) apply(f *kernel.Flow, m kernel.Move, c kernel.Case, effects []kernel.Effect) ([]kernel.EffectName, error) {
	meta := Meta{Case: c, Actor: s.actor, Act: m.Name, At: s.now, NewID: s.desk.NewID}
	var names []kernel.EffectName
	for _, e := range effects {
		names = append(names, e.Effect())
		var err error
		switch e := e.(type) {
		case kernel.OpenCase:
			err = s.openChild(c, e)
		case kernel.MoveChild:
			err = s.moveChild(f, e)
		default:
			err = s.tx.Apply(meta, e)
		}
		if err != nil {
			return nil, err
		}
	}
	return names, nil
}

func (s *session) openChild(from kernel.Case, e kernel.OpenCase) error {
	f, ok := s.desk.Flows[e.Flow]
	if !ok {
		return errs.New(errs.Internal, "kernel.no_such_flow", errs.Args{"flow": e.Flow})
	}
	if _, ok := f.StateDef(e.State); !ok {
		return errs.New(errs.Internal, "kernel.unknown_state", errs.Args{"state": e.State, "flow": e.Flow})
	}
	c := kernel.Case{ID: e.ID, No: e.No, Flow: e.Flow, Title: e.Title, State: e.State, Version: 1, Data: e.Data, Access: e.Access, Unit: e.Unit,
		District: from.District, Parent: e.Parent, Limits: e.Limits, Opened: s.now, Updated: s.now}
	if c.Unit != "" {
		c.Grant(kernel.UnitAccess(c.Unit, kernel.RoleClerk))
	}
	if err := s.tx.PutCase(c, 0); err != nil {
		return err
	}
	s.opened = append(s.opened, c.ID)
	return s.tx.Journal(kernel.Entry{ID: s.desk.NewID(), Case: c.ID, No: c.No, Flow: c.Flow, Act: "case.open", Actor: s.actor, At: s.now, To: c.State, Version: 1, Input: e.Data, Salt: s.desk.Salt()})
}

func (s *session) moveChild(f *kernel.Flow, e kernel.MoveChild) error {
	if s.depth >= maxDepth {
		return errs.New(errs.Internal, "kernel.moves_nest_too_deep", nil)
	}
	child := *s
	child.depth++
	child.actor = kernel.SystemActor(kernel.RoleSystem)
	child.actor.User, child.actor.Name = s.actor.User, s.actor.Name
	c, err := kernel.Load(s.tx, kernel.CaseByID{ID: e.Case})
	if err != nil {
		return err
	}
	if c.Flow.Matter() != f.Addr.Matter() {
		return errs.New(errs.Internal, "kernel.foreign_child", errs.Args{"flow": c.Flow})
	}
	_, err = child.act(Command{Case: e.Case, Move: e.Move, Input: e.Input}, true)
	s.opened = child.opened
	return err
}

func (s *session) receipt(c kernel.Case, key, hash string) Receipt {
	return Receipt{Key: key, Hash: hash, Case: c.ID, No: c.No, State: c.State, Version: c.Version, At: s.now, By: s.actor.User, Opened: s.opened}
}

func (d *Desk) find(addr kernel.FlowAddr, move string) (*kernel.Flow, kernel.Move, error) {
	f, ok := d.Flows[addr]
	if !ok {
		return nil, kernel.Move{}, errs.New(errs.Internal, "kernel.no_such_flow", errs.Args{"flow": addr})
	}
	m, ok := f.Find(move)
	if !ok {
		return nil, kernel.Move{}, errs.New(errs.NotFound, "kernel.no_such_move", errs.Args{"move": move})
	}
	return f, m, nil
}

// fingerprint is what makes two commands the same; the version that the person
// saw is not part of it.
func (c Command) fingerprint() any { return []any{c.Case, c.Move, string(c.Input)} }

func (c OpenCommand) fingerprint() any { return []any{c.Flow, c.Move, c.Item, string(c.Input)} }
