package ui

import (
	"strings"

	"quanlian/base/money"
	"quanlian/catalogue/lang"
)

// Price is an amount as an offer names it: in units of 10,000 yuan in Chinese, in
// yuan in English, which has no such unit.
func Price(l *lang.Localizer, f money.Fen) string { return price(l, "web.hall.wan", f) }

// Budget is the most that somebody will pay, in the same units.
func Budget(l *lang.Localizer, f money.Fen) string { return price(l, "web.hall.budget", f) }

func price(l *lang.Localizer, key string, f money.Fen) string {
	amount := f.InWan()
	if l.Lang() == lang.En {
		amount = strings.TrimSuffix(f.String(), ".00")
	}
	return l.T(key, "amount", amount)
}
