package items

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/source"
	"quanlian/kernel/form"
)

// Version is one version of an item with where it comes from.
type Version struct {
	Item  form.Item
	Hash  string
	File  string // as a person finds it; "" for one kept in the database
	Path  string // below its layer: items/creation/trademark/sb01.yaml
	Layer string // embedded, city, local, database
	Case  string // that approved it
	Lines int
	rank  int
	body  []byte
}

// Path is where the file of an item stands below its layer.
func Path(it form.Item) string {
	return "items/" + it.Link + "/" + it.Matter + "/" + strings.ToLower(it.Code) + ".yaml"
}

// Catalogue is every version of every item, with the city it is for.
type Catalogue struct {
	City     city.City
	versions map[string][]Version
	codes    []string
	named    []named
	reader   *reader // judges what officials change
	mu       sync.Mutex
	sets     map[calendar.Date]*Set
}

// named is a code that some item names.
type named struct {
	code string
	at   source.Node
	said bool // in a sentence, where MM18 is no item
}

// missing tells of a code that nobody declares; the page leaves it out.
func (c *Catalogue) missing(n named) {
	if n.said && !slices.ContainsFunc(c.codes, func(code string) bool { return strings.HasPrefix(code, n.code[:2]) }) {
		return
	}
	n.at.Minor().Of("items/*").Stray(n.code, "catalogue.items.no_such_code", "value", n.code)
}

// Files says where a catalogue is read from.
type Files struct {
	Base      fs.FS  // items, groups, cities
	City      string // folder below cities
	CityFS    fs.FS  // instead of a folder of Base, when given
	Local     fs.FS  // lies over all, nil for none
	Templates fs.FS  // of documents; nil does not look for them
	Shown     [3]string
}

// Layers are the layers of items and groups, lowest first.
func (f Files) Layers() (all source.Layers, err error) {
	cityFS := f.CityFS
	prefix := f.Shown[1]
	if cityFS == nil {
		if cityFS, err = fs.Sub(f.Base, "cities/"+f.City); err != nil {
			return nil, err
		}
		if prefix == "" {
			prefix = strings.TrimPrefix(f.Shown[0]+"/cities/"+f.City, "/")
		}
	}
	all = source.Layers{{Name: "embedded", FS: f.Base, Prefix: f.Shown[0]}, {Name: "city", FS: cityFS, Prefix: prefix}}
	if f.Local != nil {
		all = append(all, source.Layer{Name: "local", FS: f.Local, Prefix: f.Shown[2]})
	}
	return all, nil
}

// Load reads the whole catalogue. The faults are every mistake of every file;
// items with a mistake are left out. The error is about reading, not writing.
func Load(f Files) (*Catalogue, []source.Fault, error) {
	layers, err := f.Layers()
	if err != nil {
		return nil, nil, err
	}
	to := &source.Faults{}
	c := &Catalogue{versions: map[string][]Version{}}
	c.City = city.Read(f.City, layers[1:], to)
	r := &reader{cat: c, to: to, shared: map[string]draftStep{}, templates: f.Templates, layers: layers}
	r.sayings()
	if err := r.groups(layers); err != nil {
		return nil, nil, err
	}
	files, err := layers.All("items")
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		v, ok := r.item(file)
		if !ok {
			r.lose(v)
			continue
		}
		v.Layer = layers[file.Layer].Name
		c.add(v, to)
	}
	c.settle(to)
	c.reader = r
	return c, to.All(), nil
}

// lose notes an item that is left out, by its code and by that of its file's name.
func (r *reader) lose(v Version) {
	r.to.Lose("items/" + v.Item.Code)
	if name := nameForm.FindStringSubmatch(strings.TrimSuffix(path.Base(v.Path), path.Ext(v.Path))); name != nil {
		r.to.Lose("items/" + strings.ToUpper(name[1]))
	}
}

// Faults is a collector for what names items: it knows which could not be read.
func (c *Catalogue) Faults() *source.Faults { return c.reader.to.Heir() }

// add takes a version in; two files of one layer for the same code and day are
// a mistake.
func (c *Catalogue) add(v Version, to *source.Faults) {
	for _, o := range c.versions[v.Item.Code] {
		if o.rank == v.rank && o.Path != v.Path && (o.Item.From == v.Item.From || o.Item.Link != v.Item.Link || o.Item.Matter != v.Item.Matter) {
			to.Add(source.Fault{File: v.File, Line: 1, Column: 1, Field: "code", Code: "catalogue.items.code_twice", Args: map[string]any{"value": v.Item.Code, "other": o.File}})
			return
		}
	}
	c.versions[v.Item.Code] = append(c.versions[v.Item.Code], v)
}

// settle sorts the versions and checks the codes that items name.
func (c *Catalogue) settle(to *source.Faults) {
	c.codes = c.codes[:0]
	for code, list := range c.versions {
		c.codes = append(c.codes, code)
		slices.SortStableFunc(list, func(a, b Version) int {
			if a.rank != b.rank {
				return b.rank - a.rank
			}
			return b.Item.From.Compare(a.Item.From)
		})
	}
	slices.SortFunc(c.codes, compareCodes)
	for _, n := range c.named {
		if _, ok := c.versions[n.code]; !ok && to != nil {
			c.missing(n)
		}
	}
}

// InForce gives the version of a code that is applied on a day. The highest
// layer counts from its own first day; before that the one below it does.
func (c *Catalogue) InForce(code string, day calendar.Date) (Version, bool) {
	for _, v := range c.versions[code] {
		if !v.Item.From.After(day) {
			return v, !v.Item.Retired
		}
	}
	return Version{}, false
}

// Versions lists every version of a code, the one that counts first.
func (c *Catalogue) Versions(code string) []Version { return slices.Clone(c.versions[code]) }

// Codes lists the codes of every item there ever was, in the order of the list.
func (c *Catalogue) Codes() []string { return slices.Clone(c.codes) }

// All gives every version of every item that is not retired, for what keeps
// resolved items by their hash.
func (c *Catalogue) All() []form.Item {
	var out []form.Item
	for _, code := range c.codes {
		for _, v := range c.versions[code] {
			if !v.Item.Retired {
				out = append(out, v.Item)
			}
		}
	}
	return out
}

// order of the two letters in the list of domain.md §9.1, as language keys end.
const order = "zl sb bq dl sj sm bt pz hg jr jy bh xx px"

// Groups are the letters with which codes begin, in the order of the list.
func Groups() []string { return strings.Fields(strings.ToUpper(order)) }

// GroupOf is the letters with which a code begins: ZL, 专利.
func GroupOf(code string) string { return code[:min(2, len(code))] }

func compareCodes(a, b string) int {
	if a[:2] != b[:2] {
		x, y := strings.Index(order, strings.ToLower(a[:2])), strings.Index(order, strings.ToLower(b[:2]))
		if x != y && x >= 0 && y >= 0 {
			return x - y
		}
		if x != y {
			return y - x // those of the list first
		}
	}
	return strings.Compare(a, b)
}
