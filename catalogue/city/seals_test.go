package city_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
	"quanlian/kernel/itemflow"
)

// TestSealsOfNotices: a rule about notices says nothing of decisions, nor the other
// way round; each counts from its day.
func TestSealsOfNotices(t *testing.T) {
	t.Parallel()
	load := func(local fstest.MapFS) (*items.Catalogue, string) {
		cat, faults, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Local: local})
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, f := range faults {
			said += f.Code + "\n"
		}
		return cat, said
	}
	cat, said := load(nil)
	if said != "" {
		t.Fatal(said)
	}
	day := calendar.On(2026, 11, 27)
	if r := cat.City.Seal("patent-window", itemflow.Decide, day); r.ID != "port" || r.Need != itemflow.SealRequired {
		t.Errorf("a decision: %+v", r)
	}
	for notice, want := range map[string]itemflow.SealNeed{itemflow.NoticeSuspended: itemflow.SealRequired, itemflow.NoticeResumed: itemflow.SealRequired, itemflow.NoticeCorrection: itemflow.SealAsked} {
		r := cat.City.NoticeSeal("patent-window", itemflow.Decide, notice, day)
		if r.Need != want || r.Holder != "云澜市知识产权公共服务中心" {
			t.Errorf("%s: %+v", notice, r)
		}
		if r := cat.City.NoticeSeal("patent-window", itemflow.Decide, notice, calendar.On(2026, 9, 30)); r.Need != "" {
			t.Errorf("%s before its day: %+v", notice, r)
		}
	}
	body, err := catalogue.FS.ReadFile("cities/yunlan/seals.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"papers: [correction]\n    seal: asked": "papers: [correction]\n    seal: required", "papers: [suspended, resumed]": "papers: [suspended, other]"} {
		if _, said := load(fstest.MapFS{"seals.yaml": {Data: []byte(strings.Replace(string(body), from, to, 1))}}); said == "" {
			t.Errorf("%s is taken", to)
		}
	}
}
