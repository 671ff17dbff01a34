package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"quanlian/adapter/notify"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/smtpd"
	"quanlian/test/storetest"
)

// TestDigestIsOneMail: whoever asked for one mail each morning gets one, however much
// happened and however many others have theirs at the same hour; nothing is left out.
func TestDigestIsOneMail(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			h, err := instance(ctx, storetest.URL(t, engine), t.TempDir(), filepath.Join(t.TempDir(), "echo"), "", time.Second)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.store.Close() })
			clock := storetest.NewClock(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
			h.worker.now, h.desk.Now, h.now = clock.Now, clock.Now, clock.Now
			s := smtpd.New(t, true)
			p := &post{worker: h.worker, mail: notify.SMTP{Addr: s.Addr, From: "p@yunlan.example", Implicit: true, TLS: s.TLS}, texts: notify.Texts{Site: "云澜", Base: "https://ip.example"}}
			carry := func() {
				t.Helper()
				for range 12 {
					if _, err := p.carry(ctx); err != nil {
						t.Fatal(err)
					}
				}
			}
			library(t, h, 0)
			do := func(a kernel.Actor, key string, w ...kernel.Write) {
				t.Helper()
				if err := h.desk.Do(ctx, a, key, w...); err != nil {
					t.Fatal(key, err)
				}
			}
			do(kernel.SystemActor("seed"), "second", kernel.PutUser{ID: "u-second", Login: "second", Name: "韦编"}, kernel.PutMember{User: "u-second", Party: "reader", Duty: kernel.DutyHandler, Rights: kernel.AllRights()})
			people := []kernel.UserID{"u-reader", "u-second"}
			for _, u := range people {
				a, key := hatOf(t, h, u), string(u)
				do(a, "contact/"+key, kernel.PutContact{Contact: kernel.Contact{User: u, Mail: key + "@b.example", Lang: "zh", Digest: true}, Mail: kernel.ContactCode{Plain: "123456", Hash: "h-" + key}, Until: clock.Now().Add(time.Hour)})
				do(a, "prove/"+key, kernel.ProveContact{User: u, Code: "h-" + key})
			}
			r, err := h.desk.Open(ctx, hatOf(t, h, "u-reader"), desk.OpenCommand{Flow: librarycard.Card, Move: "apply", Key: "file", Input: []byte(`{"reader":"甲"}`)})
			if err != nil {
				t.Fatal(err)
			}
			carry()
			before, clerk := len(s.Taken()), hatOf(t, h, "u-leaver")
			const said = 2*sendAtOnce + 3
			for n := range said {
				do(clerk, fmt.Sprintf("say/%d", n), kernel.PostMessage{ID: fmt.Sprintf("m-%d", n), Case: r.Case, From: clerk.User, Text: "请看", Level: kernel.ViewDetail})
			}
			carry()
			if got := len(s.Taken()); got != before {
				t.Fatalf("%d mails before the morning", got-before)
			}
			clock.Advance(24 * time.Hour)
			carry()
			got := s.Taken()[before:]
			if len(got) != len(people) {
				t.Fatalf("%d mails to %d people", len(got), len(people))
			}
			for _, u := range people {
				list, err := h.store.Deliveries(ctx, u, 100)
				if err != nil {
					t.Fatal(err)
				}
				if n := len(list) - 1; n < said || slices.ContainsFunc(list, func(d kernel.Delivery) bool { return d.State != "sent" }) {
					t.Errorf("%s: %d lines, want %d, all of them sent: %+v", u, n, said, list)
				}
			}
		})
	}
}
