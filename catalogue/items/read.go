package items

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/source"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

var (
	codeForm  = regexp.MustCompile(`^[A-Z]{2}\d{2,3}$`)
	phoneForm = regexp.MustCompile(`^(\d{3,4}-)?\d{3,8}( \d{4})?(-\d{1,6})?$`)
	nameForm  = regexp.MustCompile(`^([a-z]{2}\d{2,3})(\.(\d{4}-\d{2}-\d{2}))?$`)
)

// reader reads the files of one catalogue.
type reader struct {
	cat       *Catalogue
	to        *source.Faults
	shared    map[string]draftStep
	templates fs.FS
	layers    source.Layers // where samples stand
	said      []said        // words of filled samples
	fixed     []answer      // answers of samples that have to fit each other
	stated    []stated      // papers that others state
	paths     []string      // of the item that is being read
	unsure    bool          // a group of that item could not be read: paths are not all
}

// item reads one file into a version; ok tells whether it may be used.
func (r *reader) item(f source.File) (Version, bool) {
	before := r.to.Len()
	v := Version{File: f.Shown, Path: f.Path, rank: f.Layer, body: f.Body, Lines: bytes.Count(f.Body, []byte("\n"))}
	n, ok := source.Parse(f.Shown, f.Body, r.to)
	if !ok {
		return v, false
	}
	r.paths, r.unsure = nil, false
	m := n.Map()
	it := &v.Item
	r.head(m, it, f)
	if !it.Retired {
		r.about(m, it)
		r.body(m, it)
		m.Done()
	}
	v.Hash = it.Hash()
	return v, r.to.Len() == before
}

// head reads what even a retired version has: code, day, place.
func (r *reader) head(m *source.Map, it *form.Item, f source.File) {
	it.Code = m.Must("code").String()
	if it.Code != "" && !codeForm.MatchString(it.Code) {
		m.Get("code").Fault("catalogue.source.wrong_form", "value", it.Code, "example", "ZL14")
	}
	from := m.Get("from")
	if it.From = from.Date(); !from.There() {
		it.From, _ = calendar.ParseDate(defaultFrom)
	}
	it.Retired = m.Get("retired").Bool()
	parts := strings.Split(path.Dir(f.Path), "/") // items/<link>/<matter>
	if len(parts) != 3 || !slices.Contains(Matters(parts[1]), parts[2]) {
		m.Fault("catalogue.items.wrong_folder", "folder", path.Dir(f.Path))
	} else {
		it.Link, it.Matter = parts[1], parts[2]
	}
	name := strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path))
	got := nameForm.FindStringSubmatch(name)
	if it.Code != "" && (got == nil || got[1] != strings.ToLower(it.Code) || got[3] != "" && got[3] != it.From.String() || path.Ext(f.Path) != ".yaml") {
		m.Get("code").Fault("catalogue.items.wrong_file", "file", path.Base(f.Path), "want", strings.ToLower(it.Code)+".yaml")
	}
}

// about reads what an item is, for whom, on which basis.
func (r *reader) about(m *source.Map, it *form.Item) {
	it.Status = or(m.Get("status").OneOf(statuses...), statuses[0])
	it.Name, it.Lead = m.MustText("name"), m.MustText("lead")
	it.Kind = form.Kind(m.Must("kind").OneOf(kinds...))
	it.Class = form.Class(m.Must("class").OneOf(classes...))
	it.Level = m.Must("level").Some(levels...)
	it.Visits = m.Get("visits").Int(0, -1, 9)
	for _, x := range m.Must("providers").List() {
		it.Providers = append(it.Providers, x.Text())
	}
	if it.Who = m.Get("who").Some(whos...); it.Who == nil {
		it.Who = slices.Clone(defaultWho)
	}
	it.Flow = m.Must("flow").OneOf(flows...)
	it.Self = m.Get("self").OneOf(pages...)
	it.Unit = kernel.UnitID(m.Must("unit").Of(city.UnitsFile).OneOf(r.cat.City.UnitIDs()...))
	it.Advice, it.Complaint = phone(m.Get("advice")), phone(m.Get("complaint"))
	if u, ok := r.cat.City.Unit(it.Unit); ok {
		it.Advice, it.Complaint = or(it.Advice, u.Advice), or(it.Complaint, u.Complaint)
	}
	r.basis(m, it)
}

func phone(n source.Node) string {
	s := n.String()
	if s != "" && !phoneForm.MatchString(s) {
		n.Fault("catalogue.source.wrong_form", "value", s, "example", "0990-8800 1200")
	}
	return s
}

// body reads the form and how a case is handled.
func (r *reader) body(m *source.Map, it *form.Item) {
	r.steps(m, it)
	r.rules(m, it)
	r.materials(m, it)
	r.limits(m, it)
	fee := m.Get("fee").Map()
	if fee.Has("text") && !fee.Get("free").Bool() { // who charges says by what it is known
		fee.Must("tag")
	}
	it.Fee = form.Fee{Free: fee.Get("free").Bool(), Text: fee.Get("text").Text(), Basis: fee.Get("basis").String(), Tag: tag(fee.Get("tag"))}
	it.Fee.BasisEn = r.english(it.Fee.Basis, "", fee.Get("basis"))
	fee.Done()
	r.result(m, it)
	if it.Channels = m.Get("channels").Some(channels...); it.Channels == nil {
		it.Channels = slices.Clone(defaultChannels)
	}
	r.checklist(m, it)
	for _, x := range m.Get("mistakes").List() {
		it.Mistakes = append(it.Mistakes, x.Text())
		for _, code := range codesIn(it.Mistakes[len(it.Mistakes)-1].Zh) { // the page leads there
			r.cat.named = append(r.cat.named, named{code, x, true})
		}
	}
	it.Seek = Phrases(m)
	it.Events = m.Get("events").Of(city.EventsFile).Some(r.cat.City.EventIDs()...)
	r.together(m, it)
	r.target(m, it)
	if it.Cure = m.Get("cure").Period(); it.Cure.IsZero() {
		it.Cure, _ = calendar.ParsePeriod(defaultCure)
	}
	it.Promise = m.Get("promise").Bool()
	r.publicity(m, it)
	r.routes(m, it)
}

// together remembers which codes are named, until all are known.
func (r *reader) together(m *source.Map, it *form.Item) {
	for _, x := range m.Get("together").List() {
		code := x.String()
		it.Together = append(it.Together, code)
		if code == it.Code {
			x.Fault("catalogue.items.together_self")
		}
		r.cat.named = append(r.cat.named, named{code, x, false})
	}
}

func (r *reader) publicity(m *source.Map, it *form.Item) {
	n := m.Get("publicity")
	publishes := it.Flow == "accept-examine-publish-decide"
	switch {
	case publishes && !n.There():
		m.Must("publicity")
	case !publishes && n.There():
		n.Fault("catalogue.items.publicity", "flow", it.Flow)
	case publishes:
		p := n.Period()
		it.Publicity = &p
	}
	it.Public = r.public(m.Get("public"), it)
}

// public reads which answers a publicity shows: fields that there are, and none
// with personal data.
func (r *reader) public(n source.Node, it *form.Item) []string {
	if n.There() && it.Publicity == nil {
		n.Fault("catalogue.items.publicity", "flow", it.Flow)
		return nil
	}
	for _, x := range n.List() {
		f, ok := it.Field(x.String())
		switch {
		case !ok && !r.unsure:
			x.OneOf(r.paths...)
		case f.Private:
			x.Fault("catalogue.items.public_private", "field", f.ID)
		}
	}
	return n.Strings()
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
