package jsondoc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"quanlian/base/errs"
)

// units end the name of an amount: what is said of price is said of price_yuan.
var units = []string{"", "_yuan", "_fen"}

// Where finds the field of a document of which something is said: its place as
// [Place] has it, and its whole path, as a.b or a.list[0].b. field may be the end of
// that path, and may leave out the unit of an amount. The first that fits counts.
func Where(raw []byte, field string) (place errs.Args, path string, ok bool) {
	s := searcher{d: json.NewDecoder(bytes.NewReader(raw)), raw: raw, field: field}
	s.value("")
	return Place(raw, s.at), s.found, s.found != ""
}

type searcher struct {
	d     *json.Decoder
	raw   []byte
	field string
	found string
	at    int64
	last  string // the field in which the reading stands
}

func (s *searcher) fits(path string) bool {
	for _, u := range units {
		if bare, is := strings.CutSuffix(path, u); is && (bare == s.field || strings.HasSuffix(bare, "."+s.field)) {
			return true
		}
	}
	return false
}

// try notes the path when it is the one; at is where it begins or its name ends.
func (s *searcher) try(path string, at int64) {
	if s.last = path; s.found == "" && s.fits(path) {
		s.found, s.at = path, at
	}
}

func (s *searcher) value(path string) bool {
	token, err := s.d.Token()
	if err != nil {
		return false
	}
	switch token {
	case json.Delim('['):
		for i := 0; s.d.More(); i++ {
			element, rest := fmt.Sprintf("%s[%d]", path, i), s.raw[s.d.InputOffset():]
			s.try(element, int64(len(s.raw)-len(bytes.TrimLeft(rest, ", \t\r\n"))+1))
			if !s.value(element) {
				return false
			}
			s.last = path
		}
	case json.Delim('{'):
		for s.d.More() {
			name, err := s.d.Token()
			if err != nil {
				return false
			}
			below := strings.TrimPrefix(fmt.Sprintf("%s.%v", path, name), ".")
			s.try(below, s.d.InputOffset())
			if !s.value(below) {
				return false
			}
			s.last = path
		}
	default:
		return true
	}
	_, err = s.d.Token()
	return err == nil
}

// begun is the field in whose value the document stops being JSON, "" when there is none.
func begun(raw []byte) string {
	s := searcher{d: json.NewDecoder(bytes.NewReader(raw)), raw: raw}
	if s.value("") {
		return ""
	}
	return s.last
}
