package evidence_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"quanlian/evidence"
	"quanlian/kernel"
)

var at = time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)

func all(string) bool { return true }

func entry() kernel.Entry {
	return kernel.Entry{ID: "01J", Case: "c1", Flow: "service/library.card", Act: "issue", At: at, From: "submitted", To: "issued", Version: 3, Key: "web/1", Note: "同意 <b>",
		Actor: kernel.Actor{User: "u-clerk", Name: "馆员", Posts: []kernel.Post{{Unit: "library", Role: "clerk"}}}, Input: json.RawMessage(`{"deposit":"100.00","phone":"13800000000"}`)}
}

func stated(t testing.TB, e kernel.Entry, salt string) evidence.Statement {
	t.Helper()
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	s, err := evidence.NewStatement(body, []byte(salt))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCommitmentBindsEveryFieldUnderTheSalt(t *testing.T) {
	t.Parallel()
	base := stated(t, entry(), "salt").Commitment()
	if again := stated(t, entry(), "salt").Commitment(); again != base {
		t.Fatal("the same entry has two commitments")
	}
	changes := map[string]func(*kernel.Entry){
		"note": func(e *kernel.Entry) { e.Note += "。" }, "actor": func(e *kernel.Entry) { e.Actor.Name = "他人" },
		"input": func(e *kernel.Entry) { e.Input = json.RawMessage(`{"deposit":"100.01","phone":"13800000000"}`) },
		"at":    func(e *kernel.Entry) { e.At = e.At.Add(time.Microsecond) }, "to": func(e *kernel.Entry) { e.To = "refused" },
	}
	for name, change := range changes {
		e := entry()
		change(&e)
		if c := stated(t, e, "salt").Commitment(); c.SHA256 == base.SHA256 || c.SM3 == base.SM3 {
			t.Errorf("%s is not bound", name)
		}
	}
	if c := stated(t, entry(), "other").Commitment(); c.SHA256 == base.SHA256 || c.SM3 == base.SM3 {
		t.Error("the salt does not count: a short entry could be guessed")
	}
}

// TestGoldenCommitment fixes the form, reckoned by another program as well
// (docs/adr/0002-journal-and-leaves.md): receipts out in the world rest on it. A change means a new form with a new name, never a new value here.
func TestGoldenCommitment(t *testing.T) {
	t.Parallel()
	s, err := evidence.NewStatement([]byte(`{"act":"issue", "actor": {"name":"馆员","user":"u1"}, "note":"x"}`), []byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	l := evidence.Leaf{Number: 7, Commitment: s.Commitment()}
	const want = "quanlian-leaf-v1\nnumber 7\nsha256 cb8d41ca8e3ed18dd60464ad4e3684df1618c8f601db5766a142269170af802b\nsm3 0b90b643493609390dd29a3806e282d98d2ed34949b247b172b92b6c1bb7fcb2\n"
	if l.String() != want {
		t.Errorf("leaf\n%s", l)
	}
}

func TestHiddenFieldsSayNothing(t *testing.T) {
	t.Parallel()
	parts := stated(t, entry(), "salt").Parts(func(n string) bool { return n == "act" || n == "actor.name" })
	text, err := json.Marshal(parts)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"13800000000", "100.00", "u-clerk", "library"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the receipt shows %s", secret)
		}
	}
	if !strings.Contains(string(text), "馆员") {
		t.Error("what should be shown is hidden")
	}
}

func TestLeafHasOneSpelling(t *testing.T) {
	t.Parallel()
	l := evidence.Leaf{Number: 42, Commitment: stated(t, entry(), "salt").Commitment()}
	if got, err := evidence.ParseLeaf(l.String()); err != nil || got != l {
		t.Fatalf("%+v %v", got, err)
	}
	for _, bad := range []string{"", l.String() + "\n", strings.Replace(l.String(), "number 42", "number 042", 1), strings.Replace(l.String(), "number 42", "number +42", 1),
		strings.ToUpper(l.String()), strings.Replace(l.String(), "-v1", "-v2", 1), strings.TrimSuffix(l.String(), "\n")} {
		if _, err := evidence.ParseLeaf(bad); err == nil {
			t.Errorf("taken: %q", bad)
		}
	}
}

func TestDirectoryDifferencesAreNamed(t *testing.T) {
	t.Parallel()
	dir := fstest.MapFS{"a.txt": {Data: []byte("甲")}, "sub/b.txt": {Data: []byte("乙")}, "c.txt": {Data: []byte("丙")}}
	files, err := evidence.HashDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	v := verifyDeposit(t, files, nil)
	if !v.OK {
		t.Fatal(v.Reason)
	}
	changed := fstest.MapFS{"a.txt": {Data: []byte("假")}, "c.txt": {Data: []byte("丙")}, "d.txt": {Data: []byte("丁")}}
	now, err := evidence.HashDir(changed)
	if err != nil {
		t.Fatal(err)
	}
	v = verifyDeposit(t, files, &now)
	if got := fmt.Sprint(v.Differences); v.OK || got != "[{a.txt changed} {d.txt added} {sub/b.txt missing}]" || v.Reason.Code != "evidence.file_changed" {
		t.Fatalf("%v %s %v", v.OK, got, v.Reason)
	}
	one := evidence.Files{Single: true, List: files.List[:1]}
	if v = verifyDeposit(t, files, &one); v.OK || v.Reason.Code != "evidence.wants_directory" {
		t.Fatalf("a file for a directory: %v", v.Reason)
	}
	if _, err := evidence.HashDir(fstest.MapFS{"link": {Mode: os.ModeSymlink}}); err == nil {
		t.Error("a link was taken")
	}
	if _, err := evidence.HashDir(fstest.MapFS{}); err == nil {
		t.Error("an empty directory was taken")
	}
}

func TestPaperOfACaseIsCompared(t *testing.T) {
	t.Parallel()
	f, err := evidence.HashFile("合同.pdf", strings.NewReader("合同全文"))
	if err != nil {
		t.Fatal(err)
	}
	input, err := json.Marshal(kernel.PutDocument{ID: "d1", Case: "c1", Name: f.Path, SHA256: f.SHA256.String(), SM3: f.SM3.String(), Bytes: f.Bytes})
	if err != nil {
		t.Fatal(err)
	}
	e := entry()
	e.Act, e.Input = kernel.PutDocument{}.Write(), input
	text := newLog(t).receipt(stated(t, e, "salt"), all)
	same, other := f, f
	same.Path = "another-name.pdf"
	other.SM3[0] ^= 1
	for _, c := range []struct {
		f    evidence.File
		want bool
	}{{same, true}, {other, false}} {
		if v := evidence.Verify(text, evidence.Against{Files: &evidence.Files{Single: true, List: []evidence.File{c.f}}}); v.OK != c.want {
			t.Errorf("%+v: %v %v", c.f, v.OK, v.Reason)
		}
	}
	hidden := newLog(t).receipt(stated(t, e, "salt"), func(n string) bool { return n == "act" })
	if v := evidence.Verify(hidden, evidence.Against{Files: &evidence.Files{Single: true, List: []evidence.File{same}}}); v.OK || v.Reason.Code != "evidence.names_no_file" {
		t.Errorf("hidden file: %v", v.Reason)
	}
}

func TestTrust(t *testing.T) {
	t.Parallel()
	l, other := newLog(t), newLog(t)
	text := l.receipt(stated(t, entry(), "salt"), all)
	for _, c := range []struct {
		keys []evidence.Key
		want bool
	}{{nil, true}, {l.keys(), true}, {append(other.keys(), l.keys()...), true}, {other.keys(), false}, {l.keys()[:1], false}, {[]evidence.Key{}, false}} {
		if v := evidence.Verify(text, evidence.Against{Trusted: c.keys}); v.OK != c.want {
			t.Errorf("%d keys: %v %v", len(c.keys), v.OK, v.Reason)
		}
	}
}

// TestReceiptsOfOthers: what somebody might forge out of true parts.
func TestReceiptsOfOthers(t *testing.T) {
	t.Parallel()
	l, other := newLog(t), newLog(t)
	good := l.receipt(stated(t, entry(), "salt"), all)
	r, err := evidence.ReadReceipt(good)
	if err != nil {
		t.Fatal(err)
	}
	o, err := evidence.ReadReceipt(other.receipt(stated(t, entry(), "salt"), all))
	if err != nil {
		t.Fatal(err)
	}
	e := entry()
	e.Note = "不同意"
	for name, c := range map[string]struct {
		change func(*evidence.Receipt)
		want   string
	}{
		"statement of another entry": {func(r *evidence.Receipt) { r.Statement = stated(t, e, "salt").Parts(all) }, "evidence.statement_changed"},
		"a part left out":            {func(r *evidence.Receipt) { r.Statement = r.Statement[1:] }, "evidence.statement_changed"},
		"index of another leaf":      {func(r *evidence.Receipt) { r.Index++ }, "evidence.index"},
		"path cut":                   {func(r *evidence.Receipt) { r.Path = r.Path[1:] }, "evidence.inclusion"},
		"checkpoint of another log":  {func(r *evidence.Receipt) { r.Checkpoint = o.Checkpoint }, "evidence.foreign_signature"},
		"keys of another log":        {func(r *evidence.Receipt) { r.Log.Keys = o.Log.Keys }, "evidence.foreign_signature"},
		"only one of two signatures": {func(r *evidence.Receipt) { r.Log.Keys = r.Log.Keys[:1] }, "evidence.signatures"},
		"another name of the log":    {func(r *evidence.Receipt) { r.Log.Name = "other.example/log" }, "evidence.other_log"},
		"two parts of one name":      {func(r *evidence.Receipt) { r.Statement = append(r.Statement[:1:1], r.Statement...) }, "evidence.part_order"},
	} {
		x := r
		x.Statement = append([]evidence.Part{}, r.Statement...)
		c.change(&x)
		text, err := x.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if v := evidence.Verify(text, evidence.Against{}); v.OK || v.Reason.Code != c.want {
			t.Errorf("%s: %v, want %s", name, v.Reason, c.want)
		}
	}
}

func TestWhiteSpaceAndMarksDoNotCount(t *testing.T) {
	t.Parallel()
	text := newLog(t).receipt(stated(t, entry(), "salt"), all)
	var tight bytes.Buffer
	if err := json.Compact(&tight, text); err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string][]byte{"tight": tight.Bytes(), "mark": append([]byte("\xef\xbb\xbf"), text...), "crlf": bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))} {
		if v := evidence.Verify(x, evidence.Against{}); !v.OK {
			t.Errorf("%s: %v", name, v.Reason)
		}
	}
}

// TestOneBitOfTheReceipt changes every single bit of a receipt: each must make
// the verdict no, with a reason.
func TestOneBitOfTheReceipt(t *testing.T) {
	t.Parallel()
	l := newLog(t)
	text := l.receipt(stated(t, entry(), "salt"), func(n string) bool { return n != "input" })
	if v := evidence.Verify(text, evidence.Against{Trusted: l.keys()}); !v.OK {
		t.Fatal(v.Reason)
	}
	for i := range text {
		for bit := range 8 {
			bad := bytes.Clone(text)
			bad[i] ^= 1 << bit
			if v := evidence.Verify(bad, evidence.Against{}); v.OK || v.Reason == nil {
				t.Fatalf("byte %d bit %d: %q became %q and nobody noticed", i, bit, text[i], bad[i])
			}
		}
	}
}

// TestOneBitProperty does the same for deposits and their files.
func TestOneBitProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		content := rapid.SliceOfN(rapid.Byte(), 1, 300).Draw(rt, "content")
		f, err := evidence.HashFile("f", bytes.NewReader(content))
		if err != nil {
			rt.Fatal(err)
		}
		files := evidence.Files{Single: true, List: []evidence.File{f}}
		s, err := evidence.Deposit(rapid.String().Draw(rt, "name"), files, at, rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(rt, "salt"))
		if err != nil {
			rt.Fatal(err)
		}
		text := newLog(t).receipt(s, all)
		if v := evidence.Verify(text, evidence.Against{Files: &files}); !v.OK {
			rt.Fatal(v.Reason)
		}
		i, bit := rapid.IntRange(0, len(content)-1).Draw(rt, "at"), rapid.IntRange(0, 7).Draw(rt, "bit")
		content[i] ^= 1 << bit
		g, _ := evidence.HashFile("f", bytes.NewReader(content))
		if v := evidence.Verify(text, evidence.Against{Files: &evidence.Files{Single: true, List: []evidence.File{g}}}); v.OK || v.Reason.Code != "evidence.file_changed" {
			rt.Fatalf("a changed file passed: %v", v.Reason)
		}
		j := rapid.IntRange(0, len(text)-1).Draw(rt, "receipt at")
		bad := bytes.Clone(text)
		bad[j] ^= 1 << bit
		if v := evidence.Verify(bad, evidence.Against{Files: &files}); v.OK || v.Reason == nil {
			rt.Fatalf("a changed receipt passed: byte %d", j)
		}
	})
}

func FuzzReceipt(f *testing.F) {
	f.Add(newLog(f).receipt(stated(f, entry(), "salt"), all))
	f.Add([]byte(`{"format":"quanlian-receipt-v1"}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		v := evidence.Verify(text, evidence.Against{})
		if v.OK == (v.Reason != nil) {
			t.Fatalf("verdict %v with reason %v", v.OK, v.Reason)
		}
		r, err := evidence.ReadReceipt(text)
		if err != nil {
			return
		}
		again, err := r.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if r2, err := evidence.ReadReceipt(again); err != nil || fmt.Sprint(r2) != fmt.Sprint(r) {
			t.Fatalf("read, written and read again it is another one: %v", err)
		}
	})
}

func FuzzCheckpoint(f *testing.F) {
	l := newLog(f)
	l.receipt(stated(f, entry(), "salt"), all)
	f.Add(l.note)
	f.Fuzz(func(t *testing.T, note string) {
		c, err := evidence.OpenCheckpoint(note, l.keys())
		if err == nil && note != l.note {
			t.Fatalf("forged: %+v", c)
		}
	})
}
