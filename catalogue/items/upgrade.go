package items

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"path"
	"strings"

	"github.com/goccy/go-yaml"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/source"
)

// marker begins the first line of a file that was made from a lower layer's: it
// remembers which one.
const marker = "# upstream: "

// Kept is the folder of a layer that holds, by the same paths, the files below
// those of the layer, as they were when the layer's were made or last compared.
const Kept = ".upstream"

// Replaced is a file that a higher layer put in the place of another.
type Replaced struct {
	File     string   `json:"file"`
	Upstream string   `json:"upstream"` // the file below it
	Stamp    string   `json:"stamp"`    // of the file below it, as it is now
	Made     string   `json:"made"`     // of the file below it, as it was when this one was made; "" unknown
	Same     bool     `json:"same"`     // says what the file below says: it can go
	Changes  []Change `json:"changes"`  // from the file below, as it is now, to ours
	Below    []Change `json:"below"`    // what changed in the file below since ours was made, where that is kept
	Both     []string `json:"both"`     // fields that we and they changed, to different ends

	Path  string `json:"-"` // below the layer
	Layer string `json:"-"`
	Body  []byte `json:"-"` // of the file below
}

// Moved reports whether the file below has changed since ours was made.
func (r Replaced) Moved() bool { return r.Made != "" && r.Made != r.Stamp }

// Unknown reports whether nobody recorded from what ours was made, and it says
// something else: somebody has to compare.
func (r Replaced) Unknown() bool { return r.Made == "" && !r.Same }

// Stamp is the short hash of a file, for the first line of what replaces it.
func Stamp(body []byte) string {
	sum := sha256.Sum256(bytes.TrimSpace(body))
	return hex.EncodeToString(sum[:6])
}

// Marked puts the stamp of the file below on top of one that replaces it.
func Marked(upstream, body []byte) []byte {
	return append([]byte(marker+Stamp(upstream)+"\n"), body...)
}

// Mark gives the first line of a file that was made from a lower layer's.
func Mark(body []byte) (string, bool) {
	line, _, _ := bytes.Cut(body, []byte("\n"))
	return string(line), bytes.HasPrefix(line, []byte(marker))
}

// FirstDay is the day from which a file of an item counts.
func FirstDay(body []byte) calendar.Date {
	var head struct {
		From string `yaml:"from"`
	}
	if err := yaml.Unmarshal(body, &head); err != nil || head.From == "" {
		head.From = defaultFrom
	}
	day, _ := calendar.ParseDate(head.From) // the check names what is no day
	return day
}

// Remarked puts the stamp on top in the place of one that stands there.
func Remarked(upstream, body []byte) []byte {
	if line, ok := Mark(body); ok {
		body = bytes.TrimPrefix(body[len(line):], []byte("\n"))
	}
	return Marked(upstream, body)
}

// Upgrade lists the files of the city and the local layer that stand in the
// place of one below, with what differs: what to look at after an upgrade.
func Upgrade(f Files) ([]Replaced, error) {
	layers, err := f.Layers()
	if err != nil {
		return nil, err
	}
	c, _, err := Load(f)
	if err != nil {
		return nil, err
	}
	var out []Replaced
	for _, dir := range []string{"groups", "items"} {
		files, err := layers.All(dir)
		if err != nil {
			return nil, err
		}
		out = append(out, c.replaced(layers, files)...)
	}
	for _, name := range append(city.Files(), city.Optional()...) {
		if under, ok := layers[1:2].Top(name); ok && len(layers) > 2 {
			if over, ok := layers[2:].Top(name); ok {
				out = append(out, c.replacedBy(layers, under, over))
			}
		}
	}
	return out, nil
}

func (c *Catalogue) replaced(layers source.Layers, files []source.File) []Replaced {
	var out []Replaced
	for i := 1; i < len(files); i++ {
		if under, over := files[i-1], files[i]; under.Path == over.Path {
			out = append(out, c.replacedBy(layers, under, over))
		}
	}
	return out
}

func (c *Catalogue) replacedBy(layers source.Layers, under, over source.File) Replaced {
	r := Replaced{File: over.Shown, Upstream: under.Shown, Stamp: Stamp(under.Body), Path: over.Path, Layer: layers[over.Layer].Name, Body: under.Body}
	if line, ok := Mark(over.Body); ok {
		r.Made = strings.TrimSpace(strings.TrimPrefix(line, marker))
	}
	now, ours := c.says(under), c.says(over)
	r.Changes = differences(now, ours)
	r.Same = len(r.Changes) == 0
	base, err := fs.ReadFile(layers[over.Layer].FS, path.Join(Kept, over.Path))
	if err != nil {
		return r
	}
	if r.Made == "" {
		r.Made = Stamp(base)
	}
	if Stamp(base) != r.Made {
		return r // another one than ours was made from
	}
	was := c.says(source.File{Path: over.Path, Shown: over.Shown, Layer: over.Layer, Body: base})
	r.Below = differences(was, now)
	for _, c := range differences(was, ours) {
		if theirs, ok := now.out[c.Field]; was.out[c.Field] != theirs && (ok || c.Before != "") && theirs != c.After {
			r.Both = append(r.Both, c.Field)
		}
	}
	return r
}

// says is what a file says, field by field, whatever its layout and comments; an
// item with its shared groups and defaults.
func (c *Catalogue) says(file source.File) flattener {
	if strings.HasPrefix(file.Path, "items/") {
		if v, ok := c.judge(&source.Faults{}).item(file); ok {
			return flatten(v.Item)
		}
	}
	f := flattener{out: map[string]string{}}
	var v any
	if yaml.Unmarshal(file.Body, &v) != nil { // the check names what cannot be read
		return f
	}
	if raw, err := json.Marshal(v); err == nil {
		f.value("", raw)
	}
	return f
}
