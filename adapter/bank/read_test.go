package bank_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"quanlian/adapter/bank"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/ledger"
)

// A statement as banks print it: account above, totals below, two columns,
// tabs before long numbers, quotes and full-width commas.
const pretty = `云澜银行 资金存管账户对账单,,,,,,
账号:,6222021001122334455,起止日期:,20261101-20261130,,,
交易日期,交易时间,账户明细编号,借方发生额（元）,贷方发生额（元）,余额（元）,摘要
20261123,091500,	2026112300000000000001,,"1,800,000.00","1,800,000.00",购买专利 YL-JY-2026-000001/deposit/1
20261123,101500,	2026112300000000000002,"480,000.00",,"1,320,000.00",YL-JY-2026-000001/release/1/1 放款
20261124,,	2026112400000000000003,-5.00,,1320005.00,冲正

合计,,,479995.00,1800000.00,,
`

func TestReadsWhatBanksPrint(t *testing.T) {
	t.Parallel()
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(pretty)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"utf-8": pretty, "bom": "\xEF\xBB\xBF" + pretty, "gb18030": gb, "crlf": strings.ReplaceAll(pretty, "\n", "\r\n")} {
		got, err := bank.ReadStatement(strings.NewReader(file), "6222021001122334455")
		if err != nil || len(got.Lines) != 3 || len(got.Rejected) != 0 {
			t.Errorf("%s: %d lines, %+v, %v", name, len(got.Lines), got.Rejected, err)
			continue
		}
		a, b, c := got.Lines[0], got.Lines[1], got.Lines[2]
		if !a.In || a.Amount != 180*money.Wan || a.Key != "YL-JY-2026-000001/deposit/1" || a.BankRef != "2026112300000000000001" || !a.Date.Equal(time.Date(2026, 11, 23, 1, 15, 0, 0, time.UTC)) {
			t.Errorf("%s: deposit %+v", name, a)
		}
		if b.In || b.Amount != 48*money.Wan || b.Key != "YL-JY-2026-000001/release/1/1" || *b.Balance != 132*money.Wan {
			t.Errorf("%s: release %+v", name, b)
		}
		if !c.In || c.Amount != 500 || !c.Date.Equal(time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: reversal %+v", name, c)
		}
	}
}

func TestReadsOneAmountWithItsSide(t *testing.T) {
	t.Parallel()
	file := "日期\t流水号\t子账户\t借贷标志\t交易金额\n2026年1月2日\tR1\tS1\t贷\t10.5\n2026/1/3\tR2\tS1\t借\t￥3.00\n2026.01.04\tR3\tS1\t?\t1\n"
	got, err := bank.ReadStatement(strings.NewReader(file), "")
	if err != nil || len(got.Lines) != 2 || !got.Lines[0].In || got.Lines[1].In || got.Lines[1].Amount != 300 {
		t.Fatalf("%+v, %v", got, err)
	}
	if len(got.Rejected) != 1 || got.Rejected[0].Row != 4 || !errs.Is(got.Rejected[0].Err, "adapter.bank.no_side") {
		t.Errorf("rejected %+v", got.Rejected)
	}
}

func TestRejectsWithAReason(t *testing.T) {
	t.Parallel()
	head := "交易日期,流水号,子账户,支出,收入,余额\n"
	for row, code := range map[string]string{
		"2026-11-31,R,S,1,,":                   "adapter.bank.bad_date",
		"1926-11-23,R,S,1,,":                   "adapter.bank.bad_date",
		"2026-11-23,R,S,1,2,":                  "adapter.bank.one_side",
		"2026-11-23,R,S,,0.00,":                "adapter.bank.one_side",
		"2026-11-23,R,S,1.234,,":               "adapter.bank.bad_amount",
		"2026-11-23,R,S,1,,abc":                "adapter.bank.bad_amount",
		"2026-11-23,R,6.22202100112233E+18,1,": "adapter.bank.digits_lost",
		"2026-11-23,R,,1,":                     "adapter.bank.no_account",
	} {
		got, err := bank.ReadStatement(strings.NewReader(head+row+"\n"), "")
		if err != nil || len(got.Lines) != 0 || len(got.Rejected) != 1 || got.Rejected[0].Err.Code != code {
			t.Errorf("%s: %+v, %v; want %s", row, got, err, code)
		}
	}
	for _, file := range []string{"", "a,b\n1,2\n", "日期,摘要\n2026-01-01,x\n", "PK\x03\x04 not a workbook"} {
		if got, err := bank.ReadStatement(strings.NewReader(file), "S"); err == nil {
			t.Errorf("%q is read as %+v", file, got)
		}
	}
}

// Excel keeps dates as serial numbers and amounts as floats.
func TestReadsAWorkbookOfNumbers(t *testing.T) {
	t.Parallel()
	f, one := excelize.NewFile(), 1.0 // not a constant: 0.1+0.2 shall be 0.30000000000000004
	for i, row := range [][]any{{"对账单"}, {"交易日期", "流水号", "借方金额", "贷方金额"}, {time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), "R1", nil, 1234567.89}, {"2026-11-24", "R2", 0.1 + 0.2*one, nil}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := bank.ReadStatement(&b, "S")
	if err != nil || len(got.Lines) != 2 || got.Lines[0].Amount != 123456789 || got.Lines[1].Amount != 30 {
		t.Fatalf("%+v, %v", got, err)
	}
	if d := got.Lines[0].Date; !d.Equal(time.Date(2026, 11, 22, 16, 0, 0, 0, time.UTC)) {
		t.Errorf("date %s", d)
	}
}

// What is written is read back to the last field, in every format.
func TestWrittenIsRead(t *testing.T) {
	t.Parallel()
	text := rapid.StringMatching(`[一-龥A-Za-z0-9，。"']{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		var lines []ledger.Line
		for i := range rapid.IntRange(1, 8).Draw(t, "n") {
			l := ledger.Line{
				No: i + 1, BankRef: rapid.StringMatching(`[0-9]{1,22}`).Draw(t, "ref"), SubAccount: rapid.StringMatching(`[1-9][0-9]{15,18}`).Draw(t, "sub"),
				In: rapid.Bool().Draw(t, "in"), Amount: money.Fen(rapid.Int64Range(1, 1e15).Draw(t, "fen")),
				Date: time.Unix(rapid.Int64Range(1_000_000_000, 4_000_000_000).Draw(t, "at"), 0), Memo: text.Draw(t, "memo"), Other: ledger.Party{Name: text.Draw(t, "name")},
			}
			if rapid.Bool().Draw(t, "keyed") {
				l.Key = deal.Expect(i+1, 1, start).ID
			}
			if rapid.Bool().Draw(t, "balance") {
				b := money.Fen(rapid.Int64Range(-1e15, 1e15).Draw(t, "bal"))
				l.Balance = &b
			}
			lines = append(lines, l)
		}
		for _, write := range []func(*bytes.Buffer) error{
			func(b *bytes.Buffer) error { return bank.WriteCSV(b, lines, bank.UTF8) },
			func(b *bytes.Buffer) error { return bank.WriteCSV(b, lines, bank.GB18030) },
			func(b *bytes.Buffer) error { return bank.WriteXLSX(b, lines) },
		} {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			got, err := bank.ReadStatement(&b, "")
			if err != nil || len(got.Lines) != len(lines) {
				t.Fatalf("%d of %d lines, %+v, %v", len(got.Lines), len(lines), got.Rejected, err)
			}
			for i, w := range lines {
				g := got.Lines[i]
				if !g.Date.Equal(w.Date) || (g.Balance == nil) != (w.Balance == nil) || g.Balance != nil && *g.Balance != *w.Balance {
					t.Fatalf("%+v, want %+v", g, w)
				}
				g.Date, g.Balance, w.Balance = w.Date, nil, nil
				if g != w {
					t.Fatalf("%+v, want %+v", g, w)
				}
			}
		}
	})
}

func FuzzReadStatement(f *testing.F) {
	f.Add([]byte(pretty))
	f.Add([]byte("日期;收入;支出\n2026-01-01;1;\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := bank.ReadStatement(bytes.NewReader(raw), "S")
		if err != nil {
			return
		}
		for i, l := range got.Lines {
			if l.Amount <= 0 || l.Date.IsZero() || l.SubAccount == "" || l.No != i+1 {
				t.Errorf("line %+v", l)
			}
		}
		for _, r := range got.Rejected {
			if r.Err == nil || r.Row < 1 {
				t.Errorf("rejected %+v", r)
			}
		}
	})
}
