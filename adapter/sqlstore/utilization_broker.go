package sqlstore

import (
	"context"
	"strings"
	"time"

	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching/text"
	"quanlian/kernel"
	"quanlian/ledger"
)

// projectBroker writes by what a broker's page is found, and what its figures are
// reckoned from.
func (t *tx) projectBroker(c kernel.Case) error {
	switch c.Flow {
	case hall.BrokerPage:
		d, err := hall.BrokerPageOf(c)
		if err != nil {
			return err
		}
		_, err = t.exec(`insert into hall_brokers (case_id, no, party, name, state, fields, about, words, updated) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
			on conflict (case_id) do update set name = excluded.name, state = excluded.state, fields = excluded.fields, about = excluded.about, words = excluded.words, updated = excluded.updated`,
			string(c.ID), c.No, string(d.Party.ID), d.Party.Name, string(c.State), strings.Join(d.Fields, ""), d.About, text.FoldString(strings.Join([]string{d.Party.Name, d.About, d.Contact}, "\n")), micros(d.Updated))
		return err
	case hall.Deal:
		d, err := hall.DealOf(c)
		if err != nil {
			return err
		}
		if d.Broker == nil {
			_, err = t.exec("delete from hall_brokered where case_id = ?", string(c.ID))
			return err
		}
		return t.projectBrokered(c, d)
	}
	return nil
}

func (t *tx) projectBrokered(c kernel.Case, d hall.DealData) error {
	var proposed, signed, settled time.Time
	explained, section, price := 1, "", int64(0)
	if d.Pairing != nil {
		proposed = d.Pairing.Proposed
		if d.Pairing.Explained == nil && c.State == hall.DealProposed {
			explained = 0
		}
	}
	if d.Contract != nil && d.Contract.Signatures.Both() {
		signed = d.Contract.Signatures.Seller
		if b := d.Contract.Signatures.Buyer; b.After(signed) {
			signed = b
		}
	}
	if d.Terms != nil {
		price = int64(d.Terms.Price)
	}
	if d.Tax != nil {
		settled = d.Tax.At
	}
	if _, err := one(t.ctx, t.db, &section, "select section from hall_listings where case_id = ?", string(d.Listing)); err != nil {
		return err
	}
	_, err := t.exec(`insert into hall_brokered (case_id, broker, state, section, price, explained, proposed, opened, signed, settled) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (case_id) do update set broker = excluded.broker, state = excluded.state, price = excluded.price, explained = excluded.explained, proposed = excluded.proposed, signed = excluded.signed, settled = excluded.settled`,
		string(c.ID), string(d.Broker.ID), string(c.State), section, price, explained, micros(proposed), micros(c.Opened), micros(signed), micros(settled))
	return err
}

type brokerRow struct {
	No      string `bun:"no"`
	Party   string `bun:"party"`
	Name    string `bun:"name"`
	About   string `bun:"about"`
	Fields  string `bun:"fields"`
	Updated int64  `bun:"updated"`
}

// HallBrokers searches the directory of brokers, by name.
func (s *Store) HallBrokers(ctx context.Context, f hall.BrokerFilter) ([]hall.BrokerRow, int, error) {
	w, args := "from hall_brokers b where b.state = ?", []any{string(hall.PagePublished)}
	if f.Text != "" {
		q, more := s.contains(text.FoldString(f.Text), "b.words")
		w, args = w+" and "+q, append(args, more...)
	}
	if f.Section != "" {
		w, args = w+" and b.fields like ?", append(args, "%"+f.Section+"%")
	}
	var total int
	if _, err := one(ctx, s.r, &total, "select count(*) "+w, args...); err != nil {
		return nil, 0, err
	}
	if f.Limit <= 0 || f.Limit > 100 {
		f.Limit = 20 // Unit: rows. Source: a page of a public list has 20 (look/LOOK.md §4).
	}
	rows, err := many[brokerRow](ctx, s.r, "select b.no, b.party, b.name, b.about, b.fields, b.updated "+w+" order by b.name, b.no limit ? offset ?", append(args, f.Limit, max(f.Offset, 0))...)
	out := make([]hall.BrokerRow, len(rows))
	for i, r := range rows {
		out[i] = hall.BrokerRow{No: r.No, Party: kernel.PartyID(r.Party), Name: r.Name, About: r.About, Fields: strings.Split(r.Fields, ""), Updated: instant(r.Updated)}
	}
	return out, total, err
}

// HallBrokerPage is the number of the party's page that stands or is suspended;
// "" for none.
func (s *Store) HallBrokerPage(ctx context.Context, p kernel.PartyID) (string, error) {
	var no string
	_, err := one(ctx, s.r, &no, "select no from hall_brokers where party = ? and state <> ? order by no limit 1", string(p), string(hall.PageClosed))
	return no, err
}

// HallBrokered gives the deals that the brokers took part in, for their figures.
func (s *Store) HallBrokered(ctx context.Context, brokers []kernel.PartyID) (map[kernel.PartyID][]hall.Brokered, error) {
	out := map[kernel.PartyID][]hall.Brokered{}
	if len(brokers) == 0 {
		return out, nil
	}
	rows, err := many[struct {
		Broker   string `bun:"broker"`
		State    string `bun:"state"`
		Section  string `bun:"section"`
		Price    int64  `bun:"price"`
		Proposed int64  `bun:"proposed"`
		Opened   int64  `bun:"opened"`
		Signed   int64  `bun:"signed"`
		Settled  int64  `bun:"settled"`
	}](ctx, s.r, "select broker, state, section, price, proposed, opened, signed, settled from hall_brokered where broker in (?)", in(brokers))
	for _, r := range rows {
		p := kernel.PartyID(r.Broker)
		out[p] = append(out[p], hall.Brokered{State: kernel.State(r.State), Section: r.Section, Price: money.Fen(r.Price), Proposed: instant(r.Proposed), Opened: instant(r.Opened), Signed: instant(r.Signed), Settled: instant(r.Settled)})
	}
	return out, err
}

// HallToExplain lists pairings of which the matching engine was not asked yet.
func (s *Store) HallToExplain(ctx context.Context, limit int) ([]kernel.CaseID, error) {
	return many[kernel.CaseID](ctx, s.r, "select case_id from hall_brokered where explained = 0 order by opened, case_id limit ?", limit)
}

// LedgerStatesOf gives the accounts of many deals with their balances.
func (s *Store) LedgerStatesOf(ctx context.Context, deals []ledger.Escrow) (map[ledger.Escrow][]ledger.State, error) {
	out := map[ledger.Escrow][]ledger.State{}
	if len(deals) == 0 {
		return out, nil
	}
	rows, err := s.r.QueryContext(ctx, "select "+ledgerStateColumns+" from ledger_accounts where scope in (?) order by id", in(deals))
	if err != nil {
		return nil, wrap(err)
	}
	list, err := scanStates(rows, len(deals))
	for _, x := range list {
		out[ledger.Escrow(x.Scope)] = append(out[ledger.Escrow(x.Scope)], x)
	}
	return out, err
}

// Unit: cases. Source: our choice, so that no pass is long.
const brokeredAtOnce = 200

// fillBrokered projects the deals with a broker that were made before there was
// anything to reckon from.
func (s *Store) fillBrokered(ctx context.Context) error {
	for after := ""; ; {
		rows, err := many[caseRow](ctx, s.r, "select "+caseColumns+` from cases c where c.flow = ? and c.id > ? and exists (select 1 from case_access a where a.case_id = c.id and a.role = ?)
			and not exists (select 1 from hall_brokered b where b.case_id = c.id) order by c.id limit ?`, string(hall.Deal), after, string(hall.Broker), brokeredAtOnce)
		if err != nil || len(rows) == 0 {
			return err
		}
		cases, err := asCases(rows)
		if err != nil {
			return err
		}
		for _, c := range cases {
			if err := s.inTx(ctx, func(t *tx) error { return t.projectBroker(c) }); err != nil {
				return err
			}
		}
		after = string(cases[len(cases)-1].ID)
	}
}
