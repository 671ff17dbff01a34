package window

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// seat is a counter that can be chosen.
type seat struct {
	unit  city.Unit
	no    string
	name  string
	taken string // by whom
}

type counterView struct {
	v      *site.Visit
	seats  []seat
	shift  *window.ShiftRow
	unit   city.Unit
	board  board
	missed []window.TicketRow
	ticket *window.TicketRow
	known  window.Known
	cases  []knownCase
	papers []knownPaper
	items  []form.Item
	units  []city.Unit
	slips  []slipOf
	fault  string
	faults ui.Faults
	// said is what was typed into the form of a move that was refused.
	move    string
	said    url.Values
	devices []deviceRow
	calls   string // how many have to be called, "" for none
	heads   bool   // the machines of a hall are the visitor's to give and take
}

// typed is what was typed into a field of a move's form, else what is known.
func (x counterView) typed(form, field, known string) string {
	if x.form() != form || !x.said.Has(field) {
		return known
	}
	return x.said.Get(field)
}

// words is the field for the words that go with a move. A page has several such
// fields: each shows what was typed into it, and what was wrong with that.
func (x counterView) words(form, label string) ui.Field {
	f := ui.Field{Name: "text", Of: form + "-", Label: label, Value: x.typed(form, "text", ""), Max: mostWords}
	if x.form() == form {
		f.Error = x.faults.Of("text")
	}
	return f
}

func onwardText(x counterView) ui.Field {
	f := x.words("transfer", x.v.L.T("web.window.onward_text"))
	f.Optional = true
	return f
}

// Unit: characters. Source: as the moves take them.
const mostWords = 500

// form is the one that was sent; a card is read beside what is typed of a person.
func (x counterView) form() string {
	if x.move == "card" {
		return "identify"
	}
	return x.move
}

// slipOf is a case that was handed in here: number and tracking code.
type slipOf struct{ No, Name, Track string }

// posts are the units at which the visitor may sit.
func posts(v *site.Visit) []kernel.UnitID {
	var out []kernel.UnitID
	for _, p := range v.Actor.Posts {
		if (p.Role == kernel.RoleClerk || p.Role == kernel.RoleHead) && !slices.Contains(out, p.Unit) {
			out = append(out, p.Unit)
		}
	}
	return out
}

func (p pages) counter(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawCounter(w, r, v, http.StatusOK, counterView{fault: ""})
}

// mine finds the visitor's own shift, and what seats there are.
func (p pages) mine(r *http.Request, v *site.Visit) (*window.ShiftRow, []seat, error) {
	var seats []seat
	day := calendar.DateOf(v.Env.Now())
	for _, id := range posts(v) {
		u, ok := p.City().Unit(id)
		if !ok || u.Queue == nil {
			continue
		}
		shifts, err := p.Windows.WindowShifts(r.Context(), id, day)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range u.Counters {
			s := seat{unit: u, no: c.No, name: c.Name.In(v.L.Zh())}
			for i, x := range shifts {
				if x.State == window.Closed || x.Counter != c.No {
					continue
				}
				if x.Clerk == v.Actor.User {
					return &shifts[i], nil, nil
				}
				s.taken = x.Name
			}
			seats = append(seats, s)
		}
	}
	return nil, seats, nil
}

func (p pages) drawCounter(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x counterView) error {
	x.v, x.heads = v, len(p.headed(v)) > 0
	var err error
	if x.shift, x.seats, err = p.mine(r, v); err != nil {
		return err
	}
	if x.calls, err = p.callsText(r, v); err != nil {
		return err
	}
	f := v.Workbench(r, v.L.T("web.window.desk"), "counter")
	if x.shift == nil {
		return v.ShowStatus(w, r, status, f, seatsPage(x))
	}
	x.unit, _ = p.City().Unit(x.shift.Unit)
	now := v.Env.Now()
	if x.board, err = p.boardOf(r, x.unit, now); err != nil {
		return err
	}
	list, err := p.Windows.WindowQueue(r.Context(), x.unit.ID, calendar.DateOf(now))
	if err != nil {
		return err
	}
	x.missed = inState(list, window.Missed)
	for i := range list {
		if list[i].Case == x.shift.Ticket {
			x.ticket = &list[i]
		}
	}
	for _, u := range p.queues() {
		if u.ID != x.unit.ID {
			x.units = append(x.units, u)
		}
	}
	x.devices = p.deviceRows(v, *x.shift)
	if x.ticket != nil {
		if err := p.citizen(r, v, &x); err != nil {
			return err
		}
	}
	return v.ShowStatus(w, r, status, f, counterPage(x))
}

// citizen fills the one screen of who stands at the counter.
func (p pages) citizen(r *http.Request, v *site.Visit, x *counterView) error {
	t := x.ticket
	known, err := p.Windows.WindowPerson(r.Context(), window.Person{Code: t.Person, Phone: t.Phone, Party: t.Party})
	if err != nil {
		return err
	}
	x.known = known
	if err := remembered(r, v, *t, known); err != nil {
		return err
	}
	if x.cases, x.papers, err = p.cases(r, v, known.Cases); err != nil {
		return err
	}
	for _, it := range p.Today(r.Context()).All() {
		if slices.Contains(it.Channels, "window") || len(it.Channels) == 0 {
			x.items = append(x.items, it)
		}
	}
	x.slips, err = slipsOf(r, v, t.TicketData)
	return err
}

// sit chooses a counter.
func (p pages) sit(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	unit, no, _ := strings.Cut(r.PostFormValue("seat"), "/")
	_, err := open(r, v, v.Actor, window.Shift, "sit", window.SitInput{Unit: kernel.UnitID(unit), Counter: no})
	return p.back(w, r, v, err)
}

// back shows the counter again, with what was refused.
func (p pages) back(w http.ResponseWriter, r *http.Request, v *site.Visit, err error) error {
	if err == nil {
		return v.Go(w, r, "/counter", "")
	}
	if !told(err) && !deviceFault(err) {
		return err
	}
	return p.drawCounter(w, r, v, httpx.Status(err), counterView{fault: v.L.Error(err), faults: ui.FaultsOf(v.L, err), move: r.PathValue("move"), said: r.PostForm})
}

// counterMove makes a move of the shift, or of the number at the counter.
func (p pages) counterMove(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	shift, _, err := p.mine(r, v)
	if err != nil {
		return err
	}
	if shift == nil {
		return v.Go(w, r, "/counter", "")
	}
	move, text := r.PathValue("move"), r.PostFormValue("text")
	var in any
	id := shift.Ticket
	switch move {
	case "next", "resume", "stand":
		id = shift.Case
	case "pause":
		id, in = shift.Case, window.PauseInput{Reason: text}
	case "again":
		id, in = shift.Case, window.PickInput{Ticket: kernel.CaseID(r.PostFormValue("ticket"))}
	case "recall", "absent", "begin":
	case "finish":
		return p.finish(w, r, v, *shift)
	case "note":
		in = window.NoteInput{Text: text}
	case "transfer":
		unit, no, _ := strings.Cut(r.PostFormValue("unit"), "/")
		if unit == "" {
			return p.back(w, r, v, errs.At("unit", "web.window.choose_where", nil))
		}
		in = window.TransferInput{Unit: kernel.UnitID(unit), Counter: no, Text: text}
	case "identify":
		in = window.WhoInput{Name: r.PostFormValue("name"), Person: r.PostFormValue("person"), Phone: r.PostFormValue("phone")}
	case "card":
		return p.readCard(w, r, v, *shift)
	case "file":
		return p.startFiling(w, r, v, *shift)
	case "print":
		return p.printSlip(w, r, v, *shift)
	case "devices":
		return p.switchDevice(w, r, v, *shift)
	default:
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	if id == "" {
		return p.back(w, r, v, errs.New(errs.Conflict, "web.window.nobody_here", nil))
	}
	_, err = act(r, v, v.Actor, id, move, in)
	return p.back(w, r, v, err)
}

// slipNo finds a case that was handed in at the visitor's counter, by who stands
// there.
func (p pages) slipNo(r *http.Request, v *site.Visit, s window.ShiftRow, no string) (slipOf, bool, error) {
	if s.Ticket == "" {
		return slipOf{}, false, nil
	}
	c, err := caseOf(r, v, s.Ticket)
	if err != nil {
		return slipOf{}, false, err
	}
	d, err := window.TicketOf(c)
	if err != nil {
		return slipOf{}, false, err
	}
	list, err := slipsOf(r, v, d)
	i := slices.IndexFunc(list, func(x slipOf) bool { return x.No == no })
	if err != nil || i < 0 {
		return slipOf{}, false, err
	}
	return list[i], true, nil
}

// slipsOf are the cases that were handed in under a number.
func slipsOf(r *http.Request, v *site.Visit, t window.TicketData) ([]slipOf, error) {
	var out []slipOf
	for _, f := range t.Filed {
		c, err := caseOf(r, v, f.Case)
		if err != nil {
			return nil, err
		}
		d, err := itemflow.DataOf(c)
		if err != nil {
			return nil, err
		}
		out = append(out, slipOf{No: f.No, Name: d.Name.In(v.L.Zh()), Track: d.Track})
	}
	return out, nil
}

// startFiling begins the form of an item for who stands at the counter.
func (p pages) startFiling(w http.ResponseWriter, r *http.Request, v *site.Visit, s window.ShiftRow) error {
	it, ok := p.item(r, r.PostFormValue("item"))
	if !ok {
		return p.back(w, r, v, errs.At("item", "web.window.choose_item", nil))
	}
	c, err := caseOf(r, v, s.Ticket)
	if err != nil {
		return err
	}
	d, err := window.TicketOf(c)
	if err != nil {
		return err
	}
	if d.Name == "" {
		return p.back(w, r, v, errs.New(errs.Conflict, "web.window.who_first", nil))
	}
	kind := r.PostFormValue("kind")
	who := itemflow.Applicant{Kind: kind, Name: d.Name, Code: d.Person, Phone: d.Phone}
	if org := strings.TrimSpace(r.PostFormValue("org")); org != "" {
		who.Name, who.Code = org, strings.ToUpper(strings.TrimSpace(r.PostFormValue("code")))
	}
	earlier, err := p.again(r, v, d)
	if err != nil {
		return err
	}
	if err := p.Begin(r, v, it, who, s.Ticket, earlier); err != nil {
		return p.back(w, r, v, err)
	}
	return v.Go(w, r, "/item/"+it.Code+"/apply", "")
}
