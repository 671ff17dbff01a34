package main

import (
	"context"

	"quanlian/adapter/sqlstore"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
)

// book reads the custody account of a deal for the pages.
type book struct{ s *sqlstore.Store }

// Position derives where the money of a deal stands.
func (b book) Position(ctx context.Context, deal string) (ledger.Position, error) {
	states, err := b.s.LedgerStates(ctx, ledger.Escrow(deal))
	return ledger.PositionOf(ledger.Escrow(deal), states), err
}

// LedgerEntries gives every entry of a deal, oldest first.
func (b book) LedgerEntries(ctx context.Context, deal ledger.Escrow) ([]ledger.Transfer, error) {
	return b.s.LedgerEntries(ctx, deal)
}

// SettledDeals are a seller's settled deals, which share its year's pot.
func (b book) SettledDeals(ctx context.Context, seller kernel.PartyID) ([]hall.OtherDeal, error) {
	return b.s.SettledDeals(ctx, seller)
}
