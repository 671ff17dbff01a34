package panel

import (
	"context"
	"slices"
	"strings"

	"quanlian/chain/utilization/valuation"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/moveform"
	"quanlian/web/site"
)

// Experts are who may be invited, beside the register that says who may not.
type Experts interface {
	Rights
	PartiesOfKind(ctx context.Context, kinds ...string) ([]kernel.Party, error)
}

// choicesOf are the experts whom a form of the panel chooses from: who may be
// invited, or who sits. Without a list the code is typed.
func choicesOf(e Experts) func(ctx context.Context, v *site.Visit, c kernel.Case, move string) (moveform.Choices, func(path, value string) string) {
	return func(ctx context.Context, v *site.Visit, c kernel.Case, move string) (moveform.Choices, func(path, value string) string) {
		var values []string
		texts := map[string]string{}
		d, err := valuation.PanelOf(c)
		field := map[string]string{"invite": "code", "take_off": "seat"}[move]
		switch {
		case err != nil:
		case move == "invite":
			for _, p := range free(ctx, e, d) {
				values = append(values, p.Code)
				texts[p.Code] = v.L.T("web.panel.expert_choice", "name", p.Name, "kind", v.L.T("web.panel.kind."+p.Kind), "code", p.Code)
			}
		case move == "take_off":
			for _, s := range d.Seats {
				if s.Held() {
					values = append(values, s.No)
					texts[s.No] = v.L.T("web.panel.seat_choice", "name", s.Party.Name, "state", v.L.T("utilization.valuation.seat.state."+string(s.State)))
				}
			}
		}
		return func(path string) []string {
				if path == field {
					return values
				}
				return nil
			}, func(path, value string) string {
				if path == field {
					return texts[value]
				}
				return ""
			}
	}
}

// free are the experts who may be invited to the panel.
func free(ctx context.Context, e Experts, d valuation.PanelData) []kernel.Party {
	list, err := e.PartiesOfKind(ctx, valuation.ExpertKinds...)
	if err != nil {
		return nil
	}
	view, err := e.Right(ctx, d.Right)
	if err != nil {
		view = registry.View{}
	}
	return slices.DeleteFunc(list, func(p kernel.Party) bool { return strings.TrimSpace(p.Code) == "" || d.MaySit(view, p) != nil })
}

// waits names the moves that the panel waits for.
func waits(c kernel.Case) []string {
	switch c.State {
	case valuation.PanelRequested:
		return []string{"invite"}
	case valuation.PanelReview:
		return []string{"issue"}
	case valuation.PanelScoring:
		d, err := valuation.PanelOf(c)
		if err != nil {
			return nil
		}
		return map[string][]string{valuation.WaitsForSeats: {"invite"}, valuation.WaitsForClose: {"close_round"}}[d.Waits()]
	}
	return nil
}

// idle leaves out what has nothing to do in the panel as it stands.
func idle(_ context.Context, _ *site.Visit, c kernel.Case, move string) bool {
	d, err := valuation.PanelOf(c)
	if err != nil || c.State != valuation.PanelScoring {
		return false
	}
	switch move {
	case "invite":
		return d.Round > 1
	case "close_round":
		return d.Waits() != valuation.WaitsForClose
	case "take_off":
		return !slices.ContainsFunc(d.Seats, valuation.SeatRef.Held)
	}
	return false
}

// says tells whose move it is and what follows; staff are told what came back
// from the head.
func (p pages) says(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]string, error) {
	d, err := valuation.PanelOf(c)
	if err != nil || level < kernel.ViewDetail {
		return nil, err
	}
	var out []string
	if slices.Contains([]kernel.State{valuation.PanelRequested, valuation.PanelScoring, valuation.PanelReview}, c.State) {
		if out, err = p.ended(ctx, v, d.Right); err != nil {
			return nil, err
		}
	}
	if d.Back != nil && v.Staff() {
		key := "web.panel.sent_back"
		if d.Back.Again {
			key = "web.panel.sent_back_again"
		}
		out = append(out, v.L.T(key, "day", d.Back.Day.String(), "reason", strings.TrimRight(d.Back.Reason, "。.；; ")))
	}
	if c.State != valuation.PanelScoring {
		return out, nil
	}
	scored, open := d.Filled()
	return append(out, v.L.T("web.panel.waits_"+d.Waits(), "scored", scored, "open", open, "min", valuation.MinExperts)), nil
}

// seatSays tells an expert, before the work, that a right has ended meanwhile.
func (p pages) seatSays(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]string, error) {
	d, err := valuation.SeatOf(c)
	if err != nil || level < kernel.ViewDetail || c.State != valuation.SeatInvited && c.State != valuation.SeatScoring {
		return nil, err
	}
	return p.ended(ctx, v, d.Right)
}

func (p pages) ended(ctx context.Context, v *site.Visit, number string) ([]string, error) {
	view, err := p.rights.Right(ctx, number)
	if err != nil {
		return nil, err
	}
	if text := dead(v, view); text != "" {
		return []string{text}, nil
	}
	return nil, nil
}
