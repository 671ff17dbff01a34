package web

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
)

// open opens a card in the name of the user's first hat.
func (c *city) open(user kernel.UserID, reader string) desk.Receipt {
	c.t.Helper()
	hats, err := c.s.Hats(context.Background(), user, c.clock.Now())
	if err != nil {
		c.t.Fatal(err)
	}
	in, _ := json.Marshal(librarycard.Apply{Reader: reader})
	r, err := c.d.Open(context.Background(), hats[0], desk.OpenCommand{Flow: librarycard.Card, Move: "apply", Key: "open/" + reader, Input: in})
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

func (c *city) journal(id kernel.CaseID) []string {
	c.t.Helper()
	h, err := c.s.History(context.Background(), id)
	if err != nil {
		c.t.Fatal(err)
	}
	var out []string
	for _, e := range h {
		out = append(out, e.Act+" "+string(e.Actor.User))
	}
	return out
}

func TestFromInboxToJournal(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	r := c.open("u-reader", "林清言")
	reader, clerk := c.as("reader"), c.as("clerk")
	reader.get("/my", 200)
	reader.has("林清言", r.No)
	c.as("other").get("/case/"+r.No, 404)

	clerk.get("/my", 200) // notices are read at the workbench
	clerk.has("q-staff", `href="/board"`)
	clerk.get("/inbox", 200)
	clerk.has("林清言", r.No, `data-testid="claim"`)
	clerk.get("/inbox?view=mine&light=late&q="+strings.ToLower(r.No), 200) // in another list, found all the same
	clerk.has(`data-testid="found"`, "轮到本岗位", `href="/case/`+r.No+`"`)
	clerk.get("/inbox?q=LB2026-XX-99999", 200)
	clerk.has("没有找到LB2026-XX-99999")
	clerk.get("/inbox", 200)
	clerk.post("/inbox/claim", 303, "_key", clerk.hidden("_key"), "case", r.No)
	clerk.get("/inbox?view=mine", 200)
	clerk.has(r.No)
	clerk.get("/case/"+r.No, 200)
	clean(t, "case", clerk)
	key, version := clerk.hidden("_key"), clerk.hidden("_version")
	clerk.post("/case/"+r.No+"/move/issue", 303, "_key", key, "_version", version)
	clerk.get("/case/"+r.No, 200)
	clerk.post("/case/"+r.No+"/move/issue", 303, "_key", key, "_version", version) // sent twice, done once
	want := "apply u-reader,std.claim u-clerk,issue u-clerk"
	if got := strings.Join(c.journal(r.Case), ","); got != want {
		t.Errorf("journal %s, want %s", got, want)
	}
	reader.get("/my", 200)
	reader.has(r.No)
}

func TestStaleFormKeepsWhatWasTypedAndSaysWhatChanged(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	r := c.open("u-reader", "林清言")
	clerk := c.as("clerk")
	clerk.get("/case/"+r.No, 200)
	key, version := clerk.hidden("_key"), clerk.hidden("_version")
	second := c.as("clerk")
	second.get("/inbox", 200)
	second.post("/inbox/claim", 303, "_key", second.hidden("_key"), "case", r.No)
	clerk.post("/case/"+r.No+"/move/refuse", 409, "_key", key, "_version", version, "reason", "材料不是本人的")
	clerk.has("材料不是本人的", "认领")
	if got := strings.Join(c.journal(r.Case), ","); strings.Contains(got, "refuse") {
		t.Errorf("refused on a stale page: %s", got)
	}
}

func TestApprovalInsideTheOrganisation(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	p := c.open("u-handler", "许可欣")
	if p.Pending == "" {
		t.Fatal("nothing waits for approval")
	}
	path := "/my/approvals/" + p.Pending
	c.as("other").get(path, 404)
	handler := c.as("handler")
	handler.get(path, 200)
	if strings.Contains(handler.body, `name="ok"`) {
		t.Error("the maker is offered to approve")
	}
	handler.post(path, 403, "ok", "1")
	handler.get("/my?look=yours", 200)
	if strings.Contains(handler.body, path) {
		t.Error("what waits for others stands with the maker's own moves")
	}
	head := c.as("head")
	head.get("/my?look=yours", 200)
	head.has(path)
	if !regexp.MustCompile(`(?s)轮到我.{0,60}?<b>1</b>`).MatchString(head.body) {
		t.Errorf("what waits for the head's word is not counted with the head's moves")
	}
	if strings.Contains(head.body, "没有轮到您的办件") {
		t.Error("told that nothing waits, beside what does")
	}
	head.get("/my", 200)
	head.has(path)
	head.get(path, 200)
	clean(t, path, head)
	head.has("许可欣")
	head.post(path, 422, "ok", "0") // a refusal needs a reason
	head.post(path, 303, "ok", "1")
	head.get("/my", 200)
	head.has("许可欣", "LB")
}

// TestWhatWaitsInAnAgencyShowsOnTheCase: an agent's move that its own agency has
// not let out stands on the client's case, for the agent and not for the client.
func TestWhatWaitsInAnAgencyShowsOnTheCase(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	r := c.open("u-reader", "林清言")
	agency := kernel.Party{ID: "agency", Kind: "agency", Name: "代理所", Approval: []kernel.Duty{kernel.DutyHead}}
	m := kernel.Mandate{ID: "m1", Principal: "reader", Agent: "agency", Scope: []string{"*"}, Rights: []kernel.Right{kernel.RightView, kernel.RightWithdraw}, From: c.clock.Now(), To: c.clock.Now().AddDate(1, 0, 0)}
	if err := c.d.Do(context.Background(), kernel.SystemActor("seed"), "chain", kernel.PutParty{Party: agency}, kernel.GrantMandate{Mandate: m}); err != nil {
		t.Fatal(err)
	}
	agent := c.as("agent")
	agent.get("/account", 200)
	agent.post("/account/hat", 303, "hat", "mandate:m1")
	page := "/case/" + r.No
	agent.get(page, 200)
	agent.post(page+"/move/std.withdraw", 303, "_key", agent.hidden("_key"), "_version", agent.hidden("_version"), "reason", "客户不办了")
	agent.get(page, 200)
	agent.has(`data-testid="inside-std.withdraw"`, "内部审批")
	reader := c.as("reader")
	reader.get(page, 200)
	if strings.Contains(reader.body, "inside-std.withdraw") {
		t.Error("the client sees what waits inside its agency")
	}
}

func TestMandateGivenHandedOverTakenBack(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	r := c.open("u-reader", "林清言")
	reader := c.as("reader")
	reader.get("/account/mandates", 200)
	clean(t, "/account/mandates", reader)
	reader.post("/account/mandates", 422, "_key", "give-0", "agent", "nobody")
	reader.get("/account/mandates", 200)
	reader.post("/account/mandates", 303, "_key", "give-1", "agent", "代理所", "scope", "service/library", "rights", "view", "rights", "submit", "rights", "admin", "to", "2027-03-31")
	ms, err := c.s.Mandates(context.Background(), "principal", "reader")
	if err != nil || len(ms) != 1 || len(ms[0].Rights) != 2 {
		t.Fatalf("mandates %v, %v: the right to administer must stay", ms, err)
	}
	agent := c.as("agent")
	agent.get("/case/"+r.No, 404)
	agent.get("/account", 200)
	agent.has("读者公司")
	agent.post("/account/hat", 303, "hat", "mandate:"+string(ms[0].ID))
	agent.get("/case/"+r.No, 200)
	agent.get("/account", 200)
	agent.post("/account/hat", 403, "hat", "party:strict")

	path := "/account/mandates/" + string(ms[0].ID)
	agent.get(path, 200) // what it may do, and nothing to end
	agent.has("读者公司", "代理所")
	if strings.Contains(agent.body, path+"/revoke") || strings.Contains(agent.body, `href="/account/mandates"`) {
		t.Error("under a mandate one is led where one may not go")
	}
	agent.post(path+"/revoke", 404, "_key", "revoke-agent")
	c.as("other").get(path, 404)
	c.as("agent").get(path, 200)
	reader.get(path, 200)
	clean(t, path, reader)
	reader.has(r.No, "代理所")
	reader.post(path+"/hand", 422, "_key", "hand-0", "agent", "agency")
	reader.post(path+"/hand", 303, "_key", "hand-1", "agent", "agency2")
	agent.get("/case/"+r.No, 404)
	ms, err = c.s.Mandates(context.Background(), "agent", "agency2")
	if err != nil || len(ms) != 1 || ms[0].HandedFrom == "" {
		t.Fatalf("handed over: %v, %v", ms, err)
	}
	reader.get("/account/mandates", 200)
	reader.has("已收回", "第二代理所")
	agent2 := c.as("other")
	agent2.get("/account", 200)
	agent2.post("/account/hat", 303, "hat", "mandate:"+string(ms[0].ID))
	agent2.get("/case/"+r.No, 200)
	agent2.get("/account", 200)
	old := c.as("agent")
	old.get("/account", 200)
	old.post("/account/mandates/"+string(ms[0].ID)+"/revoke", 404, "_key", "revoke-0")
	reader.get("/account/mandates", 200)
	reader.post("/account/mandates/"+string(ms[0].ID)+"/revoke", 303, "_key", "revoke-1")
	agent2.get("/case/"+r.No, 404)
	other := c.as("other")
	other.get("/account", 200)
	other.post("/account/hat", 403, "hat", "mandate:"+string(ms[0].ID))
}

func TestStrayAnswersAreListed(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	if _, err := c.d.Answer(context.Background(), desk.OutsideAnswer{Party: "registry", ID: "stray-17", AskKey: "no such question", Payload: json.RawMessage(`{"answer":"yes"}`)}); err != nil {
		t.Fatal(err)
	}
	clerk := c.as("clerk")
	clerk.get("/suspense", 200)
	clerk.has("stray-17", "no such question")
	clean(t, "suspense", clerk)
}

func TestDraftIsKeptRestoredAndForgotten(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	r := c.open("u-reader", "林清言")
	clerk := c.as("clerk")
	page, subject := "/case/"+r.No, "/draft?subject=case/"+string(r.Case)+"/refuse"
	clerk.get(page, 200)
	clerk.has("data-autosave")
	clerk.post(subject, 200, "reason", "照片不清楚", "_key", "never kept")
	clerk.has("草稿已保存")
	clerk.get(page, 200)
	clerk.has("照片不清楚", "还没有提交")
	reader := c.as("reader")
	reader.get(page, 200)
	if strings.Contains(reader.body, "照片不清楚") {
		t.Error("a draft is shown to somebody else")
	}
	clerk.get(page, 200)
	clerk.post(page+"/move/refuse", 303, "_key", clerk.hidden("_key"), "_version", clerk.hidden("_version"), "reason", "照片不清楚")
	hats, err := c.s.Hats(context.Background(), "u-clerk", c.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok, err := c.s.Draft(context.Background(), "u-clerk", hats[0].Party, "case/"+string(r.Case)+"/refuse"); ok || err != nil {
		t.Errorf("draft after sending: %v, %v", ok, err)
	}
}
