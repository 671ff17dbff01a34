package window

import (
	"net/http"
	"slices"

	"quanlian/base/errs"
	"quanlian/chain/service/window"
	"quanlian/web/site"
)

// deviceFault reports whether a device of the counter is at fault: what it says
// is shown beside the work, which goes on by hand.
func deviceFault(err error) bool {
	for _, code := range []string{"adapter.devices.no_place", "service.window.reader_down", "service.window.camera_down", "service.window.printer_down", "service.window.rater_down"} {
		if errs.Is(err, code) {
			return true
		}
	}
	return false
}

// readCard reads the card on the reader and writes down who it is, with the telephone
// that was typed: no card has one.
func (p pages) readCard(w http.ResponseWriter, r *http.Request, v *site.Visit, s window.ShiftRow) error {
	c, err := p.Devices.ReadCard(r.Context(), window.Place{Unit: s.Unit, Counter: s.Counter})
	if err != nil {
		return p.back(w, r, v, err)
	}
	in := window.WhoInput{Name: c.Name, Person: c.Number, Phone: r.PostFormValue("phone")}
	if _, err = act(r, v, v.Actor, s.Ticket, "identify", in); err != nil { // shown with what was read
		r.PostForm.Set("name", in.Name)
		r.PostForm.Set("person", in.Person)
	}
	return p.back(w, r, v, err)
}

// printSlip prints the receipt of a case that was handed in here: number, code,
// and where to look it up.
func (p pages) printSlip(w http.ResponseWriter, r *http.Request, v *site.Visit, s window.ShiftRow) error {
	x, ok, err := p.slipNo(r, v, s, r.PostFormValue("no"))
	if err != nil {
		return err
	}
	if !ok {
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	err = p.Devices.Print(r.Context(), window.Place{Unit: s.Unit, Counter: s.Counter}, window.Slip{Title: x.Name, Big: x.No,
		Lines: []string{v.L.T("web.window.receipt", "no", x.No, "track", x.Track), v.L.T("web.window.track_how")}, QR: addressOf(r, v, "/track?no="+x.No+"&code="+x.Track)})
	if err != nil {
		return p.back(w, r, v, err)
	}
	return v.Go(w, r, "/counter", v.L.T("web.window.printed", "no", x.No))
}

// finish ends the visit and lets the rating device of the counter ask; where it
// does not, the clerk is told what to do instead. The visit is over either way.
func (p pages) finish(w http.ResponseWriter, r *http.Request, v *site.Visit, s window.ShiftRow) error {
	if s.Ticket == "" {
		return p.back(w, r, v, errs.New(errs.Conflict, "web.window.nobody_here", nil))
	}
	if _, err := act(r, v, v.Actor, s.Ticket, "finish", nil); err != nil {
		return p.back(w, r, v, err)
	}
	c, err := caseOf(r, v, s.Ticket)
	if err != nil {
		return err
	}
	d, err := window.TicketOf(c)
	if err != nil {
		return err
	}
	notice := ""
	if err := p.Devices.AskRating(r.Context(), window.Place{Unit: s.Unit, Counter: s.Counter}, addressOf(r, v, "/rate/"+d.Code)); err != nil {
		notice = v.L.Error(err)
	}
	return v.Go(w, r, "/counter", notice)
}

// deviceRow is a device of the counter, in trials.
type deviceRow struct {
	at     window.Place
	device window.Device
	name   string
	broken bool
}

// value says in a form which device is meant.
func (d deviceRow) value() string {
	if d.at.Counter == window.AtKiosk {
		return window.AtKiosk
	}
	return string(d.device)
}

// deviceRows are the devices that a trial can break; none elsewhere.
func (p pages) deviceRows(v *site.Visit, s window.ShiftRow) []deviceRow {
	if p.Switches == nil {
		return nil
	}
	at, kiosk := window.Place{Unit: s.Unit, Counter: s.Counter}, window.Place{Unit: s.Unit, Counter: window.AtKiosk}
	out := []deviceRow{
		{at: at, device: window.Reader, name: v.L.T("web.window.device.reader")}, {at: at, device: window.Camera, name: v.L.T("web.window.device.camera")},
		{at: at, device: window.Printer, name: v.L.T("web.window.device.printer")}, {at: at, device: window.Rater, name: v.L.T("web.window.device.rater")},
		{at: kiosk, device: window.Printer, name: v.L.T("web.window.device.kiosk")},
	}
	for i, d := range out {
		out[i].broken = slices.Contains(p.Switches.Broken(d.at), d.device)
	}
	return out
}

// switchDevice breaks a device of a trial, or mends it.
func (p pages) switchDevice(w http.ResponseWriter, r *http.Request, v *site.Visit, s window.ShiftRow) error {
	for _, d := range p.deviceRows(v, s) {
		if d.value() == r.PostFormValue("device") {
			p.Switches.Switch(d.at, d.device, !d.broken)
			return v.Go(w, r, "/counter", "")
		}
	}
	return errs.New(errs.NotFound, "web.no_such_page", nil)
}

// PlaceOf is the counter at which the visitor sits; the zero place for none.
func PlaceOf(r *http.Request, v *site.Visit, d Deps) (window.Place, error) {
	s, _, err := pages{d}.mine(r, v)
	if err != nil || s == nil {
		return window.Place{}, err
	}
	return window.Place{Unit: s.Unit, Counter: s.Counter}, nil
}
