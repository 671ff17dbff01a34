package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"quanlian/adapter/bank"
	"quanlian/api"
	"quanlian/chain/utilization/hall"
	"quanlian/demo"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/test/storetest"
)

// secrets are what each side says of itself in TestOthersBooksStayTheirs; no
// other number on a page is like them.
var secrets = map[kernel.Role][]string{
	hall.Seller: {"6222990001000888", "777,777", "777777.77", "77777777", "214,722"},
	hall.Buyer:  {"6222990001000999", "value=\"77\"", "155,844"},
	hall.Broker: {"6222990001000777"},
}

var paperLink = regexp.MustCompile(`href="(/paper/[^"]+)"`)

// TestOthersBooksStayTheirs: on no page of a deal, at no time, does a side see
// the account or the tax facts of another, nor anybody from outside.
func TestOthersBooksStayTheirs(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p := seeded(t, storetest.URL(t, engine), func(now func() time.Time) ledger.Bank { return bank.NewFake(5, bank.Faults{}, now) })
			hash, err := demoHash()
			p.ok(err)
			p.ok(p.h.desk.Do(context.Background(), kernel.SystemActor("demo"), "hash", demo.PeopleWrites(hash)...))
			srv := httptest.NewServer(p.h.handler())
			defer srv.Close()
			p.inquired()
			p.brokered()
			p.agreed()
			p.do("u-shen", p.deal, "tax_facts", hall.TaxFacts{VAT: taxation.General, CIT: taxation.Standard, Seller: taxation.SellerBooks{Cost: 77_777_777}, SeparateAccounts: true, SameInvoice: true})
			p.do("u-gu", p.deal, "tax_facts", hall.TaxFacts{VAT: taxation.General, CIT: taxation.Standard, Buyer: taxation.BuyerBooks{LifeMonths: 77}})
			p.watched(srv.URL)
			for range 400 {
				if p.state() == hall.DealSettled {
					break
				}
				p.push()
				if p.state() == hall.DealDelivery || p.state() == hall.DealTaxing {
					p.watched(srv.URL)
				}
			}
			if p.state() != hall.DealSettled {
				t.Fatalf("the deal stands in %s", p.state())
			}
			p.watched(srv.URL)
			p.closing(srv.URL)
		})
	}
}

// brokered brings 汇智 in, with a commission both sides were told.
func (p *play) brokered() {
	p.t.Helper()
	p.open("u-fang", hall.BrokerPage, "publish", hall.BrokerPageInput{About: "传感与精密机械领域的技术转移。", Contact: "0990-8800 0001", Fields: []string{"G"}})
	k := p.open("u-shen", hall.Invitation, "invite", hall.InviteInput{Case: p.deal, Broker: "p-huizhi", Rate: decimal.RequireFromString("0.02"), From: ledger.Seller})
	p.do("u-fang", k, "accept", hall.AccountInput{Account: "6222990001000777", Bank: "云澜湾银行"})
	p.do("u-gu", p.deal, "agree_commission", nil)
}

// reader is the login's browser, "" a visitor's.
func (p *play) reader(base, login string) *reader {
	p.t.Helper()
	if p.readers == nil {
		p.readers = map[string]*reader{"": newReader(p.t, base)}
	}
	if p.readers[login] == nil {
		p.readers[login] = at(p.t, base, login)
	}
	return p.readers[login]
}

// pagesOf reads every page of the deal that the login may open.
func (p *play) pagesOf(base, login string) string {
	p.t.Helper()
	r := p.reader(base, login)
	var all strings.Builder
	for _, lang := range []string{"zh", "en"} {
		for _, path := range []string{"/hall/deal/" + p.no, "/hall/deal/" + p.no + "/tax", "/hall", "/my"} {
			page := r.any(path + "?lang=" + lang)
			all.WriteString(page)
			for _, m := range paperLink.FindAllStringSubmatch(page, -1) {
				all.WriteString(r.any(m[1]))
			}
		}
	}
	if login != "" {
		all.WriteString(p.programReads(base, login))
	}
	return all.String()
}

var paperID = regexp.MustCompile(`"id":"([^"]+)"`)

// programReads is the same by the login's token, as a program would.
func (p *play) programReads(base, login string) string {
	p.t.Helper()
	i := slices.IndexFunc(demo.Users(), func(u demo.User) bool { return u.Login == login })
	hat, secret := p.actor(string(demo.Users()[i].ID)), p.secret(login)
	tok := kernel.Token{ID: kernel.TokenID("tok-" + login), User: hat.User, Name: login, Party: hat.Party, Rights: []kernel.Right{kernel.RightView}, Made: p.clock.Now(), Expires: p.clock.Now().AddDate(0, 2, 0)}
	if hat.Party == "" {
		tok.Post = hat.Posts[0]
	}
	p.ok(p.h.desk.Do(context.Background(), hat, "token/"+login, kernel.PutToken{Token: tok, Hash: kernel.TokenHash(secret)}))
	read := func(path string) string {
		q, err := http.NewRequest(http.MethodGet, base+api.Prefix+path, nil)
		p.ok(err)
		q.Header.Set("Authorization", "Bearer "+secret)
		res, err := http.DefaultClient.Do(q)
		p.ok(err)
		defer func() { _ = res.Body.Close() }()
		body, err := io.ReadAll(res.Body)
		p.ok(err)
		return string(body)
	}
	papers := read("/cases/" + p.no + "/papers")
	text := read("/cases/"+p.no) + read("/cases/"+p.no+"/tax") + read("/cases/"+p.no+"/ledger") + papers
	for _, m := range paperID.FindAllStringSubmatch(papers, -1) {
		text += read("/papers/" + m[1])
	}
	return text
}

// secret is the login's token, the same each time.
func (p *play) secret(login string) string {
	return kernel.TokenSecret([]byte(fmt.Sprintf("%-*s", kernel.TokenBytes, login))[:kernel.TokenBytes])
}

func (p *play) watched(base string) {
	p.t.Helper()
	own := map[string]kernel.Role{"buyer": hall.Seller, "seller": hall.Buyer, "broker": hall.Broker, "bank": "", "company": "", "": ""}
	for login, role := range own {
		text := p.pagesOf(base, login)
		for of, list := range secrets {
			if of == role {
				continue
			}
			for _, s := range list {
				if strings.Contains(text, s) {
					p.t.Errorf("in %s %q reads %s of %s", p.state(), login, s, of)
				}
			}
		}
	}
	for login, mine := range p.readable() {
		if !strings.Contains(p.pagesOf(base, login), mine) {
			p.t.Errorf("in %s %s does not read %s", p.state(), login, mine)
		}
	}
}

// readable is what logins must read of their own, so that the test cannot pass
// by pages that show nothing.
func (p *play) readable() map[string]string {
	switch p.state() {
	case hall.DealSettled:
		return map[string]string{"buyer": "214,722", "seller": "155,844", "clerk": "6222990001000999", "finance": "6222990001000888"}
	case hall.DealTaxing:
		return map[string]string{"buyer": "777777.77", "seller": "value=\"77\"", "clerk": "6222990001000999", "finance": "6222990001000888"}
	}
	return map[string]string{"buyer": "777777.77"}
}

// closing: each side reads its own part of the closing sheet, the broker none.
func (p *play) closing(base string) {
	p.t.Helper()
	for _, x := range []struct {
		login         string
		seller, buyer bool
	}{{"buyer", true, false}, {"seller", false, true}, {"broker", false, false}, {"clerk", true, true}} {
		page := p.reader(base, x.login).get("/hall/deal/"+p.no+"/tax?lang=zh", http.StatusOK)
		if got := strings.Contains(page, "技术转让所得"); got != x.seller {
			p.t.Errorf("%s reads the seller's income: %v", x.login, got)
		}
		if got := strings.Contains(page, "每年摊销"); got != x.buyer {
			p.t.Errorf("%s reads the buyer's amortisation: %v", x.login, got)
		}
	}
	for login, links := range map[string]int{"buyer": 2, "seller": 6, "broker": 0} { // who buys the right may offer it anew, or seek more; a university takes no loan on it
		if got := strings.Count(p.reader(base, login).get("/hall/deal/"+p.no+"?lang=zh", http.StatusOK), `data-testid="follow-`); got != links {
			p.t.Errorf("%s is shown %d ways on, want %d", login, got, links)
		}
	}
	for path, want := range map[string]string{"/item/ZL15/apply?right=" + url.QueryEscape(p.data().Right): "/item/ZL15/apply/rights", "/item/JY08/apply?deal=" + p.no: "/item/JY08/apply/deal"} {
		r := p.reader(base, "seller")
		r.get(path, http.StatusOK)
		if page := r.get(want, http.StatusOK); !strings.Contains(page, p.data().Right) && !strings.Contains(page, p.no) {
			p.t.Errorf("%s: nothing is filled in", path)
		}
	}
}
