package main

import (
	"context"
	"encoding/json"
	"time"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/ledger"
)

// party is an outside party as the worker speaks with it.
type party interface {
	Send(ctx context.Context, a kernel.Ask) error
	Answers(ctx context.Context) ([]desk.OutsideAnswer, error)
}

// teller is a party that tells things nobody asked about; what it tells becomes
// a write outside any case, nil for nothing.
type teller interface {
	Tells(a desk.OutsideAnswer, now time.Time) (kernel.Write, error)
}

// bankParty makes a bank of the book into a party: what it says carries its
// own reference, and our key where it names one.
type bankParty struct {
	bank   ledger.Bank
	cursor string
}

// Send hands an instruction over.
func (b *bankParty) Send(ctx context.Context, a kernel.Ask) error {
	var in ledger.Instruction
	if err := json.Unmarshal(a.Payload, &in); err != nil {
		return err
	}
	return b.bank.Instruct(ctx, in)
}

// Answers gives what the bank said since the last time.
func (b *bankParty) Answers(ctx context.Context) ([]desk.OutsideAnswer, error) {
	list, cursor, err := b.bank.Answers(ctx, b.cursor)
	if err != nil {
		return nil, err
	}
	out := make([]desk.OutsideAnswer, 0, len(list))
	for _, a := range list {
		raw, err := json.Marshal(a)
		if err != nil {
			return nil, err
		}
		out = append(out, desk.OutsideAnswer{Party: ledger.BankRole, ID: a.BankRef, AskKey: string(a.Key), Payload: raw})
	}
	b.cursor = cursor
	return out, nil
}

// Tells books money that came by itself: it waits in suspense for a clerk.
func (b *bankParty) Tells(a desk.OutsideAnswer, now time.Time) (kernel.Write, error) {
	var said ledger.Answer
	if err := json.Unmarshal(a.Payload, &said); err != nil {
		return nil, err
	}
	took, err := ledger.Take(ledger.Known{Bank: hall.BankCode}, said, now)
	if err != nil {
		return nil, err
	}
	if rec := took.Record(); !rec.Empty() {
		return rec, nil
	}
	return nil, nil
}
