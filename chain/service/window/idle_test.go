package window

import (
	"testing"
	"time"

	"quanlian/base/calendar"
)

// A shift that nobody ended counts until the windows closed, or until the last who
// was served there; one that was ended, or paused to the end, as it stands.
func TestIdleTailDoesNotCount(t *testing.T) {
	t.Parallel()
	day := calendar.On(2026, time.November, 23)
	late := TicketRow{TicketData: TicketData{Counter: "1", Ended: day.At(18)}}
	for name, x := range map[string]struct {
		s       ShiftRow
		tickets []TicketRow
		want    time.Duration
	}{
		"forgotten":             {ShiftRow{State: Closed, Ended: day.At(24), ShiftData: ShiftData{Counter: "1", Idle: true}}, nil, 8 * time.Hour},
		"served after closing":  {ShiftRow{State: Closed, Ended: day.At(24), ShiftData: ShiftData{Counter: "1", Idle: true}}, []TicketRow{late}, 9 * time.Hour},
		"served elsewhere":      {ShiftRow{State: Closed, Ended: day.At(24), ShiftData: ShiftData{Counter: "2", Idle: true}}, []TicketRow{late}, 8 * time.Hour},
		"still open at night":   {ShiftRow{State: Open, ShiftData: ShiftData{Counter: "1"}}, nil, 8 * time.Hour},
		"ended by its clerk":    {ShiftRow{State: Closed, Ended: day.At(19), ShiftData: ShiftData{Counter: "1"}}, nil, 10 * time.Hour},
		"paused to the end":     {ShiftRow{State: Closed, Ended: day.At(24), ShiftData: ShiftData{Counter: "1", Away: 8 * time.Hour}}, nil, 7 * time.Hour},
		"begun after they shut": {ShiftRow{State: Closed, Started: day.At(20), Ended: day.At(24), ShiftData: ShiftData{Counter: "1", Idle: true}}, nil, 4 * time.Hour},
	} {
		if x.s.Started.IsZero() {
			x.s.Started = day.At(9)
		}
		if got := FiguresOf(x.tickets, []ShiftRow{x.s}, day.At(23), day.At(17)).CounterHours; got != x.want {
			t.Errorf("%s: %v, not %v", name, got, x.want)
		}
	}
}
