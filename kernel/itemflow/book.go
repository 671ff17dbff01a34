package itemflow

import (
	"regexp"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// BookInput is an agreed time; the day is a working day.
type BookInput struct {
	Day   calendar.Date `json:"day"`
	Time  string        `json:"time"`
	Place string        `json:"place"`
}

var clock = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

func timeFits(t kernel.Turn[Data, BookInput, none]) error {
	switch {
	case t.Input.Day.IsZero() || t.Input.Day.Before(calendar.DateOf(t.Now)):
		return errs.At("day", "kernel.itemflow.booking_day", nil)
	case !clock.MatchString(t.Input.Time):
		return errs.At("time", "kernel.itemflow.booking_time", nil)
	case t.Input.Place == "":
		return errs.At("place", "kernel.itemflow.booking_place", nil)
	}
	return nil
}

func booked(t kernel.Turn[Data, BookInput, none]) (kernel.Out[Data], error) {
	t.Data.Booking = &Booking{Day: t.Input.Day, Time: t.Input.Time, Place: t.Input.Place}
	return kernel.Out[Data]{To: Confirmed, Data: t.Data, Change: func(c *kernel.Case) {
		for _, l := range c.Limits {
			c.Meet(l.Name, t.Now)
		}
	}, Effects: []kernel.Effect{
		kernel.SetTimer{Name: "missed", At: t.Input.Day.AddDays(1).At(24), Move: "missed"},
		kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.booked", Args: map[string]string{"no": t.Case.No, "day": t.Input.Day.String(), "time": t.Input.Time, "place": t.Input.Place}},
	}}, nil
}

// confirm agrees a time.
func confirm() kernel.Move {
	return kernel.MoveOf[Data, BookInput, none]{Name: "confirm", From: []kernel.State{Submitted}, By: append([]kernel.Role{Bulk}, clerks...), Guard: timeFits, Effects: booked}.Build()
}

// rebook agrees another one.
func rebook() kernel.Move {
	return kernel.MoveOf[Data, BookInput, none]{Name: "rebook", From: []kernel.State{Confirmed}, By: clerks, Guard: timeFits, Effects: booked}.Build()
}

// attend: they came.
func attend() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, none]{
		Name: "attend", From: []kernel.State{Confirmed}, By: clerks,
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, none]) (kernel.Out[Data], error) { return came(t, true) },
	}.Build()
}

// missed: nobody came; two days later the program says so by itself.
func missed() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, none]{
		Name: "missed", From: []kernel.State{Confirmed}, By: append([]kernel.Role{Timer}, clerks...),
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, none]) (kernel.Out[Data], error) { return came(t, false) },
	}.Build()
}

func came(t kernel.Turn[Data, kernel.ReasonInput, none], yes bool) (kernel.Out[Data], error) {
	if t.Data.Booking == nil || calendar.DateOf(t.Now).Before(t.Data.Booking.Day) {
		return kernel.Out[Data]{}, errs.New(errs.TooEarly, "kernel.itemflow.booking_early", nil)
	}
	b := *t.Data.Booking
	b.Came = &yes
	t.Data.Booking = &b
	out := kernel.Out[Data]{To: Delivered, Data: t.Data, Effects: []kernel.Effect{kernel.ClearTimer{Name: "missed"}}}
	if !yes {
		out.To = NoShow
		return out, nil
	}
	return out, nil
}
