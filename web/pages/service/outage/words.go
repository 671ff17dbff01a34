package outage

import (
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/chain/service/outage"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

func verified(b form.Basis) bool { return form.Verified(b.Tag) }

// basisText is a law and its article.
func basisText(l *lang.Localizer, b form.Basis) string {
	if b.Article == "" {
		return words.Law(l, b.Law)
	}
	return l.T("web.outage.article", "law", words.Law(l, b.Law), "article", b.Article)
}

// movedText says what the outage has moved.
func movedText(l *lang.Localizer, s kernel.State, ends, cases int, looked bool) string {
	switch {
	case s == outage.Announced:
		return l.T("web.outage.moves_later")
	case s == outage.Withdrawn:
		return l.T("web.outage.moves_none")
	case !looked:
		return l.T("web.outage.moves_now")
	case ends == 0:
		return l.T("web.outage.moved_nothing")
	}
	return l.T("web.outage.moved_n", "n", ends, "cases", cases)
}
