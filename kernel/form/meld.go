package form

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
)

// markLen is how much of a hash tells one answer from another.
// Unit: bytes. Source: our choice: 48 bits for the answers of one page.
const markLen = 6

// Mark is what a page carries of the answers that it was drawn with: a short hash
// of each, so that what was changed on the page is told from what another window
// changed since.
func Mark(s Step, v Values) string {
	var parts []string
	for _, path := range s.paths(v) {
		parts = append(parts, path+":"+hashed(v[path]))
	}
	return strings.Join(parts, ",")
}

// hashed takes no notice of how a browser ends lines.
func hashed(x string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(strings.ReplaceAll(x, "\r\n", "\n"))))
	return base64.RawURLEncoding.EncodeToString(sum[:markLen])
}

// paths are those of the step that have an answer, sorted.
func (s Step) paths(v Values) []string {
	var out []string
	for path, x := range v {
		if step, _, _ := strings.Cut(path, "."); step == s.ID && x != "" {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// Melded is a page after two windows wrote on it.
type Melded struct {
	Values Values // the form as it stands from now on
	// Apart are the answers of the page that both changed: as they were typed here,
	// "" for one that was emptied; the form keeps what the other window said.
	Apart Values
	Taken []string // paths whose answer of the other window was kept, since nobody changed it here
	Mark  string   // what the page carries from now on
}

// Meld lays the answers typed on a page over those that stand. mark is what the
// page was drawn with: an answer that only one side changed since is that side's,
// one that both changed stays as it stands, and what was typed is kept beside it.
// Rows that both added stand one after the other.
func Meld(s Step, mark string, stands, typed Values) Melded {
	was := marked(mark)
	next := maps.Clone(typed)
	typed = s.after(was, stands, typed)
	out := Melded{Values: maps.Clone(typed), Apart: Values{}}
	kept := map[string]string{}
	for _, path := range union(s.paths(stands), s.paths(typed)) {
		here, there, base := hashed(typed[path]), hashed(stands[path]), was.of(path)
		switch {
		case here == there:
		case here == base:
			out.Values.set(path, stands[path])
			out.Taken = append(out.Taken, path)
		case there == base:
		default:
			out.Apart[path] = typed[path]
			out.Values.set(path, stands[path])
			kept[path] = base
			delete(next, path)
		}
	}
	out.Mark = Mark(s, next)
	for _, path := range slices.Sorted(maps.Keys(kept)) {
		out.Mark = strings.TrimPrefix(out.Mark+","+path+":"+kept[path], ",")
	}
	return out
}

// after moves rows that were added here behind those that the other window added.
func (s Step) after(was marks, stands, typed Values) Values {
	had, there, here := Values(was).Rows(s), stands.Rows(s), typed.Rows(s)
	if s.Repeat == 0 || there <= had || here <= had || there+here-had > s.Repeat || s.sameRow(had, stands, typed) {
		return typed
	}
	out := maps.Clone(typed)
	for i := here - 1; i >= had; i-- {
		for _, f := range s.Fields {
			out.set(Row(f.ID, there+i-had), typed[Row(f.ID, i)])
		}
	}
	for i := had; i < there; i++ {
		for _, f := range s.Fields {
			out.set(Row(f.ID, i), stands[Row(f.ID, i)])
		}
	}
	return out
}

// sameRow reports whether the first added row is the same on both sides, or one
// that was begun on one and went on with on the other.
func (s Step) sameRow(row int, a, b Values) bool {
	for _, f := range s.Fields {
		x, y := a[Row(f.ID, row)], b[Row(f.ID, row)]
		if x != "" && y != "" && !strings.HasPrefix(y, x) && !strings.HasPrefix(x, y) {
			return false
		}
	}
	return true
}

func (v Values) set(path, x string) {
	if x == "" {
		delete(v, path)
		return
	}
	v[path] = x
}

type marks Values

func (m marks) of(path string) string {
	if h, ok := m[path]; ok {
		return h
	}
	return hashed("")
}

func marked(mark string) marks {
	out := marks{}
	for part := range strings.SplitSeq(mark, ",") {
		if path, h, ok := strings.Cut(part, ":"); ok {
			out[path] = h
		}
	}
	return out
}

// Moved reports whether the answer at the path is another one than the mark says.
func Moved(mark, path, x string) bool { return marked(mark).of(path) != hashed(x) }

func union(a, b []string) []string {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}
