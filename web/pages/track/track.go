package track

import (
	"cmp"
	"context"
	"crypto/subtle"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/httpx"
	"quanlian/web/pages/publicity"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Deps are what the page stands on.
type Deps struct {
	// Case finds a case by its number, whoever asks; notfound when there is none.
	Case func(ctx context.Context, no string) (kernel.Case, error)
	// Name names what the case is about, without the name of who applies.
	Name func(ctx context.Context, zh bool, c kernel.Case) string
	// Steps draw the chain of the case.
	Steps func(v *site.Visit, c kernel.Case) (now int, steps []ui.Step)
	// Missing names the materials that the one notice asked for and the applicant has
	// yet to bring; what may follow after acceptance the case says itself.
	Missing func(ctx context.Context, zh bool, c kernel.Case) []string
	// Place says where the office of the case is, and its telephone if it has one.
	Place func(zh bool, u kernel.UnitID) (name, address, phone string)
}

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	return []site.Route{{Method: "GET", Pattern: "/track", Page: p.track}}
}

type pages struct{ Deps }

// Path is the address at which a case is tracked, as papers carry it.
func Path(no, code string) string {
	return "/track?" + url.Values{"no": {no}, "code": {code}}.Encode()
}

// trackView is the page.
type trackView struct {
	v        *site.Visit
	no, code string
	fault    string
	found    *found
	voice    []ui.Pair
}

// found is what anybody with the code may know.
type found struct {
	name, state, whose string
	chip               ui.State
	now                int
	steps              []ui.Step
	limits             []ui.Pair
	dates              []ui.Pair
	todo               string // what the applicant does now, and where
	basis              string // what is not shown here, and where one asks for it
}

func (p pages) track(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := r.URL.Query()
	x := trackView{v: v, no: kernel.Typed(q.Get("no")), code: kernel.Typed(q.Get("code"))}
	if x.no == "" {
		return p.draw(w, r, http.StatusOK, x)
	}
	own, may, err := readable(r.Context(), v, x.no)
	if err != nil {
		return err
	}
	// A code that may be of an objection is counted before it is compared.
	if may && (x.code == "" || !publicity.Coded(own)) {
		return httpx.SeeOther(w, r, v.Env.CaseURL(own))
	}
	if err := v.Try(r, "track", x.no); err != nil {
		x.fault = v.L.Error(err)
		return p.draw(w, r, http.StatusTooManyRequests, x)
	}
	c, ok, err := p.tracked(r.Context(), x.no, x.code)
	voice, objects := publicity.VoiceOf(c, x.code)
	switch {
	case err != nil:
		return err
	case objects:
		x.voice = voiceFacts(v, voice)
		return p.draw(w, r, http.StatusOK, x)
	case may:
		return httpx.SeeOther(w, r, v.Env.CaseURL(own))
	case !ok:
		x.fault = v.L.T("web.track.none")
		return p.draw(w, r, http.StatusNotFound, x)
	}
	x.found = p.show(r.Context(), v, c)
	return p.draw(w, r, http.StatusOK, x)
}

// readable is the case as whoever is logged in may open it anyway.
func readable(ctx context.Context, v *site.Visit, no string) (kernel.Case, bool, error) {
	if !v.LoggedIn() {
		return kernel.Case{}, false, nil
	}
	c, err := v.Env.Cases.Case(ctx, v.Actor, no, kernel.ViewSummary)
	if errs.KindOf(err) == errs.NotFound {
		return c, false, nil
	}
	return c, err == nil, err
}

func (p pages) draw(w http.ResponseWriter, r *http.Request, status int, x trackView) error {
	f := x.v.Frame(r, x.v.L.T("web.track.title"), "")
	f.Narrow = true
	return x.v.ShowStatus(w, r, status, f, trackPage(x))
}

// tracked finds the case of the number if the code is its own.
func (p pages) tracked(ctx context.Context, no, code string) (kernel.Case, bool, error) {
	c, err := p.Case(ctx, no)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return c, false, err
	}
	own := ""
	if err == nil && itemflow.Standard(c.Flow) {
		d, err := itemflow.DataOf(c)
		if err != nil {
			return c, false, err
		}
		own = d.Track
	}
	same := subtle.ConstantTimeCompare([]byte(own), []byte(code)) == 1
	return c, same && own != "", nil
}

// voiceFacts are what whoever objected may know.
func voiceFacts(v *site.Visit, x publicity.Voice) []ui.Pair {
	l := v.L
	return []ui.Pair{{Key: l.T("web.track.voice_at"), Text: l.Date(x.At)}, {Key: l.T("web.publicity.field.text"), Text: x.Text},
		{Key: l.T("web.track.voice_answer"), Text: cmp.Or(x.Answer, l.T("web.track.voice_open"))}}
}

// show draws what may be known.
func (p pages) show(ctx context.Context, v *site.Visit, c kernel.Case) *found {
	l := v.L
	x := &found{name: p.Name(ctx, l.Zh(), c), state: v.StateText(c), whose: v.WhoseText(c), chip: v.StateOf(c)}
	x.now, x.steps = p.Steps(v, c)
	for _, s := range v.Limits(c) {
		if s.Light.Kind != ui.LimitClosed && !s.Left.Due.Date.IsZero() {
			x.limits = append(x.limits, ui.Pair{Key: v.LimitText(c.Flow, s.Limit), Text: l.Date(s.Left.Due.Date.At(0)), Part: limitPart(l, s), Note: strings.Join(v.MovedText(s.Left.Due.Moved), "　")})
		}
	}
	x.dates = dates(v, c)
	if names := p.Missing(ctx, l.Zh(), c); len(names) > 0 {
		x.dates = append(x.dates, ui.Pair{Key: l.T("web.track.day.missing"), Text: l.List(names)})
	}
	if owed := v.OwedText(c); owed != "" {
		x.dates = append(x.dates, ui.Pair{Key: l.T("web.track.day.owed"), Text: owed})
	}
	x.todo = p.todo(v, c)
	x.basis = p.basis(v, c)
	return x
}

// basis says where the rest is: in the account, or with the office for who has none.
func (p pages) basis(v *site.Visit, c kernel.Case) string {
	d, err := itemflow.DataOf(c)
	if err != nil || d.Applicant.Party != "" {
		return v.L.T("web.track.basis")
	}
	unit, address, phone := p.Place(v.L.Zh(), c.Unit)
	if phone == "" {
		return v.L.T("web.track.basis_counter_here", "unit", unit, "address", address)
	}
	return v.L.T("web.track.basis_counter", "unit", unit, "address", address, "phone", phone)
}

// todo says to who follows the case what to do now, and where: bring what is asked
// for, or fetch the result.
func (p pages) todo(v *site.Visit, c kernel.Case) string {
	d, err := itemflow.DataOf(c)
	if err != nil {
		return ""
	}
	unit, address, _ := p.Place(v.L.Zh(), c.Unit)
	switch {
	case c.Hold != nil && c.Hold.Kind == kernel.HoldCorrection, len(d.Owed(c.State)) > 0:
		if d.Applicant.Party != "" {
			return v.L.T("web.track.log_in_to")
		}
		return v.L.T("web.track.where_to", "unit", unit, "address", address)
	case d.Applicant.Party == "" && (c.State == itemflow.Decided && !d.SealMissing() || d.NoticeOwed(c.State)):
		return v.L.T("web.track.fetch", "unit", unit, "address", address)
	}
	return ""
}

// dates are the days of the case, in their order.
func dates(v *site.Visit, c kernel.Case) []ui.Pair {
	l := v.L
	d, err := itemflow.DataOf(c)
	if err != nil {
		return nil
	}
	var out []ui.Pair
	add := func(key, day string) { out = append(out, ui.Pair{Key: l.T("web.track.day." + key), Text: day}) }
	add("filed", l.Date(d.Filed))
	if !d.Accepted.IsZero() {
		add("accepted", l.Date(d.Accepted))
	}
	if n := d.Notified; n != nil {
		add("notified", l.Date(n.At))
		if n.Answered.IsZero() {
			add("answer_by", l.Date(n.By.At(0)))
		} else {
			add("answered", l.Date(n.Answered))
		}
	}
	if o := d.Outside; o != nil && !o.At.IsZero() {
		add("forwarded", l.Date(o.At.At(0)))
	}
	if b := d.Booking; b != nil {
		add("booked", l.Date(b.Day.At(0))+" "+b.Time)
	}
	if x := d.Publicity; x != nil {
		add("publicity", l.Date(x.From.At(0))+" — "+l.Date(x.To.At(0)))
	}
	if e := d.Extension; e != nil && e.Approved != nil && *e.Approved {
		add("extended", e.Until.String()+"　"+e.Reason)
	}
	otherCities(l, d, add)
	switch x := d.Decision; {
	case x != nil && d.Proxy != nil:
		add("elsewhere", l.Date(x.At))
	case x != nil && d.PassedOn():
		add("passed_on", l.Date(d.Outside.Day.At(0))+"　"+d.Outside.Issuer)
	case x != nil:
		add("decided", l.Date(x.At))
		if x.Seal.Stands() {
			add("sealed", l.Date(x.Seal.Run.Evidence.At)+"　"+x.Seal.Holder)
		}
	}
	if s := d.Served; s != nil && d.Booking == nil {
		if s.Pending(calendar.DateOf(v.Env.Now())) {
			add("sent", l.Date(s.Sent.At(0)))
			add("deemed", l.Date(s.Day.At(0)))
		} else {
			add("served", l.Date(s.Day.At(0)))
		}
		for _, r := range s.Remedies {
			add(r.Name, l.Date(r.Until.At(0)))
		}
	}
	return out
}

// otherCities are the days on which a case went to other cities, and came back undone.
func otherCities(l *lang.Localizer, d itemflow.Data, add func(name, text string)) {
	for _, b := range d.SentBack {
		add("sent_back", l.Date(b.At)+"　"+b.City+"　"+b.Office)
	}
	if x := d.Proxy; x != nil {
		add("handed_over", l.Date(x.At)+"　"+x.City+"　"+x.Office)
	}
}

// form is the heading over the form.
func (x trackView) form() string {
	if x.found != nil || len(x.voice) > 0 {
		return x.v.L.T("web.track.another")
	}
	return ""
}

// sampleNo is a number as this city's cases have it this year.
func sampleNo(v *site.Visit) string {
	return fmt.Sprintf("%s%d-ZL14-00127", v.Env.Site(v.L.Zh()).Prefix, v.Env.Now().In(calendar.China).Year())
}
