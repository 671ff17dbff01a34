package demo

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// TestAnswersFitEachOther: the kind of right goes with its number, what changes
// with what stood there, a ground with its reasons, a title with its kind.
func TestAnswersFitEachOther(t *testing.T) {
	t.Parallel()
	c, _, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Shown: [3]string{"catalogue"}})
	if err != nil {
		t.Fatal(err)
	}
	today := calendar.On(2026, 11, 27)
	p := &play{Stage: Stage{Now: func() time.Time { return today.At(10) }, Fill: func(it form.Item, f form.Facts, n int) form.Values {
		return form.Sampler{Formats: items.SampleFormats(), Pick: rand.New(rand.NewPCG(uint64(n), 1)).IntN}.Fill(it, f)
	}}}
	check := form.Checker{Formats: items.Formats(), Kinds: items.KindOf, Calendar: calendar.National()}
	told := func(code string, by kernel.Party, n int, say form.Values) form.Values {
		it, ok := c.On(today).Item(code)
		if !ok {
			t.Fatalf("no item %s", code)
		}
		facts := form.Facts{Party: by, Today: today, District: by.District}
		v, err := check.Check(it, p.filled(it, facts, n, say), facts)
		if err != nil {
			t.Errorf("%s %d: %v", code, n, err)
		}
		return v
	}
	for n := range 20 {
		for code, id := range map[string]kernel.PartyID{"JR01": "p-qiheng", "BH10": "p-chengxin", "ZL12": "p-university", "ZL02": "p-chengxin", "DL03": "p-chengxin"} {
			by := partyOf(id)
			agree(t, code, told(code, by, n, nil), by, today)
		}
		for code, id := range map[string]kernel.PartyID{"BH10": "p-university", "ZL12": "p-chengxin"} {
			agree(t, code, told(code, partyOf(id), n, nil), partyOf(id), today)
		}
	}
	past := kernel.Party{ID: pastParty, Kind: "enterprise", Name: "云澜众启科技服务有限公司", Code: "91990001MA0QL00062", District: "东埠"}
	for _, d := range pastDesks {
		for _, code := range d.codes {
			it, _ := c.On(today).Item(code)
			for n := range 20 {
				facts := form.Facts{Party: past, Today: today, District: past.District}
				v, err := check.Check(it, p.told(it, facts, n), facts)
				if err != nil {
					t.Errorf("%s %d: %v", code, n, err)
				}
				agree(t, code, v, past, today)
			}
		}
	}
	for n, x := range append([]application{noticed}, applications...) {
		by := partyOf(map[kernel.UserID]kernel.PartyID{"u-shen": "p-chengxin", "u-lu": "p-qiheng", "u-gu": "p-university"}[x.by])
		agree(t, x.code, told(x.code, by, n, x.say), by, today)
	}
}

func agree(t *testing.T, code string, v form.Values, by kernel.Party, today calendar.Date) {
	t.Helper()
	wrong := func(path string) { t.Errorf("%s of %s: %s is %q in %v", code, by.Name, path, v[path], v) }
	for number, kind := range map[string]string{"pledge.numbers": "pledge.kinds", "help.number": "help.right"} {
		if k, _ := items.KindOf(v[number]); k != "" && v[kind] != "patent" {
			wrong(kind)
		}
	}
	for path, x := range v {
		if d, err := calendar.ParseDate(x); err == nil && (path == "help.due" || path == "need.by") && !d.After(today) {
			wrong(path)
		}
	}
	word := map[string]string{"address": "区", "name": by.Name, "agency": "代理", "inventor": "、", "contact": "0990-"}[v["change.kinds"]]
	if !strings.Contains(v["change.after"], word) || v["change.after"] != "" && v["change.before"] == v["change.after"] {
		wrong("change.after")
	}
	if word := map[string]string{"area": "产地范围", "quality": "质量特色", "generic": "名称"}[v["objection.ground"]]; v["objection.ground"] != "" && (word == "" || !strings.Contains(v["objection.text"], word)) {
		wrong("objection.text")
	}
	if strings.Contains(v["objection.product"], "传感器") {
		wrong("objection.product")
	}
	if owner := owns(by.ID, v["rights.numbers"]); v["licensee.role"] != "" && (v["licensee.role"] == "licensor") != owner || v["licensee.name"] == by.Name {
		wrong("licensee.role")
	}
	if strings.Contains(v["case.title"], "方法") && v["case.kind"] != "invention" {
		wrong("case.title")
	}
	if v["act.court"] == "filed" {
		wrong("act.court")
	}
}
