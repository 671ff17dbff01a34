package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"quanlian/adapter/bank"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/ledger"
)

// statementSlack is how far the days of bank and book may lie apart.
// Unit: hours. Source: design of ours; a transfer between banks over a weekend.
const statementSlack = 72 * time.Hour

// statements joins the readers of bank statements, the files and the book.
type statements struct{ *house }

// Read keeps the file under its hash and compares it with the book.
func (s statements) Read(ctx context.Context, name string, raw []byte, account string, first, last calendar.Date) (ledger.Compared, error) {
	read, err := bank.ReadStatement(bytes.NewReader(raw), account)
	if err != nil {
		return ledger.Compared{}, err
	}
	if len(read.Lines)+len(read.Rejected) == 0 {
		return ledger.Compared{}, errs.At("file", "web.ledger.empty_file", nil)
	}
	sha, err := s.files.Put(raw)
	if err != nil {
		return ledger.Compared{}, err
	}
	out := ledger.Compared{SHA256: sha, Name: name, Account: account, First: first, Last: last, Lines: len(read.Lines)}
	for _, r := range read.Rejected {
		out.Refused = append(out.Refused, ledger.RefusedRow{Row: r.Row, Text: strings.Join(r.Cell, "　"), Err: r.Err})
	}
	for _, l := range read.Lines {
		day := calendar.DateOf(l.Date)
		if first.IsZero() && (out.First.IsZero() || day.Before(out.First)) {
			out.First = day
		}
		if last.IsZero() && day.After(out.Last) {
			out.Last = day
		}
	}
	out.Report, err = s.compare(ctx, read.Lines, out.First, out.Last)
	return out, err
}

// CanFetch reports whether the bank has an interface for its statement.
func (s statements) CanFetch() bool { return s.bank != nil }

// statementDays is the period that is fetched when none is named.
// Unit: calendar days. Source: our choice; a month's statement.
const statementDays = 30

// Fetch asks the bank for its statement and keeps it as a file like any other.
func (s statements) Fetch(ctx context.Context, first, last calendar.Date) (ledger.Compared, error) {
	if last.IsZero() {
		last = calendar.DateOf(s.now())
	}
	if first.IsZero() {
		first = last.AddDays(-statementDays)
	}
	lines, err := s.bank.Statement(ctx, first.At(0), last.At(24))
	if err != nil {
		return ledger.Compared{}, err
	}
	var file bytes.Buffer
	if err := bank.WriteCSV(&file, lines, bank.UTF8); err != nil {
		return ledger.Compared{}, err
	}
	return s.Read(ctx, "statement-"+first.String()+"-"+last.String()+".csv", file.Bytes(), "", first, last)
}

// Kept reads a file once more that was kept before.
func (s statements) Kept(ctx context.Context, name, sha, account string, first, last calendar.Date) (ledger.Compared, error) {
	raw, err := s.files.Get(sha)
	if err != nil {
		return ledger.Compared{}, err
	}
	return s.Read(ctx, name, raw, account, first, last)
}

func (s statements) compare(ctx context.Context, lines []ledger.Line, first, last calendar.Date) (ledger.Report, error) {
	instructions, err := s.store.LedgerInstructions(ctx)
	if err != nil {
		return ledger.Report{}, err
	}
	entries, err := s.store.LedgerBankEntries(ctx)
	if err != nil {
		return ledger.Report{}, err
	}
	w := ledger.Window{Bank: hall.BankCode, From: first.At(0), To: last.At(24), Slack: statementSlack}
	return ledger.Reconcile(w, lines, ledger.Movements(instructions, entries)), nil
}

// Enter books what the comparison suggests: lines that answer an instruction
// are taken as the bank's answers, money that nobody asked for goes to
// suspense, the rest is put before a clerk. Every step has a key of its own, so
// that a second time changes nothing.
func (s statements) Enter(ctx context.Context, a kernel.Actor, st ledger.Compared) error {
	for _, f := range st.Report.Findings {
		var err error
		switch {
		case f.Answer != nil:
			err = s.answer(ctx, *f.Answer)
		case f.Task != nil:
			line := 0
			if f.Line != nil {
				line = f.Line.No
			}
			key := "statement/" + st.SHA256 + "/" + strconv.Itoa(line) + "/" + f.Task.ID()
			rec := ledger.Record{Accounts: f.Accounts, Transfers: f.Transfers, Tasks: []ledger.Task{*f.Task}}
			err = s.desk.Do(ctx, a, key, rec)
		}
		if err != nil {
			return err
		}
	}
	keep := ledger.KeepStatement{ID: newID(), SHA256: st.SHA256, Name: st.Name, Bank: hall.BankCode, First: st.First, Last: st.Last, Lines: st.Lines, Count: st.Report.Count}
	return s.desk.Do(ctx, a, "statement/"+st.SHA256+"/"+st.First.String()+"/"+st.Last.String(), keep)
}

func (s statements) answer(ctx context.Context, a ledger.Answer) error {
	raw, err := json.Marshal(a)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	_, err = s.desk.Answer(ctx, desk.OutsideAnswer{Party: ledger.BankRole, ID: a.BankRef, AskKey: string(a.Key), Payload: raw})
	return err
}
