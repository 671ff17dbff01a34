package moveform

import (
	"net/url"
	"reflect"
	"testing"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/money"
)

type inner struct {
	Name   string    `json:"name"`
	Amount money.Fen `json:"amount"`
}

type sample struct {
	Text  string          `json:"text"`
	N     int             `json:"n"`
	Yes   bool            `json:"yes"`
	Day   calendar.Date   `json:"day"`
	Rate  decimal.Decimal `json:"rate"`
	List  []string        `json:"list"`
	In    inner           `json:"in"`
	Maybe *inner          `json:"maybe"`
	Rows  []inner         `json:"rows"`
}

// TestValuesReadBack: what a form is filled with is read back as it was.
func TestValuesReadBack(t *testing.T) {
	t.Parallel()
	for _, in := range []sample{
		{},
		{Text: "甲", N: -3, Yes: true, Day: calendar.On(2026, 11, 25), Rate: decimal.RequireFromString("0.015"), List: []string{"a", "b"}, In: inner{"x", 12345}, Maybe: &inner{Name: "y"}, Rows: []inner{{"r", 1}, {"s", 200}}},
	} {
		form := url.Values{}
		for k, v := range ValuesOf(in) {
			form.Set(k, v)
		}
		var out sample
		if err := Read(form, &out); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(in, out) {
			t.Errorf("read back %+v, want %+v", out, in)
		}
	}
}
