package main

import (
	"context"
	"time"

	"quanlian/adapter/importer"
	"quanlian/adapter/sqlstore"
)

// openRegister opens the register of a database for the importers.
func openRegister(ctx context.Context, url string) (importer.Sink, func() error, error) {
	s, err := sqlstore.Open(ctx, url, sqlstore.Options{})
	if err != nil {
		return nil, nil, err
	}
	return s.Sink(time.Now), s.Close, nil
}
