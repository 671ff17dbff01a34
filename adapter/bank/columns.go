package bank

import (
	"regexp"
	"strings"

	"quanlian/ledger"
)

// column is what a column of a statement means to us.
type column int

const (
	colNone column = iota
	colDate
	colTime
	colRef
	colAccount
	colOut
	colIn
	colSide
	colAmount
	colBalance
	colOtherName
	colOtherAccount
	colOtherBank
	colKey
	colMemo
)

// headings are the names that banks give to the columns, without spaces,
// brackets and units. Banks agree on no layout, so each name is one that a
// plain current-account statement is known to use.
var headings = map[string]column{
	"日期": colDate, "交易日期": colDate, "记账日期": colDate, "入账日期": colDate, "会计日期": colDate, "date": colDate,
	"交易时间": colTime, "时间": colTime, "time": colTime,
	"流水号": colRef, "交易流水号": colRef, "银行流水号": colRef, "账户明细编号": colRef, "凭证号": colRef, "bankref": colRef,
	"账号": colAccount, "账户": colAccount, "子账户": colAccount, "子账号": colAccount, "本方账号": colAccount, "subaccount": colAccount,
	"借方发生额": colOut, "借方金额": colOut, "支出金额": colOut, "支出": colOut, "借方": colOut, "debit": colOut,
	"贷方发生额": colIn, "贷方金额": colIn, "收入金额": colIn, "收入": colIn, "贷方": colIn, "credit": colIn,
	"借贷标志": colSide, "借贷": colSide, "收支": colSide, "收付标志": colSide, "side": colSide,
	"发生额": colAmount, "交易金额": colAmount, "金额": colAmount, "amount": colAmount,
	"余额": colBalance, "账户余额": colBalance, "balance": colBalance,
	"对方户名": colOtherName, "对方名称": colOtherName, "对方账户名称": colOtherName, "counterparty": colOtherName,
	"对方账号": colOtherAccount, "对方账户": colOtherAccount, "counterpartyaccount": colOtherAccount,
	"对方开户行": colOtherBank, "对方行名": colOtherBank, "对方开户机构": colOtherBank, "counterpartybank": colOtherBank,
	"客户流水号": colKey, "业务编号": colKey, "指令编号": colKey, "key": colKey,
	"摘要": colMemo, "附言": colMemo, "用途": colMemo, "备注": colMemo, "交易摘要": colMemo, "memo": colMemo,
}

var decoration = regexp.MustCompile(`[\s_\-/]|[（(][^）)]*[）)]`)

func meaning(heading string) column {
	return headings[strings.ToLower(decoration.ReplaceAllString(heading, ""))]
}

// layout maps a meaning to the columns that carry it, in order.
type layout map[column][]int

// headerOf reads a row as a header; nil when it is none. A header names a date
// and says in some way what came in and what went out.
func headerOf(row []string) layout {
	l := layout{}
	for i, h := range row {
		if c := meaning(h); c != colNone {
			l[c] = append(l[c], i)
		}
	}
	sides := len(l[colIn]) > 0 && len(l[colOut]) > 0 || len(l[colAmount]) > 0
	if len(l[colDate]) == 0 || !sides {
		return nil
	}
	return l
}

// cell is the first cell with that meaning that is not empty.
func (l layout) cell(row []string, c column) string {
	for _, i := range l[c] {
		if i < len(row) {
			if s := strings.TrimSpace(row[i]); s != "" {
				return s
			}
		}
	}
	return ""
}

// ourKey finds one of our keys in a text that the bank carried through.
var ourKey = regexp.MustCompile(`[^\s/，,；;：:]+/(?:deposit|release|commission|refund|return)(?:/[^\s/，,；;]+)+`)

func keyIn(texts ...string) ledger.TransferID {
	for _, t := range texts {
		if k := ourKey.FindString(t); k != "" {
			return ledger.TransferID(k)
		}
	}
	return ""
}
