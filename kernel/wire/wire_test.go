package wire_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel/wire"
)

type base struct {
	ID   string `json:"id"`
	Note string `json:"note,omitempty"`
}

type part struct {
	Name   string    `json:"name"`
	Amount money.Fen `json:"amount"`
}

type sheet struct {
	base
	Price   money.Fen         `json:"price_fen"`
	Floor   *money.Fen        `json:"floor_fen,omitempty"`
	Months  []money.Fen       `json:"months_fen"`
	By      map[int]money.Fen `json:"by,omitempty"`
	Rate    decimal.Decimal   `json:"rate"`
	Signed  calendar.Date     `json:"signed"`
	Ends    calendar.Date     `json:"ends,omitzero"`
	At      time.Time         `json:"at"`
	Closed  time.Time         `json:"closed,omitzero"`
	Limit   calendar.Period   `json:"limit"`
	Parts   []part            `json:"parts"`
	Extra   any               `json:"extra,omitempty"`
	Raw     json.RawMessage   `json:"raw"`
	Yes     bool              `json:"yes"`
	N       int               `json:"n"`
	Share   float64           `json:"share"`
	Blob    []byte            `json:"blob"`
	Words   map[string]string `json:"words,omitempty"`
	Inner   *part             `json:"inner"`
	hidden  int
	Skipped string `json:"-"`
}

func TestAmountsAreYuanAtTheBorder(t *testing.T) {
	t.Parallel()
	floor := money.Fen(5)
	s := sheet{base: base{ID: "a<b>"}, Price: 240_000_000, Floor: &floor, By: map[int]money.Fen{2: 1, 10: 2}, Rate: decimal.RequireFromString("0.06"),
		Signed: calendar.On(2026, 11, 20), At: time.Date(2026, 11, 20, 9, 0, 0, 5999, calendar.China), Limit: calendar.Months(3).Period(),
		Parts: []part{{"一", -1}}, Extra: map[string]any{"paid": money.Fen(100)}, hidden: 1}
	got, err := wire.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"a<b>","price_yuan":"2400000.00","floor_yuan":"0.05","months_yuan":[],"by":{"10":"0.02","2":"0.01"},"rate":"0.06","signed":"2026-11-20",` +
		`"at":"2026-11-20T01:00:00.000005Z","limit":"3mo","parts":[{"name":"一","amount":"-0.01"}],"extra":{"paid":"1.00"},"raw":null,"yes":false,"n":0,"share":0,"blob":"","inner":null}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var back sheet
	if err := wire.Unmarshal(got, &back); err != nil {
		t.Fatal(err)
	}
	if back.Price != s.Price || *back.Floor != floor || back.By[10] != 2 || !back.Rate.Equal(s.Rate) || back.Signed != s.Signed || !back.At.Equal(s.At.Truncate(time.Microsecond)) || back.Limit != s.Limit || back.Parts[0] != s.Parts[0] || back.ID != s.ID {
		t.Errorf("came back as %+v", back)
	}
}

// TestEveryFaultIsNamed: not the first only, and each at its place.
func TestEveryFaultIsNamed(t *testing.T) {
	t.Parallel()
	var s sheet
	err := wire.Unmarshal([]byte(`{"id":7,"price_yuan":240,"price_fen":1,"months_yuan":["1","1.234"],"by":{"x":"1"},"rate":"1e99","signed":"2026-02-30","at":"yesterday","limit":"3m",
		"parts":[{"name":"a","amount":"ten"},{"nmae":"b"},3],"yes":"yes","n":1.5,"share":"1","words":{"a":1},"inner":[]}`), &s)
	var got []string
	for _, e := range errs.All(err) {
		got = append(got, e.Field+" "+strings.TrimPrefix(e.Code, "kernel.wire."))
	}
	want := []string{"id not_text", "price_yuan not_an_amount", "months_yuan.1 not_an_amount", "by.x not_a_whole_number", "rate not_a_rate", "signed not_a_date", "at not_an_instant", "limit base.calendar.not_a_period",
		"parts.0.amount not_an_amount", "parts.1.nmae unknown_field", "parts.2 not_an_object", "yes not_yes_or_no", "n not_a_whole_number", "share not_a_number", "words.a not_text", "inner not_an_object", "price_fen unknown_field"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, bad := range []string{"", "{", "{} {}", "nul", "[1,]"} {
		if err := wire.Unmarshal([]byte(bad), &s); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestRates: a rate is a decimal or per cent, as the pages take it.
func TestRates(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"0.06": "0.06", "6%": "0.06", "0.5%": "0.005", "-1%": "-0.01", "%": "", "6%%": "", "6 percent": ""} {
		var s sheet
		if err := wire.Unmarshal([]byte(`{"rate":"`+in+`"}`), &s); (err == nil) != (want != "") || err == nil && s.Rate.String() != want {
			t.Errorf("%s is %s, %v", in, s.Rate, err)
		}
	}
}

type asked struct {
	Kind string `json:"kind" required:"true" enum:"a,b" doc:"what.it.is"`
	Text string `json:"text" maxLength:"3"`
	N    int    `json:"n" required:"true"`
}

func TestTagsAskOfTheSender(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"kind":"a","text":"一二三","n":0}`:   "",
		`{"kind":"c","text":"一二三四"}`:        "kind not_one_of,text too_long,n missing",
		`{"kind":"","n":null}`:              "kind missing,n missing",
		`{"kind":null,"text":null,"n":"1"}`: "kind missing,n not_a_whole_number",
	} {
		var got []string
		for _, e := range errs.All(wire.Unmarshal([]byte(in), new(asked))) {
			got = append(got, e.Field+" "+strings.TrimPrefix(e.Code, "kernel.wire."))
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%s: %v, want %s", in, got, want)
		}
	}
	s := wire.SchemaOf(reflect.TypeFor[asked](), wire.Names{AllOptional: true})
	if strings.Join(s.Required, ",") != "kind,n" || s.Properties["kind"].Description != "what.it.is" || len(s.Properties["kind"].Enum) != 2 || *s.Properties["text"].MaxLength != 3 {
		t.Errorf("%+v", s)
	}
}

// plain has no amounts: the border and encoding/json must agree on it.
type plain struct {
	Text  string            `json:"text"`
	Maybe string            `json:"maybe,omitempty"`
	N     int64             `json:"n"`
	F     float64           `json:"f"`
	Yes   bool              `json:"yes"`
	List  []string          `json:"list"`
	Table map[string]int    `json:"table"`
	Deep  []map[string]base `json:"deep"`
	P     *base             `json:"p,omitempty"`
}

func TestAgreesWithEncodingJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		bases := rapid.MapOf(rapid.String(), rapid.Custom(func(t *rapid.T) base { return base{rapid.String().Draw(t, "id"), rapid.String().Draw(t, "note")} }))
		v := plain{Text: rapid.String().Draw(t, "text"), Maybe: rapid.String().Draw(t, "maybe"), N: rapid.Int64().Draw(t, "n"), F: rapid.Float64Range(-1e15, 1e15).Draw(t, "f"), Yes: rapid.Bool().Draw(t, "yes"),
			List: append([]string{}, rapid.SliceOf(rapid.String()).Draw(t, "list")...), Table: rapid.MapOf(rapid.String(), rapid.Int()).Draw(t, "table"), Deep: append([]map[string]base{}, rapid.SliceOfN(bases, 0, 3).Draw(t, "deep")...)}
		got, err := wire.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			t.Fatal(err)
		}
		if string(got) != strings.TrimSpace(want.String()) {
			t.Fatalf("got  %s\nwant %s", got, want.String())
		}
		var back plain
		if err := wire.Unmarshal(got, &back); err != nil {
			t.Fatal(err)
		}
		again, err := wire.Marshal(back)
		if err != nil || !bytes.Equal(got, again) {
			t.Fatalf("came back as %s, %v", again, err)
		}
	})
}

func TestSchemaSaysWhatIsTakenAndSent(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	s := wire.SchemaOf(reflect.TypeFor[sheet](), wire.Names{Decorate: func(path string, s *wire.Schema) { seen[path] = true; s.Title = path }})
	if s.Properties["price_yuan"].Format != "decimal-yuan" || s.Properties["floor_yuan"].Nullable || !s.Properties["inner"].Nullable || s.Properties["by"].Values.Format != "decimal-yuan" {
		t.Errorf("amounts: %+v", s.Properties)
	}
	if s.Properties["parts"].Items.Properties["amount"].Title != "parts.amount" || !seen["parts.amount"] {
		t.Error("fields of rows are not decorated")
	}
	if got := strings.Join(s.Required, " "); got != "id price_yuan months_yuan rate signed at limit parts raw yes n share blob inner" {
		t.Errorf("required %s", got)
	}
	if got := wire.SchemaOf(reflect.TypeFor[sheet](), wire.Names{AllOptional: true}).Required; got != nil {
		t.Errorf("required %v", got)
	}
	byRef := wire.SchemaOf(reflect.TypeFor[[]part](), wire.Names{Ref: func(t reflect.Type) string { return "#/" + t.Name() }})
	if byRef.Items.Ref != "#/part" {
		t.Errorf("%+v", byRef.Items)
	}
}

func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte(`{"id":"x","parts":[{"amount":"1"}],"by":{"1":"2"},"at":"2026-11-20T01:00:00Z"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s sheet
		if wire.Unmarshal(data, &s) != nil {
			return
		}
		if _, err := wire.Marshal(s); err != nil {
			t.Errorf("what was read cannot be written: %v", err)
		}
	})
}
