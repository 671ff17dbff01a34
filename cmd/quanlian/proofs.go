package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"quanlian/adapter/sign"
	"quanlian/adapter/sqlstore"
	"quanlian/adapter/tlog"
	"quanlian/base/errs"
	"quanlian/evidence"
	"quanlian/kernel"
)

// leaseLog is what one process at a time holds to number the journal and to
// write the log.
const leaseLog = "log"

// logFolder is the folder of the log below the server's directory.
const logFolder = "log"

// proofs joins the journal with the log that proves it.
type proofs struct {
	store  *sqlstore.Store
	worker *worker
	ring   *sign.Ring     // nil in a process that has the public keys only
	known  []evidence.Key // of this log
	former []evidence.Key // of logs that were ended
	dir    string
	reader *tlog.Reader
	log    *slog.Logger

	own    *tlog.Log // while this process holds the lease
	fence  int64
	follow *tlog.Follower
	said   string // the last fault, told once
}

// openProofs reads the keys: a directory with both halves, or a file with the
// public ones, one a line, for a process that only serves pages.
func (h *house) openProofs() (*proofs, error) {
	p := &proofs{store: h.store, worker: h.worker, dir: filepath.Join(h.cfg.Dir, logFolder), log: h.log}
	var err error
	if p.ring, p.known, err = readKeys(h.cfg.Keys); err != nil {
		return nil, err
	}
	if len(p.known) == 0 {
		return nil, errs.At("keys", "cmd.config_keys", nil)
	}
	p.reader = tlog.NewReader(p.dir, p.known)
	if h.cfg.FormerKeys != "" {
		_, p.former, err = readKeys(h.cfg.FormerKeys)
	}
	return p, err
}

// readKeys reads a directory of keys, or a file of public ones.
func readKeys(path string) (*sign.Ring, []evidence.Key, error) {
	info, err := os.Stat(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, errs.Wrap(errs.Invalid, "adapter.sign.unreadable", err)
	}
	if err != nil || info.IsDir() {
		ring, err := sign.Open(path)
		if err != nil {
			return nil, nil, err
		}
		return ring, ring.Public(), nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, errs.Wrap(errs.Invalid, "adapter.sign.unreadable", err)
	}
	keys, err := parseKeys(string(text))
	return nil, keys, err
}

// parseKeys reads public keys, one a line; what begins with # is a remark.
func parseKeys(text string) ([]evidence.Key, error) {
	keys := []evidence.Key{}
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		k, err := evidence.ParseKey(line)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// number is the step of the sequencer.
func (h *house) number(ctx context.Context) (bool, error) {
	l, ok := h.worker.leases.get(leaseLog)
	if !ok {
		return false, nil
	}
	_, err := h.store.Number(ctx, l)
	if errs.Is(err, "adapter.sqlstore.lease_lost") {
		return false, nil // another process goes on
	}
	return false, err
}

// publish is the step of the log: it appends what has a number. What stops it
// is told once, entry by entry where entries are lost, and tried again.
func (p *proofs) publish(ctx context.Context) (bool, error) {
	l, ok := p.worker.leases.get(leaseLog)
	if !ok || p.own != nil && p.fence != l.Fence {
		p.close()
	}
	if !ok {
		return false, nil
	}
	err := p.step(ctx, l.Fence)
	switch {
	case err == nil:
		p.said = ""
	case err.Error() != p.said:
		p.said = err.Error()
		p.tellLost(ctx)
		return false, err
	}
	return false, nil
}

func (p *proofs) step(ctx context.Context, fence int64) error {
	if p.own == nil {
		own, err := tlog.Open(ctx, p.dir, tlog.Options{Follows: tlog.Journal, Signers: p.ring.Signers(), Known: p.known, Fence: fence, Now: time.Now})
		if err != nil {
			return err
		}
		p.own, p.fence, p.follow = own, fence, tlog.NewFollower(own, p.store)
	}
	_, err := p.follow.Follow(ctx)
	if err != nil && errs.KindOf(err) != errs.Conflict {
		p.close() // what of the batch was written, the next opening finds out
	}
	return err
}

// tellLost names the entries that stand in the log and not in the database.
func (p *proofs) tellLost(ctx context.Context) {
	d, err := p.standing(ctx, 1)
	if err != nil {
		return
	}
	for _, l := range d.Lost {
		p.log.ErrorContext(ctx, "entry is lost from the database", "log", d.Log, "number", l.Number, "sha256", l.Commitment.SHA256.String(), "sm3", l.Commitment.SM3.String())
	}
}

// standing compares log and journal, the last leaves only for last above 0.
func (p *proofs) standing(ctx context.Context, last uint64) (tlog.Standing, error) {
	return tlog.Compare(ctx, p.reader, p.known[len(p.known)-1].Log, p.store, last)
}

// prepare lets the sequencer know of a log that is ahead before it gives a
// number: the first compare must not come after the first number.
func (p *proofs) prepare(ctx context.Context) error {
	d, err := p.standing(ctx, 1)
	if err != nil || len(d.Lost) == 0 {
		return err
	}
	text, err := p.reader.Note()
	if err != nil {
		return err
	}
	return p.store.SaveLogHead(ctx, d.Log, d.Size, text)
}

func (p *proofs) close() {
	if p.own != nil {
		_ = p.own.Close()
		p.own = nil
	}
}

// receipt makes a receipt of a row of the journal.
func (p *proofs) receipt(ctx context.Context, e sqlstore.JournalEntry, show func(field string) bool) ([]byte, error) {
	switch {
	case e.Erased():
		return nil, errs.New(errs.NotFound, "web.receipt.erased", nil)
	case !e.Numbered:
		return nil, errs.New(errs.TooEarly, "adapter.tlog.not_yet", nil)
	}
	s, err := evidence.NewStatement(e.Body, e.Salt)
	if err != nil {
		return nil, err
	}
	path, note, keys, err := p.reader.Proof(ctx, e.Number)
	if err != nil {
		return nil, err
	}
	r, err := evidence.NewReceipt(s.Parts(show), evidence.Leaf{Number: e.Number, Commitment: e.Commitment}, path, note, keys)
	if err != nil {
		return nil, err
	}
	text, err := r.Marshal()
	if err != nil {
		return nil, err
	}
	// Nobody is handed what would not hold: a row that was changed in the
	// database is noticed here at the latest.
	if v := evidence.Verify(text, evidence.Against{Trusted: p.known}); !v.OK {
		return nil, errs.Wrap(errs.Internal, "web.receipt.broken", v.Reason)
	}
	return text, nil
}

// EntryReceipt makes the receipt of an entry of a case.
func (p *proofs) EntryReceipt(ctx context.Context, c kernel.CaseID, entry string, show func(by kernel.UserID, field string) bool) ([]byte, error) {
	e, err := p.store.EntryOf(ctx, c, entry)
	if err != nil {
		return nil, err
	}
	return p.receipt(ctx, e, func(field string) bool { return show(e.User, field) })
}

// PaperReceipt makes the receipt of a paper.
func (p *proofs) PaperReceipt(ctx context.Context, paper string, show func(field string) bool) ([]byte, error) {
	e, err := p.store.EntryOfPaper(ctx, paper)
	if err != nil {
		return nil, err
	}
	return p.receipt(ctx, e, show)
}

// Keys are all keys of this log and of those before it.
func (p *proofs) Keys() []evidence.Key { return slices.Concat(p.former, p.known) }

// StillHolds checks that the log of today holds what it held at a checkpoint.
func (p *proofs) StillHolds(ctx context.Context, then evidence.Checkpoint) error {
	now, err := p.reader.Checkpoint(ctx)
	if err != nil {
		return err
	}
	if now.Log != then.Log { // ended: there is nothing of today to compare with
		return errs.New(errs.NotFound, "adapter.tlog.no_log", errs.Args{"dir": then.Log})
	}
	if now.Size < then.Size {
		return errs.New(errs.Invalid, "evidence.consistency", nil)
	}
	path, err := p.reader.Growth(ctx, then.Size, now.Size)
	if err != nil {
		return err
	}
	return evidence.Grew(then, now, path)
}
