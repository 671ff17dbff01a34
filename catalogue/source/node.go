package source

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Node is one value of a file with its place. The zero Node stands for what is
// not there: it reads as empty.
type Node struct {
	n     ast.Node
	at    ast.Node // where a fault is shown: the key, when the value is empty
	field string
	file  string
	to    *Faults
	minor bool
	of    string // declarations whose names it takes, * for the value itself
}

// There tells whether the file has the value.
func (n Node) There() bool { return n.n != nil }

// Field is the path of the value in its file.
func (n Node) Field() string { return n.field }

// File is the file it stands in.
func (n Node) File() string { return n.file }

// Place is line and column, both from 1; zeros when there is none.
func (n Node) Place() (line, column int) {
	if line, column = place(n.n); line == 0 {
		return place(n.at)
	}
	return line, column
}

// place finds the token of a node; the parser leaves some nodes without.
func place(x ast.Node) (line, column int) {
	defer func() { _ = recover() }()
	if x == nil {
		return 0, 0
	}
	if p := pairs(x); p != nil {
		x = p[0].Key
	}
	if t := x.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line, t.Position.Column
	}
	return 0, 0
}

// Fault says that something is wrong here; pairs are the variables of the
// sentence, names and values in turn.
func (n Node) Fault(code string, pairs ...any) {
	if n.to == nil {
		return
	}
	line, column := n.Place()
	n.to.Add(Fault{File: n.file, Line: line, Column: column, Field: n.field, Code: code, Args: args(pairs), Minor: n.minor})
}

// Minor gives the value with faults that do not forbid to start.
func (n Node) Minor() Node {
	n.minor = true
	return n
}

// Of says in which declarations the names stand that the value takes; a * is the
// value itself. Where they could not be read, a name that is not found is no fault.
func (n Node) Of(what string) Node {
	n.of = what
	return n
}

// lost tells whether the declarations that would have the name could not be read.
func (n Node) lost(name string) bool {
	return n.to != nil && n.of != "" && n.to.Lost(strings.ReplaceAll(n.of, "*", name))
}

// Stray says that no declaration has the name; nothing where they could not be read.
func (n Node) Stray(name, code string, pairs ...any) {
	if !n.lost(name) {
		n.Fault(code, pairs...)
	}
}

// String is a scalar as text; "" with a fault for anything else.
func (n Node) String() string {
	if n.n == nil {
		return ""
	}
	text, ok := scalar(n.n)
	if !ok {
		n.Fault("catalogue.source.want_text")
	}
	return strings.TrimSpace(text)
}

// Said is a text that says something where its key is written.
func (n Node) Said() string {
	s := n.String()
	if n.IsText() && s == "" {
		n.Fault("catalogue.source.empty_text")
	}
	return s
}

// scalar gives the text of a scalar as it was written.
func scalar(x ast.Node) (string, bool) {
	switch v := x.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return v.Value.Value, true
	case *ast.NullNode:
		return "", true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return x.GetToken().Value, true
	}
	return "", false
}

// IsText tells whether the value is a scalar.
func (n Node) IsText() bool {
	if n.n == nil {
		return false
	}
	_, ok := scalar(n.n)
	return ok
}

// IsMap tells whether the value has keys.
func (n Node) IsMap() bool { return pairs(n.n) != nil }

// List gives the elements of a list; a fault for anything else.
func (n Node) List() []Node {
	switch v := n.n.(type) {
	case nil:
		return nil
	case *ast.SequenceNode:
		out := make([]Node, len(v.Values))
		for i, x := range v.Values {
			out[i] = Node{n: x, at: x, field: fmt.Sprintf("%s[%d]", n.field, i), file: n.file, to: n.to, of: n.of}
		}
		return out
	case *ast.NullNode:
		return nil
	}
	n.Fault("catalogue.source.want_list")
	return nil
}

// Strings gives the texts of a list, empty ones left out with a fault.
func (n Node) Strings() []string {
	var out []string
	for _, x := range n.List() {
		s := x.String()
		switch {
		case s == "":
			x.Fault("catalogue.source.empty_text")
		case slices.Contains(out, s):
			x.Fault("catalogue.source.twice", "value", s)
		default:
			out = append(out, s)
		}
	}
	return out
}

// pairs are the keys and values of a mapping, nil for anything else or an
// empty one.
func pairs(n ast.Node) []*ast.MappingValueNode {
	switch v := n.(type) {
	case *ast.MappingNode:
		return v.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{v}
	}
	return nil
}
