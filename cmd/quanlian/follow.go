package main

import (
	"net/url"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	hallpages "quanlian/web/pages/utilization/hall"
)

// follows is what can follow a settled deal of the hall. A matter that takes
// deals up adds its line here once its page stands.
func follows() []hallpages.Follow {
	sides := []kernel.Role{hall.Seller, hall.Buyer}
	return []hallpages.Follow{
		{Key: "register", By: sides, Assignment: true, Licence: true, Href: func(_ string, d hall.DealData) string { return "/patent/" + url.PathEscape(d.Right) }},
		{Key: "relist", By: []kernel.Role{hall.Buyer}, Assignment: true, Href: func(_ string, d hall.DealData) string { return "/hall/new?right=" + url.QueryEscape(d.Right) }},
		{Key: "licence_on", By: []kernel.Role{hall.Seller}, Licence: true, Href: func(_ string, d hall.DealData) string {
			return "/hall/new?deal=licence&right=" + url.QueryEscape(d.Right)
		}},
		{Key: "pledge", By: []kernel.Role{hall.Buyer}, Assignment: true, Href: item("ZL15")},
		{Key: "loan", By: []kernel.Role{hall.Buyer}, Assignment: true, Kinds: []string{"enterprise", "institute"}, Href: item("JR01")},
		{Key: "open_licence", By: []kernel.Role{hall.Buyer}, Assignment: true, Href: item("ZL17")},
		{Key: "open_licence", By: []kernel.Role{hall.Seller}, Licence: true, Href: item("ZL17")},
		{Key: "certificate", By: sides, Assignment: true, Licence: true, Href: item("JY08")},
		{Key: "need", By: []kernel.Role{hall.Buyer}, Assignment: true, Licence: true, Href: func(string, hall.DealData) string { return "/hall/needs/new" }},
	}
}

// item leads to the form of a declared item, about the deal and its right.
func item(code string) func(string, hall.DealData) string {
	return func(no string, d hall.DealData) string {
		return "/item/" + code + "/apply?" + url.Values{"right": {d.Right}, "deal": {no}}.Encode()
	}
}
