package valuation

import (
	"encoding/json"
	"errors"
	"io"

	"quanlian/base/errs"
)

// Request is everything one valuation depends on; the same request gives the
// same result for ever.
type Request struct {
	AsOf         Day                           `json:"as_of"` // the frozen day (数据冻结日)
	Scene        string                        `json:"scene,omitempty"`
	Subject      Subject                       `json:"subject"`
	Panel        *Panel                        `json:"panel,omitempty"`
	Merge        Merge                         `json:"merge,omitzero"`
	Weights      map[string]map[string]float64 `json:"weights,omitempty"`   // by parent ("root", "L", "L1"): child → weight
	Judgments    map[string]Judgment           `json:"judgments,omitempty"` // by parent: AHP matrices
	Extensions   []Extension                   `json:"extensions,omitempty"`
	DataVersions map[string]string             `json:"data_versions,omitempty"`
}

// Extension is an indicator that the standard leaves to the user (扩展指标).
// A panel scores it by its id.
type Extension struct {
	ID     string  `json:"id"`     // three digits, 102 and up
	Parent string  `json:"parent"` // second level
	Name   Name    `json:"name"`
	Share  float64 `json:"share"` // siblings have one share each
}

// ReadRequest reads a request as JSON and refuses fields nobody knows.
func ReadRequest(r io.Reader) (Request, error) {
	var q Request
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	if err := d.Decode(&q); err != nil {
		return Request{}, badJSON(err)
	}
	if err := d.Decode(&struct{}{}); !errors.Is(err, io.EOF) {
		return Request{}, badJSON(errors.New("more than one document"))
	}
	return q, nil
}

func badJSON(cause error) *errs.Error {
	e := errs.Wrap(errs.Invalid, "engine.valuation.bad_json", cause)
	e.Args = errs.Args{"reason": cause.Error()}
	return e
}
