package devices

import (
	"bytes"
	"context"
	"image/png"
	"strings"
	"testing"

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
