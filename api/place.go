package api

import (
	"encoding/base64"
	"encoding/json"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// place is where a list of cases is read on from, in the order that it had. It
// says nothing that the last case of the page has not said; what it opens is
// judged anew with every request.
type place struct {
	Sort string `json:"s"`
	kernel.CasePlace
}

func writePlace(sort string, p kernel.CasePlace) string {
	p.Title = "" // no order of ours
	b, err := json.Marshal(place{sort, p})
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// readPlace reads what was sent as next; "" is the beginning.
func readPlace(sort, text string) (kernel.CasePlace, error) {
	if text == "" {
		return kernel.CasePlace{}, nil
	}
	var p place
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(b, &p) != nil || p.ID == "" || p.Sort != sort {
		return p.CasePlace, errs.At("after", "api.no_such_place", nil)
	}
	return p.CasePlace, nil
}
