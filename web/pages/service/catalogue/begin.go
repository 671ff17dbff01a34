package catalogue

import (
	"net/http"
	"strings"

	"quanlian/base/errs"
	change "quanlian/chain/service/catalogue"
	"quanlian/kernel/form"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// newView asks for the code of a new item and for the one it is like.
type newView struct {
	v          *site.Visit
	code, like string
	faults     []ui.FieldFault
	error      map[string]string
	options    []ui.Option
}

// newItem begins an item as a copy of one that is in force: a form from nothing
// would have to be told a hundred things.
func (p pages) newItem(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := editors(v); err != nil {
		return err
	}
	q := r.URL.Query()
	if !q.Has("code") {
		return p.askNew(w, r, v, http.StatusOK, nil)
	}
	it, err := p.copied(r, v)
	if err != nil {
		return p.askNew(w, r, v, httpx.Status(err), err)
	}
	it.From = v.Env.Calendar.NextWorkday(p.today(v).AddDays(1))
	return p.draw(w, r, v, http.StatusOK, p.newForm(r, v, it))
}

func (p pages) newForm(r *http.Request, v *site.Visit, it form.Item) *editView {
	x := p.view(r, v, it, nil, r.PostFormValue("note"), "")
	x.action, x.back = "/catalogue/new?"+r.URL.RawQuery, "/catalogue"
	return x
}

// copied is the new item as the form begins with it.
func (p pages) copied(r *http.Request, v *site.Visit) (form.Item, error) {
	q := r.URL.Query()
	code := strings.ToUpper(strings.TrimSpace(q.Get("code")))
	var l errs.List
	like, ok := p.Today(r.Context()).Item(q.Get("like"))
	if !ok {
		l.Add(errs.At("like", "service.catalogue.no_like", nil))
	}
	like.Code, like.Self, like.Retired = code, "", false
	open, _, err := p.changes(r.Context(), v)
	if err != nil {
		return form.Item{}, err
	}
	switch k, waits := open[code]; {
	case waits:
		l.Add(errs.At("code", "service.catalogue.code_waits", errs.Args{"no": k.No}))
	case len(p.Now(r.Context()).Versions(code)) > 0:
		l.Add(errs.At("code", "service.catalogue.code_taken", errs.Args{"code": code}))
	case code == "":
		l.Add(errs.At("code", "service.catalogue.no_code", nil))
	default:
		_, faults := p.Now(r.Context()).Check(like)
		for _, f := range faults {
			if f.Field == "code" && f.Code != "catalogue.items.wrong_file" {
				l.Add(errs.At("code", f.Code, f.Args))
			}
		}
	}
	return like, l.Err()
}

func (p pages) askNew(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, err error) error {
	x := newView{v: v, code: r.URL.Query().Get("code"), like: r.URL.Query().Get("like"), error: map[string]string{}}
	for _, e := range v.L.Fields(err) {
		x.error[e.Field] = e.Text
		x.faults = append(x.faults, ui.FieldFault{ID: ui.FieldID(e.Field), Text: e.Text})
	}
	x.options = []ui.Option{{Text: v.L.T("web.field.choose"), Count: -1}}
	for _, it := range p.Today(r.Context()).All() {
		x.options = append(x.options, ui.Option{Value: it.Code, Text: it.Code + "　" + it.Name.In(v.L.Zh()), Selected: it.Code == x.like, Count: -1})
	}
	f := v.Workbench(r, v.L.T("service.catalogue.new"), "catalogue")
	f.Crumb = []ui.Link{{Text: v.L.T("service.catalogue.name"), Href: "/catalogue"}, {Text: v.L.T("service.catalogue.new")}}
	return v.ShowStatus(w, r, status, f, newPage(x))
}

// openNew writes the change that adds the item.
func (p pages) openNew(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := editors(v); err != nil {
		return err
	}
	it, err := p.copied(r, v)
	if err != nil {
		return err
	}
	return p.keep(w, r, v, p.newForm(r, v, it), func(in change.EditInput) (string, error) {
		rec, err := v.Open(r, change.Change, "edit", in)
		return rec.No, err
	})
}
