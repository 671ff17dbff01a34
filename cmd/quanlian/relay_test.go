package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
)

// The relay is a neutral flow whose opening leaves one piece of every kind of
// work: a due timer, a question to an outside party, a paper, a notice.
const relayFlow kernel.FlowAddr = "service/relay.job"

type relayData struct {
	Rung   int    `json:"rung"`
	Answer string `json:"answer"`
}

func relay() *kernel.Flow {
	type none = struct{}
	open := kernel.MoveOf[relayData, none, none]{Name: "open", By: []kernel.Role{"post"}, Effects: func(t kernel.Turn[relayData, none, none]) (kernel.Out[relayData], error) {
		paper, err := json.Marshal(map[string]any{"no": t.Case.No, "right": "ZL1", "title": "接力", "seller": map[string]string{"name": "甲"}, "buyer": map[string]string{"name": "乙"}, "price": 100, "paid": 100})
		return kernel.Out[relayData]{To: "running", Effects: []kernel.Effect{
			kernel.SetTimer{Name: "ring", At: t.Now, Move: "rung"},
			kernel.Ask{Key: "relay/" + string(t.Case.ID), Party: "echo", Kind: "echo", Payload: json.RawMessage("{}"), OnAnswer: "answered"},
			kernel.IssueDocument{ID: t.NewID(), Kind: "utilization.hall.settlement", Template: "utilization/hall/settlement", Data: paper},
		}}, err
	}}.Build()
	rung := kernel.MoveOf[relayData, none, none]{Name: "rung", From: []kernel.State{"running"}, By: []kernel.Role{"timer"}, Hidden: true, Effects: func(t kernel.Turn[relayData, none, none]) (kernel.Out[relayData], error) {
		t.Data.Rung++
		return kernel.Out[relayData]{Data: t.Data}, nil
	}}.Build()
	answered := kernel.MoveOf[relayData, struct{ Text string }, none]{Name: "answered", From: []kernel.State{"running"}, By: []kernel.Role{"echo"}, Hidden: true, Effects: func(t kernel.Turn[relayData, struct{ Text string }, none]) (kernel.Out[relayData], error) {
		t.Data.Answer += t.Input.Text
		return kernel.Out[relayData]{Data: t.Data}, nil
	}}.Build()
	return &kernel.Flow{Addr: relayFlow, Prefix: "RL", States: []kernel.StateDef{{Name: "running"}}, Opens: []kernel.Move{open}, Moves: []kernel.Move{rung, answered}}
}

// echo is an outside party that lives in a file, so that it outlasts whoever
// speaks with it: it answers every question it was ever asked, again and again.
type echo struct{ path string }

func (e echo) Send(_ context.Context, a kernel.Ask) error {
	f, err := os.OpenFile(e.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = fmt.Fprintln(f, a.Key)
	return err
}

func (e echo) Answers(context.Context) ([]desk.OutsideAnswer, error) {
	f, err := os.Open(e.path)
	if err != nil {
		return nil, nil // nobody has asked yet
	}
	defer f.Close()
	var out []desk.OutsideAnswer
	for lines := bufio.NewScanner(f); lines.Scan(); {
		out = append(out, desk.OutsideAnswer{Party: "echo", ID: lines.Text(), AskKey: lines.Text(), Payload: json.RawMessage(`{"Text":"x"}`)})
	}
	return out, nil
}

// instance builds one instance with the relay beside the flows of the house.
func instance(ctx context.Context, url, dir, party, roles string, poll time.Duration) (*house, error) {
	list, err := parseRoles(roles)
	if err != nil {
		return nil, err
	}
	cfg := config{Addr: "127.0.0.1:0", Database: url, Dir: dir, Poll: poll, roles: list}.withDefaults()
	h, err := build(ctx, cfg, slog.New(slog.NewTextHandler(io.Discard, nil)), time.Now)
	if err != nil {
		return nil, err
	}
	h.desk.Flows[relayFlow] = relay()
	h.desk.Flows[librarycard.Card] = librarycard.Flow()
	h.worker.addParty("echo", echo{party})
	return h, nil
}

// TestInstanceChild is one process of the tests of several; alone it has
// nothing to do. It serves until it is killed.
func TestInstanceChild(t *testing.T) {
	url := os.Getenv("QUANLIAN_CHILD_URL")
	if url == "" {
		return
	}
	poll, err := strconv.Atoi(os.Getenv("QUANLIAN_CHILD_POLL"))
	if err != nil {
		t.Fatal(err)
	}
	h, err := instance(context.Background(), url, os.Getenv("QUANLIAN_CHILD_DIR"), os.Getenv("QUANLIAN_CHILD_PARTY"), os.Getenv("QUANLIAN_CHILD_ROLES"), time.Duration(poll)*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("child ready")
	l, err := listen(context.Background(), h.cfg.Addr)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.serve(context.Background(), l); err != nil {
		t.Fatal(err)
	}
}

// child is a running process.
type childProcess struct {
	cmd *exec.Cmd
	dir string
}

// Unit: milliseconds. Source: what takes up a commit is rung for; the poll is for
// the answers of the echo and for a bell that was wiped.
const childPoll = 300 * time.Millisecond

func startChild(t *testing.T, url, dir, party, roles string, poll time.Duration) *childProcess {
	t.Helper()
	c := &childProcess{cmd: exec.Command(os.Args[0], "-test.run=^TestInstanceChild$"), dir: dir}
	c.cmd.Env = append(os.Environ(), "QUANLIAN_CHILD_URL="+url, "QUANLIAN_CHILD_DIR="+dir, "QUANLIAN_CHILD_PARTY="+party, "QUANLIAN_CHILD_ROLES="+roles, "QUANLIAN_CHILD_POLL="+strconv.FormatInt(poll.Milliseconds(), 10))
	c.cmd.Stderr = os.Stderr
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.kill)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if lines.Text() == "child ready" {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return c
		}
		t.Log(lines.Text())
	}
	t.Fatal("the child did not begin to serve")
	return nil
}

// kill ends the process as kill -9 does.
func (c *childProcess) kill() {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
}

// drawn counts the papers that the process stored.
func (c *childProcess) drawn(t *testing.T) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(c.dir, "files", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range files {
		if !strings.Contains(filepath.Base(f), "new-") {
			n++
		}
	}
	return n
}

// postman opens relays: staff of an office.
var postman = kernel.Actor{User: "u-post", Name: "投递", Posts: []kernel.Post{{Unit: "post-office", Role: "post"}}}

func openRelay(t *testing.T, h *house, n int) kernel.CaseID {
	t.Helper()
	for try := 0; ; try++ {
		r, err := h.desk.Open(context.Background(), postman, desk.OpenCommand{Flow: relayFlow, Move: "open", Key: fmt.Sprintf("relay/%d", n), Input: json.RawMessage("{}"), Unit: "post-office"})
		if err == nil {
			return r.Case
		}
		if errs.KindOf(err) != errs.Unavailable || try > 3 {
			t.Fatal(err)
		}
	}
}

// relayed is how far a relay has come.
func relayed(t *testing.T, h *house, id kernel.CaseID) (done bool, told string) {
	t.Helper()
	c, err := h.store.Case(context.Background(), kernel.SystemActor("test"), string(id), kernel.ViewSecret)
	if err != nil {
		t.Fatal(err)
	}
	var d relayData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		t.Fatal(err)
	}
	papers, err := h.store.Papers(context.Background(), id, kernel.ViewSecret)
	if err != nil {
		t.Fatal(err)
	}
	drawn := 0
	for _, p := range papers {
		if p.SHA256 != "" {
			drawn++
		}
	}
	return d.Rung > 0 && d.Answer != "" && drawn > 0, fmt.Sprintf("rung %d answered %q papers %d of %d version %d", d.Rung, d.Answer, drawn, len(papers), c.Version)
}
