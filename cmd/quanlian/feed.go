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

// One of so many records is refused once: who tries the demo finds some to send
// again. Unit: records. Source: our choice.
const feedRefuses = 60

// addFeed joins the fake of the platform above.
func (h *house) addFeed() {
	if h.cfg.feedRole() != "" {
		h.worker.addParty(itemflow.Feed, &feed.Fake{Now: h.now, Delay: feedDelay, Refuse: feed.Stubborn(feedRefuses, "上级平台没有查到这个事项编码，请核对后重报")})
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
	}, Refused: func(ctx context.Context, a kernel.Actor, most int) ([]feedpages.Row, error) {
		list, err := h.store.FeedRefused(ctx, a, most)
		out := make([]feedpages.Row, 0, len(list))
		for _, r := range list {
			out = append(out, feedpages.Row(r))
		}
		return out, err
	}}
}
