package main

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/ledger"
)

// asker is a party that can be asked what became of a question. Nil means that
// it has nothing to say yet.
type asker interface {
	Again(ctx context.Context, a kernel.Ask) (*desk.OutsideAnswer, error)
}

// Unit: questions. Source: our choice, so that one pass stays short.
const chaseAtOnce = 50

// chase puts questions again whose time to answer is over: with the same key,
// further and further apart, a few times. Then a clerk has to telephone. It
// never takes silence for an answer.
func (x *line) chase(ctx context.Context) error {
	asks, err := x.store.SilentAsks(ctx, x.role, x.overdueAt(), chaseAtOnce)
	if err != nil {
		return err
	}
	for _, a := range asks {
		if err := x.chaseOne(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

func (x *line) chaseOne(ctx context.Context, a sqlstore.SilentAsk) error {
	next, giveUp, err := chasePlan(a)
	if err != nil {
		return err
	}
	if next.After(x.overdueAt()) {
		return x.store.MarkChased(ctx, a.Ask.Key, a.Chased, next)
	}
	if giveUp != nil {
		// The instant keeps apart what was given up, begun anew and given up again.
		key := "chase/" + a.Ask.Key + "/" + strconv.FormatInt(x.now().UnixMicro(), 36)
		if err := x.desk.Do(ctx, kernel.SystemActor(x.role), key, giveUp); err != nil {
			return err
		}
		return x.store.MarkChased(ctx, a.Ask.Key, a.Chased, x.now().Add(askedEnough))
	}
	if err := x.store.MarkChased(ctx, a.Ask.Key, a.Chased+1, time.Time{}); err != nil {
		return err
	}
	return x.askAgain(ctx, a.Ask)
}

// Unit: hours. Source: our choice; nobody asks any more, only the clerk or the
// party itself ends it. Should the task be ended without that, it comes again.
const askedEnough = 10 * 365 * 24 * time.Hour

// chasePlan says when a question may be put again, and what to write when it
// was put often enough.
func chasePlan(a sqlstore.SilentAsk) (time.Time, kernel.Write, error) {
	in := ledger.Instruction{Key: ledger.TransferID(a.Ask.Key), AnswerBy: a.Ask.AnswerBy}
	money := a.Ask.Party == ledger.BankRole
	if money {
		if err := json.Unmarshal(a.Ask.Payload, &in); err != nil {
			return time.Time{}, nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
	}
	next, task := ledger.Chase(in, a.Chased)
	switch {
	case task == nil:
		return next, nil, nil
	case money:
		return next, ledger.Record{Tasks: []ledger.Task{*task}}, nil
	}
	return next, kernel.Suspend{ID: "silent/" + a.Ask.Key, Party: a.Ask.Party, AskKey: a.Ask.Key, Payload: a.Ask.Payload, Reason: "kernel.no_answer"}, nil
}

// askAgain asks the party what became of the question, or hands it over anew.
func (x *line) askAgain(ctx context.Context, ask kernel.Ask) error {
	q, ok := x.party.(asker)
	if !ok {
		return quiet(x.party.Send(ctx, ask))
	}
	answer, err := q.Again(ctx, ask)
	if err != nil || answer == nil {
		return quiet(err)
	}
	_, err = x.desk.Answer(ctx, *answer)
	return err
}

// quiet lets a party that cannot be reached be silent: it is asked again later.
func quiet(err error) error {
	if errs.KindOf(err) == errs.Unavailable {
		return nil
	}
	return err
}

// Again asks the bank about an instruction. One that it never got is handed
// over once more: the key keeps it single.
func (b *bankParty) Again(ctx context.Context, a kernel.Ask) (*desk.OutsideAnswer, error) {
	answer, err := b.bank.Ask(ctx, ledger.TransferID(a.Key))
	if err != nil {
		return nil, err
	}
	switch answer.Verdict {
	case ledger.Unknown:
		return nil, b.Send(ctx, a)
	case ledger.Working:
		return nil, nil
	}
	if answer.BankRef == "" {
		return nil, nil // nothing to tell it by when it comes again: the statement will show it
	}
	raw, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	return &desk.OutsideAnswer{Party: ledger.BankRole, ID: answer.BankRef, AskKey: a.Key, Payload: raw}, nil
}
