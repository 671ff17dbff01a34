package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// The register takes one of every kind, and page and API show it: as of a day, and
// as it was known on a day.
func TestRegisterShowsEveryKindAsKnownThen(t *testing.T) {
	t.Parallel()
	h, clock := houseOn(t, storetest.URL(t, "sqlite"))
	at, ctx := clock.Now(), context.Background()
	numbers := map[registry.Kind]string{registry.Invention: "201710601862.3", registry.UtilityModel: "202320123456.5", registry.Design: "202430000123.X", registry.Trademark: "1234567A/09", registry.GeoIndicator: "云澜龙芽-GI-1",
		registry.Copyright: "国作登字-2024-A-00000001", registry.Software: "2024SR0123456", registry.Layout: "BS.205000012.X", registry.PlantVariety: "CNA20200001", registry.DataIP: "2024A01B0000001X"}
	sink := func(when time.Time, kind registry.Kind, event registry.EventKind, day calendar.Date, owner string) {
		t.Helper()
		number, owners := numbers[kind], []registry.Owner{{Name: owner}}
		r := registry.Record{Source: "test", Doc: day, Right: registry.Right{Number: number, Kind: kind, Title: "云澜" + string(kind), Applicants: owners, Filing: calendar.On(2024, 3, 1)},
			Events: []registry.Event{registry.NewEvent(registry.Event{Right: number, Kind: event, ValidFrom: day, Detail: registry.Detail{Kind: kind, Owners: owners}})}}
		r.Key = registry.RecordKey(r)
		if _, _, _, err := h.store.Sink(func() time.Time { return when }).Put(ctx, []registry.Record{r}); err != nil {
			t.Fatal(kind, err)
		}
	}
	for _, k := range registry.Kinds() {
		if numbers[k] == "" {
			t.Fatalf("no number for %s: the kind is new", k)
		}
		sink(at.AddDate(0, 0, -20), k, registry.Filed, calendar.On(2024, 3, 1), "甲公司")
		sink(at.AddDate(0, 0, -5), k, registry.Granted, calendar.On(2025, 6, 2), "甲公司")
	}
	srv := httptest.NewServer(h.handler())
	t.Cleanup(srv.Close)
	b := newReader(t, srv.URL)
	day := func(back int) string { return calendar.DateOf(at.AddDate(0, 0, -back)).String() }
	for k, number := range numbers {
		path := "/patent/" + url.PathEscape(number)
		for query, want := range map[string]registry.Status{"": registry.StatusGranted, "?as_of=2025-01-01": registry.StatusPending, "?known_at=" + day(10): registry.StatusPending, "?known_at=" + day(5): registry.StatusGranted, "?known_at=" + day(30): registry.StatusUnknown} {
			var got struct {
				Kind  registry.Kind
				State registry.State
			}
			if err := json.Unmarshal([]byte(b.get("/api/v1/rights/"+url.PathEscape(number)+query, http.StatusOK)), &got); err != nil || got.Kind != k || got.State.Status != want {
				t.Errorf("%s%s: %s %s, %v, want %s", number, query, got.Kind, got.State.Status, err, want)
			}
			page := b.get(path+query, http.StatusOK)
			for _, text := range []string{"云澜" + string(k), lang.For(lang.Zh).T("web.value.kind." + string(k)), lang.For(lang.Zh).T("web.patent.status_text." + string(want))} {
				if !strings.Contains(page, text) {
					t.Errorf("%s%s: the page lacks %q", path, query, text)
				}
			}
		}
	}
	b.get("/api/v1/rights/201710601862.3?known_at=yesterday", http.StatusUnprocessableEntity)
	if page := b.get("/patents?kind=trademark", http.StatusOK); !strings.Contains(page, "云澜trademark") || strings.Contains(page, "云澜design") {
		t.Error("the list does not narrow to trademarks")
	}
	entersByWhoKeeps(t, h, b, numbers[registry.Invention])
}

// entersByWhoKeeps: who keeps the register enters a pledge, nobody else does; the
// page shows it at once, and who entered it to nobody outside.
func entersByWhoKeeps(t *testing.T, h *house, b *reader, number string) {
	t.Helper()
	in := registry.Enter{Event: registry.Event{Right: number, Kind: registry.Pledged, ValidFrom: calendar.DateOf(h.now()), Ref: "Y2026990000111", Source: "notice of the office", Detail: registry.Detail{Party: &registry.Owner{Name: "云澜湾银行"}}}}
	do := func(key string, w kernel.Write, a kernel.Actor) error {
		return h.desk.Do(context.Background(), a, key, w)
	}
	post := func(unit kernel.UnitID, r kernel.Role) kernel.Actor {
		return kernel.Actor{User: "u-keeper", Posts: []kernel.Post{{Unit: unit, Role: r}}}
	}
	for i, a := range []kernel.Actor{{}, {User: "u", Party: "p", Rights: kernel.AllRights()}, post("trading-centre", "finance"), post("ip-office", kernel.RoleClerk), post("city", "admin"), post("trademark-window", kernel.RoleClerk)} {
		if err := do(fmt.Sprint("enter/no/", i), in, a); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("%+v enters: %v", a, err)
		}
	}
	if err := do("enter/yes", in, post("patent-window", kernel.RoleClerk)); err != nil {
		t.Fatal(err)
	}
	if err := do("enter/again", in, post("trading-centre", kernel.RoleHead)); !errs.Is(err, "registry.entry.stands") {
		t.Errorf("entered twice: %v", err)
	}
	for _, path := range []string{"/patent/" + number, "/api/v1/rights/" + number + "/events"} {
		page := b.get(path, http.StatusOK)
		if !strings.Contains(page, "Y2026990000111") || strings.Contains(page, "u-keeper") {
			t.Errorf("%s shows the pledge: %v, who entered it: %v", path, strings.Contains(page, "Y2026990000111"), strings.Contains(page, "u-keeper"))
		}
	}
	v, err := h.store.Right(context.Background(), number)
	if err != nil || len(registry.AsOf(v.Events, calendar.DateOf(h.now()), h.now()).Pledges) != 1 {
		t.Errorf("the register: %v", err)
	}
}
