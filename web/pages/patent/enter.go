package patent

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/base/money"
	"quanlian/registry"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// mayEnter is the act that the policies give to those who keep the register.
const mayEnter = "register.enter"

// enterView is the page on which staff enter what an office says of a right.
type enterView struct {
	v      *site.Visit
	right  registry.Right
	at     time.Time          // when the office's register was last looked up
	kind   registry.EventKind // "" while it is chosen
	groups []kindGroup
	wrong  *registry.Event // the entry that is corrected
	sheet  site.Sheet
	fault  string
	stands []registry.Encumbrance // what an end may name
	change *ui.Table              // the preview; nil before it is asked for
	warn   []string
}

// kindGroup are kinds of event under one heading.
type kindGroup struct {
	name  string
	kinds []registry.EventKind
}

// kindGroups are the kinds in the order of the page.
var kindGroups = []kindGroup{
	{"life", []registry.EventKind{registry.Granted, registry.Lapsed, registry.Restored, registry.Withdrawn, registry.Refused, registry.FeePaid}},
	{"owner", []registry.EventKind{registry.OwnersChanged}},
	{"burden", []registry.EventKind{registry.Pledged, registry.PledgeEnded, registry.Preserved, registry.PreservationEnd, registry.Suspended, registry.SuspensionEnded}},
	{"licence", []registry.EventKind{registry.Licensed, registry.LicenceEnded, registry.OpenLicensed, registry.OpenLicenceEnd}},
	{"validity", []registry.EventKind{registry.ChallengeFiled, registry.ChallengeEnded, registry.Invalidated, registry.PartInvalidated, registry.Evaluated}},
}

func (p pages) enter(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawEnter(w, r, v, http.StatusOK, nil, false)
}

// postEnter previews an entry, or makes it.
func (p pages) postEnter(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := v.May(mayEnter); err != nil {
		return err
	}
	in, wrong := entered(r, calendar.DateOf(v.Env.Now()))
	if wrong != nil || r.PostFormValue("do") != "confirm" {
		return p.drawEnter(w, r, v, http.StatusOK, nil, true)
	}
	err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), in)
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, "/patent/"+in.Event.Right+"#events", v.L.T("web.enter.done"))
	case errs.Invalid, errs.Conflict:
		return p.drawEnter(w, r, v, httpx.Status(err), err, false)
	}
	return err
}

func (p pages) drawEnter(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error, preview bool) error {
	if err := v.May(mayEnter); err != nil {
		return err
	}
	view, err := p.rights.Right(r.Context(), r.PathValue("number"))
	if err != nil {
		return err
	}
	now := v.Env.Now()
	x := enterView{v: v, right: view.Right, at: view.ObservedAt, groups: kindGroups, kind: registry.EventKind(r.FormValue("kind")), sheet: v.Sheet(r, "web.enter", fault)}
	if i := slices.IndexFunc(view.Events, func(e registry.Event) bool { return e.ID == r.FormValue("corrects") }); i >= 0 {
		x.wrong = &view.Events[i]
	}
	if x.kind != registry.Voided && !slices.Contains(registry.EnteredKinds, x.kind) {
		x.kind = ""
	}
	if r.Method == http.MethodPost {
		x.sheet.Typed = r.PostForm
	} else {
		x.begin(view, now)
	}
	if ends := registry.Ends(x.kind); ends != "" {
		x.stands = registry.AsOf(view.Events, calendar.DateOf(now), now).Burdens(ends)
	}
	if preview {
		if fault = x.preview(r, view, now); fault != nil {
			x.sheet.Faults, status = ui.FaultsOf(v.L, fault), httpx.Status(fault)
		}
	}
	if fault != nil && !x.sheet.Faults.Any() {
		x.fault = v.L.Error(fault)
	}
	f := v.Workbench(r, v.L.T("web.enter.title"), "")
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.patents"), Href: "/patents"}, {Text: view.Right.Number, Href: "/patent/" + view.Right.Number}, {Text: v.L.T("web.enter.title")}}
	return v.ShowStatus(w, r, status, f, enterPage(x))
}

// begin fills the form with what it corrects, or with the one thing there is to end.
func (x enterView) begin(view registry.View, now time.Time) {
	if e := x.wrong; e != nil && x.kind == e.Kind {
		x.sheet.Set("day", e.ValidFrom.String())
		x.sheet.Set("ref", e.Ref)
		x.sheet.Set("scope", e.Detail.Scope)
		x.sheet.Set("note", e.Detail.Text)
		x.sheet.Set("licence", string(e.Detail.Licence))
		if !e.Detail.From.IsZero() {
			x.sheet.Set("from", e.Detail.From.String())
		}
		if !e.Detail.Until.IsZero() {
			x.sheet.Set("until", e.Detail.Until.String())
		}
		if e.Detail.Year > 0 {
			x.sheet.Set("year", strconv.Itoa(e.Detail.Year))
		}
		if e.Detail.Amount > 0 {
			x.sheet.Set("amount", e.Detail.Amount.String())
		}
		if e.Detail.Party != nil {
			x.sheet.Set("party", e.Detail.Party.Name)
		}
		var owners []string
		for _, o := range e.Detail.Owners {
			owners = append(owners, strings.TrimSpace(o.Name+" "+o.USCC))
		}
		x.sheet.Set("owners", strings.Join(owners, "\n"))
		return
	}
	if list := registry.AsOf(view.Events, calendar.DateOf(now), now).Burdens(registry.Ends(x.kind)); len(list) == 1 && list[0].Ref != list[0].Event {
		x.sheet.Set("ref", list[0].Ref)
	}
}

// has reports whether the form of the kind asks for a field.
func (x enterView) has(field string) bool {
	switch field {
	case "day", "note":
		return x.kind != registry.Voided
	case "ref":
		return slices.Contains([]registry.EventKind{registry.Pledged, registry.Preserved, registry.Suspended, registry.Licensed, registry.OpenLicensed, registry.ChallengeFiled, registry.PartInvalidated, registry.Evaluated}, x.kind) || registry.Ends(x.kind) != ""
	case "party":
		return slices.Contains([]registry.EventKind{registry.Pledged, registry.Licensed, registry.ChallengeFiled, registry.Preserved}, x.kind)
	case "licence", "scope", "from":
		return x.kind == registry.Licensed
	case "until":
		return slices.Contains([]registry.EventKind{registry.Pledged, registry.Preserved, registry.Suspended, registry.Licensed, registry.OpenLicensed}, x.kind)
	case "owners":
		return x.kind == registry.OwnersChanged
	case "year":
		return x.kind == registry.FeePaid
	case "amount":
		return x.kind == registry.FeePaid || x.kind == registry.Pledged
	}
	return false
}

// entered reads the form; what cannot be read is said of every field at once.
func entered(r *http.Request, today calendar.Date) (registry.Enter, error) {
	text := func(field string) string { return strings.TrimSpace(r.PostFormValue(field)) }
	e := registry.Event{Right: r.PathValue("number"), Kind: registry.EventKind(text("kind")), Corrects: text("corrects"), Source: text("document")}
	in := registry.Enter{}
	var l errs.List
	day := func(field string) calendar.Date {
		if text(field) == "" {
			return calendar.Date{}
		}
		d, bad := calendar.ParseDate(text(field))
		if bad != nil {
			l.Add(errs.At(field, "kernel.wire.not_a_date", nil))
		}
		return d
	}
	has := enterView{kind: e.Kind}.has
	in.Doc = day("doc_day")
	if e.Kind == registry.Voided {
		e.ValidFrom = today // of the correction
	}
	if has("day") {
		e.ValidFrom, e.Detail.Text = day("day"), text("note")
	}
	if has("until") {
		e.Detail.Until = day("until")
	}
	if has("ref") {
		e.Ref = text("ref")
	}
	if has("party") && text("party") != "" {
		e.Detail.Party = &registry.Owner{Name: text("party")}
	}
	if has("licence") {
		e.Detail.Licence, e.Detail.Scope, e.Detail.From = registry.LicenceKind(text("licence")), text("scope"), day("from")
	}
	if has("owners") {
		e.Detail.Owners = ownersOf(text("owners"))
	}
	if has("year") {
		e.Detail.Year, _ = strconv.Atoi(text("year")) // the check says what is wrong
	}
	if has("amount") && text("amount") != "" {
		var bad error
		if e.Detail.Amount, bad = money.Parse(text("amount")); bad != nil {
			l.Add(errs.At("amount", "kernel.wire.not_an_amount", nil))
		}
	}
	in.Event = e
	return in, l.Err()
}

// withThe adds the faults of the check to those of the reading: one of a field.
func withThe(read, check error) error {
	l := errs.All(read)
	if len(l) == 0 {
		return check
	}
	for _, e := range errs.All(check) {
		if e.Field != "" && !slices.ContainsFunc(l, func(x *errs.Error) bool { return x.Field == e.Field }) {
			l.Add(e)
		}
	}
	return l.Err()
}

// ownersOf reads one owner a line, with the code after the name where it is known.
func ownersOf(text string) []registry.Owner {
	var out []registry.Owner
	for line := range strings.Lines(text) {
		name := strings.TrimSpace(line)
		code := ""
		if i := strings.LastIndexAny(name, " \t　"); i >= 0 {
			if c, err := ident.ParseUSCC(strings.TrimSpace(name[i:])); err == nil {
				name, code = strings.TrimSpace(name[:i]), c.String()
			}
		}
		if name != "" {
			out = append(out, registry.Owner{Name: name, USCC: code})
		}
	}
	return out
}

// preview shows how the right stands today before and after the entry; nothing
// is written.
func (x *enterView) preview(r *http.Request, view registry.View, now time.Time) error {
	in, err := entered(r, calendar.DateOf(now))
	if err := withThe(err, in.Check(view, now)); err != nil {
		return err
	}
	today := calendar.DateOf(now)
	rec := in.Record(x.v.Actor.User)
	rec.Events[0].RecordedAt = now
	before := registry.AsOf(view.Events, today, now)
	after := registry.AsOf(append(slices.Clone(view.Events), rec.Events...), today, now)
	l := x.v.L
	t := ui.Table{Caption: l.T("web.enter.preview"), Stack: true, Cols: []ui.Col{{Text: l.T("web.enter.what")}, {Text: l.T("web.enter.before")}, {Text: l.T("web.enter.after")}}}
	was, will := Standing(x.v, before), Standing(x.v, after)
	for i := range was {
		if was[i].Text != will[i].Text {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: was[i].Key}, {Text: dash(was[i].Text)}, {Text: dash(will[i].Text)}}})
		}
	}
	x.change = &t
	if len(t.Rows) == 0 {
		x.warn = append(x.warn, l.T("web.enter.no_change"))
	}
	if len(after.Conflicts) > len(before.Conflicts) {
		x.warn = append(x.warn, l.T("web.enter.conflict"))
	}
	return nil
}

func dash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}
