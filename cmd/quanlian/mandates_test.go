package main

import (
	"context"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestMandateEndIsTold: both sides of a mandate learn that it ends, as long before
// as the city says and on its last day, once each whoever runs and however often,
// with what is open under it; not of one that was taken back or goes on by another.
func TestMandateEndIsTold(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, clock := houseOn(t, storetest.URL(t, engine))
			withPeople(t, h)
			srv := httptest.NewServer(h.handler())
			t.Cleanup(srv.Close)
			no, ctx := applied(t, srv.URL), context.Background()
			mandate := func(id kernel.MandateID, p kernel.PartyID, to calendar.Date) kernel.Write {
				return kernel.GrantMandate{Mandate: kernel.Mandate{ID: id, Principal: p, Agent: "p-zhiyuan", Scope: []string{"*"}, Rights: []kernel.Right{kernel.RightView, kernel.RightSubmit}, From: clock.Now(), To: to.At(24)}}
			}
			do := func(key string, list ...kernel.Write) {
				t.Helper()
				if err := h.desk.Do(ctx, kernel.SystemActor("test"), key, list...); err != nil {
					t.Fatal(err)
				}
			}
			end := calendar.On(2026, time.December, 20)
			do("given", mandate("m-ends", "p-chengxin", end), mandate("m-idle", "p-water", end), mandate("m-back", "p-qiheng", end), mandate("m-goes-on", "p-university", end), mandate("m-next", "p-university", end.AddDays(365)))
			do("back", kernel.RevokeMandate{ID: "m-back", Principal: "p-qiheng", At: clock.Now()})
			told := func(day calendar.Date) (out []string) {
				t.Helper()
				clock.advance(day.At(9).Sub(clock.Now()))
				for range 2 { // another process, then the same again
					for _, k := range []*mandateTeller{{h: h}, {h: h}} {
						if _, err := k.run(ctx); err != nil {
							t.Fatal(err)
						}
					}
				}
				hats, err := h.store.Hats(ctx, "u-nie", clock.Now())
				if err != nil {
					t.Fatal(err)
				}
				list, err := h.store.Notices(ctx, hats[0], 50)
				if err != nil {
					t.Fatal(err)
				}
				for _, n := range list {
					if id := n.Args["mandate"]; id != "" {
						out = append(out, n.Text[len("kernel.notice."):]+" "+id+" "+n.Args["day"]+" "+n.Args["n"]+n.Args["cases"])
					}
				}
				slices.Sort(out)
				return out
			}
			soon := []string{"mandate_soon m-idle 2026-12-20 0", "mandate_soon_open m-ends 2026-12-20 1" + no}
			last := append([]string{"mandate_last m-idle 2026-12-20 0", "mandate_last_open m-ends 2026-12-20 1" + no}, soon...)
			for _, x := range []struct {
				day  calendar.Date
				want []string
			}{{end.AddDays(-16), nil}, {end.AddDays(-15), soon}, {end.AddDays(-1), soon}, {end, last}, {end.AddDays(1), last}, {end.AddDays(40), last}} {
				if got := told(x.day); !slices.Equal(got, x.want) {
					t.Errorf("on %s told %q, not %q", x.day, got, x.want)
				}
			}
			client, err := h.store.Notices(ctx, kernel.Actor{User: "u-shen"}, 50)
			if err != nil || !slices.ContainsFunc(client, func(n kernel.Notice) bool { return n.Text == "kernel.notice.mandate_last_open" }) {
				t.Errorf("the client is told %v, %v", client, err)
			}
		})
	}
}
