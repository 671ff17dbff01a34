package sheet

import (
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// Words are the closed lists with their words in both languages.
type Words struct{ lists map[string][]Word }

// Word is one value of a closed list.
type Word struct {
	Value string
	Text  form.Text
}

// NewWords gathers the words of a city.
func NewWords(c city.City) *Words {
	w := &Words{lists: map[string][]Word{}}
	for list, values := range map[string][]string{
		"kind": items.Kinds(), "class": {"instant", "committed"}, "level": items.Levels(), "who": items.Whos(), "channel": items.Channels(), "source": items.Sources(), "extract": form.Extracts(),
		"status": {"reconstruction", "official"}, "flow": items.Flows(), "start": items.Starts(), "fieldkind": items.FieldKinds(), "export": {"form", "package", "sheet"},
		"back": {"file", "paste", "port"}, "yes": {"true", "false"}, "private": form.Privacies(), "limit": {"acceptance", "statutory", "committed", "outside", form.Yours},
	} {
		for _, v := range values {
			word := v
			if short := flowWords[v]; list == "flow" && short != "" {
				word = short
			}
			w.add(list, v, both("itembook.word."+list+"."+word))
		}
	}
	for _, link := range items.Links() {
		w.add("link", link, both(items.LinkKey(link)))
		for _, m := range items.Matters(link) {
			w.add("matter", m, both(items.Matter{Link: link, Matter: m}.Key()))
		}
	}
	for _, u := range c.Units {
		w.add("unit", string(u.ID), u.Name)
	}
	for _, e := range c.Events {
		w.add("event", e.ID, e.Name)
	}
	for _, s := range c.Systems {
		w.add("system", s.ID, s.Name)
	}
	for _, r := range calendar.Regimes() {
		w.add("regime", string(r.ID), form.Text{Zh: r.Zh, En: r.En})
	}
	return w
}

// flowWords are the keys of flows whose names are no words.
var flowWords = map[string]string{itemflow.Forward: "forward", itemflow.Decide: "decide", itemflow.Examine: "examine", itemflow.Publish: "publish"}

func both(key string) form.Text {
	return form.Text{Zh: lang.For(lang.Zh).T(key), En: lang.For(lang.En).T(key)}
}

func (w *Words) add(list, value string, t form.Text) {
	if !slices.ContainsFunc(w.lists[list], func(x Word) bool { return x.Value == value }) {
		w.lists[list] = append(w.lists[list], Word{value, t})
	}
}

// List gives the words of a closed list, in its order.
func (w *Words) List(list string) []Word { return w.lists[list] }

// Say gives the word for a value, the value itself when there is none.
func (w *Words) Say(list, value string, zh bool) string {
	for _, x := range w.lists[list] {
		if x.Value == value {
			return x.Text.In(zh)
		}
	}
	return value
}

// Read gives the value that a cell means: the value itself or its word in
// either language. What is neither comes back as it was typed; the check of the
// item tells of it.
func (w *Words) Read(list, text string) string {
	text = strings.TrimSpace(text)
	for _, x := range w.lists[list] {
		if strings.EqualFold(text, x.Value) || text == x.Text.Zh || strings.EqualFold(text, x.Text.En) {
			return x.Value
		}
	}
	return text
}
