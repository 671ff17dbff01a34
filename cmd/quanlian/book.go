package main

import (
	"context"

	"quanlian/adapter/sqlstore"
	"quanlian/base/money"
	"quanlian/ledger"
)

// book reads the custody account of a deal for the pages.
type book struct{ *sqlstore.Store }

// Position derives where the money of a deal stands.
func (b book) Position(ctx context.Context, deal string) (ledger.Position, error) {
	states, err := b.Store.LedgerStates(ctx, ledger.Escrow(deal))
	return ledger.PositionOf(ledger.Escrow(deal), states), err
}

// held is what the book says the bank holds for the deal of an instruction.
func (b book) held(ctx context.Context, in ledger.Instruction) (money.Fen, error) {
	p, err := b.Position(ctx, in.Deal)
	return p.Custody(), err
}
