package my

import (
	"net/url"
	"slices"
	"strings"

	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// acting is for whom the visitor acts.
func (x view) acting() string {
	if x.v.Party.Name != "" {
		return x.v.Party.Name
	}
	return x.v.Actor.Name
}

// events are what the program told the visitor; what was filed in the party's
// name stands apart.
func (x view) events() []ui.Event {
	var out []ui.Event
	most := mostNotices
	if x.v.Staff() { // they are the page, and as many as the inbox counts
		most = readNotices
	}
	for _, n := range x.notices {
		if tripped(n) || len(out) == most {
			continue
		}
		e := ui.Event{Time: x.v.L.Moment(n.Made, x.v.Env.Now()), What: words.Notice(x.v.L, n), Href: x.told(n), Kind: ui.BySystem}
		if n.Seen.IsZero() {
			e.Kind, e.Note = ui.ByReader, x.v.L.T("web.my.new_notice")
		}
		out = append(out, e)
	}
	return out
}

// told is where one finds what a notice tells of, "" where nothing waits any more.
func (x view) told(n kernel.Notice) string {
	kind, is := strings.CutPrefix(n.Text, "kernel.notice.")
	switch {
	case n.Case != "":
		return x.v.Env.CaseURL(kernel.Case{ID: n.Case, No: n.No, Flow: n.Flow})
	case is && kind == "approval_wanted":
		if len(x.approvals) == 0 {
			return ""
		}
		return "/my#approvals"
	case is && kind == "approval_refused":
		if len(x.refused) == 0 {
			return ""
		}
		return "/my#refused"
	case is && strings.HasPrefix(kind, "draft"):
		return "/my?look=drafts"
	case is && strings.HasPrefix(kind, "mandate") && n.Args["mandate"] != "" && (x.v.Actor.Mandate == "" || string(x.v.Actor.Mandate) == n.Args["mandate"]):
		return "/account/mandates/" + n.Args["mandate"]
	case is && strings.HasPrefix(kind, "mandate") && x.v.Actor.Mandate == "":
		return "/account/mandates"
	}
	return "/account"
}

// tripped tells the notices of filings in the party's name.
func tripped(n kernel.Notice) bool { return strings.HasPrefix(n.Text, "kernel.notice.tripwire") }

// inName are the filings in the party's name, for its administrators.
func (x view) inName() []ui.Event {
	var out []ui.Event
	l := x.v.L
	for _, n := range x.notices {
		if !tripped(n) || len(out) == mostNotices || x.v.Actor.Party == "" || x.v.Actor.Mandate != "" {
			continue
		}
		e := ui.Event{Time: l.Moment(n.Made, x.v.Env.Now()), Who: n.Args["who"], What: words.Move(l, n.Flow, n.Args["move"]) + l.T("web.ui.bracket", "text", words.About(l, n.Flow)), Note: n.No,
			Href: stopURL(n.No), Kind: ui.BySystem}
		if n.Text == "kernel.notice.tripwire_agent" {
			e.Note = l.T("web.my.by_mandate", "no", n.No)
		}
		if n.Seen.IsZero() {
			e.Kind = ui.ByReader
		}
		out = append(out, e)
	}
	return out
}

func (x view) datePairs() []ui.Pair {
	var out []ui.Pair
	for _, d := range x.dates {
		out = append(out, ui.Pair{Key: d.at, Text: d.what, Note: d.c.No})
	}
	return out
}

func (x view) approvalsTitle() string {
	if x.agency != "" {
		return x.v.L.T("web.my.approvals_agency", "n", len(x.approvals), "who", x.agency)
	}
	return x.v.L.T("web.my.approvals", "n", len(x.approvals))
}

func (x view) approvalTable() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.approval.title"), Stack: true, Cols: []ui.Col{{Text: l.T("web.approval.content")}, {Text: l.T("web.approval.maker")}, {Text: l.T("web.approval.made")}, {Text: l.T("web.approval.awaits")}}}
	for _, p := range x.approvals {
		next := ""
		if len(p.Steps) > 0 {
			next = l.T("web.duty." + string(p.Steps[0]))
		}
		if x.agency != "" {
			next = x.agency + l.T("web.ui.colon") + next
		}
		state, sub := ui.Run, ""
		if p.Command != nil {
			sub = p.Title
		}
		if desk.MayApprove(p, x.v.Actor) == nil {
			state = ui.You
		}
		href := "/my/approvals/" + p.ID
		if _, ok := ownHat(p, x.v); !ok && !readable(p, x.v.Actor) {
			href = ""
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: x.about(p), Sub: sub, Href: href, Strong: true}, {Text: p.Actor.Name}, {Text: l.Moment(p.Made, x.v.Env.Now()), NoWrap: true}, {Part: ui.Light(state, next)}}})
	}
	return t
}

// otherHat: one that waits opens under the visitor's own hat only.
func (x view) otherHat() bool {
	return slices.ContainsFunc(x.approvals, func(p desk.Pending) bool {
		_, ok := ownHat(p, x.v)
		return ok && !readable(p, x.v.Actor)
	})
}

// refusedTable are what the visitor prepared and was not agreed to, with why.
func (x view) refusedTable() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.approval.said_no"), Stack: true, Cols: []ui.Col{{Text: l.T("web.approval.content")}, {Text: l.T("web.approval.said_no")}, {Text: l.T("web.approval.note")}}}
	for _, p := range x.refused {
		last := p.Done[len(p.Done)-1]
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: x.about(p), Href: "/my/approvals/" + p.ID, Strong: true}, {Text: last.Name, Sub: l.Moment(last.At, x.v.Env.Now())}, {Text: last.Note}}})
	}
	return t
}

func (x view) draftTable() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.my.drafts", "n", len(x.drafts)), Stack: true, Cols: []ui.Col{{Text: l.T("web.items.item")}, {Text: l.T("web.my.draft_kind")}, {Text: l.T("web.my.draft_saved")}, {Text: l.T("web.my.draft_do")}}}
	hands := x.v.Hands()
	if hands {
		t.Cols = append(t.Cols, ui.Col{Text: l.T("web.draft.hand")})
	}
	for _, d := range x.drafts {
		kind, do := l.T("web.my.draft_form"), l.T("web.items.go_on")
		if d.template {
			kind, do = l.T("web.items.template"), l.T("web.items.from_template")
		}
		row := ui.Row{Cells: []ui.Cell{{Text: d.name, Sub: d.from, Strong: true}, {Text: kind}, {Text: d.at, NoWrap: true}, {Text: do, Href: d.href, NoWrap: true}}}
		switch {
		case d.hand != "":
			row.Cells = append(row.Cells, ui.Cell{Text: l.T("web.draft.hand"), Href: d.hand, NoWrap: true})
		case hands:
			row.Cells = append(row.Cells, ui.Cell{})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (x view) pager() ui.Pager {
	u, err := url.Parse(x.look.with("", ""))
	if err != nil {
		return ui.Pager{}
	}
	return site.Pager(u, x.page, perPage, len(x.entries), x.total)
}
