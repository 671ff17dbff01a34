package main

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
)

// TestAdminCommand: a database without people gets its first administrator, whose
// link is open; a second call is another link for the same person.
func TestAdminCommand(t *testing.T) {
	t.Parallel()
	url := "sqlite:" + filepath.Join(t.TempDir(), "q.db")
	link := regexp.MustCompile(`https://ip\.invalid(/once/\S+)`)
	links := map[string]bool{}
	for range 2 {
		var out, bad bytes.Buffer
		if code := run([]string{"admin", "zhang.wei", "--name", "张伟", "--db", url, "--public-url", "https://ip.invalid"}, nil, &out, &bad); code != 0 {
			t.Fatalf("exit %d: %s", code, bad.String())
		}
		m := link.FindStringSubmatch(out.String())
		if m == nil || links[m[1]] {
			t.Fatalf("no new link: %s", out.String())
		}
		links[m[1]] = true
	}
	s, err := sqlstore.Open(t.Context(), url, sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	u, ok, err := s.UserByLogin(t.Context(), "zhang.wei")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	hats, err := s.Hats(t.Context(), kernel.UserID(u.ID), time.Now())
	if err != nil || len(hats) != 1 || len(hats[0].Posts) != 1 || hats[0].Posts[0] != adminPost {
		t.Fatalf("hats %+v %v", hats, err)
	}
	say(t, exitBadInput, "admin", "li", "--db", url) // nobody without a name
	if strings.Contains(u.Hash, "$") {
		t.Error("there is a password before anybody set one")
	}
}
