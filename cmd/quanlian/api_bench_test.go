package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quanlian/api"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// benchCity is the demo city, its limits lifted, with a token of the buyer.
func benchCity(b *testing.B, engine string) (*house, string, string) {
	b.Helper()
	clock := &heldClock{at: storyBegins(time.Now())}
	h, err := build(b.Context(), config{Database: storetest.URL(b, engine), Dir: b.TempDir(), FakeParties: true, APILimits: api.Limits{Token: 1e9, TokenBurst: 1e9, Address: 1e9, AddressBurst: 1e9}}.withDefaults(), slog.New(slog.DiscardHandler), clock.Now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = h.store.Close() })
	if err := h.seed(b.Context(), clock); err != nil {
		b.Fatal(err)
	}
	hats, err := h.store.Hats(b.Context(), "u-shen", clock.Now())
	if err != nil {
		b.Fatal(err)
	}
	const secret = "qlk_bench"
	tok := kernel.Token{ID: "bench", User: "u-shen", Name: "bench", Party: hats[0].Party, Rights: kernel.AllRights(), Made: clock.Now(), Expires: clock.Now().AddDate(0, 1, 0)}
	if err := h.desk.Do(b.Context(), hats[0], "bench/token", kernel.PutToken{Token: tok, Hash: kernel.TokenHash(secret)}); err != nil {
		b.Fatal(err)
	}
	rows, _, err := h.store.Cases(b.Context(), hats[0], kernel.ViewDetail, kernel.CaseQuery{Flow: "utilization/hall.listing", States: []kernel.State{"listed"}, Limit: 1})
	if err != nil || len(rows) == 0 {
		b.Fatal(err, "the buyer lists nothing")
	}
	return h, secret, rows[0].No
}

// BenchmarkAPI: requests through the whole handler, token and log line
// included. docs/measured/api.md
func BenchmarkAPI(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		h, secret, listing := benchCity(b, engine)
		handler := h.handler()
		run := func(name, method, path string, body func(i int) string) {
			b.Run(engine+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for i := range b.N {
					r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body(i)))
					r.Header.Set("Authorization", "Bearer "+secret)
					if method == http.MethodPost {
						r.Header.Set("Content-Type", "application/json")
						r.Header.Set("Idempotency-Key", fmt.Sprintf("bench-%d-%d", time.Now().UnixNano(), i))
					}
					w := httptest.NewRecorder()
					handler.ServeHTTP(w, r)
					if w.Code != http.StatusOK {
						b.Fatalf("%d %s", w.Code, w.Body)
					}
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
			})
		}
		none := func(int) string { return "" }
		run("cases of 20", http.MethodGet, "/cases?limit=20", none)
		run("listings of 20 with facets", http.MethodGet, "/listings?limit=20", none)
		run("one case", http.MethodGet, "/cases/"+listing, none)
		run("a move", http.MethodPost, "/cases/"+listing+"/moves/reprice", func(i int) string {
			return fmt.Sprintf(`{"version":0,"input":{"price":"%d.00"}}`, 1_000_000+i)
		})
		run("period", http.MethodGet, "/period?from=2026-01-05&add=20wd&regime=administrative", none)
	}
}
