package inbox

import (
	"net/url"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/words"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/web/site"
)

// Path is where the list stands.
const Path = "/inbox"

// Param is the query parameter by which another page remembers the list.
const Param = "list"

// Filter is what a list is narrowed by; every part stands in the address.
type Filter struct {
	View     string // whose cases: turn, mine, sign, stead, pool, all, serve, objected, closed
	Light    string // late, soon, fine, held, none
	Unit     string
	District string
	What     string // code of an item, or address of a flow
	Who      string // me, nobody, or a person
	Text     string
	Sort     string
}

// Views in the order of the chips; the first is the usual one.
var Views = []string{"turn", "mine", "sign", "pool", "all", "serve", "objected", "closed"}

// Lights that a list can be narrowed to.
var Lights = []string{"late", "soon", "fine", "held", "none"}

// Sorts of the list besides the due date, which is the usual one.
var Sorts = []string{"opened", "oldest", "updated", "title"}

// Apart are the flows whose cases live on pages of their own, by the minute, and
// would only stand in the way of the others.
var Apart = []kernel.FlowAddr{window.Booking, window.Ticket, window.Shift, window.Machine}

// keys are the names in the address, in its order.
var keys = []string{"view", "light", "unit", "district", "what", "who", "q", "sort"}

// part is the value that stands under a name of the address.
func (f *Filter) part(name string) *string {
	return map[string]*string{"view": &f.View, "light": &f.Light, "unit": &f.Unit, "district": &f.District, "what": &f.What, "who": &f.Who, "q": &f.Text, "sort": &f.Sort}[name]
}

// Read takes the filter out of an address. The old views late and the name flow
// lead to what they meant.
func Read(v *site.Visit, q url.Values) Filter {
	var f Filter
	for _, k := range keys {
		*f.part(k) = strings.TrimSpace(q.Get(k))
	}
	if f.View == "late" {
		f.View, f.Light = "all", "late"
	}
	if f.What == "" {
		f.What = q.Get("flow")
	}
	if !slices.Contains(Chips(v), f.View) {
		f.View = Views[0]
	}
	if !slices.Contains(Lights, f.Light) {
		f.Light = ""
	}
	if !slices.Contains(Sorts, f.Sort) {
		f.Sort = ""
	}
	return f
}

// Remembered is the list that a page was reached from.
func Remembered(v *site.Visit, list string) (Filter, bool) {
	q, err := url.ParseQuery(list)
	return Read(v, q), err == nil && list != ""
}

// Values are the filter as an address; what does not narrow is left out.
func (f Filter) Values() url.Values {
	out := url.Values{}
	for _, k := range keys {
		if s := *f.part(k); s != "" {
			out.Set(k, s)
		}
	}
	return out
}

// With is the address of the list with one value changed.
func (f Filter) With(name, value string) string {
	q := f.Values()
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	return Path + "?" + q.Encode()
}

// Without is the filter with one value taken out.
func (f Filter) Without(name string) Filter {
	*f.part(name) = ""
	return f
}

// Case is the address of a case that remembers the list.
func (f Filter) Case(path string) string {
	return path + "?" + url.Values{Param: {f.Values().Encode()}}.Encode()
}

// Narrows are the names that narrow the view, in order.
func (f Filter) Narrows() []string {
	var out []string
	for _, k := range keys {
		if k != "view" && k != "sort" && *f.part(k) != "" {
			out = append(out, k)
		}
	}
	return out
}

// Value of a name.
func (f Filter) Value(name string) string { return *f.part(name) }

// Chips are the views that the visitor has a use for.
func Chips(v *site.Visit) []string {
	if len(absent(v)) == 0 {
		return Views
	}
	return slices.Insert(slices.Clone(Views), 3, "stead")
}

// absent are the colleagues for whom the visitor stands in.
func absent(v *site.Visit) []kernel.UserID {
	var out []kernel.UserID
	for _, p := range v.Actor.Posts {
		if p.DeputyFor != "" {
			out = append(out, p.DeputyFor)
		}
	}
	return out
}

// Offices are the roles that the visitor holds.
func Offices(v *site.Visit) []kernel.Role {
	var out []kernel.Role
	for _, p := range v.Actor.Posts {
		if !slices.Contains(out, p.Role) {
			out = append(out, p.Role)
		}
	}
	return out
}

// Past reports whether the view is of closed cases: no limit runs in them.
func (f Filter) Past() bool { return f.View == "serve" || f.View == "objected" || f.View == "closed" }

// toServe is whose move a closed case is whose notice has to be served still.
var toServe = []kernel.Role{kernel.RoleClerk}

// objected is whose move a closed case is to whose record the party objects.
var objected = []kernel.Role{kernel.RoleHead}

// ToServe asks for the closed cases that the visitor sees by office and whose
// notice staff have to serve still.
func ToServe(v *site.Visit) kernel.CaseQuery { return Filter{View: "serve"}.Query(v) }

// Objected asks for the closed cases that the visitor sees by office and to whose
// record the party objects.
func Objected(v *site.Visit) kernel.CaseQuery { return Filter{View: "objected"}.Query(v) }

// Query asks the store for the list.
func (f Filter) Query(v *site.Visit) kernel.CaseQuery {
	var headed []string
	if f.Text != "" {
		headed, f.Text = words.Headed(v.L, f.Text)
	}
	q := kernel.CaseQuery{Headed: headed, Open: !f.Past(), Unit: kernel.UnitID(f.Unit), District: f.District, Text: f.Text, Inside: true, Part: true, Sort: f.Sort, Not: Apart}
	switch f.View {
	case "turn":
		q.Turn = Offices(v)
	case "mine":
		q.Assignee = v.Actor.User
	case "sign":
		q.Role = kernel.RoleSigner
	case "stead":
		q.AnyOf = absent(v)
	case "pool":
		q.Pool, q.Turn = true, Offices(v)
	case "serve":
		q.Closed, q.Turn = true, toServe
		if q.Sort == "" {
			q.Sort = "oldest"
		}
	case "objected":
		q.Closed, q.Turn = true, objected
		if q.Sort == "" {
			q.Sort = "oldest"
		}
	case "closed":
		q.Closed = true
		if q.Sort == "" {
			q.Sort = "updated"
		}
	}
	if strings.ContainsAny(f.What, "/.") {
		q.Flow = kernel.FlowAddr(f.What)
	} else {
		q.Item = f.What
	}
	f.who(v, &q)
	f.light(v, &q)
	return q
}

func (f Filter) who(v *site.Visit, q *kernel.CaseQuery) {
	switch f.Who {
	case "":
	case "me":
		q.AnyOf = []kernel.UserID{v.Actor.User}
	case "nobody":
		q.Pool = true
	default:
		q.AnyOf = []kernel.UserID{kernel.UserID(f.Who)}
	}
}

// Unit: working days. Source: look/LOOK.md §4: soon is the last two of them.
const soon calendar.WorkDays = 2

// light narrows by the nearest limit: soon is due before the third working day
// from now begins.
func (f Filter) light(v *site.Visit, q *kernel.CaseQuery) {
	now := v.Env.Now()
	edge := v.Env.Calendar.AddWorkdays(calendar.DateOf(now), soon+1).At(0)
	switch f.Light {
	case "late":
		q.DueBy = now
	case "soon":
		q.Light, q.DueAfter, q.DueBy = kernel.CaseRunning, now, edge
	case "fine":
		q.Light, q.DueAfter = kernel.CaseRunning, edge
	case "held":
		q.Light = kernel.CaseHeld
	case "none":
		q.Light = kernel.CaseNoLimit
	}
}
