package source

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Map is a mapping that is read key by key.
type Map struct {
	Node
	keys  []string
	vals  map[string]Node
	asked []string
}

// Map reads the value as a mapping; a fault for anything else but nothing.
func (n Node) Map() *Map {
	m := &Map{Node: n, vals: map[string]Node{}}
	switch n.n.(type) {
	case nil, *ast.NullNode:
		return m
	case *ast.MappingNode, *ast.MappingValueNode:
	default:
		n.Fault("catalogue.source.want_map")
		return m
	}
	for _, p := range pairs(n.n) {
		key, ok := scalar(p.Key)
		if !ok || p.Key.IsMergeKey() {
			Node{n: p.Key, field: n.field, file: n.file, to: n.to}.Fault("catalogue.source.plain")
			continue
		}
		field := key
		if n.field != "" {
			field = n.field + "." + key
		}
		v := Node{n: p.Value, at: p.Key, field: field, file: n.file, to: n.to}
		switch p.Value.(type) {
		case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
			v.Fault("catalogue.source.plain")
			continue
		}
		if _, twice := m.vals[key]; twice {
			v.Fault("catalogue.source.key_twice", "key", key)
			continue
		}
		m.keys = append(m.keys, key)
		m.vals[key] = v
	}
	return m
}

// Keys are the keys in the order of the file.
func (m *Map) Keys() []string { return m.keys }

// Has tells whether the key is there, and counts as asking for it.
func (m *Map) Has(key string) bool { return m.Get(key).There() }

// Get gives the value of a key; the zero Node, placed at the mapping, when it
// is not there.
func (m *Map) Get(key string) Node {
	if !slices.Contains(m.asked, key) {
		m.asked = append(m.asked, key)
	}
	if v, ok := m.vals[key]; ok {
		return v
	}
	field := key
	if m.field != "" {
		field = m.field + "." + key
	}
	at := m.n
	if at == nil {
		at = m.at
	}
	return Node{at: at, field: field, file: m.file, to: m.to}
}

// Must gives the value of a key that has to be there and to say something.
func (m *Map) Must(key string) Node {
	v := m.Get(key)
	text, scalar := scalar(v.n)
	if !v.There() || scalar && strings.TrimSpace(text) == "" {
		v.Fault("catalogue.source.missing", "key", key)
	}
	return v
}

// Done says which keys nobody asked for. Every mapping ends with it.
func (m *Map) Done() {
	for _, k := range m.keys {
		if slices.Contains(m.asked, k) {
			continue
		}
		v := m.vals[k]
		_, void := v.n.(*ast.NullNode)
		v.n = nil // the place of the fault is the key
		if void && strings.ContainsAny(k, " .，。、；") {
			v.Fault("catalogue.source.quote", "text", k)
			continue
		}
		if near := Nearest(k, m.asked); near != "" {
			v.Fault("catalogue.source.unknown_key_near", "key", k, "near", near)
		} else {
			v.Fault("catalogue.source.unknown_key", "key", k, "known", known(m.asked))
		}
	}
}

func known(names []string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	return strings.Join(names, " ")
}

// OneOf reads a word of a closed list; "" with a fault that names the list.
func (n Node) OneOf(list ...string) string {
	s := n.String()
	if s == "" || slices.Contains(list, s) || n.lost(s) {
		return s
	}
	if near := Nearest(s, list); near != "" {
		n.Fault("catalogue.source.not_one_near", "value", s, "near", near, "known", known(list))
	} else {
		n.Fault("catalogue.source.not_one", "value", s, "known", known(list))
	}
	return ""
}

// Some reads a list of words of a closed list.
func (n Node) Some(list ...string) []string {
	var out []string
	for _, x := range n.List() {
		s := x.OneOf(list...)
		switch {
		case s != "" && slices.Contains(out, s):
			x.Fault("catalogue.source.twice", "value", s)
		case s != "":
			out = append(out, s)
		}
	}
	return out
}
