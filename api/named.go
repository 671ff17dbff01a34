package api

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/wire"
)

// caseIDType is a field that names another case.
var caseIDType = reflect.TypeFor[kernel.CaseID]()

// inputOf reads the input of a move and writes it as the desk keeps it. A field
// that names another case takes its number as well as its inner id.
func (a *API) inputOf(ctx context.Context, v *visitor, m kernel.Move, raw json.RawMessage) (json.RawMessage, error) {
	in := m.NewInput()
	if len(raw) > 0 {
		if err := wire.Unmarshal(raw, in); err != nil {
			return nil, within("input", err)
		}
	}
	if err := a.nameCases(ctx, v, reflect.ValueOf(in).Elem()); err != nil {
		return nil, within("input", err)
	}
	b, err := json.Marshal(in)
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return b, nil
}

// nameCases puts the inner ids in for the numbers of cases that the input names;
// one that the visitor may not know of is a fault of its field.
func (a *API) nameCases(ctx context.Context, v *visitor, in reflect.Value) error {
	if in.Kind() != reflect.Struct {
		return nil
	}
	var l errs.List
	for _, f := range wire.Fields(in.Type()) {
		if f.Type != caseIDType {
			continue
		}
		x, err := in.FieldByIndexErr(f.Index)
		if err != nil || x.String() == "" {
			continue // behind an empty pointer
		}
		c, err := a.Cases.Case(ctx, v.Actor, x.String(), kernel.ViewSummary)
		switch errs.KindOf(err) {
		case "":
			x.SetString(string(c.ID))
		case errs.NotFound:
			l.Add(errs.At(f.Name, "kernel.no_such_case", nil))
		default:
			return err
		}
	}
	return l.Err()
}

// within puts the fields at fault where they stand in the body.
func within(where string, err error) error {
	return placed(err, func(field string) string { return strings.TrimSuffix(where+"."+field, ".") })
}

// placed gives the fields at fault other names.
func placed(err error, place func(string) string) error {
	kind := errs.KindOf(err)
	if e := errs.As(err); e == nil || kind != errs.Invalid && (e.Field == "" || e.Cause != nil) {
		return err
	}
	var l errs.List
	for _, e := range errs.All(err) {
		if kind == errs.Invalid || e.Field != "" {
			e.Field = place(e.Field)
		}
		l.Add(e)
	}
	return l.Err()
}

// inField is where a fault of a flow's guard stands in the input.
func (a *API) inField(f kernel.FlowAddr, err error) error {
	err = placed(err, outsideName)
	if at := a.Matters[f].Field; at != nil {
		err = placed(err, at)
	}
	return within("input", err)
}
