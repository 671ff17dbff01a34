package api

import (
	"context"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"quanlian/base/errs"
	"quanlian/kernel/wire"
)

// op is one operation. Its words stand under api.op.<id>.name and .text.
type op struct {
	id, method, path, tag string
	// token: nobody comes without one.
	token bool
	// body is a value of the type that the request carries, nil for none.
	body any
	// status is that of success, 200 when zero; more are further ones.
	status int
	more   []int
	// fails are statuses beside those that every operation may give.
	fails []int
}

// Faults that every operation may give: parameters, tokens, rate, ourselves.
var always = []int{http.StatusUnauthorized, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError}

// What reading one thing, and doing something, may give besides.
var (
	readOne = []int{http.StatusForbidden, http.StatusNotFound}
	writing = []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusUnsupportedMediaType, http.StatusServiceUnavailable}
)

// WithKey is the header that every act carries.
type WithKey struct {
	Key string `header:"Idempotency-Key" required:"true" minLength:"8" maxLength:"200" doc:"api.field.key"`
}

// Page is which part of a list is wanted.
type Page struct {
	Limit  int `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"api.field.limit"`
	Offset int `query:"offset" minimum:"0" default:"0" doc:"api.field.offset"`
}

func (Page) byOffset() {}

// listOf is a part of a list, with the number of all.
type listOf[T any] struct {
	Total  int `json:"total" doc:"api.field.total"`
	Offset int `json:"offset" doc:"api.field.offset"`
	Items  []T `json:"items" doc:"api.field.items"`
}

// paged tells how much of a list is behind what was sent.
func (l listOf[T]) paged() (total, beyond int) { return l.Total, l.Offset + len(l.Items) }

// out is an answer with a body.
type out[T any] struct {
	Status int
	Link   string `header:"Link" doc:"api.field.link_next"`
	Body   T
}

// lead says in a header where a list that is read by offset goes on (RFC 8288).
func (o *out[T]) lead(v *visitor) {
	l, ok := any(o.Body).(interface{ paged() (total, beyond int) })
	if !ok || o.Link != "" {
		return
	}
	if total, beyond := l.paged(); beyond < total {
		o.Link = v.next("offset", strconv.Itoa(beyond))
	}
}

func say[T any](v T) *out[T] { return &out[T]{Status: http.StatusOK, Body: v} }

// none is an input without parameters, or an answer without a body.
type none struct{}

// add registers an operation.
func add[I, O any](s *spoken, o op, h func(ctx context.Context, v *visitor, in *I) (*O, error)) {
	if o.status == 0 {
		o.status = http.StatusOK
	}
	ho := huma.Operation{OperationID: o.id, Method: o.method, Path: o.path, Tags: tagsOf(o.tag), Summary: s.l.T("api.op." + o.id + ".name"), Description: s.l.T("api.op." + o.id + ".text"),
		DefaultStatus: o.status, Errors: append(append([]int(nil), always...), o.fails...), Responses: map[string]*huma.Response{}, SkipValidateBody: true, MaxBodyBytes: maxBody, BodyReadTimeout: bodyTime,
		Security: []map[string][]string{{"token": {}}}}
	if !o.token {
		ho.Security = append([]map[string][]string{{}}, ho.Security...)
	}
	if o.body != nil {
		ho.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{}}
		ho.Errors = append(ho.Errors, http.StatusRequestEntityTooLarge)
	}
	huma.Register(s.huma, ho, func(ctx context.Context, in *I) (*O, error) {
		v := visitorOf(ctx)
		if o.token && !v.known() {
			return nil, problem(v.L, errToken("api.token_missing"))
		}
		res, err := h(ctx, v, in)
		if err != nil {
			p := problem(v.L, err)
			s.a.logFault(ctx, o.id, p.Status, err)
			return nil, p
		}
		if _, ok := any(in).(interface{ byOffset() }); ok {
			if l, ok := any(res).(interface{ lead(v *visitor) }); ok {
				l.lead(v)
			}
		}
		return res, nil
	})
	s.describe(o, ho)
}

// tagsOf are an operation's area, and the link of the chain that it belongs to.
func tagsOf(area string) []string {
	switch area {
	case tagHall, tagTax:
		return []string{area, linkUse}
	case tagRights:
		return []string{area, linkUse, linkManage}
	case tagItems:
		return []string{area, linkServe}
	}
	return []string{area}
}

// Unit: seconds. Source: our choice; a body of a megabyte over a slow line.
const bodyTime = 20 * time.Second

// describe completes what the library wrote about an operation: the shape of
// the body, further answers, the words of the statuses.
func (s *spoken) describe(o op, ho huma.Operation) {
	if o.body != nil {
		ho.RequestBody.Content["application/json"] = &huma.MediaType{Schema: s.shapes.Request(reflect.TypeOf(o.body))}
	}
	first := ho.Responses[strconv.Itoa(o.status)]
	for _, code := range o.more {
		ho.Responses[strconv.Itoa(code)] = &huma.Response{Content: first.Content}
	}
	for code, r := range ho.Responses {
		status, _ := strconv.Atoi(code) // made by Itoa
		r.Description = s.l.T(statusText[status])
		switch code {
		case "401":
			r.Headers = map[string]*huma.Param{"WWW-Authenticate": {Schema: &huma.Schema{Type: "string"}}}
		case strconv.Itoa(o.status):
			if r.Headers == nil {
				r.Headers = map[string]*huma.Param{}
			}
			r.Headers["RateLimit"] = &huma.Param{Description: s.l.T("api.field.rate_limit"), Schema: &huma.Schema{Type: "string"}}
			r.Headers["RateLimit-Policy"] = &huma.Param{Description: s.l.T("api.field.rate_policy"), Schema: &huma.Schema{Type: "string"}}
		case "429", "503":
			r.Headers = map[string]*huma.Param{"Retry-After": {Description: s.l.T("api.field.retry"), Schema: &huma.Schema{Type: "integer"}}}
		}
	}
}

// read takes the body apart; every fault is told.
func read[T any](raw []byte) (T, error) {
	var v T
	if len(raw) == 0 {
		return v, errs.New(errs.Invalid, "kernel.wire.not_json", nil)
	}
	return v, wire.Unmarshal(raw, &v)
}
