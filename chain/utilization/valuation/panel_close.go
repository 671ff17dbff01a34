package valuation

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	engine "quanlian/engine/valuation"
	"quanlian/kernel"
	"quanlian/registry"
)

// MinExperts is the least panel. Unit: experts. Source: domain.md §2.1 (our decision): a panel has three or more.
const MinExperts = 3

// closeRound joins what the experts said. Indicators on which they differ
// widely go into a second round, once; then the head has the result.
func closeRound() kernel.Move {
	return kernel.MoveOf[PanelData, none, panelFacts]{
		Name: "close_round", From: []kernel.State{PanelScoring}, By: []kernel.Role{kernel.RoleClerk},
		Facts: func(v kernel.View, c kernel.Case, d PanelData, _ none) (panelFacts, error) {
			list, err := kernel.Load(v, kernel.ChildrenOf{Parent: c.ID})
			if err != nil {
				return panelFacts{}, err
			}
			view, err := registry.RightAt(v, "right", d.Right)
			return panelFacts{seats: list, view: view}, err
		},
		Guard: func(t kernel.Turn[PanelData, none, panelFacts]) error {
			in := 0
			for _, s := range t.Data.Seats {
				switch s.State {
				case SeatSubmitted:
					in++
				case SeatInvited, SeatScoring:
					return errs.New(errs.TooEarly, "utilization.valuation.seats_open", errs.Args{"name": s.Party.Name})
				}
			}
			if in < MinExperts {
				return errs.New(errs.TooEarly, "engine.valuation.too_few_experts", errs.Args{"n": in, "min": MinExperts})
			}
			return nil
		},
		Effects: doClose,
	}.Build()
}

func doClose(t kernel.Turn[PanelData, none, panelFacts]) (kernel.Out[PanelData], error) {
	d := t.Data
	d.Back = nil
	seats, err := submitted(t.Facts.seats)
	if err != nil {
		return kernel.Out[PanelData]{}, err
	}
	tree, err := engine.Default()
	if err != nil {
		return kernel.Out[PanelData]{}, err
	}
	q := *d.Frozen
	_, signals, err := indicators(q)
	if err != nil {
		return kernel.Out[PanelData]{}, err
	}
	if st, ended := endedBy(t.Facts.view, t.Now); ended {
		q.Subject.Status = engine.KnowFrom(st, SourceRegister, dayOf(calendar.DateOf(t.Now)))
	}
	q.Panel = &engine.Panel{Round: d.Round, Second: d.Second, Scores: panelScores(seats, signals)}
	if q.Judgments, err = judgments(d.Weigh, seats); err != nil {
		return kernel.Out[PanelData]{}, err
	}
	if d.Result, err = tree.Evaluate(q); err != nil {
		return kernel.Out[PanelData]{}, err
	}
	if d.Round == 1 && len(d.Result.SecondRound) > 0 {
		return secondRound(d, seats)
	}
	return kernel.Out[PanelData]{To: PanelReview, Data: d, Effects: []kernel.Effect{kernel.Notify{To: kernel.RoleHead, Text: "utilization.valuation.notice.review", Args: map[string]string{"no": t.Case.No}}}}, nil
}

// endedBy says by what a right has ended. Points stand on the facts of the freeze; a
// right that has ended since is worth nothing all the same.
func endedBy(v registry.View, now time.Time) (engine.Status, bool) {
	st, ok := statusOf[registry.AsOf(v.Events, calendar.DateOf(now), now).Status]
	return st, ok && st.Dead()
}

// submitted reads the seats that were handed in.
func submitted(cases []kernel.Case) (map[kernel.CaseID]SeatData, error) {
	out := map[kernel.CaseID]SeatData{}
	for _, c := range cases {
		if c.Flow != Seat || c.State != SeatSubmitted {
			continue
		}
		s, err := SeatOf(c)
		if err != nil {
			return nil, err
		}
		out[c.ID] = s
	}
	return out, nil
}

// sortedSeats is an order of the seats that says nothing about who sits on them.
func sortedSeats(seats map[kernel.CaseID]SeatData) []kernel.CaseID {
	return slices.Sorted(maps.Keys(seats))
}

// expertName stands for the i-th expert: nobody is named in the result.
func expertName(i int) string { return "E" + strconv.Itoa(i+1) }

// secondRound hands back what was too far apart, with mean, spread and the
// reasons of all, nobody named.
func secondRound(d PanelData, seats map[kernel.CaseID]SeatData) (kernel.Out[PanelData], error) {
	d.Second, d.Round = d.Result.SecondRound, 2
	var about []Spread
	for _, id := range d.Second {
		v := d.Result.Leaf(id).Panel
		s := Spread{ID: id, Mean: v.Score, Sigma: v.Sigma}
		for _, x := range v.Scores {
			if x.Reason != "" {
				s.Reasons = append(s.Reasons, x.Reason)
			}
		}
		about = append(about, s)
	}
	raw, err := json.Marshal(againInput{Spreads: about})
	if err != nil {
		return kernel.Out[PanelData]{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	out := kernel.Out[PanelData]{Data: d}
	d.Seats = slices.Clone(d.Seats)
	for i := range d.Seats {
		if _, in := seats[d.Seats[i].Case]; in {
			d.Seats[i].State = SeatScoring
			out.Effects = append(out.Effects, kernel.MoveChild{Case: d.Seats[i].Case, Move: "again", Input: raw})
		}
	}
	d.Result = nil // what differs widely is no result yet, and nobody sees it
	out.Data = d
	return out, nil
}
