package valuation

import (
	"io"

	"quanlian/base/jsondoc"
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
	raw, err := io.ReadAll(r)
	if err != nil {
		return Request{}, jsondoc.Fault(nil, err)
	}
	if err := jsondoc.Read(raw, &q); err != nil {
		return Request{}, err
	}
	return q, nil
}
