package tlog

import (
	"context"

	"quanlian/base/errs"
	"quanlian/evidence"
)

// Source is the journal that a log follows. adapter/sqlstore fulfils it.
type Source interface {
	// Numbered is how many entries have their number.
	Numbered(ctx context.Context) (uint64, error)
	// Leaves gives leaves from a number on, in their order, without a gap.
	Leaves(ctx context.Context, from uint64, limit int) ([]evidence.Leaf, error)
	// LogHead is what was published last under the name, as the journal knows it.
	LogHead(ctx context.Context, name string) (size uint64, note string, closed bool, err error)
	// SaveLogHead remembers what was published.
	SaveLogHead(ctx context.Context, name string, size uint64, note string) error
}

// Follower appends to a log what the journal has numbered.
type Follower struct {
	log      *Log
	journal  Source
	compared bool
}

// NewFollower follows the journal with the log.
func NewFollower(l *Log, s Source) *Follower { return &Follower{log: l, journal: s} }

// Follow appends everything that has a number and is not in the log yet, and
// says how much that was. Before the first leaf it compares log and journal.
func (f *Follower) Follow(ctx context.Context) (int, error) {
	if !f.compared {
		if err := f.compare(ctx); err != nil {
			return 0, err
		}
		f.compared = true
	}
	total := 0
	for {
		leaves, err := f.journal.Leaves(ctx, f.log.Size(), Batch)
		if err != nil || len(leaves) == 0 {
			return total, err
		}
		if err := f.log.Append(ctx, leaves); err != nil {
			f.compared = false // look again before anything else is appended
			return total, err
		}
		total += len(leaves)
		if err := f.remember(ctx); err != nil {
			return total, err
		}
	}
}

func (f *Follower) remember(ctx context.Context) error {
	text, err := f.log.Note()
	if err != nil {
		return err
	}
	c, err := evidence.ReadCheckpoint(text)
	if err != nil {
		return err
	}
	return f.journal.SaveLogHead(ctx, c.Log, c.Size, text)
}

// compare refuses to go on when the log is closed, ahead of the journal, or
// another one than what was published.
func (f *Follower) compare(ctx context.Context) error {
	d, err := Compare(ctx, f.log.Reader, f.log.signers[0].Key().Log, f.journal, tail)
	if err != nil {
		return err
	}
	if len(d.Lost) > 0 { // the numbers are given: the sequencer has to know
		if err := f.remember(ctx); err != nil {
			return err
		}
	}
	return d.Err()
}

// Unit: leaves. Source: our choice: four bundles; quanlian check compares all.
const tail = 1024

// Standing says how a log and its journal stand to each other.
type Standing struct {
	Log      string
	Size     uint64 // of the log
	Numbered uint64 // of the journal
	Closed   bool   // ended by a restore
	// Lost stand in the log and not in the journal.
	Lost []evidence.Leaf
	// Other says something else in the log than in the journal; the first of them.
	Other *evidence.Leaf
	// Forked: the tree is not the one whose root was published.
	Forked bool
}

// Compare compares a log with its journal: whether it is ahead, whether its
// last leaves (all of them for last 0) are the journal's, and whether it grows
// out of the checkpoint that the journal remembers.
func Compare(ctx context.Context, r *Reader, name string, s Source, last uint64) (Standing, error) {
	d := Standing{Log: name}
	size, text, closed, err := s.LogHead(ctx, name)
	if err != nil {
		return d, err
	}
	d.Closed = closed
	switch c, err := r.Checkpoint(ctx); errs.KindOf(err) {
	case "":
		d.Size = c.Size
	case errs.NotFound: // no log here: it is made anew out of the journal
	default:
		return d, err
	}
	// Asked for last: both may grow meanwhile, and the journal goes before.
	if d.Numbered, err = s.Numbered(ctx); err != nil {
		return d, err
	}
	if d.Size > d.Numbered {
		if d.Lost, err = r.Leaves(ctx, d.Numbered, int(d.Size-d.Numbered), d.Size); err != nil {
			return d, err
		}
	}
	if err := d.sameLeaves(ctx, r, s, last); err != nil {
		return d, err
	}
	return d, d.sameTree(ctx, r, s, size, text)
}

// sameLeaves compares the last leaves of the common part.
func (d *Standing) sameLeaves(ctx context.Context, r *Reader, s Source, last uint64) error {
	end := min(d.Size, d.Numbered)
	from := uint64(0)
	if last > 0 && end > last {
		from = end - last
	}
	for at := from; at < end; {
		n := int(min(end-at, Batch))
		log, err := r.Leaves(ctx, at, n, d.Size)
		if err != nil {
			return err
		}
		journal, err := s.Leaves(ctx, at, n)
		if err != nil {
			return err
		}
		for i := range log {
			if i >= len(journal) || log[i] != journal[i] {
				d.Other = &log[i]
				return nil
			}
		}
		at += uint64(n)
	}
	return nil
}

// sameTree compares the root that was published with the one of the tree at
// that size, which the journal completes where the log is shorter.
func (d *Standing) sameTree(ctx context.Context, r *Reader, s Source, size uint64, text string) error {
	if size == 0 || d.Other != nil || size > max(d.Size, d.Numbered) {
		d.Forked = d.Forked || size > max(d.Size, d.Numbered)
		return nil
	}
	was, err := evidence.ReadCheckpoint(text)
	if err != nil {
		return err
	}
	t, err := r.tree(ctx, min(size, d.Size))
	if err != nil {
		return err
	}
	for t.End() < size {
		leaves, err := s.Leaves(ctx, t.End(), int(min(size-t.End(), Batch)))
		if err != nil {
			return err
		}
		if len(leaves) == 0 {
			break
		}
		for _, l := range leaves {
			if err := t.Append(l.Hash(), nil); err != nil {
				return unreadable(err)
			}
		}
	}
	now, err := root(t)
	d.Forked = now != was.Root
	return err
}

// Err is the reason for which nothing may be appended; nil when all is well.
func (d Standing) Err() error {
	switch {
	case d.Closed:
		return errs.New(errs.Conflict, "adapter.tlog.closed", errs.Args{"log": d.Log})
	case d.Other != nil:
		return errs.New(errs.Conflict, "adapter.tlog.differs", errs.Args{"log": d.Log, "number": d.Other.Number, "sha256": d.Other.Commitment.SHA256.String()})
	case len(d.Lost) > 0:
		return errs.New(errs.Conflict, "adapter.tlog.ahead", errs.Args{"log": d.Log, "size": d.Size, "numbered": d.Numbered, "lost": len(d.Lost)})
	case d.Forked:
		return errs.New(errs.Conflict, "adapter.tlog.forked", errs.Args{"log": d.Log})
	}
	return nil
}
