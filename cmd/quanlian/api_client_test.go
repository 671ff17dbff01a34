package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"quanlian/kernel"
)

// apiCity is the whole house behind a real HTTP server. Every answer is held
// against what the API's own document says of it.
type apiCity struct {
	*play
	url    string
	doc    map[string]any
	shapes *jsonschema.Compiler
	done   map[string]bool // operations that were called with success
	record string          // folder for examples, "" to record none
}

func newAPICity(t *testing.T, p *play) *apiCity {
	t.Helper()
	srv := httptest.NewServer(p.h.handler())
	t.Cleanup(srv.Close)
	c := &apiCity{play: p, url: srv.URL, done: map[string]bool{}}
	res, err := http.Get(srv.URL + "/api/openapi.json")
	p.ok(err)
	defer func() { _ = res.Body.Close() }()
	doc, err := jsonschema.UnmarshalJSON(res.Body)
	p.ok(err)
	c.doc = doc.(map[string]any)
	c.shapes = jsonschema.NewCompiler()
	p.ok(c.shapes.AddResource("openapi.json", doc))
	if os.Getenv("QUANLIAN_RECORD_EXAMPLES") != "" {
		c.record = filepath.Join("..", "..", "api", "examples")
	}
	return c
}

// caller is one program with its token.
type caller struct {
	*apiCity
	who, secret, lang string
}

// token makes a token for the person's first hat, or for the office, and gives
// the program that has it.
func (c *apiCity) token(u string, rights ...kernel.Right) *caller {
	c.t.Helper()
	a := c.actor(u)
	c.n++
	secret := kernel.TokenSecret([]byte(fmt.Sprintf("%-32s", fmt.Sprintf("%s-%d", u, c.n))))
	tok := kernel.Token{ID: kernel.TokenID(fmt.Sprintf("t-%s-%d", u, c.n)), User: a.User, Name: "接口测试", Party: a.Party, Rights: rights, Made: c.clock.Now(), Expires: c.clock.Now().AddDate(0, 6, 0)}
	if a.Party == "" {
		tok.Post = a.Posts[0]
	}
	c.ok(c.h.desk.Do(c.t.Context(), a, c.key(), kernel.PutToken{Token: tok, Hash: kernel.TokenHash(secret)}))
	return &caller{apiCity: c, who: u, secret: secret, lang: "zh"}
}

func (c *apiCity) nobody() *caller { return &caller{apiCity: c, who: "nobody", lang: "zh"} }

// answer is what came back.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	raw    []byte
	body   any
}

// at walks into the answer: at("items", 0, "no").
func (a answer) at(path ...any) any {
	a.t.Helper()
	v := a.body
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok {
				a.t.Fatalf("no %v in %s", path, a.raw)
			}
			v = m[p]
		case int:
			l, ok := v.([]any)
			if !ok || p >= len(l) {
				a.t.Fatalf("no %v in %s", path, a.raw)
			}
			v = l[p]
		}
	}
	return v
}

func (a answer) text(path ...any) string {
	a.t.Helper()
	return fmt.Sprint(a.at(path...))
}

func (a answer) number(path ...any) float64 {
	a.t.Helper()
	n, ok := a.at(path...).(json.Number)
	f, err := n.Float64()
	if !ok || err != nil {
		a.t.Fatalf("no number %v in %s", path, a.raw)
	}
	return f
}

// call sends one request of an operation and holds the answer against the
// document. A body of []byte goes as it is.
func (c *caller) call(op, method, path string, body any, key string, want int) answer {
	c.t.Helper()
	sent, a := c.send(method, path, body, key)
	if a.status != want {
		c.t.Fatalf("%s %s %s: %d, want %d\n%s\n%s", c.who, method, path, a.status, want, sent, a.raw)
	}
	c.hold(op, method, &a)
	if want < 300 {
		c.done[op] = true
		if c.record != "" {
			c.keep(op, path, sent, a)
		}
	}
	return a
}

// try sends one request whatever comes of it.
func (c *caller) try(method, path string, body any, key string) answer {
	c.t.Helper()
	_, a := c.send(method, path, body, key)
	if len(a.raw) > 0 {
		c.ok(json.Unmarshal(a.raw, &a.body))
	}
	return a
}

// send sends one request and gives what was sent and what came.
func (c *caller) send(method, path string, body any, key string) ([]byte, answer) {
	c.t.Helper()
	var sent []byte
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case []byte:
		sent, kind = b, "application/octet-stream"
	default:
		var err error
		sent, err = json.Marshal(body)
		c.ok(err)
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.url+"/api/v1"+path, bytes.NewReader(sent))
	c.ok(err)
	if c.secret != "" {
		req.Header.Set("Authorization", "Bearer "+c.secret)
	}
	if sent != nil {
		req.Header.Set("Content-Type", kind)
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	req.Header.Set("Accept-Language", c.lang)
	res, err := http.DefaultClient.Do(req)
	c.ok(err)
	defer func() { _ = res.Body.Close() }()
	a := answer{t: c.t, status: res.StatusCode, header: res.Header}
	a.raw, err = io.ReadAll(res.Body)
	c.ok(err)
	return sent, a
}

// hold checks an answer against the document: the status is named there and the
// body has the shape.
func (c *caller) hold(op, method string, a *answer) {
	c.t.Helper()
	path := c.pathOf(op, method)
	responses := c.doc["paths"].(map[string]any)[path].(map[string]any)[strings.ToLower(method)].(map[string]any)["responses"].(map[string]any)
	r, ok := responses[fmt.Sprint(a.status)].(map[string]any)
	if !ok {
		c.t.Fatalf("%s answers %d, which the document does not name: %s", op, a.status, a.raw)
	}
	content, _ := r["content"].(map[string]any)
	media, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	if len(content) == 0 {
		if len(a.raw) > 0 {
			c.t.Errorf("%s %d has a body that the document does not know", op, a.status)
		}
		return
	}
	if content["application/octet-stream"] != nil {
		return
	}
	if content[media] == nil {
		c.t.Fatalf("%s %d answers %q, which the document does not name", op, a.status, media)
	}
	var err error
	if a.body, err = jsonschema.UnmarshalJSON(bytes.NewReader(a.raw)); err != nil {
		c.t.Fatalf("%s: %v: %s", op, err, a.raw)
	}
	at := "openapi.json#/paths/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(path) + "/" + strings.ToLower(method) + "/responses/" + fmt.Sprint(a.status) + "/content/" + strings.ReplaceAll(media, "/", "~1") + "/schema"
	shape, err := c.shapes.Compile(at)
	if err != nil {
		c.t.Fatalf("%s: %v", at, err)
	}
	if err := shape.Validate(a.body); err != nil {
		c.t.Errorf("%s %d is not as the document says: %v\n%.2000s", op, a.status, err, a.raw)
	}
}

// pathOf finds the path of an operation in the document.
func (c *apiCity) pathOf(op, method string) string {
	for path, item := range c.doc["paths"].(map[string]any) {
		if o, ok := item.(map[string]any)[strings.ToLower(method)].(map[string]any); ok && o["operationId"] == op {
			return path
		}
	}
	c.t.Fatalf("the document has no %s %s", method, op)
	return ""
}

// operations lists those of the document.
func (c *apiCity) operations() []string {
	var out []string
	for _, item := range c.doc["paths"].(map[string]any) {
		for _, o := range item.(map[string]any) {
			out = append(out, o.(map[string]any)["operationId"].(string))
		}
	}
	slices.Sort(out)
	return out
}

// keep writes the first success of each operation down as its example.
func (c *caller) keep(op, path string, sent []byte, a answer) {
	if op == "act" && !strings.HasSuffix(path, "/offer") {
		return // the move that shows most
	}
	file := filepath.Join(c.record, op+".json")
	e := map[string]any{"path": "/api/v1" + path, "status": a.status}
	if json.Valid(sent) && len(sent) > 0 {
		e["request"] = json.RawMessage(sent)
	}
	if a.body != nil {
		e["answer"] = shorter(a.body)
	}
	if info, err := os.Stat(file); err == nil && info.ModTime().After(started) {
		return // an earlier call of this run
	}
	b, err := json.MarshalIndent(e, "", " ")
	c.ok(err)
	c.ok(os.WriteFile(file, append(b, '\n'), 0o644))
}

var started = time.Now()

// shorter keeps two items of every list, so that an example can be taken in.
func shorter(v any) any {
	switch v := v.(type) {
	case []any:
		if len(v) > 2 {
			v = v[:2]
		}
		out := make([]any, len(v))
		for i := range v {
			out[i] = shorter(v[i])
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			out[k] = shorter(x)
		}
		return out
	}
	return v
}

// fileJSON reads an example of the commands.
func fileJSON(t *testing.T, name string) any {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "docs", "examples", name))
	if err != nil {
		t.Fatal(err)
	}
	return json.RawMessage(b)
}
