package main

import (
	"context"
	"encoding/json"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/ledger"
)

// party is an outside party as the worker speaks with it.
type party interface {
	Send(ctx context.Context, a kernel.Ask) error
	Answers(ctx context.Context) ([]desk.OutsideAnswer, error)
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
