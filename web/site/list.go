package site

import (
	"net/url"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/web/ui"
)

// PageOf is the number of the page that an address asks for, from 1.
func PageOf(q url.Values) int {
	n, err := strconv.Atoi(q.Get("page"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// Pager leads through a list of total rows; the address keeps all else.
func Pager(u *url.URL, page, size, shown, total int) ui.Pager {
	return ui.NewPager(page, size, shown, total, func(n int) string {
		q := u.Query()
		q.Set("page", strconv.Itoa(n))
		return u.Path + "?" + q.Encode()
	})
}

// LooksLikeCase knows a case number, as YL2026-JY-00318.
func LooksLikeCase(q string) bool {
	parts := strings.Split(q, "-")
	if len(parts) != 3 || len(parts[0]) < 5 {
		return false
	}
	return strings.Trim(parts[0][len(parts[0])-4:]+parts[2], "0123456789") == ""
}

// PeriodText is a period in words.
func PeriodText(l *lang.Localizer, p calendar.Period) string {
	if l.Zh() || p.IsZero() {
		return p.Chinese()
	}
	return l.T("web.items.period."+string(p.Unit), "n", p.N)
}
