package evidence

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"quanlian/adapter/sign"
	"quanlian/adapter/tlog"
	"quanlian/base/errs"
	"quanlian/evidence"
)

func openUnder(t *testing.T, dir string, r *sign.Ring, fence int64) *tlog.Log {
	t.Helper()
	l, err := tlog.Open(context.Background(), dir, tlog.Options{Follows: tlog.Journal, Signers: r.Signers(), Known: r.Public(), Fence: fence, Now: func() time.Time { return start }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func statement(n uint64) evidence.Statement {
	s, err := evidence.NewStatement(fmt.Appendf(nil, `{"act":"test","no":%d}`, n), bytes.Repeat([]byte{byte(n + 1)}, 16))
	if err != nil {
		panic(err)
	}
	return s
}

func leaves(from, n uint64) []evidence.Leaf {
	var out []evidence.Leaf
	for i := from; i < from+n; i++ {
		out = append(out, evidence.Leaf{Number: i, Commitment: statement(i).Commitment()})
	}
	return out
}

func TestAppendProveAndReopen(t *testing.T) {
	t.Parallel()
	ctx, dir, keys := context.Background(), logDir(t), newRing(t)
	l := openUnder(t, dir, keys, 1)
	size := uint64(0)
	for _, n := range []uint64{1, 2, 255, 256, 300, 1} {
		if err := l.Append(ctx, leaves(size, n)); err != nil {
			t.Fatal(err)
		}
		size += n
	}
	if l.Size() != size {
		t.Fatalf("size %d, want %d", l.Size(), size)
	}
	for i := uint64(0); i < size; i += 7 {
		path, note, ks, err := l.Proof(ctx, i)
		if err != nil {
			t.Fatal(err)
		}
		r, err := evidence.NewReceipt(statement(i).Parts(func(string) bool { return true }), leaves(i, 1)[0], path, note, ks)
		if err != nil {
			t.Fatal(err)
		}
		text, err := r.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if v := evidence.Verify(text, evidence.Against{Trusted: keys.Public()}); !v.OK || !v.Checkpoint.SignedAt.Equal(start) {
			t.Fatalf("leaf %d: %v, signed at %v", i, v.Reason, v.Checkpoint.SignedAt)
		}
	}
	if _, _, _, err := l.Proof(ctx, size); errs.KindOf(err) != errs.TooEarly {
		t.Fatalf("proof of what is not there: %v", err)
	}
	if err := l.Append(ctx, leaves(size+1, 1)); !errs.Is(err, "adapter.tlog.gap") {
		t.Fatalf("a gap was appended: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again := openUnder(t, dir, keys, 2)
	got, err := again.Leaves(ctx, 0, int(size)+5, again.Size())
	if err != nil || again.Size() != size || len(got) != int(size) {
		t.Fatalf("reopened: size %d, %d leaves, %v", again.Size(), len(got), err)
	}
	for i, l := range got {
		if l != leaves(uint64(i), 1)[0] {
			t.Fatalf("leaf %d changed", i)
		}
	}
	if partial, err := filepath.Glob(filepath.Join(dir, "tile", "0", "x*", "000.p")); err != nil || len(partial) != 0 {
		t.Fatalf("partial tiles left: %v %v", partial, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "tile", "0", "000.p")); !os.IsNotExist(err) {
		t.Fatalf("the partial tiles of a full one are still there: %v", err)
	}
}

func TestGrowthBetweenAnyTwoSizes(t *testing.T) {
	t.Parallel()
	ctx, keys := context.Background(), newRing(t)
	l := openUnder(t, logDir(t), keys, 1)
	var points []evidence.Checkpoint
	for size := uint64(0); size < 40; size += 4 {
		if err := l.Append(ctx, leaves(size, 4)); err != nil {
			t.Fatal(err)
		}
		c, err := l.Checkpoint(ctx)
		if err != nil {
			t.Fatal(err)
		}
		points = append(points, c)
	}
	for i, a := range points {
		for _, b := range points[i:] {
			path, err := l.Growth(ctx, a.Size, b.Size)
			if err != nil {
				t.Fatal(err)
			}
			if err := evidence.Grew(a, b, path); err != nil {
				t.Fatalf("%d in %d: %v", a.Size, b.Size, err)
			}
			if a.Size < b.Size {
				bad := a
				bad.Root[3] ^= 1
				if evidence.Grew(bad, b, path) == nil {
					t.Fatalf("%d in %d: a wrong root grew", a.Size, b.Size)
				}
			}
		}
	}
}

func TestOneOwner(t *testing.T) {
	t.Parallel()
	ctx, dir, keys := context.Background(), logDir(t), newRing(t)
	l := openUnder(t, dir, keys, 5)
	o := tlog.Options{Follows: tlog.Journal, Signers: keys.Signers(), Known: keys.Public(), Fence: 6, Now: time.Now}
	if _, err := tlog.Open(ctx, dir, o); !errs.Is(err, "adapter.tlog.owned") {
		t.Fatalf("two owners: %v", err)
	}
	if err := l.Append(ctx, leaves(0, 3)); err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	old := o
	old.Fence = 4
	if _, err := tlog.Open(ctx, dir, old); !errs.Is(err, "adapter.tlog.fenced") {
		t.Fatalf("an owner of before came back: %v", err)
	}
	other := o
	other.Follows = tlog.Deposits
	if _, err := tlog.Open(ctx, dir, other); !errs.Is(err, "adapter.tlog.follows") {
		t.Fatalf("deposits in a journal's log: %v", err)
	}
	foreign, err := sign.New(t.TempDir(), "elsewhere.example/log", start)
	if err != nil {
		t.Fatal(err)
	}
	o.Signers, o.Known = foreign.Signers(), foreign.Public()
	if _, err := tlog.Open(ctx, dir, o); !errs.Is(err, "adapter.tlog.other_log") {
		t.Fatalf("keys of another log: %v", err)
	}
}

func TestRotatedKeysStillProve(t *testing.T) {
	t.Parallel()
	ctx, dir, keys := context.Background(), logDir(t), newRing(t)
	l := openUnder(t, dir, keys, 1)
	if err := l.Append(ctx, leaves(0, 3)); err != nil {
		t.Fatal(err)
	}
	path, note, ks, err := l.Proof(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	if err := keys.Rotate(start.AddDate(1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	l = openUnder(t, dir, keys, 2)
	if err := l.Append(ctx, leaves(3, 3)); err != nil {
		t.Fatal(err)
	}
	r, err := evidence.NewReceipt(statement(1).Parts(func(string) bool { return true }), leaves(1, 1)[0], path, note, ks)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := r.Marshal()
	if v := evidence.Verify(text, evidence.Against{Trusted: keys.Public()}); !v.OK {
		t.Fatalf("receipt of before the rotation: %v", v.Reason)
	}
	if _, _, now, err := l.Proof(ctx, 1); err != nil || len(now) != 2 || now[0].String() == ks[0].String() {
		t.Fatalf("keys after the rotation: %v %v", now, err)
	}
}

func TestServedReadOnly(t *testing.T) {
	t.Parallel()
	ctx, dir, keys := context.Background(), logDir(t), newRing(t)
	l := openUnder(t, dir, keys, 1)
	if err := l.Append(ctx, leaves(0, 300)); err != nil {
		t.Fatal(err)
	}
	h := tlog.Handler("/log/", dir, keys.Public())
	get := func(method, path string) (int, string) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		b, _ := io.ReadAll(w.Body)
		return w.Code, string(b)
	}
	code, note := get("GET", "/log/checkpoint")
	if c, err := evidence.OpenCheckpoint(note, keys.Public()); code != 200 || err != nil || c.Size != 300 {
		t.Fatalf("checkpoint %d %v %+v", code, err, c)
	}
	for _, p := range []string{"/log/tile/0/000", "/log/tile/0/001.p/44", "/log/tile/1/000.p/1", "/log/tile/entries/000", "/log/keys"} {
		if code, body := get("GET", p); code != 200 || body == "" {
			t.Errorf("%s: %d", p, code)
		}
	}
	for _, p := range []string{"/log/.state/treeState", "/log/owner.json", "/log/tile/../owner.json", "/log/", "/log/tile/0/999"} {
		if code, _ := get("GET", p); code != 404 {
			t.Errorf("%s: %d, want 404", p, code)
		}
	}
	if code, _ := get("POST", "/log/checkpoint"); code != 405 {
		t.Errorf("POST: %d", code)
	}
}
