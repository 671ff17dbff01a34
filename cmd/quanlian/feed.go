package main

import (
	"context"
	"time"

	"quanlian/adapter/feed"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	feedpages "quanlian/web/pages/service/feed"
)

// feedRole is the platform above the city, where one is joined: no real one is,
// so only demo and trials tell a fake.
func (c config) feedRole() kernel.Role {
	if c.FakeParties {
		return itemflow.Feed
	}
	return ""
}

// Unit: seconds. Source: our choice: who looks on sees the answer come.
const feedDelay = 4 * time.Second

// addFeed joins the fake of the platform above.
func (h *house) addFeed() {
	if h.cfg.feedRole() != "" {
		h.worker.addParty(itemflow.Feed, &feed.Fake{Now: h.now, Delay: feedDelay})
	}
}

// feedDeps are what the page of the feed stands on.
func (h *house) feedDeps() feedpages.Deps {
	return feedpages.Deps{On: h.cfg.feedRole() != "", Rows: func(ctx context.Context, a kernel.Actor, limit, offset int) ([]feedpages.Row, int, int, error) {
		list, total, open, err := h.store.FeedRows(ctx, a, limit, offset)
		out := make([]feedpages.Row, 0, len(list))
		for _, r := range list {
			out = append(out, feedpages.Row(r))
		}
		return out, total, open, err
	}}
}
