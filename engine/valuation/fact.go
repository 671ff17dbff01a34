package valuation

import (
	"bytes"
	"encoding/json"

	"quanlian/base/errs"
)

// Fact is one stated value with where it was read and as of which day. Its
// zero value is "unknown", which is not the same as a known zero or a known
// empty list. Source and AsOf may be left to the defaults of the [Subject].
//
// In JSON a fact is either the bare value or {"value", "source", "as_of"};
// absent and null are unknown.
type Fact[T any] struct {
	Known  bool
	Value  T
	Source string
	AsOf   Day
}

// Know states a value whose source and date are the defaults of the subject.
func Know[T any](v T) Fact[T] { return Fact[T]{Known: true, Value: v} }

// KnowFrom states a value with its own source and date.
func KnowFrom[T any](v T, source string, asOf Day) Fact[T] {
	return Fact[T]{Known: true, Value: v, Source: source, AsOf: asOf}
}

// IsZero lets encoding/json omit an unknown fact.
func (f Fact[T]) IsZero() bool { return !f.Known }

type factForm[T any] struct {
	Value  T      `json:"value"`
	Source string `json:"source,omitempty"`
	AsOf   Day    `json:"as_of,omitempty"`
}

// MarshalJSON writes null, the bare value, or the value with its provenance.
func (f Fact[T]) MarshalJSON() ([]byte, error) {
	switch {
	case !f.Known:
		return []byte("null"), nil
	case f.Source == "" && f.AsOf == "":
		return json.Marshal(f.Value)
	}
	return json.Marshal(factForm[T]{f.Value, f.Source, f.AsOf})
}

// UnmarshalJSON reads either form and refuses unknown fields.
func (f *Fact[T]) UnmarshalJSON(b []byte) error {
	*f = Fact[T]{}
	b = bytes.TrimSpace(b)
	if bytes.Equal(b, []byte("null")) {
		return nil
	}
	if len(b) > 0 && b[0] == '{' {
		var keys map[string]json.RawMessage
		if err := json.Unmarshal(b, &keys); err != nil {
			return err
		}
		if v, has := keys["value"]; has {
			if bytes.Equal(bytes.TrimSpace(v), []byte("null")) {
				return nil
			}
			var form factForm[T]
			if err := strict(b, &form); err != nil {
				return err
			}
			*f = Fact[T]{true, form.Value, form.Source, form.AsOf}
			return nil
		}
	}
	f.Known = true
	return strict(b, &f.Value)
}

// strict decodes one JSON document and refuses fields nobody knows.
func strict(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

// provenance checks one fact: a source and a date, its own or the subject's,
// and no date after the frozen day, so that no score looks ahead.
func (f Fact[T]) provenance(field string, s *Subject, at Day) *errs.Error {
	if !f.Known {
		return nil
	}
	src, day := s.origin(f.Source, f.AsOf)
	switch {
	case src == "":
		return errs.At(field, "engine.valuation.no_source", errs.Args{"field": field})
	case !day.Valid():
		return errs.At(field, "engine.valuation.bad_day", errs.Args{"value": string(day)})
	case day > at:
		return errs.At(field, "engine.valuation.after_freeze", errs.Args{"field": field, "day": string(day), "as_of": string(at)})
	}
	return nil
}

// provenanced is any fact, whatever its type.
type provenanced interface {
	provenance(field string, s *Subject, at Day) *errs.Error
}
