package jsondoc

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
)

type part struct {
	Kind   string `json:"kind"`
	Amount int64  `json:"amount"`
}

type sample struct {
	Kind  string  `json:"kind"`
	Share float64 `json:"share"`
	Parts []part  `json:"parts"`
	Side  *struct {
		Name string `json:"name"`
	} `json:"side"`
	Own    own             `json:"own"`
	Rate   decimal.Decimal `json:"rate"`
	Fact   *fact           `json:"fact"`
	Odd    odd             `json:"odd"`
	Labels map[string]part `json:"labels"`
	Days   []day           `json:"days"`
}

// day reads itself from a text and does not know in which field it stands.
type day struct{}

func (*day) UnmarshalText(text []byte) error {
	if string(text) == "no" {
		return errs.At("", "x.day", nil)
	}
	return nil
}

// own reads itself and has a fault of its own words.
type own struct{}

func (*own) UnmarshalJSON([]byte) error { return errs.At("own", "x.own", nil) }

// fact reads itself by the library.
type fact struct{ n int }

func (f *fact) UnmarshalJSON(raw []byte) error { return json.Unmarshal(raw, &f.n) }

type odd struct{}

func (*odd) UnmarshalJSON([]byte) error { return errors.New("no") }

// TestAFaultOfTheFileSaysWhere: what is wrong with a document names line, place and
// field; no word of the library comes through.
func TestAFaultOfTheFileSaysWhere(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		text, code  string
		line        any
		field       any
		description string
	}{
		{"", "base.jsondoc.empty", nil, nil, "nothing"},
		{"{\n \"side\": {", "base.jsondoc.cut", nil, nil, "broken off"},
		{"{}{}", "base.jsondoc.more", nil, nil, "two documents"},
		{"{} ]", "base.jsondoc.more", nil, nil, "something behind it"},
		{"[]", "base.jsondoc.not_fields", nil, nil, "a list for the whole"},
		{"{\n \"side\": {,}\n}", "base.jsondoc.syntax_at", 2, "side", "a comma too many"},
		{"{\n \"kind\": abc\n}", "base.jsondoc.syntax_at", 2, "kind", "a word without quotes"},
		{"{\n \"parts\": [{},\n {\"amount\": 1 2}]}", "base.jsondoc.syntax_at", 3, "parts[1]", "a number too many"},
		{"{\n \"kind\": \"a\",,\n}", "base.jsondoc.syntax", 2, nil, "a comma too many between fields"},
		{"{\n \"side\": {},\n \"nosuch\": 1\n}", "base.jsondoc.unknown", 3, "nosuch", "a field nobody knows"},
		{"{\"kind\": \"a\",\n \"parts\": [{\"kind\": \"b\"}, {}],\n \"side\": {\n  \"kind\": 1}\n}", "base.jsondoc.unknown", 4, "side.kind", "a field known elsewhere"},
		{"{\n \"labels\": {\"a\":\n {\"side\": 1}}}", "base.jsondoc.unknown", 3, "labels.a.side", "below a name"},
		{"{\n \"parts\": [{},\n {\"nosuch\": 1}]\n}", "base.jsondoc.unknown", 3, "parts[1].nosuch", "in a list"},
		{"{\n \"side\": []\n}", "base.jsondoc.kind.fields", 2, "side", "a list for fields"},
		{"{\n \"parts\": {}\n}", "base.jsondoc.kind.list", 2, "parts", "fields for a list"},
		{"{\n \"kind\": 5\n}", "base.jsondoc.kind.text", 2, "kind", "a number for a text"},
		{"{\n \"share\": \"x\"\n}", "base.jsondoc.kind.number", 2, "share", "a text for a number"},
		{"{\n \"parts\": [\n {\"amount\": 1.5}]\n}", "base.jsondoc.kind.whole", 3, "parts.amount", "a fraction for a whole number"},
		{"{\n \"parts\": [],\n \"rate\": \"x\"}", "base.jsondoc.kind.number", 3, "rate", "letters for a decimal"},
		{"{\n \"fact\": \"x\"}", "base.jsondoc.kind.whole", 2, "fact", "letters in a type that reads itself"},
		{"{\n \"odd\": 1}", "base.jsondoc.value", 2, "odd", "a type that says no in its own words"},
		{"{\"own\": 1}", "x.own", nil, nil, "a type that reads itself"},
	} {
		var into sample
		err := Read([]byte(x.text), &into)
		var e *errs.Error
		if !errors.As(err, &e) || e.Code != x.code || e.Args["line"] != x.line || e.Args["field"] != x.field {
			t.Errorf("%s: %+v", x.description, err)
		}
	}
	var into sample
	if e := errs.As(Read([]byte(`{"days": ["a", "no"]}`), &into)); e == nil || e.Code != "x.day" || e.Field != "days[1]" {
		t.Errorf("a text that reads itself: %+v", e)
	}
	if err := Read([]byte("{\"kind\":\"a\",\"PARTS\":[{\"kind\":\"b\"}]}\n"), &into); err != nil || into.Parts[0].Kind != "b" {
		t.Errorf("%+v %v", into, err)
	}
}

// TestWhereAFieldStands: what is said of a field is told with the line on which it
// stands, also when who says it knows its end only, or not its unit.
func TestWhereAFieldStands(t *testing.T) {
	t.Parallel()
	doc := []byte("{\n \"task\": \"sheet\",\n \"deal\": {\n  \"price_yuan\": \"-5\",\n  \"parts\": [\n   {\"kind\": \"a\"},\n   {\"kind\": \"b\"}\n  ],\n  \"seller\": {\"cit\": \"x\"}\n }\n}")
	for _, x := range []struct {
		field, path string
		line        any
	}{
		{"task", "task", 2}, {"price", "deal.price_yuan", 4}, {"deal.price_yuan", "deal.price_yuan", 4}, {"parts", "deal.parts", 5}, {"parts[1]", "deal.parts[1]", 7},
		{"parts[0].kind", "deal.parts[0].kind", 6}, {"seller.cit", "deal.seller.cit", 9}, {"buyer.cit", "", nil}, {"rice", "", nil},
	} {
		at, path, ok := Where(doc, x.field)
		if path != x.path || ok != (x.path != "") || ok && at["line"] != x.line {
			t.Errorf("%s: %q on line %v", x.field, path, at["line"])
		}
	}
}

// FuzzRead: no document brings it down, and what is no document of ours has a fault.
func FuzzRead(f *testing.F) {
	f.Add(`{"kind":"a","parts":[{"kind":"b","nosuch":1}]}`)
	f.Add(`{"side":{"kind":[[{"x":1}]]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		var into sample
		Where([]byte(text), "kind")
		if err := Read([]byte(text), &into); err == nil != json.Valid([]byte(text)) && errs.As(err) == nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}
