package items

import (
	"bytes"
	"encoding/json"
	"fmt"

	"quanlian/kernel/form"
)

// Change is one place in which two versions of an item differ.
type Change struct {
	Field  string `json:"field"`  // materials[contract].name.zh
	Before string `json:"before"` // "" when it was not there
	After  string `json:"after"`  // "" when it is there no more
}

// Diff lists in what b differs from a, in the order of an item's parts. Entries
// of lists are told apart by their id, not by their place.
func Diff(a, b form.Item) []Change {
	return differences(flatten(a), flatten(b))
}

func differences(a, b flattener) []Change {
	var out []Change
	for _, f := range a.order {
		if x, y := a.out[f], b.out[f]; x != y {
			out = append(out, Change{f, x, y})
		}
	}
	for _, f := range b.order {
		if _, ok := a.out[f]; !ok && b.out[f] != "" {
			out = append(out, Change{f, "", b.out[f]})
		}
	}
	return out
}

// flatten gives every scalar of an item by its path, and the paths in order.
func flatten(it form.Item) flattener {
	raw, err := json.Marshal(it)
	f := flattener{out: map[string]string{}}
	if err == nil { // an item is plain data
		f.value("", raw)
	}
	return f
}

type flattener struct {
	out   map[string]string
	order []string
}

func (f *flattener) value(path string, raw json.RawMessage) {
	switch raw = bytes.TrimSpace(raw); raw[0] {
	case '{':
		f.object(path, raw)
	case '[':
		f.array(path, raw)
	default:
		text := ""
		if json.Unmarshal(raw, &text) != nil {
			if text = string(raw); text == "null" || text == "false" || text == "0" {
				return
			}
		}
		if _, twice := f.out[path]; text != "" && !twice {
			f.out[path] = text
			f.order = append(f.order, path)
		}
	}
}

func (f *flattener) object(path string, raw json.RawMessage) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if _, err := dec.Token(); err != nil {
		return
	}
	for dec.More() {
		key, err := dec.Token()
		var v json.RawMessage
		if err != nil || dec.Decode(&v) != nil {
			return
		}
		p := fmt.Sprint(key)
		if path != "" {
			p = path + "." + p
		}
		f.value(p, v)
	}
}

// array names its entries by their id, name or value; texts count as a whole.
func (f *flattener) array(path string, raw json.RawMessage) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return
	}
	for i, v := range list {
		var named struct {
			ID    string          `json:"id"`
			Name  json.RawMessage `json:"name"`
			Value string          `json:"value"`
			Law   string          `json:"law"`
		}
		var name string
		if json.Unmarshal(v, &name) != nil && json.Unmarshal(v, &named) == nil {
			_ = json.Unmarshal(named.Name, &name) // a limit's name is a word, others are texts
			for _, s := range []string{named.ID, named.Value, named.Law} {
				if s != "" {
					name = s
				}
			}
		}
		if name == "" {
			name = fmt.Sprint(i + 1)
		}
		f.value(fmt.Sprintf("%s[%s]", path, name), v)
	}
}
