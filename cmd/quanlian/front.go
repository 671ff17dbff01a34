package main

import (
	"cmp"

	"quanlian/catalogue/city"
	"quanlian/web/ui"
)

// siteOf is the masthead and footer of the city whose catalogue applies.
func (b *itemBook) siteOf(zh bool) ui.Site { return siteOf(b.Now().City, zh) }

// siteWith is [itemBook.siteOf] where the configuration names the prefix of case
// numbers, "" where it leaves that to the city.
func (b *itemBook) siteWith(prefix string) func(zh bool) ui.Site {
	return func(zh bool) ui.Site {
		s := b.siteOf(zh)
		s.Prefix = cmp.Or(prefix, s.Prefix)
		return s
	}
}

// siteOf says whose site it is. What a city has not told is left out: nobody
// reads another city's telephone number on its pages.
func siteOf(c city.City, zh bool) ui.Site {
	f := c.Front
	if zh {
		s := ui.Site{
			Prefix: c.Prefix,
			Name:   cmp.Or(f.Name.Zh, c.Name.Zh+"知识产权公共服务平台"), Tagline: "创造 · 运用 · 保护 · 管理 · 服务，一条链办到底",
			Links: []ui.Link{{Text: "网站地图", Href: "/sitemap"}, {Text: "无障碍声明", Href: "/accessibility"}, {Text: "隐私与个人信息", Href: "/privacy"}, {Text: "帮助", Href: "/help"}, {Text: "系统故障登记", Href: "/outages"}, {Text: "开放接口", Href: "/api"}},
			Facts: given("主办：", f.Host.Zh, "承办：", f.RunBy.Zh, "咨询：", f.Advice, "监督：", f.Complain),
		}
		for _, r := range f.Records {
			s.Records = append(s.Records, r.Zh)
		}
		if c.Invented {
			s.Records = append(s.Records, c.Name.Zh+"为虚构城市，页面中的企业、专利、人名均为虚构")
		}
		return s
	}
	s := ui.Site{
		Prefix: c.Prefix,
		Name:   cmp.Or(f.Name.En, c.Name.En+" Intellectual Property Services"), Tagline: "Create · use · protect · manage · serve: one chain to the end",
		Links: []ui.Link{{Text: "Site map", Href: "/sitemap"}, {Text: "Accessibility", Href: "/accessibility"}, {Text: "Privacy", Href: "/privacy"}, {Text: "Help", Href: "/help"}, {Text: "Outages", Href: "/outages"}, {Text: "API", Href: "/api"}},
		Facts: given("Run by ", f.Host.En, "Operated by ", f.RunBy.En, "Advice: ", f.Advice, "Complaints: ", f.Complain),
	}
	for _, r := range f.Records {
		s.Records = append(s.Records, r.En)
	}
	if c.Invented {
		s.Records = append(s.Records, c.Name.En+" is an invented city; companies, patents and persons on these pages are invented")
	}
	return s
}

// given joins label and value, pair by pair, where there is a value.
func given(pairs ...string) []string {
	var out []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out = append(out, pairs[i]+pairs[i+1])
		}
	}
	return out
}
