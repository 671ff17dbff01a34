package window

import (
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// The code of a visit that ended stays with staff until it is rated, and no longer.
func TestCodeStaysUntilRated(t *testing.T) {
	t.Parallel()
	if got := ratingCell(lang.For(lang.Zh), window.TicketRow{State: window.Done, TicketData: window.TicketData{Rating: &itemflow.Rating{Stars: 1, Again: &itemflow.Rating{Stars: 4}}}}).Text; got != "非常不满意，整改后满意" {
		t.Errorf("rated anew: %s", got)
	}
	for _, c := range []struct {
		state  kernel.State
		rating *itemflow.Rating
		want   string
	}{{window.Waiting, nil, ""}, {window.Done, nil, "/rate/AB12"}, {window.Moved, nil, "/rate/AB12"}, {window.Done, &itemflow.Rating{Stars: 5}, ""}} {
		row := window.TicketRow{State: c.state, TicketData: window.TicketData{Code: "AB12", Rating: c.rating}}
		if got := ratingCell(lang.For(lang.Zh), row).Href; got != c.want {
			t.Errorf("%s, rated %v: %q, want %q", c.state, c.rating != nil, got, c.want)
		}
	}
}
