package caseview

import (
	"context"

	"quanlian/kernel"
	"quanlian/web/moveform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// signers are those whose word was asked for (加签, 会签), and what they said: the
// office's own.
func signers(ctx context.Context, v *site.Visit, c kernel.Case) ([]ui.Pair, error) {
	if len(c.Signers) == 0 || !HoldsOffice(v.Actor, c) {
		return nil, nil
	}
	names, err := namesOf(ctx, v, c.Signers)
	if err != nil {
		return nil, err
	}
	l := v.L
	var out []ui.Pair
	for _, s := range c.Signers {
		row := ui.Pair{Key: names[s.User], Text: l.T("web.case.signer_waits"), Note: l.T("web.case.signer_asked", "by", names[s.Asked])}
		if !s.SignedAt.IsZero() {
			row.Text, row.Note = s.Opinion, row.Note+l.T("web.case.signer_at", "at", l.Moment(s.SignedAt, v.Env.Now()))
		}
		out = append(out, row)
	}
	return out, nil
}

func namesOf(ctx context.Context, v *site.Visit, list []kernel.Signer) (map[kernel.UserID]string, error) {
	var ids []kernel.UserID
	for _, s := range list {
		ids = append(ids, s.User, s.Asked)
	}
	return v.Env.People.Names(ctx, ids)
}

// waitedFor puts those whose word is awaited to choose from, wherever they are by
// now.
func waitedFor(ctx context.Context, v *site.Visit, c kernel.Case, spec moveform.Spec) (moveform.Spec, error) {
	open := c.Unsigned()
	names, err := namesOf(ctx, v, open)
	spec.Choices = func(path string) []string {
		if path != "user" {
			return nil
		}
		var out []string
		for _, s := range open {
			out = append(out, string(s.User))
		}
		return out
	}
	spec.Text = func(_, value string) string { return names[kernel.UserID(value)] }
	return spec, err
}
