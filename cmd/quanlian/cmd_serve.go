package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"quanlian/adapter/jobs"
	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
)

func newServeCmd() *cobra.Command {
	var file, roles, public string
	var proxies []string
	cmd := &cobra.Command{
		Use:   "serve --config FILE",
		Short: "Serve a city from a configuration file",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if file == "" {
				return errs.At("config", "cmd.config_missing", nil)
			}
			cfg, err := loadConfig(file)
			if err != nil {
				return err
			}
			if public != "" {
				if cfg.PublicURL, err = publicURL(public); err != nil {
					return err
				}
			}
			more, err := proxiesOf(proxies)
			if err != nil {
				return err
			}
			cfg.proxies = append(cfg.proxies, more...)
			if cfg.roles, err = parseRoles(roles); err != nil {
				return err
			}
			// A fake that was started anew must not use the numbers of the last one.
			cfg.seed = uint64(time.Now().UnixMilli())
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			l, err := listen(ctx, cfg.Addr)
			if err != nil {
				return err
			}
			defer l.Close()
			log := slog.New(slog.NewJSONHandler(cmd.ErrOrStderr(), nil))
			h, err := build(ctx, cfg, log, time.Now)
			if err != nil {
				return err
			}
			defer h.store.Close()
			return h.serve(ctx, l)
		},
	}
	cmd.Flags().StringVar(&file, "config", "", "configuration file (YAML): addr, database, dir, city_code, secure, public_url, trusted_proxies, keys, former_keys, sign_roots, catalogue, scanner, mail, api_limits, ipc_scheme, fake_parties, poll; see docs/runbook")
	cmd.Flags().StringVar(&public, "public-url", "", "address of the pages as the world sees them, as https://ip.example.gov.cn; goes before public_url of the file and QUANLIAN_PUBLIC_URL")
	cmd.Flags().StringSliceVar(&proxies, "trusted-proxy", nil, "network or address of your own proxy, as 10.0.0.0/8; of what comes from it, X-Forwarded-For names the client by whom limits count; adds to trusted_proxies of the file")
	cmd.Flags().StringVar(&roles, "roles", "", "what this process does, of "+strings.Join(allRoles(), ",")+"; all by default")
	return cmd
}

// serve does what the roles of the process ask until the context ends. Without
// the role web it only says that it is alive.
func (h *house) serve(ctx context.Context, l net.Listener) error {
	hangUp := h.ring(ctx)
	defer hangUp()
	done := make(chan struct{})
	if err := h.addLog(ctx); err != nil {
		return err
	}
	go func() {
		defer close(done)
		h.worker.run(ctx)
	}()
	pages := h.alive()
	if slices.Contains(h.cfg.roles, roleWeb) {
		go h.items.warm()
		pages = h.handler()
	}
	err := serveHTTP(ctx, l, pages, h.log)
	<-done
	if h.proofs != nil {
		h.proofs.close()
	}
	return err
}

// addLog joins the log to the steps of the process that keeps it. It is not
// there before: the demo's first month is numbered while it is played and
// published when it is served.
func (h *house) addLog(ctx context.Context) error {
	if h.proofs == nil || !slices.Contains(h.cfg.roles, roleLog) {
		return nil
	}
	if h.proofs.ring == nil {
		return errs.At("keys", "cmd.config_keys_public", nil)
	}
	if err := h.proofs.prepare(ctx); err != nil {
		return err
	}
	h.worker.add(step{name: "log", role: roleLog, on: sqlstore.LeftNumber, lease: leaseLog, run: h.proofs.publish})
	return nil
}

// alone reports whether no other process shares the database: SQLite with all
// roles in one process.
func (h *house) alone() bool {
	return !h.store.Postgres() && len(h.cfg.roles) == len(allRoles())
}

// ring joins the bell by which processes wake each other. Without it work is
// found at the next poll, so a fault is a warning and no more.
func (h *house) ring(ctx context.Context) (hangUp func()) {
	if h.alone() {
		return func() {}
	}
	o := jobs.Options{Name: h.worker.name, Wake: h.worker.wake, Log: h.log}
	for _, r := range h.cfg.roles {
		o.Hear = append(o.Hear, "role_"+r)
	}
	b, err := jobs.Open(ctx, h.cfg.Database, o)
	if err != nil {
		h.log.WarnContext(ctx, "no bell between processes; work is found by polling", "error", err)
		return func() {}
	}
	h.worker.bell = b
	return func() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if err := b.Close(end); err != nil {
			h.log.WarnContext(end, "bell", "error", err)
		}
	}
}
