package taxation

import "quanlian/base/calendar"

// Roll moves the due days of a sheet that fall on a rest day, and says from
// where and by what. Doing it twice moves nothing more.
func (s *Sheet) Roll(cal *calendar.Calendar) error {
	for i := range s.Reminders {
		r := &s.Reminders[i]
		if r.Due == "" {
			continue
		}
		day, err := calendar.ParseDate(string(r.Due))
		if err != nil {
			return err
		}
		to, err := cal.Move(day, calendar.Tax)
		if err != nil {
			return err
		}
		if to.Rolled {
			r.Moved = &Moved{From: r.Due, Basis: to.Basis, Verified: to.Verified, Provisional: to.Provisional, Steps: to.Steps}
			r.Due = Date(to.Date.String())
		}
	}
	return nil
}

// Roll moves the due days of every option.
func (c *Comparison) Roll(cal *calendar.Calendar) error {
	for i := range c.Options {
		if err := c.Options[i].Sheet.Roll(cal); err != nil {
			return err
		}
	}
	return nil
}

// Roll moves the due days of every sheet of a course.
func (c *Course) Roll(cal *calendar.Calendar) error {
	for i := range c.Payments {
		if err := c.Payments[i].Sheet.Roll(cal); err != nil {
			return err
		}
	}
	for i := range c.Years {
		if err := c.Years[i].Sheet.Roll(cal); err != nil {
			return err
		}
	}
	if err := c.Signing.Roll(cal); err != nil {
		return err
	}
	return c.Total.Roll(cal)
}
