package hall

import (
	"context"
	"strings"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
	"quanlian/ledger"
	"quanlian/registry"
)

// TestWholeDeal is a university's patent from the need to the tax sheet.
func TestWholeDeal(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202210100001.1", "uni")
		listing := w.listed("uni", "202210100001.1", hall.ListInput{})
		need := w.open("buyer", hall.Need, "post", hall.NeedData{Title: "六维力测量", Text: "需要在腕部同时测量三个方向的力和力矩", Mode: "either"})
		w.do("clerk", need, "approve", nil)
		id := w.open("buyer", hall.Deal, "inquire", hall.InquireInput{Listing: listing, Need: need})
		w.do("uni", id, "welcome", nil)
		w.do("buyer", id, "sign_nda", nil)
		w.no("buyer", id, "sign_nda", nil, "utilization.hall.signed_already")
		w.do("uni", id, "sign_nda", nil)
		w.no("buyer", id, "accept", nil, "utilization.hall.no_offer_to_accept")
		w.do("buyer", id, "offer", hall.OfferInput{Terms: assignment(180 * wan)})
		w.no("buyer", id, "accept", nil, "utilization.hall.no_offer_to_accept")
		w.do("uni", id, "offer", hall.OfferInput{Terms: assignment(200 * wan)})
		w.do("buyer", id, "accept", nil)
		w.publicity(id)
		w.signed("uni", "buyer", id)
		w.in(listing, hall.ListingContract)
		w.in(need, hall.NeedMet)
		w.recorded("uni", "buyer", id)
		w.in(listing, hall.ListingSold)
		if o := w.owners("202210100001.1"); len(o) != 1 || o[0].Party != "buyer" {
			t.Fatalf("owners %v", o)
		}
		w.delivered("uni", "buyer", id, 200*wan)
		w.paid("uni", "buyer", id)
		w.in(id, hall.DealDelivery)
		w.paid("uni", "buyer", id)
		w.in(id, hall.DealTaxing)
		w.do("uni", id, "recognise", hall.RecognitionInput{No: "2026330100000001", Kind: "转让", Total: 200 * wan, Technology: 200 * wan, Income: 200 * wan, Date: calendar.DateOf(w.clock.Now())})
		w.do("clerk", id, "settle", nil)
		w.in(id, hall.DealSettled)
		p := w.position(id)
		if p.Custody() != 0 || p.Released != 200*wan || p.Deposited != 200*wan {
			t.Fatalf("position %+v", p)
		}
		if d := w.deal(id); d.Tax == nil || d.Tax.Note != "" || w.taxPapers(id) != "buyer seller" {
			t.Fatalf("tax %+v", d.Tax)
		}
		w.audit()
		for _, s := range hall.Progress(w.deal(id), w.state(id)) {
			if s.When != hall.Past {
				t.Fatalf("step %s is %s", s.Step, s.When)
			}
		}
	})
}

// publicity holds the deal open for fifteen days, past an objection.
func (w *world) publicity(id kernel.CaseID) {
	w.t.Helper()
	w.in(id, hall.DealPublicity)
	k := w.get(id)
	if c, ok := hall.TurnClock(k, w.deal(id), w.rules.Calendar); !ok || c.Due != calendar.DateOf(w.clock.Now()).AddDays(15) {
		w.t.Fatalf("clock %+v", c)
	}
	w.no("clerk", id, "end_publicity", nil, "utilization.hall.publicity_runs")
	w.do("clerk", id, "object", hall.ObjectInput{By: "教师", Text: "价格偏低"})
	if _, err := w.d.Act(context.Background(), kernel.Actor{}, desk.Command{Case: id, Move: "object_openly", Key: w.key(), Input: raw(itemflow.ObjectInput{Name: "市民", Text: "价格偏低"})}); !hasCode(err, "kernel.itemflow.objector_contact") {
		w.t.Fatalf("an objection of nobody: %v", err)
	}
	_, err := w.d.Act(context.Background(), kernel.Actor{}, desk.Command{Case: id, Move: "object_openly", Key: w.key(), Input: raw(itemflow.ObjectInput{Name: "市民", Contact: "13800000000", Text: "价格偏低"})})
	w.ok(err)
	if o := w.deal(id).Publicity.Objections; len(o) != 2 || len(o[1].Code) != 8 || o[1].Contact == "" {
		w.t.Fatalf("objections %+v", o)
	}
	w.do("clerk", id, "settle_objection", hall.SettleInput{Result: "价格有评估支持"})
	w.pass(15 * day)
	if n, err := w.d.Due(context.Background(), w.clock.Now()); err != nil || n != 0 {
		w.t.Fatalf("the timer fired on the last day: %d %v", n, err)
	}
	w.pass(day)
	if n, err := w.d.Due(context.Background(), w.clock.Now()); err != nil || n != 1 {
		w.t.Fatalf("timers %d %v", n, err)
	}
	w.in(id, hall.DealDraft)
}

// audit proves the whole book.
func (w *world) audit() {
	w.t.Helper()
	w.ok(w.s.LedgerAudit(context.Background()))
}

func TestStateOwnedNeedsAFiledAppraisal(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202210100002.2", "soe")
		id := w.talking("soe", "buyer", w.listed("soe", "202210100002.2", hall.ListInput{}))
		w.agreed("soe", "buyer", id, assignment(100*wan))
		w.no("soe", id, "draft", nil, "utilization.hall.filing_missing")
		today := calendar.DateOf(w.clock.Now())
		filed := hall.FileInput{No: "备2026-118", Institution: "云澜资产评估有限公司", Value: 110 * wan, BaseDay: today.AddDays(-60), Filed: today.AddDays(-10)}
		for code, wrong := range map[string]func(in *hall.FileInput){
			"utilization.hall.filing_number":      func(in *hall.FileInput) { in.No = "" },
			"utilization.hall.filing_institution": func(in *hall.FileInput) { in.Institution = "" },
			"utilization.hall.filing_value":       func(in *hall.FileInput) { in.Value = 0 },
			"utilization.hall.filing_base_day":    func(in *hall.FileInput) { in.BaseDay = today.AddDays(1) },
			"utilization.hall.filing_day":         func(in *hall.FileInput) { in.Filed = in.BaseDay.AddDays(-1) },
		} {
			in := filed
			wrong(&in)
			w.no("soe", id, "file_value", in, code)
		}
		w.no("soe", id, "file_value", hall.FileInput{No: "1", Institution: "甲", Value: wan, BaseDay: today, Filed: today, Proof: []string{w.upload("buyer")}}, "kernel.upload_gone")
		filed.Proof = []string{w.upload("soe")}
		w.do("soe", id, "file_value", filed)
		if d := w.deal(id); d.Filing == nil || d.StateFile != filed.No || d.Below() != 10*wan || len(d.Filing.Files) != 1 {
			t.Errorf("filed: %+v", d.Filing)
		}
		w.do("soe", id, "draft", nil)
		w.no("buyer", id, "sign", hall.SignInput{}, "kernel.wire.missing")
		w.no("buyer", id, "sign", hall.SignInput{Hash: "other"}, "utilization.hall.other_text")
	})
}

// TestRunningRoyalty is the example of domain.md §3.7: 820,000 over three
// periods, each paid in and released on its own.
func TestRunningRoyalty(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202210100003.3", "owner")
		listing := w.listed("owner", "202210100003.3", hall.ListInput{Deal: "licence", Licence: "ordinary", Price: 30 * wan})
		id := w.talking("owner", "buyer", listing)
		w.crossed(id, "202210100103.3")
		w.happens("202210100103.3", registry.Pledged, "Y2026980007")
		w.early(id, "utilization.hall.back_barred_by")
		w.happens("202210100103.3", registry.PledgeEnded, "Y2026980007")
		w.early(id)
		w.signed("owner", "buyer", id)
		w.barredBack(id, "202210100103.3", "Y2026980008", func() { w.no("buyer", id, "deposit", account("1"), "utilization.hall.back_barred_by") })
		w.recorded("owner", "buyer", id)
		for _, number := range []string{"202210100003.3", "202210100103.3"} { // both ways, with the term of the contract
			v, err := w.s.Right(context.Background(), number)
			w.ok(err)
			list, d := registry.AsOf(v.Events, w.today(), w.clock.Now()).Licences, w.deal(id)
			if len(list) != 1 || list[0].From != d.Terms.From || list[0].Until != d.Terms.To || list[0].Since != d.Record.Date {
				t.Fatalf("the register of %s has %+v", number, list)
			}
		}
		w.delivered("owner", "buyer", id, 30*wan)
		w.do("owner", id, "ask_release", account("2"))
		w.barredBack(id, "202210100103.3", "Y2026980009", func() { w.no("buyer", id, "release", nil, "utilization.hall.back_barred_by") })
		w.paid("owner", "buyer", id)
		w.in(id, hall.DealRunning)
		w.reminded(id)
		for i, sales := range []string{"2000000", "5000000", "9000000"} {
			w.period(id, i+1, sales)
		}
		if p := w.position(id); p.Released != 82*wan || p.Custody() != 0 {
			t.Fatalf("released %s", p.Released)
		}
		w.no("clerk", id, "finish", kernel.ReasonInput{Reason: "期满"}, "utilization.hall.still_running")
		w.no("owner", id, "finish", kernel.ReasonInput{}, "kernel.reason_needed")
		w.do("owner", id, "finish", kernel.ReasonInput{Reason: "不再提成"})
		w.do("clerk", id, "settle", nil)
		d := w.deal(id)
		if d.Tax.Relief != 0 || d.Tax.Note == "" {
			t.Fatalf("without a recognition number: relief %s, why %q", d.Tax.Relief, d.Tax.Note)
		}
		w.recordAwaited("202210100203.3")
		w.audit()
	})
}

// recordAwaited: the seller is told before the three months of the record are over,
// and everybody after them.
func (w *world) recordAwaited(number string) {
	w.t.Helper()
	w.patent(number, "owner")
	id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{Deal: "licence", Licence: "sole", Price: 30 * wan}))
	w.agreed("owner", "buyer", id, w.licence())
	w.signed("owner", "buyer", id)
	for _, x := range []struct{ days, due, late int }{{70, 0, 0}, {10, 1, 0}, {15, 1, 1}} {
		w.pass(time.Duration(x.days) * day)
		w.due()
		if due, late := w.notices("owner", "utilization.hall.notice.record_due"), w.notices("buyer", "utilization.hall.notice.record_late"); due != x.due || late != x.late {
			w.t.Fatalf("on %s the seller was reminded %d times, the buyer told of %d late records", w.today(), due, late)
		}
	}
}

// crossed agrees on a cross licence: the buyer gives a right of its own in return.
func (w *world) crossed(id kernel.CaseID, back string) {
	w.t.Helper()
	x := w.licence()
	x.Back = []hall.BackLicence{{Right: back}}
	w.no("buyer", id, "offer", hall.OfferInput{Terms: x}, "registry.no_such_right")
	late := x // what the register and the figures say is told at once
	late.To, late.Equipment = x.To.AddYears(40), x.Price+1
	var fields []string
	for _, e := range errs.All(w.try("buyer", id, "offer", hall.OfferInput{Terms: late})) {
		fields = append(fields, e.Field)
	}
	if strings.Join(fields, " ") != "terms.equipment terms.to terms.back.0.right" {
		w.t.Errorf("told of %v", fields)
	}
	w.patent(back, "buyer")
	w.no("buyer", id, "offer", hall.OfferInput{Terms: x}, "utilization.hall.back_not_cross")
	x.Licence, x.Back = registry.Cross, nil
	x.Royalty.Every, x.Royalty.ReportDays = ledger.EveryMonth, 15
	w.no("buyer", id, "offer", hall.OfferInput{Terms: x}, "utilization.hall.back_missing")
	x.Back = []hall.BackLicence{{Right: "202210100003.3"}}
	w.no("buyer", id, "offer", hall.OfferInput{Terms: x}, "utilization.hall.back_not_buyers")
	x.Back = []hall.BackLicence{{Right: back}}
	free := x
	free.PriceKind, free.Price, free.Tranches, free.Royalty = ledger.LumpSum, 0, nil, nil
	w.no("buyer", id, "offer", hall.OfferInput{Terms: free}, "utilization.hall.nothing_to_pay")
	w.agreed("owner", "buyer", id, x)
	if b := w.deal(id).Terms.Back[0]; b.Title == "" || b.Territory != x.Territory {
		w.t.Fatalf("the return licence reads %+v", b)
	}
}

// barredBack: what the buyer licenses in return is looked at as the right of the
// deal is; what bars it stops the money and is told, and its end too.
func (w *world) barredBack(id kernel.CaseID, back, pledge string, stops func()) {
	w.t.Helper()
	before, err := w.s.RightsChanged(context.Background(), []string{"202210100003.3", back})
	w.ok(err)
	w.happens(back, registry.Pledged, pledge)
	if after, err := w.s.RightsChanged(context.Background(), []string{"202210100003.3", back}); err != nil || !after.After(before) {
		w.t.Errorf("the register changed at %s, %s before: %v", after, before, err)
	}
	stops()
	if !w.looks(id) || w.looks(id) || w.deal(id).Barred() == nil {
		w.t.Fatal("a pledge on the return licence is told once")
	}
	why := w.deal(id).Barred().Findings
	for language, want := range map[lang.Lang]string{lang.Zh: "质押", lang.En: "pledged"} {
		if f := why[len(why)-1]; !strings.Contains(lang.For(language).Fill(f.Code, f.Args), want) || !strings.Contains(lang.For(language).Fill(f.Code, f.Args), pledge) {
			w.t.Errorf("the bar of the return licence does not say why: %+v", f)
		}
	}
	w.happens(back, registry.PledgeEnded, pledge)
	if !w.looks(id) || w.deal(id).Barred() != nil {
		w.t.Fatal("the end of the pledge is not told")
	}
}

// reminded waits for the first report, of a part of a month: nobody reports before
// its end, the buyer is reminded after it, and all are told when it is late.
func (w *world) reminded(id kernel.CaseID) {
	w.t.Helper()
	s, ok := w.deal(id).NextSpan()
	if !ok || !s.Partial || s.To != calendar.On(2026, time.November, 30) {
		w.t.Fatalf("the first period is %+v", s)
	}
	var in hall.ReportInput
	in.Report = hall.PeriodReport{Period: 1, Base: base("1")}
	w.no("buyer", id, "report_sales", in, "utilization.hall.report_early")
	w.pass(9 * day)
	w.due()
	if w.notices("buyer", "utilization.hall.notice.report_due") != 1 || w.notices("owner", "utilization.hall.notice.report_late") != 0 {
		w.t.Fatal("the buyer is not reminded after the period")
	}
	if c, ok := hall.TurnClock(w.get(id), w.deal(id), w.rules.Calendar); !ok || c.Name != "royalty_report" || c.Due != calendar.On(2026, time.December, 15) || c.Stands {
		w.t.Fatalf("the clock is %+v %v", c, ok)
	}
	w.pass(15 * day)
	w.due()
	for _, who := range []string{"buyer", "owner", "clerk"} {
		if w.notices(who, "utilization.hall.notice.report_late") != 1 {
			w.t.Fatalf("%s is not told that the report is late", who)
		}
	}
}

func (w *world) period(id kernel.CaseID, n int, sales string) {
	w.t.Helper()
	w.pass(30 * day)
	var in hall.ReportInput
	in.Report = hall.PeriodReport{Period: n + 1, Base: base(sales)}
	w.no("buyer", id, "report_sales", in, "utilization.hall.report_period")
	in.Report.Period, in.Report.Base = n, nil
	w.no("buyer", id, "report_sales", in, "utilization.hall.report_base")
	in.Report.Base = base("-1")
	w.no("buyer", id, "report_sales", in, "ledger.royalty.negative")
	in.Report.Base = base(sales + "0") // a digit too many, put right before anything is paid
	w.do("buyer", id, "report_sales", in)
	w.in(id, hall.DealDeposit)
	in.Report.Base = base(sales)
	w.no("owner", id, "correct_report", in, "kernel.not_your_move")
	w.do("buyer", id, "correct_report", in)
	w.in(id, hall.DealDeposit)
	if d := w.deal(id); len(d.Money.Reports) != n || !d.Money.Reports[n-1].Base.Equal(dec(sales)) {
		w.t.Fatalf("corrected to %+v", d.Money.Reports)
	}
	if step, _ := hall.Step(w.get(id)); step != 7 {
		w.t.Fatalf("a later period stands on step %d", step)
	}
	w.do("buyer", id, "deposit", account("1"))
	w.banks()
	w.in(id, hall.DealDelivery)
	w.no("owner", id, "ask_release", account("2"), "ledger.missing.invoice_issued")
	w.invoice("owner", id, "2633000000000000010"+string(rune('0'+n)), w.position(id).Locked)
	w.do("owner", id, "ask_release", account("2"))
	w.do("buyer", id, "release", nil)
	w.banks()
	w.in(id, hall.DealRunning)
}

// TestSilenceIsConsent: the seller may release when the buyer has said nothing
// for seven days, and not before.
func TestSilenceIsConsent(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id := w.assigned("202210100004.4", assignment(100*wan))
		// Asked before the buyer could agree, the days would run against nobody.
		w.no("owner", id, "ask_release", account("2"), "ledger.missing.docs_accepted")
		if !hall.Idle(w.as("owner"), w.get(id), "ask_release") {
			t.Error("the seller is offered to ask for what lacks its conditions")
		}
		w.delivered("owner", "buyer", id, 100*wan)
		w.no("buyer", id, "release", nil, "utilization.hall.not_asked")
		w.do("owner", id, "ask_release", account("2"))
		w.pass(6 * day)
		w.do("owner", id, "ask_release", account("2")) // asking again starts nothing anew
		w.no("owner", id, "release", nil, "utilization.hall.no_consent")
		w.pass(2 * day)
		w.do("owner", id, "release", nil)
		w.in(id, hall.DealReleasing)
		w.banks()
		if p := w.position(id); p.Released != 75*wan {
			t.Fatalf("released %s", p.Released)
		}
		// Another account for the second part: the days count from there.
		w.do("owner", id, "ask_release", account("3"))
		w.pass(8 * day)
		w.do("owner", id, "ask_release", account("4"))
		w.no("owner", id, "release", nil, "utilization.hall.no_consent")
	})
}

// TestTwoDealsCannotBothReachAContract: both are accepted at one instant.
func TestTwoDealsCannotBothReachAContract(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202210100005.5", "owner")
		listing := w.listed("owner", "202210100005.5", hall.ListInput{})
		one, two := w.talking("owner", "buyer", listing), w.talking("owner", "rival", listing)
		w.do("buyer", one, "offer", hall.OfferInput{Terms: assignment(100 * wan)})
		w.do("rival", two, "offer", hall.OfferInput{Terms: assignment(120 * wan)})
		w.pass(time.Minute)
		done := make(chan error, 2)
		actor := w.as("owner")
		for i, id := range []kernel.CaseID{one, two} {
			go func() { done <- w.act(actor, id, "accept", i) }()
		}
		a, b := <-done, <-done
		if (a == nil) == (b == nil) {
			t.Fatalf("both or neither: %v, %v", a, b)
		}
	})
}
