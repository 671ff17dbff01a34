package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestUnlistedOnThePage: a need shows what the register has beside the hall; its
// owner asks, the word is kept when it is too short; the right's owner lists it, and
// the need says where.
func TestUnlistedOnThePage(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p, base := matched(t, engine)
			buyer, owner := at(t, base, "buyer"), at(t, base, "seller")
			buyer.form("/hall/needs/new", url.Values{"title": {"茶青摊晾水分检测"}, "text": {"茶青摊晾时在线测水分，自动控制摊晾风机"}, "_key": {"need"}})
			need := p.needs(hall.NeedReview)[0]
			if page := buyer.get("/hall/need/"+need.No, http.StatusOK); !strings.Contains(page, "尚未挂牌的专利") || strings.Contains(page, "/ask/") {
				t.Error("before the review: what there is, and nobody is asked")
			}
			p.do("u-song", need.ID, "approve", nil)
			page := buyer.get("/hall/need/"+need.No, http.StatusOK)
			_, after, ok := strings.Cut(page, `href="/hall/need/`+need.No+`/ask/`)
			if !ok || !strings.Contains(page, "<mark>") {
				t.Fatalf("nothing to ask for: %.2000s", page[strings.Index(page, "<main"):])
			}
			ask, _, _ := strings.Cut(after, `"`)
			ask = "/hall/need/" + need.No + "/ask/" + strings.ReplaceAll(ask, "&amp;", "&")
			number, _, _ := strings.Cut(strings.TrimPrefix(ask, "/hall/need/"+need.No+"/ask/"), "?")
			owner.get(ask, http.StatusNotFound)
			buyer.get(strings.Replace(ask, "/ask/", "/right/", 1), http.StatusOK)
			if page := buyer.form(ask, url.Values{"note": {"要它"}, "_key": {"short"}}); !strings.Contains(page, "请写4到300个字") || !strings.Contains(page, ">要它<") {
				t.Error("the word is lost")
			}
			if page := buyer.form(ask, url.Values{"note": {"想在两条摊晾线上试用"}, "_key": {"ask"}}); !strings.Contains(page, "已请权利人挂牌，编号") || !strings.Contains(page, "等权利人答复") {
				t.Errorf("the need does not say so: %.2000s", page[strings.Index(page, "<main"):])
			}
			if page := buyer.form(ask, url.Values{"note": {"想在两条摊晾线上再试用"}, "_key": {"twice"}}); !strings.Contains(page, "已经请权利人挂牌") || !strings.Contains(page, "上再试用<") {
				t.Error("asked twice")
			}
			p.asked(owner, number)
			if page := buyer.get("/hall/need/"+need.No, http.StatusOK); !strings.Contains(page, "已挂牌") || !strings.Contains(page, "/hall/listing/") {
				t.Error("the need does not lead to the listing")
			}
			p.do("u-shen", need.ID, "end", nil)
			if page := buyer.get("/hall/need/"+need.No, http.StatusOK); !strings.Contains(page, "/hall/listing/") || strings.Contains(page, "/ask/") {
				t.Error("a need that has ended does not say what became of its requests")
			}
			came, err := p.h.store.Outcomes(t.Context(), time.Time{})
			p.ok(err)
			if !slices.ContainsFunc(matching.Funnels(came), func(f matching.Funnel) bool {
				return f.AlgorithmVersion == matching.DefaultWeights().Version+"/register" && f.Reached[matching.Shown] >= 1 && f.Reached[matching.Contacted] == 1
			}) {
				t.Errorf("outcomes %+v", came)
			}
		})
	}
}

// asked walks the owner from its request to the listing.
func (p *play) asked(owner *reader, number string) {
	p.t.Helper()
	list, _, err := p.h.store.Cases(p.t.Context(), kernel.SystemActor("test"), kernel.ViewSecret, kernel.CaseQuery{Flow: hall.Request, States: []kernel.State{hall.RequestAsked}, Limit: 5})
	p.ok(err)
	if len(list) != 1 {
		p.t.Fatalf("%d requests", len(list))
	}
	page := owner.get("/case/"+list[0].No, http.StatusOK)
	for _, want := range []string{"想在两条摊晾线上试用", "/hall/new?right=" + number, "不挂牌，写明原因"} {
		if !strings.Contains(page, want) {
			p.t.Errorf("the owner does not see %s", want)
		}
	}
	if page := owner.get("/my", http.StatusOK); !strings.Contains(page, list[0].No) {
		p.t.Error("the request is not among the owner's own")
	}
	id := p.open("u-gu", hall.Listing, "list", hall.ListInput{Right: number, Deal: "assignment", PriceOpen: true, Territory: "中国", Field: "不限"})
	p.do("u-song", id, "approve", nil)
}
