package browse

import (
	"strings"

	"quanlian/catalogue/lang"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// places are the pages that people look for among the items, with their
// addresses; the words that lead there stand with their names.
var places = []struct{ id, href string }{
	{"book", "/book"}, {"track", "/track"}, {"my", "/my"}, {"verify", "/verify"}, {"outages", "/outages"}, {"patents", "/patents"}, {"complain", "/help"},
}

// placesOf are the pages that a question names.
func placesOf(v *site.Visit, q string) []ui.TileLink {
	var out []ui.TileLink
	asked := strings.ToLower(strings.Join(strings.Fields(q), " "))
	for _, x := range places {
		if len(out) < mostTiles && names(asked, "web.browse.place."+x.id+".words") {
			out = append(out, ui.TileLink{Title: v.L.T("web.browse.place." + x.id + ".name"), Text: v.L.T("web.browse.place." + x.id + ".lead"), Href: x.href})
		}
	}
	return out
}

// names tells whether a question says one of the words of a text, in either
// language.
func names(asked, words string) bool {
	for _, tag := range []lang.Lang{lang.Zh, lang.En} {
		for word := range strings.SplitSeq(lang.For(tag).T(words), "|") {
			if asked != "" && strings.Contains(asked, word) {
				return true
			}
		}
	}
	return false
}
