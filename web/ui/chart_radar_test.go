package ui

import (
	"context"
	"math"
	"strings"
	"testing"

	"quanlian/catalogue/lang"
)

// TestRadarOverlaid: every line has its own key, its own stroke and its own
// column in the table of the figures.
func TestRadarOverlaid(t *testing.T) {
	t.Parallel()
	c := RadarChart{Name: "one", Axes: []RadarAxis{{"a", 10, math.NaN()}, {"b", 20, math.NaN()}, {"c", 30, math.NaN()}},
		More: []RadarLine{{"two", []float64{40, 50, 60}}, {"three", []float64{70, math.NaN(), 80}}}}
	var b strings.Builder
	if err := RadarPlot(lang.For(lang.Zh), c).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"is-own2", "is-own3", "q-l2", ">two<", ">three<", ">60<", ">80<"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in the chart", want)
		}
	}
	if strings.Contains(b.String(), "q-l3") { // two points are no line
		t.Error("a line through two points")
	}
}
