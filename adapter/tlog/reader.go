package tlog

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/client"

	"quanlian/base/errs"
	"quanlian/evidence"
)

// Reader reads the files of a log; it needs no owner.
type Reader struct {
	dir   string
	known []evidence.Key
	files client.FileFetcher
}

// NewReader reads the log below a directory; known are all keys of the log.
// With nil the signatures are not looked at: for whoever owns the files.
func NewReader(dir string, known []evidence.Key) *Reader {
	return &Reader{dir: dir, known: known, files: client.FileFetcher{Root: dir}}
}

// Keys are all keys of the log.
func (r *Reader) Keys() []evidence.Key { return r.known }

// Note is the published checkpoint as it is signed; notfound while there is none.
func (r *Reader) Note() (string, error) {
	text, err := os.ReadFile(filepath.Join(r.dir, layout.CheckpointPath))
	if errors.Is(err, fs.ErrNotExist) {
		return "", errs.New(errs.NotFound, "adapter.tlog.no_log", errs.Args{"dir": r.dir})
	}
	if err != nil {
		return "", unreadable(err)
	}
	return string(text), nil
}

// Checkpoint is the published checkpoint, its signatures checked.
func (r *Reader) Checkpoint(context.Context) (evidence.Checkpoint, error) {
	text, err := r.Note()
	if err != nil {
		return evidence.Checkpoint{}, err
	}
	if r.known == nil {
		return evidence.ReadCheckpoint(text)
	}
	signed := evidence.SignedBy(text, r.known)
	if len(signed) == 0 {
		return evidence.Checkpoint{}, errs.New(errs.Conflict, "adapter.tlog.foreign_keys", errs.Args{"dir": r.dir})
	}
	return evidence.OpenCheckpoint(text, signed)
}

// Proof gives the path from a leaf to the root of the published checkpoint,
// and that checkpoint as it is signed; tooearly when it does not hold the leaf yet.
func (r *Reader) Proof(ctx context.Context, number uint64) (path []evidence.Digest, text string, keys []evidence.Key, err error) {
	if text, err = r.Note(); err != nil {
		return nil, "", nil, err
	}
	keys = evidence.SignedBy(text, r.known)
	c, err := evidence.OpenCheckpoint(text, keys)
	if err != nil {
		return nil, "", nil, err
	}
	if number >= c.Size {
		return nil, "", nil, errs.New(errs.TooEarly, "adapter.tlog.not_yet", nil)
	}
	b, err := client.NewProofBuilder(ctx, c.Size, r.files.ReadTile)
	if err != nil {
		return nil, "", nil, unreadable(err)
	}
	nodes, err := b.InclusionProof(ctx, number)
	return digests(nodes), text, keys, unreadable(err)
}

// Growth gives the path by which a larger tree shows that it holds a smaller one.
func (r *Reader) Growth(ctx context.Context, smaller, larger uint64) ([]evidence.Digest, error) {
	if smaller == 0 || smaller == larger {
		return nil, nil
	}
	b, err := client.NewProofBuilder(ctx, larger, r.files.ReadTile)
	if err != nil {
		return nil, unreadable(err)
	}
	nodes, err := b.ConsistencyProof(ctx, smaller, larger)
	return digests(nodes), unreadable(err)
}

// Leaves reads leaves from an index on, at most n, out of a log of the size.
func (r *Reader) Leaves(ctx context.Context, from uint64, n int, size uint64) ([]evidence.Leaf, error) {
	var out []evidence.Leaf
	for at := from; at < size && len(out) < n; {
		bundle, err := client.GetEntryBundle(ctx, r.files.ReadEntryBundle, at/layout.EntryBundleWidth, size)
		if err != nil {
			return nil, unreadable(err)
		}
		for i := int(at % layout.EntryBundleWidth); i < len(bundle.Entries) && at < size && len(out) < n; i++ {
			l, err := evidence.ParseLeaf(string(bundle.Entries[i]))
			if err != nil {
				return nil, err
			}
			if l.Number != at {
				return nil, errs.New(errs.Internal, "adapter.tlog.misplaced", errs.Args{"number": l.Number, "index": at})
			}
			out, at = append(out, l), at+1
		}
	}
	return out, nil
}

// tree is what a log of the size hangs together by: leaves can be added to it
// in memory.
func (r *Reader) tree(ctx context.Context, size uint64) (*compact.Range, error) {
	f := compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}
	if size == 0 {
		return f.NewEmptyRange(0), nil
	}
	nodes, err := client.FetchRangeNodes(ctx, size, r.files.ReadTile)
	if err != nil {
		return nil, unreadable(err)
	}
	t, err := f.NewRange(0, size, nodes)
	return t, unreadable(err)
}

func root(t *compact.Range) (evidence.Digest, error) {
	if t.End() == 0 {
		return evidence.Digest(rfc6962.DefaultHasher.EmptyRoot()), nil
	}
	h, err := t.GetRootHash(nil)
	if err != nil {
		return evidence.Digest{}, unreadable(err)
	}
	return evidence.Digest(h), nil
}

func digests(nodes [][]byte) []evidence.Digest {
	out := make([]evidence.Digest, 0, len(nodes))
	for _, n := range nodes {
		out = append(out, evidence.Digest(n))
	}
	return out
}

func unreadable(err error) error {
	if err == nil {
		return nil
	}
	return errs.Wrap(errs.Unavailable, "adapter.tlog.unreadable", err)
}
