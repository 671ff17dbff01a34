package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

// TestSweep: what has expired and what came into no case goes; what a draft, a
// waiting command, an open case, a mandate or another paper refers to stays.
func TestSweep(t *testing.T) {
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
			clock := storetest.NewClock(time.Now().Add(-time.Hour)) // files carry the time of day
			h.worker.now, h.desk.Now, h.now = clock.Now, clock.Now, clock.Now
			library(t, h, 0)
			reader := hatOf(t, h, "u-reader")
			ok := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			sha := map[string]string{}
			put := func(id, content string) {
				t.Helper()
				s, err := h.files.Put([]byte(content))
				ok(err)
				sha[id] = s
				ok(h.desk.Do(ctx, reader, "upload/"+id, kernel.PutDocument{ID: id, Kind: "kernel.itemflow.paper.material", Name: id + ".pdf", SHA256: s, Bytes: int64(len(content)), Media: "application/pdf", Level: kernel.ViewDetail, By: reader.User}))
			}
			for _, id := range []string{"01ORPHAN", "01DRAFTED", "01MANDATE", "01INCASE", "01TWIN"} {
				put(id, "content of "+id)
			}
			put("01SAME", "content of 01TWIN") // the same bytes, in a draft
			ok(h.desk.Do(ctx, reader, "draft", kernel.SaveDraft{User: reader.User, Party: reader.Party, Subject: "x", Data: json.RawMessage(`{"file":"01DRAFTED","twin":"01SAME"}`)}))
			ok(h.desk.Do(ctx, kernel.SystemActor("seed"), "mandate", kernel.PutParty{Party: kernel.Party{ID: "agency", Kind: "agency", Name: "代理公司"}}, kernel.GrantMandate{Mandate: kernel.Mandate{ID: "m1", Principal: reader.Party, Agent: "agency", From: clock.Now(), To: clock.Now().AddDate(1, 0, 0), DocSHA256: sha["01MANDATE"]}}))
			if _, err := h.desk.Open(ctx, reader, desk.OpenCommand{Flow: librarycard.Card, Move: "apply", Key: "f", Input: []byte(`{"reader":"01INCASE"}`)}); err != nil {
				t.Fatal(err)
			}
			sessions := h.store.Sessions()
			ok(sessions.CommitCtx(ctx, "old", []byte("x"), clock.Now().Add(time.Hour)))
			ok(sessions.CommitCtx(ctx, "long", []byte("x"), clock.Now().AddDate(2, 0, 0)))
			ok(sessions.BeginLogIn(ctx, kernel.LogIn{ID: "l1", User: reader.User, Made: clock.Now(), Seen: clock.Now()}))

			s := &sweeper{h: h}
			sweep := func() map[string]bool {
				t.Helper()
				_, err := s.sweep(ctx)
				ok(err)
				there := map[string]bool{}
				for id := range sha {
					_, _, err := h.store.Paper(ctx, id)
					there[id] = err == nil
					if err != nil && errs.KindOf(err) != errs.NotFound {
						t.Fatal(err)
					}
				}
				return there
			}
			for id, is := range sweep() {
				if !is {
					t.Errorf("%s was swept on the day it was put in", id)
				}
			}
			clock.Advance(5 * 24 * time.Hour)
			for id, is := range sweep() {
				if gone := id == "01ORPHAN" || id == "01TWIN"; is == gone {
					t.Errorf("after five days %s is there: %v", id, is)
				}
			}
			if _, err := h.files.Get(sha["01ORPHAN"]); errs.KindOf(err) != errs.NotFound {
				t.Errorf("the content of an orphan: %v", err)
			}
			for _, id := range []string{"01DRAFTED", "01MANDATE", "01INCASE", "01SAME"} {
				if _, err := h.files.Get(sha[id]); err != nil {
					t.Errorf("the content of %s: %v", id, err)
				}
			}
			ok(h.desk.Do(ctx, reader, "drop", kernel.DropDraft{User: reader.User, Party: reader.Party, Subject: "x"}))
			if there := sweep(); !there["01DRAFTED"] {
				t.Error("it sweeps again at once")
			}
			clock.Advance(sweepEvery)
			if there := sweep(); there["01DRAFTED"] || there["01SAME"] {
				t.Error("uploads of a draft that is gone stay")
			}
			if _, known, err := sessions.FindCtx(ctx, "long"); err != nil || !known {
				t.Errorf("a session that goes on: %v %v", known, err)
			}
			if l, err := h.store.LogIns(ctx, reader.User, time.Time{}, 5); err != nil || len(l) != 1 {
				t.Errorf("log-ins after days: %v %v", l, err)
			}
			clock.Advance(logInsLie)
			sweep()
			if l, err := h.store.LogIns(ctx, reader.User, time.Time{}, 5); err != nil || len(l) != 0 {
				t.Errorf("log-ins after half a year: %v %v", l, err)
			}
		})
	}
}
