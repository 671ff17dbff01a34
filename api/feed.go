package api

import (
	"context"
	"net/http"

	"quanlian/kernel"
)

func (s *spoken) feed() {
	add(s, op{id: "list_changes", method: http.MethodGet, path: "/changes", tag: tagFeed}, s.a.changes)
}

type changesIn struct {
	After int64 `query:"after" minimum:"0" default:"0" doc:"api.field.feed.after"`
	Limit int   `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"api.field.limit"`
}

// changes follows the journal's dense numbers: nothing that commits late can
// hide behind a cursor.
func (a *API) changes(ctx context.Context, v *visitor, in *changesIn) (*out[kernel.Changes], error) {
	c, err := a.Cases.Changes(ctx, v.Actor, in.After, in.Limit)
	return say(c), err
}
