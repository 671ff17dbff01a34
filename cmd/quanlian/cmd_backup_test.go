package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"quanlian/adapter/blob"
	"quanlian/adapter/sqlstore"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/storetest"
)

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url, dir := storetest.URL(t, engine), t.TempDir()
			s := storetest.Open(t, url, sqlstore.Options{})
			err := s.InTx(context.Background(), func(tx desk.Tx) error {
				for _, w := range demo.PeopleWrites("x") {
					if err := tx.Write(desk.Meta{}, w); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			files, err := blob.NewDir(filepath.Join(dir, filesName))
			if err != nil {
				t.Fatal(err)
			}
			sha, err := files.Put([]byte("合同"))
			if err != nil {
				t.Fatal(err)
			}
			to := filepath.Join(t.TempDir(), "b")
			say(t, 0, "backup", to, "--db", url, "--dir", dir)
			say(t, exitBadInput, "backup", to, "--db", url, "--dir", dir)
			newURL, newDir := storetest.URL(t, engine), t.TempDir()
			say(t, 0, "restore", to, "--db", newURL, "--dir", newDir)
			r := storetest.Open(t, newURL, sqlstore.Options{})
			if p, err := r.Party(context.Background(), kernel.PartyID("p-chengxin")); err != nil || p.Name != "云澜澄芯传感科技有限公司" {
				t.Fatalf("restored party %+v %v", p, err)
			}
			if got, err := blobOf(newDir, sha); err != nil || string(got) != "合同" {
				t.Fatalf("restored file %q %v", got, err)
			}
			if err := os.WriteFile(filepath.Join(to, filesName, sha[:2], sha), []byte("合伙"), 0o600); err != nil {
				t.Fatal(err)
			}
			say(t, exitBadInput, "restore", to, "--db", storetest.URL(t, engine), "--dir", t.TempDir())
		})
	}
}

func blobOf(dir, sha string) ([]byte, error) {
	d, err := blob.NewDir(filepath.Join(dir, filesName))
	if err != nil {
		return nil, err
	}
	return d.Get(sha)
}

func say(t *testing.T, want int, args ...string) {
	t.Helper()
	var out, bad bytes.Buffer
	if code := run(args, nil, &out, &bad); code != want {
		t.Fatalf("%v: exit %d, want %d: %s", args, code, want, bad.String())
	}
}
