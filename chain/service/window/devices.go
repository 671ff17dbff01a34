package window

import (
	"context"

	"quanlian/base/calendar"
	"quanlian/base/errs"
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
	// AskRating shows the rating of a visit on the device of the counter.
	AskRating(ctx context.Context, at Place, address string) error
}

// Device is one of those of a counter.
type Device string

// The devices of a counter.
const (
	Reader  Device = "reader"  // 身份证读卡器
	Camera  Device = "camera"  // 高拍仪
	Printer Device = "printer" // 凭条打印机
	Rater   Device = "rater"   // 评价器
)

// Down is the fault of a device that does not do its work: what the clerk sees of
// it, and how it goes on by hand.
func Down(d Device) error {
	switch d {
	case Reader:
		return errs.New(errs.Unavailable, "service.window.reader_down", nil)
	case Camera:
		return errs.New(errs.Unavailable, "service.window.camera_down", nil)
	case Printer:
		return errs.New(errs.Unavailable, "service.window.printer_down", nil)
	}
	return errs.New(errs.Unavailable, "service.window.rater_down", nil)
}

// Switches breaks and mends the devices of a trial.
type Switches interface {
	Broken(at Place) []Device
	Switch(at Place, d Device, broken bool)
}

// AtKiosk is the name under which the printer of a ticket machine is known.
const AtKiosk = "kiosk"

// Elder is the age from which one is called first. Unit: years. Source: 老年人权益保障法
// 第二条 (60周岁以上).
const Elder = 60

// ElderOn reports whether the holder of the card has that age on the day.
func (c Card) ElderOn(day calendar.Date) bool {
	return !c.Born.IsZero() && !c.Born.AddYears(Elder).After(day)
}
