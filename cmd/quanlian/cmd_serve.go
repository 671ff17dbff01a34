package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"quanlian/base/errs"
)

func newServeCmd() *cobra.Command {
	var file string
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
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			log := slog.New(slog.NewJSONHandler(cmd.ErrOrStderr(), nil))
			h, err := build(ctx, cfg, log, time.Now)
			if err != nil {
				return err
			}
			defer h.store.Close()
			return h.serve(ctx)
		},
	}
	cmd.Flags().StringVar(&file, "config", "", "configuration file (YAML): addr, database, dir, city_code, secure, fake_parties")
	return cmd
}

// serve runs worker and web server until the context ends.
func (h *house) serve(ctx context.Context) error {
	go h.worker.run(ctx)
	return serveHTTP(ctx, h.cfg.Addr, h.handler(), h.log)
}
