package my

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"strings"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/wire"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// sayRows are the fields of a command in words, in the order of their form: what
// was left out is not there, a case is named by its number and title.
func sayRows(ctx context.Context, v *site.Visit, p desk.Pending, f kernel.FlowAddr, move string) []ui.Pair {
	raw := bordered(v, p, f, move)
	if raw == nil {
		return nil
	}
	s := saying{ctx: ctx, v: v, flow: f}
	s.add("", raw)
	return s.out
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

// saying collects the rows of one command.
type saying struct {
	ctx  context.Context
	v    *site.Visit
	flow kernel.FlowAddr
	out  []ui.Pair
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
		if len(texts) > 0 {
			s.row(path, s.v.ValueText(s.flow, path, strings.Join(texts, ",")), "")
		}
		return
	}
	for _, x := range all {
		s.add(path, x)
	}
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
	x := ui.Pair{Key: s.v.FieldText(s.flow, path), Text: text}
	if href != "" {
		x.Part = caseLink(text, href)
	}
	s.out = append(s.out, x)
}
