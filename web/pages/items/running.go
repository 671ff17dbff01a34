package items

import (
	"context"
	"log/slog"

	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: cases. Source: our choice, so that the note stays one line.
const mostRunning = 3

// runningCases lead to the applicant's open cases of the items of a form, the
// newest first: who came for one of them need not apply again.
func runningCases(ctx context.Context, v *site.Visit, f filling) []ui.Link {
	if v.Actor.Party == "" {
		return nil
	}
	var out []ui.Link
	for _, it := range f.items() {
		if len(out) == mostRunning {
			break
		}
		list, _, err := v.Env.Cases.Cases(ctx, v.Actor, kernel.ViewDetail, kernel.CaseQuery{Item: it.Code, Role: kernel.RoleOwner, Party: v.Actor.Party, Open: true, Sort: "opened", Limit: mostRunning - len(out), Uncounted: true, Brief: true})
		if err != nil { // the form works without the note
			slog.WarnContext(ctx, "open cases of an item could not be read", "item", it.Code, "error", err)
			return out
		}
		for _, c := range list {
			out = append(out, ui.Link{Text: c.No, Href: v.Env.CaseURL(c)})
		}
	}
	return out
}
