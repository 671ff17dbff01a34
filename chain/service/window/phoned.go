package window

import (
	"strings"
	"time"
	"unicode/utf8"

	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/kernel"
)

// Phoned is a call to who booked without an account, about what changed at the unit.
type Phoned struct {
	Slot    Slot      `json:"slot"`              // of which was spoken
	Address string    `json:"address,omitempty"` // to which the unit had moved by then
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Reached bool      `json:"reached,omitempty"`
	Text    string    `json:"text,omitempty"`
}

// PhonedInput says how a call went.
type PhonedInput struct {
	Reached bool   `json:"reached,omitempty"`
	Text    string `json:"text,omitempty"`
}

// Calls are those about the time that the booking has now and the house in which the
// unit is now, oldest first.
func (d BookingData) Calls(u city.Unit) []Phoned {
	var out []Phoned
	for _, c := range d.Phoned {
		if c.Slot == d.Slot && c.Address == d.MovedTo(u).Zh {
			out = append(out, c)
		}
	}
	return out
}

// Reached reports whether who booked was spoken to about time and house as they are
// now.
func (d BookingData) Reached(u city.Unit) bool {
	list := d.Calls(u)
	return len(list) > 0 && list[len(list)-1].Reached
}

// phoned notes a call, so that colleagues need not call again.
func (r Rules) phoned() kernel.Move {
	return kernel.MoveOf[BookingData, PhonedInput, none]{
		Name: "phoned", From: []kernel.State{Booked}, By: staff, Hidden: true, // it stands on the page of who has to be called
		Guard: func(t kernel.Turn[BookingData, PhonedInput, none]) error {
			if utf8.RuneCountInString(strings.TrimSpace(t.Input.Text)) > mostNote {
				return errs.At("text", "service.window.note_long", errs.Args{"most": mostNote})
			}
			return nil
		},
		Effects: func(t kernel.Turn[BookingData, PhonedInput, none]) (kernel.Out[BookingData], error) {
			u, _ := r.Unit(t.Data.Unit) // one that is gone has no address
			t.Data.Phoned = append(t.Data.Phoned, Phoned{Slot: t.Data.Slot, Address: t.Data.MovedTo(u).Zh, At: t.Now, By: t.Actor.Name, Reached: t.Input.Reached, Text: strings.TrimSpace(t.Input.Text)})
			return kernel.Out[BookingData]{Data: t.Data}, nil
		},
	}.Build()
}
