package main

import (
	"context"

	"quanlian/demo"
	"quanlian/kernel"
)

// seed fills an empty database with the demo city.
func (h *house) seed(ctx context.Context) error {
	hash, err := demoHash()
	if err != nil {
		return err
	}
	h.env.Demo = demoUsers()
	return h.desk.Do(ctx, kernel.SystemActor("demo"), "demo/people", demo.PeopleWrites(hash)...)
}
