package window

import (
	"net/http"
	"strings"

	"github.com/skip2/go-qrcode"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// kioskView is the ticket machine of a unit.
type kioskView struct {
	v       *site.Visit
	unit    city.Unit
	waiting int
	open    bool
	hours   string // when it works, and from when again
	paired  bool
	trial   bool   // whoever looks on may stand at the machine
	missed  bool   // somebody was called and did not come
	number  string // typed, of a missed call
	code    string // typed
	fault   string
}

// lead says what to do at the machine; "" where nobody can take a number.
func (x kioskView) lead() string {
	if !x.paired || !x.open {
		return ""
	}
	return x.v.L.T("web.window.kiosk_lead", "n", x.waiting)
}

// slip is the page of a number, and what is printed of it.
type slip struct {
	v      *site.Visit
	row    window.TicketRow
	unit   city.Unit
	before int
	wait   string
	paired bool // shown on the machine itself
	fault  string
}

var machine = kernel.SystemActor(window.Kiosk)

func (p pages) kiosk(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawKiosk(w, r, v, http.StatusOK, kioskView{})
}

func (p pages) drawKiosk(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x kioskView) error {
	u, err := p.unit(r)
	if err != nil {
		return err
	}
	list, err := p.Windows.WindowQueue(r.Context(), u.ID, calendar.DateOf(v.Env.Now()))
	if err != nil {
		return err
	}
	_, x.paired, err = p.machineOf(r, v, u.ID)
	if err != nil {
		return err
	}
	x.v, x.unit, x.trial, x.open = v, u, p.Rules.AnyHour, p.Rules.AnyHour || p.Rules.IsOpen(u, v.Env.Now())
	x.hours = u.Hours.In(v.L.Zh())
	if at, ok := p.Rules.Opens(u, v.Env.Now()); ok && !x.open {
		x.hours = v.L.T("web.window.opens", "hours", x.hours, "day", v.L.DateWeekday(at), "time", v.L.Clock(at))
	}
	x.waiting, x.missed = len(inState(list, window.Waiting)), len(inState(list, window.Missed)) > 0
	f := v.Frame(r, v.L.T("web.window.kiosk", "unit", u.Name), "")
	f.Nav, f.Narrow = nil, true
	return v.ShowStatus(w, r, status, f, kioskPage(x))
}

func inState(list []window.TicketRow, states ...kernel.State) []window.TicketRow {
	var out []window.TicketRow
	for _, t := range list {
		for _, s := range states {
			if t.State == s {
				out = append(out, t)
			}
		}
	}
	return out
}

// takeNumber gives a number: by order, to an elder, or for a booking.
func (p pages) takeNumber(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	u, err := p.unit(r)
	if err != nil {
		return err
	}
	if r.PostFormValue("as") == "try" && p.Rules.AnyHour {
		return p.try(w, r, v, u)
	}
	m, paired, err := p.machineOf(r, v, u.ID)
	if err != nil {
		return err
	}
	if !paired {
		return p.drawKiosk(w, r, v, http.StatusForbidden, kioskView{fault: v.L.T("service.window.not_paired")})
	}
	if r.PostFormValue("as") == "missed" {
		return p.queueAgain(w, r, v, u)
	}
	in := window.TakeInput{Unit: u.ID, Elder: r.PostFormValue("as") == "elder", Machine: m.Case}
	if r.PostFormValue("as") == "booked" {
		if in.Booking = strings.TrimSpace(r.PostFormValue("booking")); in.Booking == "" {
			in.Booking = "?" // nothing typed is no ordinary number
		}
	}
	receipt, err := open(r, v, machine, window.Ticket, "take", in)
	if err != nil {
		if !told(err) {
			return err
		}
		return p.drawKiosk(w, r, v, httpx.Status(err), kioskView{code: r.PostFormValue("booking"), fault: v.L.Error(err)})
	}
	c, err := caseOf(r, v, receipt.Case)
	if err != nil {
		return err
	}
	d, err := window.TicketOf(c)
	if err != nil {
		return err
	}
	notice := ""
	if err := p.Devices.Print(r.Context(), window.Place{Unit: u.ID, Counter: window.AtKiosk}, window.Slip{Title: u.Name.Zh, Big: d.Label(), Lines: []string{v.L.Clock(d.Taken)}, QR: addressOf(r, v, "/ticket/"+d.Code)}); err != nil && !errs.Is(err, "adapter.devices.no_place") {
		notice = v.L.T("web.window.no_paper", "number", d.Label()) // the number stands, only the paper is missing
	}
	return v.Go(w, r, "/ticket/"+d.Code, notice)
}

// queueAgain puts a number whose call was missed back into the queue, for who
// stands at the machine with it.
func (p pages) queueAgain(w http.ResponseWriter, r *http.Request, v *site.Visit, u city.Unit) error {
	list, err := p.Windows.WindowQueue(r.Context(), u.ID, calendar.DateOf(v.Env.Now()))
	if err != nil {
		return err
	}
	typed := strings.ToUpper(strings.TrimSpace(r.PostFormValue("number")))
	for _, t := range inState(list, window.Missed) {
		if t.Label() != typed {
			continue
		}
		if _, err := act(r, v, machine, t.Case, "requeue", window.CodeInput{Code: t.Code}); err != nil {
			if !told(err) {
				return err
			}
			return p.drawKiosk(w, r, v, httpx.Status(err), kioskView{number: typed, fault: v.L.Error(err)})
		}
		return v.Go(w, r, "/ticket/"+t.Code, v.L.T("web.window.queued_again", "number", typed))
	}
	return p.drawKiosk(w, r, v, http.StatusUnprocessableEntity, kioskView{number: typed, fault: v.L.T("web.window.not_missed", "number", typed)})
}

// numbered gives the number of the code in the address.
func (p pages) numbered(r *http.Request) (window.TicketRow, error) {
	row, ok, err := p.Windows.WindowTicket(r.Context(), r.PathValue("code"))
	if err == nil && !ok {
		err = errs.New(errs.NotFound, "service.window.no_such_code", nil)
	}
	return row, err
}

// ticket is the page of a number: how many are before it, where to go.
func (p pages) ticket(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawTicket(w, r, v, http.StatusOK, nil)
}

func (p pages) drawTicket(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	row, err := p.numbered(r)
	if err != nil {
		return err
	}
	x := slip{v: v, row: row}
	x.unit, _ = p.City().Unit(row.Unit)
	if fault != nil {
		x.fault = v.L.Error(fault)
	}
	if _, x.paired, err = p.machineOf(r, v, row.Unit); err != nil {
		return err
	}
	now := v.Env.Now()
	if row.State == window.Waiting {
		board, err := p.boardOf(r, x.unit, now)
		if err != nil {
			return err
		}
		x.before = window.Before(board.waiting, row.Case, now)
		x.wait = waitText(v.L, board, x.before)
	}
	f := v.Frame(r, row.Label(), "")
	f.Nav, f.Narrow = nil, true
	w.Header().Set("Refresh", "15")
	return v.ShowStatus(w, r, status, f, ticketPage(x))
}

func (p pages) ticketMove(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	row, err := p.numbered(r)
	if err != nil {
		return err
	}
	move := r.PathValue("move")
	if move != "requeue" && move != "leave" {
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	if _, err := act(r, v, machine, row.Case, move, window.CodeInput{Code: row.Code}); err != nil {
		if !told(err) {
			return err
		}
		return p.drawTicket(w, r, v, httpx.Status(err), err)
	}
	return v.Go(w, r, "/ticket/"+row.Code, "")
}

// Unit: pixels. Source: large enough for a telephone at arm's length.
const qrSize = 220

// ticketQR is the address of the number as a picture.
func (p pages) ticketQR(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	row, err := p.numbered(r)
	if err != nil {
		return err
	}
	return writeQR(w, addressOf(r, v, "/ticket/"+row.Code))
}

func writeQR(w http.ResponseWriter, text string) error {
	png, err := qrcode.Encode(text, qrcode.Medium, qrSize)
	if err != nil {
		return errs.Wrap(errs.Internal, "web.window.no_qr", err)
	}
	w.Header().Set("Content-Type", "image/png")
	_, err = w.Write(png)
	return err
}

// addressOf is a page as a telephone opens it.
func addressOf(r *http.Request, v *site.Visit, path string) string {
	return v.LinkTo(r, path)
}

func ticketFacts(x slip) []ui.Pair {
	l := x.v.L
	out := []ui.Pair{{Key: l.T("web.window.where"), Text: x.unit.Place().In(l.Zh())}, {Key: l.T("web.window.taken"), Text: l.Clock(x.row.Taken)}}
	if x.row.FromNo != "" {
		out = append(out, ui.Pair{Key: l.T("web.window.from"), Text: x.row.FromNo, No: true})
	}
	if !x.row.Due.IsZero() {
		out = append(out, ui.Pair{Key: l.T("web.window.booked_for"), Text: l.Clock(x.row.Due)})
	}
	return out
}
