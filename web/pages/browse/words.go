package browse

import (
	"net/url"

	"quanlian/catalogue/lang"
)

// total is how many items there are.
func (x listView) total() int { return x.all }

func (x listView) foundText() string {
	n := len(x.list.items)
	if x.q != "" {
		return x.v.L.T("web.browse.found_for", "n", lang.Count(n), "q", x.q)
	}
	return x.v.L.T("web.browse.found", "n", lang.Count(n))
}

// clearHref is the list without its conditions; the words stay.
func (x listView) clearHref() string {
	if x.q != "" {
		return "/items?q=" + url.QueryEscape(x.q)
	}
	return "/items"
}

func (x listView) patentsHref() string { return "/patents?q=" + url.QueryEscape(x.q) }
