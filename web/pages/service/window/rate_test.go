package window

import (
	"testing"
	"time"

	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// A slip leads to its rating also when one was given: the answer stands there,
// and what was put right may be rated anew.
func TestSlipLeadsToItsRating(t *testing.T) {
	t.Parallel()
	bad := itemflow.Rating{Stars: 2, Review: "CP"}
	settled := bad
	settled.Settled = time.Unix(1, 0)
	for _, x := range []struct {
		state  kernel.State
		rating *itemflow.Rating
		key    string
		asks   bool
	}{
		{window.Waiting, nil, "", false},
		{window.Serving, nil, "web.window.rate", true},
		{window.Done, nil, "web.window.rate", true},
		{window.Done, &itemflow.Rating{Stars: 5}, "web.window.rate_see", false},
		{window.Done, &bad, "web.window.rate_see", false},
		{window.Done, &settled, "web.window.rate_again", true},
	} {
		if key, asks := rateLink(window.TicketRow{State: x.state, TicketData: window.TicketData{Rating: x.rating}}); key != x.key || asks != x.asks {
			t.Errorf("%s %+v: %q %v", x.state, x.rating, key, asks)
		}
	}
}
