package window

import (
	"context"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// Place is a counter at which devices stand.
type Place struct {
	Unit    kernel.UnitID
	Counter string
}

// Card is what an identity-card reader reads.
type Card struct {
	Name   string
	Number string
	Born   calendar.Date
}

// Picture is what a document camera takes.
type Picture struct {
	Name, Media string
	Body        []byte
}

// Slip is what a receipt printer prints.
type Slip struct {
	Title string
	Big   string
	Lines []string
	QR    string // address
}

// Devices are those of the counters; a fault says what the clerk does instead.
type Devices interface {
	// ReadCard reads the card that lies on the reader.
	ReadCard(ctx context.Context, at Place) (Card, error)
	// Shoot takes a picture of what lies under the camera.
	Shoot(ctx context.Context, at Place) (Picture, error)
	// Print prints a slip.
	Print(ctx context.Context, at Place, s Slip) error
}

// Elder is the age from which one is called first. Unit: years. Source: 老年人权益保障法
// 第二条 (60周岁以上).
const Elder = 60

// ElderOn reports whether the holder of the card has that age on the day.
func (c Card) ElderOn(day calendar.Date) bool {
	return !c.Born.IsZero() && !c.Born.AddYears(Elder).After(day)
}
