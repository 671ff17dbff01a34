package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"quanlian/chain/utilization/hall"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/storetest"
)

// TestAgencyUnderClientsHat: what the agency has not let out yet stands in the
// matters of the client for whom it is done, with whose word it awaits; the pages
// of a mandate that was handed over name the other agency.
func TestAgencyUnderClientsHat(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, clock := houseOn(t, storetest.URL(t, engine))
			withPeople(t, h)
			ctx, seed := context.Background(), kernel.SystemActor("demo")
			do := func(key string, list ...kernel.Write) {
				t.Helper()
				if err := h.desk.Do(ctx, seed, key, list...); err != nil {
					t.Fatal(err)
				}
			}
			agency, err := h.store.Party(ctx, "p-zhiyuan")
			if err != nil {
				t.Fatal(err)
			}
			agency.Approval = []kernel.Duty{kernel.DutyReviewer}
			do("mandates", append(demo.Mandates(clock.Now(), ""), kernel.PutParty{Party: agency})...)
			srv := httptest.NewServer(h.handler())
			t.Cleanup(srv.Close)
			hats, err := h.store.Hats(ctx, "u-qinst", clock.Now())
			if err != nil || len(hats) != 2 {
				t.Fatal(hats, err)
			}
			in, err := json.Marshal(hall.NeedData{Title: "课题用的传感与控制方案", Text: "课题组需要稳定可靠的传感和控制方案，能在野外长期使用，价格合适可以转让。", Mode: "either"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := h.desk.Open(ctx, hats[1], desk.OpenCommand{Flow: hall.Need, Move: "post", Key: "need", Input: in}); err != nil {
				t.Fatal(err)
			}
			agent := newReader(t, srv.URL).login("agent")
			if page := agent.get("/my?client=mandate:m-qiheng-zhiyuan", http.StatusOK); !strings.Contains(page, "待单位内部审批，1件") {
				t.Errorf("in the agency's own hat, that client alone: %.2500s", mainOf(page))
			}
			agent.post("/account", "/account/hat", url.Values{"hat": {"mandate:m-qiheng-zhiyuan"}})
			if page := agent.get("/my", http.StatusOK); !strings.Contains(page, "待云澜知远专利代理事务所内部审批，1件") || !strings.Contains(page, "云澜知远专利代理事务所：审核人") || !strings.Contains(page, "/my/approvals/") {
				t.Errorf("under the client's hat: %.2500s", mainOf(page))
			}
			colleagueUnderClientsHat(t, h, srv.URL)
			next := kernel.Mandate{ID: "m-next", Principal: "p-qiheng", Agent: "p-huizhi", Scope: []string{"*"}, Rights: []kernel.Right{kernel.RightView}, From: clock.Now(), To: clock.Now().AddDate(1, 0, 0), HandedFrom: "m-qiheng-zhiyuan"}
			clock.advance(time.Hour)
			do("hand", kernel.RevokeMandate{ID: "m-qiheng-zhiyuan", Principal: "p-qiheng", At: clock.Now()}, kernel.GrantMandate{Mandate: next})
			boss := newReader(t, srv.URL).login("boss")
			for at, want := range map[string]string{"m-next": "从云澜知远专利代理事务所移交而来", "m-qiheng-zhiyuan": "移交给云澜汇智技术转移有限公司"} {
				if page := boss.get("/account/mandates/"+at, http.StatusOK); !strings.Contains(page, want) {
					t.Errorf("%s does not say %q", at, want)
				}
			}
			const over = "/account/mandates/m-qiheng-zhiyuan"
			if page := boss.get(over, http.StatusOK); !strings.Contains(page, "结束时有1件没有办结") || !strings.Contains(page, "课题用的传感与控制方案") {
				t.Errorf("what was open at its end: %.2500s", mainOf(page))
			}
			agent.post("/account", "/account/hat", url.Values{"hat": {"party:p-zhiyuan"}})
			if page := agent.get(over, http.StatusOK); strings.Contains(page, "课题用的传感与控制方案") {
				t.Error("the agent sees cases of a mandate that is over")
			}
		})
	}
}

// colleagueUnderClientsHat: who has to agree and has the client's hat on is led from
// the row to the own hat and back to what waits, which nobody reads before.
func colleagueUnderClientsHat(t *testing.T, h *house, base string) {
	t.Helper()
	waits, err := h.store.Approvals(context.Background(), "p-zhiyuan")
	if err != nil || len(waits) != 1 {
		t.Fatal(waits, err)
	}
	at, firm := "/my/approvals/"+waits[0].ID, "云澜知远专利代理事务所"
	r := newReader(t, base).login("agent2")
	r.post("/account", "/account/hat", url.Values{"hat": {"mandate:m-qiheng-zhiyuan"}})
	if page := r.get("/my", http.StatusOK); !strings.Contains(page, `href="`+at+`"`) || !strings.Contains(page, "要以"+firm+"的身份查看和审批") {
		t.Errorf("a colleague's row leads nowhere: %.2500s", mainOf(page))
	}
	page := r.get(at, http.StatusOK)
	if !strings.Contains(page, "换成"+firm+"的身份并打开") || strings.Contains(page, "课题组需要") {
		t.Errorf("under the client's hat: %.2500s", mainOf(page))
	}
	if page := r.get(at+"?lang=en", http.StatusOK); !strings.Contains(page, "and open it") {
		t.Errorf("in English: %.2500s", mainOf(page))
	}
	r.get(at+"?lang=zh", http.StatusOK)
	page = r.post(at, "/account/hat", url.Values{"hat": {"party:p-zhiyuan"}, "next": {at}})
	if !strings.Contains(page, "课题组需要") || !strings.Contains(page, "请您审批") {
		t.Errorf("in the own hat: %.2500s", mainOf(page))
	}
	r.post("/account", "/account/hat", url.Values{"hat": {"mandate:m-qiheng-zhiyuan"}})
	if page := r.post("/account", "/account/hat", url.Values{"hat": {"party:p-zhiyuan"}, "next": {"/my/approvals/none"}}); strings.Contains(page, "请您审批") {
		t.Error("led to what is not there")
	}
	newReader(t, base).login("buyer").get(at, http.StatusNotFound)
	r.post(at, at, url.Values{"ok": {"1"}})
}
