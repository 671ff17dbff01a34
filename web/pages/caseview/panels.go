package caseview

import (
	"context"
	"github.com/a-h/templ"

	"quanlian/kernel"
	"quanlian/web/site"
)

// first is a panel that stands before what else may be done.
type first struct{ templ.Component }

// First puts a panel before what else may be done: it says whose move it is.
func First(c templ.Component) templ.Component { return first{c} }

// later is a panel that stands below the papers.
type later struct{ templ.Component }

// Later puts a panel below the papers: it is looked up, not worked with.
func Later(c templ.Component) templ.Component { return later{c} }

// panels fills the panels of the page: those of the matter, and the opinions of
// signers.
func (x *view) panels(ctx context.Context, v *site.Visit, m Matter, c kernel.Case, level kernel.Level) error {
	var err error
	if m.Panels != nil {
		if x.Panels, err = m.Panels(ctx, v, c, level); err != nil {
			return err
		}
		x.sort(x.Panels)
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

// sort puts each panel in its place on the page.
func (x *view) sort(all []templ.Component) {
	x.Panels = nil
	for _, p := range all {
		switch p.(type) {
		case first:
			x.First = append(x.First, p)
		case later:
			x.Later = append(x.Later, p)
		default:
			x.Panels = append(x.Panels, p)
		}
	}
}
