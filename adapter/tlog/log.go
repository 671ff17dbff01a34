package tlog

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
	"k8s.io/klog/v2"

	"quanlian/base/errs"
	"quanlian/evidence"
)

// Unit: milliseconds. Source: the shortest interval that tessera allows.
const publishEvery = 100 * time.Millisecond

// Unit: seconds. Source: our choice; a batch of the largest size takes less
// than one on a slow disk.
const publishWait = 20 * time.Second

// Batch is the most leaves that one call appends.
// Unit: leaves. Source: docs/measured/evidence.md; 32 bundles of tlog-tiles.
const Batch = 8192

// Log is a log that this process owns.
type Log struct {
	*Reader
	signers []evidence.Signer
	now     func() time.Time
	lock    *os.File
	size    uint64 // appended and published
}

// Options say whose log it is and who signs.
type Options struct {
	Follows string // Journal or Deposits
	Signers []evidence.Signer
	Known   []evidence.Key // all keys of the log, those of before included
	Fence   int64          // of the lease, 0 without one
	Now     func() time.Time
}

// Open takes the directory for this process and brings it into order: what was
// appended before a crash is published.
func Open(ctx context.Context, dir string, o Options) (*Log, error) {
	if len(o.Signers) == 0 {
		return nil, errs.New(errs.Invalid, "adapter.tlog.no_signer", nil)
	}
	name := o.Signers[0].Key().Log
	lock, err := own(dir, about{Log: name, Follows: o.Follows, Fence: o.Fence})
	if err != nil {
		return nil, err
	}
	l := &Log{Reader: NewReader(dir, o.Known), signers: o.Signers, now: o.Now, lock: lock}
	if err := l.settle(ctx, name); err != nil {
		_ = lock.Close()
		return nil, err
	}
	return l, nil
}

// settle publishes what a crash left unpublished and reads the size.
func (l *Log) settle(ctx context.Context, name string) error {
	switch c, err := l.Checkpoint(ctx); {
	case errs.KindOf(err) == errs.NotFound: // a new log
	case err != nil:
		return err
	case c.Log != name:
		return errs.New(errs.Conflict, "adapter.tlog.other_log", errs.Args{"dir": l.dir, "have": c.Log, "want": name})
	default:
		if err := heal(l.dir, c); err != nil {
			return err
		}
	}
	w, err := l.writer(ctx, 1)
	if err != nil {
		return err
	}
	defer w.stop()
	if l.size, err = w.read.IntegratedSize(ctx); err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.tlog.unreadable", err)
	}
	return l.published(ctx, l.size)
}

// Close gives the directory back.
func (l *Log) Close() error { return l.lock.Close() }

// Size is the number of leaves, all of them published.
func (l *Log) Size() uint64 { return l.size }

// Append appends leaves whose numbers go on where the log ends, and returns
// when a checkpoint that holds them is published. Nothing is appended when the
// first number is not the next index.
func (l *Log) Append(ctx context.Context, leaves []evidence.Leaf) error {
	if len(leaves) == 0 || len(leaves) > Batch {
		return errs.New(errs.Internal, "adapter.tlog.batch", errs.Args{"leaves": len(leaves)})
	}
	for i, leaf := range leaves {
		if want := l.size + uint64(i); leaf.Number != want {
			return errs.New(errs.Conflict, "adapter.tlog.gap", errs.Args{"number": leaf.Number, "index": want})
		}
	}
	// A batch that was begun is brought to its end: what stops in the middle
	// leaves it to the next start to find out how much of it was written.
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), publishWait)
	defer stop()
	// The queue of tessera is flushed by its size or by its age, and two
	// flushes may be sequenced in either order. A queue of exactly this size,
	// that never grows old, is flushed once.
	w, err := l.writer(ctx, len(leaves))
	if err != nil {
		return err
	}
	defer w.stop()
	if have, err := w.read.IntegratedSize(ctx); err != nil || have != l.size {
		return errs.New(errs.Conflict, "adapter.tlog.moved", errs.Args{"have": have, "want": l.size})
	}
	futures := make([]tessera.IndexFuture, len(leaves))
	for i, leaf := range leaves {
		futures[i] = w.add(ctx, tessera.NewEntry([]byte(leaf.String())))
	}
	if err := placed(ctx, leaves, futures); err != nil {
		return err
	}
	old := l.size
	l.size += uint64(len(leaves))
	if err := l.published(ctx, l.size); err != nil {
		return err
	}
	return l.sweep(old, l.size)
}

// placed waits until every leaf stands in the log, and checks where.
func placed(ctx context.Context, leaves []evidence.Leaf, futures []tessera.IndexFuture) error {
	done := make(chan error, 1)
	go func() { // a future of a queue that was stopped never answers
		for i, f := range futures {
			at, err := f()
			if err == nil && at.Index != leaves[i].Number {
				err = errs.New(errs.Internal, "adapter.tlog.misplaced", errs.Args{"number": leaves[i].Number, "index": at.Index})
			}
			if err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	select {
	case err := <-done:
		if err != nil && errs.As(err) == nil {
			return errs.Wrap(errs.Unavailable, "adapter.tlog.unwritable", err)
		}
		return err
	case <-ctx.Done():
		return errs.Wrap(errs.Unavailable, "adapter.tlog.unpublished", ctx.Err())
	}
}

// quiet sends what tessera says of itself to our log, warnings and worse only.
var quiet = sync.OnceFunc(func() { klog.SetSlogLogger(slog.New(warnings{slog.Default().Handler()})) })

type warnings struct{ slog.Handler }

// Enabled lets warnings pass and what is worse.
func (w warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && w.Handler.Enabled(ctx, l)
}

// writer is an appender of tessera for one batch.
type writer struct {
	add  tessera.AddFn
	read tessera.LogReader
	stop context.CancelFunc
}

func (l *Log) writer(ctx context.Context, batch int) (*writer, error) {
	quiet()
	ctx, stop := context.WithCancel(ctx)
	driver, err := posix.New(ctx, posix.Config{Path: l.dir})
	if err == nil {
		signers := make([]note.Signer, 0, len(l.signers))
		for _, s := range l.signers {
			signers = append(signers, noteSigner{s, l.now})
		}
		opts := tessera.NewAppendOptions().
			WithCheckpointSigner(signers[0], signers[1:]...).
			WithBatching(uint(batch), 1000*time.Hour).
			WithCheckpointInterval(publishEvery).
			WithCheckpointRepublishInterval(0).
			WithGarbageCollectionInterval(0)
		var a *tessera.Appender
		var r tessera.LogReader
		if a, _, r, err = tessera.NewAppender(ctx, driver, opts); err == nil {
			return &writer{add: a.Add, read: r, stop: stop}, nil
		}
	}
	stop()
	return nil, errs.Wrap(errs.Unavailable, "adapter.tlog.unwritable", err)
}

// published waits for a checkpoint of at least the size.
func (l *Log) published(ctx context.Context, size uint64) error {
	ctx, stop := context.WithTimeout(ctx, publishWait)
	defer stop()
	t := time.NewTicker(publishEvery / 10)
	defer t.Stop()
	for {
		c, err := l.Checkpoint(ctx)
		if err == nil && c.Size >= size {
			return nil
		}
		if err != nil && errs.KindOf(err) != errs.NotFound {
			return err
		}
		select {
		case <-ctx.Done():
			return errs.Wrap(errs.Unavailable, "adapter.tlog.unpublished", ctx.Err())
		case <-t.C:
		}
	}
}

// sweep removes partial tiles that full ones have replaced: every reader takes
// the full one when a partial one is gone (tlog-tiles).
func (l *Log) sweep(old, size uint64) error {
	for level := uint64(0); ; level++ {
		shift := layout.TileHeight * (level + 1)
		from, to := old>>shift, size>>shift
		if from == to {
			return nil
		}
		for i := from; i < to; i++ {
			gone := []string{layout.TilePath(level, i, 0)}
			if level == 0 {
				gone = append(gone, layout.EntriesPath(i, 0))
			}
			for _, p := range gone {
				if err := os.RemoveAll(filepath.Join(l.dir, p+".p")); err != nil {
					return errs.Wrap(errs.Unavailable, "adapter.tlog.unwritable", err)
				}
			}
		}
	}
}

// noteSigner lets one of our keys sign as tessera wants it.
type noteSigner struct {
	s   evidence.Signer
	now func() time.Time
}

// Name is the log's; KeyHash and Sign are the key's.
func (n noteSigner) Name() string                    { return n.s.Key().Log }
func (n noteSigner) KeyHash() uint32                 { return n.s.Key().Hash() }
func (n noteSigner) Sign(msg []byte) ([]byte, error) { return n.s.Sign(msg, n.now()) }
