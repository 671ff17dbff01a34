package listsheet

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/adapter/importer"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel/rows"
	"quanlian/registry"
)

// MaxBytes is the largest sheet. Unit: bytes. Source: our choice; two thousand
// rows with long summaries have about 2 MB.
const MaxBytes = 10 << 20

// unzip bounds what a workbook may grow to. Unit: bytes. Source: our choice; a
// sheet of the largest size unzips to about 30 MB.
const unzip = 128 << 20

// wan is the unit of the price columns. Unit: yuan. Source: definition.
var wan = decimal.New(1, 4)

// Read gives the rows of a sheet as inputs of the move, or what is wrong at
// which field. The same bytes give the same rows for ever.
func Read(name string, content []byte) ([]hall.SheetRow, error) {
	s, err := importer.OpenSheet(name, bytes.NewReader(content), unzip, fieldOf, "right")
	if err != nil {
		return nil, err
	}
	var out []hall.SheetRow
	for {
		row, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		if len(row.By) == 0 && row.Fault == nil {
			continue // only columns that are nothing to us
		}
		if len(out) == hall.MaxSheetRows {
			return nil, errors.Join(errs.New(errs.Invalid, "importer.sheet.too_many", errs.Args{"max": hall.MaxSheetRows}), s.Close())
		}
		out = append(out, read(row))
	}
	if len(out) == 0 {
		return nil, errors.Join(errs.New(errs.Invalid, "importer.sheet.no_rows", errs.Args{"file": name}), s.Close())
	}
	return out, s.Close()
}

// reading is one row while it is read.
type reading struct {
	by   map[string]importer.SheetCell
	list errs.List
}

func read(row importer.SheetRow) hall.SheetRow {
	out := hall.SheetRow{Line: row.Line, Number: row.By["right"].Text}
	r := &reading{by: row.By}
	if row.Fault != nil {
		out.Faults = rows.FaultsOf(row.Fault)
		return out
	}
	in := hall.ListInput{
		Right: r.right(), Deal: registry.DealKind(r.choice("deal")), Licence: registry.LicenceKind(r.choice("licence")),
		Territory: r.text("territory", "中国"), Field: r.text("field", "不限"), Industry: strings.ToUpper(r.text("industry", "")),
		KnowHow: r.choice("know_how") == "yes", Training: r.choice("training") == "yes", PriceOpen: r.choice("price_open") == "yes",
		Summary: r.text("summary", ""), Secret: r.text("secret", ""), Contact: r.text("contact", ""),
	}
	if m := r.choice("maturity"); m != "" {
		in.Maturity = int(m[0] - '0')
	}
	in.Price, in.Equipment = r.price(&in.PriceOpen), r.amount("equipment")
	if in.Deal != registry.LicenceDeal {
		in.Licence = "" // of an assignment it says nothing
	}
	if r.by["deal"].Text == "" && r.by["right"].Text != "" {
		r.list.Add(errs.At("deal", "importer.sheet.missing", errs.Args{"column": columnOf("deal").zh}))
	}
	out.Input, out.Faults = in, rows.FaultsOf(r.list.Err())
	return out
}

func (r *reading) text(field, none string) string {
	if t := r.by[field].Text; t != "" {
		return t
	}
	return none
}

func (r *reading) right() string {
	number, err := importer.RightNumber(r.by["right"].Text)
	if err != nil {
		e := *err
		e.Field = "right"
		r.list.Add(&e)
	}
	return number
}

func (r *reading) choice(field string) string {
	t := r.by[field].Text
	if t == "" {
		return ""
	}
	c := columnOf(field)
	v, ok := c.choose(t)
	if !ok {
		r.list.Add(errs.At(field, "importer.sheet.not_in_list", errs.Args{"value": t, "allowed": strings.Join(c.allowed(), "、")}))
	}
	return v
}

// price reads the price; 面议 in its place is the same as in the column beside it.
func (r *reading) price(open *bool) money.Fen {
	if r.by["price"].Text == "" {
		return 0
	}
	before := len(r.list)
	v, priced := r.parse("price")
	if !priced && len(r.list) == before {
		*open = true
	}
	return v
}

func (r *reading) amount(field string) money.Fen {
	if r.by[field].Text == "" {
		return 0
	}
	v, _ := r.parse(field)
	return v
}

func (r *reading) parse(field string) (money.Fen, bool) {
	v, priced, err := importer.Amount(r.by[field].Text, wan)
	if err != nil {
		e := *err
		e.Field = field
		r.list.Add(&e)
	}
	return v, priced && err == nil
}
