package patent

import (
	"context"
	"strings"
	"time"

	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// history lists what happened to the right, the latest first. Who keeps the
// register also reads who entered it, from which document, and may correct it.
func (p pages) history(ctx context.Context, v *site.Visit, view registry.View, known time.Time, x *showView) error {
	keeps := v.LoggedIn() && v.May(mayEnter) == nil
	var names map[kernel.UserID]string
	if keeps {
		x.EnterHref = "/patent/" + view.Right.Number + "/enter"
		var err error
		if names, err = p.rights.Names(ctx, enterers(view.Events)); err != nil {
			return err
		}
	}
	corrected := registry.Corrected(view.Events, known)
	for i := len(view.Events) - 1; i >= 0; i-- {
		e := view.Events[i]
		row := ui.Event{Time: e.ValidFrom.String(), What: eventText(v.L, e), Kind: ui.BySystem}
		notes := []string{e.Ref}
		_, gone := corrected[e.ID]
		if gone {
			notes = append(notes, v.L.T("web.enter.was_corrected"))
		}
		if keeps {
			if e.By != "" {
				notes = append(notes, v.L.T("web.enter.by", "name", names[e.By], "at", v.L.Moment(e.RecordedAt, v.Env.Now()), "document", e.Source))
			}
			if !gone {
				row.Href = x.EnterHref + "?corrects=" + e.ID
			}
		}
		row.Note = strings.TrimSpace(strings.Join(notes, "　"))
		x.Events = append(x.Events, row)
	}
	return nil
}

// enterers are the people who entered events by hand.
func enterers(events []registry.Event) []kernel.UserID {
	var out []kernel.UserID
	for _, e := range events {
		if e.By != "" {
			out = append(out, e.By)
		}
	}
	return out
}
