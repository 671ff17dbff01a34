package my

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/wire"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// sayRows are the fields of a command in words, in the order of their form: what
// was left out is not there, a case is named by its number and title.
// Files that go with it stand apart.
func (p pages) sayRows(ctx context.Context, v *site.Visit, w desk.Pending, f kernel.FlowAddr, move string) ([]ui.Pair, []ui.File) {
	raw := bordered(v, w, f, move)
	if raw == nil {
		return nil, nil
	}
	s := saying{ctx: ctx, v: v, flow: f, uploaded: p.Uploaded, by: w.Actor.User}
	s.add("", raw)
	return s.out, s.files
}

// bordered is the input of the command with amounts in yuan and days as dates.
func bordered(v *site.Visit, p desk.Pending, f kernel.FlowAddr, move string) json.RawMessage {
	var raw json.RawMessage
	switch {
	case p.Command != nil:
		raw = p.Command.Input
	case p.Open != nil:
		raw = p.Open.Input
	}
	flow := v.Env.Desk.Flows[f]
	if flow == nil || len(raw) == 0 {
		return raw
	}
	m, ok := flow.Find(move)
	if !ok {
		return raw
	}
	in := m.NewInput()
	if json.Unmarshal(raw, in) != nil {
		return raw
	}
	out, err := wire.Marshal(in)
	if err != nil {
		return raw
	}
	return out
}

// idLike is what may be the id or the number of a case.
var idLike = regexp.MustCompile(`^[0-9A-Za-z-]{8,64}$`)

// amount is one in yuan, of a thousand or more: no rate is written like that.
var amount = regexp.MustCompile(`^[0-9]{4,}\.[0-9]{2}$`)

// saying collects the rows of one command.
type saying struct {
	ctx  context.Context
	v    *site.Visit
	flow kernel.FlowAddr
	out  []ui.Pair
	// files are those that the maker put in; the others are words.
	files    []ui.File
	uploaded func(ctx context.Context, id string) (kernel.Upload, error)
	by       kernel.UserID
}

// add says one value of the input.
func (s *saying) add(path string, raw json.RawMessage) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return
	}
	switch raw[0] {
	case '{':
		s.fields(path, raw)
	case '[':
		s.list(path, raw)
	case 't', 'f':
		key := "web.approval.no"
		if raw[0] == 't' {
			key = "web.approval.yes"
		}
		s.row(path, s.v.L.T(key), "")
	case '"':
		var text string
		if json.Unmarshal(raw, &text) != nil || strings.TrimSpace(text) == "" {
			return
		}
		if bound[path] || s.file(path, text) {
			return
		}
		if named, href := s.named(text); named != "" {
			s.row(path, named, href)
			return
		}
		s.row(path, s.v.ValueText(s.flow, path, text), "")
	default:
		if text := string(raw); text != "0" {
			s.row(path, text, "")
		}
	}
}

// fields says an object in its own order.
func (s *saying) fields(path string, raw json.RawMessage) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if _, err := dec.Token(); err != nil {
		return
	}
	for dec.More() {
		key, err := dec.Token()
		name, ok := key.(string)
		var value json.RawMessage
		if err != nil || !ok || dec.Decode(&value) != nil {
			return
		}
		if path != "" {
			name = path + "." + name
		}
		s.add(name, value)
	}
}

// list says several values: words in one row, things one after the other.
func (s *saying) list(path string, raw json.RawMessage) {
	var all []json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		return
	}
	var texts []string
	if json.Unmarshal(raw, &texts) == nil {
		texts = slices.DeleteFunc(texts, func(text string) bool { return s.file(path, text) })
		if len(texts) > 0 {
			s.row(path, s.v.ValueText(s.flow, path, strings.Join(texts, ",")), "")
		}
		return
	}
	for _, x := range all {
		s.add(path, x)
	}
}

// bound are fields that a form carries so that nobody agrees to another text.
var bound = map[string]bool{"hash": true, "digest": true}

// file notes a file that the maker put in; false for another text.
func (s *saying) file(path, text string) bool {
	if s.uploaded == nil || !idLike.MatchString(text) {
		return false
	}
	u, err := s.uploaded(s.ctx, text)
	if err != nil || u.By != s.by {
		return false
	}
	s.files = append(s.files, ui.File{Name: u.Paper.Name, Facts: s.v.FieldText(s.flow, path), Hash: u.Paper.SHA256, Href: "/paper/" + u.Paper.ID, State: ui.Done})
	return true
}

// named is the case that a value is the id of, by number and title, "" for another.
func (s *saying) named(text string) (name, href string) {
	if !idLike.MatchString(text) {
		return "", ""
	}
	c, err := s.v.Env.Cases.Case(s.ctx, s.v.Actor, text, kernel.ViewSummary)
	if err != nil {
		return "", ""
	}
	return strings.TrimSpace(c.No + "　" + s.v.TitleText(c)), s.v.Env.CaseURL(c)
}

func (s *saying) row(path, text, href string) {
	if f, err := money.Parse(text); err == nil && amount.MatchString(text) {
		text = f.String()
	}
	x := ui.Pair{Key: s.v.FieldText(s.flow, path), Text: text}
	if href != "" {
		x.Part = caseLink(text, href)
	}
	s.out = append(s.out, x)
}
