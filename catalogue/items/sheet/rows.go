package sheet

import (
	"reflect"
	"strconv"
	"strings"

	"quanlian/catalogue/items"
	"quanlian/catalogue/words"
	"quanlian/kernel/form"
)

// Book is every table of some items.
type Book map[string][]Row

// Rows takes items apart.
func Rows(c *items.Catalogue, list []form.Item) Book {
	b := Book{}
	for _, it := range list {
		b[Items] = append(b[Items], itemRow(it))
		for _, m := range it.Materials {
			b[Materials] = append(b[Materials], materialRow(it.Code, m))
		}
		b[Fields] = append(b[Fields], fieldRows(c, it)...)
		for _, l := range it.Limits {
			r := Row{"code": it.Code, "name": l.Name, "period": l.Period.String(), "from": l.From, "basis": l.Basis, "tag": l.Tag, "regime": string(l.Regime), "outside": yes(l.Outside)}
			text(r, "note", l.Note)
			b[Limits] = append(b[Limits], r)
		}
		for _, x := range it.Basis {
			r := Row{"code": it.Code, "law": x.Law, "law_en": ownEnglish(x), "article": x.Article, "tag": x.Tag}
			text(r, "says", x.Says)
			b[Basis] = append(b[Basis], r)
		}
		for _, x := range it.Checklist {
			r := Row{"code": it.Code, "id": x.ID, "auto": x.Auto}
			text(r, "text", x.Text)
			b[Checklist] = append(b[Checklist], r)
		}
		for _, x := range it.Mistakes {
			r := Row{"code": it.Code}
			text(r, "text", x)
			b[Mistakes] = append(b[Mistakes], r)
		}
	}
	return b
}

// ownEnglish is the English name of a law that the program's list does not give: what
// it gives follows the law when that is changed.
func ownEnglish(b form.Basis) string {
	if b.En == words.EnglishLaw(b.Law) {
		return ""
	}
	return b.En
}

func itemRow(it form.Item) Row {
	r := Row{
		"code": it.Code, "link": it.Link, "matter": it.Matter, "from": it.From.String(), "status": it.Status, "kind": string(it.Kind), "class": string(it.Class),
		"level": lines(it.Level), "visits": strconv.Itoa(it.Visits), "unit": string(it.Unit), "advice": it.Advice, "complaint": it.Complaint,
		"who": lines(it.Who), "channels": lines(it.Channels), "flow": it.Flow, "cure": it.Cure.String(), "promise": yes(it.Promise),
		"fee_basis": it.Fee.Basis, "fee_tag": it.Fee.Tag, "fee_free": yes(it.Fee.Free), "series": it.Result.Series, "template": it.Result.Template,
		"seek": lines(it.Seek), "events": lines(it.Events), "together": lines(it.Together), "self": it.Self, "retired": yes(it.Retired),
	}
	text(r, "name", it.Name)
	text(r, "lead", it.Lead)
	text(r, "fee", it.Fee.Text)
	text(r, "result", it.Result.Name)
	text(r, "granted", it.Result.Says)
	var zh, en, rules, routes []string
	for _, p := range it.Providers {
		zh, en = append(zh, p.Zh), append(en, p.En)
	}
	for _, x := range it.Rules {
		rules = append(rules, strings.Join(append([]string{x.Name}, x.Args...), " "))
	}
	for _, x := range it.Routes {
		routes = append(routes, condition(x.When)+" → "+string(x.Unit))
	}
	r["providers_zh"], r["providers_en"], r["rules"], r["routes"] = lines(zh), lines(en), lines(rules), lines(routes)
	if it.Publicity != nil {
		r["publicity"] = it.Publicity.String()
	}
	if t := it.Target; t != nil {
		r["system"], r["export"], r["back"] = t.System, t.Export, t.Back
	}
	return r
}

func materialRow(code string, m form.Material) Row {
	r := Row{"code": code, "id": m.ID, "source": m.Source, "spare": yes(m.Spare), "spare_by": m.Register, "extract": m.Extract, "cases": lines(m.Cases), "optional": yes(m.Optional), "later": m.Later.String(), "promise": yes(m.Promise), "application": yes(m.Application),
		"types": lines(m.Types), "max_mb": strconv.Itoa(m.MaxMB), "max": strconv.Itoa(m.Max), "sample": m.Sample, "when": condition(m.When)}
	text(r, "name", m.Name)
	text(r, "note", m.Note)
	text(r, "form", m.Form)
	return r
}

// fieldRows writes the pages of a form: a shared group is one row without a
// field, any other page one row for each of its fields.
func fieldRows(c *items.Catalogue, it form.Item) []Row {
	var out []Row
	for _, s := range it.Steps {
		head := func() Row {
			r := Row{"code": it.Code, "step": s.ID, "repeat": number(s.Repeat), "least": number(s.Least), "step_when": condition(s.When)}
			text(r, "step", s.Name)
			text(r, "step_lead", s.Lead)
			return r
		}
		if std, ok := c.Group(s.ID); ok && reflect.DeepEqual(std.Fields, s.Fields) {
			out = append(out, head())
			continue
		}
		for _, f := range s.Fields {
			r := head()
			r["field"] = strings.TrimPrefix(f.ID, s.ID+".")
			fill(r, f)
			out = append(out, r)
		}
	}
	return out
}

func fill(r Row, f form.Field) {
	text(r, "label", f.Label)
	text(r, "hint", f.Hint)
	text(r, "unit", f.Unit)
	var options []string
	for _, o := range f.Options {
		line := o.Value + " = " + o.Text.Zh + " | " + o.Text.En
		if o.Hint != (form.Text{}) {
			line += " | " + o.Hint.Zh + " | " + o.Hint.En
		}
		options = append(options, line)
	}
	for k, v := range map[string]string{"kind": string(f.Kind), "optional": yes(f.Optional), "options": lines(options), "min": f.Min, "max": f.Max, "len": number(f.Len),
		"private": f.Privacy(), "format": f.Format, "register": f.Register, "prefill": f.Prefill, "lock": yes(f.Lock), "anew": yes(f.Anew), "when": condition(f.When), "width": f.Width} {
		r[k] = v
	}
}

func text(r Row, key string, t form.Text) {
	r[key+"_zh"], r[key+"_en"] = t.Zh, t.En
}

func lines(list []string) string { return strings.Join(list, "\n") }

func yes(b bool) string {
	if b {
		return "true"
	}
	return ""
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func condition(p form.Predicate) string {
	return strings.TrimSpace(strings.Join(append([]string{p.Name}, p.Args...), " "))
}
