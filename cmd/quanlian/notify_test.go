package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/notify"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/smtpd"
	"quanlian/test/storetest"
)

// TestNoticesLeaveOnce: a filing in a party's name reaches its administrator by
// mail, once, however often the worker looks; what is switched off stays in the
// house, what sets a limit cannot be; refusals are tried again, an unknown end
// is not.
func TestNoticesLeaveOnce(t *testing.T) {
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
				for range 3 {
					_, _ = p.carry(ctx) // faults of single mails are what is tested
				}
			}
			library(t, h, 0)
			reader := hatOf(t, h, "u-reader")
			party, err := h.store.Party(ctx, "reader")
			if err != nil {
				t.Fatal(err)
			}
			party.Quiet = false
			do := func(key string, w ...kernel.Write) {
				t.Helper()
				if err := h.desk.Do(ctx, reader, key, w...); err != nil {
					t.Fatal(err)
				}
			}
			do("loud", kernel.PutParty{Party: party})
			say := func(key, mail string, off ...string) {
				t.Helper()
				do(key, kernel.PutContact{Contact: kernel.Contact{User: "u-reader", Mail: mail, Lang: "zh", Off: off}, Mail: kernel.ContactCode{Plain: "123456", Hash: "h-" + key}, Until: clock.Now().Add(time.Hour)})
			}
			file := func(n int) {
				t.Helper()
				if _, err := h.desk.Open(ctx, reader, desk.OpenCommand{Flow: librarycard.Card, Move: "apply", Key: fmt.Sprintf("file/%d", n), Input: []byte(`{"reader":"甲"}`)}); err != nil {
					t.Fatal(err)
				}
			}
			say("c1", "reader@b.example")
			file(1)
			carry()
			if got := s.Taken(); len(got) != 1 || !strings.Contains(got[0], "123456") {
				t.Fatalf("before the address is proved only the code leaves: %d", len(got))
			}
			if err := h.desk.Do(ctx, reader, "bad", kernel.ProveContact{User: "u-reader", Code: "guess"}); err == nil {
				t.Fatal("a guessed code was taken")
			}
			do("prove", kernel.ProveContact{User: "u-reader", Code: "h-c1"})
			file(2)
			carry()
			carry()
			if got := len(s.Taken()); got != 2 {
				t.Fatalf("%d mails after a filing, want the code and one", got)
			}
			say("c2", "reader@b.example", "tripwire/mail", "limit/mail")
			file(3)
			carry()
			if got := len(s.Taken()); got != 2 {
				t.Fatalf("%d mails although it is switched off", got)
			}
			say("c3", "drop@b.example")
			clock.Advance(24 * time.Hour)
			carry()
			list, err := h.store.Deliveries(ctx, "u-reader", 10)
			if err != nil {
				t.Fatal(err)
			}
			if i := slices.IndexFunc(list, func(d kernel.Delivery) bool { return d.State == "unknown" }); i < 0 || len(s.Taken()) != 3 {
				t.Fatalf("a mail whose end is unknown: %+v, %d taken", list, len(s.Taken()))
			}
			say("c4", "later@b.example")
			carry()
			if got := len(s.Taken()); got != 3 {
				t.Fatalf("%d taken while the server said later", got)
			}
			clock.Advance(2 * time.Minute)
			carry()
			if got := len(s.Taken()); got != 4 {
				t.Fatalf("%d taken after the next try", got)
			}
			do("both", kernel.PutContact{Contact: kernel.Contact{User: "u-reader", Mail: "new@b.example", Phone: "13900000000", Lang: "zh"},
				Mail: kernel.ContactCode{Plain: "111111", Hash: "h-mail"}, Phone: kernel.ContactCode{Plain: "222222", Hash: "h-phone"}, Until: clock.Now().Add(time.Hour)})
			for _, step := range []struct {
				code        string
				mail, phone bool
			}{{"h-mail", true, false}, {"h-phone", true, true}} {
				do(step.code, kernel.ProveContact{User: "u-reader", Code: step.code})
				if c, err := h.store.Contact(ctx, "u-reader"); err != nil || c.MailOK != step.mail || c.PhoneOK != step.phone {
					t.Fatalf("after %s: %+v %v", step.code, c, err)
				}
				if err := h.desk.Do(ctx, reader, "again/"+step.code, kernel.ProveContact{User: "u-reader", Code: step.code}); err == nil {
					t.Fatalf("%s proved twice", step.code)
				}
			}
		})
	}
}
