package ident

import (
	"bufio"
	"io"
	"strings"

	"quanlian/base/errs"
)

// Scheme are the classes and subclasses of an edition of the IPC. nil: there is
// none to look in.
type Scheme map[string]bool

// ReadScheme reads a tab-separated table whose first column is the symbol; of the
// groups only the subclass is kept.
func ReadScheme(r io.Reader) (Scheme, error) {
	s := Scheme{}
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 0, 64*1024), 1<<20)
	for in.Scan() {
		symbol, _, _ := strings.Cut(in.Text(), "\t")
		if p, err := ParseIPC(symbol); err == nil {
			s.Add(p)
		}
	}
	if err := in.Err(); err != nil {
		return nil, errs.Wrap(errs.Invalid, "base.ident.ipc.scheme_unreadable", err)
	}
	if len(s) == 0 {
		return nil, errs.New(errs.Invalid, "base.ident.ipc.scheme_unreadable", nil)
	}
	return s, nil
}

// Add makes the class and the subclass of a symbol known.
func (s Scheme) Add(p IPC) {
	for l := Class; l <= min(p.Level(), Subclass); l++ {
		s[p.At(l).String()] = true
	}
}

// Parse is [Parse]; an IPC symbol is looked up too, down to the subclass. Without
// a scheme a note says that it was not.
func (s Scheme) Parse(k Kind, value string) (Number, error) {
	n, err := Parse(k, value)
	if err != nil || k != KindIPC {
		return n, err
	}
	p, err := ParseIPC(value)
	if err != nil || p.Level() < Class {
		return n, err
	}
	if s == nil {
		n.Notes = append(n.Notes, "base.ident.note.ipc_not_looked_up")
		return n, nil
	}
	for l := Class; l <= min(p.Level(), Subclass); l++ {
		if !s[p.At(l).String()] {
			return Number{}, errs.At("", "base.ident.ipc.no_such", errs.Args{"symbol": p.At(l).String()})
		}
	}
	return n, nil
}
