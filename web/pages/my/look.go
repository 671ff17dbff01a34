package my

import (
	"net/url"
	"slices"
	"strings"

	"quanlian/kernel"
	"quanlian/web/inbox"
	"quanlian/web/ui"
)

// look is what the list is narrowed by; all of it stands in the address.
type look struct{ state, kind, text, client string }

// looks in the order of the chips; the first is the usual one.
var looks = []string{"all", "yours", "office", "closed", "drafts"}

func readLook(q url.Values) look {
	k := look{state: q.Get("look"), kind: q.Get("kind"), text: strings.TrimSpace(q.Get("q")), client: q.Get("client")}
	if !slices.Contains(looks, k.state) {
		k.state = looks[0]
	}
	return k
}

// with is the address with one value changed.
func (k look) with(name, value string) string {
	q := url.Values{}
	for n, s := range map[string]string{"look": k.state, "kind": k.kind, "q": k.text, "client": k.client} {
		if n == name {
			s = value
		}
		if s != "" && (n != "look" || s != looks[0]) {
			q.Set(n, s)
		}
	}
	if len(q) == 0 {
		return "/my"
	}
	return "/my?" + q.Encode()
}

// entry is a line of the list: a case, or what was done as one.
type entry struct {
	own    ui.OwnCase
	of     kernel.Case // a stub, or whole
	thing  *thing      // nil for a case that stands for itself
	state  string      // yours, office or closed
	kind   string      // the matter, or things
	search string
}

// narrow keeps what the look asks for, and counts what each chip would show.
func (x *view) narrow(list []entry) []entry {
	kinds := map[string]int{}
	var out []entry
	for _, e := range list {
		if x.look.text != "" && !strings.Contains(strings.ToLower(e.search), strings.ToLower(x.look.text)) {
			continue
		}
		if x.tell(e.state, e.kind, 1, kinds) {
			out = append(out, e)
		}
	}
	x.nameKinds(kinds)
	return out
}

// tell counts n lines of a state and a kind; shown is whether the look asks for
// them.
func (x *view) tell(state, kind string, n int, kinds map[string]int) (shown bool) {
	here := x.look.state == "all" || state == x.look.state
	if here {
		kinds[kind] += n
	}
	if x.look.kind != "" && kind != x.look.kind {
		return false
	}
	x.counts["all"] += n
	x.counts[state] += n
	return here
}

func (x *view) nameKinds(kinds map[string]int) {
	for kind, n := range kinds {
		if n > 0 {
			x.kinds = append(x.kinds, ui.Option{Value: kind, Text: x.kindText(kind), Count: n, Selected: kind == x.look.kind})
		}
	}
	slices.SortFunc(x.kinds, func(a, b ui.Option) int { return strings.Compare(a.Text, b.Text) })
}

const things = "things"

func (x view) kindText(kind string) string {
	if kind == things {
		return x.v.L.T("web.browse.things")
	}
	return x.v.MatterText(kind)
}

func (x view) chips() []ui.FilterChip {
	var out []ui.FilterChip
	for _, s := range looks {
		c := ui.FilterChip{Text: x.v.L.T("web.my.look." + s), Href: x.look.with("look", s), Count: x.counts[s], Current: s == x.look.state}
		if s == "all" || s == "yours" {
			c.Count += x.waiting
		}
		if s == "yours" && c.Count > 0 {
			c.State = ui.You
		}
		if s != "drafts" || c.Count > 0 || c.Current {
			out = append(out, c)
		}
	}
	return out
}

// asks reports whether the list shows what waits inside the organisation.
func (x view) asks() bool {
	return (x.look.state == "all" || x.look.state == "yours") && len(x.approvals)+len(x.refused) > 0
}

// begin leads on from an empty list, noneWhy says what it is for; staff have theirs
// in the inbox.
func (x view) begin() ui.Link {
	if x.v.Staff() {
		return ui.Link{Text: x.v.L.T("web.nav.inbox"), Href: inbox.Path}
	}
	return ui.Link{Text: x.v.L.T("web.my.new"), Href: "/items"}
}

func (x view) noneWhy() string {
	if x.v.Staff() {
		return x.v.L.T("web.my.staff_none")
	}
	return x.v.L.T("web.my.none_why")
}

// group is a heading with its entries of the page in hand.
type group struct {
	title   string
	entries []entry
}

// groups are the entries of the page, your move first.
func (x view) groups() []group {
	var out []group
	for _, e := range x.entries {
		title := x.v.L.T("web.my.group."+e.state, "n", x.counts[e.state])
		if n := len(out); n == 0 || out[n-1].title != title {
			out = append(out, group{title: title})
		}
		g := &out[len(out)-1]
		g.entries = append(g.entries, e)
	}
	return out
}

// state is in whose hands a case is.
func (x view) state(c kernel.Case) string {
	switch {
	case x.isYours(c): // also what is closed and asks something still: a promise to make good
		return "yours"
	case !c.Closed.IsZero():
		return "closed"
	}
	return "office"
}
