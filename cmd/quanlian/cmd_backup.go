package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quanlian/adapter/sign"
	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/evidence"
)

// manifest says what a backup holds: every file with its hash.
type manifest struct {
	Made   time.Time         `json:"made"`
	Engine string            `json:"engine"` // sqlite or postgres
	Files  map[string]string `json:"files"`  // path below the backup → SHA-256
	Log    *logState         `json:"log,omitempty"`
}

// logState is the checkpoint of the log that a backup holds.
type logState struct {
	Name string          `json:"name"`
	Size uint64          `json:"size"`
	Root evidence.Digest `json:"root"`
}

const (
	manifestName = "manifest.json"
	databaseName = "database"
	filesName    = "files"
)

func newBackupCmd() *cobra.Command {
	var db, dir, tag string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "backup DIR",
		Short: "Copy evidence log, database and files to a new directory, with a manifest of hashes",
		Long: `Copy evidence log, database and files to a new directory, with a manifest of
hashes. A server may run meanwhile; the log is copied before the database.

  quanlian backup /backup/2026-11-26 --db sqlite:var/quanlian.db --dir var`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			say, err := speaker(tag)
			if err != nil {
				return err
			}
			m, err := backup(cmd.Context(), db, dir, args[0])
			if err != nil {
				return err
			}
			return emit(cmd, asJSON, m, m.text(say, args[0]))
		},
	}
	cmd.Flags().StringVar(&tag, "lang", "zh", "language: zh or en")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the manifest")
	cmd.Flags().StringVar(&db, "db", demoDatabase, "database: sqlite:PATH or postgres://…")
	cmd.Flags().StringVar(&dir, "dir", "var/demo", "directory of the server's files")
	return cmd
}

func newRestoreCmd() *cobra.Command {
	var db, dir, tag string
	var goesOn, asJSON bool
	cmd := &cobra.Command{
		Use:   "restore DIR",
		Short: "Check a backup against its manifest and put it into an empty place",
		Long: `Check a backup against its manifest and put it into an empty place.

  quanlian restore DIR --db sqlite:new.db --dir new

What was published in the evidence log is never published differently:
- a log that lies in --dir already (it survived, or came from a mirror) is kept.
  Entries that it holds and the backup does not are named one by one; they are
  lost, and the numbers go on after them.
- without one, nobody can know what was published after the backup. The log of
  the backup is put into log-closed/, and the log begins anew under another
  name: make keys with "keys new". Old receipts hold under the old keys.
- --continue-log says that nothing was published after the backup, because the
  server was stopped before it: the log of the backup goes on.
Exit code 1 when entries are lost.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			say, err := speaker(tag)
			if err != nil {
				return err
			}
			r, err := restore(cmd.Context(), db, dir, args[0], goesOn)
			if err != nil {
				return err
			}
			keys := filepath.Join(dir, "keys")
			if _, err := os.Stat(filepath.Join(keys, sign.FileName)); err != nil && r.Log != "" {
				r.Keys = keys
			}
			if err := emit(cmd, asJSON, r, r.text(say)); err != nil || len(r.Lost) == 0 {
				return err
			}
			return errNegative
		},
	}
	cmd.Flags().BoolVar(&goesOn, "continue-log", false, "nothing was published after the backup: its log goes on")
	cmd.Flags().StringVar(&tag, "lang", "zh", "language: zh or en")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	cmd.Flags().StringVar(&db, "db", "", "empty database to restore into: sqlite:PATH or postgres://…")
	cmd.Flags().StringVar(&dir, "dir", "", "directory to restore the server's files into")
	return cmd
}

// text tells what the backup holds.
func (m manifest) text(say *lang.Localizer, to string) string {
	s := say.T("cmd.backup_done", "dir", to, "n", len(m.Files))
	if m.Log != nil {
		s += "\n" + say.T("cmd.backup_log", "log", m.Log.Name, "n", m.Log.Size)
	}
	return s
}

// backup copies what there is; it neither makes nor upgrades a database, and a
// mistyped address leaves no empty copy behind.
func backup(ctx context.Context, db, dir, to string) (manifest, error) {
	m := manifest{Made: time.Now().UTC(), Engine: "sqlite", Files: map[string]string{}}
	if entries, err := os.ReadDir(to); err == nil && len(entries) > 0 {
		return m, errs.At("DIR", "cmd.backup_not_empty", errs.Args{"dir": to})
	}
	s, _, err := sqlstore.Inspect(ctx, db)
	if err != nil {
		return m, err
	}
	defer s.Close()
	if _, err := os.Stat(dir); err != nil {
		return m, errs.At("dir", "cmd.backup_no_dir", errs.Args{"dir": dir})
	}
	if err := os.MkdirAll(to, 0o750); err != nil {
		return m, errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
	}
	if s.Postgres() {
		m.Engine = "postgres"
	}
	// The log first: whatever it holds has its row in the copy of the database.
	if m.Log, err = backupLog(ctx, filepath.Join(dir, logFolder), filepath.Join(to, logFolder)); err != nil {
		return m, err
	}
	if err := s.Backup(ctx, db, filepath.Join(to, databaseName)); err != nil {
		return m, err
	}
	if err := copyTree(filepath.Join(dir, filesName), filepath.Join(to, filesName)); err != nil {
		return m, err
	}
	if m.Files, err = hashes(to); err != nil {
		return m, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, err
	}
	return m, os.WriteFile(filepath.Join(to, manifestName), text, 0o640)
}

func restore(ctx context.Context, db, dir, from string, goesOn bool) (restored, error) {
	if db == "" || dir == "" {
		return restored{}, errs.At("db", "cmd.restore_where", nil)
	}
	engine, err := sqlstore.Engine(db)
	if err != nil {
		return restored{}, err
	}
	m, err := checked(from)
	if err != nil {
		return restored{}, err
	}
	if engine != m.Engine {
		return restored{}, errs.At("db", "cmd.restore_engine", errs.Args{"engine": m.Engine, "given": engine})
	}
	survived, err := survivor(ctx, dir, m.Log)
	if err != nil {
		return restored{}, err
	}
	path := strings.TrimPrefix(db, "sqlite:")
	if engine == "postgres" {
		if err := sqlstore.RestorePostgres(ctx, db, filepath.Join(from, databaseName)); err != nil {
			return restored{}, err
		}
	} else {
		if _, err := os.Stat(path); err == nil {
			return restored{}, errs.At("db", "cmd.restore_exists", errs.Args{"path": path})
		}
		if err := copyFile(filepath.Join(from, databaseName), path); err != nil {
			return restored{}, err
		}
	}
	if err := copyTree(filepath.Join(from, filesName), filepath.Join(dir, filesName)); err != nil {
		return restored{}, err
	}
	switch {
	case survived:
		return adoptLog(ctx, db, dir)
	case m.Log == nil:
		return restored{}, nil
	case goesOn:
		return restored{Log: m.Log.Name}, copyTree(filepath.Join(from, logFolder), filepath.Join(dir, logFolder))
	}
	return closeLog(ctx, db, dir, from)
}

// checked reads the manifest and compares every file with it: missing, changed
// and stray files refuse the whole.
func checked(from string) (manifest, error) {
	var m manifest
	name := filepath.Join(from, manifestName)
	text, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		e := errs.Wrap(errs.Invalid, "cmd.backup_unreadable", err)
		e.Args = errs.Args{"file": name}
		return m, e
	}
	have, err := hashes(from)
	if err != nil {
		return m, err
	}
	for name, sum := range m.Files {
		if have[name] != sum {
			return m, errs.At("DIR", "cmd.backup_damaged", errs.Args{"file": name})
		}
		delete(have, name)
	}
	for name := range have {
		return m, errs.At("DIR", "cmd.backup_damaged", errs.Args{"file": name})
	}
	return m, nil
}

// hashes are the SHA-256 of all files below a directory but the manifest.
func hashes(dir string) (map[string]string, error) {
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == manifestName {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		h := sha256.New()
		if _, err := io.Copy(h, f); err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		out[filepath.ToSlash(name)] = hex.EncodeToString(h.Sum(nil))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	return out, nil
}

func copyTree(from, to string) error {
	if _, err := os.Stat(from); os.IsNotExist(err) {
		return nil
	}
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		return copyFile(path, filepath.Join(to, name))
	})
}

func copyFile(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err == nil {
		err = out.Sync()
	}
	if e := out.Close(); err == nil {
		err = e
	}
	return err
}
