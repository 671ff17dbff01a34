package valuation

import (
	"slices"

	engine "quanlian/engine/valuation"
	"quanlian/kernel"
)

// Seen is the record of a case as the actor may see it: seats are blind of each
// other, the owner learns who sat with the report, and a result counts from the
// day on which it was issued.
func Seen(a kernel.Actor, c kernel.Case) (any, error) {
	roles, level := kernel.RolesOf(a, c)
	staff := a.System != "" || len(a.Posts) > 0
	switch c.Flow {
	case Panel:
		d, err := PanelOf(c)
		if err != nil {
			return nil, err
		}
		return d.seen(c.State, level, staff), nil
	case Seat:
		if level < kernel.ViewSecret || !slices.Contains(roles, Expert) {
			return struct{}{}, nil
		}
		return SeatOf(c)
	case Worksheet:
		if level < kernel.ViewSecret {
			return struct{}{}, nil
		}
		return WorksheetOf(c)
	}
	return struct{}{}, nil
}

// seen leaves out what the level, the state and the side do not open.
func (d PanelData) seen(s kernel.State, level kernel.Level, staff bool) PanelData {
	if !Readable(s) && (s != PanelReview || !staff) {
		d.Result = nil
	}
	if level < kernel.ViewDetail {
		if d.Replaced != nil { // the later report may be closed to who reads this one
			d.Replaced = &ReportRef{Day: d.Replaced.Day}
		}
		d.Seats, d.Purpose, d.Refused, d.Asked, d.Second = nil, "", "", nil, nil
	}
	if !staff {
		d.Frozen, d.Back, d.Seats = nil, nil, slices.Clone(d.Seats)
		for i := range d.Seats {
			d.Seats[i] = SeatRef{State: d.Seats[i].State} // nor why somebody stays away
		}
	}
	return d
}

// Choices are the values that a field of a move may have.
func Choices(_, path string) []string {
	switch path {
	case "scene":
		tree, err := engine.Default()
		if err != nil {
			return nil
		}
		var out []string
		for _, s := range tree.Scenes {
			out = append(out, s.ID)
		}
		return out
	case "weigh":
		return WeighChoices
	}
	return nil
}
