package guide

import (
	"regexp"
	"slices"

	"quanlian/catalogue/city"
	"quanlian/catalogue/items"
	"quanlian/catalogue/source"
)

// File is where the guide stands below its layer.
const File = "guide/guide.yaml"

var idForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// Bounds: a guide is a few questions. Unit: questions, answers. Source: our
// choice [D].
const (
	mostQuestions = 5
	mostAnswers   = 12
)

// Read reads the guide from the layers of a catalogue. Mistakes are told to the
// collector.
func Read(layers source.Layers, c *items.Catalogue, to *source.Faults) Guide {
	var g Guide
	f, ok := layers.Top(File)
	if !ok {
		to.Add(source.Fault{File: File, Code: "catalogue.guide.no_file"})
		return g
	}
	n, ok := source.Parse(f.Shown, f.Body, to)
	if !ok {
		return g
	}
	m := n.Map()
	list := m.Must("questions")
	for _, x := range list.List() {
		g.Questions = append(g.Questions, question(x.Map(), c))
	}
	if len(g.Questions) > mostQuestions {
		list.Fault("catalogue.guide.too_many", "most", mostQuestions)
	}
	m.Done()
	return g
}

func question(m *source.Map, c *items.Catalogue) Question {
	q := Question{ID: id(m.Must("id")), Text: m.MustText("text"), Hint: m.Get("hint").Text()}
	list := m.Must("answers")
	for _, x := range list.List() {
		a := answer(x.Map(), c)
		if _, twice := q.Answer(a.ID); twice {
			x.Fault("catalogue.source.twice", "value", a.ID)
		}
		q.Answers = append(q.Answers, a)
	}
	if len(q.Answers) > mostAnswers {
		list.Fault("catalogue.guide.too_many", "most", mostAnswers)
	}
	m.Done()
	return q
}

func answer(m *source.Map, c *items.Catalogue) Answer {
	a := Answer{ID: id(m.Must("id")), Text: m.MustText("text"), Hint: m.Get("hint").Text(), All: m.Get("all").Bool(),
		Who: m.Get("who").Some(items.Whos()...), Groups: m.Get("groups").Some(items.Groups()...),
		Matters: m.Get("matters").Some(matters()...), Events: m.Get("events").Of(city.EventsFile).Some(c.City.EventIDs()...), Codes: m.Get("codes").Of("items/*").Some(c.Codes()...)}
	if !a.All && len(a.Who)+len(a.Groups)+len(a.Matters)+len(a.Events)+len(a.Codes) == 0 {
		m.Fault("catalogue.guide.fits_nothing")
	}
	m.Done()
	return a
}

func id(n source.Node) string {
	s := n.String()
	if s != "" && !idForm.MatchString(s) {
		n.Fault("catalogue.source.wrong_form", "value", s, "example", "patent")
	}
	return s
}

// matters are all addresses <link>/<matter>.
func matters() []string {
	var out []string
	for _, link := range items.Links() {
		for _, m := range items.Matters(link) {
			out = append(out, link+"/"+m)
		}
	}
	slices.Sort(out)
	return out
}
