package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"quanlian/chain/utilization/valuation"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// panelPlay makes moves of a panel at the desk of a demo city.
type panelPlay struct {
	t *testing.T
	h *house
	n int
}

func (p *panelPlay) actor(u kernel.UserID) kernel.Actor {
	p.t.Helper()
	hats, err := p.h.store.Hats(context.Background(), u, p.h.now())
	if err != nil || len(hats) == 0 {
		p.t.Fatalf("%s: %v", u, err)
	}
	return hats[0]
}

func (p *panelPlay) raw(in any) json.RawMessage {
	p.t.Helper()
	out, err := json.Marshal(in)
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

func (p *panelPlay) act(u kernel.UserID, c kernel.CaseID, move string, in any) {
	p.t.Helper()
	p.n++
	if _, err := p.h.desk.Act(context.Background(), p.actor(u), desk.Command{Case: c, Move: move, Key: fmt.Sprintf("played/%d", p.n), Input: p.raw(in)}); err != nil {
		p.t.Fatalf("%s makes %s: %v", u, move, err)
	}
}

func (p *panelPlay) get(id kernel.CaseID) kernel.Case {
	p.t.Helper()
	c, err := p.h.store.Case(context.Background(), kernel.SystemActor("test"), string(id), kernel.ViewSecret)
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

// issue plays a panel of three for an owner up to its report.
func (p *panelPlay) issue(owner kernel.UserID, in valuation.RequestInput) kernel.Case {
	p.t.Helper()
	p.n++
	r, err := p.h.desk.Open(context.Background(), p.actor(owner), desk.OpenCommand{Flow: valuation.Panel, Move: "request", Key: fmt.Sprintf("played/%d", p.n), Input: p.raw(in)})
	if err != nil || r.Case == "" {
		p.t.Fatalf("%s asks: %+v %v", owner, r, err)
	}
	for i := range 3 {
		p.act("u-song", r.Case, "invite", valuation.InviteInput{Code: fmt.Sprintf("YLZJ-000%d", i+1)})
	}
	d, err := valuation.PanelOf(p.get(r.Case))
	if err != nil {
		p.t.Fatal(err)
	}
	for i, s := range d.Seats {
		user := kernel.UserID(fmt.Sprintf("u-expert%d", i+1))
		p.act(user, s.Case, "accept", valuation.DeclareInput{Clear: true})
		var all valuation.ScoreInput
		for _, id := range d.Asked {
			all.Scores = append(all.Scores, valuation.Points{ID: id, Score: 70, Reason: "对照现有技术后给分"})
		}
		p.act(user, s.Case, "score", all)
	}
	p.act("u-song", r.Case, "close_round", nil)
	p.act("u-ye", r.Case, "issue", nil)
	return p.get(r.Case)
}

// supersededOnPages: page, right, listing and /verify of a report that was
// superseded name the later one only while it stands and to who may read it, and
// say what became of it.
func supersededOnPages(t *testing.T, h *house, visitor *reader, at map[string]string) {
	t.Helper()
	p := &panelPlay{t: t, h: h}
	_, number, _ := strings.Cut(at["patent"], "/patent/")
	said := func(words []string, never ...string) {
		t.Helper()
		for where, path := range at {
			body := mainOf(visitor.get(path, http.StatusOK))
			for _, w := range words {
				if !strings.Contains(body, w) {
					t.Errorf("%s lacks %q", where, w)
				}
			}
			for _, w := range never {
				if strings.Contains(body, w) {
					t.Errorf("%s says %q", where, w)
				}
			}
		}
	}
	closed := p.issue("u-gu", valuation.RequestInput{Right: number, Scene: "finance"})
	said([]string{"被后来的报告取代", "没有公开"}, closed.No, "请以")
	for _, where := range []string{"patent", "listing"} { // the grade itself is marked, not only what follows it
		body := mainOf(visitor.get(at[where], http.StatusOK))
		if mark, grade := strings.Index(body, "已被取代"), strings.Index(body, "专家组曾评为"); mark < 0 || grade < mark || strings.Contains(body, "专家组评为") {
			t.Errorf("%s: the grade of a report that stands no more reads as if it stood", where)
		}
	}
	owner := newReader(t, visitor.base).login("seller")
	if body := owner.get(at["report"], http.StatusOK); !strings.Contains(body, "请以它为准") || !strings.Contains(body, closed.No) {
		t.Error("the owner of both is not led to the one that stands")
	}
	p.act("u-ye", closed.ID, "revoke", kernel.ReasonInput{Reason: "一位专家事后说明有利害关系"})
	said([]string{"被后来的报告取代", "后来的报告也已于", "现在没有有效的报告"}, closed.No, "请以")
	if body := owner.get(at["report"]+"?lang=en", http.StatusOK); !strings.Contains(body, "no report stands now") {
		t.Error("the English page of a report whose successor was revoked")
	}
	owner.get(at["report"]+"?lang=zh", http.StatusOK)
	if body := owner.get("/case/"+closed.No, http.StatusOK); !strings.Contains(body, "已撤销") {
		t.Error("the later report is not said to be revoked")
	}
	open := p.issue("u-gu", valuation.RequestInput{Right: number, Scene: "finance", Publish: true})
	said([]string{"被后来的报告取代", "请以它为准", open.No})
	p.act("u-ye", open.ID, "revoke", kernel.ReasonInput{Reason: "一位专家事后说明有利害关系"})
}
