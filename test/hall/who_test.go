package hall

import (
	"slices"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
	"quanlian/kernel"
)

// who lists, apart from the tables of the hall, who may make each move. Roles
// that do not stand here must be refused.
const who = `
listing list        owner
listing approve     clerk
listing amend       owner
listing suspend     clerk system
listing relist      clerk
listing reprice     owner
listing correct     owner
listing prolong     owner
listing add_consent owner
listing check_consent clerk
listing expire      timer
listing contracted  system
listing sold        system
listing free        system
listing unpublish   system
listing evaluate    system
bulk upload         owner
bulk read           system
bulk check          system
bulk recheck        owner
bulk start          owner
bulk pause          owner
bulk resume         owner
bulk rows           system
need post           owner
need approve        clerk
need amend          owner
need met            owner system
need end            owner system
need deadline       timer
need fulfilled      system
need push           system
need alerts         owner
need classes        owner
listing broker_joins system
listing drop_broker owner broker
need broker_joins   system
need drop_broker    owner broker
invitation invite   owner
invitation agree    seller buyer
invitation refuse   seller buyer
invitation accept   broker
invitation decline  broker
invitation withdraw seller buyer
invitation lapse    timer
invitation ended    system
broker publish      owner
broker edit         owner
broker suspend      clerk
broker restore      clerk
broker close        owner
look ask            owner
look record         clerk head
look confirm        clerk head
look answered       system
look freshened      system
look end            clerk head
request ask         owner
request decline     seller
request hand        clerk head
request end         clerk head
request lapse       timer
request listed      system
request need_ended  system
deal pair           owner
deal inquire        owner
deal welcome        seller
deal decline        seller buyer
deal sign_nda       seller buyer
deal accept_pairing seller buyer
deal withdraw_pairing broker
deal lapse          timer
deal explain        system
deal broker_joins   system
deal broker_terms   broker
deal agree_commission seller buyer
deal drop_broker    seller buyer broker
deal offer          seller buyer
deal accept         seller buyer
deal rival_signs    system
deal listing_changed system
deal object         clerk
deal object_openly  public
deal settle_objection clerk head
deal end_publicity  timer clerk
deal outage         outage
deal file_value     seller clerk
deal back_consent   buyer
deal check_back_consent clerk
deal draft          seller broker
deal sign           seller buyer
deal signature_answer esign
deal enter_signature clerk
deal back_to_talks  seller buyer
deal deposit        buyer
deal attribute      clerk finance
deal bank_answer    bank
deal recognise      seller clerk
deal file           seller clerk
deal office_answer  office
deal enter_record   clerk
deal correct_record clerk
deal deliver        seller
deal accept_delivery buyer
deal refuse_delivery buyer
deal invoice        seller
deal ask_release    seller
deal release        seller buyer
deal report_sales   buyer
deal correct_report buyer
deal finish         seller clerk
deal tax_facts      seller buyer
deal dispute        seller buyer
deal end_dispute    clerk head
deal commission_again broker clerk
deal settle         clerk
deal terminate      clerk head
deal refund_again   clerk
deal consents       system
deal ask_end        seller buyer
deal agree_end      seller buyer
deal refuse_end     seller buyer
deal withdraw_end   seller buyer
deal end_overdue    timer
deal decide_end     clerk head
deal watch          system
deal remind_report  timer
deal payment_day    timer
deal remind_record  timer
`

var everyRole = []kernel.Role{hall.Seller, hall.Buyer, hall.Broker, hall.Bank, hall.Office, hall.Esign, hall.Clerk, kernel.RoleHead, kernel.RoleOwner, kernel.RoleSystem, hall.Timer, hall.Finance, kernel.RolePublic}

// allowed reads the list: flow and move to roles.
func allowed() map[string][]kernel.Role {
	out := map[string][]kernel.Role{}
	for line := range strings.Lines(who) {
		f := strings.Fields(line)
		if len(f) < 3 {
			continue
		}
		for _, r := range f[2:] {
			out[f[0]+" "+f[1]] = append(out[f[0]+" "+f[1]], kernel.Role(r))
		}
	}
	return out
}

func flows(t *testing.T) []*kernel.Flow {
	t.Helper()
	tax, err := taxation.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return hall.Flows(hall.DefaultRules(calendar.National(), tax))
}

func short(f *kernel.Flow) string { return strings.TrimPrefix(string(f.Addr), hall.Matter+".") }

// TestOnlyWhoMay tries every move in every state it starts from, in every role.
func TestOnlyWhoMay(t *testing.T) {
	t.Parallel()
	list := allowed()
	for _, f := range flows(t) {
		if bad := f.Check(); len(bad) > 0 {
			t.Errorf("table of %s: %v", f.Addr, bad)
		}
		for _, m := range f.Moves {
			if strings.HasPrefix(m.Name, "std.") {
				continue
			}
			may, known := list[short(f)+" "+m.Name]
			if !known {
				t.Errorf("%s of %s stands in no list of who may", m.Name, f.Addr)
			}
			for _, s := range m.From {
				for _, r := range everyRole {
					err := f.Fits(m, kernel.Case{State: s}, []kernel.Role{r})
					if ok := slices.Contains(may, r); ok != (err == nil) || (!ok && errs.KindOf(err) != errs.Forbidden) {
						t.Errorf("%s makes %s in %s: %v, want allowed %v", r, m.Name, s, err, ok)
					}
				}
			}
		}
	}
}

// TestWhoseTurnCanDoSomething: in every state that waits for somebody, they
// have a move.
func TestWhoseTurnCanDoSomething(t *testing.T) {
	t.Parallel()
	for _, f := range flows(t) {
		for _, s := range f.States {
			if s.Turn == "" {
				continue
			}
			if !slices.ContainsFunc(f.Moves, func(m kernel.Move) bool {
				return !strings.HasPrefix(m.Name, "std.") && f.Fits(m, kernel.Case{State: s.Name}, []kernel.Role{s.Turn}) == nil
			}) {
				t.Errorf("%s in %s: it is the turn of %s, who can do nothing", f.Addr, s.Name, s.Turn)
			}
		}
	}
}

// TestEverythingHasWords: states, moves, limits, steps, roles and notices are
// named in both languages.
func TestEverythingHasWords(t *testing.T) {
	t.Parallel()
	for _, code := range []lang.Lang{lang.Zh, lang.En} {
		l := lang.For(code)
		need := func(key string) {
			if !l.Has(key) {
				t.Errorf("%s: %s has no words", code, key)
			}
		}
		for _, f := range flows(t) {
			for _, s := range f.States {
				need(f.Addr.Key() + ".state." + string(s.Name))
			}
			for _, m := range append(slices.Clone(f.Moves), f.Opens...) {
				if strings.HasPrefix(m.Name, "std.") {
					need("kernel.move." + m.Name)
				} else {
					need(f.Addr.Key() + ".move." + m.Name)
				}
			}
		}
		for _, s := range hall.Steps() {
			need("utilization.hall.step." + s)
		}
		for _, r := range everyRole {
			if r != kernel.RoleSystem {
				need("utilization.hall.role." + string(r))
			}
		}
	}
}

// TestOutsidersAndLevels: a stranger does not learn that a deal exists; before
// the agreement on secrecy the sides see no secret and no message.
func TestOutsidersAndLevels(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100021.1"
		w.patent(number, "owner")
		listing := w.listed("owner", number, hall.ListInput{})
		id := w.open("buyer", hall.Deal, "inquire", hall.InquireInput{Listing: listing})
		w.no("rival", id, "welcome", nil, "kernel.no_such_case")
		w.no("buyer", id, "welcome", nil, "kernel.not_your_move")
		w.no("clerk", id, "welcome", nil, "kernel.not_your_move")
		w.no("owner", id, "deposit", account("1"), "kernel.not_in_this_state")
		w.no("owner", listing, "approve", nil, "kernel.not_in_this_state")
		l, err := hall.ListingOf(w.get(listing))
		w.ok(err)
		if v := hall.ListingView(l, w.deal(id).Opens()); v.Secret != "" || v.Contact != "" || v.Seller.Code != "" || v.Checks != nil || v.Title == "" {
			t.Fatalf("before the agreement the buyer sees %+v", v)
		}
		if _, level := kernel.RolesOf(w.as("buyer"), w.get(id)); level != kernel.ViewDetail {
			t.Fatalf("level %d before the agreement", level)
		}
		w.do("owner", id, "welcome", nil)
		w.do("buyer", id, "sign_nda", nil)
		if w.deal(id).Opens() != kernel.ViewSummary {
			t.Fatal("one signature opens the secrets")
		}
		w.do("owner", id, "sign_nda", nil)
		if v := hall.ListingView(l, w.deal(id).Opens()); v.Secret == "" || v.Contact == "" {
			t.Fatal("the agreement opens nothing")
		}
		d := w.deal(id)
		if d.Disclosed == nil || d.Disclosed.Secret == "" || hall.DealView(d, kernel.ViewDetail, hall.Buyer).Disclosed != nil {
			t.Fatalf("disclosed %+v", d.Disclosed)
		}
		for _, who := range []string{"buyer", "owner"} {
			if _, level := kernel.RolesOf(w.as(who), w.get(id)); level != kernel.ViewSecret {
				t.Fatalf("%s has level %d after the agreement", who, level)
			}
		}
		w.accounts(id)
	})
}

// accounts: neither side sees the other's account or taxes, the public nothing.
func (w *world) accounts(id kernel.CaseID) {
	w.t.Helper()
	w.do("owner", id, "tax_facts", hall.TaxFacts{SeparateAccounts: true})
	d := w.deal(id)
	d.Money.Account, d.Money.PaidFrom.Account = "6222000099991234", "6222000088885678"
	b := hall.DealView(d, kernel.ViewSecret, hall.Buyer)
	if b.SellerTax != nil || b.Money.Account != "************1234" || b.Money.PaidFrom.Account != "6222000088885678" {
		w.t.Fatalf("the buyer sees %+v", b.Money)
	}
	p := hall.DealView(d, kernel.ViewSummary, kernel.RolePublic)
	if p.Buyer.Name != "" || p.Terms != nil || p.Money.Account != "" || p.SellerTax != nil || !p.NDA.Seller.IsZero() {
		w.t.Fatalf("the public sees %+v", p)
	}
}
