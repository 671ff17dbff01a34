package main

import (
	"maps"
	"net/http"

	"quanlian/adapter/tlog"
	"quanlian/web/assets"
	"quanlian/web/httpx"
	"quanlian/web/pages/account"
	"quanlian/web/pages/admin"
	"quanlian/web/pages/board"
	"quanlian/web/pages/browse"
	"quanlian/web/pages/caseview"
	"quanlian/web/pages/draft"
	itempages "quanlian/web/pages/items"
	ledgerpages "quanlian/web/pages/ledger"
	"quanlian/web/pages/my"
	"quanlian/web/pages/org"
	"quanlian/web/pages/paper"
	"quanlian/web/pages/patent"
	"quanlian/web/pages/portal"
	"quanlian/web/pages/publicity"
	"quanlian/web/pages/published"
	cataloguepages "quanlian/web/pages/service/catalogue"
	feedpages "quanlian/web/pages/service/feed"
	incomingpages "quanlian/web/pages/service/incoming"
	outagepages "quanlian/web/pages/service/outage"
	rehearsalpages "quanlian/web/pages/service/rehearsal"
	windowpages "quanlian/web/pages/service/window"
	"quanlian/web/pages/track"
	hallpages "quanlian/web/pages/utilization/hall"
	appraisepages "quanlian/web/pages/utilization/valuation/appraise"
	panelpages "quanlian/web/pages/utilization/valuation/panel"
	"quanlian/web/pages/verify"
	"quanlian/web/pages/workbench"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// secretPaths are heads of paths behind which stands what opens something: a link
// that sets a password, pairs a machine, a code in the place of a log-in.
var secretPaths = []string{"/once/", "/kiosk/pair/", "/booking/", "/ticket/", "/rate/"}

// alive answers whoever asks whether the process runs.
func (h *house) alive() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("ok\n")) })
}

// handler joins the pages, the assets and the edge.
func (h *house) handler() http.Handler {
	mux := http.NewServeMux()
	edge := &httpx.Edge{Log: h.log, Secure: h.cfg.Secure, RenderError: h.env.RenderError, Stale: h.env.Stale, Known: h.env.Login.Known, Anybody: map[string]bool{"/verify": true, "/patents/status": true}, Secrets: secretPaths}
	mux.Handle("GET "+assets.Prefix, assets.Handler())
	mux.Handle("GET /healthz", h.alive())
	mux.HandleFunc("GET "+ui.CapitalsPath, ui.CapitalsHandler)
	if h.proofs != nil {
		mux.Handle("GET /log/", tlog.Handler("/log/", h.proofs.dir, h.proofs.known))
	}
	for _, list := range h.pages() {
		h.env.Mount(mux, edge, list)
	}
	h.env.Mount(mux, edge, []site.Route{referenceRoute(h.api)})
	all := http.NewServeMux()
	all.Handle("/api/", edge.Plain(h.api)) // no cookie and no form: nothing of the pages' edge but log and headers
	pages := edge.Middleware(mux)
	all.Handle("/api", pages)
	all.Handle("/", pages)
	return httpx.Behind(h.cfg.proxies, all)
}

// pages lists the routes of every folder of pages.
func (h *house) pages() [][]site.Route {
	deps := hallpages.Deps{Listings: h.store, Rights: h.store, Book: book{h.store}, Matcher: h.matcher, Unlisted: h.near, Classes: h.classes, Outcomes: h.store, Brokers: h.store, Explain: h.explain, Districts: h.districts, Print: h.printParts, Rules: h.rules, Follows: follows(), Sheets: sheets{}, Signatures: signatures{h}}
	onItems := h.itemDeps()
	matters := hallpages.Matters(deps)
	maps.Copy(matters, appraisepages.Matters())
	maps.Copy(matters, panelpages.Matters(h.store, h.store))
	maps.Copy(matters, itempages.Matters(onItems, h.flows))
	maps.Copy(matters, cataloguepages.Matters(h.catalogueDeps()))
	maps.Copy(matters, windowpages.Matters())
	return [][]site.Route{
		board.Routes(boardWork{h.store}),
		account.Routes(h.env),
		admin.Routes(h.env),
		caseview.Routes(matters),
		cataloguepages.Routes(h.catalogueDeps()),
		published.Routes(h.publishedDeps()),
		draft.Routes(h.draftName),
		hallpages.Routes(deps),
		ledgerpages.Routes(ledgerpages.Deps{Book: h.store, Statements: statements{h}, Trial: trialOf(h.trial)}),
		browse.Routes(h.browseDeps()),
		itempages.Routes(onItems),
		my.Routes(h.env, h.myDeps(onItems, deps)),
		org.Routes(h.env),
		feedpages.Routes(h.feedDeps()),
		outagepages.Routes(h.outageDeps()),
		incomingpages.Routes(incomingpages.Deps{Rows: incomingRows, Book: listBook, Upload: h.store.Upload, Item: h.store.KeptItem}),
		paper.Routes(h.store, screened{h}),
		patent.Routes(h.store, h.near, h.rules, patentBatch),
		portal.Routes(h.portalDeps()),
		publicity.Routes(publicity.Deps{Kept: onItems.Kept, Deal: hallpages.OpenPrice(deps)}),
		track.Routes(h.trackDeps()),
		appraisepages.Routes(h.store),
		panelpages.Routes(h.store),
		verify.Routes(h.authorities, h.issuedPapers()),
		rehearsalpages.Routes(h.rehearsalDeps()),
		windowpages.Routes(h.windowDeps()),
		workbench.Routes(h.env, h.workbenchDeps(matters)),
	}
}
