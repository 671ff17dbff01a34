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
		{Key: "register", By: sides, Assignment: true, Licence: true, Href: func(d hall.DealData) string { return "/patent/" + url.PathEscape(d.Right) }},
		{Key: "relist", By: []kernel.Role{hall.Buyer}, Assignment: true, Href: func(d hall.DealData) string { return "/hall/new?right=" + url.QueryEscape(d.Right) }},
		{Key: "licence_on", By: []kernel.Role{hall.Seller}, Licence: true, Href: func(d hall.DealData) string { return "/hall/new?deal=licence&right=" + url.QueryEscape(d.Right) }},
		{Key: "need", By: []kernel.Role{hall.Buyer}, Assignment: true, Licence: true, Href: func(hall.DealData) string { return "/hall/needs/new" }},
	}
}
