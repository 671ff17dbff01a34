package account

import (
	"quanlian/web/site"
	"quanlian/web/ui"
)

// tabs lead between the pages about oneself.
func tabs(v *site.Visit, now string) []ui.FilterChip {
	list := []struct{ key, href string }{{"hats", "/account"}, {"notify", "/account/notify"}, {"security", "/account/security"}, {"tokens", "/account/tokens"}}
	if v.Staff() {
		list = append(list, struct{ key, href string }{"absence", "/account/absence"})
	}
	if v.Actor.Party != "" && v.Actor.Mandate == "" {
		list = append(list, struct{ key, href string }{"mandates", "/account/mandates"}, struct{ key, href string }{"org", "/org"})
	}
	var out []ui.FilterChip
	for _, t := range list {
		out = append(out, ui.FilterChip{Text: v.L.T("web.account.tab." + t.key), Href: t.href, Count: -1, Current: t.key == now})
	}
	return out
}
