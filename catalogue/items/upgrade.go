package items

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"quanlian/catalogue/source"
)

// marker begins the first line of a file that was made from a lower layer's: it
// remembers which one.
const marker = "# upstream: "

// Replaced is a file that a higher layer put in the place of another.
type Replaced struct {
	File     string   `json:"file"`
	Upstream string   `json:"upstream"` // the file below it
	Stamp    string   `json:"stamp"`    // of the file below it, as it is now
	Made     string   `json:"made"`     // of the file below it, as it was when this one was made; "" unknown
	Changes  []Change `json:"changes"`  // in what ours differs, for items
}

// Moved reports whether the file below has changed since ours was made.
func (r Replaced) Moved() bool { return r.Made != "" && r.Made != r.Stamp }

// Stamp is the short hash of a file, for the first line of what replaces it.
func Stamp(body []byte) string {
	sum := sha256.Sum256(bytes.TrimSpace(body))
	return hex.EncodeToString(sum[:6])
}

// Marked puts the stamp of the file below on top of one that replaces it.
func Marked(upstream, body []byte) []byte {
	return append([]byte(marker+Stamp(upstream)+"\n"), body...)
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
		out = append(out, c.replaced(files)...)
	}
	for _, name := range []string{"city.yaml", "units.yaml", "systems.yaml", "events.yaml"} {
		if under, ok := layers[1:2].Top(name); ok && len(layers) > 2 {
			if over, ok := layers[2:].Top(name); ok {
				out = append(out, replacedBy(under, over))
			}
		}
	}
	return out, nil
}

func (c *Catalogue) replaced(files []source.File) []Replaced {
	var out []Replaced
	for i := 1; i < len(files); i++ {
		under, over := files[i-1], files[i]
		if under.Path != over.Path {
			continue
		}
		r := replacedBy(under, over)
		if strings.HasPrefix(over.Path, "items/") {
			a, okA := c.judge(&source.Faults{}).item(under)
			b, okB := c.judge(&source.Faults{}).item(over)
			if okA && okB {
				r.Changes = Diff(a.Item, b.Item)
			}
		}
		out = append(out, r)
	}
	return out
}

func replacedBy(under, over source.File) Replaced {
	r := Replaced{File: over.Shown, Upstream: under.Shown, Stamp: Stamp(under.Body)}
	if line, _, _ := strings.Cut(string(over.Body), "\n"); strings.HasPrefix(line, marker) {
		r.Made = strings.TrimSpace(strings.TrimPrefix(line, marker))
	}
	return r
}
