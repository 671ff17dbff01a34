package bank

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/ledger"
)

// line reads one row.
func (l layout) line(row []string, account string) (ledger.Line, *errs.Error) {
	out := ledger.Line{
		BankRef: l.cell(row, colRef), SubAccount: l.cell(row, colAccount), Memo: l.cell(row, colMemo),
		Other: ledger.Party{Name: l.cell(row, colOtherName), Account: l.cell(row, colOtherAccount), Bank: l.cell(row, colOtherBank)},
	}
	if out.SubAccount == "" {
		out.SubAccount = account
	}
	for _, s := range []string{out.BankRef, out.SubAccount, out.Other.Account} {
		if eaten.MatchString(s) {
			return out, errs.At("", "adapter.bank.digits_lost", errs.Args{"value": s})
		}
	}
	if out.SubAccount == "" {
		return out, errs.At("", "adapter.bank.no_account", nil)
	}
	var err *errs.Error
	if out.Date, err = readInstant(l.cell(row, colDate), l.cell(row, colTime)); err != nil {
		return out, err
	}
	if out.In, out.Amount, err = l.amount(row); err != nil {
		return out, err
	}
	if s := l.cell(row, colBalance); s != "" {
		b, e := readMoney(s)
		if e != nil {
			return out, e
		}
		out.Balance = &b
	}
	if out.Key = ledger.TransferID(l.cell(row, colKey)); out.Key == "" {
		out.Key = keyIn(out.Memo)
	}
	return out, nil
}

// eaten is a long number that a spreadsheet has turned into a float.
var eaten = regexp.MustCompile(`^\d(\.\d+)?[eE]\+\d+$`)

// amount reads either the two columns of debit and credit, or one amount with
// a sign or a mark of its side. Debit is money out of the account, credit money
// in, as the bank sees its own books.
func (l layout) amount(row []string) (in bool, amount money.Fen, err *errs.Error) {
	if len(l[colIn]) > 0 && len(l[colOut]) > 0 {
		credit, e1 := readMoney(l.cell(row, colIn))
		debit, e2 := readMoney(l.cell(row, colOut))
		switch {
		case e1 != nil:
			return false, 0, e1
		case e2 != nil:
			return false, 0, e2
		case (credit == 0) == (debit == 0):
			return false, 0, errs.At("", "adapter.bank.one_side", nil)
		}
		return signed(debit == 0, credit+debit)
	}
	a, e := readMoney(l.cell(row, colAmount))
	if e != nil {
		return false, 0, e
	}
	if a == 0 {
		return false, 0, errs.At("", "adapter.bank.one_side", nil)
	}
	switch side := strings.ToLower(l.cell(row, colSide)); {
	case len(l[colSide]) == 0:
		return signed(true, a)
	case side == "贷" || side == "贷方" || side == "收" || side == "收入" || side == "c" || side == "credit" || side == "in":
		return signed(true, a)
	case side == "借" || side == "借方" || side == "付" || side == "支出" || side == "支" || side == "d" || side == "debit" || side == "out":
		return signed(false, a)
	default:
		return false, 0, errs.At("", "adapter.bank.no_side", errs.Args{"value": side})
	}
}

// signed turns a negative amount to the other side: a bank reverses (冲正) a
// booking with a minus.
func signed(in bool, a money.Fen) (bool, money.Fen, *errs.Error) {
	if a < 0 {
		return !in, -a, nil
	}
	return in, a, nil
}

func readMoney(s string) (money.Fen, *errs.Error) {
	if s = strings.Trim(s, "+"); s == "" || s == "-" || s == "--" {
		return 0, nil
	}
	if d, err := decimal.NewFromString(s); err == nil && floating.MatchString(s) && d.Sub(d.Round(2)).Abs().LessThan(dust) {
		return money.FromDecimal(d), nil
	}
	f, err := money.Parse(s)
	if err != nil {
		return 0, errs.At("", "adapter.bank.bad_amount", errs.Args{"value": s})
	}
	return f, nil
}

// floating is an amount as a spreadsheet keeps it: 0.30000000000000004.
var floating = regexp.MustCompile(`^-?\d{1,13}\.\d{6,}(E[+-]\d+)?$`)

// dust is what binary floats leave over. Unit: yuan. Source: design of ours;
// a thousandth of a fen.
var dust = decimal.New(1, -5)

var instants = []string{"2006-01-02", "20060102", "2006/1/2", "2006.01.02", "2006年1月2日", "2006-1-2",
	"2006-01-02 15:04:05", "20060102 15:04:05", "2006/1/2 15:04:05", "2006/1/2 15:04", "2006-01-02 15:04", "20060102150405", "2006年1月2日 15:04:05", "20060102 150405", "2006-01-02 150405", time.RFC3339Nano}

var serial = regexp.MustCompile(`^[3-6]\d{4}(\.\d+)?$`)

// readInstant reads a date and perhaps a time of day in Asia/Shanghai; the time
// column may carry the whole instant.
func readInstant(day, clock string) (time.Time, *errs.Error) {
	zone := calendar.On(2000, time.January, 1).At(0).Location()
	if serial.MatchString(day) {
		n, _ := strconv.ParseFloat(day, 64)
		if t, err := excelize.ExcelDateToTime(n, false); err == nil {
			day = t.Format("2006-01-02 15:04:05")
			day = strings.TrimSuffix(day, " 00:00:00")
		}
	}
	for _, s := range []string{strings.TrimSpace(day + " " + clock), clock, day} {
		for _, layout := range instants {
			if t, err := time.ParseInLocation(layout, s, zone); err == nil && plausible(t) {
				return t, nil
			}
		}
	}
	return time.Time{}, errs.At("", "adapter.bank.bad_date", errs.Args{"value": strings.TrimSpace(day + " " + clock)})
}

// Unit: year. Source: design of ours; no custody account is older, none newer.
const firstYear, lastYear = 2000, 2100

func plausible(t time.Time) bool { return t.Year() >= firstYear && t.Year() < lastYear }
