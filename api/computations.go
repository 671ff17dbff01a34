package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/engine/valuation"
	"quanlian/engine/valuation/appraise"
)

func (s *spoken) computations() {
	fails := []int{http.StatusBadRequest, http.StatusUnsupportedMediaType}
	add(s, op{id: "compute_period", method: http.MethodGet, path: "/period", tag: tagCompute}, s.a.period)
	add(s, op{id: "check_number", method: http.MethodPost, path: "/ident", tag: tagCompute, body: NumberQuestion{}, fails: fails}, s.a.ident)
	add(s, op{id: "evaluate", method: http.MethodPost, path: "/valuation", tag: tagCompute, body: json.RawMessage{}, fails: fails}, s.a.value)
	add(s, op{id: "appraise", method: http.MethodPost, path: "/valuation/{method}", tag: tagCompute, body: json.RawMessage{}, fails: fails}, s.a.appraise)
}

type periodIn struct {
	From     string   `query:"from" required:"true" doc:"api.field.period.from"`
	Add      string   `query:"add" required:"true" maxLength:"20" doc:"api.field.period.add"`
	Regime   string   `query:"regime" maxLength:"40" default:"patent" doc:"api.field.period.regime"`
	Service  string   `query:"service" enum:"electronic,post,announcement" doc:"api.field.period.service"`
	Received string   `query:"received" doc:"api.field.period.received"`
	Now      string   `query:"now" doc:"api.field.period.now"`
	Pause    []string `query:"pause,explode" doc:"api.field.period.pause"`
}

// PeriodAnswer is the end of a period with its reasons in words.
type PeriodAnswer struct {
	calendar.Answer
	Explanation []string `json:"explanation" doc:"api.field.period.explanation"`
}

func (in *periodIn) question() (calendar.Question, error) {
	q := calendar.Question{Regime: calendar.RegimeID(in.Regime), Way: calendar.Way(in.Service)}
	var bad errs.List
	at := func(field string, err error) {
		if e := errs.As(err); e != nil {
			bad.Add(errs.At(field, e.Code, e.Args))
		}
	}
	var err error
	q.Add, err = calendar.ParsePeriod(in.Add)
	at("add", err)
	for _, x := range []struct {
		name, text string
		to         *calendar.Date
	}{{"from", in.From, &q.From}, {"received", in.Received, &q.Received}, {"now", in.Now, &q.Now}} {
		if x.text != "" {
			*x.to, err = calendar.ParseDate(x.text)
			at(x.name, err)
		}
	}
	for _, p := range in.Pause {
		iv, err := calendar.ParsePause(p)
		at("pause", err)
		q.Pauses = append(q.Pauses, iv)
	}
	return q, bad.Err()
}

func (a *API) period(_ context.Context, v *visitor, in *periodIn) (*out[PeriodAnswer], error) {
	q, err := in.question()
	if err != nil {
		return nil, err
	}
	ans, err := a.Calendar.Answer(q)
	if err != nil {
		return nil, err
	}
	res := PeriodAnswer{Answer: ans, Explanation: []string{}}
	for _, s := range ans.Steps {
		res.Explanation = append(res.Explanation, v.L.Fill(s.Code, s.Args))
	}
	return say(res), nil
}

// NumberQuestion is a number to be checked. It travels in the body: an identity
// number must not stand in an address, which logs keep.
type NumberQuestion struct {
	Kind  ident.Kind `json:"kind" required:"true" doc:"api.field.ident.kind"`
	Value string     `json:"value" required:"true" maxLength:"200" doc:"api.field.ident.value"`
}

// NumberAnswer says whether a number is right, and its normal form.
type NumberAnswer struct {
	Kind   ident.Kind        `json:"kind" doc:"api.field.ident.kind"`
	Valid  bool              `json:"valid" doc:"api.field.ident.valid"`
	Normal string            `json:"normal,omitempty" doc:"api.field.ident.normal"`
	Forms  map[string]string `json:"forms,omitempty" doc:"api.field.ident.forms"`
	Parts  map[string]string `json:"parts,omitempty" doc:"api.field.ident.parts"`
	Notes  []Reason          `json:"notes" doc:"api.field.ident.notes"`
	Reason *Reason           `json:"reason,omitempty" doc:"api.field.ident.reason"`
}

type identIn struct {
	RawBody []byte `contentType:"application/json"`
}

func (a *API) ident(_ context.Context, v *visitor, in *identIn) (*out[NumberAnswer], error) {
	q, err := read[NumberQuestion](in.RawBody)
	if err != nil {
		return nil, err
	}
	n, err := a.IPC.Parse(q.Kind, q.Value)
	res := NumberAnswer{Kind: q.Kind, Valid: err == nil, Normal: n.Normal, Forms: n.Forms, Parts: n.Parts, Notes: []Reason{}}
	if errs.Is(err, "base.ident.no_such_kind") {
		return nil, errs.At("kind", "base.ident.no_such_kind", errs.As(err).Args)
	}
	if e := errs.As(err); e != nil {
		res.Reason = &Reason{e.Code, v.L.Error(e)}
	}
	for _, code := range n.Notes {
		res.Notes = append(res.Notes, Reason{code, v.L.T(code)})
	}
	return say(res), nil
}

type valueIn struct {
	RawBody []byte `contentType:"application/json"`
}

func (a *API) value(_ context.Context, v *visitor, in *valueIn) (*out[Valued], error) {
	q, err := valuation.ReadRequest(bytes.NewReader(in.RawBody))
	if err != nil {
		return nil, err
	}
	tree, err := valuation.Default()
	if err != nil {
		return nil, err
	}
	res, err := tree.Evaluate(q)
	if err != nil {
		return nil, err
	}
	return say(valued(v, res)), nil
}

type appraiseIn struct {
	Method  string `path:"method" maxLength:"40" doc:"api.field.value.method"`
	RawBody []byte `contentType:"application/json"`
}

func (a *API) appraise(_ context.Context, _ *visitor, in *appraiseIn) (*out[*appraise.Valuation], error) {
	v, err := appraise.Value(in.Method, bytes.NewReader(in.RawBody))
	return say(v), err
}
