package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"quanlian/demo"
	"quanlian/evidence"
)

var receiptLink = regexp.MustCompile(`/hall/(?:deal|need|listing)/YL[0-9A-Z-]+/receipt/[0-9A-Z]+|/paper/[0-9A-Z]+/receipt`)

// receiptCity is the demo city with its log published, served.
func receiptCity(t *testing.T) (*house, string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	dir := t.TempDir()
	keys, err := freshLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	clock := &heldClock{at: storyBegins(time.Now())}
	h, err := build(ctx, config{Database: "sqlite:" + filepath.Join(dir, "q.db"), Dir: dir, Keys: keys, FakeParties: true}.withDefaults(), slog.New(slog.DiscardHandler), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); h.proofs.close(); _ = h.store.Close() })
	if err := h.seed(ctx, clock); err != nil {
		t.Fatal(err)
	}
	if err := h.addLog(ctx); err != nil {
		t.Fatal(err)
	}
	h.worker.pass(ctx) // what the last act left is numbered, and all of it published
	return h, served(t, h)
}

// TestReceiptPages: every receipt that a case offers to its reader holds, shows
// what was typed only to who typed it, and is given to nobody else; and it fits
// the published schema.
func TestReceiptPages(t *testing.T) {
	t.Parallel()
	h, base := receiptCity(t)
	schema, err := jsonschema.NewCompiler().Compile("../../docs/examples/receipt.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	offered := map[string]map[string]bool{} // link → log-ins that are offered it
	readers := map[string]*reader{"": newReader(t, base)}
	for _, u := range demo.Users() {
		r := newReader(t, base)
		r.post("/login", "/login", url.Values{"login": {u.Login}, "password": {demo.Password}})
		readers[u.Login] = r
		pages := r.get("/my", http.StatusOK)
		if u.Login == "clerk" {
			pages += r.get("/inbox", http.StatusOK)
		}
		for _, at := range regexp.MustCompile(`/hall/(?:deal|need|listing)/YL[0-9A-Z-]+`).FindAllString(pages, 6) {
			for _, link := range receiptLink.FindAllString(r.get(at, http.StatusOK), -1) {
				if offered[link] == nil {
					offered[link] = map[string]bool{}
				}
				offered[link][u.Login] = true
			}
		}
	}
	if len(offered) < 20 {
		t.Fatalf("only %d receipts are offered", len(offered))
	}
	own, others, refused := 0, 0, 0
	for link, to := range offered {
		for login, r := range readers {
			code, text := r.raw(link)
			if !to[login] {
				_, err := evidence.ReadReceipt(text) // a visitor is led to the log-in page
				if err == nil && login == "" {
					t.Errorf("%s is given to a visitor", link)
				}
				if code != http.StatusOK || err != nil {
					refused++
				}
				continue
			}
			v := evidence.Verify(text, evidence.Against{Trusted: h.proofs.Keys()})
			if code != http.StatusOK || !v.OK {
				t.Fatalf("%s for %s: %d %v %.200s", link, login, code, v.Reason, text)
			}
			if err := schema.Validate(parsed(t, string(text))); err != nil {
				t.Fatalf("%s: %v", link, err)
			}
			if strings.HasPrefix(link, "/paper/") {
				continue
			}
			if mine := v.Receipt.Text("actor.user") != ""; mine {
				own++
			} else {
				others++
				for name := range v.Receipt.Shown() {
					if strings.HasPrefix(name, "input") || name == "key" || name == "actor.posts" {
						t.Errorf("%s shows %s to %s, who did not do it", link, name, login)
					}
				}
			}
		}
	}
	t.Logf("%d receipts; %d shown in full to who acted, %d in part, %d refusals", len(offered), own, others, refused)
	if own == 0 || others == 0 || refused == 0 {
		t.Error("the test has not seen all cases")
	}
	for link := range offered {
		if to := offered[link]; to["seller"] && strings.Contains(link, "/deal/") {
			_, text := readers["seller"].raw(link)
			checkByForm(t, readers[""], text)
			break
		}
	}
	if code, _ := readers[""].raw("/log/checkpoint"); code != http.StatusOK {
		t.Errorf("checkpoint: %d", code)
	}
	if code, _ := readers[""].raw("/log/keys"); code != http.StatusOK {
		t.Errorf("keys: %d", code)
	}
}

// checkByForm sends a receipt as a browser without scripts does.
func checkByForm(t *testing.T, r *reader, text []byte) {
	t.Helper()
	send := func(lang string, text []byte) string {
		token := tokenOf.FindStringSubmatch(r.get("/verify?lang="+lang, http.StatusOK))
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		_ = w.WriteField("_csrf", token[1])
		part, err := w.CreateFormFile("receipt", "a.receipt.json")
		if err == nil {
			_, err = part.Write(text)
		}
		if err == nil { // what browsers send for a field that was left empty
			_, err = w.CreateFormFile("file", "")
		}
		if err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		res, err := r.http.Post(r.base+"/verify", w.FormDataContentType(), &body)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		page, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if bad := unsound.Find(page); bad != nil {
			t.Errorf("%q on the page", bad)
		}
		return string(page)
	}
	for lang, words := range map[string]string{"zh": "凭证有效", "en": "The receipt holds"} {
		if page := send(lang, text); !strings.Contains(page, words) {
			t.Errorf("%s: %q is not said", lang, words)
		}
	}
	if page := send("zh", bytes.Replace(text, []byte("quanlian-leaf-v1"), []byte("quanlian-leaf-v2"), 1)); !strings.Contains(page, "核验不通过") {
		t.Error("a changed receipt passed")
	}
	if page := send("zh", []byte("<script>alert(1)</script>")); !strings.Contains(page, "核验不通过") || strings.Contains(page, "<script>alert") {
		t.Error("what is no receipt was taken, or shown as it is")
	}
}

// TestExampleReceipt: a receipt that was handed out holds for ever.
func TestExampleReceipt(t *testing.T) {
	t.Parallel()
	const dir = "../../docs/examples/"
	var v verified
	answerOf(t, 0, &v, "verify", dir+"deposit.receipt.json", dir+"deposit.txt")
	if v.Log != "yunlan.example/deposits" || *v.Number != 3 {
		t.Fatalf("%+v", v)
	}
	schema, err := jsonschema.NewCompiler().Compile(dir + "receipt.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(dir + "deposit.receipt.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(parsed(t, string(text))); err != nil {
		t.Error(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	delete(doc, "path")
	worse, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	if schema.Validate(parsed(t, string(worse))) == nil {
		t.Error("a receipt without its path was accepted")
	}
}

// TestOpenSSLAgrees checks both signatures below a receipt with another
// program: nobody has to trust our own check.
func TestOpenSSLAgrees(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	raw, err := os.ReadFile("../../docs/examples/deposit.receipt.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := evidence.ReadReceipt(raw)
	if err != nil {
		t.Fatal(err)
	}
	text, below, _ := strings.Cut(r.Checkpoint, "\n\n")
	text += "\n"
	for i, line := range strings.Split(strings.TrimSpace(below), "\n") {
		key, err := evidence.ParseKey(r.Log.Keys[i])
		if err != nil {
			t.Fatal(err)
		}
		sig, err := base64.StdEncoding.DecodeString(line[strings.LastIndexByte(line, ' ')+1:])
		if err != nil {
			t.Fatal(err)
		}
		// The header of an Ed25519 SubjectPublicKeyInfo. Source: RFC 8410 §4.
		spki, msg, sig, more := append([]byte("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"), key.Public...), []byte(text), sig[4:], []string{}
		if key.Algorithm == evidence.SM2 {
			at := time.Unix(int64(binary.BigEndian.Uint64(sig)), 0)
			spki, msg, sig = key.Public, evidence.SM2Message([]byte(text), at), sig[8:]
			more = []string{"-digest", "sm3", "-pkeyopt", "distid:1234567812345678"}
		}
		dir := t.TempDir()
		for name, b := range map[string][]byte{"key": spki, "msg": msg, "sig": sig} {
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		args := append([]string{"pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", filepath.Join(dir, "key"), "-rawin", "-in", filepath.Join(dir, "msg"), "-sigfile", filepath.Join(dir, "sig")}, more...)
		if out, err := exec.Command("openssl", args...).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", key.Algorithm, err, out)
		}
	}
}
