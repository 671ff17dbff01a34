package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"quanlian/adapter/devices"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/catalogue/items"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	itempages "quanlian/web/pages/items"
	windowpages "quanlian/web/pages/service/window"
	"quanlian/web/site"
)

// windowRules are the hours and counters that the city declares. In trials and
// demos numbers can be taken at any hour.
func (h *house) windowRules() window.Rules {
	return window.Rules{Calendar: calendar.National(), Unit: func(id kernel.UnitID) (city.Unit, bool) { return h.items.Now().City.Unit(id) }, AnyHour: h.cfg.FakeParties}
}

// windowDeps are what the pages of the windows stand on.
func (h *house) windowDeps() windowpages.Deps {
	return windowpages.Deps{
		Windows: h.store, City: func() city.City { return h.items.Now().City }, Rules: h.windowRules(),
		Today:   func(ctx context.Context) *items.Set { return h.items.today(ctx, h.now()) },
		Devices: h.devices, Switches: switchesOf(h.devices), Begin: itempages.BeginAt,
	}
}

// atCounter reports whether somebody works at a counter: sat at one lately.
func (h *house) atCounter(ctx context.Context, a kernel.Actor) bool {
	sat, err := h.store.WindowSat(ctx, a.User, h.windowRules().Counters(a), calendar.DateOf(h.now()).AddDays(-window.Lately))
	if err != nil {
		h.log.Error("who sits at the counters", "error", err)
	}
	return sat
}

// Unit: minutes. Source: our choice; a change of hours is known days before.
const hoursEvery = time.Minute

// hoursTeller tells who booked when a unit changes its hours.
type hoursTeller struct {
	h      *house
	mu     sync.Mutex
	looked time.Time
}

func (k *hoursTeller) run(ctx context.Context) (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.h.now()
	if since := now.Sub(k.looked); since >= 0 && since < hoursEvery {
		return false, nil
	}
	list, err := k.h.store.WindowStanding(ctx, "", calendar.DateOf(now))
	if err != nil {
		return false, err
	}
	var faults []error
	for _, id := range k.h.windowRules().ToTell(list, now) {
		key := fmt.Sprintf("hours/%s/%d", id, now.UnixMicro())
		_, err := k.h.desk.Act(ctx, kernel.SystemActor(kernel.RoleSystem), desk.Command{Case: id, Move: "tell", Key: key})
		if err != nil && errs.KindOf(err) != errs.Conflict { // moved or cancelled meanwhile
			faults = append(faults, fmt.Errorf("booking %s: %w", id, err))
		}
	}
	k.looked = now
	return false, errors.Join(faults...)
}

// devicesOf are the devices of the counters: a card that was invented is read in
// trials only.
func devicesOf(cfg config) window.Devices {
	if cfg.FakeParties {
		return devices.NewFake()
	}
	return devices.None{}
}

func switchesOf(d window.Devices) window.Switches {
	s, _ := d.(window.Switches)
	return s
}

// windowURL is the page of a booking or a number, "" for other cases. Its code
// opens it.
func windowURL(c kernel.Case) string {
	if c.Flow == window.Booking {
		if d, err := window.BookingOf(c); err == nil && d.Code != "" {
			return "/booking/" + d.Code
		}
	}
	return ""
}

// camera is the document camera of the counter at which the clerk sits.
type camera struct{ h *house }

// Shoot takes a picture there.
func (c camera) Shoot(r *http.Request, v *site.Visit) (name, media string, body []byte, err error) {
	at, err := windowpages.PlaceOf(r, v, c.h.windowDeps())
	if err != nil {
		return "", "", nil, err
	}
	p, err := c.h.devices.Shoot(r.Context(), at)
	return p.Name, p.Media, p.Body, err
}
