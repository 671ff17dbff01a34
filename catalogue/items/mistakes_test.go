package items

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/source"
)

// TestEveryMistakeIsNamed: one change of a sound file, and the place at which
// the mistake is shown, with the code of its sentence.
func TestEveryMistakeIsNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, field, code string }{
		{"kind: government", "kind: goverment", "kind", "catalogue.source.not_one_near"},
		{"kind: government", "kynd: government", "kynd", "catalogue.source.unknown_key_near"},
		{"kind: government", "kynd: government", "kind", "catalogue.source.missing"},
		{"class: committed", "class: committed\nclass: instant", "", "catalogue.source.syntax"},
		{"unit: patent-window", "unit: patent-widow", "unit", "catalogue.source.not_one_near"},
		{"flow: receive-and-forward", "flow: forward", "flow", "catalogue.source.not_one"},
		{"flow: receive-and-forward", "flow: accept-examine-publish-decide", "publicity", "catalogue.source.missing"},
		{"flow: receive-and-forward", "flow: accept-decide\npublicity: 10wd", "publicity", "catalogue.items.publicity"},
		{"flow: receive-and-forward", "flow: accept-decide\npublic: [licence.kind]", "public", "catalogue.items.publicity"},
		{"flow: receive-and-forward", "flow: accept-examine-publish-decide\npublicity: 10wd\npublic: [licence.kin]", "public[0]", "catalogue.source.not_one_near"},
		{"flow: receive-and-forward", "flow: accept-examine-publish-decide\npublicity: 10wd\npublic: [contact.phone]", "public[0]", "catalogue.items.public_private"},
		{"en: Recordation of a patent licence", "en: Recordation, of a licence", "name.of a licence", "catalogue.source.quote"},
		{"name: {zh: 专利实施许可合同备案, en: Recordation of a patent licence}", "name: {zh: 专利实施许可合同备案}", "name.en", "catalogue.source.no_en"},
		{"{zh: 国家知识产权局, en: CNIPA}", "{en: CNIPA}", "providers[0].zh", "catalogue.source.no_zh"},
		{"from: 2026-09-01", "from: 1.9.2026", "from", "catalogue.source.not_date"},
		{"code: ZL14", "code: ZL15", "code", "catalogue.items.wrong_file"},
		{"code: ZL14", "code: patent", "code", "catalogue.source.wrong_form"},
		{"  - applicant", "  - aplicant", "steps[0]", "catalogue.source.not_one_near"},
		{"  - contact\n", "  - contact\n  - contact\n", "steps[5]", "catalogue.items.step_twice"},
		{"least: 1, repeat: 3", "least: 5, repeat: 3", "steps[1].least", "catalogue.items.least_over_repeat"},
		{"kind: choice", "kind: chioce", "steps[2].fields[0].kind", "catalogue.source.not_one_near"},
		{"id: effective, kind: date", "id: Effective, kind: date", "steps[2].fields[1].id", "catalogue.source.wrong_form"},
		{"id: effective, kind: date", "id: effective, kind: date, format: uscc", "steps[2].fields[1].format", "catalogue.items.not_for_kind"},
		{"id: fee, kind: amount", "id: fee, kind: text, format: usci", "steps[2].fields[2].format", "catalogue.source.not_one_near"},
		{"{value: sole, ", "{value: ordinary, ", "steps[2].fields[0].options[1]", "catalogue.source.twice"},
		{"{value: sole, ", "{value: 'so le', ", "steps[2].fields[0].options[1].value", "catalogue.items.option_value"},
		{"when: filled licence.effective", "when: filed licence.effective", "steps[3].when", "kernel.form.no_such_predicate"},
		{"when: filled licence.effective", "when: filled licence.effect", "steps[3].when", "kernel.form.predicate_field"},
		{"within licence.effective 3mo", "within licence.effective 3m", "rules[0]", "base.calendar.not_a_period"},
		{"date_order term.from term.to", "date_order term.from term.til", "rules[1]", "kernel.form.predicate_field"},
		{"date_order term.from term.to", "dates term.from term.to", "rules[1]", "kernel.form.no_such_rule"},
		{"one_of licence.kind sole exclusive", "one_of licence.kind sole exklusive", "materials[1].when", "catalogue.items.no_answer"},
		{"id: fee, kind: amount", "id: fee, kind: amount, when: one_of licence.kind nonesuch", "steps[2].fields[2].when", "catalogue.items.no_answer"},
		{"types: [pdf, ofd]", "types: [pdf, exe]", "materials[0].types[1]", "catalogue.source.not_one"},
		{"max_mb: 20", "max_mb: lots", "materials[0].max_mb", "catalogue.source.not_int"},
		{"id: consent", "id: contract", "materials[1]", "catalogue.source.twice"},
		{"later: 5wd", "later: soon", "materials[1].later", "catalogue.source.not_period"},
		{"{period: 7wd, from: accept,", "{period: 7wd,", "limits.statutory.from", "catalogue.source.missing"},
		{"{period: 7wd, from: accept,", "{period: 7wd, from: receipt,", "limits.statutory.from", "catalogue.source.not_one"},
		{"basis: 62号令, tag: V}", "basis: 62号令, tag: sure}", "limits.statutory.tag", "catalogue.items.tag"},
		{"outside: {note: {zh: 以该局答复为准, en: not established}, tag: M}", "outside: {tag: M}", "limits.outside", "catalogue.items.limit_empty"},
		{"statutory: {period: 7wd, from: accept,", "yours: {period: 3mo, from: submit, note: {zh: 生效起, en: from effect}, tag: V}\n  statutory: {period: 7wd, from: accept,", "limits.yours.from", "catalogue.source.unknown_key"},
		{"statutory: {period: 7wd, from: accept,", "yours: {period: 3mo, tag: V}\n  statutory: {period: 7wd, from: accept,", "limits.yours.note", "catalogue.source.missing"},
		{"series: 云知备", "series: ''", "result.series", "catalogue.source.empty_text"},
		{"statutory: {period: 7wd, from: accept,", "committed: {period: 8wd, from: accept, tag: D}\n  statutory: {period: 7wd, from: accept,", "limits.committed.period", "catalogue.items.promise_beyond"},
		{"statutory: {period: 7wd, from: accept,", "committed: {period: 1mo, from: decide, tag: D}\n  statutory: {period: 7wd, from: accept,", "limits.committed.period", "catalogue.items.promise_beyond"},
		{"template: items/result", "template: items/results", "result.template", "catalogue.items.no_template"},
		{"events: [licence-out]", "events: [licence-in]", "events[0]", "catalogue.source.not_one_near"},
		{"events: [licence-out]", "events: licence-out", "events", "catalogue.source.want_list"},
		{"events: [licence-out]", "events: [licence-out]\ntogether: [JY09]", "together[0]", "catalogue.items.no_such_code"},
		{"events: [licence-out]", "events: [licence-out]\ntogether: [ZL14]", "together[0]", "catalogue.items.together_self"},
		{"mistakes:\n", "mistakes:\n  - {zh: 先办ZL99。, en: First ZL99.}\n", "mistakes[0]", "catalogue.items.no_such_code"},
		{"fee: {}", "fee: {text: {zh: 每件1元, en: 1 yuan}}", "fee.tag", "catalogue.source.missing"},
		{"id: consent,", "id: consent, application: true,", "materials[1].application", "catalogue.items.application"},
		{"id: consent, ", "id: consent, spare: true, ", "materials[1].source", "catalogue.items.no_extract"},
		{"id: consent, ", "id: consent, extract: party, ", "materials[1].extract", "catalogue.items.extract_unspared"},
		{"id: consent, ", "id: consent, spare: true, extract: right, ", "materials[1].extract", "catalogue.items.extract_register"},
		{"id: consent, ", "id: consent, spare: true, extract: parties, ", "materials[1].extract", "catalogue.source.not_one"},
		{"system: cnipa-contract", "system: cnipa-contracts", "target.system", "catalogue.source.not_one_near"},
		{"export: form", "export: forms", "target.export", "catalogue.source.not_one_near"},
		{"district 鹤汀", "district 鹤滩", "routes[0].when", "catalogue.city.no_district"},
		{"unit: district-heting", "unit: heting", "routes[0].unit", "catalogue.source.not_one"},
		{"seek: [许可备案, 别人用我的专利]", "seek: []", "seek", "catalogue.items.no_seek"},
		{"seek: [许可备案, 别人用我的专利]", "seek: ['许可，备案']", "seek[0]", "catalogue.items.seek_comma"},
		{"without: [receiver]", "without: [recipient]", "steps[5].without[0]", "catalogue.source.not_one"},
		{"without: [receiver]", "without: [way]", "steps[5]", "kernel.form.predicate_field"},
		{"fee: {}", "fee: &free {}", "fee", "catalogue.source.plain"},
		{"fee: {}", "fee: {}\nsays: {zh: '{licence.kinds}', en: '{licence.kinds}'}", "says.zh", "catalogue.items.says_near"},
		{"fee: {}", "fee: {}\nsays: {zh: '{applicant}', en: '{owner}'}", "says.en", "catalogue.items.says_unknown"},
		{"fee: {}", "fee: {}\nsays: {zh: '{licence.fee}', en: '{licence.fee}'}", "says.zh", "catalogue.items.says_open"},
		{"fee: {}", "fee: {}\nsays: {zh: '{term.from}', en: '{term.from}'}", "says.en", "catalogue.items.says_open"},
		{"fee: {}", "fee: {}\nsays: {zh: '[{contact.phone}]', en: '[{contact.phone}]'}", "says.zh", "catalogue.items.says_kind"},
		{"id: fee, kind: amount", "id: fee, private: name, kind: amount", "steps[2].fields[2].private", "catalogue.items.private_names"},
		{"id: fee, kind: amount", "id: fee, private: name, format: phone, kind: text", "steps[2].fields[2].private", "catalogue.items.private_names"},
		{"id: fee, kind: amount", "id: fee, private: names, kind: text", "steps[2].fields[2].private", "catalogue.source.not_one_near"},
		{"fee: {}", "fee: {}\nsays: {zh: '准予[{office}', en: '{office}'}", "says.zh", "catalogue.items.says_brackets"},
		{"fee: {}", "fee: {}\nsays: {zh: '{office}', en: '{number}'}", "says", "catalogue.items.says_differ"},
		{"fee: {}", "fee: {}\nsays: {zh: '{office}'}", "says.en", "catalogue.source.no_en"},
		{"flow: receive-and-forward", "flow: book\nsays: {zh: 准予, en: granted}", "says", "catalogue.items.says_no_paper"},
		{"lead: {", "lead: [", "", "catalogue.source.syntax"},
	} {
		files := example(t, func(all fstest.MapFS) {
			body := string(all[zl14].Data)
			if strings.Count(body, c.from) < 1 {
				t.Fatalf("the file does not say %q", c.from)
			}
			all[zl14] = &fstest.MapFile{Data: []byte(strings.Replace(body, c.from, c.to, 1))}
		})
		_, faults, err := Load(files)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, f := range faults {
			if f.Code != c.code || f.Field != c.field {
				continue
			}
			found = true
			body := strings.Split(string(mustRead(t, files, zl14)), "\n")
			if f.File != zl14 || f.Line < 1 || f.Line > len(body) || f.Column < 1 || f.Column > len([]rune(body[f.Line-1]))+1 {
				t.Errorf("%q: place %s:%d:%d", c.to, f.File, f.Line, f.Column)
			}
			for _, l := range []lang.Lang{lang.Zh, lang.En} {
				if s := f.Say(lang.For(l)); strings.ContainsAny(s, "{}⟦") {
					t.Errorf("%q: the sentence is not filled: %s", c.to, s)
				}
			}
		}
		if !found {
			t.Errorf("%q: wanted %s at %s, got %s", c.to, c.code, c.field, say(faults))
		}
	}
}

// TestMistakesOfACity: the same of the files of a city.
func TestMistakesOfACity(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, from, to, field, code string }{
		{"city.yaml", "id: heting", "id: dongbu", "districts[1].id", "catalogue.source.twice"},
		{"city.yaml", "short: 鹤汀", "short: 东埠", "districts[1].short", "catalogue.source.twice"},
		{"city.yaml", ", short_en: Heting", "", "districts[1].short", "catalogue.city.no_short_en"},
		{"city.yaml", "short_en: Heting", "short_en: Dongbu", "districts[1].short_en", "catalogue.source.twice"},
		{"city.yaml", `region: "990103"`, `region: "990102"`, "districts[1].region", "catalogue.source.twice"},
		{"systems.yaml", "url: https://cponline.cnipa.gov.cn", "url: cponline.cnipa.gov.cn", "systems[0].url", "catalogue.source.wrong_form"},
		{"systems.yaml", "url: https://cponline.cnipa.gov.cn", "url: https//cponline.cnipa.gov.cn", "systems[0].url", "catalogue.source.wrong_form"},
		{"systems.yaml", "url: https://cponline.cnipa.gov.cn", "url: https://cponline", "systems[0].url", "catalogue.source.wrong_form"},
		{"systems.yaml", "url: https://cponline.cnipa.gov.cn", "url: javascript:alert(1)", "systems[0].url", "catalogue.source.wrong_form"},
		{"units.yaml", "district: 鹤汀", "district: 鹤滩", "", "catalogue.city.no_district"},
		{"units.yaml", "hand_out: load", "hand_out: lots", "units[0].hand_out", "catalogue.source.not_one"},
	} {
		path := "cities/yunlan/" + c.name
		files := example(t, func(all fstest.MapFS) {
			body := string(all[path].Data)
			if !strings.Contains(body, c.from) {
				t.Fatalf("%s does not say %q", path, c.from)
			}
			all[path] = &fstest.MapFile{Data: []byte(strings.Replace(body, c.from, c.to, 1))}
		})
		_, faults, err := Load(files)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(faults, func(f source.Fault) bool {
			return f.Code == c.code && (f.Field == c.field || c.field == "" && strings.HasSuffix(f.Field, ".district"))
		})
		if at < 0 {
			t.Errorf("%q: wanted %s at %s, got %s", c.to, c.code, c.field, say(faults))
			continue
		}
		body := strings.Split(string(mustRead(t, files, path)), "\n")
		if f := faults[at]; f.File != path || f.Line < 1 || f.Line > len(body) || !strings.Contains(body[f.Line-1], strings.Trim(c.to[strings.Index(c.to, ":")+1:], ` "`)) {
			t.Errorf("%q: place %s:%d", c.to, f.File, f.Line)
		}
	}
}

// TestOneMistakeOneSentence: a period that cannot be read is not also taken for
// none, which would ask for a note.
func TestOneMistakeOneSentence(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"7w", "seven", "7wd 2mo"} {
		files := example(t, func(all fstest.MapFS) {
			body := string(all[zl14].Data)
			all[zl14] = &fstest.MapFile{Data: []byte(strings.Replace(body, "{period: 7wd, from: accept,", "{period: "+bad+", from: accept,", 1))}
		})
		_, faults, err := Load(files)
		if err != nil {
			t.Fatal(err)
		}
		if len(faults) != 1 || faults[0].Code != "catalogue.source.not_period" || faults[0].Field != "limits.statutory.period" {
			t.Errorf("%q: %s", bad, say(faults))
		}
	}
}

func mustRead(t *testing.T, f Files, name string) []byte {
	t.Helper()
	body, err := f.Base.(fstest.MapFS).ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func say(faults []source.Fault) string {
	var out []string
	for _, f := range faults {
		out = append(out, fmt.Sprintf("%s at %s (%d:%d)", f.Code, f.Field, f.Line, f.Column))
	}
	return strings.Join(out, "; ")
}

// TestPlaceIsExact: line and column are those of the word at fault.
func TestPlaceIsExact(t *testing.T) {
	t.Parallel()
	files := example(t, func(all fstest.MapFS) {
		all[zl14] = &fstest.MapFile{Data: []byte(strings.Replace(string(all[zl14].Data), "tag: V}\nsteps", "tag: Q}\nsteps", 1))}
	})
	_, faults, err := Load(files)
	if err != nil || len(faults) != 1 {
		t.Fatal(err, say(faults))
	}
	f := faults[0]
	row := strings.Split(string(mustRead(t, files, zl14)), "\n")[f.Line-1]
	if got := string([]rune(row)[f.Column-1]); got != "Q" {
		t.Errorf("%d:%d is %q in %q", f.Line, f.Column, got, row)
	}
}

// TestLayers: the same path replaces the file from its own day on; before that
// day the layer below counts; retired removes.
func TestLayers(t *testing.T) {
	t.Parallel()
	day := func(m, d int) calendar.Date { return calendar.On(2026, time.Month(m), d) }
	body := func(from, lead string) []byte {
		raw := string(mustRead(t, example(t, nil), zl14))
		raw = strings.Replace(raw, "from: 2026-09-01", "from: "+from, 1)
		return []byte(strings.Replace(raw, "许可合同生效后三个月内办理。", lead, 1))
	}
	files := example(t, func(all fstest.MapFS) {
		all["cities/yunlan/"+zl14] = &fstest.MapFile{Data: body("2026-10-01", "城市的说法。")}
	})
	files.Local = fstest.MapFS{
		zl14: {Data: body("2026-11-01", "本地的说法。")},
		"items/utilization/licence/zl14.2026-12-01.yaml": {Data: body("2026-12-01", "十二月的说法。")},
		"items/utilization/licence/zl14.2027-01-01.yaml": {Data: []byte("code: ZL14\nfrom: 2027-01-01\nretired: true\n")},
	}
	c, faults, err := Load(files)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, say(faults))
	}
	for d, want := range map[calendar.Date]string{
		day(8, 31): "", day(9, 30): "许可合同生效后三个月内办理。", day(10, 31): "城市的说法。", day(11, 30): "本地的说法。", day(12, 31): "十二月的说法。", calendar.On(2027, 1, 1): "",
	} {
		it, ok := c.On(d).Item("ZL14")
		if ok != (want != "") || it.Lead.Zh != want {
			t.Errorf("%s: %v %q, want %q", d, ok, it.Lead.Zh, want)
		}
	}
	list, err := Upgrade(files)
	if err != nil || len(list) != 2 {
		t.Fatal(err, list)
	}
	if r := list[0]; len(r.Changes) != 2 || r.Changes[0].Field != "from" || r.Changes[1].After != "城市的说法。" || r.Moved() {
		t.Errorf("the city's file: %+v", r)
	}
	under := mustRead(t, files, zl14)
	files.Local.(fstest.MapFS)[zl14] = &fstest.MapFile{Data: Marked([]byte("another"), under)}
	if list, err = Upgrade(files); err != nil || !list[1].Moved() {
		t.Errorf("a file made from another is not told: %v %+v", err, list)
	}
}

func TestCodeTwice(t *testing.T) {
	t.Parallel()
	files := example(t, func(all fstest.MapFS) {
		all["items/utilization/pledge/zl14.yaml"] = all[zl14]
	})
	if _, faults, err := Load(files); err != nil || len(faults) != 1 || faults[0].Code != "catalogue.items.code_twice" {
		t.Error(err, say(faults))
	}
}
