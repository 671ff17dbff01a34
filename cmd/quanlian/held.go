package main

import (
	"context"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/web/site"
)

// heldForms keeps forms whose session was over.
type heldForms struct{ s *sqlstore.Store }

// Hold keeps a form.
func (h heldForms) Hold(ctx context.Context, f site.HeldForm) error {
	return h.s.Hold(ctx, sqlstore.Held{ID: f.ID, Mark: f.Mark, Hat: f.Hat, Path: f.Path, Body: f.Body}, f.Made)
}

// HeldForm gives a form back.
func (h heldForms) HeldForm(ctx context.Context, id, mark string, since time.Time) (site.HeldForm, bool, error) {
	f, ok, err := h.s.HeldForm(ctx, id, mark, since)
	return site.HeldForm{ID: f.ID, Mark: f.Mark, Hat: f.Hat, Path: f.Path, Body: f.Body, Made: time.UnixMicro(f.Made)}, ok, err
}

// DropHeld forgets a form.
func (h heldForms) DropHeld(ctx context.Context, id, mark string) error {
	return h.s.DropHeld(ctx, id, mark)
}
