package sqlstore

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// scanFile keeps what a scanner said; what was found to be bad stays so.
func (t *tx) scanFile(m desk.Meta, w kernel.ScanFile) error {
	_, err := t.exec(`insert into scans (sha256, state, found, name, made, looked) values (?, ?, ?, ?, ?, ?)
		on conflict (sha256) do update set state = excluded.state, found = excluded.found, looked = excluded.looked where scans.state <> ?`,
		w.SHA256, string(w.State), w.Found, w.Name, micros(m.At), micros(m.At), string(kernel.ScanBad))
	return err
}

// Scans says of each hash what a scanner said; hashes that none was asked about
// are left out.
func (s *Store) Scans(ctx context.Context, hashes []string) (map[string]kernel.ScanState, error) {
	return scansOf(ctx, s.r, hashes)
}

func scansOf(ctx context.Context, db bun.IDB, hashes []string) (map[string]kernel.ScanState, error) {
	out := map[string]kernel.ScanState{}
	if len(hashes) == 0 {
		return out, nil
	}
	list, err := many[struct {
		SHA256 string `bun:"sha256"`
		State  string `bun:"state"`
	}](ctx, db, "select sha256, state from scans where sha256 in (?)", in(hashes))
	for _, r := range list {
		out[r.SHA256] = kernel.ScanState(r.State)
	}
	return out, err
}

// Unscanned gives files that wait for the scanner and were not offered to it since
// the instant, the oldest first, with who put them in.
func (s *Store) Unscanned(ctx context.Context, before time.Time, limit int) ([]kernel.ScanFile, error) {
	list, err := many[struct {
		SHA256 string `bun:"sha256"`
		Name   string `bun:"name"`
	}](ctx, s.r, "select sha256, name from scans where state = ? and looked <= ? order by made, sha256 limit ?", string(kernel.ScanWaiting), micros(before), limit)
	out := make([]kernel.ScanFile, 0, len(list))
	for _, r := range list {
		w := kernel.ScanFile{SHA256: r.SHA256, State: kernel.ScanWaiting, Name: r.Name}
		if err == nil {
			w.By, err = many[kernel.UserID](ctx, s.r, "select distinct made_by from documents where sha256 = ? and made_by <> '' order by made_by", r.SHA256)
		}
		out = append(out, w)
	}
	return out, err
}
