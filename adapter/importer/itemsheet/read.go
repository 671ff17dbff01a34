package itemsheet

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"quanlian/adapter/importer"
	"quanlian/base/errs"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
)

// MaxBytes is the largest sheet. Unit: bytes. Source: our choice, as for the
// sheet of listings.
const MaxBytes = 10 << 20

// unzip bounds what a workbook may grow to. Unit: bytes. Source: our choice; a
// sheet of the largest size unzips to about 30 MB.
const unzip = 128 << 20

// Row is one row of a sheet as it was read.
type Row struct {
	Line   int
	Values form.Values
	Files  map[string][]string // names of attachments by material
	Raw    map[string]string   // cells that could not be read, as they stand
	Faults []rows.Fault
}

// Read gives the rows of a sheet of the item. The same bytes and the same item
// give the same rows for ever.
func Read(it form.Item, name string, content []byte) ([]Row, error) {
	h := headsOf(it)
	s, err := importer.OpenSheet(name, bytes.NewReader(content), unzip, h.path, h.need)
	if err != nil {
		return nil, err
	}
	var out []Row
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
		if len(out) == itemflow.MaxBatchRows {
			return nil, errors.Join(errs.New(errs.Invalid, "importer.sheet.too_many", errs.Args{"max": itemflow.MaxBatchRows}), s.Close())
		}
		out = append(out, h.read(row))
	}
	if len(out) == 0 {
		return nil, errors.Join(errs.New(errs.Invalid, "importer.sheet.no_rows", errs.Args{"file": name}), s.Close())
	}
	return out, s.Close()
}

func (h heads) read(row importer.SheetRow) Row {
	out := Row{Line: row.Line, Values: form.Values{}, Files: map[string][]string{}}
	if row.Fault != nil {
		out.Faults = rows.FaultsOf(row.Fault)
		return out
	}
	var bad errs.List
	paths := slices.SortedFunc(maps.Keys(row.By), func(a, b string) int { return row.By[a].Col - row.By[b].Col })
	for _, path := range paths {
		c, cell := h.cols[path], row.By[path]
		if c.file {
			out.Files[strings.TrimPrefix(path, filePrefix)] = parts(cell.Text)
			continue
		}
		x, err := c.value(cell.Text)
		if err != nil {
			e := *err
			e.Field = path
			bad.Add(&e)
			if out.Raw == nil {
				out.Raw = map[string]string{}
			}
			out.Raw[path] = cell.Text
			continue
		}
		if x != "" {
			out.Values[path] = x
		}
	}
	out.Faults = rows.FaultsOf(bad.Err())
	return out
}

// parts splits what stands in one cell.
func parts(text string) []string { return form.List(strings.ReplaceAll(text, "、", "；")) }

// value is what a person would have put into the field.
func (c column) value(text string) (string, *errs.Error) {
	switch c.field.Kind {
	case form.KindChoice, form.KindChoices:
		return c.chosen(text)
	case form.KindYes:
		return c.yes(text)
	case form.KindDate:
		d, err := importer.Day(text)
		if err != nil {
			return "", errs.New(errs.Invalid, "kernel.form.date", errs.Args{"label": c.field.Label})
		}
		return d.String(), nil
	case form.KindAmount:
		return strings.TrimSuffix(strings.TrimSpace(text), "元"), nil
	case form.KindRef, form.KindRefs, form.KindText:
		whole, ok := importer.Digits(text)
		if !ok {
			return "", errs.New(errs.Invalid, "importer.number.scientific", errs.Args{"value": text})
		}
		if c.field.Kind == form.KindRefs {
			return strings.Join(parts(whole), "\n"), nil
		}
		return whole, nil
	}
	return text, nil
}

func (c column) chosen(text string) (string, *errs.Error) {
	list := []string{strings.TrimSpace(text)}
	if _, whole := c.option(list[0]); !whole && c.field.Kind == form.KindChoices {
		list = parts(text)
	}
	var out []string
	for _, x := range list {
		v, ok := c.option(x)
		if !ok {
			return "", errs.New(errs.Invalid, "importer.sheet.not_in_list", errs.Args{"value": x, "allowed": strings.Join(c.allowed(), "、")})
		}
		out = append(out, v)
	}
	return strings.Join(out, ","), nil
}

func (c column) option(word string) (string, bool) {
	for _, o := range c.field.Options {
		for _, w := range words(o) {
			if strings.EqualFold(strings.TrimSpace(word), w) {
				return o.Value, true
			}
		}
	}
	return "", false
}

func (c column) yes(text string) (string, *errs.Error) {
	switch strings.ToLower(text) {
	case "是", "yes", "y", "true", "1", "√":
		return "yes", nil
	case "否", "no", "n", "false", "0", "×":
		return "", nil
	}
	return "", errs.New(errs.Invalid, "importer.sheet.not_in_list", errs.Args{"value": text, "allowed": strings.Join(c.allowed(), "、")})
}
