package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/blob"
	"quanlian/adapter/sign"
	"quanlian/adapter/sqlstore"
	"quanlian/adapter/tlog"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/storetest"
)

// chronicle is a database with a journal, and the log that follows it.
type chronicle struct {
	t        *testing.T
	url, dir string
	s        *sqlstore.Store
	ring     *sign.Ring
}

func newChronicle(t *testing.T, engine string) *chronicle {
	t.Helper()
	c := &chronicle{t: t, url: storetest.URL(t, engine), dir: t.TempDir()}
	var err error
	if c.ring, err = sign.New(filepath.Join(c.dir, "keys"), "yunlan.example/log", time.Now()); err != nil {
		t.Fatal(err)
	}
	c.s = storetest.Open(t, c.url, sqlstore.Options{})
	return c
}

// act writes acts of a case into the journal and numbers them.
func (c *chronicle) act(names ...string) {
	c.t.Helper()
	actOn(c.t, c.s, names...)
}

func actOn(t *testing.T, s *sqlstore.Store, names ...string) {
	t.Helper()
	ctx := context.Background()
	for _, n := range names {
		e := kernel.Entry{ID: newID(), Case: "c1", No: "YL2026-TS-00001", Flow: "service/library.card", Act: n, At: time.Now(), Actor: kernel.Actor{User: "u1", Name: "读者"},
			Input: json.RawMessage(`{"phone":"13800000000"}`), Salt: newSalt()}
		if err := s.InTx(ctx, func(tx desk.Tx) error { return tx.Journal(e) }); err != nil {
			t.Fatal(err)
		}
	}
	l, ok, err := s.TakeLease(ctx, leaseLog, "test", time.Now(), time.Minute)
	if err != nil || !ok {
		t.Fatalf("lease %v %v", ok, err)
	}
	if _, err := s.Number(ctx, l); err != nil {
		t.Fatal(err)
	}
}

func (c *chronicle) publish(fence int64) {
	c.t.Helper()
	publishTo(c.t, c.s, c.ring, c.dir, fence)
}

func publishTo(t *testing.T, s *sqlstore.Store, ring *sign.Ring, dir string, fence int64) {
	t.Helper()
	if err := tryPublish(s, ring, dir, fence); err != nil {
		t.Fatal(err)
	}
}

func tryPublish(s *sqlstore.Store, ring *sign.Ring, dir string, fence int64) error {
	l, err := tlog.Open(context.Background(), filepath.Join(dir, logFolder), tlog.Options{Follows: tlog.Journal, Signers: ring.Signers(), Known: ring.Public(), Fence: fence, Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { _ = l.Close() }()
	_, err = tlog.NewFollower(l, s).Follow(context.Background())
	return err
}

// answerOf runs a command that prints JSON.
func answerOf(t *testing.T, want int, into any, args ...string) {
	t.Helper()
	var out, bad bytes.Buffer
	if code := run(append(args, "--json"), nil, &out, &bad); code != want {
		t.Fatalf("%v: exit %d, want %d\n%s%s", args, code, want, out.String(), bad.String())
	}
	if into != nil {
		if err := json.Unmarshal(out.Bytes(), into); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out.String())
		}
	}
}

// faultsOf are the codes that a check found under a name.
func faultsOf(t *testing.T, want int, name string, args ...string) []string {
	t.Helper()
	var r checkReport
	answerOf(t, want, &r, append([]string{"check"}, args...)...)
	codes := []string{}
	for _, c := range r.Checks {
		if c.Name == name {
			for _, f := range c.Faults {
				codes = append(codes, f.Code)
			}
		}
	}
	return codes
}

func eachEngine(t *testing.T, f func(t *testing.T, engine string)) {
	t.Helper()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			f(t, engine)
		})
	}
}

func TestCheckOfJournalAndLog(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, engine string) {
		c := newChronicle(t, engine)
		c.act("apply", "check", "issue", "lend")
		c.publish(1)
		on := []string{"--db", c.url, "--dir", c.dir}
		var r checkReport
		answerOf(t, 0, &r, append([]string{"check"}, on...)...)
		rows, err := c.s.Entries(context.Background(), 0, 10)
		if err != nil || len(rows) != 4 {
			t.Fatal(len(rows), err)
		}
		erased := kernel.EraseEntries{Entries: []string{rows[1].ID}, Reason: "个人信息保护法第四十七条"}
		d := storetest.Desk(t, c.s, storetest.NewClock(time.Now()))
		if err := d.Do(context.Background(), kernel.SystemActor("operator"), "e1", erased); err != nil {
			t.Fatal(err)
		}
		c.act("return")
		c.publish(2)
		answerOf(t, 0, &r, append([]string{"check"}, on...)...)
		if got := r.Checks[8]; got.Name != "journal" || got.Facts["erased"] != 1.0 || got.Facts["entries"] != 6.0 {
			t.Fatalf("%+v", got)
		}
		// A stored file is not what it was.
		files, err := blob.NewDir(filepath.Join(c.dir, "files"))
		if err != nil {
			t.Fatal(err)
		}
		sha, err := files.Put([]byte("合同"))
		if err != nil {
			t.Fatal(err)
		}
		answerOf(t, 0, &r, append([]string{"check"}, on...)...)
		if err := os.WriteFile(filepath.Join(c.dir, "files", sha[:2], sha), []byte("合伙"), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := faultsOf(t, 1, "files", on...); len(got) != 1 || got[0] != "cmd.check.file_changed" {
			t.Fatalf("found %v", got)
		}
		// Emptied without an erasure, and changed: both are named.
		sqlOn(t, c.url, "update journal set body = '', salt = '' where seq = 2")
		sqlOn(t, c.url, "update journal set body = replace(body, '读者', '馆员') where seq = 3")
		if got := strings.Join(faultsOf(t, 1, "journal", on...), " "); got != "cmd.check.changed cmd.check.emptied" && got != "cmd.check.emptied cmd.check.changed" {
			t.Fatalf("found %s", got)
		}
		sqlOn(t, c.url, "update journal set commitment = sm3 where seq = 0")
		if got := faultsOf(t, 1, "log", on...); len(got) != 1 || got[0] != "adapter.tlog.differs" {
			t.Fatalf("found %v", got)
		}
	})
}

// A leaf changed on the disk, with its tile left as it was.
func TestCheckOfADamagedLog(t *testing.T) {
	t.Parallel()
	c := newChronicle(t, "sqlite")
	c.act("apply", "check")
	c.publish(1)
	files, err := filepath.Glob(filepath.Join(c.dir, logFolder, "tile", "0", "000.p", "*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	entries := filepath.Join(c.dir, logFolder, "tile", "entries", "000.p", "2")
	text, err := os.ReadFile(entries)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(entries, bytes.Replace(text, []byte("sm3 "), []byte("sm4 "), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := faultsOf(t, 1, "log", "--db", c.url, "--dir", c.dir); len(got) != 1 || got[0] != "evidence.leaf" {
		t.Fatalf("found %v", got)
	}
	if err := os.WriteFile(entries, text, 0o600); err != nil {
		t.Fatal(err)
	}
	b[5] ^= 1
	if err := os.WriteFile(files[0], b, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := faultsOf(t, 1, "log", "--db", c.url, "--dir", c.dir); len(got) == 0 {
		t.Fatal("a damaged tile was not found")
	}
}

func TestCheckNamesFileLineAndField(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "q.yaml")
	if err := os.WriteFile(file, []byte("database: sqlite:"+dir+"/q.db\nkeys: "+dir+"\ncolour: red\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var r checkReport
	answerOf(t, 1, &r, "check", "--config", file)
	f := r.Checks[5].Faults[0]
	if f.File != file || f.Line != 3 || f.Field != "colour" || f.Text == "" {
		t.Fatalf("%+v", f)
	}
	if err := os.WriteFile(file, []byte("database: sqlite:"+dir+"/q.db\nkeys: "+dir+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r = checkReport{}
	answerOf(t, 1, &r, "check", "--config", file)
	if f := r.Checks[5].Faults[0]; f.Field != "keys" || f.Code != "adapter.sign.no_keys" {
		t.Fatalf("%+v", f)
	}
	if _, err := os.Stat(filepath.Join(dir, "q.db")); err == nil {
		t.Fatal("the check made a database")
	}
	answerOf(t, 0, nil, "check")
}

func TestEraseCommand(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, engine string) {
		c := newChronicle(t, engine)
		actOn(t, c.s, "apply", "check")
		sqlOn(t, c.url, "insert into cases (id, no, flow, item, item_hash, title, state, version, data, assignee, unit, district, parent, envelope, opened, updated, closed, due, turn) values ('c1', 'YL2026-TS-00001', 'utilization/hall.need', '', '', 't', 'open', 1, '{}', '', '', '', '', '{}', 1, 1, 0, 0, '')")
		// Its papers, one of which another case has too, with the entries that put them in.
		putIn := map[string]string{"p1": "", "p2": ""}
		for id := range putIn {
			e := kernel.Entry{ID: newID(), Act: "document.put", At: time.Now(), Actor: kernel.Actor{User: "u1", Name: "读者"}, Input: json.RawMessage(`{"name":"身份证.pdf"}`), Salt: newSalt()}
			if err := c.s.InTx(context.Background(), func(tx desk.Tx) error { return tx.Journal(e) }); err != nil {
				t.Fatal(err)
			}
			putIn[id] = e.ID
		}
		actOn(t, c.s, "issue")
		for id, at := range map[string][2]string{"p1": {"c1", "p1"}, "p2": {"c1", "p2"}, "p3": {"c2", "p2"}} {
			sqlOn(t, c.url, "insert into documents (id, case_id, kind, template, template_hash, data, number, name, sha256, bytes, media, level, made, made_by, rendered, entry) values ('"+id+"', '"+at[0]+"', 'k', '', '', '{}', '', 'n', 'x', 1, 'm', 1, 1, 'u1', 1, '"+putIn[at[1]]+"')")
		}
		say(t, exitBadInput, "erase", "YL2026-TS-00001", "--db", c.url)
		say(t, exitBadInput, "erase", "YL2026-TS-00009", "--db", c.url, "--reason", "当事人要求")
		say(t, 0, "erase", "YL2026-TS-00001", "--db", c.url, "--reason", "当事人要求")
		actOn(t, c.s, "note")
		c.publish(1)
		var r checkReport
		answerOf(t, 0, &r, "check", "--db", c.url, "--dir", c.dir)
		if got := r.Checks[8].Facts["erased"]; got != 4.0 {
			t.Fatalf("erased %v", got)
		}
		for id, gone := range map[string]bool{"p1": true, "p2": false, "p3": false} {
			if e, err := c.s.EntryOfPaper(context.Background(), id); err != nil || e.Erased() != gone {
				t.Errorf("entry of paper %s: %+v, %v", id, e, err)
			}
		}
		h, err := c.s.History(context.Background(), "c1")
		if err != nil || len(h) != 4 || !h[0].Erased || h[0].Actor.Name != "" || h[3].Erased {
			t.Fatalf("history %+v %v", h, err)
		}
	})
}

func TestDepositAndVerify(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	put := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(path(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("f.txt", "合同")
	put("d/a.txt", "甲")
	put("d/b/c.txt", "乙")
	store := path("store")
	answerOf(t, 0, nil, "deposit", path("f.txt"), "--out", path("f.json"), "--dir", store)
	var d deposited
	answerOf(t, 0, &d, "deposit", path("d"), "--out", path("d.json"), "--dir", store)
	if d.Number != 1 || len(d.Files) != 2 || d.Files[1].Path != "b/c.txt" {
		t.Fatalf("%+v", d)
	}
	say(t, exitBadInput, "deposit", path("f.txt"), "--out", path("f.json"), "--dir", store)
	say(t, exitBadInput, "deposit", path("d"), "--out", path("d/r.json"), "--dir", store)
	say(t, exitBadInput, "deposit", path("none"), "--out", path("n.json"), "--dir", store)
	var v verified
	answerOf(t, 0, &v, "verify", path("f.json"), path("f.txt"), "--keys", filepath.Join(store, "keys"))
	if !v.OK || v.SignedAt == nil || len(v.Keys) != 2 {
		t.Fatalf("%+v", v)
	}
	answerOf(t, 0, nil, "verify", path("d.json"), path("d"))
	answerOf(t, 0, nil, "verify", path("d.json"))
	answerOf(t, 0, nil, "verify", path("f.json"), "--mirror", filepath.Join(store, logFolder))
	v = verified{}
	answerOf(t, 1, &v, "verify", path("f.json"), "--mirror", path("d"))
	if v.Reason.Code != "adapter.tlog.no_log" {
		t.Fatalf("%+v", v.Reason)
	}
	put("d/b/c.txt", "丙")
	v = verified{}
	answerOf(t, 1, &v, "verify", path("d.json"), path("d"))
	if v.OK || len(v.Differences) != 1 || v.Differences[0] != (evidence.Difference{Path: "b/c.txt", Kind: "changed"}) || !strings.Contains(v.Reason.Text, "b/c.txt") {
		t.Fatalf("%+v", v)
	}
	answerOf(t, 1, nil, "verify", path("f.json"), path("d"))
	answerOf(t, 1, nil, "verify", path("f.txt"))
	say(t, exitBadInput, "verify", path("none.json"))
	other := path("other")
	answerOf(t, 0, nil, "deposit", path("f.txt"), "--out", path("o.json"), "--dir", other)
	v = verified{}
	answerOf(t, 1, &v, "verify", path("o.json"), "--keys", filepath.Join(store, "keys"))
	if v.Reason.Code != "evidence.unknown_key" {
		t.Fatalf("%+v", v.Reason)
	}
}

func TestKeysCommand(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "keys")
	lines := func(args ...string) []string {
		var out, bad bytes.Buffer
		if code := run(args, nil, &out, &bad); code != 0 {
			t.Fatalf("%v: %d %s", args, code, bad.String())
		}
		return strings.Split(strings.TrimSpace(out.String()), "\n")
	}
	first := lines("keys", "new", dir, "--name", "yunlan.gov.cn/log")
	info, err := os.Stat(filepath.Join(dir, sign.FileName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v %v", info.Mode(), err)
	}
	say(t, exitFailure, "keys", "new", dir, "--name", "yunlan.gov.cn/log")
	if now := lines("keys", "rotate", dir); len(first) != 2 || len(now) != 4 || now[0] != first[0] {
		t.Fatalf("%v %v", first, now)
	}
	text, err := os.ReadFile(filepath.Join(dir, sign.FileName))
	if err != nil || strings.Count(string(text), `"private"`) != 2 {
		t.Fatalf("the private halves of the old keys are still there: %v", err)
	}
	if err := os.Chmod(filepath.Join(dir, sign.FileName), 0o644); err != nil {
		t.Fatal(err)
	}
	say(t, exitBadInput, "keys", "list", dir)
}
