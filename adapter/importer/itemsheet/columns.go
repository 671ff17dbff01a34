package itemsheet

import (
	"strconv"
	"strings"

	"quanlian/adapter/importer"
	"quanlian/kernel/form"
)

// column is one column of the sheet. Its path is that of the form's value, or
// file.<material> for the names of attachments.
type column struct {
	path           string
	zh, en         string
	zhHint, enHint string
	must           bool
	field          form.Field
	file           bool
}

// filePrefix begins the path of a column that names attachments, as in faults.
const filePrefix = "file."

// columns of an item in the order of its form, then its attachments; all of the
// repeated rows, or as many as one begins with.
func columns(it form.Item, all bool) []column {
	list := it.Columns(all)
	seen := map[string]int{} // a label that stands on two pages is told by its page
	for _, c := range it.Columns(false) {
		if c.Row <= 1 {
			seen[c.Field.Label.Zh]++
			seen[c.Field.Label.En]++
		}
	}
	var out []column
	for _, c := range list {
		x := column{path: c.Path, zh: c.Field.Label.Zh, en: c.Field.Label.En, must: c.Must(), field: c.Field, zhHint: hint(c, true), enHint: hint(c, false)}
		if c.Row > 0 {
			x.zh, x.en = c.Step.Name.Zh+strconv.Itoa(c.Row)+"："+x.zh, c.Step.Name.En+" "+strconv.Itoa(c.Row)+": "+x.en
		} else if seen[x.zh] > 1 || seen[x.en] > 1 {
			x.zh, x.en = c.Step.Name.Zh+"："+x.zh, c.Step.Name.En+": "+x.en
		}
		out = append(out, x)
	}
	for _, m := range it.Materials {
		if m.Source == "system" || m.Spare && m.Register == "" && m.Extract != form.ExtractBoth {
			continue
		}
		out = append(out, column{path: filePrefix + m.ID, zh: "附件：" + m.Name.Zh, en: "Attachment: " + m.Name.En, file: true,
			zhHint: "写压缩包里的文件名，几个用；隔开。全表共用的附件不在这里写", enHint: "Names of files in the archive, several with ; between. What all rows share is not named here"})
	}
	return apart(out)
}

// apart numbers the columns that are called the same, as the drawings of two
// kinds of patent.
func apart(list []column) []column {
	seen := map[string]int{}
	for i := range list {
		for _, name := range []*string{&list[i].zh, &list[i].en} {
			k := importer.HeadKey(*name)
			if seen[k]++; seen[k] > 1 {
				*name += "（" + strconv.Itoa(seen[k]) + "）"
			}
		}
	}
	return list
}

// hint says how a column is filled in.
func hint(c form.Column, zh bool) string {
	parts := []string{c.Field.Hint.In(zh)}
	say := func(z, e string) {
		if zh {
			parts = append(parts, z)
		} else {
			parts = append(parts, e)
		}
	}
	switch c.Field.Kind {
	case form.KindDate:
		say("日期，如2026-11-20", "A date, as 2026-11-20")
	case form.KindAmount:
		say("元，如1800000.00", "Yuan, as 1800000.00")
	case form.KindChoices:
		say("几个用；隔开", "Several with ; between")
	case form.KindRefs:
		say("几个号码用；隔开", "Several numbers with ; between")
	}
	if !c.Field.When.IsZero() || !c.Step.When.IsZero() {
		say("看情况填", "Only where it applies")
	}
	return strings.TrimSpace(strings.Join(parts, "　"))
}

// words are those by which the choice may be written, the first of the drop-down.
func words(o form.Option) []string { return []string{o.Text.Zh, o.Text.En, o.Value} }

// allowed lists the words of the drop-down.
func (c column) allowed() []string {
	if c.field.Kind == form.KindYes {
		return []string{"是", "否"}
	}
	var out []string
	for _, o := range c.field.Options {
		out = append(out, o.Text.Zh)
	}
	return out
}

// heads knows the columns of an item by their heads in either language.
type heads struct {
	by   map[string]string // path by head
	cols map[string]column
	need string // the path without which a row is no table of this item
}

func headsOf(it form.Item) heads {
	h := heads{by: map[string]string{}, cols: map[string]column{}}
	for _, c := range columns(it, true) {
		h.cols[c.path] = c
		for _, name := range []string{c.path, c.zh, c.en, c.zh + "必填", c.en + "required"} {
			if k := importer.HeadKey(name); h.by[k] == "" {
				h.by[k] = c.path
			}
		}
		if c.must && h.need == "" {
			h.need = c.path
		}
	}
	if h.need == "" {
		h.need = columns(it, false)[0].path
	}
	return h
}

func (h heads) path(head string) string { return h.by[importer.HeadKey(head)] }
