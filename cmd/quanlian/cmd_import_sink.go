package main

import (
	"context"
	"time"

	"quanlian/adapter/importer"
	"quanlian/adapter/sqlstore"
)

// openRegister opens the register of a database for the importers; lookedUp is
// when the office was asked, zero for unsaid.
func openRegister(ctx context.Context, url string, lookedUp time.Time) (importer.Sink, func() error, error) {
	s, err := sqlstore.Open(ctx, url, sqlstore.Options{})
	if err != nil {
		return nil, nil, err
	}
	return s.Sink(time.Now).LookedUp(lookedUp), s.Close, nil
}
