package my

import (
	"context"

	"github.com/a-h/templ"

	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// passed are the drafts that went from one person to another, or can be taken over.
type passed struct {
	given []ui.Row
	left  []ui.Row
}

// readDrafts reads one's own drafts, and what became of those given away.
func (p pages) readDrafts(ctx context.Context, x *view) error {
	if p.Drafts == nil || x.v.Actor.Party == "" {
		return nil
	}
	hands, err := x.v.Env.Cases.DraftHands(ctx, x.v.Actor.User, x.v.Actor.Party)
	if err != nil {
		return err
	}
	if x.drafts, err = p.ownDrafts(ctx, x.v, hands); err != nil {
		return err
	}
	x.passed, err = p.passedOn(ctx, x.v, hands)
	x.counts["drafts"] = len(x.drafts) + len(x.passed.given) + len(x.passed.left)
	return err
}

// cameFrom says of drafts that a colleague gave the visitor from whom they came.
func cameFrom(v *site.Visit, hands []kernel.DraftHand) map[string]string {
	out := map[string]string{}
	for _, h := range hands {
		if h.Holder != v.Actor.User || out[h.Subject] != "" {
			continue
		}
		if out[h.Subject] = v.L.T("web.draft.from", "who", h.By); h.Note != "" {
			out[h.Subject] += v.L.T("web.ui.colon") + h.Note
		}
	}
	return out
}

// passedOn are the drafts that the visitor gave away, and those that fell to its hat.
func (p pages) passedOn(ctx context.Context, v *site.Visit, hands []kernel.DraftHand) (passed, error) {
	var out passed
	for _, h := range hands {
		name := p.Name(ctx, v.L.Zh(), h.Subject)
		if h.From != v.Actor.User || name == "" {
			continue
		}
		state := ui.Light(ui.Run, v.L.T("web.draft.has", "who", h.Who))
		if !h.Gone.IsZero() {
			state = ui.Light(ui.Done, v.L.T("web.draft.has_sent", "who", h.Who))
		}
		out.given = append(out.given, ui.Row{Cells: []ui.Cell{{Text: name, Sub: h.Note, Href: site.HandedURL(h.Subject), Strong: true}, {Text: v.L.Moment(h.Made, v.Env.Now()), NoWrap: true}, {Part: state}}})
	}
	left, names, err := v.Env.Cases.LeftDrafts(ctx, v.Actor, v.Env.Now())
	for _, d := range left {
		if name := p.Name(ctx, v.L.Zh(), d.Subject); name != "" {
			out.left = append(out.left, ui.Row{Cells: []ui.Cell{{Text: name, Strong: true}, {Text: names[d.User]}, {Text: v.L.Moment(d.Updated, v.Env.Now()), NoWrap: true}, {Part: takeButton(v, d)}}})
		}
	}
	return out, err
}

func takeButton(v *site.Visit, d kernel.HeldDraft) templ.Component {
	return taking(v, string(d.User), d.Subject)
}

func (x view) givenTable() ui.Table {
	l := x.v.L
	return ui.Table{Caption: l.T("web.draft.given"), Stack: true, Cols: []ui.Col{{Text: l.T("web.items.item")}, {Text: l.T("web.draft.when")}, {Text: l.T("web.draft.now")}}, Rows: x.passed.given}
}

func (x view) leftTable() ui.Table {
	l := x.v.L
	return ui.Table{Caption: l.T("web.draft.left"), Stack: true, Cols: []ui.Col{{Text: l.T("web.items.item")}, {Text: l.T("web.draft.typed_by")}, {Text: l.T("web.my.draft_saved")}, {Text: l.T("web.my.draft_do")}}, Rows: x.passed.left}
}
