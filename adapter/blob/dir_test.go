package blob

import (
	"os"
	"path/filepath"
	"testing"

	"quanlian/base/errs"
)

func TestPutGetAndDamage(t *testing.T) {
	t.Parallel()
	d, err := NewDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	sha, err := d.Put([]byte("合同"))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := d.Put([]byte("合同")); err != nil || again != sha {
		t.Fatalf("twice: %s %v", again, err)
	}
	if b, err := d.Get(sha); err != nil || string(b) != "合同" {
		t.Fatalf("%s %v", b, err)
	}
	if err := os.WriteFile(d.path(sha), []byte("合伙"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Get(sha); !errs.Is(err, "adapter.blob.damaged") {
		t.Fatalf("damage: %v", err)
	}
	for _, bad := range []string{"", "../../etc/passwd", sha[:63]} {
		if _, err := d.Get(bad); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestInspect: what is not what its name says is found; nothing is made.
func TestInspect(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), "files")
	if n, bad, err := Inspect(t.Context(), root); n != 0 || bad != nil || err != nil {
		t.Fatalf("no folder: %d %v %v", n, bad, err)
	}
	d, err := NewDir(root)
	if err != nil {
		t.Fatal(err)
	}
	one, err := d.Put([]byte("合同"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Put([]byte("决定")); err != nil {
		t.Fatal(err)
	}
	if n, bad, err := Inspect(t.Context(), root); n != 2 || bad != nil || err != nil {
		t.Fatalf("whole: %d %v %v", n, bad, err)
	}
	if err := os.WriteFile(d.path(one), []byte("合伙"), 0o600); err != nil {
		t.Fatal(err)
	}
	if n, bad, err := Inspect(t.Context(), root); n != 2 || len(bad) != 1 || bad[0] != one || err != nil {
		t.Fatalf("changed: %d %v %v", n, bad, err)
	}
}
