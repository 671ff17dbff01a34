package bank

import (
	"encoding/csv"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/ledger"
)

// Encoding is how a CSV file is written.
type Encoding string

// The encodings.
const (
	UTF8    Encoding = "utf-8"   // with byte order mark, as Excel wants it
	GB18030 Encoding = "gb18030" // as most banks deliver it
)

var statementHead = []string{"交易日期", "交易时间", "流水号", "子账户", "借方发生额(元)", "贷方发生额(元)", "余额(元)", "对方户名", "对方账号", "对方开户行", "客户流水号", "摘要"}

func statementRow(l ledger.Line) []string {
	out, in, balance := "", "", ""
	if l.In {
		in = l.Amount.Plain()
	} else {
		out = l.Amount.Plain()
	}
	if l.Balance != nil {
		balance = l.Balance.Plain()
	}
	at := l.Date.In(calendar.On(2000, time.January, 1).At(0).Location())
	return []string{at.Format(time.DateOnly), at.Format(time.TimeOnly), l.BankRef, l.SubAccount, out, in, balance, l.Other.Name, l.Other.Account, l.Other.Bank, string(l.Key), l.Memo}
}

// WriteCSV prints lines as a bank delivers them.
func WriteCSV(w io.Writer, lines []ledger.Line, e Encoding) error {
	if e == GB18030 {
		t := transform.NewWriter(w, simplifiedchinese.GB18030.NewEncoder())
		defer func() { _ = t.Close() }()
		w = t
	} else if _, err := w.Write([]byte("\xEF\xBB\xBF")); err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.bank.cannot_write", err)
	}
	c := csv.NewWriter(w)
	_ = c.Write(statementHead)
	for _, l := range lines {
		_ = c.Write(statementRow(l))
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.bank.cannot_write", err)
	}
	return nil
}

// WriteXLSX prints lines as a workbook; every cell is text, so that no number
// loses its digits.
func WriteXLSX(w io.Writer, lines []ledger.Line) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	s, err := f.NewStreamWriter(f.GetSheetName(0))
	if err != nil {
		return errs.Wrap(errs.Internal, "adapter.bank.cannot_write", err)
	}
	rows := [][]string{statementHead}
	for _, l := range lines {
		rows = append(rows, statementRow(l))
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, c := range row {
			cells[j] = c
		}
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := s.SetRow(at, cells); err != nil {
			return errs.Wrap(errs.Internal, "adapter.bank.cannot_write", err)
		}
	}
	if err := s.Flush(); err != nil {
		return errs.Wrap(errs.Internal, "adapter.bank.cannot_write", err)
	}
	if err := f.Write(w); err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.bank.cannot_write", err)
	}
	return nil
}
