package caseview

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"quanlian/kernel"
	"quanlian/web/site"
)

// first is a panel that stands before what else may be done.
type first struct{ templ.Component }

// First puts a panel before what else may be done: it says whose move it is.
func First(c templ.Component) templ.Component { return first{c} }

// panels fills the panels of the page: those of the matter, and the opinions of
// signers.
func (x *view) panels(ctx context.Context, v *site.Visit, m Matter, c kernel.Case, level kernel.Level) error {
	var err error
	if m.Panels != nil {
		if x.Panels, err = m.Panels(ctx, v, c, level); err != nil {
			return err
		}
		for _, p := range x.Panels {
			if _, ok := p.(first); ok {
				x.First = append(x.First, p)
			}
		}
		x.Panels = slices.DeleteFunc(x.Panels, func(p templ.Component) bool { _, ok := p.(first); return ok })
	}
	rows, err := signers(ctx, v, c)
	if err != nil {
		return err
	}
	if len(rows) > 0 {
		x.Panels = append([]templ.Component{signersPanel(x.L, rows)}, x.Panels...)
	}
	if m.Aside != nil {
		x.Aside, err = m.Aside(ctx, v, c, level)
	}
	return err
}
