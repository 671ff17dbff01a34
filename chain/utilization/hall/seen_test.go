package hall

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"quanlian/kernel"
	"quanlian/ledger"
)

// TestWhoObjectsIsTheCentres: both sides read what is said against the open
// price, strangers only how often; who said it reads the centre.
func TestWhoObjectsIsTheCentres(t *testing.T) {
	t.Parallel()
	said := Objection{By: "who-objects", Contact: "13800000000", Text: "too-cheap", Code: "ABCD2345", Settled: "looked-into"}
	d := DealData{Terms: &Terms{}, Publicity: &Publicity{Objections: []Objection{said}}}
	secret := []string{said.By, said.Contact, said.Code}
	for _, x := range []struct {
		level  kernel.Level
		role   kernel.Role
		hidden []string
		shown  []string
	}{
		{kernel.ViewSummary, kernel.RolePublic, append([]string{said.Text, said.Settled}, secret...), nil},
		{kernel.ViewDetail, Buyer, secret, []string{said.Text}},
		{kernel.ViewSecret, Seller, secret, []string{said.Text, said.Settled}},
		{kernel.ViewSecret, Buyer, secret, []string{said.Text, said.Settled}},
		{kernel.ViewSecret, Broker, secret, nil},
		{kernel.ViewSecret, Bank, secret, nil},
		{kernel.ViewSecret, Clerk, nil, []string{said.By, said.Contact, said.Text}},
		{kernel.ViewSecret, kernel.RoleHead, nil, []string{said.By}},
	} {
		raw, err := json.Marshal(DealView(d, x.level, x.role))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range x.hidden {
			if strings.Contains(string(raw), s) {
				t.Errorf("%s at level %d reads %q", x.role, x.level, s)
			}
		}
		for _, s := range x.shown {
			if !strings.Contains(string(raw), s) {
				t.Errorf("%s at level %d does not read %q", x.role, x.level, s)
			}
		}
	}
	if d.Publicity.Objections[0] != said {
		t.Error("the view changed the deal")
	}
}

// TestSeen: the same case, looked at by everybody.
func TestSeen(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)
	d := DealData{Title: "t", Seller: PartyRef{ID: "s", Code: "S-CODE"}, Buyer: PartyRef{ID: "b", Code: "B-CODE"}, SellerTax: &TaxFacts{}, Publicity: &Publicity{Objections: []Objection{{By: "who", Contact: "13800000000", Text: "too-cheap", Code: "ABCD2345"}}}, Money: Money{Account: "6222990001000999", PaidFrom: ledger.Party{Account: "6222990001000318"}}}
	actor := func(p kernel.PartyID) kernel.Actor {
		return kernel.Actor{User: "u-" + kernel.UserID(p), Party: p, Rights: kernel.AllRights()}
	}
	clerk := kernel.Actor{User: "u-c", Posts: []kernel.Post{{Unit: Unit, Role: Clerk}}}
	for _, x := range []struct {
		name            string
		a               kernel.Actor
		nda             bool
		level           kernel.Level
		codes, taxes    bool
		account, payers string
	}{
		{"public", kernel.Actor{}, true, kernel.ViewSummary, false, false, "", ""},
		{"buyer before the agreement", actor("b"), false, kernel.ViewDetail, false, false, "", ""},
		{"buyer", actor("b"), true, kernel.ViewSecret, true, false, "************0999", "6222990001000318"},
		{"seller", actor("s"), true, kernel.ViewSecret, true, true, "6222990001000999", "************0318"},
		{"clerk before the agreement", clerk, false, kernel.ViewSecret, true, true, "6222990001000999", "6222990001000318"},
		{"the bank", kernel.SystemActor(Bank), false, kernel.ViewSecret, true, true, "6222990001000999", "6222990001000318"},
	} {
		d := d
		if x.nda {
			d.NDA = Signatures{Seller: at, Buyer: at}
		}
		raw, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		c := kernel.Case{Flow: Deal, State: DealTalks, Data: raw}
		c.Grant(kernel.PartyAccess(kernel.RelOwner, "b", Buyer, kernel.ViewSecret))
		c.Grant(kernel.PartyAccess(kernel.RelInvited, "s", Seller, kernel.ViewSecret))
		c.Grant(kernel.UnitAccess(Unit, Clerk))
		c.Grant(kernel.PublicAccess(kernel.ViewSummary))
		if got := LevelOf(x.a, c); got != x.level {
			t.Errorf("%s: level %d, want %d", x.name, got, x.level)
		}
		v, err := Seen(x.a, c)
		if err != nil {
			t.Fatal(err)
		}
		s := v.(DealData)
		// What a page remembers of the case stays as it was read, whoever looks.
		kept := c.Remembering()
		for _, again := range []kernel.Actor{x.a, kernel.SystemActor(kernel.RoleSystem), x.a} {
			w, err := Seen(again, kept)
			if err != nil {
				t.Fatal(err)
			}
			if want, _ := Seen(again, c); !reflect.DeepEqual(w, want) {
				t.Errorf("%s: a page that remembers shows %+v", x.name, w)
			}
		}
		if (s.Seller.Code != "") != x.codes || (s.SellerTax != nil) != x.taxes || s.Money.Account != x.account || s.Money.PaidFrom.Account != x.payers {
			t.Errorf("%s sees code %q, taxes %v, accounts %q and %q", x.name, s.Seller.Code, s.SellerTax != nil, s.Money.Account, s.Money.PaidFrom.Account)
		}
	}
}
