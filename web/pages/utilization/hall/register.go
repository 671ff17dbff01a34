package hall

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/registry"
	"quanlian/web/pages/patent"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// register is what anybody may know of a right before dealing in it, as the
// register knows it now: what the rights check rests on. over says that the right
// has ended, "" while it has not.
func (p pages) register(ctx context.Context, v *site.Visit, number string) (panel templ.Component, over string, err error) {
	view, err := p.Rights.Right(ctx, number)
	if err != nil {
		return nil, "", err
	}
	l, now := v.L, v.Env.Now()
	state := registry.AsOf(view.Events, calendar.DateOf(now), now)
	term := l.T("web.patent.term_end") // stands among what is offered
	facts := slices.DeleteFunc(patent.Standing(v, state), func(f ui.Pair) bool { return f.Key == term })
	for i := range facts {
		if facts[i].Text == "" {
			facts[i].Text = l.T("web.hall.register.none")
		}
	}
	seen := l.T("web.hall.register.unseen")
	if !view.ObservedAt.IsZero() {
		seen = l.T("web.hall.register.seen", "day", calendar.DateOf(view.ObservedAt).String())
	}
	return registerPanel(l, facts, seen, "/patent/"+view.Right.Number), patent.Over(v, state), nil
}
