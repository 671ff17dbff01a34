package blob

import (
	"os"
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
