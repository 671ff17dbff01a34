package evidence

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"

	"quanlian/base/errs"
)

// The texts that tell our hashes from all others and fix their form.
const (
	fieldForm     = "quanlian-field-v1\x00"
	statementForm = "quanlian-statement-v1\x00"
	saltForm      = "quanlian-salt-v1\x00"
)

// Field is one named part of a statement. Value is its JSON, byte for byte.
type Field struct {
	Name  string
	Value json.RawMessage
}

// Statement is a set of fields, sorted by name, under one salt.
type Statement struct {
	fields []Field
	salt   []byte
}

// flattened are members that are records themselves and whose parts may be
// shown one by one: a name without the rest of who acted.
var flattened = []string{"actor", "input"}

// NewStatement reads a JSON object into its fields. What stands in the object
// is bound as it is spelled; order of members and white space do not count.
func NewStatement(body, salt []byte) (Statement, error) {
	if len(salt) == 0 {
		return Statement{}, errs.New(errs.Internal, "evidence.no_salt", nil)
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(body, &top); err != nil {
		return Statement{}, errs.Wrap(errs.Internal, "evidence.body", err)
	}
	s := Statement{salt: salt}
	for name, value := range top {
		var parts map[string]json.RawMessage
		if slices.Contains(flattened, name) && json.Unmarshal(value, &parts) == nil && len(parts) > 0 {
			for part, v := range parts {
				s.fields = append(s.fields, Field{name + "." + part, tight(v)})
			}
			continue
		}
		s.fields = append(s.fields, Field{name, tight(value)})
	}
	slices.SortFunc(s.fields, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	return s, nil
}

// tight is JSON without white space: a receipt may be indented and still bind
// the same value.
func tight(v json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if json.Compact(&b, v) != nil {
		return v
	}
	return b.Bytes()
}

// Commitment binds all fields.
func (s Statement) Commitment() Commitment {
	return commit(s.Parts(func(string) bool { return false }))
}

// Part is a field in a receipt: shown with its salt and value, or hidden, with
// what it was bound by only.
type Part struct {
	Name   string          `json:"name"`
	Salt   string          `json:"salt,omitempty"` // hexadecimal
	Value  json.RawMessage `json:"value,omitempty"`
	Hidden *Commitment     `json:"hidden,omitempty"`
}

// Parts shows the fields that show allows and hides the others.
func (s Statement) Parts(show func(name string) bool) []Part {
	out := make([]Part, 0, len(s.fields))
	for _, f := range s.fields {
		salt := fieldSalt(s.salt, f.Name)
		if show(f.Name) {
			out = append(out, Part{Name: f.Name, Salt: hexOf(salt), Value: f.Value})
			continue
		}
		c := bind(salt, f.Name, f.Value)
		out = append(out, Part{Name: f.Name, Hidden: &c})
	}
	return out
}

// fieldSalt draws a field's own salt from the statement's: showing one field
// tells nothing about another, and one deletion erases all.
func fieldSalt(salt []byte, name string) []byte {
	m := hmac.New(sha256.New, salt)
	m.Write([]byte(saltForm))
	m.Write([]byte(name))
	return m.Sum(nil)
}

// bind is the commitment of one field.
func bind(salt []byte, name string, value []byte) Commitment {
	d := newDouble()
	_, _ = d.Write([]byte(fieldForm))
	d.framed(string(salt))
	d.framed(name)
	d.framed(string(value))
	return d.sum()
}

// commit binds the parts of a statement, shown or hidden alike. Each hash
// function runs over hashes of its own kind: neither rests on the other.
func commit(parts []Part) Commitment {
	sha, sm := newDouble(), newDouble()
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(parts)))
	for _, d := range []double{sha, sm} {
		_, _ = d.Write([]byte(statementForm))
		_, _ = d.Write(n[:])
	}
	for _, p := range parts {
		c := p.commitment()
		sha.framed(p.Name)
		_, _ = sha.Write(c.SHA256[:])
		sm.framed(p.Name)
		_, _ = sm.Write(c.SM3[:])
	}
	return Commitment{SHA256: sha.sum().SHA256, SM3: sm.sum().SM3}
}

func (p Part) commitment() Commitment {
	if p.Hidden != nil {
		return *p.Hidden
	}
	return bind(unhex(p.Salt), p.Name, p.Value)
}
