package items

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/source"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Sample papers stand below this folder of a layer; the highest layer's file of a
// name counts.
const samplesDir = "samples"

// samplesFile holds the words of filled samples.
const samplesFile = samplesDir + "/words.yaml"

// MaxSample is how large a sample may be that the city gives.
// Unit: bytes. Source: our choice [D]: a sample is looked at on a telephone.
const MaxSample = 5 << 20

// sampleMedia are the kinds of files that may be samples, with the bytes they
// begin with.
var sampleMedia = map[string]struct{ media, begins string }{
	".pdf":  {"application/pdf", "%PDF-"},
	".docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK\x03\x04"},
	".png":  {"image/png", "\x89PNG\r\n\x1a\n"},
}

// SampleFile is a sample that a city gives for a material (示范文本).
type SampleFile struct {
	Name, Media string
	Body        []byte
}

// Sample gives the file that a material names as its sample.
func (c *Catalogue) Sample(name string) (SampleFile, bool) {
	kind, known := sampleMedia[path.Ext(name)]
	if c.reader == nil || !known || !samplePath(name) {
		return SampleFile{}, false
	}
	f, ok := c.reader.layers.Top(name)
	return SampleFile{Name: path.Base(name), Media: kind.media, Body: f.Body}, ok
}

// Beside gives the catalogue with one more folder in which samples are looked for
// first: those that officials put in while it runs.
func (c *Catalogue) Beside(samples fs.FS) *Catalogue {
	r := *c.reader
	r.layers = append(slices.Clone(r.layers), source.Layer{Name: "database", FS: samples})
	return &Catalogue{City: c.City, versions: c.versions, codes: c.codes, named: c.named, reader: &r}
}

// SamplePath is the path under which a material names what was put in.
func SamplePath(id, ending string) string { return samplesDir + "/" + id + ending }

func samplePath(name string) bool {
	return strings.HasPrefix(name, samplesDir+"/") && path.Clean(name) == name && !strings.ContainsAny(name, `\`)
}

// sample reads the path of a sample: a file that is there, of a kind that people
// can open, and no larger than a telephone likes.
func (r *reader) sample(n source.Node) string {
	name := n.String()
	if name == "" {
		return ""
	}
	kind, known := sampleMedia[path.Ext(name)]
	if !known || !samplePath(name) {
		n.Fault("catalogue.items.sample_name", "value", name)
		return name
	}
	f, ok := r.layers.Top(name)
	switch {
	case !ok:
		n.Fault("catalogue.items.sample_missing", "value", name)
	case len(f.Body) > MaxSample:
		n.Fault("catalogue.items.sample_large", "value", name, "most", MaxSample>>20)
	case !strings.HasPrefix(string(f.Body[:min(len(f.Body), 8)]), kind.begins):
		n.Fault("catalogue.items.sample_kind", "value", name)
	}
	return name
}

// said is what a field is filled with on a sample whose label holds the word.
type said struct {
	word string
	say  form.Text
}

// sayings reads what stands on filled samples.
func (r *reader) sayings() {
	f, ok := r.layers.Top(samplesFile)
	if !ok {
		return
	}
	n, ok := source.Parse(f.Shown, f.Body, r.to)
	if !ok {
		return
	}
	m := n.Map()
	for _, x := range m.Must("words").List() {
		w := x.Map()
		r.said = append(r.said, said{w.Must("word").String(), w.MustText("say")})
		w.Done()
	}
	for _, x := range m.Get("answers").List() {
		r.answer(x.Map())
	}
	r.statements(m.Get("papers"))
	m.Done()
}

// answer is what one field is filled with on the sample of one item, or of all
// that ask it, where answers have to fit each other.
type answer struct {
	item, field string
	say         form.Text
	// Unit: days from the first day of the item, of a field that asks for a date.
	days int
}

func (r *reader) answer(m *source.Map) {
	a := answer{item: m.Get("item").String(), field: m.Must("field").String()}
	if days := m.Get("days"); days.There() {
		a.days = days.Int(0, -3650, 3650)
	} else {
		a.say = m.MustText("say")
	}
	m.Done()
	r.fixed = append(r.fixed, a)
}

// answersOf puts them in; what a city's own form does not ask is left out.
func (c *Catalogue) answersOf(it form.Item, v form.Values, zh bool) {
	for _, a := range c.reader.fixed {
		f, ok := it.Field(a.field)
		if a.item != "" && a.item != it.Code || !ok || v[a.field] == "" {
			continue
		}
		v[a.field] = a.say.In(zh)
		if f.Kind == form.KindDate {
			v[a.field] = it.From.AddDays(a.days).String()
		}
	}
}

var exampleIn = regexp.MustCompile(`(?:例如：|如“|for example:? |For example:? |as “)([^，。；“”,;]+)`)

// wordsOf gives those of one field: of the table, of the example in its own hint, or how it is
// to be filled.
func (c *Catalogue) wordsOf(f form.Field, zh bool) string {
	if i := slices.IndexFunc(c.reader.said, func(s said) bool { return s.word != "" && strings.Contains(f.Label.Zh, s.word) }); i >= 0 {
		return c.reader.said[i].say.In(zh)
	}
	hint := f.Hint.In(zh)
	if m := exampleIn.FindStringSubmatch(hint); m != nil {
		return strings.TrimRight(m[1], ".")
	}
	if zh {
		return "（照实填写）" + hint
	}
	return strings.TrimSpace("(as it is) " + hint)
}

// Example fills the form of an item as a sample shows it, from what the item
// declares: invented names and numbers, all dates reckoned from the item's own
// first day, so that a version always gives the same sample.
func (c *Catalogue) Example(it form.Item, zh bool) (form.Values, form.Facts) {
	f := form.Facts{Today: it.From, Party: kernel.Party{Kind: "enterprise", Name: "样例传感科技有限公司", Code: sampleUSCC(1)}}
	if !zh {
		f.Party.Name = "Sample Sensor Technology Co., Ltd."
	}
	if len(it.Who) > 0 && !slices.Contains(it.Who, f.Party.Kind) {
		f.Party.Kind = it.Who[0]
	}
	if len(c.City.Districts) > 0 {
		f.District = c.City.Districts[0].Short
		f.Party.District = f.District
	}
	n := 0
	s := form.Sampler{Formats: SampleFormats(), All: true, Say: func(x form.Field) string { return c.wordsOf(x, zh) }, Pick: func(most int) int {
		if most < 100 {
			return 0 // the first answer of a choice
		}
		n++ // numbers differ from each other
		return n % most
	}}
	v := s.Fill(it, f)
	c.answersOf(it, v, zh)
	return spread(it, v, f), f
}

// spread lays the ends of periods apart where the item's rules allow it: a
// licence of one day is no example.
func spread(it form.Item, v form.Values, f form.Facts) form.Values {
	check := form.Checker{Formats: Formats(), Kinds: KindOf, Calendar: calendar.National()}
	for _, r := range it.Rules {
		if r.Name != "date_order" || len(r.Args) < 2 {
			continue
		}
		from, err := calendar.ParseDate(v[r.Args[0]])
		if err != nil {
			continue
		}
		for _, to := range []calendar.Date{from.AddYears(3).AddDays(-1), from.AddMonths(6), from.AddDays(5)} {
			was := v[r.Args[1]]
			v[r.Args[1]] = to.String()
			if _, err := check.Check(it, v, f); err == nil {
				break
			}
			v[r.Args[1]] = was
		}
	}
	return v
}
