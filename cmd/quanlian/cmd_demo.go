package main

import (
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"quanlian/adapter/login"
	"quanlian/adapter/sign"
	"quanlian/base/errs"
	"quanlian/demo"
	"quanlian/web/site"
)

func newDemoCmd() *cobra.Command {
	var addr, dir, db string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Serve the seeded invented city of Yunlan, made anew at each start",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			log := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelWarn}))
			l, err := listen(ctx, addr)
			if err != nil {
				return err
			}
			defer l.Close()
			url, err := freshDatabase(dir, db)
			if err != nil {
				return err
			}
			begins := storyBegins(time.Now())
			clock := &heldClock{at: begins.AddDate(0, 0, -demo.PastDays)}
			keys, err := freshLog(dir)
			if err != nil {
				return err
			}
			h, err := build(ctx, config{Addr: addr, Database: url, Dir: dir, Keys: keys, FakeParties: true, PublicURL: "http://" + shown(addr), seed: 1}.withDefaults(), log, clock.Now)
			if err != nil {
				return err
			}
			defer h.store.Close()
			if err := h.past(ctx, clock, begins); err != nil {
				return err
			}
			if err := h.seed(ctx, clock); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "云澜 Yunlan: http://%s  (password of every log-in: %s)\n", shown(h.cfg.Addr), demo.Password)
			go h.observeDaily(ctx)
			return h.serve(ctx, l)
		},
	}
	cmd.Flags().StringVar(&addr, "addr", ":8080", "address to serve")
	cmd.Flags().StringVar(&dir, "dir", "var/demo", "directory of the demo's files; its database is made anew")
	cmd.Flags().StringVar(&db, "db", "", "an empty database to use instead: sqlite:PATH or postgres://…")
	return cmd
}

// freshDatabase removes the demo's database of an earlier start.
func freshDatabase(dir, url string) (string, error) {
	if url != "" {
		return url, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
	}
	path := filepath.Join(dir, "demo.db")
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + end); err != nil && !os.IsNotExist(err) {
			return "", errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
		}
	}
	return "sqlite:" + path, nil
}

// freshLog removes the log and the keys of an earlier start and makes new keys
// under a name of their own: the city is another one each time, and a log that
// was published is never begun anew under its name.
func freshLog(dir string) (keys string, err error) {
	keys = filepath.Join(dir, "keys")
	for _, old := range []string{keys, filepath.Join(dir, logFolder)} {
		if err := os.RemoveAll(old); err != nil {
			return "", errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
		}
	}
	_, err = sign.New(keys, "yunlan.demo/"+strings.ToLower(newID()), time.Now())
	return keys, err
}

// demoUsers are the log-ins that the log-in page of the demo offers.
func demoUsers() []site.DemoUser {
	var out []site.DemoUser
	for _, u := range demo.Users() {
		out = append(out, site.DemoUser{Login: u.Login, Password: demo.Password, Role: u.Role, Who: u.Name})
	}
	return out
}

// demoHash is the encoded hash of the demo's one password.
func demoHash() (string, error) { return login.Hash(demo.Password) }

// shown is an address as a person opens it.
func shown(addr string) string {
	if strings.HasPrefix(addr, ":") {
		return "localhost" + addr
	}
	return addr
}
