package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

const formSubject = "item/LB01"

// office is a party with three members who prepare and one who only looks, and
// an agency with two people.
func office(t *testing.T, s *sqlstore.Store) *world {
	w := newWorld(t, s)
	all := kernel.AllRights()
	var writes []kernel.Write
	add := func(login string, party kernel.PartyID, rights []kernel.Right) {
		u := kernel.UserID("u-" + login)
		writes = append(writes, kernel.PutUser{ID: u, Login: login, Name: login}, kernel.PutMember{User: u, Party: party, Duty: kernel.DutyHandler, Rights: rights})
	}
	add("bo", "reader", all)
	add("cy", "reader", all)
	add("eye", "reader", []kernel.Right{kernel.RightView})
	add("agent2", "agency", all)
	writes = append(writes, kernel.PutParty{Party: kernel.Party{ID: "agency2", Kind: "agency", Name: "第二代理所"}})
	add("agent3", "agency2", all)
	w.mustDo(kernel.SystemActor("seed"), "office", writes...)
	return w
}

func (w *world) try(a kernel.Actor, key string, writes ...kernel.Write) error {
	return w.d.Do(context.Background(), a, key, writes...)
}

func (w *world) draft(a kernel.Actor, text string, uploads ...string) kernel.SaveDraft {
	files := []map[string]string{}
	for _, id := range uploads {
		files = append(files, map[string]string{"upload": id, "name": id})
	}
	data, err := json.Marshal(map[string]any{"values": map[string]string{"who.name": text}, "files": map[string]any{"LB01": files}})
	if err != nil {
		w.t.Fatal(err)
	}
	return kernel.SaveDraft{User: a.User, Party: a.Party, Subject: formSubject, Data: data}
}

func (w *world) upload(a kernel.Actor, id string) {
	w.t.Helper()
	w.mustDo(a, "up/"+id, kernel.PutDocument{ID: id, Kind: "material", Name: id + ".pdf", SHA256: "sha" + id, Bytes: 3, Media: "application/pdf", Level: kernel.ViewDetail, By: a.User})
}

func (w *world) typed(a kernel.Actor) string {
	w.t.Helper()
	data, _, _, err := w.s.Draft(context.Background(), a.User, a.Party, formSubject)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

func hand(a kernel.Actor, to kernel.UserID, note string) kernel.HandDraft {
	return kernel.HandDraft{ID: "h-" + string(a.User) + string(to) + note, From: a.User, To: to, Party: a.Party, Subject: formSubject, Note: note, Name: "借书证", NameEn: "Library card"}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if e := errs.As(err); e == nil || e.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
}

// TestDraftToColleague: text and files are the colleague's; the former holder
// keeps a trace, writes nothing more over it, and gets it back when it is given back.
func TestDraftToColleague(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := office(t, s)
		ctx := context.Background()
		an, bo, cy := w.as("u-reader", ""), w.as("u-bo", ""), w.as("u-cy", "")
		w.upload(an, "F1")
		w.upload(bo, "F2")
		w.mustDo(an, "s1", w.draft(an, "甲", "F1", "F2")) // F2 is not an's: it does not become bo's cy's or anybody's by naming it
		w.mustDo(an, "h1", hand(an, "u-cy", "周五前"))
		if got := w.typed(an); got != "" {
			t.Fatalf("the former holder still has %s", got)
		}
		if got := w.typed(cy); !strings.Contains(got, "甲") {
			t.Fatalf("the colleague has %q", got)
		}
		for id, by := range map[string]kernel.UserID{"F1": "u-cy", "F2": "u-bo"} {
			if got := w.uploadBy(id); got != by {
				t.Errorf("%s belongs to %s, want %s", id, got, by)
			}
		}
		notices, err := s.Notices(ctx, cy, 5)
		if err != nil || len(notices) != 1 || notices[0].Text != "kernel.notice.draft_handed_note" || notices[0].Args["note"] != "周五前" {
			t.Fatalf("notices %+v %v", notices, err)
		}
		wantCode(t, w.try(an, "s2", w.draft(an, "乙")), "kernel.draft.handed")
		wantCode(t, w.try(an, "h2", hand(an, "u-bo", "")), "kernel.draft.gone")
		if got := w.typed(cy); !strings.Contains(got, "甲") {
			t.Fatalf("an open page wrote over it: %q", got)
		}
		w.mustDo(cy, "h3", hand(cy, "u-bo", "")) // it goes on: who has it now is told
		list, err := s.DraftHands(ctx, an.User, an.Party)
		if err != nil || len(list) != 1 || list[0].Holder != "u-bo" || list[0].Who != "bo" {
			t.Fatalf("trace %+v %v", list, err)
		}
		w.mustDo(bo, "h4", hand(bo, "u-reader", "")) // home again
		w.mustDo(an, "s3", w.draft(an, "丙", "F1"))
		if by := w.uploadBy("F1"); by != "u-reader" {
			t.Errorf("F1 came back to %s", by)
		}
		w.mustDo(an, "h5", hand(an, "u-bo", "再"))
		w.mustDo(bo, "d1", kernel.DropDraft{User: bo.User, Party: bo.Party, Subject: formSubject})
		wantCode(t, w.try(an, "s4", w.draft(an, "丁")), "kernel.draft.handed_gone")
		w.mustDo(an, "a1", kernel.BeginAnew{User: an.User, Party: an.Party, Subject: formSubject})
		w.mustDo(an, "s5", w.draft(an, "戊"))
	})
}

func (w *world) uploadBy(id string) kernel.UserID {
	w.t.Helper()
	var by kernel.UserID
	err := w.s.InTx(context.Background(), func(tx desk.Tx) error {
		u, err := kernel.Load(tx, kernel.UploadByID{ID: id})
		by = u.By
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return by
}

// TestWhoMayTakeADraft: each refusal by its sentence, and nothing changed by it.
func TestWhoMayTakeADraft(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := office(t, s)
		an, bo := w.as("u-reader", ""), w.as("u-bo", "")
		w.mustDo(an, "s1", w.draft(an, "甲"))
		w.mustDo(bo, "s2", w.draft(bo, "乙"))
		stranger := w.as("u-agent", "")
		forged := hand(an, "u-cy", "")
		long := hand(an, "u-cy", strings.Repeat("长", 501))
		template := hand(an, "u-cy", "")
		template.Subject = "template/LB01"
		for i, x := range []struct {
			who  kernel.Actor
			w    kernel.HandDraft
			code string
		}{
			{an, hand(an, "u-bo", ""), "kernel.draft.has_one"},
			{an, hand(an, "u-eye", ""), "kernel.draft.no_right"},
			{an, hand(an, "u-agent", ""), "kernel.draft.no_colleague"},
			{an, hand(an, "u-reader", ""), "kernel.draft.no_colleague"},
			{an, long, "kernel.draft.note_long"},
			{an, template, "kernel.draft.template_stays"},
		} {
			wantCode(t, w.try(x.who, fmt.Sprintf("n%d", i), x.w), x.code)
		}
		for i, who := range []kernel.Actor{bo, stranger, w.as("u-clerk", "")} {
			if err := w.try(who, fmt.Sprintf("f%d", i), forged); errs.KindOf(err) != errs.Forbidden {
				t.Errorf("%s gave away another's draft: %v", who.User, err)
			}
		}
		w.mustDo(kernel.SystemActor("seed"), "close", kernel.CloseUser{User: "u-cy", Closed: true})
		wantCode(t, w.try(an, "closed", hand(an, "u-cy", "")), "kernel.draft.no_colleague")
		if got := w.typed(an); !strings.Contains(got, "甲") {
			t.Fatalf("the draft is gone: %q", got)
		}
	})
}

// TestTwoGiveAtOneInstant: of two hands of one draft one wins, and of a hand and
// a page that saves itself nothing is written over.
func TestTwoGiveAtOneInstant(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := office(t, s)
		an := w.as("u-reader", "")
		for round := range 6 {
			w.mustDo(an, fmt.Sprintf("new%d", round), kernel.BeginAnew{User: an.User, Party: an.Party, Subject: formSubject})
			w.mustDo(an, fmt.Sprintf("s%d", round), w.draft(an, fmt.Sprint("甲", round)))
			var wg sync.WaitGroup
			said := make([]error, 3)
			for i, do := range []func(string) error{
				func(k string) error { return w.try(an, k, named(hand(an, "u-bo", ""), k)) },
				func(k string) error { return w.try(an, k, named(hand(an, "u-cy", ""), k)) },
				func(k string) error { return w.try(an, k, w.draft(an, fmt.Sprint("甲", round, "改"))) },
			} {
				wg.Add(1)
				go func() { defer wg.Done(); said[i] = do(fmt.Sprintf("r%d/%d", round, i)) }()
			}
			wg.Wait()
			if (said[0] == nil) == (said[1] == nil) {
				t.Fatalf("round %d: two hands of one draft: %v", round, said)
			}
			winner := w.as("u-bo", "")
			if said[1] == nil {
				winner = w.as("u-cy", "")
			}
			got := w.typed(winner)
			if !strings.Contains(got, fmt.Sprint("甲", round)) || w.typed(an) != "" {
				t.Fatalf("round %d: holder has %q, giver %q", round, got, w.typed(an))
			}
			if said[2] == nil && !strings.Contains(got, "改") {
				t.Fatalf("round %d: a save was confirmed and is lost: %q", round, got)
			}
			w.mustDo(winner, fmt.Sprintf("d%d", round), kernel.DropDraft{User: winner.User, Party: winner.Party, Subject: formSubject})
		}
	})
}

func named(h kernel.HandDraft, id string) kernel.HandDraft {
	h.ID = id
	return h
}

// TestDraftsFollowTheMandate: an agent's draft passes to a colleague under the
// same mandate; handed over it falls to the new agent; ended, to the client; who
// can still reach it keeps it.
func TestDraftsFollowTheMandate(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := office(t, s)
		an := w.as("u-reader", "")
		m := kernel.Mandate{ID: "m1", Principal: "reader", Agent: "agency", Scope: []string{librarycard.Card.Matter()}, Rights: []kernel.Right{kernel.RightView, kernel.RightDraft}, From: w.clock.Now(), To: w.clock.Now().AddDate(1, 0, 0)}
		w.mustDo(an, "m1", kernel.GrantMandate{Mandate: m})
		agent, second := w.as("u-agent", "reader"), w.as("u-agent2", "reader")
		w.upload(agent, "G1")
		w.mustDo(agent, "s1", w.draft(agent, "代填", "G1"))
		w.mustDo(agent, "h1", hand(agent, "u-agent2", ""))
		w.left(second, 0)
		w.left(an, 0)
		wantCode(t, w.try(agent, "no", hand(agent, "u-bo", "")), "kernel.draft.gone")

		w.mustDo(kernel.SystemActor("seed"), "out", kernel.PutMember{User: "u-agent2", Party: "agency"}) // the agent's person leaves
		w.left(an, 0)
		w.left(agent, 1)
		next, err := m.HandOver("m2", "agency2", w.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		w.mustDo(an, "m2", kernel.RevokeMandate{ID: "m1", Principal: "reader", At: w.clock.Now()}, kernel.GrantMandate{Mandate: next})
		third := w.as("u-agent3", "reader")
		w.left(an, 0)
		w.left(third, 1)
		take := kernel.TakeDraft{ID: "t1", From: "u-agent2", Party: "reader", Subject: formSubject}
		for i, who := range []kernel.Actor{an, agent} { // not the client's while an agent has it, nor the former agent's
			mine := take
			mine.To = who.User
			if err := w.try(who, fmt.Sprintf("no%d", i), mine); errs.KindOf(err) != errs.Forbidden {
				t.Errorf("%s took it: %v", who.User, err)
			}
		}
		take.To = "u-agent3"
		w.mustDo(third, "t1", take)
		if got := w.typed(third); !strings.Contains(got, "代填") || w.uploadBy("G1") != "u-agent3" {
			t.Fatalf("the new agent has %q, the file is %s's", got, w.uploadBy("G1"))
		}
		w.left(third, 0)
		w.mustDo(an, "rev", kernel.RevokeMandate{ID: "m2", Principal: "reader", At: w.clock.Now()})
		w.left(an, 1)
		if hats, err := s.Hats(context.Background(), "u-agent3", w.clock.Now()); err != nil || len(hats) != 1 {
			t.Fatalf("a page that stood open keeps its hat: %+v %v", hats, err)
		}
		mine := kernel.TakeDraft{ID: "t2", From: "u-agent3", To: an.User, Party: "reader", Subject: formSubject}
		eye := w.as("u-eye", "")
		no := mine
		no.To = eye.User
		wantCode(t, w.try(eye, "eye", no), "kernel.draft.own_right")
		w.mustDo(an, "t2", mine)
		w.left(an, 0)
		if by := w.uploadBy("G1"); by != an.User {
			t.Errorf("G1 is %s's", by)
		}
	})
}

func (w *world) left(a kernel.Actor, want int) {
	w.t.Helper()
	list, _, err := w.s.LeftDrafts(context.Background(), a, w.clock.Now())
	if err != nil || len(list) != want {
		w.t.Fatalf("%s under %q can take %d drafts, want %d: %v", a.User, a.Mandate, len(list), want, err)
	}
}
