package devices

import (
	"bytes"
	"context"
	"image/png"
	"strings"
	"testing"

	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/chain/service/window"
)

// contract is what every set of devices must keep.
func contract(t *testing.T, d window.Devices) {
	t.Helper()
	ctx, at := context.Background(), window.Place{Unit: "patent-window", Counter: "1"}
	c, err := d.ReadCard(ctx, at)
	if err != nil || c.Name == "" || c.Born.IsZero() {
		t.Fatalf("card %+v: %v", c, err)
	}
	if len(c.Number) != 18 || c.Number[6:14] != strings.ReplaceAll(c.Born.String(), "-", "") {
		t.Errorf("the number of the card does not say when its holder was born")
	}
	if n, err := ident.ParseID(c.Number); err != nil || n.Birth() != c.Born {
		t.Errorf("the number of the card is refused: %v", err)
	}
	p, err := d.Shoot(ctx, at)
	if err != nil || p.Media != "image/png" || p.Name == "" {
		t.Fatalf("picture %s %s: %v", p.Name, p.Media, err)
	}
	if _, err := png.Decode(bytes.NewReader(p.Body)); err != nil {
		t.Error(err)
	}
	if err := d.Print(ctx, at, window.Slip{Title: "号", Big: "A001"}); err != nil {
		t.Error(err)
	}
	if err := d.AskRating(ctx, at, "https://example.com/rate/ABC"); err != nil {
		t.Error(err)
	}
	if _, err := d.ReadCard(ctx, window.Place{}); err == nil {
		t.Error("a card is read at no counter")
	}
}

func TestFakeKeepsTheContract(t *testing.T) {
	t.Parallel()
	f := NewFake()
	contract(t, f)
	if got := f.Printed(window.Place{Unit: "patent-window", Counter: "1"}); len(got) != 1 || got[0].Big != "A001" {
		t.Errorf("printed %+v", got)
	}
}

// TestBrokenDevices: each device that is switched off says so in its own words,
// at its own counter only, and works again once it is mended.
func TestBrokenDevices(t *testing.T) {
	t.Parallel()
	ctx, at, next := context.Background(), window.Place{Unit: "patent-window", Counter: "1"}, window.Place{Unit: "patent-window", Counter: "2"}
	f := NewFake()
	for d, use := range map[window.Device]func(window.Place) error{
		window.Reader:  func(p window.Place) error { _, err := f.ReadCard(ctx, p); return err },
		window.Camera:  func(p window.Place) error { _, err := f.Shoot(ctx, p); return err },
		window.Printer: func(p window.Place) error { return f.Print(ctx, p, window.Slip{}) },
		window.Rater:   func(p window.Place) error { return f.AskRating(ctx, p, "/rate/ABC") },
	} {
		f.Switch(at, d, true)
		f.Switch(at, d, true)
		if err := use(at); errs.KindOf(err) != errs.Unavailable || !errs.Is(err, errs.As(window.Down(d)).Code) {
			t.Errorf("%s is down and says %v", d, err)
		}
		if err := use(next); err != nil {
			t.Errorf("%s of the next counter: %v", d, err)
		}
		if f.Switch(at, d, false); use(at) != nil || len(f.Broken(at)) != 0 {
			t.Errorf("%s is mended and does not work", d)
		}
	}
}
