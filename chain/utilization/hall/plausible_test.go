package hall_test

import (
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
)

// TestImplausibleNeed: what no page offers is refused at its field when a program
// sends it.
func TestImplausibleNeed(t *testing.T) {
	t.Parallel()
	today, err := calendar.ParseDate("2026-11-20")
	if err != nil {
		t.Fatal(err)
	}
	for field, spoil := range map[string]func(*hall.NeedData){
		"":         func(*hall.NeedData) {},
		"mode":     func(d *hall.NeedData) { d.Mode = "lease" },
		"industry": func(d *hall.NeedData) { d.Industry = "ZZZ" },
		"deadline": func(d *hall.NeedData) { d.Deadline = today.AddDays(-1) },
		"target":   func(d *hall.NeedData) { d.Target = strings.Repeat("好", 5001) },
		"district": func(d *hall.NeedData) { d.District = strings.Repeat("好", 201) },
	} {
		d := hall.NeedData{Title: "水下液位测量", Text: "水下三百米，误差小于二毫米。", Mode: "either", Industry: "C40", Deadline: today, District: "东埠"}
		spoil(&d)
		got := errs.All(d.Faults(today))
		if field == "" && len(got) > 0 || field != "" && (len(got) != 1 || got[0].Field != field) {
			t.Errorf("%s spoiled: %v", field, got)
		}
	}
}

func TestImplausibleListing(t *testing.T) {
	t.Parallel()
	for field, spoil := range map[string]func(*hall.ListInput){
		"":         func(*hall.ListInput) {},
		"licence":  func(in *hall.ListInput) { in.Deal, in.Licence = "licence", "some" },
		"industry": func(in *hall.ListInput) { in.Industry = "40" },
		"summary":  func(in *hall.ListInput) { in.Summary = strings.Repeat("a", 5001) },
		"contact":  func(in *hall.ListInput) { in.Contact = strings.Repeat("a", 201) },
		"price":    func(in *hall.ListInput) { in.Price, in.Equipment = 0, 50 }, // of a missing price no part is too large
	} {
		in := hall.ListInput{Deal: "assignment", Price: 100, Industry: "C40"}
		spoil(&in)
		got := errs.All(in.Faults())
		if field == "" && len(got) > 0 || field != "" && (len(got) != 1 || got[0].Field != field) {
			t.Errorf("%s spoiled: %v", field, got)
		}
	}
}
