package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/test/storetest"
)

// at logs somebody of the demo in.
func at(t *testing.T, base, login string) *reader {
	t.Helper()
	r := newReader(t, base)
	r.post("/login", "/login", url.Values{"login": {login}, "password": {demo.Password}})
	return r
}

// upload sends a file by the form at path.
func (r *reader) upload(path string, file []byte, fields map[string]string) string {
	r.t.Helper()
	var files []parcel
	if file != nil {
		files = []parcel{{"file", "对账单.csv", file}}
	}
	fields["_csrf"] = tokenOf.FindStringSubmatch(r.get(path, http.StatusOK))[1]
	page, _ := r.parcels(path, fields, files...)
	return page
}

// hiddens are the hidden fields of the form that holds a button.
func hiddens(page, testid string) url.Values {
	out := url.Values{}
	at := strings.Index(page, `data-testid="`+testid+`"`)
	if at < 0 {
		return out
	}
	form := page[strings.LastIndex(page[:at], "<form"):at]
	for _, m := range regexp.MustCompile(`type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(form, -1) {
		out.Add(m[1], strings.ReplaceAll(m[2], "&#34;", `"`))
	}
	return out
}

// send posts the form of a button with what is typed.
func (r *reader) send(page, testid, action string, typed url.Values) string {
	r.t.Helper()
	v := hiddens(page, testid)
	if len(v) == 0 {
		r.t.Fatalf("no form with %s: %.2000s", testid, page[max(0, strings.Index(page, "<main")):])
	}
	for k := range typed {
		v.Set(k, typed.Get(k))
	}
	body, _ := r.submit(action, v)
	return body
}

// TestBookPages: the finance post sees what the bank left for a person, gives a
// stray receipt to its deal, compares the bank's statement and ends tasks;
// nobody else may.
func TestBookPages(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			var b *bank.Fake
			p := seeded(t, storetest.URL(t, engine), func(now func() time.Time) ledger.Bank { b = bank.NewFake(5, bank.Faults{}, now); return b })
			hash, err := demoHash()
			p.ok(err)
			p.ok(p.h.desk.Do(context.Background(), kernel.SystemActor("demo"), "hash", demo.PeopleWrites(hash)...))
			p.h.bank, p.h.env.Custodian, p.h.trial = b, demo.Bank, &bankTrial{Fake: b, now: p.clock.Now}
			srv := httptest.NewServer(p.h.handler())
			defer srv.Close()
			p.contracted()
			bookPages(t, p, b, srv.URL)
		})
	}
}

func bookPages(t *testing.T, p *play, b *bank.Fake, base string) {
	sub := hall.SubAccountPrefix + p.no
	b.PayIn(sub, dealPrice, ledger.Party{Name: "云澜大学", Account: "1"}) // the buyer's bank lost our key
	b.PayIn("CG-nobody", 7*money.Wan, ledger.Party{Name: "不知是谁", Account: "2"})
	p.wait(10 * time.Minute)
	for login, want := range map[string]int{"buyer": http.StatusForbidden, "admin": http.StatusForbidden, "clerk": http.StatusOK, "head": http.StatusOK, "finance": http.StatusOK} {
		who := at(t, base, login)
		for _, path := range []string{"/ledger", "/ledger/book", "/ledger/strays", "/ledger/statements"} {
			who.get(path, want)
		}
	}
	custodian := at(t, base, "bank")
	custodian.get("/ledger/book", http.StatusForbidden)
	for _, other := range []string{"buyer", "broker", "finance"} {
		at(t, base, other).get("/custody", http.StatusForbidden)
	}
	trialIt(t, custodian, b)
	fin := at(t, base, "finance")
	list := fin.get("/ledger", http.StatusOK)
	if n := strings.Count(list, `href="/ledger/task?id=attribute`); n != 2 {
		t.Fatalf("%d receipts wait for the clerk, want 2", n)
	}
	fin.get("/ledger?lang=en", http.StatusOK)
	task := strings.ReplaceAll(first(t, list, `/ledger/task\?id=attribute[^"]+`), "&amp;", "&")
	page := fin.get(task+"&lang=zh", http.StatusOK)
	if again := fin.send(page, "end-task", "/ledger/task", url.Values{"note": {" "}}); !strings.Contains(again, `href="#f-note"`) {
		t.Error("a task can be ended without a word")
	}
	attributeIt(t, p, fin, sub)
	statementIt(t, p, fin, b)
	if err := p.h.store.LedgerAudit(context.Background()); err != nil {
		t.Error(err)
	}
}

// trialIt: the people of the invented bank choose how it behaves; nobody else may.
func trialIt(t *testing.T, custodian *reader, b *bank.Fake) {
	t.Helper()
	page := custodian.get("/custody?lang=zh", http.StatusOK)
	custodian.send(page, "set-manner", "/custody/trial", url.Values{"manner": {"refuse"}})
	if b.Manner() != ledger.MannerRefuse {
		t.Error("the bank does not do as its people choose")
	}
	custodian.send(page, "set-manner", "/custody/trial", url.Values{"manner": {""}})
	if wrong := custodian.send(page, "pay-in", "/custody/trial", url.Values{"pay": {"1"}, "amount": {"-3"}}); !strings.Contains(wrong, `href="#f-account"`) || !strings.Contains(wrong, `href="#f-amount"`) {
		t.Error("a receipt without account and amount is taken")
	}
	other := at(t, custodian.base, "finance")
	v := hiddens(page, "set-manner")
	v.Set("_csrf", tokenOf.FindStringSubmatch(other.get("/ledger/statements", http.StatusOK))[1])
	v.Set("manner", "refuse")
	if _, status := other.submit("/custody/trial", v); b.Manner() != ledger.MannerGood {
		t.Errorf("finance makes the bank refuse: %v", status)
	}
}

// attributeIt: the page proposes the deal by its sub-account; the deal goes on
// without the buyer paying again. The other receipt is sent back.
func attributeIt(t *testing.T, p *play, fin *reader, sub string) {
	t.Helper()
	strays := fin.get("/ledger/strays", http.StatusOK)
	i := strings.Index(strays, sub)
	form := strays[strings.LastIndex(strays[:i], "<section"):]
	if !strings.Contains(form[:strings.Index(form, "</section>")], `value="`+p.no+`"`) {
		t.Error("the deal of the sub-account is not proposed")
	}
	ref := hiddens(form, "attribute").Get("ref")
	if wrong := fin.send(form, "attribute", "/ledger/strays", url.Values{"how": {"attribute"}, "deal/" + ref: {"YL2026-JY-09999"}}); !strings.Contains(wrong, "YL2026-JY-09999") {
		t.Error("a number that is no deal is taken without a word")
	}
	fin.send(form, "attribute", "/ledger/strays", url.Values{"how": {"attribute"}, "deal/" + ref: {p.no}})
	if p.state() != hall.DealRecording || p.position().Locked != dealPrice {
		t.Fatalf("after the attribution: %s %+v", p.state(), p.position())
	}
	for who, path := range map[*reader]string{fin: "/ledger/book", at(t, fin.base, "bank"): "/custody"} { // the bank sees its accounts, not the files
		if page := who.get(path+"?lang=zh", http.StatusOK); !strings.Contains(page, sub) || !strings.Contains(page, dealPrice.String()) || strings.Contains(page, `href="/case/`+p.no) != (who == fin) {
			t.Errorf("%s does not show what is in custody", path)
		}
		who.get(path+"?view=open&lang=en", http.StatusOK)
	}
	strays = fin.get("/ledger/strays?lang=zh", http.StatusOK)
	other := hiddens(strays, "return").Get("ref")
	if other == "" || other == ref {
		t.Fatalf("the other receipt is gone: %s", other)
	}
	fin.send(strays, "return", "/ledger/strays", url.Values{"how": {"return"}, "bank_ref/" + other: {"B-BACK-1"}})
	if rest := fin.get("/ledger/strays", http.StatusOK); strings.Contains(rest, `data-testid="stray-`) {
		t.Error("a receipt that was sent back still waits")
	}
	if len(p.tasks()) != 0 {
		t.Errorf("tasks are left: %+v", p.tasks())
	}
}

// statementIt: a statement with a line too many, one too few and one with
// another amount; first only compared, then booked, twice without effect.
func statementIt(t *testing.T, p *play, fin *reader, b *bank.Fake) {
	t.Helper()
	for range 40 {
		if p.state() == hall.DealTaxing {
			break
		}
		p.push()
	}
	lines, err := b.Statement(context.Background(), p.clock.Now().AddDate(0, 0, -30), p.clock.Now().Add(time.Hour))
	p.ok(err)
	for i := range lines {
		if !lines[i].In {
			lines[i].Amount -= 100
			lines[i].Balance = nil
		}
	}
	lines = append(lines, ledger.Line{BankRef: "B-X-1", SubAccount: "CG-" + p.no, Amount: 5 * money.Wan, Date: p.clock.Now()}, ledger.Line{BankRef: "B-X-2", SubAccount: "CG-" + p.no, In: true, Amount: 3 * money.Wan, Date: p.clock.Now()})
	var file bytes.Buffer
	p.ok(bank.WriteCSV(&file, lines, bank.GB18030))
	if none := fin.upload("/ledger/statements", nil, map[string]string{}); !strings.Contains(none, `href="#f-file"`) {
		t.Error("a form without a file is taken")
	}
	if bad := fin.upload("/ledger/statements", []byte("这不是对账单"), map[string]string{}); !strings.Contains(bad, `href="#f-file"`) {
		t.Error("a file that is no statement is taken")
	}
	dry := fin.upload("/ledger/statements", file.Bytes(), map[string]string{})
	for _, want := range []string{"金额不符", "无指令支出", "仅银行有", "B-X-1", "B-X-2"} {
		if !strings.Contains(dry, want) {
			t.Errorf("the comparison does not say %s", want)
		}
	}
	if len(p.tasks()) != 0 {
		t.Fatal("the dry run has booked something")
	}
	for range 2 {
		done := fin.send(dry, "enter", "/ledger/statements/enter", nil)
		if !strings.Contains(done, "对账单.csv") {
			t.Fatal("the statement stands not among those that were read")
		}
	}
	for _, k := range []ledger.TaskKind{ledger.TaskAmount, ledger.TaskUnexplained, ledger.TaskAttribute} {
		if !p.has(k) {
			t.Errorf("no task %s: %+v", k, p.tasks())
		}
	}
	if n := len(p.tasks()); n != 3 {
		t.Errorf("%d tasks, want 3: %+v", n, p.tasks())
	}
	fetched := fin.upload("/ledger/statements", nil, map[string]string{"fetch": "1"})
	if !strings.Contains(fetched, `data-testid="enter"`) {
		t.Error("the statement is not fetched from the bank")
	}
}
