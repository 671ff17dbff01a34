package main

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quanlian/catalogue/lang"
)

// A second start on a port that is taken says so at once and leaves the files of
// the first alone.
func TestAddressIsTakenBeforeAnythingIsRemoved(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dir := t.TempDir()
	kept := filepath.Join(dir, "demo.db")
	if err := os.WriteFile(kept, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		l          lang.Lang
		addr, want string
	}{
		{lang.Zh, l.Addr().String(), "已被别的程序占用"},
		{lang.En, l.Addr().String(), "another program"},
		{lang.Zh, "nonsense", "例如:8080"},
		{lang.En, "nonsense", "such as :8080"},
	} {
		var out, bad bytes.Buffer
		code := runAs(c.l, []string{"demo", "--addr", c.addr, "--dir", dir}, nil, &out, &bad)
		if code == exitOK || out.Len() > 0 || !strings.Contains(bad.String(), c.want) {
			t.Errorf("%s: exit %d, %q %q", c.addr, code, out.String(), bad.String())
		}
	}
	if b, err := os.ReadFile(kept); err != nil || string(b) != "kept" {
		t.Errorf("the database of the first is %q: %v", b, err)
	}
}
