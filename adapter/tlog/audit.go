package tlog

import (
	"context"

	"quanlian/base/errs"
	"quanlian/evidence"
)

// Audit reads every leaf of the log and checks that together they are the tree
// whose root is signed: a leaf that was changed on the disk is noticed.
func (r *Reader) Audit(ctx context.Context) (evidence.Checkpoint, error) {
	c, err := r.Checkpoint(ctx)
	if err != nil {
		return c, err
	}
	t, err := r.tree(ctx, 0)
	if err != nil {
		return c, err
	}
	for t.End() < c.Size {
		leaves, err := r.Leaves(ctx, t.End(), Batch, c.Size)
		if err != nil {
			return c, err
		}
		for _, l := range leaves {
			if err := t.Append(l.Hash(), nil); err != nil {
				return c, unreadable(err)
			}
		}
	}
	got, err := root(t)
	if err == nil && got != c.Root {
		return c, errs.New(errs.Invalid, "adapter.tlog.damaged", errs.Args{"dir": r.dir, "size": c.Size})
	}
	return c, err
}
