package sqlstore

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"quanlian/kernel"
)

type mandateRow struct {
	ID         string `bun:"id"`
	Principal  string `bun:"principal"`
	Agent      string `bun:"agent"`
	AgentUser  string `bun:"agent_user"`
	Scope      string `bun:"scope"`
	Rights     string `bun:"rights"`
	Starts     int64  `bun:"starts"`
	Ends       int64  `bun:"ends"`
	Revoked    int64  `bun:"revoked"`
	HandedFrom string `bun:"handed_from"`
	DocSHA256  string `bun:"doc_sha256"`
}

const mandateColumns = "id, principal, agent, agent_user, scope, rights, starts, ends, revoked, handed_from, doc_sha256"

func (r mandateRow) mandate() kernel.Mandate {
	return kernel.Mandate{ID: kernel.MandateID(r.ID), Principal: kernel.PartyID(r.Principal), Agent: kernel.PartyID(r.Agent), AgentUser: kernel.UserID(r.AgentUser),
		Scope: unlist[string](r.Scope), Rights: unlist[kernel.Right](r.Rights), From: instant(r.Starts), To: instant(r.Ends), RevokedAt: instant(r.Revoked),
		HandedFrom: kernel.MandateID(r.HandedFrom), DocSHA256: r.DocSHA256}
}

// mandateByID gives a mandate; the zero value when there is none.
func mandateByID(ctx context.Context, db bun.IDB, id kernel.MandateID) (kernel.Mandate, error) {
	var r mandateRow
	ok, err := one(ctx, db, &r, "select "+mandateColumns+" from mandates where id = ?", string(id))
	if err != nil || !ok {
		return kernel.Mandate{}, err
	}
	return r.mandate(), nil
}

// Mandates lists the mandates of which the party is the principal or the agent.
func (s *Store) Mandates(ctx context.Context, side string, party kernel.PartyID) ([]kernel.Mandate, error) {
	column := "principal"
	if side == "agent" {
		column = "agent"
	}
	rows, err := many[mandateRow](ctx, s.r, "select "+mandateColumns+" from mandates where "+column+" = ? order by starts, id", string(party))
	var out []kernel.Mandate
	for _, r := range rows {
		out = append(out, r.mandate())
	}
	return out, err
}

// MandatesEnding lists those whose end lies after the first instant and not after
// the second and for which no act under their key was done, the next to end first.
func (s *Store) MandatesEnding(ctx context.Context, after, until time.Time, key string) ([]kernel.Mandate, error) {
	rows, err := many[mandateRow](ctx, s.r, "select "+mandateColumns+` from mandates m where m.revoked = 0 and m.ends > ? and m.ends <= ?
		and not exists (select 1 from receipts r where r.key = ? || m.id) order by m.ends, m.id`, micros(after), micros(until), key)
	out := make([]kernel.Mandate, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.mandate())
	}
	return out, err
}
