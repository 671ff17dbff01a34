package window

import (
	"context"
	"net/http"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/catalogue/items"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

// Deps are what the pages stand on.
type Deps struct {
	Windows window.Windows
	City    func() city.City
	Today   func(ctx context.Context) *items.Set
	Rules   window.Rules
	Devices window.Devices
	// Switches breaks devices for a trial; nil where they are real.
	Switches window.Switches
	// Begin begins the form of an item for who stands at a counter, with papers
	// of earlier cases that may serve again; their Material is its Chinese name.
	Begin func(r *http.Request, v *site.Visit, it form.Item, who itemflow.Applicant, ticket kernel.CaseID, earlier []itemflow.File) error
}

type pages struct{ Deps }

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	return []site.Route{
		{Method: "GET", Pattern: "/book", Page: p.book},
		{Method: "POST", Pattern: "/book", Page: p.booked},
		{Method: "GET", Pattern: "/booking/{code}", Page: p.booking},
		{Method: "POST", Pattern: "/booking/{code}/{move}", Page: p.bookingMove},
		{Method: "GET", Pattern: "/kiosk/{unit}", Page: p.kiosk},
		{Method: "POST", Pattern: "/kiosk/{unit}", Page: p.takeNumber},
		{Method: "GET", Pattern: "/kiosk/pair/{code}", Page: p.pairing},
		{Method: "POST", Pattern: "/kiosk/pair/{code}", Page: p.pair},
		{Method: "GET", Pattern: "/ticket/{code}", Page: p.ticket},
		{Method: "POST", Pattern: "/ticket/{code}/{move}", Page: p.ticketMove},
		{Method: "GET", Pattern: "/ticket/{code}/qr.png", Page: p.ticketQR},
		{Method: "GET", Pattern: "/rate/{code}", Page: p.rate},
		{Method: "POST", Pattern: "/rate/{code}", Page: p.rated},
		{Method: "GET", Pattern: "/rate/{code}/qr.png", Page: p.rateQR},
		{Method: "GET", Pattern: "/counter", Page: p.counter, Auth: site.Staff},
		{Method: "POST", Pattern: "/counter", Page: p.sit, Auth: site.Staff},
		{Method: "POST", Pattern: "/counter/{move}", Page: p.counterMove, Auth: site.Staff},
		{Method: "GET", Pattern: "/counter/machines", Page: p.machines, Auth: site.Staff},
		{Method: "POST", Pattern: "/counter/machines", Page: p.offer, Auth: site.Staff},
		{Method: "POST", Pattern: "/counter/machines/{id}/revoke", Page: p.revoke, Auth: site.Staff},
		{Method: "GET", Pattern: "/counter/call", Page: p.callList, Auth: site.Staff},
		{Method: "GET", Pattern: "/counter/call/{no}", Page: p.call, Auth: site.Staff},
		{Method: "POST", Pattern: "/counter/call/{no}", Page: p.called, Auth: site.Staff},
		{Method: "GET", Pattern: "/counter/figures", Page: p.figures, Auth: site.Staff},
		{Method: "GET", Pattern: "/counter/figures/{unit}", Page: p.numbers, Auth: site.Staff},
		{Method: "GET", Pattern: "/counter/qr/{no}", Page: p.caseQR, Auth: site.Staff},
		{Method: "GET", Pattern: "/screen", Page: p.screens},
		{Method: "GET", Pattern: "/screen/{unit}", Page: p.screen},
	}
}

// unit finds the unit of the address, at which people queue.
func (p pages) unit(r *http.Request) (city.Unit, error) {
	id := r.PathValue("unit")
	u, ok := p.City().Unit(kernel.UnitID(id))
	if !ok || u.Queue == nil {
		return u, errs.New(errs.NotFound, "service.window.no_queue", nil)
	}
	return u, nil
}

// queues are the units at which people queue.
func (p pages) queues() []city.Unit {
	var out []city.Unit
	for _, u := range p.City().Units {
		if u.Queue != nil {
			out = append(out, u)
		}
	}
	return out
}

// as is the visitor as the windows know one: an organisation or a person who
// has logged in for one, staff by their office, else a guest.
func as(v *site.Visit) kernel.Actor {
	if v.Actor.Party != "" || v.Staff() {
		return v.Actor
	}
	return kernel.SystemActor(window.Guest)
}

// item is the item one comes for, if the address names one.
func (p pages) item(r *http.Request, code string) (form.Item, bool) {
	return p.Today(r.Context()).Item(strings.ToUpper(code))
}
