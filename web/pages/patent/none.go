package patent

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/text/width"

	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/catalogue/lang"
	"quanlian/web/ui"
)

// Unit: digits of an application number without its check digit, since October 2003
// and before. Source: as base/ident reads them.
const (
	newDigits = 12
	oldDigits = 8
)

var notDigits = regexp.MustCompile(`[^0-9]`)

// none says why nothing was found for the text, and what to try: a number is held
// against its own check digit, and that of a mark is told apart.
func none(l *lang.Localizer, text string) (string, ui.Link) {
	all := ui.Link{Text: l.T("web.patent.search_title"), Href: "/patents"}
	plain := strings.TrimSpace(width.Narrow.String(text))
	digits := notDigits.ReplaceAllString(plain, "")
	if len(digits) < oldDigits-3 { // a word with a figure in it
		return l.T("web.patent.none_why"), all
	}
	app, err := ident.ParseApplication(plain)
	if err == nil {
		return l.T("web.patent.none_number", "number", app.String()), all
	}
	if pub, e := ident.ParsePublication(plain); e == nil {
		return l.T("web.patent.none_number", "number", pub.String()), all
	}
	if mark, e := ident.ParseTrademark(plain); e == nil && len(digits) <= oldDigits {
		return l.T("web.patent.none_mark", "number", mark.String()), ui.Link{Text: l.T("web.nav.items"), Href: "/items"}
	}
	if errs.Is(err, "base.ident.patent.no_check") || len(digits) < oldDigits {
		return l.T("web.patent.none_why"), all
	}
	if len(digits) == newDigits+1 {
		return l.Error(err), ui.Link{Text: l.T("web.patent.none_digits", "n", newDigits), Href: "/patents?q=" + url.QueryEscape(digits[:newDigits])}
	}
	return l.Error(err), all
}
