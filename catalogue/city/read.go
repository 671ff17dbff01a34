package city

import (
	"regexp"
	"slices"

	"quanlian/catalogue/source"
	"quanlian/kernel"
)

var (
	idForm     = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	prefixForm = regexp.MustCompile(`^[A-Z]{2,4}$`)
	regionForm = regexp.MustCompile(`^\d{6}$`)
	urlForm    = regexp.MustCompile(`^https?://([a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+(:\d{1,5})?(/\S*)?$`)
	phoneForm  = regexp.MustCompile(`^(\d{3,4}-)?\d{3,8}( \d{4})?(-\d{1,6})?$`)
	// namesForm is where a fault leaves it open which names a file declares.
	namesForm = regexp.MustCompile(`^((districts|units|systems|events)(\[\d+\](\.(id|short))?)?)?$`)
)

// The files that make a city, by what others name of them.
const (
	DistrictsFile = "city.yaml"
	UnitsFile     = "units.yaml"
	SystemsFile   = "systems.yaml"
	EventsFile    = "events.yaml"
)

// Files are the files that make a city.
func Files() []string { return []string{DistrictsFile, UnitsFile, SystemsFile, EventsFile} }

// Optional are the files that a city may do without.
func Optional() []string { return []string{outagesFile, sealsFile, lawsFile} }

// optional is the mapping of a file that a city may do without, nil where there is
// none to read.
func optional(layers source.Layers, name string, to *source.Faults) *source.Map {
	f, ok := layers.Top(name)
	if !ok {
		return nil
	}
	n, ok := source.Parse(f.Shown, f.Body, to)
	if !ok {
		return nil
	}
	return n.Map()
}

// Read reads the city from its layers, the first lowest. Mistakes are told to
// the collector; what is read is what could be.
func Read(id string, layers source.Layers, to *source.Faults) City {
	c := City{ID: id}
	readers := map[string]func(*source.Map){DistrictsFile: c.city, UnitsFile: c.units, SystemsFile: c.systems, EventsFile: c.events}
	for _, name := range Files() {
		f, ok := layers.Top(name)
		if !ok {
			to.Add(source.Fault{File: name, Code: "catalogue.city.no_file", Args: map[string]any{"file": name, "city": id}})
			to.Lose(name)
			continue
		}
		before := to.Len()
		if n, ok := source.Parse(f.Shown, f.Body, to); ok {
			m := n.Map()
			readers[name](m)
			m.Done()
		}
		if slices.ContainsFunc(to.Since(before), func(f source.Fault) bool { return namesForm.MatchString(f.Field) }) {
			to.Lose(name)
		}
	}
	c.readOutages(layers, to)
	c.readSeals(layers, to)
	c.readLaws(layers, to)
	return c
}

func (c *City) city(m *source.Map) {
	c.Name = m.MustText("name")
	c.Prefix = matching(m.Must("prefix"), prefixForm, "YL")
	c.Sign = m.Get("sign").String()
	c.Invented = m.Get("invented").Bool()
	c.MandateNotice = m.Get("mandate_notice_days").Int(MandateNotice, 1, 180)
	c.Region = matching(m.Get("region"), regionForm, "330100")
	if n := m.Get("front"); n.There() {
		c.Front = front(n.Map())
	}
	for _, n := range m.Must("districts").List() {
		d := n.Map()
		x := District{
			ID: matching(d.Must("id"), idForm, "dongbu"), Name: d.MustText("name"), Short: d.Must("short").String(), ShortEn: d.Get("short_en").String(),
			Region: matching(d.Get("region"), regionForm, "330102"),
		}
		d.Done()
		if x.ShortEn == "" && x.Short != "" {
			d.Get("short").Minor().Fault("catalogue.city.no_short_en", "district", x.Short)
		}
		for key, word := range map[string]func(District) string{
			"id": func(d District) string { return d.ID }, "short": func(d District) string { return d.Short }, "short_en": func(d District) string { return d.ShortEn }, "region": func(d District) string { return d.Region },
		} {
			if w := word(x); w != "" && slices.ContainsFunc(c.Districts, func(o District) bool { return word(o) == w }) {
				d.Get(key).Fault("catalogue.source.twice", "value", w)
			}
		}
		c.Districts = append(c.Districts, x)
	}
}

// front reads what the pages say of who runs the site.
func front(m *source.Map) Front {
	f := Front{
		Name: m.Get("name").Text(), Host: m.Get("host").Text(), RunBy: m.Get("run_by").Text(),
		Advice:   matching(m.Get("advice"), phoneForm, "0990-8800 1200"),
		Complain: matching(m.Get("complaint"), phoneForm, "0990-8800 1230"),
	}
	for _, n := range m.Get("records").List() {
		f.Records = append(f.Records, n.Text())
	}
	m.Done()
	return f
}

func (c *City) units(m *source.Map) {
	for _, n := range m.Must("units").List() {
		u := n.Map()
		unit := Unit{
			ID: kernel.UnitID(matching(u.Must("id"), idForm, "patent-window")), Name: u.MustText("name"), Office: u.Get("office").Text(),
			Address: u.MustText("address"), Floor: u.Get("floor").String(),
			Advice:    matching(u.Must("advice"), phoneForm, "0990-8800 1200"),
			Complaint: matching(u.Must("complaint"), phoneForm, "0990-8800 1230"), Hours: u.MustText("hours"), District: u.Get("district").String(), ByLoad: u.Get("hand_out").OneOf("load", "claim") == "load",
		}
		for _, x := range u.Get("counters").List() {
			k := x.Map()
			unit.Counters = append(unit.Counters, Counter{No: k.Must("no").String(), Name: k.MustText("name")})
			k.Done()
		}
		if q := u.Get("queue"); q.There() {
			unit.Queue = queue(q)
		}
		u.Done()
		if _, ok := c.District(unit.District); unit.District != "" && !ok {
			u.Get("district").Of(DistrictsFile).Stray(unit.District, "catalogue.city.no_district", "district", unit.District)
		}
		if _, twice := c.Unit(unit.ID); twice {
			u.Fault("catalogue.source.twice", "value", unit.ID)
			continue
		}
		c.Units = append(c.Units, unit)
	}
}

func (c *City) systems(m *source.Map) {
	for _, n := range m.Must("systems").List() {
		s := n.Map()
		sys := System{
			ID: matching(s.Must("id"), idForm, "cnipa-contract"), Name: s.MustText("name"), Kind: s.Must("kind").OneOf(SystemKinds()...),
			Owner: s.MustText("owner"), Takes: s.MustText("takes"), Gives: s.MustText("gives"), URL: matching(s.Get("url"), urlForm, "https://www.example.gov.cn"), Demo: s.Get("demo").Bool(),
		}
		s.Done()
		if _, twice := c.System(sys.ID); twice {
			s.Fault("catalogue.source.twice", "value", sys.ID)
			continue
		}
		c.Systems = append(c.Systems, sys)
	}
}

func (c *City) events(m *source.Map) {
	for _, n := range m.Must("events").List() {
		e := n.Map()
		ev := Event{ID: matching(e.Must("id"), idForm, "first-patent"), Name: e.MustText("name"), Lead: e.MustText("lead"), Front: e.Get("front").Bool()}
		e.Done()
		if _, twice := c.Event(ev.ID); twice {
			e.Fault("catalogue.source.twice", "value", ev.ID)
			continue
		}
		c.Events = append(c.Events, ev)
	}
}

// matching reads a text that must have a form.
func matching(n source.Node, form *regexp.Regexp, example string) string {
	s := n.String()
	if s != "" && !form.MatchString(s) {
		n.Fault("catalogue.source.wrong_form", "value", s, "example", example)
	}
	return s
}
