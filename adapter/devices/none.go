package devices

import (
	"context"

	"quanlian/base/errs"
	"quanlian/chain/service/window"
)

// None is a hall to which no device is joined: who sits there types by hand,
// uploads files, and shows codes on the screen.
type None struct{}

func none() error { return errs.New(errs.Unavailable, "adapter.devices.no_place", nil) }

// ReadCard says that no reader is joined.
func (None) ReadCard(context.Context, window.Place) (window.Card, error) {
	return window.Card{}, none()
}

// Shoot says that no camera is joined.
func (None) Shoot(context.Context, window.Place) (window.Picture, error) {
	return window.Picture{}, none()
}

// Print says that no printer is joined.
func (None) Print(context.Context, window.Place, window.Slip) error { return none() }

// AskRating leaves the rating to the code on screen and slip.
func (None) AskRating(context.Context, window.Place, string) error { return nil }
