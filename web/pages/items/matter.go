package items

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/itemform"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Matters are what cases of declared items add to the general page of a case.
func Matters(d Deps, flows []*kernel.Flow) caseview.Matters {
	p := pages{Deps: d}
	out := caseview.Matters{}
	for _, f := range flows {
		if itemflow.Standard(f.Addr) {
			out[f.Addr] = caseview.Matter{Steps: caseSteps, Panels: p.panels, Lead: caseLead, Of: p.choicesOf, Prefill: p.prefilled, Many: []string{"missing", "checks", "laws"}, Long: []string{"question", "answer", "finding", "why"},
				Files: map[string]caseview.Uploads{"handed_back": theirPapers(), "result": theirPapers(), "correct_result": theirPapers()},
				Skip:  []string{"supply", kernel.MoveCorrect, "receipt"}, Nav: "my", Desk: p.desk, Main: mainOf, Idle: p.idleMove, Hint: moveHint, PaperState: sealState, Said: said, Shown: []string{"kernel.itemflow.paper.material"}}
		}
		switch itemflow.NameOf(f.Addr) {
		case itemflow.OpinionFlow:
			out[f.Addr] = caseview.Matter{Panels: opinionPanels, Said: said, Long: []string{"answer"}, Nav: "inbox"}
		case itemflow.ReviewFlow:
			out[f.Addr] = caseview.Matter{Panels: reviewPanels, Said: said, Long: []string{"text"}, Nav: "inbox"}
		case itemflow.PromiseFlow:
			out[f.Addr] = caseview.Matter{Panels: promisePanels, Said: said, Long: []string{"text"}, Nav: "my"}
		}
	}
	return out
}

// moveHint says why a way of service is not offered; the line over serve_notice
// says so itself.
func moveHint(_ context.Context, v *site.Visit, c kernel.Case, move string) string {
	if move != "deliver" {
		return ""
	}
	if d, err := itemflow.DataOf(c); err != nil || d.Applicant.Party != "" {
		return ""
	}
	return v.L.T("web.items.no_electronic")
}

// Steps draws the chain of a case for whoever may see it.
func Steps(v *site.Visit, c kernel.Case) (int, []ui.Step) {
	return caseSteps(v.L, c, calendar.DateOf(v.Env.Now()))
}

// caseSteps draws the chain of a case: where it stands in its flow.
func caseSteps(l *lang.Localizer, c kernel.Case, today calendar.Date) (int, []ui.Step) {
	name := itemflow.NameOf(c.Flow)
	if d, err := itemflow.DataOf(c); err == nil && d.Proxy != nil {
		return stepsElsewhere(l, c, d, today)
	}
	var out []ui.Step
	for _, s := range itemflow.Steps(name) {
		out = append(out, ui.Step{Text: l.T("itemflow.step." + s)})
	}
	d, err := itemflow.DataOf(c)
	if err != nil {
		return 0, out
	}
	at := map[kernel.State]string{itemflow.Submitted: "accept", itemflow.HandedOver: "accept", itemflow.Accepted: "examine", itemflow.Forwarded: "forward", itemflow.Publishing: "publish",
		itemflow.Deciding: "decide", itemflow.Decided: "deliver", itemflow.Confirmed: "attend"}[c.State]
	all := itemflow.Steps(name)
	out = dated(l, out, all, d, today)
	switch {
	case d.Served.Pending(today) && c.State == itemflow.Delivered: // sent, and not served yet
		return len(all), out
	case c.State == itemflow.Delivered:
		return len(all) + 1, out
	case endedOnTheWay(c.State):
		out = append(stepsTaken(out, all, c.State, d), ui.Step{Text: words.State(l, c.Flow, c.State), Fact: endDay(l, c)})
		return len(out) + 1, out
	}
	for i, s := range all {
		if s == at || (at == "examine" && s == "decide" && !slices.Contains(all, "examine")) || (at == "accept" && i == 1 && !slices.Contains(all, "accept")) {
			return i + 1, out
		}
	}
	return 0, out
}

// Step is where a case of an item stands in the chain that its page draws, at none
// of its steps once it is over; zeros for another case.
func Step(v *site.Visit, c kernel.Case) (n, of int) {
	if !itemflow.Standard(c.Flow) {
		return 0, 0
	}
	at, steps := caseSteps(v.L, c, calendar.DateOf(v.Env.Now()))
	if at > len(steps) {
		at = 0
	}
	return at, len(steps)
}

// stepsElsewhere draws the chain of a case that another city does: what was done
// there is theirs, with the day of their result.
func stepsElsewhere(l *lang.Localizer, c kernel.Case, d itemflow.Data, today calendar.Date) (int, []ui.Step) {
	there := ui.Step{Text: l.T("itemflow.step.elsewhere", "city", d.Proxy.City)}
	if d.Outside != nil && !d.Outside.Day.IsZero() {
		there.Fact = l.MonthDay(d.Outside.Day.At(0))
	}
	out := []ui.Step{{Text: l.T("itemflow.step.submit"), Fact: l.MonthDay(d.Filed)}, there}
	if endedOnTheWay(c.State) {
		return len(out) + 2, append(out, ui.Step{Text: words.State(l, c.Flow, c.State), Fact: endDay(l, c)})
	}
	last := ui.Step{Text: l.T("itemflow.step.deliver")}
	switch {
	case c.State == itemflow.HandedOver:
		return 2, append(out, last)
	case c.State != itemflow.Delivered || d.Served.Pending(today):
		return 3, append(out, last)
	case d.Served != nil:
		last.Fact = l.MonthDay(d.Served.Day.At(0))
	}
	return 4, append(out, last)
}

// endedOnTheWay reports whether a case ended without its result, or lost it.
func endedOnTheWay(s kernel.State) bool {
	return slices.Contains([]kernel.State{itemflow.NotAccepted, itemflow.Revoked, itemflow.Deemed, itemflow.NoShow, itemflow.Undone, kernel.StateWithdrawn}, s)
}

// stepsTaken are the steps that such a case took.
func stepsTaken(steps []ui.Step, names []string, s kernel.State, d itemflow.Data) []ui.Step {
	var out []ui.Step
	for i, name := range names {
		done := name == "submit" || name == "accept" && !d.Accepted.IsZero() || name == "decide" && d.Decision != nil || name == "book" && s == itemflow.NoShow
		if done || s == itemflow.Undone {
			out = append(out, steps[i])
		}
	}
	return out
}

func endDay(l *lang.Localizer, c kernel.Case) string {
	if c.Closed.IsZero() {
		return ""
	}
	if d, err := itemflow.DataOf(c); err == nil && c.State == itemflow.Undone && d.Decision != nil && !d.Decision.Revoked.IsZero() {
		return l.MonthDay(d.Decision.Revoked) // it had ended before, when it was served
	}
	return l.MonthDay(c.Closed)
}

// dated adds the day to the steps that are done.
func dated(l *lang.Localizer, steps []ui.Step, names []string, d itemflow.Data, today calendar.Date) []ui.Step {
	for i, s := range names {
		switch {
		case s == "submit":
			steps[i].Fact = l.MonthDay(d.Filed)
		case s == "accept" && !d.Accepted.IsZero():
			steps[i].Fact = l.MonthDay(d.Accepted)
		case s == "decide" && d.Decision != nil:
			steps[i].Fact = l.MonthDay(d.Decision.At)
		case s == "deliver" && d.Decision != nil && !d.Decision.Revoked.IsZero(): // what was served since is the revocation
		case s == "deliver" && d.Served != nil && !d.Served.Pending(today): // a day to come is told beside
			steps[i].Fact = l.MonthDay(d.Served.Day.At(0))
		}
	}
	return steps
}

func caseLead(l *lang.Localizer, c kernel.Case) []string {
	d, err := itemflow.DataOf(c)
	if err != nil {
		return nil
	}
	return []string{l.T("web.items.filed", "day", l.Date(d.Filed)), l.T("web.items.channel." + d.Channel)}
}

// panels are the contents of the case: what was filled in, and what came of it.
func (p pages) panels(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := itemflow.DataOf(c)
	if err != nil {
		return nil, err
	}
	it, err := p.Kept.KeptItem(ctx, c.ItemHash)
	if err != nil {
		return nil, err
	}
	if level < kernel.ViewDetail {
		return []templ.Component{publicPanel(publicView{L: v.L, Data: d, Name: it.Name.In(v.L.Zh())})}, nil
	}
	roles, _ := kernel.RolesOf(v.Actor, c)
	owner := slices.Contains(roles, kernel.RoleOwner)
	out := append(p.askedOf(v, d), p.todos(v, c, it, d, owner)...)
	if rows := movedRows(v, c, d); len(rows) > 0 {
		out = append(out, factsPanel(v.L.T("web.outage.case_panel"), rows))
	}
	if c.Closed.IsZero() && !it.Timed() {
		out = append(out, factsPanel(v.L.T("web.items.no_promise_title"), []ui.Pair{{Key: v.L.T("web.items.limit.committed"), Text: v.L.T("web.items.no_promise_case")}}))
	}
	if rows := p.resultRows(v, c, it, d); len(rows) > 0 {
		out = append(out, factsPanel(v.L.T("web.items.what_came"), rows))
	}
	if x, ok := p.seal(ctx, v, c, d); ok {
		out = append(out, sealPanel(x))
	}
	for _, x := range p.noticeSeals(ctx, v, c, d) {
		out = append(out, sealPanel(x))
	}
	paper := p.out(v, c, it)
	if owner && v.Actor.Party != "" { // what stands as a draft is not written over
		if old, err := p.typedBefore(ctx, v, it); err == nil && old != nil {
			paper.Draft = "/item/" + it.Code + "/apply"
		} else if err == nil && beyond(v, it) == nil {
			paper.Again = "/item/" + it.Code + "/apply?from=" + c.No
		}
	}
	out = append(out, outPanel(paper))
	if caseview.HoldsOffice(v.Actor, c) { // the desk shows the form and its papers itself
		return out, nil
	}
	return append(out, p.contents(v, it, d)...), nil
}

// todos are what the applicant has to do; for who has no account the counter does it.
func (p pages) todos(v *site.Visit, c kernel.Case, it form.Item, d itemflow.Data, owner bool) []templ.Component {
	l := v.L
	correct, supply, do := []string{l.T("web.items.correct_title"), l.T("web.items.correct_go")}, []string{l.T("web.items.supply_title"), l.T("web.items.supply_go")}, owner
	if d.Applicant.Party == "" && caseview.HoldsOffice(v.Actor, c) {
		do = true
		correct, supply = []string{l.T("web.window.correct_title"), l.T("web.window.correct_go")}, []string{l.T("web.window.supply_title"), l.T("web.window.correct_go")}
	}
	var out []templ.Component
	if do && c.Hold != nil && c.Hold.Kind == kernel.HoldCorrection {
		out = append(out, caseview.First(todoPanel(l, correct[0], correctLead(l, it, c, d), "/case/"+c.No+"/correct", correct[1])))
	}
	if do && len(d.Owed(c.State)) > 0 {
		out = append(out, caseview.First(todoPanel(l, supply[0], supplyLead(v, d, it), "/case/"+c.No+"/supply", supply[1])))
	}
	return out
}

// supplyLead says what is owed until when, and what follows if it does not come.
func supplyLead(v *site.Visit, d itemflow.Data, it form.Item) string {
	list := v.Owed(d.OpenGaps(), it)
	if d.Doubt != "" {
		return v.L.T("web.items.supply_doubt", "list", list, "reason", ended(v.L, d.Doubt))
	}
	return v.L.T("web.items.supply_lead", "list", list)
}

// correctLead says what is to be corrected: the papers that are missing by name,
// then the words of the office, and until when.
func correctLead(l *lang.Localizer, it form.Item, c kernel.Case, d itemflow.Data) string {
	text := c.Hold.Reason
	if d.Notified != nil {
		var names []string
		for _, id := range d.Notified.Missing {
			if m, ok := it.Material(id); ok {
				names = append(names, m.Name.In(l.Zh()))
			}
		}
		if len(names) > 0 {
			text = l.T("web.items.correct_missing", "list", l.List(names)) + text
		}
	}
	return l.T("web.items.correct_lead", "text", ended(l, text), "by", deadline(d))
}

// ended closes what somebody wrote with a full stop, so that a sentence can follow.
func ended(l *lang.Localizer, text string) string {
	text = strings.TrimSpace(text)
	if last, _ := utf8.DecodeLastRuneInString(text); strings.ContainsRune("。！？；.!?;", last) {
		return text
	}
	return text + map[bool]string{true: "。", false: "."}[l.Zh()]
}

func deadline(d itemflow.Data) string {
	if d.Notified == nil {
		return ""
	}
	return d.Notified.By.String()
}

// part is one page of the form as it was filled in.
type part struct {
	Title string
	Rows  []ui.Pair
}

// contents are the answers, page by page, and the materials.
func (p pages) contents(v *site.Visit, it form.Item, d itemflow.Data) []templ.Component {
	facts := form.Facts{Party: kernel.Party{Kind: d.Applicant.Kind}, Agent: d.Applicant.Agent, District: d.Applicant.District}
	var parts []part
	if _, ok := stepOf(it, "applicant"); !ok || d.Channel == "window" {
		who := part{Title: v.L.T("web.items.applicant"), Rows: []ui.Pair{{Key: v.L.T("web.items.name"), Text: d.Applicant.Name}}}
		if d.Applicant.Code != "" {
			who.Rows = append(who.Rows, ui.Pair{Key: v.L.T("web.items.applicant_code"), Text: d.Applicant.Code, No: true})
		}
		parts = append(parts, who)
	}
	for _, s := range it.Steps {
		x := part{Title: s.Name.In(v.L.Zh())}
		for _, a := range itemform.Answers(v.L, s, d.Values, facts) {
			if told(a) {
				x.Rows = append(x.Rows, ui.Pair{Key: a.Label, Text: a.Text, No: a.Field.Kind == form.KindRef || a.Field.Kind == form.KindRefs})
			}
		}
		if len(x.Rows) > 0 {
			parts = append(parts, x)
		}
	}
	var out []templ.Component
	if len(parts) > 0 {
		out = append(out, contentsPanel(v.L, parts))
	}
	if files := fileRows(v, it, d); len(files) > 0 {
		out = append(out, filesPanel(v.L, files))
	}
	return out
}

func fileRows(v *site.Visit, it form.Item, d itemflow.Data) []ui.File {
	l := v.L
	var out []ui.File
	for _, f := range d.Files {
		m, _ := it.Material(f.Material)
		x := ui.File{Name: f.Name, Facts: m.Name.In(l.Zh()) + "　" + fileFacts(l, f.Bytes, f.Pages), Hash: f.SHA256, Href: "/paper/" + f.ID}
		if x.State, x.Status = scanned(v, f.SHA256); x.State != ui.Done {
			x.Href = ""
		} else if locked(v, f.Media, f.SHA256) {
			x.State, x.Status = ui.You, l.T("web.items.locked")
		}
		if f.Replaced {
			x.State, x.Status = ui.Idle, l.T("web.items.replaced")
			if f.Out {
				x.Status = l.T("web.items.file_out")
			}
		}
		out = append(out, x)
	}
	return out
}
