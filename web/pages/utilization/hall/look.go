package hall

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/web/pages/caseview"
	"quanlian/web/pages/patent"
	"quanlian/web/site"
)

// lookStates are those whose next step rests on a fresh look at the register.
var lookStates = []kernel.State{hall.ListingReview, hall.ListingSuspended, hall.DealSigning, hall.DealDeposit, hall.DealRecording, hall.DealDelivery}

// lookPanels say before anything else which of the rights must be looked up in the
// office's register first, to who takes part and to who keeps the register.
func (p pages) lookPanels(ctx context.Context, v *site.Visit, c kernel.Case, numbers []string) ([]templ.Component, error) {
	if !slices.Contains(lookStates, c.State) || !kernel.TakesPart(v.Actor, c) && !v.Staff() {
		return nil, nil
	}
	deal := ""
	if c.Flow == hall.Deal {
		deal = c.No
	}
	var out []templ.Component
	for _, number := range numbers {
		view, err := p.Rights.Right(ctx, number)
		if err != nil {
			return nil, err
		}
		x, err := patent.DueOf(ctx, v, p.Rules, view, deal)
		if err != nil {
			return nil, err
		}
		if x != nil {
			out = append(out, caseview.First(lookPanel(view.Right, *x)))
		}
	}
	return out, nil
}

// dealPage is what stands in the main column of a deal.
func (p pages) dealPage(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := hall.DealOf(c)
	if err != nil {
		return nil, err
	}
	due, err := p.lookPanels(ctx, v, c, d.Rights())
	if err != nil {
		return nil, err
	}
	out, err := p.dealPanels(ctx, v, c, level)
	return append(due, out...), err
}
