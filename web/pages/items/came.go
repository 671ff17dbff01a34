package items

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// came collects what came of a case, row by row.
type came struct {
	p    pages
	v    *site.Visit
	d    itemflow.Data
	kept bool // the decision is not served, and the visitor is who applied
	rows []ui.Pair
}

func (x *came) add(key, text, note string) {
	if text != "" {
		x.rows = append(x.rows, ui.Pair{Key: x.v.L.T("web.items." + key), Text: text, Note: note})
	}
}

// resultRows are what came of the case so far, in the order of its steps.
func (p pages) resultRows(v *site.Visit, c kernel.Case, it form.Item, d itemflow.Data) []ui.Pair {
	x := &came{p: p, v: v, d: d, kept: d.Unserved(c.State) && !itemflow.OfOffice(v.Actor, c)}
	x.owed(it, c.State)
	x.outside()
	x.between()
	roles, _ := kernel.RolesOf(v.Actor, c)
	if slices.Contains(roles, kernel.RoleClerk) || slices.Contains(roles, kernel.RoleHead) { // who objected, and how to reach them, is for the office alone
		x.objections()
	}
	x.decided(it)
	x.served()
	x.rated()
	x.add("track", d.Track, "")
	return x.rows
}

// owed is what stands behind a promise, what may follow until when, and what the
// file still lacks.
func (x *came) owed(it form.Item, s kernel.State) {
	l, d := x.v.L, x.d
	name := func(id string) string { m, _ := it.Material(id); return m.Name.In(l.Zh()) }
	var promised, lacks []string
	for _, id := range d.Promised {
		promised = append(promised, name(id))
	}
	if d.Accepted.IsZero() && d.Decision == nil {
		for _, m := range itemflow.Lacking(it, d) {
			lacks = append(lacks, m.Name.In(l.Zh()))
		}
	}
	x.add("promised", l.List(promised), "")
	if n := d.Notified; n != nil && d.Decision == nil {
		said := l.T("web.items.notified_by", "by", l.Date(n.By.At(0)))
		switch {
		case s == itemflow.Deemed:
			said = l.T("web.items.notified_never", "by", l.Date(n.By.At(0)))
		case !n.Answered.IsZero():
			said = l.T("web.items.notified_answered", "day", l.Date(n.Answered))
		}
		x.add("notified", said, n.Text)
	}
	x.add("lacking", l.List(lacks), "")
	if s == itemflow.Revoked { // it may not follow any more
		x.add("not_supplied", x.v.Owed(d.OpenGaps(), it), "")
	}
	x.add("still_owed", x.v.Owed(d.Owed(s), it), "")
}

// outside is who else has, or had, the case.
func (x *came) outside() {
	l, d := x.v.L, x.d
	if d.Applicant.Agent {
		x.add("by_agent", l.T("web.items.by_agent_yes"), "")
	}
	if o := d.Outside; o != nil {
		if s, ok := x.p.City().System(o.System); ok {
			x.add("outside_system", s.Name.In(l.Zh()), "")
		}
		x.add("outside_issuer", o.Issuer, "")
		x.add("outside_no", o.No, "")
		if !o.At.IsZero() {
			x.add("outside_at", o.At.String(), "")
		}
		if !o.Day.IsZero() {
			outcome := ""
			if !x.kept {
				outcome = "　" + l.T("itemflow.value.outcome."+o.Result)
			}
			x.add("outside_day", o.Day.String()+outcome, "")
		}
	}
	if a := d.Leaving; a != nil {
		x.add("leaving", l.T("web.items.leaving_since", "day", l.Date(a.At)), a.Reason)
	}
	if d.From != nil {
		x.add("from_city", d.From.City+"　"+d.From.Office, d.From.No)
	}
	for _, b := range d.SentBack {
		x.add("sent_back", b.City+"　"+b.Office+"　"+l.Date(b.At), b.Reason)
	}
	if d.Proxy != nil {
		x.add("proxy", d.Proxy.City+"　"+d.Proxy.Office, d.Proxy.Reason)
	}
	if d.Publicity != nil {
		x.add("publicity", l.T("web.items.publicity_span", "from", d.Publicity.From.String(), "to", d.Publicity.To.String(), "n", strconv.Itoa(len(d.Publicity.Objections))), "")
	}
	if d.Booking != nil {
		x.add("booking", d.Booking.Day.String()+" "+d.Booking.Time+"　"+d.Booking.Place, "")
	}
}

// between is what offices said to each other; the applicant reads of a longer
// limit, its new day and its reason.
func (x *came) between() {
	l, d := x.v.L, x.d
	if e := d.Extension; e != nil && (x.v.Staff() || e.Approved != nil && *e.Approved) {
		switch limit := l.T("itemflow.limit." + e.Limit); {
		case e.Open():
			x.add("extension", l.T("web.items.extension_open", "limit", limit, "extra", site.PeriodText(l, e.Extra)), e.Reason)
		case e.Over != "":
			x.add("extension", l.T("web.items.extension_over."+e.Over), e.Reason)
		case !*e.Approved:
			x.add("extension", l.T("web.items.extension_no", "head", e.Head, "note", e.Note), e.Reason)
		default:
			x.add("extension", l.T("web.items.extension_yes", "limit", limit, "extra", site.PeriodText(l, e.Extra), "until", e.Until.String()), e.Reason)
		}
	}
	x.suspended()
	if !x.v.Staff() {
		return
	}
	if o := d.Opinion; o != nil {
		x.add("opinion", o.Name+"　"+map[bool]string{true: l.T("itemflow.value.opinion.pass"), false: l.T("itemflow.value.opinion.fail")}[o.Pass]+"　"+o.Text, "")
	}
	for _, a := range d.Asked {
		u, _ := x.p.City().Unit(a.Unit)
		said := a.Answer
		switch {
		case a.Waived != "":
			said = l.T("web.items.asked_waived", "reason", a.Waived)
		case a.Open() && !a.Silent.IsZero():
			said = l.T("web.items.asked_silent", "day", l.Date(a.Silent))
		case a.Open():
			said = l.T("web.items.asked_waits")
		}
		x.add("asked", u.Name.In(l.Zh())+"　"+a.Question, said)
	}
}

// objections are the voices against, each with what the office found.
func (x *came) objections() {
	if x.d.Publicity == nil {
		return
	}
	for i, o := range x.d.Publicity.Objections {
		found := o.Finding
		if found == "" {
			found = x.v.L.T("web.items.objection_open")
		}
		x.add("objection", strconv.Itoa(i+1)+"　"+o.Name+"　"+o.Contact+"　"+o.Text, found)
	}
}

// suspended is the last time that the case stood still, or was asked to.
func (x *came) suspended() {
	l, s := x.v.L, x.d.Suspension
	if s == nil || !x.v.Staff() && !s.Stood() {
		return
	}
	name, note := s.Ground.Name.In(l.Zh()), ""
	if name == "" {
		name = l.T("web.items.ground_other_short")
	}
	if !s.Ground.Verified {
		note = l.T("web.items.not_verified")
	}
	text := l.T("web.items.ground", "name", name, "basis", words.Law(l, s.Ground.Basis)+note)
	switch {
	case s.Open():
		text = l.T("web.items.suspension_open", "ground", text)
	case s.Over != "":
		x.add("suspension", l.T("web.items.suspension_over."+s.Over), s.Reason)
		return
	case !*s.Approved:
		text = l.T("web.items.suspension_no", "ground", text, "head", s.Head, "note", s.Note)
	default:
		text = l.T("web.items.suspension_yes", "ground", text, "head", s.Head, "day", l.Date(s.From))
	}
	switch {
	case !s.Ended.IsZero():
		text += l.T("web.items.suspension_ended", "day", l.Date(s.Ended))
	case !s.Until.IsZero():
		text += l.T("web.items.suspension_until", "until", s.Until.String())
	}
	if s.Event != "" {
		text += l.T("web.items.suspension_event", "event", s.Event)
	}
	x.add("suspension", text, s.Reason)
	x.holdNotice("suspension_notice", s.Notice)
	x.holdNotice("suspension_resumed", s.Resumed)
}

// holdNotice says how such a notice was served.
func (x *came) holdNotice(key string, n *itemflow.HoldNotice) {
	switch {
	case n == nil:
	case n.Served == nil && n.SealMissing():
		x.add(key, x.v.L.T("web.items.notice_unsealed"), n.Reason)
	case n.Served == nil:
		x.add(key, x.v.L.T("web.items.notice_unserved"), n.Reason)
	default:
		x.service(key, n.Served)
	}
}

// decided is the decision, and what became of the promises it rests on.
func (x *came) decided(it form.Item) {
	l, d := x.v.L, x.d
	for _, f := range d.Former {
		word := map[bool]string{true: "grant", false: "refuse"}[f.Grant]
		if o := f.Outside; o != nil {
			x.add("passed_on_former", l.T("itemflow.value.outcome."+word)+"　"+o.Issuer+"　"+o.No+"　"+o.Day.String(), l.T("web.items.corrected_on", "day", l.Date(f.Taken), "why", f.Why))
			continue
		}
		x.add("decision_former", l.T("itemflow.value.outcome."+word)+"　"+l.Date(f.At)+"　"+f.Reason, l.T("web.items.taken_back", "day", l.Date(f.Taken), "why", f.Why))
	}
	if o := d.Decision; o != nil {
		switch {
		case x.kept:
			x.add("decision", l.T("web.items.decision_unserved"), "")
		case d.Proxy != nil: // theirs: outside says what and when
			x.add("decision_there", o.Reason, "")
		case d.PassedOn():
			x.add("decision_passed_on", o.Reason, "")
			files := l.List(d.Outside.Names())
			if files == "" {
				files = l.T("web.items.passed_on_none")
			}
			x.add("passed_on_files", files, "")
		case !o.Revoked.IsZero():
			x.add("decision", l.T("web.items.decision_revoked", "day", l.Date(o.Revoked)), o.Reason)
		case o.Grant:
			x.add("decision", l.T("itemflow.value.outcome.grant")+"　"+l.Date(o.At)+"　"+o.Reason, "")
		default:
			x.add("decision", l.T("itemflow.value.outcome.refuse")+"　"+l.Date(o.At)+"　"+o.Reason, "")
			x.add("decision_rests", itemflow.Cited(o.Rests(it)).In(l.Zh()), "")
		}
	}
	x.breach()
	switch {
	case d.Inspect.IsZero():
	case !d.Inspected.IsZero():
		x.add("inspect_done", l.Date(d.Inspected), inspected(l, d))
	default:
		x.add("inspect", d.Inspect.String(), d.Doubt)
	}
}

// served is how and on which day the result was served, why on that day, and
// until when one may go against it.
func (x *came) served() {
	l, s := x.v.L, x.d.Served
	if s == nil || x.d.Booking != nil { // who came was served nothing
		return
	}
	x.service("served", s)
	for _, r := range s.Remedies {
		basis := words.Law(l, r.Basis)
		if x.v.Staff() && !form.Verified(r.Tag) {
			basis += l.T("web.items.not_verified")
		}
		x.add("remedy."+r.Name, l.T("web.items.remedy_until", "day", r.Until.String()), basis)
	}
}

// service is how and when a paper was served, with the rule of the day.
func (x *came) service(key string, s *itemflow.Served) {
	l := x.v.L
	note := s.Basis
	if law, _, ok := strings.Cut(s.Basis, "："); ok && !l.Zh() {
		note = words.Law(l, law)
	}
	if s.Basis != "" && !s.Verified {
		note += l.T("web.items.not_verified")
	}
	text := l.T("itemflow.value.way."+string(s.Way)) + "　" + s.Day.String()
	if s.Sent != s.Day {
		text = l.T("itemflow.value.way."+string(s.Way)) + "　" + l.T("web.items.served_deemed", "sent", s.Sent.String(), "day", s.Day.String())
	}
	x.add(key, text, note)
	if s.Note != "" || s.Receiver != "" {
		x.add("served_proof", strings.TrimSpace(s.Receiver+"　"+s.Note), "")
	}
}

// rated is the applicant's word, what was replied, and the second word.
func (x *came) rated() {
	l, r := x.v.L, x.d.Rating
	if r == nil {
		return
	}
	x.add("rating", gradeWords(x.v, *r), "")
	x.add("rating_reply", r.Reply, "")
	if r.Again != nil {
		x.add("rating_again", gradeWords(x.v, *r.Again), "")
	} else if r.MayRateAgain() && !x.v.Staff() {
		x.add("rating_again", l.T("web.items.rating_may"), "")
	}
}

func gradeWords(v *site.Visit, r itemflow.Rating) string {
	return v.L.T("itemflow.value.grade."+itemflow.Grades()[len(itemflow.Grades())-r.Stars]) + "　" + r.Text
}

// decisions are the moves whose reason is the decision's.
var decisions = []string{"decide", "redecide", "result", "correct_result", "refuse", "handed_back", "finish"}

// openReasons are the moves whose reason is the applicant's to know. Why a case
// goes from desk to desk is the office's own.
var openReasons = []string{"accept_gaps", "notify_once", "not_accept", "hand_over", "handed_back", "sent_back", "decide", "result", "refuse", "revoke", "promise_doubted", "promise_undone", "object_record", "settle_record", kernel.MoveSuspend, kernel.MoveResume, kernel.MoveWithdraw, "ask_withdrawal", "withdrawn_there"}

// said is the reason with which a move was made, to whom it concerns.
func said(v *site.Visit, c kernel.Case, e kernel.Entry) string {
	var in struct {
		Reason, Note, Over string
		OK                 any // yes or no of a head, and a system's own
	}
	if e.Erased || len(e.Input) == 0 || json.Unmarshal(e.Input, &in) != nil {
		return ""
	}
	roles, _ := kernel.RolesOf(v.Actor, c)
	staff := slices.ContainsFunc(roles, func(r kernel.Role) bool { return r == kernel.RoleClerk || r == kernel.RoleHead })
	if !staff && !slices.Contains(openReasons, e.Act) {
		return ""
	}
	if d, err := itemflow.DataOf(c); err == nil && d.Unserved(c.State) && slices.Contains(decisions, e.Act) && !itemflow.OfOffice(v.Actor, c) {
		return "" // not served yet
	}
	if e.Act == "extension_over" {
		return v.L.T("web.items.extension_over." + in.Over)
	}
	if e.Act == "suspension_over" {
		return v.L.T("web.items.suspension_over." + in.Over)
	}
	text := cmp.Or(strings.TrimSpace(in.Reason), strings.TrimSpace(in.Note))
	if ok, _ := in.OK.(string); ok == "yes" || ok == "no" {
		text = strings.TrimSpace(v.L.T("itemflow.value.ok."+ok) + "　" + text)
	}
	return text
}
