package board

import (
	"context"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/inbox"
	"quanlian/web/ui"
)

// objected are the objections to records of promises that wait in an office for the
// word of its head. By when they are answered is not established: the one that waits
// longest is said.
type objected struct {
	unit  kernel.UnitID
	n     int
	since time.Time // of the oldest
}

// Unit: cases. Source: our choice: what a page reads; the inbox lists the rest.
const mostObjected = 500

// objections reads them, in the scope of the visitor.
func (x *view) objections(ctx context.Context) error {
	q := inbox.Objected(x.v)
	q.Limit, q.Uncounted = mostObjected, true
	list, _, err := x.v.Env.Cases.Cases(ctx, x.v.Officer(), kernel.ViewDetail, q)
	x.objected = objectedIn(list)
	return err
}

// objectedIn counts them office by office, first where one has waited longest.
func objectedIn(list []kernel.Case) []objected {
	var out []objected
	for _, c := range list {
		d, err := itemflow.DataOf(c)
		if err != nil || !itemflow.Objected(c) {
			continue
		}
		i := slices.IndexFunc(out, func(o objected) bool { return o.unit == c.Unit })
		if i < 0 {
			i, out = len(out), append(out, objected{unit: c.Unit, since: d.Breach.Objected})
		}
		out[i].n++
		if d.Breach.Objected.Before(out[i].since) {
			out[i].since = d.Breach.Objected
		}
	}
	slices.SortStableFunc(out, func(a, b objected) int { return a.since.Compare(b.since) })
	return out
}

// objectedLinks lead to them, office by office.
func (x view) objectedLinks() []ui.Link {
	var out []ui.Link
	today := calendar.DateOf(x.b.At)
	for _, o := range x.objected {
		days := int(today.DaysSince(calendar.DateOf(o.since)))
		out = append(out, ui.Link{Text: x.v.L.T("web.board.objected_in", "unit", x.v.UnitText(o.unit), "n", count(o.n), "days", days), Href: inbox.Filter{View: "objected", Unit: string(o.unit)}.With("", "")})
	}
	return out
}
