package source

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Bounds of a declared file. Unit: bytes; levels. Source: our own bounds: the
// longest file of the house has 20 KB and five levels.
const (
	maxBytes = 256 << 10
	maxDepth = 32
)

// Parse reads one file. What cannot be read at all is one fault, and the node
// it gives then has nothing in it. ok tells whether there is a mapping to read.
func Parse(file string, body []byte, to *Faults) (Node, bool) {
	root := Node{file: file, to: to}
	switch {
	case len(body) > maxBytes:
		root.Fault("catalogue.source.too_large", "most", maxBytes>>10)
		return root, false
	case !utf8.Valid(body):
		root.Fault("catalogue.source.not_utf8")
		return root, false
	case tooDeep(string(body)):
		root.Fault("catalogue.source.too_deep")
		return root, false
	}
	tree, err := parse(body)
	if err != nil {
		syntax(file, err, to)
		return root, false
	}
	var docs []ast.Node
	for _, d := range tree.Docs {
		if d.Body != nil && d.Body.Type() != ast.CommentType {
			docs = append(docs, d.Body)
		}
	}
	if len(docs) == 0 {
		root.Fault("catalogue.source.empty")
		return root, false
	}
	root.n = docs[0]
	if len(docs) > 1 {
		Node{n: docs[1], file: file, to: to}.Fault("catalogue.source.documents")
	}
	if pairs(root.n) == nil {
		root.Fault("catalogue.source.want_map")
		return root, false
	}
	return root, true
}

// parse guards against faults of the parser itself: a file must never stop the
// program.
func parse(body []byte) (tree *ast.File, err error) {
	defer func() {
		if recover() != nil {
			tree, err = nil, errors.New("unreadable")
		}
	}()
	return parser.ParseBytes(body, 0)
}

// tooDeep looks for nesting that only an attack has, before the parser does.
func tooDeep(text string) bool {
	depth := 0
	for _, r := range text {
		switch r {
		case '{', '[':
			depth++
		case '}', ']':
			depth = max(depth-1, 0)
		}
		if depth > maxDepth {
			return true
		}
	}
	for _, line := range strings.Split(text, "\n") {
		if rest := strings.TrimLeft(line, " -?\t"); len(line)-len(rest) > 4*maxDepth && rest != "" {
			return true
		}
	}
	return false
}

// syntax turns an error of the parser into a fault with its place.
func syntax(file string, err error, to *Faults) {
	f := Fault{File: file, Code: "catalogue.source.syntax", Args: args([]any{"said", firstLine(err.Error())})}
	var e yaml.Error
	if errors.As(err, &e) {
		f.Args["said"] = firstLine(e.GetMessage())
		if t := e.GetToken(); t != nil && t.Position != nil {
			f.Line, f.Column = t.Position.Line, t.Position.Column
		}
	}
	to.Add(f)
}

func firstLine(s string) string {
	head, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return head
}
