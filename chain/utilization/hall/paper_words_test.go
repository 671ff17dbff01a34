package hall

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/lang"
	"quanlian/engine/taxation"
	"quanlian/ledger"
	"quanlian/registry"
)

// A code of ours, a bare rate or a hole where a word should be; a Chinese paper
// has no Latin words at all.
var notWords = map[string]*regexp.Regexp{"zh": regexp.MustCompile(`[a-z]{4,}|⟦|（无）|0\.0[1-9]\d* `), "en": regexp.MustCompile(`[a-z]+_[a-z_]+|⟦|\(none\)|0\.0[1-9]\d* `)}

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func licenceTerms() Terms {
	return Terms{Deal: registry.LicenceDeal, Licence: registry.Exclusive, PriceKind: ledger.EntryRunning, Price: 30000000, Territory: "中国", Field: "不限",
		Tranches: []Part{{Name: "入门费", Amount: 30000000, Needs: []ledger.Condition{ledger.LicenceRecorded, ledger.InvoiceIssued}}},
		Royalty:  &ledger.Royalty{Base: ledger.NetSales, Rate: decimal.RequireFromString("0.03"), Steps: []ledger.RateStep{{From: 4, Rate: decimal.RequireFromString("0.02")}}, Min: 10000000, TotalCap: 200000000, Inspection: "每年一月查阅上年销售账"},
		From:     day("2026-12-01"), To: day("2036-11-30"), Materials: "图纸", Acceptance: "样机复测", Improve: "归作出改进的一方", Disputes: "协商"}
}

// drawn is the text of a template filled with the data, in a language.
func drawn(t *testing.T, template, lang string, data any) string {
	t.Helper()
	raw, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	blocks, err := documents.Fill(documents.FS, Matter+"/"+template, lang, raw)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, x := range blocks {
		b.WriteString(x.Text + strings.Join(x.Cells, " | ") + "\n")
	}
	return b.String()
}

func says(t *testing.T, lang, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("the paper does not say %q:\n%s", w, text)
		}
	}
	if bad := notWords[lang].FindString(text); bad != "" {
		t.Errorf("the paper says %q:\n%s", bad, text)
	}
}

// What both sign says the whole price in words: rate, least, cap, conditions.
func TestContractSaysTheTermsInWords(t *testing.T) {
	t.Parallel()
	x := licenceTerms()
	p := contractPaper{No: "YL2026-JY-00001", Right: "202310000001.X", Title: "方法", Seller: PartyRef{Name: "甲", Code: "A1"}, Buyer: PartyRef{Name: "乙", Code: "B1"}, Terms: x, Words: x.words()}
	says(t, "zh", drawn(t, "contract_licence", "zh", p), "独占许可", "净销售额", "3%", "第4期起的费率", "2%", "100,000.00元", "2,000,000.00元", "许可已备案", "7个自然日", "价款不含增值税")
	says(t, "en", drawn(t, "contract_licence", "en", p), "Net sales", "3%", "CNY 100,000.00", "licence recorded", "7 calendar days")

	x.Licence, x.Back = registry.Cross, []BackLicence{{Right: "202310000002.1", Title: "装置", Territory: "中国", Field: "不限"}}
	p.Terms, p.Words = x, x.words()
	says(t, "zh", drawn(t, "contract_licence", "zh", p), "互相许可", "202310000002.1", "不得分许可", "差额", "同样的保证")
	says(t, "en", drawn(t, "contract_licence", "en", p), "Cross licence", "202310000002.1 | 装置 | China | no limits", "set off", "warrants the same")
	before := struct { // a paper of before, whose rows had no words of their own
		contractPaper
		Words struct {
			termWords
			Back []BackLicence `json:"back"`
		} `json:"words"`
	}{contractPaper: p}
	before.Words.termWords, before.Words.Back = p.Words, x.Back
	if text := drawn(t, "contract_licence", "en", before); !strings.Contains(text, "202310000002.1 | 装置 | 中国 | 不限") {
		t.Errorf("the paper of before has lost its table:\n%s", text)
	}

	x = Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: 100, ShareOnly: true, SilentDays: 5, Tranches: []Part{{Name: "全部价款", Amount: 100}}, Territory: "中国", Field: "不限", Materials: "图纸", Acceptance: "复测", Improve: "归改进方", Disputes: "协商"}
	p.Terms, p.Words = x, x.words()
	says(t, "zh", drawn(t, "contract_assignment", "zh", p), "一次付清", "5个自然日", "份额", "权利核查无异常")
}

// What the sides add of their own stands in the contract and its copy, marked as
// theirs; a contract without says nothing of it.
func TestContractHoldsTheSidesOwnTerms(t *testing.T) {
	t.Parallel()
	x := licenceTerms()
	p := contractPaper{No: "YL2026-JY-00001", Right: "202310000001.X", Title: "方法", Seller: PartyRef{Name: "甲", Code: "A1"}, Buyer: PartyRef{Name: "乙", Code: "B1"}}
	for _, template := range []string{"contract_licence", "contract_assignment"} {
		if template == "contract_assignment" {
			x = Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: 100_000_00, Tranches: []Part{{Name: "全部价款", Amount: 100_000_00}}, Territory: "中国", Field: "不限", Materials: "图纸", Acceptance: "复测", Improve: "归改进方", Disputes: "协商"}
		}
		p.Terms, p.Words = x, x.words()
		for _, l := range []string{"zh", "en"} {
			if text := drawn(t, template, l, p); strings.Contains(text, "另行约定") || strings.Contains(text, "违约金") || strings.Contains(text, "Notices") {
				t.Errorf("%s says of what was not agreed:\n%s", template, text)
			}
		}
		x.Own = OwnTerms{DamagesRate: decimal.RequireFromString("0.1"), SellerNotice: "鹤汀1号", Further: "培训两次\n\n 样机由买方保管 "}
		p.Terms, p.Words = x, x.words()
		says(t, "zh", drawn(t, template, "zh", p), "10%", x.DamagesOf().String()+"元", "鹤汀1号", "双方另行约定", "不是标准文本", "1．培训两次", "2．样机由买方保管", "第五百八十五条")
		says(t, "en", drawn(t, template, "en", p), "10% of the", "CNY "+x.DamagesOf().String(), "鹤汀1号", "Further clauses", "2. 样机由买方保管", "art. 585")
		x.Own = OwnTerms{Damages: 5_000_00}
		p.Terms, p.Words = x, x.words()
		says(t, "zh", drawn(t, template, "zh", p), "支付5,000.00元")
	}
	for code, o := range map[string]OwnTerms{
		"utilization.hall.damages_one":  {DamagesRate: decimal.RequireFromString("0.1"), Damages: 1},
		"utilization.hall.damages_rate": {DamagesRate: decimal.RequireFromString("10")},
		"utilization.hall.damages_sum":  {Damages: -1},
		"utilization.hall.too_long":     {Further: strings.Repeat("长", longText+1)},
	} {
		var l errs.List
		o.check(&l, 100)
		if len(l) != 1 || l[0].Code != code {
			t.Errorf("%s: %v", code, l)
		}
	}
}

// The words with which the form of an offer begins are Chinese in the Chinese
// contract and English in its copy, whoever filled it in.
func TestFormWordsFollowTheLanguage(t *testing.T) {
	t.Parallel()
	typed := Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: 100, Tranches: []Part{{Name: "whole price", Amount: 100}}, Territory: "China", Field: "no limits", Materials: "图纸", Acceptance: "复测", Improve: "the side that makes them", Disputes: "in court, where the sides do not come to terms"}
	x := typed.SaidBy(lang.For(lang.Zh))
	p := contractPaper{No: "YL2026-JY-00001", Right: "202310000001.X", Title: "方法", Seller: PartyRef{Name: "甲", Code: "A1"}, Buyer: PartyRef{Name: "乙", Code: "B1"}, Terms: x, Words: x.words()}
	says(t, "zh", drawn(t, "contract_assignment", "zh", p), "地域：中国", "领域：不限", "全部价款", "归作出改进的一方", "向人民法院起诉")
	says(t, "en", drawn(t, "contract_assignment", "en", p), "Territory: China", "Field: no limits", "whole price", "Improvements: the side that makes them.", "in court")
	if got := typed.SaidBy(lang.For(lang.En)); got.Field != "no limits" || got.Tranches[0].Name != "whole price" {
		t.Errorf("%+v", got)
	}
	if got := (DealData{Terms: &x}).paymentName(ledger.Payment{Tranche: 1}); got.ZH != "全部价款" || got.EN != "whole price" {
		t.Errorf("the closing papers call the payment %+v", got)
	}
	x.Field = "茶叶 tea"
	if got := x.SaidBy(lang.For(lang.En)); got.Field != "茶叶 tea" || x.Tranches[0].Name != "全部价款" {
		t.Errorf("typed words changed: %+v, %+v", got, x)
	}
}

// An offer that answers another changes its price once: the one payment follows.
func TestAnswerChangesThePriceOnce(t *testing.T) {
	t.Parallel()
	lump := Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: 80, Tranches: []Part{{Name: "全部价款", Amount: 80}}}
	x := lump.Open()
	x.Price = 85
	if got := x.whole(); got.Tranches[0].Amount != 85 || lump.Tranches[0].Amount != 80 {
		t.Errorf("%+v, %+v", got, lump)
	}
	two := Terms{PriceKind: ledger.Instalments, Price: 80, Tranches: []Part{{Amount: 50}, {Amount: 30}}}
	if got := two.Open(); got.Tranches[0].Amount != 50 {
		t.Errorf("%+v", got)
	}
}

// A standard form says what the trade expects of it, whoever negotiated.
func TestStandardFormIsWhole(t *testing.T) {
	t.Parallel()
	x := licenceTerms()
	p := contractPaper{No: "YL2026-JY-00001", Right: "202310000001.X", Title: "方法", Seller: PartyRef{Name: "甲", Code: "A1"}, Buyer: PartyRef{Name: "乙", Code: "B1"}}
	for _, template := range []string{"contract_licence", "contract_assignment"} {
		if template == "contract_assignment" {
			x = Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: 100, Tranches: []Part{{Name: "全部价款", Amount: 100}}, Territory: "中国", Field: "不限", Materials: "图纸", Acceptance: "复测", Improve: "归改进方", Disputes: "协商"}
		}
		p.Terms, p.Words = x, x.words()
		says(t, "zh", drawn(t, template, "zh", p), "六、保密", "七、保证与年费", "八、侵权处理", "十、无效", "十一、违约责任", "十二、争议解决", "十三、生效")
		says(t, "en", drawn(t, template, "en", p), "6. Secrecy", "annual fees", "8. Infringement", "11. Breach", "13. Effect")
	}
	for licence, want := range map[registry.LicenceKind]string{registry.Exclusive: "被许可方可以自己请求处理", registry.Sole: "许可方不请求的", registry.Ordinary: "书面授权的", registry.Cross: "由各专利的权利人"} {
		x = licenceTerms()
		x.Licence = licence
		p.Terms, p.Words = x, x.words()
		says(t, "zh", drawn(t, "contract_licence", "zh", p), want)
	}
	says(t, "zh", drawn(t, "nda", "zh", p), "甲", "乙", "保密的内容", "技术经理人同样受本协议约束")
	says(t, "en", drawn(t, "nda", "en", p), "kept secret", "broker")
}

// The closing papers are read by an owner and an accountant: no code of ours.
func TestClosingPapersSpeak(t *testing.T) {
	t.Parallel()
	x := licenceTerms()
	at := time.Date(2026, 12, 20, 4, 0, 0, 0, time.UTC)
	d := DealData{Right: "202310000001.X", Title: "方法", Seller: PartyRef{Name: "甲"}, Buyer: PartyRef{Name: "乙"}, Terms: &x, Contract: &Contract{Drafted: at, Effective: day("2026-12-01"), Signatures: Signatures{Seller: at, Buyer: at}}, Record: &Recordation{Kind: recordLicence, No: "2026001", Date: day("2026-12-10")},
		Money: Money{Reports: []ledger.RoyaltyReport{{Period: 1, Base: decimal.NewFromInt(5000000)}}, Paid: map[int]time.Time{1: at, 2: at}, Returned: map[int]money.Fen{1: 100000}}}
	p := ledger.Position{Deposited: 45000000, Released: 44900000, Refunded: 100000, Tranches: []ledger.Standing{{Tranche: 1, Released: 29900000}, {Tranche: 2, Released: 15000000}}}
	paper, err := d.settlementOf("YL2026-JY-00001", p, 44900000, at)
	if err != nil {
		t.Fatal(err)
	}
	says(t, "zh", drawn(t, "settlement", "zh", paper), "300,000.00元", "150,000.00元", "第1期提成", "1,000.00元", "450,000.00元", "专利实施许可合同备案", "2026-12-20")
	says(t, "en", drawn(t, "settlement", "en", paper), "Royalty, period 1", "Sent back to the buyer | CNY 1,000.00")
	ended := d // by agreement, with a reported period that nobody paid
	ended.Money.Paid = map[int]time.Time{1: at}
	unpaid, err := ended.settlementOf("YL2026-JY-00001", p, 29900000, at)
	if err != nil {
		t.Fatal(err)
	}
	says(t, "zh", drawn(t, "settlement", "zh", unpaid), "没有付的，不计入结算价款", "150,000.00元")
	says(t, "en", drawn(t, "settlement", "en", unpaid), "not counted", "150,000.00")

	rules, err := taxation.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	course, err := Rules{Tax: rules, Calendar: calendar.National()}.Course(d, "YL2026-JY-00001", calendar.DateOf(at), true)
	if err != nil {
		t.Fatal(err)
	}
	sheet := course.Total
	for i := range sheet.Reminders {
		sheet.Reminders[i].Due = "2026-08-15" // a Saturday
	}
	if err := sheet.Roll(calendar.National()); err != nil {
		t.Fatal(err)
	}
	moved := map[taxation.Side]*taxation.Moved{}
	for _, r := range sheet.Reminders {
		if r.Moved != nil {
			moved[r.Side] = r.Moved
		}
	}
	for _, side := range []taxation.Side{taxation.SellerSide, taxation.BuyerSide} {
		paper.Tax = taxPaperOf(side, sheet.For(side), paper.Moved)
		d.courseLines(paper.Tax, side, course, course.Years[0], "YL2026-JY-00001")
		says(t, "zh", drawn(t, "tax", "zh", paper), "2026年度", "按通常情况计的事项", "未申报增值税身份，按一般纳税人计", "2026年的付款", "第1期提成 | 2026-12-20 | 2026-12-20 | 150,000.00元", "增值税法第二十八条，待核", "印花税", "没有技术合同认定登记号", "申报期限", "增值税法")
		says(t, "en", drawn(t, "tax", "en", paper), "Stamp duty", "To file")
		if m := moved[side]; m == nil {
			t.Errorf("no due day of the %s moves", side)
		} else {
			says(t, "zh", drawn(t, "tax", "zh", paper), string(m.From)+"为周末", "第109条")
			says(t, "en", drawn(t, "tax", "en", paper), string(m.From)+" is a weekend", "art. 109")
		}
	}
}

// The closing papers of a cross licence name every patent, both ways, with the record.
func TestClosingPapersNameBothWays(t *testing.T) {
	t.Parallel()
	x := licenceTerms()
	x.Licence, x.Back = registry.Cross, []BackLicence{{Right: "202310000002.1", Title: "装置"}, {Right: "202310000003.7", Title: "工装"}}
	at := time.Date(2026, 12, 20, 4, 0, 0, 0, time.UTC)
	d := DealData{Right: "202310000001.X", Title: "方法", Seller: PartyRef{Name: "甲"}, Buyer: PartyRef{Name: "乙"}, Terms: &x, Record: &Recordation{Kind: recordLicence, No: "2026001", Date: day("2026-12-10")}}
	paper, err := d.settlementOf("YL2026-JY-00001", ledger.Position{}, 0, at)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"202310000001.X | 方法 | 甲 | 乙 | 2026001 | 2026-12-10", "202310000002.1 | 装置 | 乙 | 甲 | 2026001 | 2026-12-10", "202310000003.7 | 工装 | 乙 | 甲 | 2026001 | 2026-12-10"}
	paper.Tax = &taxPaper{}
	for _, template := range []string{"settlement", "tax"} {
		for _, language := range []string{"zh", "en"} {
			text := drawn(t, template, language, paper)
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("%s in %s does not say %q:\n%s", template, language, w, text)
				}
			}
		}
	}
	x.Licence, x.Back = registry.Ordinary, nil
	if paper, err = d.settlementOf("YL2026-JY-00001", ledger.Position{}, 0, at); err != nil || len(paper.Licensed) > 0 {
		t.Errorf("an ordinary licence lists %+v, %v", paper.Licensed, err)
	}
}

// An offer's faults stand at the fields of the form, a lump sum needs no second
// figure, and no payment waits for a record that never comes.
func TestOfferIsCheckedWhereItIsTyped(t *testing.T) {
	t.Parallel()
	x := licenceTerms()
	x.Tranches[0].Needs = []ledger.Condition{ledger.TransferRegistered}
	x.Royalty.Inspection = ""
	got := map[string]string{}
	for _, e := range errs.All(x.check("1")) {
		got[e.Field] = e.Code
	}
	if got["terms.tranches.0.needs"] != "utilization.hall.needs_of_licence" || got["terms.royalty.inspection"] != "ledger.royalty.inspection" {
		t.Errorf("got %v", got)
	}
	y := Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: 500, Tranches: []Part{{Name: "全部价款", Needs: []ledger.Condition{ledger.LicenceRecorded}}}}.whole()
	if y.Tranches[0].Amount != 500 || errs.All(y.check("1"))[0].Code != "utilization.hall.needs_of_assignment" {
		t.Errorf("a lump sum became %+v, %v", y, y.check("1"))
	}
	y.Tranches[0].Needs = []ledger.Condition{ledger.InvoiceIssued}
	if err := y.check("1"); err != nil {
		t.Error(err)
	}
}

// An entry fee in one payment is that payment; the world is said in several ways.
func TestTermsAreTakenAsMeant(t *testing.T) {
	t.Parallel()
	x := licenceTerms()
	x.Tranches[0].Amount = 0
	if got := x.whole().Tranches; len(got) != 1 || got[0].Amount != x.Price {
		t.Errorf("the entry fee became %+v", got)
	}
	for territory, want := range map[string]bool{"全球": true, " Global ": true, "worldwide": true, "中国": false, "": false} {
		if everywhere(territory) != want {
			t.Errorf("%q is the world: %v", territory, !want)
		}
	}
}

// A listing holds the Chinese words of the form whoever filled it in: what is
// written in English on its correction is no change.
func TestListingHoldsTheFormWordsInChinese(t *testing.T) {
	t.Parallel()
	d := ListingData{Deal: registry.Assignment}.with(ListInput{Deal: registry.Assignment, Territory: "China", Field: "tea"})
	if d.Territory != "中国" || d.Field != "tea" || d.SaidBy(lang.For(lang.En)).Territory != "China" {
		t.Errorf("%q, %q", d.Territory, d.Field)
	}
}
