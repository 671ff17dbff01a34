package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/adapter/tlog"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/evidence"
	"quanlian/kernel"
)

// closedFolder is where the log of a backup goes that must not go on.
const closedFolder = "log-closed"

// restored says what a restore found about the log.
type restored struct {
	Log    string     `json:"log,omitempty"`    // the log that goes on
	Lost   []lostLeaf `json:"lost"`             // in the log, not in the database
	Found  int        `json:"found,omitempty"`  // entries that waited for the number they have in the log
	Closed []string   `json:"closed,omitempty"` // logs that were ended
	Keys   string     `json:"keys,omitempty"`   // folder into which the log's keys must be put back
}

type lostLeaf struct {
	Number uint64          `json:"number"`
	SHA256 evidence.Digest `json:"sha256"`
	SM3    evidence.Digest `json:"sm3"`
}

func (r restored) text(say *lang.Localizer) string {
	lines := []string{say.T("cmd.restored")}
	for _, name := range r.Closed {
		lines = append(lines, say.T("cmd.restore_closed", "log", name, "dir", closedFolder))
	}
	if r.Keys != "" {
		lines = append(lines, say.T("cmd.restore_keys", "dir", r.Keys))
	}
	if len(r.Lost) > 0 {
		lines = append(lines, say.T("cmd.restore_lost", "n", len(r.Lost)))
	}
	for _, l := range r.Lost {
		lines = append(lines, "  "+say.T("cmd.check.lost", "number", l.Number, "sha256", l.SHA256.String(), "sm3", l.SM3.String()))
	}
	return strings.Join(lines, "\n")
}

// backupLog copies the log and gives its checkpoint; nil when there is none.
func backupLog(ctx context.Context, from, to string) (*logState, error) {
	c, err := tlog.Copy(ctx, from, to)
	if errs.KindOf(err) == errs.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &logState{Name: c.Log, Size: c.Size, Root: c.Root}, nil
}

// survivor tells whether a log lies in the directory that goes on from the one
// of the backup. Another one refuses the restore before anything is written.
func survivor(ctx context.Context, dir string, was *logState) (bool, error) {
	r := tlog.NewReader(filepath.Join(dir, logFolder), nil)
	if _, err := r.Note(); err != nil {
		if errs.KindOf(err) == errs.NotFound {
			return false, nil
		}
		return false, err
	}
	if _, err := r.Audit(ctx); err != nil {
		return false, err
	}
	if was == nil {
		return true, nil
	}
	return true, r.Holds(ctx, evidence.Checkpoint{Log: was.Name, Size: was.Size, Root: was.Root})
}

// adoptLog takes a log over that may be ahead of the database: what is lost is
// named, and the numbers go on after it.
func adoptLog(ctx context.Context, db, dir string) (restored, error) {
	at := filepath.Join(dir, logFolder)
	r := tlog.NewReader(at, nil)
	c, err := r.Checkpoint(ctx)
	if err != nil {
		return restored{}, err
	}
	out := restored{Log: c.Log, Lost: []lostLeaf{}}
	s, err := sqlstore.Open(ctx, db, sqlstore.Options{})
	if err != nil {
		return out, err
	}
	defer func() { _ = s.Close() }()
	d, err := tlog.Compare(ctx, r, c.Log, s, 0)
	if err != nil {
		return out, err
	}
	if err := d.Err(); err != nil && !errs.Is(err, "adapter.tlog.ahead") {
		return out, err
	}
	if err := tlog.Unfence(at); err != nil {
		return out, err
	}
	if len(d.Lost) == 0 {
		return out, nil
	}
	now := time.Now()
	record := kernel.Entry{ID: newID(), Act: "journal.lost", Actor: kernel.SystemActor("operator"), At: now, Salt: newSalt(),
		Note: fmt.Sprintf("%s %d–%d", c.Log, d.Lost[0].Number, d.Lost[len(d.Lost)-1].Number)}
	var gone []evidence.Leaf
	if out.Found, gone, err = s.AdoptLost(ctx, d.Lost, now, record); err != nil {
		return out, err
	}
	for _, l := range gone {
		out.Lost = append(out.Lost, lostLeaf{l.Number, l.Commitment.SHA256, l.Commitment.SM3})
	}
	text, err := r.Note()
	if err != nil {
		return out, err
	}
	return out, s.SaveLogHead(ctx, c.Log, c.Size, text)
}

// closeLog ends the log of a backup: what was published after it is not known,
// so nothing may be published under its name any more.
func closeLog(ctx context.Context, db, dir, from string) (restored, error) {
	to := filepath.Join(dir, closedFolder)
	if _, err := os.Stat(to); err == nil {
		return restored{}, errs.At("dir", "cmd.restore_closed_exists", errs.Args{"dir": to})
	}
	if err := copyTree(filepath.Join(from, logFolder), to); err != nil {
		return restored{}, err
	}
	c, err := tlog.NewReader(to, nil).Checkpoint(ctx)
	if err != nil {
		return restored{}, err
	}
	s, err := sqlstore.Open(ctx, db, sqlstore.Options{})
	if err != nil {
		return restored{}, err
	}
	defer func() { _ = s.Close() }()
	if err := s.CloseLog(ctx, c.Log, c.Size); err != nil {
		return restored{}, err
	}
	return restored{Lost: []lostLeaf{}, Closed: []string{c.Log}}, nil
}
