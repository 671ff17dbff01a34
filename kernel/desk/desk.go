package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Policy decides whether an actor may do an action in a case. It is fulfilled
// by adapter/policy from catalogue/policies.
type Policy interface {
	// Permit gives nil, or a forbidden error that says why.
	Permit(r Request) error
}

// Request is one question to the policy.
type Request struct {
	Actor  kernel.Actor
	Action string // <link>/<matter>.<flow>:<move>, or the name of a write or read
	Case   *kernel.Case
	Roles  []kernel.Role // of the actor in the case
	By     []kernel.Role // whose move it is
	Right  kernel.Right  // needed when acting for a party
	Level  kernel.Level  // opened by the actor's relations
	// Own: the write touches only what is the actor's own, itself or its party.
	Own bool
	// Heads: the write concerns a unit that the actor heads.
	Heads bool
	At    time.Time
}

// Desk acts. Its fields are set once, before use.
type Desk struct {
	Store  Store
	Policy Policy
	Flows  map[kernel.FlowAddr]*kernel.Flow
	Now    func() time.Time
	NewID  func() string
	Salt   func() []byte

	reads memo // looks that were written this hour
}

// New makes a desk of the flows. Now, NewID and Salt are handed in by cmd.
func New(s Store, p Policy, flows []*kernel.Flow, now func() time.Time, newID func() string, salt func() []byte) *Desk {
	d := &Desk{Store: s, Policy: p, Flows: map[kernel.FlowAddr]*kernel.Flow{}, Now: now, NewID: newID, Salt: salt}
	for _, f := range flows {
		d.Flows[f.Addr] = f
	}
	return d
}

// Matters are the addresses of all matters that have a flow, in order.
func (d *Desk) Matters() []string {
	var out []string
	for addr := range d.Flows {
		out = append(out, addr.Matter())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Act makes a move. It returns kernel.stale (conflict) when the case changed
// since the person saw it: show what changed and keep what was typed.
func (d *Desk) Act(ctx context.Context, a kernel.Actor, cmd Command) (Receipt, error) {
	return d.act(ctx, a, cmd, nil)
}

// act runs the move; before, when given, runs first in the same transaction.
func (d *Desk) act(ctx context.Context, a kernel.Actor, cmd Command, before func(Tx) error) (Receipt, error) {
	return d.once(ctx, a, request{cmd.Key, cmd.fingerprint(), d.prefixes()}, func(s *session) (Receipt, error) {
		if before != nil {
			if err := before(s.tx); err != nil {
				return Receipt{}, err
			}
		}
		return s.act(cmd, false)
	})
}

// Open opens a case by an opening move of the flow.
func (d *Desk) Open(ctx context.Context, a kernel.Actor, cmd OpenCommand) (Receipt, error) {
	return d.once(ctx, a, request{cmd.Key, cmd.fingerprint(), d.prefixes(cmd.Item)}, func(s *session) (Receipt, error) {
		return s.open(cmd, false)
	})
}

// request is what makes a command the same one when it comes again, and the
// prefixes of the numbers it may draw.
type request struct {
	key         string
	fingerprint any
	prefixes    []string
}

// once runs do in a transaction and keeps its receipt; the same request again
// gets that receipt and changes nothing.
func (d *Desk) once(ctx context.Context, a kernel.Actor, req request, do func(*session) (Receipt, error)) (Receipt, error) {
	if req.key == "" {
		return Receipt{}, errs.New(errs.Invalid, "kernel.key_missing", nil)
	}
	now := d.Now()
	number, err := d.Store.Numbers(ctx, now.Year(), req.prefixes)
	if err != nil {
		return Receipt{}, err
	}
	var out Receipt
	numbers := drawOnce(number)
	err = d.Store.InTx(ctx, func(tx Tx) error {
		r, err := tx.Receipt(req.key)
		if err != nil {
			return err
		}
		if r != nil {
			out = *r
			return sameCommand(*r, a, req.fingerprint)
		}
		out, err = do(&session{desk: d, tx: tx, actor: a, now: now, number: numbers.again()})
		if err != nil {
			return err
		}
		return tx.SaveReceipt(out)
	})
	return out, err
}

// Do applies writes that are no move, in one transaction, under one key.
func (d *Desk) Do(ctx context.Context, a kernel.Actor, key string, writes ...kernel.Write) error {
	if key == "" {
		return errs.New(errs.Invalid, "kernel.key_missing", nil)
	}
	now := d.Now()
	return d.Store.InTx(ctx, func(tx Tx) error {
		r, err := tx.Receipt(key)
		if err != nil || r != nil {
			return err
		}
		meta := Meta{Actor: a, At: now, NewID: d.NewID}
		for _, w := range writes {
			if err := d.doOne(tx, meta, w); err != nil {
				return err
			}
		}
		return tx.SaveReceipt(Receipt{Key: key, Hash: hashOf(a.User, a.Party, writes), At: now, By: a.User})
	})
}

func (d *Desk) doOne(tx Tx, meta Meta, w kernel.Write) error {
	req := Request{Actor: meta.Actor, Action: w.Write(), At: meta.At, Own: owns(meta.Actor, w), Heads: heads(meta.Actor, w)}
	e := kernel.Entry{ID: d.NewID(), Act: w.Write(), Actor: meta.Actor, At: meta.At, Salt: d.Salt()}
	if p, ok := w.(kernel.PutParty); ok && req.Own {
		req.Own = keepsIdentity(tx, p.Party)
	}
	if t, ok := w.(kernel.PutToken); ok {
		if err := t.Token.Check(meta.At); err != nil {
			return err
		}
	}
	if id := caseOf(w); id != "" {
		c, err := kernel.Load(tx, kernel.CaseByID{ID: id})
		if err != nil {
			return err
		}
		req.Case = &c
		req.Roles, req.Level = kernel.RolesOf(meta.Actor, c)
		e.Case, e.No, e.Flow = c.ID, c.No, c.Flow
	}
	if err := d.Policy.Permit(req); err != nil {
		return err
	}
	if g, ok := w.(kernel.Guarded); ok {
		if err := g.Guard(tx, meta.Actor, meta.At); err != nil {
			return err
		}
	}
	tells, err := tellsOf(tx, meta.Actor, w)
	if err != nil {
		return err
	}
	meta.Entry = e.ID
	if err := tx.Write(meta, w); err != nil {
		return err
	}
	if req.Case != nil {
		meta.Case = *req.Case
	}
	for _, t := range tells {
		if err := tx.Tell(meta, t); err != nil {
			return err
		}
	}
	switch w.(type) {
	case kernel.SaveDraft, kernel.Feedback:
		return nil // drafts change every few seconds, feedback is no act: neither is history
	}
	raw, err := json.Marshal(w)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	e.Input = raw
	return tx.Journal(e)
}

// keepsIdentity reports whether a party stays who it is. Rights are found by
// the name and the code of their owner: who could give itself another's name
// would own what is the other's. Only the city's administrator changes them.
func keepsIdentity(v kernel.View, p kernel.Party) bool {
	old, err := kernel.Load(v, kernel.PartyByID{ID: p.ID})
	return err == nil && kernel.SameIdentity(old, p)
}

// prefixes lists the number prefixes of all flows, sorted, and the code of a
// declared item, whose cases are numbered by it.
func (d *Desk) prefixes(item ...string) []string {
	var p []string
	for _, code := range item {
		if code != "" {
			p = append(p, code)
		}
	}
	for _, f := range d.Flows {
		if f.Prefix != "" && !slices.Contains(p, f.Prefix) {
			p = append(p, f.Prefix)
		}
	}
	slices.Sort(p)
	return p
}

// sameCommand refuses a key that was used for something else.
func sameCommand(r Receipt, a kernel.Actor, fingerprint any) error {
	if r.Hash != hashOf(a.User, a.Party, fingerprint) {
		return errs.New(errs.Conflict, "kernel.key_reused", errs.Args{"key": r.Key})
	}
	return nil
}

// hashOf is a short fingerprint of values that print as JSON.
func hashOf(v ...any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "unhashable"
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:12])
}
