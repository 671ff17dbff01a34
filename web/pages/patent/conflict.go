package patent

import (
	"context"
	"slices"

	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// conflictView is one contradiction of the register, with what it rests on.
type conflictView struct {
	Text   string
	Events []ui.Link // to correct them; for who keeps the register
}

// torn counts the rights that contradict themselves, for who keeps the register.
func (p pages) torn(ctx context.Context, v *site.Visit) (int, error) {
	if !v.LoggedIn() || v.May(mayEnter) != nil {
		return 0, nil
	}
	_, n, err := p.rights.FindRights(ctx, registry.Filter{Conflict: true, Limit: 1})
	return n, err
}

// conflicts tells who keeps the register what to clear up, everybody else that
// it is to be cleared up.
func (x *showView) conflicts(events []registry.Event, s registry.State) {
	l := x.L
	if x.EnterHref == "" {
		if len(s.Conflicts) > 0 {
			x.Conflicts = []conflictView{{Text: l.T("web.patent.conflict")}}
		}
		return
	}
	for _, c := range s.Conflicts {
		y := conflictView{Text: l.T(c.Code)}
		for _, id := range c.Events {
			i := slices.IndexFunc(events, func(e registry.Event) bool { return e.ID == id })
			if i < 0 {
				continue
			}
			e := events[i]
			y.Events = append(y.Events, ui.Link{Href: x.EnterHref + "?corrects=" + e.ID, Text: l.T("web.patent.conflict_event", "day", e.ValidFrom.String(), "what", eventText(l, e), "source", e.Source)})
		}
		x.Conflicts = append(x.Conflicts, y)
	}
}
