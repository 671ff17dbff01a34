package ledger_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/ledger"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func reports(bases ...string) []ledger.RoyaltyReport {
	var out []ledger.RoyaltyReport
	for i, b := range bases {
		out = append(out, ledger.RoyaltyReport{Period: i + 1, Base: dec(b)})
	}
	return out
}

func entryAndRoyalty() ledger.Terms {
	return ledger.Terms{
		Deal: deal, Kind: ledger.EntryRunning, Price: 300_000 * money.Yuan,
		Tranches: []ledger.Tranche{{No: 1, Amount: 300_000 * money.Yuan}},
		Royalty:  &ledger.Royalty{Base: ledger.NetSales, Rate: dec("0.03"), Min: 100_000 * money.Yuan, TotalCap: 2_000_000 * money.Yuan, Inspection: "每年一次，由双方认可的会计师事务所查阅"},
	}
}

// The worked example of domain.md §3.7.
func TestRoyaltyGolden(t *testing.T) {
	t.Parallel()
	plan, err := entryAndRoyalty().Schedule(reports("2000000", "5000000", "9000000"))
	if err != nil {
		t.Fatal(err)
	}
	want := []money.Fen{300_000 * money.Yuan, 100_000 * money.Yuan, 150_000 * money.Yuan, 270_000 * money.Yuan}
	var total money.Fen
	for i, p := range plan {
		if p.Amount != want[i] {
			t.Errorf("payment %d = %s, want %s", i, p.Amount, want[i])
		}
		total += p.Amount
	}
	if total != 820_000*money.Yuan {
		t.Errorf("total %s, want 820,000.00", total)
	}
}

// Periods are the calendar's: the first and the last may be shorter, and say so.
func TestRoyaltyPeriods(t *testing.T) {
	t.Parallel()
	on := calendar.On
	from, to := on(2026, time.November, 20), on(2027, time.August, 10)
	for _, c := range []struct {
		every   ledger.RoyaltyEvery
		n       int
		from    calendar.Date
		to      calendar.Date
		partial bool
	}{
		{ledger.EveryMonth, 1, from, on(2026, time.November, 30), true}, {ledger.EveryMonth, 4, on(2027, time.February, 1), on(2027, time.February, 28), false},
		{ledger.EveryQuarter, 1, from, on(2026, time.December, 31), true}, {ledger.EveryQuarter, 2, on(2027, time.January, 1), on(2027, time.March, 31), false},
		{ledger.EveryQuarter, 4, on(2027, time.July, 1), to, true}, {ledger.EveryHalfYear, 1, from, on(2026, time.December, 31), true},
		{ledger.EveryYear, 2, on(2027, time.January, 1), to, true},
	} {
		r := ledger.Royalty{Every: c.every, ReportDays: 30}
		if s, ok := r.Span(c.n, from, to); !ok || s != (ledger.RoyaltySpan{Period: c.n, From: c.from, To: c.to, Partial: c.partial}) {
			t.Errorf("%s, period %d: %+v %v", c.every, c.n, s, ok)
		}
	}
	r := ledger.Royalty{Every: ledger.EveryQuarter, ReportDays: 30}
	if s, ok := r.Span(5, from, to); ok {
		t.Errorf("after the licence: %+v", s)
	}
	if _, ok := r.Span(40, from, calendar.Date{}); !ok {
		t.Error("without an end the periods end")
	}
	if _, ok := (&ledger.Royalty{}).Span(1, from, to); ok {
		t.Error("a contract that names no length has periods")
	}
}

// Counted months begin on the day they count from, each on its corresponding day or on
// the last of a shorter month; the last period ends with the licence.
func TestRoyaltyMonthsFromADay(t *testing.T) {
	t.Parallel()
	on := calendar.On
	first, effective, to := on(2026, time.August, 31), on(2026, time.September, 10), on(2028, time.January, 15)
	r := ledger.Royalty{Every: ledger.EveryMonths, Months: 6, ReportDays: 30}
	for n, want := range map[int]ledger.RoyaltySpan{
		1: {Period: 1, From: first, To: on(2027, time.February, 27)},
		2: {Period: 2, From: on(2027, time.February, 28), To: on(2027, time.August, 30)},
		3: {Period: 3, From: on(2027, time.August, 31), To: to, Partial: true},
	} {
		if s, ok := r.Span(n, r.Begin(first, effective), to); !ok || s != want {
			t.Errorf("period %d: %+v %v, want %+v", n, s, ok, want)
		}
	}
	if s, ok := r.Span(4, first, to); ok {
		t.Errorf("after the licence: %+v", s)
	}
	for start, want := range map[ledger.RoyaltyStart]calendar.Date{"": first, ledger.StartTerm: first, ledger.StartEffective: effective, ledger.StartOn: on(2027, time.January, 15)} {
		r.Start, r.StartDay = start, on(2027, time.January, 15)
		if got := r.Begin(first, effective); got != want {
			t.Errorf("%q begins %s, want %s", start, got, want)
		}
	}
	r.Start = ledger.StartEffective
	if got := r.Begin(effective, first); got != effective {
		t.Errorf("before the licence: %s", got)
	}
	if _, ok := r.Span(1, r.Begin(first, calendar.Date{}), to); ok {
		t.Error("a contract that is not in effect has periods")
	}
}

func TestRoyaltyLimits(t *testing.T) {
	t.Parallel()
	r := ledger.Royalty{Base: ledger.Profit, Rate: dec("0.1"), Min: 10_00, PeriodCap: 50_00, TotalCap: 100_00, Steps: []ledger.RateStep{{From: 4, Rate: dec("0.2")}}}
	dues, err := r.Due(20_00, reports("-500", "300", "10000", "100", "1000"))
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		due money.Fen
		by  ledger.Reason
	}{{10_00, ledger.ByMin}, {30_00, ledger.ByRate}, {50_00, ledger.ByPeriodCap}, {10_00, ledger.ByTotalCap}, {0, ledger.ByTotalCap}}
	for i, w := range want {
		if dues[i].Due != w.due || dues[i].By != w.by {
			t.Errorf("period %d: %s by %s, want %s by %s", i+1, dues[i].Due, dues[i].By, w.due, w.by)
		}
	}
	r.CapWithEntry = true
	dues, _ = r.Due(20_00, reports("300", "10000", "0"))
	if last := dues[2]; last.Due != 0 || dues[1].Total != 80_00 {
		t.Errorf("with the entry fee inside the cap: %+v", dues)
	}
}

func TestRoyaltyCorrected(t *testing.T) {
	t.Parallel()
	r := entryAndRoyalty().Royalty
	rs := append(reports("2000000", "5000000"), ledger.RoyaltyReport{Period: 1, Base: dec("4000000")})
	dues, err := r.Due(0, rs)
	if err != nil {
		t.Fatal(err)
	}
	diff := ledger.Difference(dues, map[int]money.Fen{1: 100_000 * money.Yuan, 2: 150_000 * money.Yuan})
	if len(diff) != 1 || diff[1] != 20_000*money.Yuan {
		t.Errorf("difference %v, want 20,000 for period 1", diff)
	}
	if _, err := r.Due(0, []ledger.RoyaltyReport{{Period: 2, Base: dec("1")}}); !errs.Is(err, "ledger.royalty.gap") {
		t.Errorf("a missing period gives %v", err)
	}
	if _, err := r.Due(0, reports("-1")); !errs.Is(err, "ledger.royalty.negative") {
		t.Errorf("negative sales give %v", err)
	}
}

func TestRoyaltyStaysInsideItsLimits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		limit := func(name string, min int64) money.Fen { return money.Fen(rapid.Int64Range(min, 1e9).Draw(t, name)) }
		r := ledger.Royalty{Base: ledger.NetSales, Rate: decimal.New(rapid.Int64Range(1, 1000).Draw(t, "rate"), -3), PeriodCap: limit("cap", 0), TotalCap: limit("total", 1)}
		r.Min = money.Fen(rapid.Int64Range(0, int64(r.TotalCap)).Draw(t, "min"))
		var rs []ledger.RoyaltyReport
		for i := range rapid.IntRange(1, 8).Draw(t, "periods") {
			rs = append(rs, ledger.RoyaltyReport{Period: i + 1, Base: decimal.New(rapid.Int64Range(0, 1e11).Draw(t, "base"), -2)})
		}
		dues, err := r.Due(0, rs)
		if err != nil {
			t.Fatal(err)
		}
		var sum money.Fen
		for _, d := range dues {
			before := sum
			sum += d.Due
			if d.Total != sum || sum > r.TotalCap || d.Due < 0 {
				t.Fatalf("total %d of cap %d", sum, r.TotalCap)
			}
			if d.Due < r.Min && before+r.Min <= r.TotalCap {
				t.Fatalf("due %d under the minimum %d with room left", d.Due, r.Min)
			}
			if r.PeriodCap > 0 && d.Due > max(r.PeriodCap, r.Min) {
				t.Fatalf("due %d over the cap %d", d.Due, r.PeriodCap)
			}
		}
	})
}

func TestTermsFaults(t *testing.T) {
	t.Parallel()
	good := entryAndRoyalty()
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for code, spoil := range map[string]func(*ledger.Terms){
		"ledger.terms.no_deal":        func(x *ledger.Terms) { x.Deal = "" },
		"ledger.terms.kind":           func(x *ledger.Terms) { x.Kind = "barter" },
		"ledger.terms.lump":           func(x *ledger.Terms) { x.Kind = ledger.LumpSum },
		"ledger.terms.instalments":    func(x *ledger.Terms) { x.Kind = ledger.Instalments },
		"ledger.terms.milestones":     func(x *ledger.Terms) { x.Kind = ledger.Milestones },
		"ledger.terms.royalty":        func(x *ledger.Terms) { x.Kind = ledger.RunningOnly },
		"ledger.terms.entry_royalty":  func(x *ledger.Terms) { x.Royalty = nil },
		"ledger.terms.sum":            func(x *ledger.Terms) { x.Price++ },
		"ledger.terms.tranche_number": func(x *ledger.Terms) { x.Tranches = []ledger.Tranche{{No: 2, Amount: x.Price}} },
		"ledger.terms.tranche_amount": func(x *ledger.Terms) { x.Tranches = []ledger.Tranche{{No: 1}} },
		"ledger.terms.silent_days":    func(x *ledger.Terms) { x.SilentDays = -1 },
		"ledger.royalty.inspection":   func(x *ledger.Terms) { x.Royalty.Inspection = "" },
		"ledger.royalty.rate":         func(x *ledger.Terms) { x.Royalty.Rate = dec("1.01") },
		"ledger.royalty.every":        func(x *ledger.Terms) { x.Royalty.ReportDays = 30 },
		"ledger.royalty.report_days":  func(x *ledger.Terms) { x.Royalty.Every = ledger.EveryQuarter },
		"ledger.royalty.months":       func(x *ledger.Terms) { x.Royalty.Every = ledger.EveryMonths },
		"ledger.royalty.months_alone": func(x *ledger.Terms) { x.Royalty.Every, x.Royalty.Months = ledger.EveryYear, 6 },
		"ledger.royalty.start_alone":  func(x *ledger.Terms) { x.Royalty.Start = ledger.StartTerm },
		"ledger.royalty.start":        func(x *ledger.Terms) { x.Royalty.Every, x.Royalty.Start = ledger.EveryMonths, "moon" },
		"ledger.royalty.start_day":    func(x *ledger.Terms) { x.Royalty.Every, x.Royalty.Start = ledger.EveryMonths, ledger.StartOn },
		"ledger.terms.sum_over":       func(x *ledger.Terms) { x.Price-- },
		"ledger.terms.too_many":       func(x *ledger.Terms) { x.Tranches = make([]ledger.Tranche, ledger.MostTranches+1) },
		"ledger.terms.condition":      func(x *ledger.Terms) { x.Tranches[0].Needs = []ledger.Condition{"moon"} },
		"ledger.terms.no_day":         func(x *ledger.Terms) { x.Tranches[0].Needs = []ledger.Condition{ledger.DayCome} },
		"ledger.terms.day_order": func(x *ledger.Terms) {
			x.Tranches = []ledger.Tranche{{No: 1, Day: calendar.On(2027, time.May, 1)}, {No: 2, Day: calendar.On(2027, time.April, 1)}}
		},
		"ledger.royalty.base":   func(x *ledger.Terms) { x.Royalty.Base = "turnover" },
		"ledger.royalty.limits": func(x *ledger.Terms) { x.Royalty.PeriodCap = 1 },
		"ledger.royalty.step":   func(x *ledger.Terms) { x.Royalty.Steps = []ledger.RateStep{{From: 1, Rate: dec("0.1")}} },
	} {
		x := entryAndRoyalty()
		spoil(&x)
		found := false
		for _, e := range errs.All(x.Check()) {
			found = found || e.Code == code && e.Field != ""
		}
		if !found {
			t.Errorf("%s not found in %v", code, x.Check())
		}
	}
	good.Assignment = true
	if w := good.Warnings(); len(w) != 1 || w[0].Code != "ledger.terms.before_title" {
		t.Errorf("warnings %v", w)
	}
}

func TestCommissionAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := ledger.Terms{Deal: deal, Kind: ledger.Instalments, Brokerage: &ledger.Brokerage{Broker: "b", From: rapid.SampledFrom([]ledger.Side{ledger.Buyer, ledger.Seller}).Draw(t, "from")}}
		for i := range rapid.IntRange(2, 9).Draw(t, "n") {
			a := money.Fen(rapid.Int64Range(1, 1e10).Draw(t, "amount"))
			x.Price += a
			x.Tranches = append(x.Tranches, ledger.Tranche{No: i + 1, Amount: a, Needs: ledger.StandardNeeds(true)})
		}
		x.Brokerage.Rate = decimal.New(rapid.Int64Range(1, 100).Draw(t, "rate"), -3)
		want := x.Price.MulRate(x.Brokerage.Rate)
		if rapid.Bool().Draw(t, "fixed") {
			want = money.Fen(rapid.Int64Range(1, int64(x.Price)).Draw(t, "sum"))
			x.Brokerage.Rate, x.Brokerage.Fixed = decimal.Zero, want
		}
		plan, err := x.Schedule(nil)
		if err != nil {
			t.Fatal(err)
		}
		var got, amounts money.Fen
		for _, p := range plan {
			if p.PayIn != p.ToSeller+p.Commission || p.ToSeller < 0 {
				t.Fatalf("line does not add up: %+v", p)
			}
			got += p.Commission
			amounts += p.Amount
		}
		if got != want || amounts != x.Price {
			t.Fatalf("commission %d, want %d; amounts %d of %d", got, want, amounts, x.Price)
		}
	})
}

func TestBrokerageMustBeDisclosed(t *testing.T) {
	t.Parallel()
	b := ledger.Brokerage{Broker: "b", Rate: dec("0.06"), From: ledger.Buyer, ToldBuyer: at}
	codes := map[string]bool{}
	for _, e := range errs.All(b.Check(100, dec("0.05"))) {
		codes[e.Code] = true
	}
	if len(codes) != 2 || !codes["ledger.brokerage.limit"] || !codes["ledger.brokerage.undisclosed"] {
		t.Errorf("faults %v", codes)
	}
}

// Notice on Friday 2026-09-18: seven days end on Friday 09-25, a holiday until
// 09-27; the period ends on Monday 09-28 (make-up days do not matter here).
func TestSilenceIsConsentAfterTheHoliday(t *testing.T) {
	t.Parallel()
	terms := ledger.Terms{}
	noticed := calendar.On(2026, time.September, 18).At(9)
	c := ledger.Consent{Noticed: noticed, Seller: noticed}
	for day, want := range map[calendar.Date]bool{
		calendar.On(2026, time.September, 25): false, calendar.On(2026, time.September, 28): false, calendar.On(2026, time.September, 29): true,
	} {
		given, silent, end, err := terms.Given(c, day.At(12), calendar.National())
		if err != nil || given != want || silent != want || end.Date != calendar.On(2026, time.September, 28) {
			t.Errorf("%s: given %v silent %v end %s %v, want %v", day, given, silent, end.Date, err, want)
		}
	}
	c.Objected = true
	if given, _, _, _ := terms.Given(c, calendar.On(2026, time.October, 30).At(12), calendar.National()); given {
		t.Error("silence counted although the buyer objected")
	}
	c = ledger.Consent{Seller: noticed, Buyer: noticed.Add(time.Hour)}
	if given, silent, _, _ := terms.Given(c, noticed.Add(2*time.Hour), calendar.National()); !given || silent {
		t.Error("both agreed, but the release is not free")
	}
}

// A named day and a named milestone are waited for without being chosen.
func TestDayAndMilestoneAreWaitedFor(t *testing.T) {
	t.Parallel()
	day := calendar.On(2026, time.December, 1)
	x := ledger.Terms{Deal: deal, Kind: ledger.Instalments, Price: 100, Tranches: []ledger.Tranche{{No: 1, Amount: 60, Day: day}, {No: 2, Amount: 40, Milestone: "中试"}}}
	plan, err := x.Schedule(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		n    int
		on   calendar.Date
		want string
	}{{0, day.AddDays(-1), "ledger.missing.day_come"}, {0, day, ""}, {1, day, "ledger.missing.milestone_accepted"}} {
		now := c.on.At(9)
		facts := []ledger.Fact{{Condition: ledger.ContractSigned, ObservedAt: now}, {Condition: ledger.RightsClear, ObservedAt: now}}
		if err := plan[c.n].Ready(facts, now); (c.want == "") != (err == nil) || c.want != "" && !errs.Is(err, c.want) {
			t.Errorf("payment %d on %s: %v, want %q", c.n+1, c.on, err, c.want)
		}
	}
}

func TestReadySaysAllThatIsMissing(t *testing.T) {
	t.Parallel()
	p := ledger.Payment{Tranche: 1, Needs: ledger.StandardNeeds(true)}
	facts := []ledger.Fact{
		{Condition: ledger.ContractSigned, ObservedAt: at.AddDate(0, 0, -40)},
		{Condition: ledger.RightsClear, ObservedAt: at.AddDate(0, 0, -1)},
		{Condition: ledger.TransferRegistered, ObservedAt: at},
		{Condition: ledger.DocsAccepted, Ref: "D1", ObservedAt: at},
	}
	var got []string
	for _, e := range errs.All(p.Ready(facts, at)) {
		got = append(got, e.Code)
	}
	want := []string{"ledger.stale_rights", "ledger.missing.transfer_registered", "ledger.missing.invoice_issued"}
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("missing %v, want %v", got, want)
	}
	facts = append(facts,
		ledger.Fact{Condition: ledger.RightsClear, ObservedAt: at, Blocks: []string{"保全"}, Ref: "N1"},
		ledger.Fact{Condition: ledger.TransferRegistered, Ref: "T1", ObservedAt: at}, ledger.Fact{Condition: ledger.InvoiceIssued, Ref: "F1", ObservedAt: at})
	if err := p.Ready(facts, at); !errs.Is(err, "ledger.blocked") {
		t.Errorf("a preserved right gives %v", err)
	}
	facts = append(facts, ledger.Fact{Condition: ledger.RightsClear, ObservedAt: at})
	if err := p.Ready(facts, at); err != nil {
		t.Error(err)
	}
}
