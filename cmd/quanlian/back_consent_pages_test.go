package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestBackConsentAsked: a buyer whose deal is barred by the patent that it licenses in
// return is asked for the consent before anything else and is led to its form; the
// seller is not asked.
func TestBackConsentAsked(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, base := demoCityOn(t, storetest.URL(t, engine))
			backConsentAsked(t, h, base)
		})
	}
}

func backConsentAsked(t *testing.T, h *house, base string) {
	p := &panelPlay{t: t, h: h}
	id, back := crossed(p)
	p.act("u-shen", id, "accept", nil)
	p.act("u-shen", id, "draft", nil)
	page := "/hall/deal/" + p.get(id).No
	buyer, seller := newReader(t, base).login("company"), newReader(t, base).login("buyer") // 澄芯 sells here
	if body := mainOf(buyer.get(page, http.StatusOK)); strings.Contains(body, "上传同意书") {
		t.Error("a consent is asked for without a bar")
	}
	day := calendar.DateOf(h.now())
	e := registry.NewEvent(registry.Event{Right: back, Kind: registry.Pledged, ValidFrom: day, Ref: "Y2026980077", Source: "test"})
	rec := registry.Record{Source: "test", Doc: day, Right: registry.Right{Number: back, Kind: registry.Invention}, Events: []registry.Event{e}}
	rec.Key = registry.RecordKey(rec)
	if _, _, _, err := h.store.Sink(h.now).Put(context.Background(), []registry.Record{rec}); err != nil {
		t.Fatal(err)
	}
	body := mainOf(buyer.get(page, http.StatusOK))
	first, moves := strings.Index(body, `href="`+page+`?do=back_consent#move-back_consent"`), strings.Index(body, `id="move-back_consent"`)
	if first < 0 || moves < first {
		t.Errorf("the consent is no first panel: %d, among the moves %d", first, moves)
	}
	if open := mainOf(buyer.get(page+"?do=back_consent", http.StatusOK)); !strings.Contains(open, `id="move-back_consent" open`) {
		t.Error("the link does not open the form")
	}
	if body := mainOf(seller.get(page, http.StatusOK)); strings.Contains(body, "back_consent") {
		t.Error("the seller is asked for the buyer's consent")
	}
}

// crossed is the deal of the demo that talks about a cross licence, and the right given
// in return.
func crossed(p *panelPlay) (kernel.CaseID, string) {
	p.t.Helper()
	for i := range 60 {
		c, err := p.h.store.Case(context.Background(), kernel.SystemActor("test"), fmt.Sprintf("YL2026-JY-%05d", i+1), kernel.ViewSecret)
		if err != nil {
			continue
		}
		if d, err := hall.DealOf(c); err == nil && d.Crossed() {
			return c.ID, d.LastOffer().Terms.Back[0].Right
		}
	}
	p.t.Fatal("no cross licence in the demo")
	return "", ""
}
