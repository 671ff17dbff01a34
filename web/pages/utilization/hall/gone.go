package hall

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// goneView is a listing of which only its state is left to see.
type goneView struct {
	L                *lang.Localizer
	No, Title, State string
	Chip             ui.State
	Lead             string
	LogIn            string // for whoever may be one of its parties; "" after the log-in
}

// gone tells who kept the link of a listing what became of it.
func (p pages) gone(r *http.Request, v *site.Visit, no string) (string, templ.Component, error) {
	g, err := p.Listings.HallGone(r.Context(), no)
	if err != nil {
		return "", nil, err
	}
	c := kernel.Case{Flow: hall.Listing, State: g.State}
	x := goneView{L: v.L, No: g.No, Title: g.Title, State: v.StateText(c), Chip: ui.Idle, Lead: v.L.T("web.hall.gone." + string(g.State))}
	if !v.LoggedIn() {
		x.LogIn = "/login?next=" + url.QueryEscape("/hall/listing/"+g.No)
	}
	return g.Title, goneBody(x), nil
}
