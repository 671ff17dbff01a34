package items

import (
	"bytes"
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/source"
	"quanlian/kernel/form"
)

// writer writes an item as its file.
type writer struct {
	bytes.Buffer
	c *Catalogue
}

// Write gives the file of an item, as a person would write it: what is usual is
// left out, pages that are shared groups are named. Read again, it is the same
// item.
func (c *Catalogue) Write(it form.Item) []byte {
	w := &writer{c: c}
	w.key("code", it.Code)
	if d := it.From.String(); d != defaultFrom {
		w.key("from", d)
	}
	if it.Retired {
		w.key("retired", "true")
		return w.Bytes()
	}
	w.about(it)
	w.steps(it)
	w.handling(it)
	w.finding(it)
	return w.Bytes()
}

// key writes a line, unless there is nothing to say.
func (w *writer) key(name, value string) {
	if value != "" {
		fmt.Fprintf(w, "%s: %s\n", name, value)
	}
}

// list writes a block list, one entry a line.
func (w *writer) list(name string, entries []string) {
	if len(entries) == 0 {
		return
	}
	fmt.Fprintf(w, "%s:\n", name)
	for _, e := range entries {
		fmt.Fprintf(w, "  - %s\n", e)
	}
}

func (w *writer) about(it form.Item) {
	if it.Status != statuses[0] {
		w.key("status", source.Said(it.Status))
	}
	w.key("name", source.Both(it.Name))
	w.key("lead", source.Both(it.Lead))
	w.key("kind", string(it.Kind))
	w.key("class", string(it.Class))
	w.key("level", source.Words(it.Level))
	if it.Visits != 0 {
		w.key("visits", strconv.Itoa(it.Visits))
	}
	w.key("unit", string(it.Unit))
	if u, ok := w.c.City.Unit(it.Unit); !ok || it.Advice != u.Advice {
		w.key("advice", source.Said(it.Advice))
	}
	if u, ok := w.c.City.Unit(it.Unit); !ok || it.Complaint != u.Complaint {
		w.key("complaint", source.Said(it.Complaint))
	}
	var by []string
	for _, p := range it.Providers {
		by = append(by, source.Both(p))
	}
	w.list("providers", by)
	if !slices.Equal(it.Who, defaultWho) {
		w.key("who", source.Words(it.Who))
	}
	w.key("flow", it.Flow)
	w.key("self", it.Self)
	var basis []string
	for _, b := range it.Basis {
		basis = append(basis, source.Pairs("law", source.Quote(b.Law), "en", differingLaw(b, w.c), "article", source.Said(b.Article), "says", source.Both(b.Says), "tag", source.Said(b.Tag)))
	}
	w.list("basis", basis)
}

// steps writes the pages: a shared group by its name, others in full.
func (w *writer) steps(it form.Item) {
	w.WriteString("steps:\n")
	for _, s := range it.Steps {
		std, ok := w.c.Group(s.ID)
		if ok && reflect.DeepEqual(std, s) {
			fmt.Fprintf(w, "  - %s\n", s.ID)
			continue
		}
		changed := std
		changed.Name, changed.Lead, changed.Repeat, changed.Least, changed.When = s.Name, s.Lead, s.Repeat, s.Least, s.When
		if ok && reflect.DeepEqual(changed, s) && !(s.When.IsZero() && !std.When.IsZero()) && !(s.Lead == (form.Text{}) && std.Lead != s.Lead) {
			fmt.Fprintf(w, "  - %s\n", source.Pairs("group", s.ID, "name", differing(s.Name, std.Name), "lead", differing(s.Lead, std.Lead),
				"repeat", count(s.Repeat, std.Repeat), "least", count(s.Least, std.Least), "when", lineUnless(s.When, std.When)))
			continue
		}
		w.page(s)
	}
}

func differing(a, b form.Text) string {
	if a == b {
		return ""
	}
	return source.Both(a)
}

// differingLaw is the English name of a law where only the item gives it.
func differingLaw(b form.Basis, c *Catalogue) string {
	if b.En == c.english(b.Law) {
		return ""
	}
	return source.Said(b.En)
}

func count(a, b int) string {
	if a == b {
		return ""
	}
	return strconv.Itoa(a)
}

func lineUnless(a, b form.Predicate) string {
	if reflect.DeepEqual(a, b) {
		return ""
	}
	return line(a)
}

// line writes a condition as it is declared.
func line(p form.Predicate) string {
	if p.IsZero() {
		return ""
	}
	return source.Quote(strings.Join(append([]string{p.Name}, p.Args...), " "))
}

func (w *writer) page(s form.Step) {
	fmt.Fprintf(w, "  - id: %s\n    name: %s\n", s.ID, source.Both(s.Name))
	for _, kv := range [][2]string{{"lead", source.Both(s.Lead)}, {"repeat", count(s.Repeat, 0)}, {"least", count(s.Least, 0)}, {"when", line(s.When)}} {
		if kv[1] != "" {
			fmt.Fprintf(w, "    %s: %s\n", kv[0], kv[1])
		}
	}
	w.WriteString("    fields:\n")
	for _, f := range s.Fields {
		var options []string
		for _, o := range f.Options {
			options = append(options, source.Pairs("value", source.Quote(o.Value), "text", source.Both(o.Text), "hint", source.Both(o.Hint)))
		}
		list := ""
		switch {
		case len(options) > 0 && reflect.DeepEqual(f.Options, districts(w.c.City)):
			list = "districts"
		case len(options) > 0:
			list = "[" + strings.Join(options, ", ") + "]"
		}
		fmt.Fprintf(w, "      - %s\n", source.Pairs("id", strings.TrimPrefix(f.ID, s.ID+"."), "kind", string(f.Kind), "label", source.Both(f.Label), "hint", source.Both(f.Hint),
			"optional", source.Flag(f.Optional), "options", list, "format", f.Format, "register", f.Register, "prefill", source.Said(f.Prefill), "lock", source.Flag(f.Lock), "anew", source.Flag(f.Anew),
			"min", source.Said(f.Min), "max", source.Said(f.Max), "len", count(f.Len, 0), "when", line(f.When), "private", f.Privacy(), "unit", source.Both(f.Unit), "width", f.Width))
	}
}

func (w *writer) handling(it form.Item) {
	var rules []string
	for _, r := range it.Rules {
		rules = append(rules, source.Quote(strings.Join(append([]string{r.Name}, r.Args...), " ")))
	}
	w.list("rules", rules)
	var mats []string
	for _, m := range it.Materials {
		types := source.Words(m.Types)
		if slices.Equal(m.Types, defaultTypes) {
			types = ""
		}
		mats = append(mats, source.Pairs("id", source.Quote(m.ID), "name", source.Both(m.Name), "note", source.Both(m.Note), "source", m.Source, "form", source.Both(m.Form),
			"when", line(m.When), "spare", source.Flag(m.Spare), "register", m.Register, "extract", m.Extract, "cases", source.Words(m.Cases), "optional", source.Flag(m.Optional), "later", m.Later.String(), "promise", source.Flag(m.Promise),
			"types", types, "max_mb", count(cmp.Or(m.MaxMB, defaultMB), defaultMB), "max", count(cmp.Or(m.Max, defaultFiles), defaultFiles), "sample", source.Said(m.Sample), "application", source.Flag(m.Application)))
	}
	w.list("materials", mats)
	w.WriteString("limits:\n")
	for _, l := range it.Limits {
		regime, outside := "", ""
		if l.Regime != calendar.Administrative {
			regime = string(l.Regime)
		}
		if l.Outside != (l.Name == "outside") {
			outside = strconv.FormatBool(l.Outside)
		}
		fmt.Fprintf(w, "  %s: %s\n", l.Name, source.Pairs("period", l.Period.String(), "from", l.From, "regime", regime, "basis", source.Said(l.Basis), "tag", source.Said(l.Tag), "outside", outside, "note", source.Both(l.Note)))
	}
	if it.Fee != (form.Fee{}) {
		w.key("fee", source.Pairs("free", source.Flag(it.Fee.Free), "text", source.Both(it.Fee.Text), "basis", source.Said(it.Fee.Basis), "tag", source.Said(it.Fee.Tag)))
	}
	w.key("result", source.Pairs("name", source.Both(it.Result.Name), "template", source.Said(it.Result.Template), "series", source.Said(it.Result.Series)))
	w.key("says", source.Both(it.Result.Says))
	if !slices.Equal(it.Channels, defaultChannels) {
		w.key("channels", source.Words(it.Channels))
	}
	var checks []string
	for _, c := range it.Checklist {
		checks = append(checks, source.Pairs("id", source.Quote(c.ID), "text", source.Both(c.Text), "auto", source.Said(c.Auto)))
	}
	w.list("checklist", checks)
}

func (w *writer) finding(it form.Item) {
	var texts []string
	for _, m := range it.Mistakes {
		texts = append(texts, source.Both(m))
	}
	w.list("mistakes", texts)
	w.key("seek", source.Words(it.Seek))
	w.key("events", source.Words(it.Events))
	w.key("together", source.Words(it.Together))
	if t := it.Target; t != nil {
		w.key("target", source.Pairs("system", t.System, "export", t.Export, "back", t.Back))
	}
	if p := it.Cure.String(); p != defaultCure {
		w.key("cure", p)
	}
	w.key("promise", source.Flag(it.Promise))
	if it.Publicity != nil {
		w.key("publicity", it.Publicity.String())
		w.key("public", source.Words(it.Public))
	}
	var routes []string
	if len(it.Routes) > 0 && reflect.DeepEqual(it.Routes, stations(w.c.City)) {
		w.key("routes", "districts")
		return
	}
	for _, r := range it.Routes {
		routes = append(routes, source.Pairs("when", line(r.When), "unit", string(r.Unit)))
	}
	w.list("routes", routes)
}
