package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/wire"
)

// Items are the declared items of the city. The program's own catalogue
// fulfils it.
type Items interface {
	Today(ctx context.Context) *items.Set
	Find(ctx context.Context, q string, k int) []items.Found
}

// ItemRow is one service item in a list.
type ItemRow struct {
	Code   string          `json:"code" doc:"api.field.item.code"`
	Name   string          `json:"name" doc:"api.field.item.name"`
	Lead   string          `json:"lead" doc:"api.field.item.lead"`
	Link   string          `json:"link" doc:"api.field.flow.link"`
	Matter string          `json:"matter" doc:"api.field.flow.matter_name"`
	Flow   kernel.FlowAddr `json:"flow" doc:"api.field.case.flow"`
	Kind   form.Kind       `json:"kind" doc:"api.field.item.kind"`
	Class  form.Class      `json:"class" doc:"api.field.item.class"`
	Who    []string        `json:"who" doc:"api.field.item.who"`
	Found  string          `json:"found,omitempty" doc:"api.field.item.found"`
}

// Item is a service item with all that it asks for.
type Item struct {
	ItemRow
	Hash string    `json:"hash" doc:"api.field.item.hash"`
	Item form.Item `json:"item" doc:"api.field.item.item"`
	// Values is the shape of what an application has in its values.
	Values *wire.Schema `json:"values" doc:"api.field.item.values"`
}

// Application is a filled form of an item.
type Application struct {
	itemflow.SubmitInput
	Hash string `json:"hash" maxLength:"64" doc:"api.field.item.filled_hash"`
}

func (s *spoken) items() {
	if s.a.Items == nil {
		return
	}
	add(s, op{id: "list_items", method: http.MethodGet, path: "/items", tag: tagItems}, s.a.listItems)
	add(s, op{id: "get_item", method: http.MethodGet, path: "/items/{code}", tag: tagItems, fails: readOne}, s.a.getItem)
	add(s, op{id: "apply", method: http.MethodPost, path: "/items/{code}/apply", tag: tagItems, token: true, body: Application{}, status: http.StatusCreated, more: []int{http.StatusAccepted}, fails: writing}, s.a.apply)
}

type itemsIn struct {
	Page
	Text  string `query:"q" maxLength:"200" doc:"api.field.query.items_q"`
	Link  string `query:"link" enum:"creation,utilization,protection,management,service" doc:"api.field.flow.link"`
	Event string `query:"event" maxLength:"40" doc:"api.field.query.event"`
	Who   string `query:"who" maxLength:"40" doc:"api.field.query.who"`
}

func (a *API) listItems(ctx context.Context, v *visitor, in *itemsIn) (*out[listOf[ItemRow]], error) {
	set := a.Items.Today(ctx)
	found := make([]items.Found, 0, set.Len())
	if in.Text != "" {
		found = a.Items.Find(ctx, in.Text, set.Len())
	} else {
		for _, it := range set.All() {
			found = append(found, items.Found{Item: it})
		}
	}
	found = slices.DeleteFunc(found, func(f items.Found) bool {
		return in.Link != "" && f.Item.Link != in.Link || in.Event != "" && !slices.Contains(f.Item.Events, in.Event) || in.Who != "" && len(f.Item.Who) > 0 && !slices.Contains(f.Item.Who, in.Who)
	})
	res := listOf[ItemRow]{Total: len(found), Offset: in.Offset, Items: []ItemRow{}}
	for i := in.Offset; i < min(len(found), in.Offset+in.Limit); i++ {
		row := itemRow(v, found[i].Item)
		row.Found = found[i].Phrase
		res.Items = append(res.Items, row)
	}
	return say(res), nil
}

func itemRow(v *visitor, it form.Item) ItemRow {
	return ItemRow{Code: it.Code, Name: it.Name.In(v.L.Zh()), Lead: it.Lead.In(v.L.Zh()), Link: it.Link, Matter: it.Matter, Flow: it.Flowing(), Kind: it.Kind, Class: it.Class, Who: it.Who}
}

type itemIn struct {
	Code string `path:"code" maxLength:"40" doc:"api.field.item.code"`
}

func (a *API) item(ctx context.Context, code string) (form.Item, error) {
	it, ok := a.Items.Today(ctx).Item(strings.ToUpper(code))
	if !ok {
		return it, errs.New(errs.NotFound, "web.items.no_such_item", errs.Args{"code": code})
	}
	return it, nil
}

func (a *API) getItem(ctx context.Context, v *visitor, in *itemIn) (*out[Item], error) {
	it, err := a.item(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	return say(Item{ItemRow: itemRow(v, it), Hash: it.Hash(), Item: it, Values: valuesShape(v, it)}), nil
}

// valuesShape is the JSON Schema of a filled form of an item: every answer is a
// text; required is what is asked on no condition.
func valuesShape(v *visitor, it form.Item) *wire.Schema {
	s := &wire.Schema{Type: "object", Properties: map[string]*wire.Schema{}}
	for _, q := range it.Questions() {
		x := &wire.Schema{Type: "string", Title: q.Field.Label.In(v.L.Zh()), Description: q.Field.Hint.In(v.L.Zh())}
		if q.Field.Len > 0 {
			x.MaxLength = &q.Field.Len
		}
		if q.Field.Kind == form.KindChoice {
			x.Names = map[string]string{}
			for _, o := range q.Field.Options {
				x.Enum = append(x.Enum, o.Value)
				x.Names[o.Value] = o.Text.In(v.L.Zh())
			}
		}
		s.Properties[q.Path] = x
		s.Order = append(s.Order, q.Path)
		if q.Needed {
			s.Required = append(s.Required, q.Path)
		}
	}
	return s
}

type applyIn struct {
	Code string `path:"code" maxLength:"40" doc:"api.field.item.code"`
	WithKey
	RawBody []byte `contentType:"application/json"`
}

// apply files an application. A form that was filled from an older version of
// the item says so by its hash and is refused, as it is on the page.
func (a *API) apply(ctx context.Context, v *visitor, in *applyIn) (*opened, error) {
	body, err := read[Application](in.RawBody)
	if err != nil {
		return nil, err
	}
	it, err := a.item(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	if body.Hash == "" {
		body.Hash = it.Hash()
	}
	body.Channel = "api"
	input, err := json.Marshal(body.SubmitInput)
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	r, err := a.Desk.Open(ctx, v.Actor, desk.OpenCommand{Flow: it.Flowing(), Move: "submit", Key: keyOf(v, in.Key), Input: input, Item: it.Code, ItemHash: body.Hash, Unit: it.Unit})
	if err != nil {
		return nil, placed(err, itemflow.Field)
	}
	return a.openedCase(v, it.Flowing(), in.Key, r), nil
}
