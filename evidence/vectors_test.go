package evidence_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"

	"quanlian/evidence"
)

// TestVectors checks proofs against the published vectors of the tree, happy
// and mutated: they show that what we rest on says no where it has to.
func TestVectors(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("QUANLIAN_SHARED")
	if shared == "" {
		t.Skip("QUANLIAN_SHARED is not set")
	}
	n := 0
	walk := func(kind string, check func(body []byte) (want bool, err error)) {
		err := filepath.WalkDir(filepath.Join(shared, "vec_merkle", kind), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".json" {
				return err
			}
			body, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			n++
			if want, err := check(body); want != (err != nil) {
				t.Errorf("%s: %v, want an error: %v", path, err, want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	walk("inclusion", func(body []byte) (bool, error) {
		var x struct {
			LeafIdx, TreeSize uint64
			Root, LeafHash    []byte
			Proof             [][]byte
			WantErr           bool
		}
		if err := json.Unmarshal(body, &x); err != nil {
			t.Fatal(err)
		}
		return x.WantErr, proof.VerifyInclusion(rfc6962.DefaultHasher, x.LeafIdx, x.TreeSize, x.LeafHash, x.Proof, x.Root)
	})
	walk("consistency", func(body []byte) (bool, error) {
		var x struct {
			Size1, Size2 uint64
			Root1, Root2 []byte
			Proof        [][]byte
			WantErr      bool
		}
		if err := json.Unmarshal(body, &x); err != nil {
			t.Fatal(err)
		}
		if x.Size1 > 0 && (len(x.Root1) != 32 || len(x.Root2) != 32) { // our digests always have 32 bytes
			return x.WantErr, proof.VerifyConsistency(rfc6962.DefaultHasher, x.Size1, x.Size2, x.Proof, x.Root1, x.Root2)
		}
		var path []evidence.Digest
		for _, p := range x.Proof {
			if len(p) != 32 {
				return x.WantErr, fmt.Errorf("node of %d bytes", len(p))
			}
			path = append(path, evidence.Digest(p))
		}
		a, b := evidence.Checkpoint{Size: x.Size1}, evidence.Checkpoint{Size: x.Size2}
		copy(a.Root[:], x.Root1)
		copy(b.Root[:], x.Root2)
		return x.WantErr, evidence.Grew(a, b, path)
	})
	if n < 100 {
		t.Fatalf("only %d vectors", n)
	}
}
