package source

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
)

// Fault is one mistake of a declared file.
type Fault struct {
	File   string    `json:"file"`
	Line   int       `json:"line"`   // from 1; 0: the file as a whole
	Column int       `json:"column"` // from 1, in characters
	Field  string    `json:"field"`  // steps[2].fields[0].kind
	Code   string    `json:"code"`   // language key; its sentence says what to do
	Args   errs.Args `json:"-"`
	// Minor: a page shows less than was meant, but nothing goes wrong by it; the
	// program starts all the same.
	Minor bool `json:"minor,omitempty"`
}

// Text is the sentence of the mistake, without its place.
func (f Fault) Text(l *lang.Localizer) string { return l.Fill(f.Code, f.Args) }

// Say is the whole line: place, field, sentence.
func (f Fault) Say(l *lang.Localizer) string {
	place := f.File
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
	}
	if f.Field != "" {
		place += ": " + f.Field
	}
	return place + ": " + f.Text(l)
}

// Faults collects mistakes of many files.
type Faults struct {
	list []Fault
	lost map[string]bool
}

// Lose notes that declarations could not be read: what would be said of a name in
// them only follows from that. what is a file, or a file of a folder without its
// ending: units.yaml, groups/applicant, items/ZL14.
func (fs *Faults) Lose(what string) {
	if fs.lost == nil {
		fs.lost = map[string]bool{}
	}
	fs.lost[what] = true
}

// Lost tells whether declarations could not be read.
func (fs *Faults) Lost(what string) bool { return fs.lost[what] }

// Heir is a collector with no faults yet that knows what could not be read.
func (fs *Faults) Heir() *Faults { return &Faults{lost: maps.Clone(fs.lost)} }

// Since gives the faults that came after the first n.
func (fs *Faults) Since(n int) []Fault { return fs.list[n:] }

// Add takes one in.
func (fs *Faults) Add(f Fault) { fs.list = append(fs.list, f) }

// All gives them in the order of files and lines, each once.
func (fs *Faults) All() []Fault {
	out := slices.Clone(fs.list)
	slices.SortStableFunc(out, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Code, b.Code))
	})
	return slices.CompactFunc(out, func(a, b Fault) bool {
		return a.File == b.File && a.Line == b.Line && a.Column == b.Column && a.Field == b.Field && a.Code == b.Code
	})
}

// Grave keeps the faults that forbid to start.
func Grave(list []Fault) []Fault {
	return slices.DeleteFunc(slices.Clone(list), func(f Fault) bool { return f.Minor })
}

// Len is how many there are so far that forbid to start.
func (fs *Faults) Len() int { return len(Grave(fs.list)) }

// args makes the variables of a sentence of names and values in turn.
func args(pairs []any) errs.Args {
	out := make(errs.Args, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			out[name] = pairs[i+1]
		}
	}
	return out
}
