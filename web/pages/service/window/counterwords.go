package window

import (
	"slices"
	"time"

	"quanlian/catalogue/lang"
	"quanlian/chain/service/window"
	"quanlian/kernel/form"
	"quanlian/web/ui"
)

func moveText(x counterView, name string) string {
	switch name {
	case "next", "resume", "stand", "pause", "again":
		return x.v.MoveText(window.Shift, name)
	case "card":
		return x.v.L.T("web.window.read_card")
	}
	return x.v.MoveText(window.Ticket, name)
}

// why is the reason of a place in the queue.
func why(l *lang.Localizer, t window.TicketRow, now time.Time) string {
	switch {
	case t.For != "":
		return l.T("web.window.waits_for", "counter", t.For)
	case !t.Due.IsZero():
		return l.T("web.window.booked_at", "at", l.Clock(t.Due))
	case t.Elder:
		return l.T("web.window.is_elder")
	}
	return l.T("web.window.waits", "n", int(now.Sub(t.Since)/time.Minute))
}

// onwardOptions are where who stands here can be handed to: counters of the unit at
// which somebody sits, and other units.
func onwardOptions(x counterView) []ui.Option {
	l := x.v.L
	out := []ui.Option{{Text: l.T("web.window.choose_where")}}
	for _, c := range x.unit.Counters {
		i := slices.IndexFunc(x.board.shifts, func(s window.ShiftRow) bool { return s.Counter == c.No && c.No != x.shift.Counter })
		if i >= 0 {
			out = append(out, ui.Option{Value: string(x.unit.ID) + "/" + c.No, Text: l.T("web.window.counter", "counter", c.No) + "　" + c.Name.In(l.Zh()) + "　" + x.board.shifts[i].Name})
		}
	}
	for _, u := range x.units {
		out = append(out, ui.Option{Value: string(u.ID), Text: u.Name.In(x.v.L.Zh())})
	}
	return out
}

// itemOptions begin with what people come to this unit for; what the number was
// booked for is chosen.
func itemOptions(x counterView) []ui.Option {
	own := func(it form.Item) int {
		if it.Unit == x.unit.ID {
			return 0
		}
		return 1
	}
	list := slices.Clone(x.items)
	slices.SortStableFunc(list, func(a, b form.Item) int { return own(a) - own(b) })
	chosen := x.typed("file", "item", x.ticket.Item)
	var out []ui.Option
	for _, it := range list {
		out = append(out, ui.Option{Value: it.Code, Text: it.Code + "　" + it.Name.In(x.v.L.Zh()), Selected: it.Code == chosen})
	}
	return out
}

func kindOptions(x counterView) []ui.Option {
	l := x.v.L
	var out []ui.Option
	for _, k := range []string{"person", "enterprise", "university", "institute", "agency"} {
		out = append(out, ui.Option{Value: k, Text: l.T("web.window.kind." + k), Selected: k == x.typed("file", "kind", "")})
	}
	return out
}
