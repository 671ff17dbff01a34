package items

import (
	"fmt"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue"
)

// A sentence leads to the items that it names, and to nothing else.
func TestSentencesNameItems(t *testing.T) {
	t.Parallel()
	c, _, err := Load(Files{Base: catalogue.FS, City: "yunlan", Shown: [3]string{"catalogue"}})
	if err != nil {
		t.Fatal(err)
	}
	set := c.On(calendar.On(2026, time.November, 20))
	for text, want := range map[string]string{
		"先办名称变更（ZL12），再备案。":         "[{先办名称变更（ } {ZL12 ZL12} {），再备案。 }]",
		"改办BH01或BH08":               "[{改办 } {BH01 BH01} {或 } {BH08 BH08}]",
		"填MM18，见ZL99和ZL145":         "[{填MM18，见ZL99和ZL145 }]",
		"Register it first (BQ02).": "[{Register it first ( } {BQ02 BQ02} {). }]",
		"":                          "[]",
	} {
		if got := fmt.Sprint(set.Said(text)); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}
