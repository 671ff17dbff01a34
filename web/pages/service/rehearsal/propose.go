package rehearsal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"quanlian/chain/service/catalogue"
	"quanlian/kernel"
	"quanlian/web/site"
)

// proposal is a limit that was rehearsed, and the change of the item that would
// make it the promise: limit and reason are filled in there.
type proposal struct{ text, path, link string }

// proposals are those of a finished rehearsal, of single items only.
func (s showView) proposals() []proposal {
	if s.tried == nil {
		return nil
	}
	var out []proposal
	l, q := s.v.L, s.x.Question
	for _, id := range s.otherLimits() {
		base, tried, ok := s.kept(id)
		if id == "*" || !ok {
			continue
		}
		to := site.PeriodText(l, q.Limits[id])
		note := l.T("web.rehearse.propose_note", "name", q.Name, "from", q.From.String(), "until", q.Until.String(), "to", to, "now", s.limitNow(id),
			"share", percent(tried.Mean), "low", percent(tried.Low), "high", percent(tried.High), "base", percent(base.Mean), "link", s.link)
		path := "/catalogue/item/" + url.PathEscape(id) + "/edit?" + url.Values{"days": {strconv.Itoa(q.Limits[id].N)}, "unit": {string(q.Limits[id].Unit)}, "note": {note}}.Encode()
		out = append(out, proposal{l.T("web.rehearse.propose_item", "item", s.names[id], "to", to), path, s.root + readable(path)})
	}
	return out
}

// keeps reports whether the visitor keeps the catalogue, and may open a change.
func (s showView) keeps() bool {
	return slices.ContainsFunc(s.v.Actor.Posts, func(p kernel.Post) bool {
		return p.Unit == catalogue.Unit && (p.Role == kernel.RoleClerk || p.Role == kernel.RoleHead)
	})
}

func (s showView) keeper() string { return s.v.UnitText(catalogue.Unit) }

// readable is an address as it may be written: letters beyond ASCII stay as they are.
func readable(path string) string {
	var out strings.Builder
	for i := 0; i < len(path); {
		plain, err := "", error(nil)
		n := 0
		for i+n+2 < len(path) && path[i+n] == '%' && path[i+n+1] >= '8' {
			n += 3
		}
		if n > 0 {
			plain, err = url.PathUnescape(path[i : i+n])
		}
		if n == 0 || err != nil || !utf8.ValidString(plain) {
			plain, n = path[i:i+1], 1
		}
		out.WriteString(plain)
		i += n
	}
	return out.String()
}
