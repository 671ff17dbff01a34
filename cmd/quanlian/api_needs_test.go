package main

import (
	"maps"
	"slices"
	"strings"

	"quanlian/catalogue/items"
	"quanlian/kernel/form"
)

// needs: what an opening or a form is said to need is missed by its name when it is
// left out, and nothing else is; what has just that is not refused for lack of a
// field.
func (d *dealByAPI) needs() {
	sheet := obj{"method": "cost"}
	for _, x := range []struct {
		flow, move string
		by         *caller
		whole      obj // just what is needed
		besides    obj // of two that do for each other, one
	}{
		{"utilization/hall/need", "post", d.buyer, obj{"title": "储罐液位的非接触测量", "text": "储罐里是腐蚀性液体，不能开孔，需要从外壁测量液位。"}, nil},
		{"utilization/hall/listing", "list", d.seller, obj{"right": d.right, "deal": "assignment"}, obj{"price_open": true}},
		{"utilization/hall/deal", "inquire", d.rival, obj{"listing": d.listing}, nil},
		{"utilization/hall/look", "ask", d.seller, obj{"right": d.right}, nil},
		{"utilization/hall/request", "ask", d.buyer, obj{"need": d.need, "right": d.right}, nil},
		{"utilization/hall/bulk", "upload", d.seller, obj{"upload": "nothing"}, nil},
		{"utilization/valuation/panel", "request", d.seller, obj{"right": d.right, "scene": "finance"}, nil},
		{"utilization/valuation/worksheet", "keep", d.seller, obj{"right": d.right, "method": "cost", "sheet": sheet}, nil},
	} {
		said := d.nobody().call("get_flow", "GET", "/flows/"+x.flow, nil, "", 200)
		opens, _ := said.at("opens").([]any)
		i := slices.IndexFunc(opens, func(o any) bool { return o.(map[string]any)["move"] == x.move })
		var required []string
		for _, name := range said.at("opens", i, "input", "required").([]any) {
			required = append(required, name.(string))
		}
		slices.Sort(required)
		if want := slices.Sorted(maps.Keys(x.whole)); !slices.Equal(required, want) {
			d.t.Errorf("%s %s is said to need %v, want %v", x.flow, x.move, required, want)
		}
		open := "/flows/" + x.flow + "/open/" + x.move
		for _, name := range required {
			less := maps.Clone(x.whole)
			delete(less, name)
			maps.Copy(less, x.besides)
			bad := x.by.call("open_case", "POST", open, obj{"input": less}, d.uniqueKey(), 422)
			if got := fields(bad); !slices.Contains(strings.Fields(got), "input."+name) { // what an empty worksheet lacks besides is its own to say
				d.t.Errorf("%s %s without %s: faults at %s: %s", x.flow, x.move, name, got, bad.raw)
			}
		}
		whole := maps.Clone(x.whole)
		maps.Copy(whole, x.besides)
		if a := x.by.try("POST", open, obj{"input": whole}, d.uniqueKey()); strings.Contains(string(a.raw), "missing") || a.status >= 500 {
			d.t.Errorf("%s %s with all it needs: %s", x.flow, x.move, a.raw)
		}
	}
	d.needsOfForm()
	d.named()
}

// needsOfForm: as [dealByAPI.needs], for the form of an item. What is asked on a
// condition is none of what is needed always.
func (d *dealByAPI) needsOfForm() {
	it, _ := d.h.items.Today(d.t.Context()).Item("ZL33")
	said := d.nobody().call("get_item", "GET", "/items/ZL33", nil, "", 200)
	filled := form.Sampler{Formats: items.SampleFormats(), Pick: func(int) int { return 0 }}.Fill(it, form.Facts{})
	just := form.Values{}
	var required []string
	for _, name := range said.at("values", "required").([]any) {
		required = append(required, name.(string))
		just[name.(string)] = filled[name.(string)]
	}
	missing := func(v form.Values) []string {
		var out []string
		bad := d.seller.try("POST", "/items/ZL33/apply", obj{"values": v}, d.uniqueKey())
		list, _ := bad.at("errors").([]any)
		for _, e := range list {
			if f := e.(map[string]any); strings.HasPrefix(f["code"].(string), "kernel.form.missing.") {
				out = append(out, strings.TrimPrefix(f["field"].(string), "values."))
			}
		}
		return out
	}
	always := missing(just)
	for _, name := range always {
		if slices.Contains(required, name) {
			d.t.Errorf("%s is there and missed", name)
		}
		i := slices.IndexFunc(it.Questions(), func(q form.Question) bool { return q.Path == name })
		if i < 0 || it.Questions()[i].Field.When.IsZero() && !strings.Contains(name, ".0.") {
			d.t.Errorf("%s is needed on no condition, which the form does not say", name)
		}
	}
	if len(required) < 5 {
		d.t.Errorf("the form needs %v", required)
	}
	for _, name := range required {
		less := maps.Clone(just)
		delete(less, name)
		if got := missing(less); !slices.Contains(got, name) {
			d.t.Errorf("without %s, missing are %v", name, got)
		}
	}
}

// named: what is refused for a field names it, in both languages.
func (d *dealByAPI) named() {
	rows := d.nobody().call("find_rights", "GET", "/rights?status=granted&limit=100", nil, "", 200)
	mine := d.seller.call("find_rights", "GET", "/rights?mine=true&status=granted&limit=100", nil, "", 200)
	own := map[string]bool{}
	for i := range mine.at("items").([]any) {
		own[mine.text("items", i, "number")] = true
	}
	other := ""
	for i := range rows.at("items").([]any) {
		if n := rows.text("items", i, "number"); !own[n] && other == "" {
			other = n
		}
	}
	for lang, say := range map[string][2]string{"zh": {"请核对专利号", "请重新上传"}, "en": {"Check the patent number", "upload it again"}} {
		d.seller.lang = lang
		bad := d.seller.call("open_case", "POST", "/flows/utilization/hall/listing/open/list", obj{"input": obj{"right": other, "deal": "assignment", "price": "100.00"}}, d.uniqueKey(), 409)
		if fields(bad) != "input.right" || !strings.Contains(bad.text("errors", 0, "detail"), say[0]) {
			d.t.Errorf("another's right: %s", bad.raw)
		}
		bad = d.seller.call("open_case", "POST", "/flows/utilization/hall/bulk/open/upload", obj{"input": obj{"upload": "nothing"}}, d.uniqueKey(), 422)
		if fields(bad) != "input.upload" || !strings.Contains(bad.text("errors", 0, "detail"), say[1]) {
			d.t.Errorf("a bulk of a file that is not there: %s", bad.raw)
		}
	}
	d.seller.lang = "zh"
}
