package devices

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"sync"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/service/window"
)

// Fake gives invented cards in turn, draws a page for the camera, and keeps what
// was printed.
type Fake struct {
	mu      sync.Mutex
	next    map[window.Place]int
	shots   int
	printed map[window.Place][]window.Slip
	broken  map[window.Place][]window.Device
	asked   map[window.Place]string
}

// NewFake makes one.
func NewFake() *Fake {
	return &Fake{next: map[window.Place]int{}, printed: map[window.Place][]window.Slip{}, broken: map[window.Place][]window.Device{}, asked: map[window.Place]string{}}
}

// Broken lists the devices of a place that were broken by [Fake.Switch].
func (f *Fake) Broken(at window.Place) []window.Device {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.broken[at])
}

// Switch breaks a device of a place, or mends it: a card is jammed, the paper is
// out, the camera is silent, the rating device is off.
func (f *Fake) Switch(at window.Place, d window.Device, broken bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := slices.DeleteFunc(slices.Clone(f.broken[at]), func(x window.Device) bool { return x == d })
	if broken {
		list = append(list, d)
	}
	f.broken[at] = list
}

// works refuses what a device that is broken cannot do; the lock is held.
func (f *Fake) works(at window.Place, d window.Device) error {
	switch {
	case at.Counter == "":
		return errs.New(errs.Unavailable, "adapter.devices.no_place", nil)
	case slices.Contains(f.broken[at], d):
		return window.Down(d)
	}
	return nil
}

// Cards are the invented ones. Their numbers are well formed and nobody's: no
// district has a code that ends in 0000, as in catalogue/items/sample.go.
func Cards() []window.Card {
	return []window.Card{card("林清言", calendar.On(1988, 3, 14), 1), card("苏望舒", calendar.On(1961, 7, 2), 2), card("江临川", calendar.On(1995, 11, 30), 3)}
}

func card(name string, born calendar.Date, n int) window.Card {
	body := fmt.Sprintf("110000%04d%02d%02d%03d", born.Year, int(born.Month), born.Day, n)
	return window.Card{Name: name, Born: born, Number: body + string(check(body))}
}

// check is the last character of an identity number. Source: GB 11643-1999.
func check(body string) byte {
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(body[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// ReadCard reads the next invented card.
func (f *Fake) ReadCard(_ context.Context, at window.Place) (window.Card, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.works(at, window.Reader); err != nil {
		return window.Card{}, err
	}
	list := Cards()
	c := list[f.next[at]%len(list)]
	f.next[at]++
	return c, nil
}

// Unit: pixels. Source: a page small enough for a demo.
const width, height, line = 420, 594, 18

// Shoot draws a page with lines of grey.
func (f *Fake) Shoot(_ context.Context, at window.Place) (window.Picture, error) {
	f.mu.Lock()
	err := f.works(at, window.Camera)
	f.shots++
	n := f.shots
	f.mu.Unlock()
	if err != nil {
		return window.Picture{}, err
	}
	img := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			ink := y%line < 2 && x > 40 && x < width-40-(y*n)%120
			img.SetGray(x, y, color.Gray{Y: map[bool]uint8{true: 90, false: 250}[ink]})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return window.Picture{}, errs.Wrap(errs.Unavailable, "adapter.devices.no_place", err)
	}
	return window.Picture{Name: fmt.Sprintf("拍摄%03d.png", n), Media: "image/png", Body: b.Bytes()}, nil
}

// Print keeps the slip.
func (f *Fake) Print(_ context.Context, at window.Place, s window.Slip) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.works(at, window.Printer); err != nil {
		return err
	}
	f.printed[at] = append(f.printed[at], s)
	return nil
}

// AskRating keeps the address that the device shows.
func (f *Fake) AskRating(_ context.Context, at window.Place, address string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.works(at, window.Rater); err != nil {
		return err
	}
	f.asked[at] = address
	return nil
}

// Asked is the address that the rating device of a place shows.
func (f *Fake) Asked(at window.Place) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked[at]
}

// Printed lists what was printed at a place.
func (f *Fake) Printed(at window.Place) []window.Slip {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]window.Slip(nil), f.printed[at]...)
}
