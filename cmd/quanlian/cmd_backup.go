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

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
)

// manifest says what a backup holds: every file with its hash.
type manifest struct {
	Made   time.Time         `json:"made"`
	Engine string            `json:"engine"` // sqlite or postgres
	Files  map[string]string `json:"files"`  // path below the backup → SHA-256
}

const (
	manifestName = "manifest.json"
	databaseName = "database"
	filesName    = "files"
)

func newBackupCmd() *cobra.Command {
	var db, dir string
	cmd := &cobra.Command{
		Use:   "backup DIR",
		Short: "Copy database and files to a new directory, with a manifest of hashes",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return backup(cmd.Context(), db, dir, args[0])
		},
	}
	cmd.Flags().StringVar(&db, "db", "sqlite:var/demo/demo.db", "database: sqlite:PATH or postgres://…")
	cmd.Flags().StringVar(&dir, "dir", "var/demo", "directory of the server's files")
	return cmd
}

func newRestoreCmd() *cobra.Command {
	var db, dir string
	cmd := &cobra.Command{
		Use:   "restore DIR",
		Short: "Check a backup against its manifest and put it into an empty place",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return restore(cmd.Context(), db, dir, args[0])
		},
	}
	cmd.Flags().StringVar(&db, "db", "", "empty database to restore into: sqlite:PATH or postgres://…")
	cmd.Flags().StringVar(&dir, "dir", "", "directory to restore the server's files into")
	return cmd
}

func backup(ctx context.Context, db, dir, to string) error {
	if entries, err := os.ReadDir(to); err == nil && len(entries) > 0 {
		return errs.At("DIR", "cmd.backup_not_empty", errs.Args{"dir": to})
	}
	if err := os.MkdirAll(to, 0o750); err != nil {
		return errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
	}
	s, err := sqlstore.Open(ctx, db, sqlstore.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	m := manifest{Made: time.Now().UTC(), Engine: "sqlite", Files: map[string]string{}}
	if s.Postgres() {
		m.Engine = "postgres"
	}
	if err := s.Backup(ctx, db, filepath.Join(to, databaseName)); err != nil {
		return err
	}
	if err := copyTree(filepath.Join(dir, filesName), filepath.Join(to, filesName)); err != nil {
		return err
	}
	if m.Files, err = hashes(to); err != nil {
		return err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, manifestName), text, 0o640)
}

func restore(ctx context.Context, db, dir, from string) error {
	if db == "" || dir == "" {
		return errs.At("db", "cmd.restore_where", nil)
	}
	m, err := checked(from)
	if err != nil {
		return err
	}
	path, sqlite := strings.CutPrefix(db, "sqlite:")
	if sqlite != (m.Engine == "sqlite") {
		return errs.At("db", "cmd.restore_engine", errs.Args{"engine": m.Engine})
	}
	if !sqlite {
		if err := sqlstore.RestorePostgres(ctx, db, filepath.Join(from, databaseName)); err != nil {
			return err
		}
	} else {
		if _, err := os.Stat(path); err == nil {
			return errs.At("db", "cmd.restore_exists", errs.Args{"path": path})
		}
		if err := copyFile(filepath.Join(from, databaseName), path); err != nil {
			return err
		}
	}
	return copyTree(filepath.Join(from, filesName), filepath.Join(dir, filesName))
}

// checked reads the manifest and compares every file with it: missing, changed
// and stray files refuse the whole.
func checked(from string) (manifest, error) {
	var m manifest
	text, err := os.ReadFile(filepath.Join(from, manifestName))
	if err != nil {
		return m, errs.Wrap(errs.Invalid, "cmd.backup_unreadable", err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, errs.Wrap(errs.Invalid, "cmd.backup_unreadable", err)
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
