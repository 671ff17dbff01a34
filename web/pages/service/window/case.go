package window

import (
	"context"

	"github.com/a-h/templ"

	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Matters are what the page of a number, as a case, adds for staff: who came, how
// to reach them, what was said. What takes a form is done at the counter.
func Matters() caseview.Matters {
	return caseview.Matters{window.Ticket: {Panels: ticketPanels, Skip: []string{"identify", "note", "filed", "transfer"}, Nav: "inbox"}}
}

func ticketPanels(_ context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := window.TicketOf(c)
	if err != nil || !v.Staff() || level < kernel.ViewDetail {
		return nil, err
	}
	l := v.L
	rows := []ui.Pair{{Key: l.T("web.window.taken"), Text: l.Clock(d.Taken)}}
	if !d.Due.IsZero() {
		rows = append(rows, ui.Pair{Key: l.T("web.window.booked_for"), Text: l.Clock(d.Due)})
	}
	for _, x := range []struct{ key, text string }{{"web.window.field.name", d.Name}, {"web.window.field.phone", d.Phone}, {"web.window.served_by", served(v, d)}} {
		if x.text != "" {
			rows = append(rows, ui.Pair{Key: l.T(x.key), Text: x.text})
		}
	}
	for _, n := range d.Notes {
		rows = append(rows, ui.Pair{Key: v.MoveText(window.Ticket, "note"), Text: l.Clock(n.At) + "　" + n.By + "　" + n.Text})
	}
	if r := d.Rating; r != nil {
		rows = append(rows, ui.Pair{Key: l.T("web.window.rate_word"), Text: gradeText(l, r.Stars) + "　" + r.Text})
	}
	return []templ.Component{numberPanel(d.Label(), rows)}, nil
}

// served is the counter with who sat at it, "" while nobody has called.
func served(v *site.Visit, d window.TicketData) string {
	if d.Counter == "" {
		return ""
	}
	return v.L.T("web.window.counter", "counter", d.Counter) + "　" + d.Server
}
