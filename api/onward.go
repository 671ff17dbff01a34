package api

import (
	"encoding/base64"
	"encoding/json"
	"net/http"

	"quanlian/base/errs"
)

// From is where a list is read on from, in place of an offset.
type From struct {
	After string `query:"after" maxLength:"600" doc:"api.field.query.after_place"`
}

// onward is a part of a list that is read on by place.
type onward[T any] struct {
	listOf[T]
	Next string `json:"next,omitempty" doc:"api.field.case.next"`
}

// paged: it is read on by place, see Next.
func (onward[T]) paged() (total, beyond int) { return 0, 0 }

// spot is a place in a list, in the order that the list had.
type spot[P comparable] struct {
	Sort string `json:"s,omitempty"`
	At   P      `json:"p"`
}

func writeSpot[P comparable](sort string, at P) string {
	b, err := json.Marshal(spot[P]{sort, at})
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// readSpot reads what was sent as next; "" is the beginning. What it opens is
// judged anew with every request.
func readSpot[P comparable](in From, sort string, offset int) (P, error) {
	var s spot[P]
	var none P
	if in.After == "" {
		return none, nil
	}
	if offset > 0 {
		return none, errs.At("offset", "api.offset_or_after", nil)
	}
	b, err := base64.RawURLEncoding.DecodeString(in.After)
	if err != nil || json.Unmarshal(b, &s) != nil || s.At == none || s.Sort != sort {
		return none, errs.At("after", "api.no_such_place", nil)
	}
	return s.At, nil
}

// goOn is an answer that says where the list goes on, "" for nowhere.
func goOn[T any](v *visitor, body T, next string) *out[T] {
	o := &out[T]{Status: http.StatusOK, Body: body}
	if next != "" {
		o.Link = v.next("after", next)
	}
	return o
}
